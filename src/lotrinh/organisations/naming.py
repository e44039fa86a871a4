"""Which unit or group a printed name stands for.

Documents name one body in many ways: `UBND tỉnh`, `Sở KH&CN`, `Sở Khoa học, Công nghệ`, `các sở, ban, ngành`. Names are
compared without the small words and signs between their parts, abbreviations written in full. Abbreviations that are
not known here stay codes: they are compared letter by letter, as ĐA and DA are different things. A name that is only
similar to a unit's is never taken for it: it yields candidates, each with its reason, for a person to choose from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from lotrinh.core import clock
from lotrinh.organisations.models import Unit, UnitName
from lotrinh.organisations.printed import forms, group_of, place_of, short_forms, successors, unmarked
from lotrinh.organisations.vocab import GROUP_MEMBERS, GroupKind, UnitKind

#: From this likeness (0–100, without marks) on, a unit is a candidate for a name that is none of its own.
LIKELY: Final = 84.0
MOST_CANDIDATES: Final = 3


class Reason(models.TextChoices):
    """Why a name stands for a unit or group, or why for none."""

    NAME = "name", _("đúng tên")
    ALIAS = "alias", _("tên khác đã ghi")
    UNMARKED = "unmarked", _("đúng tên, khác dấu")
    FORMER = "former", _("cơ quan đã kết thúc hoạt động")
    GROUP = "group", _("nhóm cơ quan")
    AMBIGUOUS = "ambiguous", _("nhiều cơ quan cùng tên")
    PART_OF_GROUP = "part_of_group", _("một phần của nhóm, chưa rõ gồm những ai")
    UNKNOWN = "unknown", _("chưa có trong danh mục")


class Likeness(models.TextChoices):
    """Why a unit may be meant although the name is not its own."""

    SAME = "same", _("cùng tên")
    SPELLING = "spelling", _("gần giống, có thể viết sai")
    SUCCESSOR = "successor", _("cơ quan kế thừa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A unit that may be meant. `likeness` is 0–100."""

    unit: Unit
    reason: Likeness
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a name stands for: a unit, a group, or neither; candidates only where it is neither."""

    printed: str
    reason: Reason
    unit: Unit | None = None
    group: GroupKind | None = None
    candidates: tuple[Candidate, ...] = ()


def resolve(name: str, on: dt.date | None = None) -> Resolution:
    """What the name stands for on a day (today); two queries."""
    return resolve_all((name,), on)[name]


def resolve_all(names: Iterable[str], on: dt.date | None = None) -> dict[str, Resolution]:
    """What each name stands for on a day (today); two queries however many there are."""
    directory = Directory.load(on)
    return {name: directory.resolve(name) for name in dict.fromkeys(names)}


def members(group: GroupKind | str, on: dt.date | None = None) -> QuerySet[Unit]:
    """The agencies that a group takes in on a day (today), in order of name."""
    return in_force(on).filter(kind__in=GROUP_MEMBERS[GroupKind(group)])


def groups_of(kinds: Iterable[str]) -> tuple[GroupKind, ...]:
    """The groups in which agencies of these kinds are."""
    wanted = frozenset(kinds)
    return tuple(group for group, taken in GROUP_MEMBERS.items() if wanted & taken)


def in_force(on: dt.date | None = None) -> QuerySet[Unit]:
    """The units that exist on a day (today)."""
    day = on or clock.today()
    return Unit.objects.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day)).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )


@dataclass(slots=True)
class Directory:
    """All units under all their names, read once to resolve many names."""

    on: dt.date
    units: dict[int, Unit]
    #: the keys of the province's own name: what bodies of the province may add to theirs
    places: frozenset[str]
    #: key with tones → units; the same without marks
    marked: dict[str, dict[int, Reason]] = field(default_factory=dict)
    folded: dict[str, dict[int, Reason]] = field(default_factory=dict)

    @classmethod
    def load(cls, on: dt.date | None = None) -> Directory:
        """Read the units and their other names; two queries."""
        units = {unit.pk: unit for unit in Unit.objects.order_by("pk")}
        provinces = (unit for unit in units.values() if unit.kind == UnitKind.PROVINCE)
        directory = cls(
            on=on or clock.today(),
            units=units,
            places=frozenset(place_of(unit.name, unit.province) for unit in provinces),
        )
        for unit in units.values():
            directory._enter(unit, unit.name, Reason.NAME)
            directory._enter(unit, unit.short_name, Reason.NAME)
        for alias in UnitName.objects.all():
            directory._enter(units[alias.unit_id], alias.name, Reason.ALIAS)
        return directory

    def resolve(self, name: str) -> Resolution:
        """What the name stands for."""
        keys = tuple(dict.fromkeys(forms(name, self.places)))
        for form in keys:
            if form in self.marked:
                return self._chosen(name, self.marked[form], None)
        for form in map(unmarked, keys):
            if form in self.folded:
                return self._chosen(name, self.folded[form], Reason.UNMARKED)
        found = group_of(name, self.places)
        if found is not None:
            group, whole = found
            if whole:
                return Resolution(printed=name, reason=Reason.GROUP, group=group)
            return Resolution(printed=name, reason=Reason.PART_OF_GROUP)
        return Resolution(printed=name, reason=Reason.UNKNOWN, candidates=self._candidates(keys))

    def _enter(self, unit: Unit, name: str, reason: Reason) -> None:
        for form in dict.fromkeys((*forms(name, self.places), *short_forms(unit.kind, name))):
            self.marked.setdefault(form, {}).setdefault(unit.pk, reason)
            self.folded.setdefault(unmarked(form), {}).setdefault(unit.pk, reason)

    def _chosen(self, name: str, found: Mapping[int, Reason], reason: Reason | None) -> Resolution:
        """The one unit among those of the same name that exists on the day; else the one that has ended."""
        standing = [pk for pk in found if self._exists(self.units[pk])]
        chosen = standing or list(found)
        if len(chosen) > 1:
            same = tuple(
                Candidate(unit=self.units[pk], reason=Likeness.SAME, likeness=100.0) for pk in chosen[:MOST_CANDIDATES]
            )
            return Resolution(printed=name, reason=Reason.AMBIGUOUS, candidates=same)
        why = (reason or found[chosen[0]]) if standing else Reason.FORMER
        return Resolution(printed=name, reason=why, unit=self.units[chosen[0]])

    def _exists(self, unit: Unit) -> bool:
        return not (unit.starts_on and unit.starts_on > self.on) and not (unit.ends_on and unit.ends_on < self.on)

    def _candidates(self, keys: tuple[str, ...]) -> tuple[Candidate, ...]:
        """Those who took over from a body that ended, then those whose name is nearly this one."""
        heirs = [
            Candidate(unit=self.units[pk], reason=Likeness.SUCCESSOR, likeness=100.0)
            for successor in successors(keys)
            for form in forms(successor, self.places)
            for pk in self.marked.get(form, {})
        ]
        alike = [
            Candidate(unit=self.units[pk], reason=Likeness.SPELLING, likeness=round(likeness, 1))
            for form, likeness, _place in process.extract(
                unmarked(keys[0]) if keys else "",
                self.folded.keys(),
                scorer=fuzz.ratio,
                score_cutoff=LIKELY,
                limit=MOST_CANDIDATES * 2,
            )
            for pk in self.folded[form]
        ]
        first = {candidate.unit.pk: candidate for candidate in reversed([*heirs, *alike])}
        ordered = dict.fromkeys(candidate.unit.pk for candidate in (*heirs, *alike))
        return tuple(first[pk] for pk in ordered)[:MOST_CANDIDATES]
