"""Who owes a duty on a day: the party that holds it then, and what the history of units made of it.

A party without a field of duties passes with its unit; where the successions leave a choice, nobody holds it until a
handover says who. A party that a handover began keeps the field by which its unit was chosen, and follows that field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from lotrinh.core import clock
from lotrinh.organisations.history import History, Line
from lotrinh.organisations.models import Reorganisation, Succession, Unit, UnitState
from lotrinh.organisations.naming import groups_of, in_force
from lotrinh.organisations.selectors.history import history_from, inherited
from lotrinh.organisations.vocab import GROUP_MEMBERS, GroupKind, Level, UnitKind
from lotrinh.plans.models import AssignmentParty, Handover, HandoverLine, Party, ReportingParty, TaskParty
from lotrinh.plans.vocab import PartyRole

_DISTRICTS: Final = (UnitKind.DISTRICT, Level.DISTRICT)
#: Groups that name the districts beside others: without districts a part of them owes nothing more.
BESIDE_DISTRICTS: Final = frozenset({GroupKind.DEPARTMENTS_DISTRICTS, GroupKind.DISTRICTS_COMMUNES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a party names. subject, since: the field and the first day of a handover; empty for the document's own."""

    unit_id: int | None = None
    group: str = ""
    subject: str = ""
    since: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of those among whom somebody has to choose: by which line the duty would come to the unit."""

    unit: Unit
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who holds a duty on a day.

    unit: the unit that is named, be it ended. units: the holders, in order of name. group, members: the group and how
    many agencies it has on the day; part_lost: the districts that it names are no more. known: whether the printed name
    stands for anybody here. choices: among whom somebody has to choose. steps: the lines by which it got to `units`.
    """

    known: bool = True
    unit: Unit | None = None
    units: tuple[Unit, ...] = ()
    group: str = ""
    members: int = 0
    part_lost: bool = False
    choices: tuple[Choice, ...] = ()
    steps: tuple[Line, ...] = ()

    @property
    def lost(self) -> bool:
        """Whether somebody owed it and nobody does on the day."""
        return self.known and not self.units and not self.members


#: What is fetched with a party to say who holds its duty.
PARTY: Final = ("handed", "unit__heir__heir")
_UNITS: Final = ("unit", "unit__heir", "unit__heir__heir")
#: What of it a list needs: units have many columns, and a page names many units.
PARTY_COLUMNS: Final = (
    *("task", "role", "position", "printed", "unit", "group", "starts_on", "ends_on", "handed", "handed__subject"),
    *(f"{unit}__{name}" for unit in _UNITS for name in ("name", "sort_key", "ends_on", "heir")),
)
#: So many heirs, one after the other, are read with a unit.
_HEIRS_READ: Final = 2
#: A name that stands for nobody here.
_UNKNOWN: Final = Owner(known=False)


def given(party: Party) -> Given:
    """What the party names; `party.handed` is fetched."""
    return Given(
        unit_id=party.unit_id,
        group=party.group,
        subject=party.handed.subject if party.handed is not None else "",
        since=party.starts_on,
    )


