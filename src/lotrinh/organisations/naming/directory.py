"""All names of all units, with the days on which each name was theirs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Final

from lotrinh.core import clock
from lotrinh.organisations.models import Succession, Unit, UnitName, UnitState
from lotrinh.organisations.naming.alike import Alike
from lotrinh.organisations.naming.results import AFTER_DISTRICTS, Candidate, Likeness, Reason, Resolution
from lotrinh.organisations.printed import (
    DISTRICTS_ENDED,
    forms,
    group_of,
    has_code,
    initials,
    key,
    named_place,
    place_of,
    short_forms,
    successors,
    unmarked,
)
from lotrinh.organisations.vocab import ENDING, GROUP_MEMBERS, GroupKind, UnitKind

MOST_CANDIDATES: Final = 3
_DAY: Final = dt.timedelta(days=1)


class _Nearness(IntEnum):
    """Where a unit stands, seen from where the name was read."""

    INSIDE = 0
    #: below no province: central bodies, firms
    NEUTRAL = 1
    OUTSIDE = 2


class _Standing(IntEnum):
    """What a name was to its unit on the day; the first that any unit has counts."""

    OWN = 0
    OTHER_TIME = 1
    ENDED = 2
    LATER = 3


_REASONS: Final = {
    _Standing.OTHER_TIME: Reason.OTHER_TIME,
    _Standing.ENDED: Reason.FORMER,
    _Standing.LATER: Reason.LATER,
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name of a unit and the days on which it was the unit's; None is open."""

    pk: int
    name: str
    reason: Reason
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None

    def held(self, day: dt.date) -> bool:
        return not (self.starts_on and day < self.starts_on) and not (self.ends_on and day > self.ends_on)


