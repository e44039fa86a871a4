"""Who holds what on which day, told slowly: a table of all duties that every act changes by hand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from tests.factories.histories import FIELDS, OTHER, UNSAID, Act, Ending, Story, Transfer

ASKED: Final = (*FIELDS, OTHER, UNSAID)


@dataclass(frozen=True)
class Duty:
    """Something of a field that a unit was given on a day."""

    unit: int
    since: dt.date
    what: str


@dataclass
class State:
    """Who holds a duty, among whom somebody has to choose, whether a part of it is nobody's."""

    owners: set[int]
    asked: set[int] = field(default_factory=set)
    lost: bool = False


def told(story: Story) -> dict[dt.date, dict[Duty, State]]:
    """The table of all duties on every day: each day begins with that of the day before, and the acts change it."""
    table: dict[Duty, State] = {}
    days = {}
    for day in story.days:
        acts = story.acts.get(day, ())
        table = {duty: after(state, duty.what, acts) for duty, state in table.items()}
        for unit, period in story.periods.items():
            if period.includes(day):
                table.update({Duty(unit, day, what): State({unit}) for what in ASKED})
        days[day] = table
    return days


def after(state: State, what: str, acts: Iterable[Act]) -> State:
    """What a day makes of a duty: first the units that end give it away, then those that lost its field."""
    ending = {act.old: act for act in acts if isinstance(act, Ending)}
    given_up: dict[int, set[int]] = defaultdict(set)
    for act in acts:
        if isinstance(act, Transfer) and act.what == what:
            given_up[act.old].add(act.new)
    owners, asked, lost = set(state.owners), set(state.asked), state.lost
    for old in state.owners & ending.keys():
        act = ending[old]
        by_field = {*act.fields.get(what, ()), *given_up.get(old, ())}
        takers = by_field or set(act.rest)
        owners.discard(old)
        if not by_field and (len(takers) != 1 or (what == UNSAID and act.fields)):
            everybody = {*act.rest, *(new for news in act.fields.values() for new in news)}
            asked |= {new for new in everybody if new is not None}
            continue
        lost |= None in takers
        owners |= {new for new in takers if new is not None}
    while giving := owners & given_up.keys():
        owners = (owners - giving) | {new for old in giving for new in given_up[old]}
    return State(owners, asked, lost)
