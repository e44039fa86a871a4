"""What of units the search index holds, and when it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from lotrinh.core import words
from lotrinh.core.search.changes import touch
from lotrinh.core.search.registry import Entry, Source, of_kind, register
from lotrinh.core.vocab import EntryKind
from lotrinh.organisations.models import Unit, UnitName, UnitState

SOURCE: Final = "units"


def entries(keys: Collection[int]) -> Iterator[Entry]:
    """The entries of these units under all their names, those of before too; three queries."""
    names: dict[int, dict[str, None]] = {}
    for rows in (
        UnitName.objects.filter(unit__in=keys).order_by("pk").values_list("unit_id", "name"),
        UnitState.objects.filter(unit__in=keys).order_by("pk").values_list("unit_id", "name"),
    ):
        for unit_id, name in rows:
            names.setdefault(unit_id, {})[name] = None
    for unit in Unit.objects.filter(pk__in=keys):
        others = dict.fromkeys(filter(None, (unit.short_name, unit.code, *names.get(unit.pk, ()))))
        others.pop(unit.name, None)
        yield Entry(
            kind=EntryKind.UNIT,
            ref=unit.pk,
            title=unit.name,
            body=" · ".join(others),
            names=tuple(others),
            unit_ids=(unit.pk,),
        )


def units_called(names: Iterable[str]) -> Mapping[str, frozenset[int]]:
    """The units that have or had one of these names, by the folded name; one query, none without names."""
    wanted = dict.fromkeys(name for name in names if name)
    found: dict[str, set[int]] = {}
    if not wanted:
        return {}
    others = (
        model.objects.filter(name__in=wanted).order_by().values_list("unit_id", "name")
        for model in (UnitName, UnitState)
    )
    for pk, name in Unit.objects.filter(name__in=wanted).order_by().values_list("pk", "name").union(*others):
        found.setdefault(words.fold(name), set()).add(pk)
    return {name: frozenset(units) for name, units in found.items()}


def _keys() -> Iterable[int]:
    return Unit.objects.order_by("pk").values_list("pk", flat=True).iterator()


register(Source(name=SOURCE, read=entries, entries=of_kind(EntryKind.UNIT), keys=_keys, at_once=1000))


@receiver((post_save, post_delete), sender=Unit)
def on_unit(sender: object, instance: Unit, **kwargs: Any) -> None:
    """A unit came, changed or went."""
    touch(SOURCE, (instance.pk,))


@receiver((post_save, post_delete), sender=UnitName)
@receiver((post_save, post_delete), sender=UnitState)
def on_name(sender: object, instance: UnitName | UnitState, **kwargs: Any) -> None:
    """A unit got or lost a name."""
    touch(SOURCE, (instance.unit_id,))