@dataclass(slots=True)
class Directory:
    """All units under all their names, read once to resolve many names."""

    on: dt.date
    units: dict[int, Unit]
    #: former names and parents of the units that have any, the earliest first
    states: dict[int, list[UnitState]]
    #: the unit whose tree is preferred, None where all are alike
    within: Unit | None = None
    #: the key of a province's own name, which bodies of the province may add to theirs → the units of that name
    places: dict[str, set[int]] = field(default_factory=dict)
    #: key with tones → names; the same without marks
    _marked: dict[str, list[_Entry]] = field(default_factory=lambda: defaultdict(list))
    _folded: dict[str, list[_Entry]] = field(default_factory=lambda: defaultdict(list))
    _short: dict[tuple[str, str], list[_Entry]] = field(default_factory=lambda: defaultdict(list))
    _lines: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _alike: Alike | None = None
    #: kinds and levels of the units that exist on the day
    _kinds: set[tuple[str, str]] | None = None

    @classmethod
    def load(cls, on: dt.date | None = None, within: Unit | None = None) -> Directory:
        """Read the units, their former states and their other names; three queries."""
        states: dict[int, list[UnitState]] = defaultdict(list)
        for state in UnitState.objects.order_by("ends_on", "id"):
            states[state.unit_id].append(state)
        units = {unit.pk: unit for unit in Unit.objects.order_by("pk")}
        directory = cls(on=on or clock.today(), units=units, states=dict(states), within=within)
        directory._enter_places()
        for unit in units.values():
            directory._enter_unit(unit)
        for alias in UnitName.objects.order_by("pk"):
            unit = units[alias.unit_id]
            directory._enter(unit, _Entry(unit.pk, alias.name, Reason.ALIAS))
        return directory

    def resolve_all(self, names: Iterable[str]) -> dict[str, Resolution]:
        """What each name stands for; one query where a body has ended, to tell who took over."""
        found = {name: self.resolve(name) for name in dict.fromkeys(names)}
        ended = [item.unit.pk for item in found.values() if item.unit and item.reason is Reason.FORMER]
        if ended:
            self._read_lines(ended)
        return {
            name: replace(item, candidates=self._heirs(item.unit))
            if item.unit and item.reason is Reason.FORMER
            else item
            for name, item in found.items()
        }

    def resolve(self, name: str) -> Resolution:
        """What the name stands for; who took over from an ended body is told by `resolve_all` alone."""
        keys = tuple(dict.fromkeys(forms(name, self.places)))
        place = named_place(keys[0], self.places) if keys else ""
        for form in keys:
            if form in self._marked:
                return self._chosen(name, form, self._marked[form], None, place)
        bare = tuple(map(unmarked, keys))
        for form, folded in zip(keys, bare, strict=True):
            if folded in self._folded:
                return self._chosen(name, form, self._folded[folded], Reason.UNMARKED, place)
        group = group_of(name, self.places, on=self.on)
        if group is not None:
            return self._group(name, *group)
        return Resolution(printed=name, reason=Reason.UNKNOWN, candidates=self._candidates(keys, place))

    def province_named(self, *texts: str) -> Unit | None:
        """The province with whose name one of the texts ends, as on the day; else the last before, else None."""
        for text in texts:
            form = key(text)
            place = form if form in self.places else named_place(form, self.places)
            entries = [_Entry(pk, "", Reason.NAME) for pk in sorted(self.places.get(place, ()))]
            if entries:
                _standing, chosen = self._of_the_day(entries)
                return self.units[chosen[0].pk]
        return None

    def province_above(self, unit: Unit) -> Unit | None:
        """The province below which the unit stands on the day, itself if it is one."""
        above = (self.units[pk] for pk in self._chain(unit.pk))
        return next((found for found in above if found.kind == UnitKind.PROVINCE), None)

    def _enter_places(self) -> None:
        for unit in self.units.values():
            if unit.kind == UnitKind.PROVINCE:
                for name in (unit.name, *(state.name for state in self.states.get(unit.pk, ()))):
                    province = unit.province if name == unit.name else ""
                    self.places.setdefault(place_of(name, province), set()).add(unit.pk)

    def _enter_unit(self, unit: Unit) -> None:
        """The unit's own names, each for its time."""
        starts_on = unit.starts_on
        for state in self.states.get(unit.pk, ()):
            for name in (state.name, state.short_name):
                self._enter(unit, _Entry(unit.pk, name, Reason.NAME, starts_on, state.ends_on))
            starts_on = state.ends_on + _DAY
        for name in (unit.name, unit.short_name):
            self._enter(unit, _Entry(unit.pk, name, Reason.NAME, starts_on, unit.ends_on))

    def _enter(self, unit: Unit, entry: _Entry) -> None:
        if not entry.name:
            return
        whole = tuple(forms(entry.name, self._places_of(unit)))
        found = tuple(dict.fromkeys((*whole, *(short for form in whole for short in short_forms(unit.kind, form)))))
        for form in found:
            self._marked[form].append(entry)
            self._folded[unmarked(form)].append(entry)
        for form in found[:1]:
            head, letters = initials(form)
            if len(letters) > 1:
                self._short[head, letters].append(entry)

    def _places_of(self, unit: Unit) -> frozenset[str]:
        """The names of the provinces below which the unit stands or stood; of a unit below none, all."""
        tops = {self._top(pk) for pk in (unit.parent_id, *self._former_parents(unit.pk), unit.pk) if pk} - {None}
        own = frozenset(place for place, units in self.places.items() if units & tops)
        return own or frozenset(self.places)

    def _former_parents(self, pk: int) -> Iterable[int | None]:
        return (state.parent_id for state in self.states.get(pk, ()))

    def _top(self, pk: int) -> int | None:
        """The province above the unit as its columns say it."""
        unit = self.units.get(pk)
        for number in reversed(unit.path.split("/") if unit else ()):
            above = self.units.get(int(number)) if number else None
            if above is not None and above.kind == UnitKind.PROVINCE:
                return above.pk
        return None

    def _chain(self, pk: int) -> tuple[int, ...]:
        """The unit and those above it on the day, or on the nearest day on which it existed."""
        found: dict[int, None] = {}
        here: int | None = pk
        while here is not None and here in self.units and here not in found:
            found[here] = None
            here = self._parent(self.units[here])
        return tuple(found)

    def _parent(self, unit: Unit) -> int | None:
        states = self.states.get(unit.pk)
        if not states:
            return unit.parent_id
        return next((state.parent_id for state in states if state.ends_on >= self.on), unit.parent_id)

    def _chosen(self, name: str, form: str, found: list[_Entry], reason: Reason | None, place: str) -> Resolution:
        """The one unit among those of the same name that is near and has it on the day; else the one that had it."""
        near, entries = self._nearest(found, form, place)
        if near is _Nearness.OUTSIDE:
            elsewhere = self._told(self._of_the_day(entries)[1], Likeness.ELSEWHERE)
            return Resolution(printed=name, reason=Reason.ELSEWHERE, candidates=elsewhere)
        standing, chosen = self._of_the_day(entries)
        if len(chosen) > 1:
            return Resolution(printed=name, reason=Reason.AMBIGUOUS, candidates=self._told(chosen, Likeness.SAME))
        why = _REASONS.get(standing) or reason or chosen[0].reason
        return Resolution(printed=name, reason=why, unit=self.units[chosen[0].pk])

    def _nearest(self, found: list[_Entry], form: str, place: str) -> tuple[_Nearness, list[_Entry]]:
        """The names of the units that are nearest to where the name was read, or to the province that it says."""
        if self.within is None and not place:
            return _Nearness.INSIDE, found
        centres = set(self.places[place]) if place else set()
        if self.within is not None and (not place or form.endswith(place)):
            centres.add(self.within.pk)
        by_nearness: dict[_Nearness, list[_Entry]] = defaultdict(list)
        for entry in found:
            by_nearness[self._nearness(entry.pk, centres)].append(entry)
        nearest = min(by_nearness)
        return nearest, by_nearness[nearest]

    def _nearness(self, pk: int, centres: set[int]) -> _Nearness:
        chain = self._chain(pk)
        if not centres.isdisjoint(chain):
            return _Nearness.INSIDE
        provinces = any(self.units[above].kind == UnitKind.PROVINCE for above in chain)
        return _Nearness.OUTSIDE if provinces else _Nearness.NEUTRAL

    def _of_the_day(self, entries: Iterable[_Entry]) -> tuple[_Standing, list[_Entry]]:
        """The names that count on the day, one for each unit.

        Those that are their unit's own on the day; else those that were at another time; else the unit that ended last;
        else the one that begins first.
        """
        best: dict[int, tuple[_Standing, int, _Entry]] = {}
        for entry in entries:
            unit = self.units[entry.pk]
            if unit.exists(self.on):
                rank = (_Standing.OWN if entry.held(self.on) else _Standing.OTHER_TIME, 0)
            elif unit.ends_on and unit.ends_on < self.on:
                rank = (_Standing.ENDED, -unit.ends_on.toordinal())
            else:
                rank = (_Standing.LATER, unit.starts_on.toordinal() if unit.starts_on else 0)
            if entry.pk not in best or rank < best[entry.pk][:2]:
                best[entry.pk] = (*rank, entry)
        first = min(item[:2] for item in best.values())
        return first[0], [entry for standing, order, entry in best.values() if (standing, order) == first]

    def _told(self, entries: Iterable[_Entry], reason: Likeness) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(unit=self.units[entry.pk], reason=reason, likeness=100.0, name=entry.name)
            for entry in list(entries)[:MOST_CANDIDATES]
        )

    def _group(self, name: str, group: GroupKind, whole: bool) -> Resolution:  # noqa: FBT001 - as `group_of` gives it
        ended = self.on >= DISTRICTS_ENDED and not self._any(GROUP_MEMBERS[GroupKind.DISTRICTS])
        after = AFTER_DISTRICTS.get(group) if ended else None
        if not whole:
            return Resolution(printed=name, reason=Reason.PART_OF_GROUP, near=after or group)
        if after is not None:
            return Resolution(printed=name, reason=Reason.GROUP_ENDED, group=group, near=after)
        reason = Reason.GROUP if self._any(GROUP_MEMBERS[group]) else Reason.GROUP_EMPTY
        return Resolution(printed=name, reason=reason, group=group)

    def _any(self, wanted: Collection[tuple[str, str]]) -> bool:
        """Whether any agency of these kinds and levels exists on the day."""
        if self._kinds is None:
            self._kinds = {(unit.kind, unit.level) for unit in self.units.values() if unit.exists(self.on)}
        return not self._kinds.isdisjoint(wanted)

    def _candidates(self, keys: tuple[str, ...], place: str) -> tuple[Candidate, ...]:
        """Who took over from a body that ended, whose first letters fit, whose name is nearly this one."""
        if not keys:
            return ()
        found = [
            *self._near_by(
                (entry for heir in successors(keys) for form in forms(heir, self.places) for entry in self._at(form)),
                Likeness.SUCCESSOR, keys[0], place,
            ),
            *self._near_by(self._abbreviated(keys[-1]), Likeness.ABBREVIATION, keys[0], place),
        ]  # fmt: skip
        if self._alike is None:
            self._alike = Alike(self._folded)
        for form, likeness in self._alike.nearest(unmarked(keys[0]), MOST_CANDIDATES * 2):
            found += self._near_by(self._folded[form], Likeness.SPELLING, keys[0], place, likeness)
        first: dict[int, Candidate] = {}
        for candidate in found:
            first.setdefault(candidate.unit.pk, candidate)
        return tuple(first.values())[:MOST_CANDIDATES]

    def _abbreviated(self, form: str) -> list[_Entry]:
        return self._short.get(initials(form), []) if has_code(form) else []

    def _at(self, form: str) -> list[_Entry]:
        return self._marked.get(form, [])

    def _near_by(
        self, entries: Iterable[_Entry], reason: Likeness, form: str, place: str, likeness: float = 100.0
    ) -> tuple[Candidate, ...]:
        """The nearest of those units, those of the day."""
        given = list(entries)
        if not given:
            return ()
        _near, nearest = self._nearest(given, form, place)
        _standing, chosen = self._of_the_day(nearest)
        return tuple(
            Candidate(unit=self.units[entry.pk], reason=reason, likeness=round(likeness, 1), name=entry.name)
            for entry in chosen
        )

    def _heirs(self, unit: Unit) -> tuple[Candidate, ...]:
        """Who took over from a unit that has ended, through as many steps as it took."""
        found: dict[int, None] = {}
        waiting = list(self._lines.get(unit.pk, ()))
        while waiting:
            pk = waiting.pop(0)
            if pk not in found:
                found[pk] = None
                waiting += self._lines.get(pk, ())
        standing = [self.units[pk] for pk in found if pk in self.units and self.units[pk].exists(self.on)]
        return tuple(
            Candidate(unit=heir, reason=Likeness.SUCCESSOR, likeness=100.0, name=heir.name)
            for heir in standing[:MOST_CANDIDATES]
        )

    def _read_lines(self, units: Iterable[int]) -> None:
        """Who took over from whom when a unit ended, from these units on; a query for each step, mostly one."""
        wanted = set(units)
        while wanted:
            lines: Mapping[int, list[int]] = defaultdict(list)
            rows = Succession.objects.filter(predecessor_id__in=wanted, reorganisation__kind__in=ENDING)
            for before, after in rows.values_list("predecessor_id", "successor_id"):
                if after is not None:
                    lines[before].append(after)
            self._lines |= {pk: tuple(lines[pk]) for pk in wanted}
            gone = {pk for after in lines.values() for pk in after if not self.units[pk].exists(self.on)}
            wanted = gone - set(self._lines)
