"""Finding again what of a province's list of units is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Q

from lotrinh.core import words
from lotrinh.organisations.models import Unit
from lotrinh.organisations.reference.outline import Wanted
from lotrinh.organisations.vocab import UnitKind

#: Values of a unit that was made without the reference data, filled in where they are blank.
_FILLED: Final = ("code", "short_name", "province", "starts_on", "ends_on")
#: What may stand behind the name of a body of a province, or not.
_TAILS: Final = (" tinh", " thanh pho")


class Known:
    """Finds again what of the list is there; two queries."""

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        self._wanted = tuple(wanted)
        self._roots: dict[str, str] = {}
        for item in self._wanted:
            self._roots[item.key] = self._roots[item.parent] if item.parent else item.key
        self._found: dict[str, Unit] = {}
        self._taken: set[int] = set()

    def match(self) -> dict[str, Unit]:
        """The units that are there, by the keys of the list; the topmost first, as those below are looked for there."""
        tops = list(Unit.objects.filter(parent=None, kind=UnitKind.PROVINCE))
        for item in self._wanted:
            if not item.parent:
                self._take(item, tops)
        below = Q(pk__in=())
        for unit in self._found.values():
            below |= Q(path__startswith=unit.path)
        self._index(list(Unit.objects.filter(below).exclude(pk__in=self._taken).order_by("pk")))
        # A territory is known for certain, a code nearly so, a name last: a weaker sign takes nobody from a stronger.
        for sign in (self._by_place, self._by_code, self._by_name):
            for item in self._wanted:
                if item.parent and item.key not in self._found:
                    self._take(item, sign(item))
        return self._found

    def _index(self, units: Iterable[Unit]) -> None:
        self._places: dict[int, list[Unit]] = defaultdict(list)
        self._codes: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        self._names: dict[tuple[int | None, str], list[Unit]] = defaultdict(list)
        for unit in units:
            if unit.place_id is not None:
                self._places[unit.place_id].append(unit)
            if unit.code:
                self._codes[unit.kind, unit.code].append(unit)
            self._names[unit.parent_id, _bare(unit.name)].append(unit)

    def _by_place(self, item: Wanted) -> list[Unit]:
        found = self._places.get(item.place_id or 0, [])
        return [unit for unit in found if unit.kind == item.kind]

    def _by_code(self, item: Wanted) -> list[Unit]:
        same = self._codes.get((item.kind, item.code), [])
        # A merged commune may have the code of an old one: where both know their territory, it is another.
        return [
            unit
            for unit in same
            if _overlap(unit, item) and (unit.place_id is None or item.place_id is None) and self._below(unit, item)
        ]

    def _by_name(self, item: Wanted) -> list[Unit]:
        above = self._found.get(item.parent)
        if above is None:
            return []
        same = self._names.get((above.pk, _bare(item.name)), [])
        return [unit for unit in same if _overlap(unit, item) and (not unit.code or unit.code == item.code)]

    def _below(self, unit: Unit, item: Wanted) -> bool:
        """Whether the unit stands somewhere below the committee of the province under which the list has it."""
        top = self._found.get(self._roots[item.key])
        return top is not None and unit.path.startswith(top.path)

    def _take(self, item: Wanted, candidates: Iterable[Unit]) -> None:
        """Let the first unit that fits, and nobody has yet, stand for the item of the list."""
        for unit in candidates:
            if unit.pk not in self._taken and (item.parent or (_overlap(unit, item) and _is_top(unit, item))):
                self._taken.add(unit.pk)
                self._found[item.key] = unit
                return


def _is_top(unit: Unit, item: Wanted) -> bool:
    """Whether a topmost unit is the committee of this province."""
    if unit.place_id is not None and item.place_id is not None:
        return unit.place_id == item.place_id
    same = words.fold(unit.name) == words.fold(item.name) or (
        unit.province and words.fold(unit.province) == words.fold(item.province)
    )
    return bool(same)


def _bare(name: str) -> str:
    folded = words.fold(name)
    for tail in _TAILS:
        folded = folded.removesuffix(tail)
    return folded


def _overlap(unit: Unit, item: Wanted) -> bool:
    """Whether there is a day on which both exist."""
    apart = (unit.ends_on and item.starts_on and unit.ends_on < item.starts_on) or (
        item.ends_on and unit.starts_on and item.ends_on < unit.starts_on
    )
    return not apart


def blank(unit: Unit, wanted: Wanted) -> dict[str, Any]:
    """What the list knows of a unit and is blank here; most of it only where the unit was made without the list."""
    fill: dict[str, Any] = {}
    if unit.place_id is None and wanted.place_id is not None:
        fill["place_id"] = wanted.place_id
    if not unit.code:
        fill |= {name: getattr(wanted, name) for name in _FILLED if not getattr(unit, name) and getattr(wanted, name)}
    starts_on, ends_on = fill.get("starts_on", unit.starts_on), fill.get("ends_on", unit.ends_on)
    if starts_on and ends_on and ends_on < starts_on:
        fill.pop("starts_on", None)
        fill.pop("ends_on", None)
    return fill
