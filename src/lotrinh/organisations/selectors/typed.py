"""Units as people type them into a form: by name, short name or another name, with or without diacritics."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.organisations.models import Unit, UnitName
from lotrinh.organisations.selectors.units import manageable_units

#: So many namesakes are listed to choose from.
_MOST_LISTED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The unit that was meant, or else the labels of those that could be (none: no unit is called so)."""

    unit: Unit | None = None
    choices: tuple[str, ...] = ()


class TypedUnits:
    """The units that a person runs, under a label each of which there is one, and under all their names."""

    def __init__(self, actor: Actor) -> None:
        """Read the units and their other names; two queries."""
        self._units = {unit.pk: unit for unit in manageable_units(actor).select_related("parent").order_by("sort_key")}
        often = Counter(unit.name for unit in self._units.values())
        self._labels = {unit.pk: unit.name if often[unit.name] == 1 else _longer(unit) for unit in self._units.values()}
        self._by_label: dict[str, int] = {}
        self._by_name: dict[str, set[int]] = {}
        for unit in self._units.values():
            label, key = self._labels[unit.pk], words.fold(unit.name)
            self._by_label[key if label == unit.name else words.fold(label)] = unit.pk
            self._by_name.setdefault(key, set()).add(unit.pk)
            if unit.short_name:
                self._by_name.setdefault(words.fold(unit.short_name), set()).add(unit.pk)
        for unit_id, name in UnitName.objects.order_by().values_list("unit_id", "search"):
            if unit_id in self._units:
                self._by_name.setdefault(name, set()).add(unit_id)
        self._by_name.pop("", None)

    @property
    def labels(self) -> tuple[str, ...]:
        """What may be typed, in order: to be offered."""
        return tuple(self._labels.values())

    def label(self, unit_id: int) -> str:
        """How the unit is typed; empty where it is not the actor's."""
        return self._labels.get(unit_id, "")

    def find(self, text: str, day: dt.date | None) -> Found:
        """The unit of this label or name; of several namesakes the one that exists on the day."""
        key = words.fold(text)
        if key in self._by_label:
            return Found(unit=self._units[self._by_label[key]])
        found = self._by_name.get(key, set())
        there = {pk for pk in found if day is None or self._units[pk].exists(day)}
        wanted = there or found
        if len(wanted) == 1:
            return Found(unit=self._units[next(iter(wanted))])
        return Found(choices=tuple(sorted(self._labels[pk] for pk in wanted))[:_MOST_LISTED])


def _longer(unit: Unit) -> str:
    """The name with what tells namesakes apart."""
    more = unit.parent.name if unit.parent else ""
    days = f"{unit.starts_on:%d/%m/%Y}–" if unit.starts_on else ""
    days += f"{'' if days else '–'}{unit.ends_on:%d/%m/%Y}" if unit.ends_on else ""
    told = "; ".join(filter(None, (more, days, f"#{unit.pk}")))
    return f"{unit.name} ({told})"
