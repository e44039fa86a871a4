"""Units through time: what they were, who took over from them, on any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from lotrinh.core import clock
from lotrinh.organisations.history import History, Holding, Line
from lotrinh.organisations.models import Reorganisation, Succession, Unit, UnitState
from lotrinh.organisations.vocab import ENDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act in the history of a unit: what it took over, what it handed on, what it was called before."""

    reorganisation: Reorganisation
    received: tuple[Succession, ...]
    given: tuple[Succession, ...]
    former: UnitState | None

    @property
    def leading_away(self) -> tuple[Line, ...]:
        """What it handed on, as the rules know it."""
        return tuple(line_of(row) for row in self.given)


def line_of(row: Succession) -> Line:
    """The row as the rules know it; `row.reorganisation` is fetched."""
    return Line(
        on=row.reorganisation.effective_on,
        predecessor=row.predecessor_id,
        successor=row.successor_id,
        ends=row.reorganisation.kind in ENDING,
        subject=row.subject,
        cues=tuple(cue for part in row.cues.split(",") if (cue := part.strip())),
        act=row.reorganisation_id,
    )


def history_from(units: Iterable[int], known_lines: Iterable[Line] = ()) -> History:
    """All that leads away from the units, and on from where it leads; a query for each step, mostly one or two.

    known_lines: all that leads away from some of them, where it has been read.
    """
    found = list(known_lines)
    known = {line.predecessor for line in found}
    wanted = {*units, *(line.successor for line in found if line.successor is not None)} - known
    while wanted:
        known |= wanted
        rows = Succession.objects.select_related("reorganisation").filter(predecessor_id__in=wanted)
        lines = [line_of(row) for row in rows]
        found += lines
        wanted = {line.successor for line in lines if line.successor is not None} - known
    return History(found)


def successors(unit: Unit | int, on: dt.date, subject: str = "", *, since: dt.date | None = None) -> Holding:
    """Who holds on a day the duties of a subject that the unit was given (`since`); see `History.holding`."""
    key = unit if isinstance(unit, int) else unit.pk
    return history_from((key,)).holding(key, on, since=since, subject=subject)


def inherited(units: Iterable[int], on: dt.date | None = None) -> tuple[int, ...]:
    """The units that have ended and left everything to one of these, themselves or through others, in any order.

    A query for each step back: one where nobody left anything.
    """
    day = on or clock.today()
    ended = Unit.objects.filter(ends_on__lt=day).order_by()
    found: dict[int, None] = {}
    wanted: Collection[int] = tuple(units)
    while wanted:
        before = ended.filter(heir_id__in=wanted).annotate(further=Exists(ended.filter(heir=OuterRef("pk"))))
        left = [(pk, further) for pk, further in before.values_list("pk", "further") if pk not in found]
        found.update(dict.fromkeys(pk for pk, _ in left))
        wanted = [pk for pk, further in left if further]
    return tuple(found)


def heirs(units: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """For each of the units that have ended and left everything to one: the agencies that took over, in turn.

    A query for each step forward: one where none has ended.
    """
    today = clock.today()
    next_of: dict[int, int] = {}
    asked = tuple(dict.fromkeys(units))
    wanted: Collection[int] = asked
    while wanted:
        ended = Unit.objects.filter(pk__in=wanted, ends_on__lt=today, heir__isnull=False).order_by()
        found = dict(ended.values_list("pk", "heir__agency_id"))
        next_of.update(found)
        wanted = set(found.values()) - set(next_of)
    chains: dict[int, tuple[int, ...]] = {}
    for unit in asked:
        chain: dict[int, None] = {}
        here = unit
        while here in next_of and next_of[here] not in chain:
            here = next_of[here]
            chain[here] = None
        if chain:
            chains[unit] = tuple(chain)
    return chains


def events_of(unit: Unit) -> tuple[Event, ...]:
    """The history of a unit, the latest act first; two queries, one where `states` is prefetched."""
    unit_id = unit.pk
    rows = (
        Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit))
        .select_related("reorganisation", "predecessor__parent", "successor__parent")
        .order_by("-reorganisation__effective_on", "-reorganisation_id", "id")
    )
    acts: dict[int, list[Succession]] = {}
    for row in rows:
        acts.setdefault(row.reorganisation_id, []).append(row)
    states = {state.reorganisation_id: state for state in unit.states.all()}
    return tuple(
        Event(
            reorganisation=lines[0].reorganisation,
            received=tuple(line for line in lines if line.successor_id == unit_id != line.predecessor_id),
            given=tuple(line for line in lines if line.predecessor_id == unit_id != line.successor_id),
            former=states.get(act),
        )
        for act, lines in acts.items()
    )