def holding_on(day: dt.date) -> Q:
    """The parties that hold their duty on the day."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    return begun & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def holders_in_brief(
    things: Iterable[Given], on: dt.date | None = None, *, units: Mapping[int, Unit] | None = None
) -> Mapping[Given, Owner]:
    """As `holders`, for lists: without choices and steps. `units`: those that are named, read before with their heirs.

    Two queries where heirs say who holds what, as they mostly do; one with `units`.
    """
    day = on or clock.today()
    wanted = tuple(dict.fromkeys(things))
    if units is None:
        keys = {thing.unit_id for thing in wanted if thing.unit_id is not None and not thing.subject}
        units = Unit.objects.select_related("heir__heir").in_bulk(keys) if keys else {}
    found: dict[Given, Owner] = {}
    for thing in wanted:
        named = units.get(thing.unit_id) if thing.unit_id is not None and not thing.subject else None
        if named is None:
            continue
        here, steps = named, _HEIRS_READ
        while _ended(here, day) and here.heir is not None and steps:
            here, steps = here.heir, steps - 1
        if not _ended(here, day):
            found[thing] = Owner(unit=named, units=(here,))
        elif here.heir_id is None:
            found[thing] = Owner(unit=named)
    return {**found, **holders((thing for thing in wanted if thing not in found), day)}


def holders(
    things: Iterable[Given], on: dt.date | None = None, *, sizes: Mapping[tuple[str, str], int] | None = None
) -> Mapping[Given, Owner]:
    """Who holds on a day (today) what was given; `sizes` are those of the day's groups, where they are known already.

    Two queries, one for units and one for groups; where units have ended one more, and one for each step of history.
    """
    day = on or clock.today()
    wanted = tuple(dict.fromkeys(things))
    keys = {thing.unit_id for thing in wanted if thing.unit_id is not None}
    units = Unit.objects.in_bulk(keys) if keys else {}
    moved = {pk for pk, unit in units.items() if unit.ends_on is not None and unit.ends_on < day}
    moved |= {thing.unit_id for thing in wanted if thing.subject and thing.unit_id is not None}
    history = history_from(moved) if moved else History(())
    held = {
        thing: history.holding(thing.unit_id, day, since=thing.since, subject=thing.subject)
        for thing in wanted
        if thing.unit_id is not None
    }
    reached = {pk for holding in held.values() for pk in holding.units}
    reached |= {line.successor for holding in held.values() for line in holding.choices if line.successor is not None}
    if reached - set(units):
        units |= Unit.objects.in_bulk(reached - set(units))
    if sizes is None:
        sizes = group_sizes(day) if any(thing.group for thing in wanted) else {}
    found = {}
    for thing in wanted:
        if thing.unit_id is not None:
            holding = held[thing]
            living = [units[pk] for pk in holding.units if not _ended(units[pk], day)]
            found[thing] = Owner(
                unit=units[thing.unit_id],
                units=tuple(sorted(living, key=lambda unit: (unit.sort_key, unit.pk))),
                choices=tuple(
                    Choice(unit=units[line.successor], line=line)
                    for line in holding.choices
                    if line.successor is not None
                ),
                steps=holding.steps,
            )
        elif thing.group:
            found[thing] = group_owner(GroupKind(thing.group), sizes)
        else:
            found[thing] = _UNKNOWN
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A party of a row and its owner on a day. changed: it is not simply whom the document names.

    then: the unit's name on the day of the document, empty where there is no unit.
    """

    party: Party
    owner: Owner
    changed: bool
    then: str = ""


