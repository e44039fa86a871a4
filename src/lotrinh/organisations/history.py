"""Who took over from whom: the rules, without a database.

A unit that ends hands on what it had on the day after its last. A line with a subject hands on the duties of that
field, a line without one everything else. What passes is only what the lines say: where they leave a choice — several
successors, or fields and no field is asked for — nobody is chosen, and the lines to choose from are given.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lotrinh.core import words

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What passes from one unit to another on a day.

    on: the first day on which the successor holds it. successor: None where nobody takes over. ends: the predecessor
    exists no more on that day. cues: words by which a task of the subject is recognised. act: the key of the decision.
    """

    on: dt.date
    predecessor: int
    successor: int | None
    ends: bool
    subject: str = ""
    cues: tuple[str, ...] = ()
    act: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Who holds a duty on a day.

    units: the holders; none where the duty has lost its owner. choices: the lines among which somebody has to choose,
    empty where nobody took over. steps: the lines by which it got there, in order.
    """

    units: frozenset[int]
    choices: tuple[Line, ...] = ()
    steps: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days on which a unit exists, both included; None is open."""

    starts_on: dt.date | None = None
    ends_on: dt.date | None = None

    def includes(self, day: dt.date) -> bool:
        """Whether the unit exists on the day."""
        return not (self.starts_on and day < self.starts_on) and not (self.ends_on and day > self.ends_on)


class Flaw(StrEnum):
    """What cannot be in a history."""

    #: on one day a unit hands the same duties on to itself, at once or through others
    CYCLE = "cycle"
    #: the predecessor does not exist on the day before
    TOO_EARLY = "too_early"
    #: the predecessor has ended before, or ends a second time
    ENDED = "ended"
    #: the successor does not exist on the day
    NO_SUCCESSOR = "no_successor"
    #: the same duty passes twice to one unit
    TWICE = "twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A flaw and the line that has it."""

    flaw: Flaw
    line: Line