def held(parties: Iterable[tuple[Party, dt.date | None]], on: dt.date | None = None) -> tuple[Held, ...]:
    """The owners of parties on a day (today), each given with the day of its document; see `PARTY` what is fetched.

    One query for former names beside those of `holders_in_brief`, none where `renamed` (see `renamed`) is annotated and
    nobody is.
    """
    rows = tuple(parties)
    units = {party.unit.pk: party.unit for party, _issued in rows if party.unit is not None}
    owners = holders_in_brief((given(party) for party, _issued in rows), on, units=units)
    names = _former_names(party.unit_id for party, _issued in rows if getattr(party, "renamed", True))
    found = []
    for party, issued in rows:
        owner = owners[given(party)]
        then = next((name for ends_on, name in names.get(party.unit_id or 0, ()) if issued and ends_on >= issued), "")
        same = party.handed_id is None and not then and not owner.lost
        same = same and (party.unit_id is None or [unit.pk for unit in owner.units] == [party.unit_id])
        found.append(Held(party=party, owner=owner, changed=not same and owner.known, then=then))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A printed name of a row: who it was on the day of the document, who owes the duty on a day, by what.

    then: the unit's name on the day of the document. owners: one for each party that holds it now. acts: the
    reorganisations by which it passed. handovers: the decisions that handed it on.
    """

    party: Party
    then: str
    owners: tuple[Owner, ...]
    acts: tuple[Reorganisation, ...]
    handovers: tuple[Handover, ...]

    @property
    def lost(self) -> bool:
        """Whether somebody owed it and nobody does."""
        return not self.owners or any(owner.lost for owner in self.owners)


def standing(parties: Iterable[Party], issued_on: dt.date | None, on: dt.date | None = None) -> tuple[Standing, ...]:
    """What became of the names that a document prints in one row, leads first; at most five queries beside history's.

    `issued_on`: the day of the document. `parties`: all of the row, those that handovers ended or began too.
    """
    day = on or clock.today()
    rows = sorted(parties, key=lambda party: (party.role != PartyRole.LEAD, party.position, party.pk))
    lines = {line for party in rows if (line := party.handed_id) is not None}
    handed = HandoverLine.objects.select_related("handover").in_bulk(lines) if lines else {}
    things = {}
    for party in rows:
        by = handed.get(party.handed_id or 0)
        things[party.pk] = Given(
            unit_id=party.unit_id, group=party.group, subject=by.subject if by else "", since=party.starts_on
        )
    now = [party for party in rows if _holds(party, day)]
    owners = holders({things[party.pk] for party in now}, day)
    acts = Reorganisation.objects.in_bulk({step.act for owner in owners.values() for step in owner.steps})
    names = _former_names(party.unit_id for party in rows)
    found = []
    for party in rows:
        if party.handed_id is not None:
            continue
        same = [item for item in rows if (item.role, item.position, item.printed) == _printed(party)]
        held_by = [owners[things[item.pk]] for item in same if item in now]
        earlier = [name for ends_on, name in names.get(party.unit_id or 0, ()) if issued_on and ends_on >= issued_on]
        passed = dict.fromkeys(acts[step.act] for owner in held_by for step in owner.steps if step.act in acts)
        decided = dict.fromkeys(handed[item.handed_id].handover for item in same if item.handed_id is not None)
        then = earlier[0] if earlier else party.unit.name if party.unit is not None else ""
        found.append(
            Standing(party=party, then=then, owners=tuple(held_by), acts=tuple(passed), handovers=tuple(decided))
        )
    return tuple(found)


def _printed(party: Party) -> tuple[str, int, str]:
    return party.role, party.position, party.printed


def _holds(party: Party, day: dt.date) -> bool:
    begun = party.starts_on is None or party.starts_on <= day
    return begun and (party.ends_on is None or party.ends_on >= day)


def renamed() -> Exists:
    """Whether the unit of a party was once called something else."""
    return Exists(UnitState.objects.filter(unit=OuterRef("unit")))


def _former_names(units: Iterable[int | None]) -> Mapping[int, list[tuple[dt.date, str]]]:
    """What units were called until which day, the first names first; one query."""
    found: dict[int, list[tuple[dt.date, str]]] = {}
    wanted = {unit for unit in units if unit}
    if not wanted:
        return found
    rows = UnitState.objects.filter(unit_id__in=wanted).order_by("ends_on")
    for unit, ends_on, name in rows.values_list("unit_id", "ends_on", "name"):
        found.setdefault(unit, []).append((ends_on, name))
    return found


def group_sizes(day: dt.date) -> Mapping[tuple[str, str], int]:
    """How many units of each kind and level exist on the day; one query."""
    counted = in_force(day).order_by().values_list("kind", "level").annotate(n=Count("pk"))
    return {(kind, level): n for kind, level, n in counted}


def group_owner(group: GroupKind, sizes: Mapping[tuple[str, str], int]) -> Owner:
    """What a group is where so many units of each kind exist."""
    members = sum(sizes.get(kind, 0) for kind in GROUP_MEMBERS[group])
    part = group in BESIDE_DISTRICTS and not sizes.get(_DISTRICTS)
    return Owner(group=group, members=members, part_lost=part and bool(members))


def _ended(unit: Unit, day: dt.date) -> bool:
    return unit.ends_on is not None and unit.ends_on < day


def passed_on(day: dt.date) -> Mapping[int, frozenset[int]]:
    """Lines of handovers whose unit had its field or everything taken since, each with those who hold it on the day.

    One query; where there are any, two more and one for each step of history.
    """
    lines = _of_units_that_lost(day).values_list("pk", "to_unit_id", "subject", "handover__effective_on")
    things = {pk: Given(unit_id=unit, subject=subject, since=since) for pk, unit, subject, since in lines}
    if not things:
        return {}
    found = holders(things.values(), day)
    return {pk: frozenset(unit.pk for unit in found[thing].units) for pk, thing in things.items()}


def _of_units_that_lost(day: dt.date) -> QuerySet[HandoverLine]:
    """The lines with a field whose unit handed anything on to others by the day."""
    left = Succession.objects.filter(predecessor=OuterRef("to_unit"), reorganisation__effective_on__lte=day)
    left = left.filter(~Q(successor=F("predecessor")) | Q(successor=None))
    return HandoverLine.objects.exclude(subject="").filter(Exists(left)).order_by()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where the duties of some units are found: the units, those they inherited from, their groups on the day.

    passed: see `passed_on`. named: what the documents gave them, whoever holds it now.
    """

    day: dt.date
    units: frozenset[int]
    groups: tuple[str, ...]
    passed: Mapping[int, frozenset[int]]
    named: bool = False


def reach(
    units: Iterable[int],
    on: dt.date | None = None,
    *,
    named: bool = False,
    whole: bool = False,
) -> Reach:
    """What gives the units their duties on a day (today), or, `named`, what documents gave them.

    Of one that has ended by then, what named it. `whole`: those they inherited from are among `units` already. One
    query; where they inherited from others, or a field of a handover has passed on, a few more.
    """
    day = on or clock.today()
    keys = frozenset(units)
    left = Exists(Unit.objects.filter(heir=OuterRef("pk"), ends_on__lt=day))
    columns = ("kind", "level", "ends_on", left, Exists(_of_units_that_lost(day)))
    kinds = tuple(Unit.objects.filter(pk__in=keys).order_by().values_list(*columns)) if keys else ()
    living = {(kind, level) for kind, level, ends_on, *_rest in kinds if ends_on is None or ends_on >= day}
    if named or (kinds and not living):
        groups = groups_of({(kind, level) for kind, level, *_rest in kinds})
        return Reach(day=day, units=keys, groups=groups, passed={}, named=True)
    before = inherited(keys, day) if not whole and any(inherits for *_rest, inherits, _passed in kinds) else ()
    passed = passed_on(day) if any(passed for *_rest, passed in kinds) else {}
    return Reach(day=day, units=keys.union(before), groups=groups_of(living), passed=passed)


AnyParty = type[TaskParty] | type[AssignmentParty] | type[ReportingParty]


def concerning(parties: AnyParty, column: str, where: Reach, role: str = "") -> Q:
    """The rows that the units hold, themselves or through a group; no query."""
    roles = (role,) if role else PartyRole.values
    rows = parties.objects.filter(role__in=roles).order_by()
    rows = rows.filter(handed__isnull=True) if where.named else rows.filter(holding_on(where.day))
    themselves = rows.filter(unit_id__in=where.units)
    gone = [line for line, held in where.passed.items() if not held & where.units]
    if gone:
        themselves = themselves.exclude(handed_id__in=gone)
    found = themselves.values(column).union(rows.filter(group__in=where.groups).values(column))
    come = [line for line, held in where.passed.items() if held & where.units]
    if come:
        found = found.union(rows.filter(handed_id__in=come).values(column))
    return Q(pk__in=found)


def lost_units(day: dt.date) -> frozenset[int]:
    """The units that have ended by the day and left their duties to nobody, or to a choice; one query."""
    heirs = dict(Unit.objects.filter(ends_on__lt=day).order_by().values_list("pk", "heir_id"))

    def lost(unit: int) -> bool:
        seen: set[int] = set()
        here: int | None = unit
        while here in heirs and here not in seen:
            seen.add(here)
            here = heirs[here]
        return here is None or here in seen

    return frozenset(unit for unit in heirs if lost(unit))


def lost(parties: AnyParty, column: str, role: str = PartyRole.LEAD, on: dt.date | None = None) -> Q:
    """The rows of which a part in this role has no owner on a day (today); three queries beside those of history."""
    day = on or clock.today()
    passed = passed_on(day)
    sizes = group_sizes(day)
    empty = [group for group in GroupKind if not group_owner(group, sizes).members]
    nobody = [line for line, held in passed.items() if not held]
    rows = parties.objects.filter(holding_on(day), role=role).order_by()
    of_units = rows.filter(unit_id__in=lost_units(day)).exclude(handed_id__in=list(passed))
    found = of_units.values(column).union(rows.filter(group__in=empty).values(column))
    if nobody:
        found = found.union(rows.filter(handed_id__in=nobody).values(column))
    return Q(pk__in=found)