class History:
    """All successions, looked up by the unit that they lead away from."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._from: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            if line.predecessor != line.successor:
                self._from[line.predecessor].append(line)
        for found in self._from.values():
            found.sort(key=lambda line: line.on)

    def holding(self, unit: int, on: dt.date, *, since: dt.date | None = None, subject: str = "") -> Holding:
        """Who holds on `on` a duty that was given to `unit` on `since`.

        Without `since` the duty is as old as the unit. A transfer of a field before `since` does not touch it: who gave
        the duty knew. A unit that had ended by then, named all the same, has handed it on.
        """
        wanted = subject_key(subject)
        held: set[int] = set()
        choices: list[Line] = []
        steps: list[Line] = []
        waiting: list[tuple[int, dt.date | None, bool]] = [(unit, since, True)]
        seen = {(unit, since)}
        while waiting:
            here, day, first = waiting.pop()
            found = self._next(here, day, first=first, on=on, wanted=wanted)
            if not found:
                held.add(here)
                continue
            chosen = _chosen(found, wanted)
            if not chosen:
                choices += [line for line in found if line.successor is not None]
                continue
            steps += chosen
            for line in chosen:
                if line.successor is not None and (line.successor, line.on) not in seen:
                    seen.add((line.successor, line.on))
                    waiting.append((line.successor, line.on, False))
        # Two ways may meet again: what both follow from there counts once.
        steps.sort(key=lambda line: line.on)
        return Holding(units=frozenset(held), choices=tuple(dict.fromkeys(choices)), steps=tuple(dict.fromkeys(steps)))

    def heir(self, unit: int) -> int | None:
        """The one unit that took over everything from one that ended; None where it goes on or left a choice."""
        ending = [line for line in self._from.get(unit, ()) if line.ends]
        heirs = {line.successor for line in ending}
        return heirs.pop() if len(heirs) == 1 and not any(line.subject for line in ending) else None

    def _next(self, unit: int, since: dt.date | None, *, first: bool, on: dt.date, wanted: str) -> tuple[Line, ...]:
        """The lines of the next day on which the duty leaves the unit; none where it stays until `on`."""
        lines = self._from.get(unit, ())
        end = next((line.on for line in lines if line.ends), None)
        if first and since is not None and end is not None and end <= since:
            # Named after its end: the duty goes the way of those that it had to the last.
            since, first = end, False
        leaving = [
            line
            for line in lines
            if line.on <= on
            and (line.ends or (wanted and subject_key(line.subject) == wanted))
            and (since is None or line.on > since or (line.on == since and not first))
        ]
        if not leaving:
            return ()
        day = leaving[0].on
        return tuple(line for line in leaving if line.on == day)


def subject_key(subject: str) -> str:
    """The form in which subjects are compared: case, spaces and marks do not matter."""
    return words.fold(" ".join(subject.split()))


def _chosen(lines: Iterable[Line], wanted: str) -> tuple[Line, ...]:
    """The lines that the duty follows; none where somebody has to choose."""
    of_subject = tuple(line for line in lines if line.subject and subject_key(line.subject) == wanted)
    if of_subject:
        return of_subject
    others = tuple(line for line in lines if not line.subject)
    by_subject = any(line.subject for line in lines)
    if by_subject and not wanted:
        return ()
    return others if len({line.successor for line in others}) == 1 else ()


def faults(lines: Iterable[Line], periods: Mapping[int, Period]) -> Iterator[Fault]:
    """What is wrong with a history; `periods` says when each unit exists, all the ends of `lines` included."""
    lines = tuple(lines)
    seen: set[tuple[object, ...]] = set()
    ends: dict[int, dt.date] = {}
    for line in lines:
        key = (line.on, line.predecessor, line.successor, subject_key(line.subject))
        if key in seen:
            yield Fault(flaw=Flaw.TWICE, line=line)
        seen.add(key)
        before = periods[line.predecessor]
        if before.starts_on and line.on <= before.starts_on:
            yield Fault(flaw=Flaw.TOO_EARLY, line=line)
        elif _gone(before, line.on) or (line.ends and ends.setdefault(line.predecessor, line.on) != line.on):
            yield Fault(flaw=Flaw.ENDED, line=line)
        if line.successor is not None and not periods[line.successor].includes(line.on):
            yield Fault(flaw=Flaw.NO_SUCCESSOR, line=line)
    yield from _cycles(lines)


def _gone(period: Period, on: dt.date) -> bool:
    """Whether the unit exists no more on the day before."""
    return period.ends_on is not None and period.ends_on < on and period.ends_on != on - _DAY


def _cycles(lines: Iterable[Line]) -> Iterator[Fault]:
    """Lines of one day by which a duty comes back to where it left; over the days no circle is possible.

    Two units may exchange fields on one day: a circle is made of lines that one duty can follow, those of its field and
    those that leave nothing behind.
    """
    by_day: dict[dt.date, list[Line]] = defaultdict(list)
    for line in lines:
        # A renaming leads from the unit to itself and moves nothing.
        if line.successor is not None and (line.successor != line.predecessor or line.ends or line.subject):
            by_day[line.on].append(line)
    for of_day in by_day.values():
        knot = _knot(of_day)
        found: set[Line] = set()
        ending = [line for line in knot if line.ends]
        fields: dict[str, list[Line]] = defaultdict(list)
        for line in knot:
            of_field = fields[subject_key(line.subject)]
            if not line.ends:
                of_field.append(line)
        for others in fields.values():
            graph: dict[int, list[Line]] = defaultdict(list)
            for line in (*ending, *others):
                graph[line.predecessor].append(line)
            found.update(
                line
                for leading in list(graph.values())
                for line in leading
                if line.successor is not None and line.predecessor in _reached(graph, line.successor)
            )
        yield from (Fault(flaw=Flaw.CYCLE, line=line) for line in of_day if line in found)


def _knot(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that are left when those that lead nowhere, or come from where nothing leads to, are taken away."""
    left = tuple(lines)
    while True:
        givers = {line.predecessor for line in left}
        takers = {line.successor for line in left}
        inner = tuple(line for line in left if line.successor in givers and line.predecessor in takers)
        if len(inner) == len(left):
            return inner
        left = inner


def _reached(graph: Mapping[int, list[Line]], start: int) -> set[int]:
    """The units to which the lines lead from `start`, itself included."""
    reached = {start}
    waiting = [start]
    while waiting:
        for line in graph.get(waiting.pop(), ()):
            if line.successor is not None and line.successor not in reached:
                reached.add(line.successor)
                waiting.append(line.successor)
    return reached
