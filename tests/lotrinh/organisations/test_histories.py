"""Who holds what on every day, whatever happened: the rules against a slow model of random histories."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.organisations.history import Flaw, History, Line, Period, faults
from tests.factories.histories import (
    FIELDS,
    FIRST,
    OTHER,
    UNSAID,
    Story,
    any_lines,
    stories,
)
from tests.factories.slow_history import ASKED, told

DAY = dt.timedelta(days=1)


@given(stories())
def test_on_every_day_a_duty_is_where_the_acts_took_it(story: Story) -> None:
    history = History(story.lines)
    for day, table in told(story).items():
        for duty, state in table.items():
            found = history.holding(duty.unit, day, since=duty.since, subject=duty.what)
            assert found.units == state.owners, (duty, day)
            assert {line.successor for line in found.choices} == state.asked, (duty, day)
            assert any(step.successor is None for step in found.steps) is state.lost, (duty, day)


@given(stories())
def test_nobody_owns_anything_on_a_day_on_which_they_do_not_exist(story: Story) -> None:
    history = History(story.lines)
    for unit in story.periods:
        for day in story.days:
            for what in ASKED:
                found = history.holding(unit, day, subject=what)
                begun = story.periods[unit].starts_on
                if begun is None or begun <= day:
                    assert all(story.periods[owner].includes(day) for owner in found.units)
                    assert all(story.periods[line.successor or 0].includes(line.on) for line in found.choices)


@given(stories())
def test_a_duty_is_at_two_units_only_where_two_lines_name_its_field(story: Story) -> None:
    history = History(story.lines)
    shared = defaultdict(set)
    for line in story.lines:
        if line.subject:
            shared[line.on, line.predecessor, line.subject].add(line.successor)
    doubled = {what for (_, _, what), takers in shared.items() if len(takers) > 1}
    for unit in story.periods:
        for what in ASKED:
            if what not in doubled:
                assert len(history.holding(unit, story.days[-1], subject=what).units) <= 1


@given(stories())
def test_the_counts_before_and_after_each_act_agree(story: Story) -> None:
    """Who has no part in the acts of a day keeps all; what others had is at takers, to be chosen, or nobody's."""
    history = History(story.lines)
    lines = [line for line in story.lines if line.predecessor != line.successor]
    for day in story.acts:
        givers = {line.predecessor for line in lines if line.on == day}
        ended = {line.predecessor for line in lines if line.on == day and line.ends}
        takers = {line.successor for line in lines if line.on == day}
        for unit in story.periods:
            for what in ASKED:
                before = history.holding(unit, day - DAY, subject=what)
                now = history.holding(unit, day, subject=what)
                assert before.units - givers <= now.units
                assert not now.units & ended
                assert now.units - before.units <= takers
                assert set(before.choices) <= set(now.choices)
                new_steps = [step for step in now.steps if step.on == day]
                for giver in before.units & ended:
                    to_choose = any(line.predecessor == giver for line in now.choices)
                    assert to_choose or any(step.predecessor == giver for step in new_steps)
                assert now.units or now.choices or any(step.successor is None for step in now.steps)


@given(stories(), st.data())
def test_asking_in_two_steps_is_asking_at_once(story: Story, data: st.DataObject) -> None:
    history = History(story.lines)
    first, between, last = sorted(data.draw(st.lists(st.sampled_from(story.days), min_size=3, max_size=3)))
    there = [unit for unit, period in story.periods.items() if period.includes(first)]
    for unit in there:
        for what in ASKED:
            halfway = history.holding(unit, between, since=first, subject=what)
            onwards = [history.holding(owner, last, since=between, subject=what) for owner in halfway.units]
            at_once = history.holding(unit, last, since=first, subject=what)
            assert at_once.units == {owner for holding in onwards for owner in holding.units}
            assert set(at_once.choices) == {*halfway.choices, *(line for found in onwards for line in found.choices)}


@given(stories())
def test_who_is_named_after_its_end_is_asked_as_on_its_last_day(story: Story) -> None:
    history = History(story.lines)
    end = story.days[-1]
    for unit, period in story.periods.items():
        if period.ends_on is not None:
            for what in ASKED:
                late = history.holding(unit, end, since=end, subject=what)
                assert late == history.holding(unit, end, since=period.ends_on, subject=what)


@given(stories())
def test_an_heir_is_who_has_everything_of_a_unit_that_ended(story: Story) -> None:
    history = History(story.lines)
    for unit, period in story.periods.items():
        if period.ends_on is None:
            assert history.heir(unit) is None
        else:
            taken_over = history.holding(unit, period.ends_on + DAY)
            heir = history.heir(unit)
            assert taken_over.units == ({heir} if heir is not None else set())


@given(stories(), st.randoms(use_true_random=False))
def test_the_order_in_which_lines_are_read_changes_nothing(story: Story, chance: random.Random) -> None:
    mixed = list(story.lines)
    chance.shuffle(mixed)
    straight, other = History(story.lines), History(mixed)
    for unit in story.periods:
        for what in ASKED:
            one, two = (history.holding(unit, story.days[-1], subject=what) for history in (straight, other))
            assert (one.units, set(one.choices), set(one.steps)) == (two.units, set(two.choices), set(two.steps))


@given(stories())
def test_a_valid_history_has_no_faults(story: Story) -> None:
    assert list(faults(story.lines, story.periods)) == []


def _spoilt(story: Story, flaw: Flaw, data: st.DataObject) -> Line | None:
    """A line that brings the flaw into the history; None where there is no place for it."""
    ended = {unit: period.ends_on for unit, period in story.periods.items() if period.ends_on is not None}
    begun = {unit: period.starts_on for unit, period in story.periods.items() if period.starts_on is not None}
    moving = [line for line in story.lines if line.successor not in {None, line.predecessor}]
    stays = 99
    match flaw:
        case Flaw.TWICE if moving:
            line = data.draw(st.sampled_from(moving))
            return replace(line, subject=f" {line.subject.upper()} ", act=stays)
        case Flaw.CYCLE if fields := [line for line in moving if not line.ends]:
            line = data.draw(st.sampled_from(fields))
            return replace(line, predecessor=line.successor or 0, successor=line.predecessor)
        case Flaw.TOO_EARLY if begun:
            unit, day = data.draw(st.sampled_from(sorted(begun.items())))
            early = day - DAY * data.draw(st.integers(0, 3))
            return Line(on=early, predecessor=unit, successor=stays, subject=FIELDS[0], ends=data.draw(st.booleans()))
        case Flaw.ENDED if ended:
            unit, last = data.draw(st.sampled_from(sorted(ended.items())))
            late = last + DAY * data.draw(st.integers(2, 5))
            return Line(on=late, predecessor=unit, successor=stays, subject=FIELDS[0], ends=data.draw(st.booleans()))
        case Flaw.NO_SUCCESSOR if ended:
            unit, last = data.draw(st.sampled_from(sorted(ended.items())))
            late = last + DAY * data.draw(st.integers(1, 5))
            return Line(on=late, predecessor=stays, successor=unit, ends=False, subject=FIELDS[0])
    return None


@pytest.mark.parametrize("flaw", Flaw)
@given(story=stories(), data=st.data())
def test_each_kind_of_fault_is_found(flaw: Flaw, story: Story, data: st.DataObject) -> None:
    wrong = _spoilt(story, flaw, data)
    if wrong is not None:
        found = [
            fault for fault in faults((*story.lines, wrong), {**story.periods, 99: Period()}) if fault.flaw is flaw
        ]
        assert wrong in [fault.line for fault in found]


@given(stories(), st.data())
def test_a_unit_ends_once(story: Story, data: st.DataObject) -> None:
    ending = [line for line in story.lines if line.ends]
    if ending:
        line = data.draw(st.sampled_from(ending))
        again = replace(line, on=line.on + DAY, successor=99)
        periods = {**story.periods, line.predecessor: Period(), 99: Period()}
        assert Flaw.ENDED in {fault.flaw for fault in faults((*story.lines, again), periods)}


def _circles(lines: list[Line]) -> set[Line]:
    """The lines by which a duty of some field comes back, on one day, to where it was: every path is walked."""
    found = set()
    for line in lines:
        moves = line.successor != line.predecessor or line.ends or line.subject
        for what in {other.subject for other in lines if other.on == line.on}:
            followed = [other for other in lines if other.on == line.on and (other.ends or other.subject == what)]
            if line in followed and moves and _comes_back(line, followed):
                found.add(line)
    return found


def _comes_back(line: Line, followed: list[Line]) -> bool:
    paths: list[tuple[Line, ...]] = [(line,)]
    while paths:
        path = paths.pop()
        if path[-1].successor == line.predecessor:
            return True
        paths += [(*path, step) for step in followed if step.predecessor == path[-1].successor and step not in path]
    return False


@given(any_lines())
def test_lines_without_sense_come_to_an_end_and_their_circles_are_named(lines: list[Line]) -> None:
    history = _Counting(lines)
    for unit in range(1, 5):
        for what in (UNSAID, FIELDS[0], OTHER):
            for since in (None, FIRST, FIRST + DAY):
                history.asked = 0
                found = history.holding(unit, FIRST + 3 * DAY, since=since, subject=what)
                # A unit is come to at most once on a day, and once at the start.
                assert history.asked <= 4 * 3 + 1
                assert found.units <= set(range(1, 5))
                assert len(found.steps) == len(set(found.steps))
        history.heir(unit)
    always: Mapping[int, Period] = {unit: Period() for unit in range(1, 5)}
    named = {fault.line for fault in faults(lines, always) if fault.flaw is Flaw.CYCLE}
    assert named == _circles(lines)


class _Counting(History):
    """A history that counts where its walks come to."""

    asked = 0

    def _next(self, unit: int, since: dt.date | None, *, first: bool, on: dt.date, wanted: str) -> tuple[Line, ...]:
        self.asked += 1
        return super()._next(unit, since, first=first, on=on, wanted=wanted)


def test_two_units_may_exchange_fields_on_one_day() -> None:
    there = Line(on=FIRST, predecessor=1, successor=2, ends=False, subject="báo chí")
    back = replace(there, predecessor=2, successor=1, subject="việc làm")
    always = {1: Period(), 2: Period()}
    assert list(faults([there, back], always)) == []
    history = History([there, back])
    assert history.holding(1, FIRST, subject="báo chí").units == {2}
    assert history.holding(2, FIRST, subject="việc làm").units == {1}
    round_trip = replace(back, subject="Báo chí")
    assert [fault.flaw for fault in faults([there, round_trip], always)] == [Flaw.CYCLE, Flaw.CYCLE]


def test_a_unit_that_ends_into_itself_is_a_circle_and_a_renaming_is_none() -> None:
    itself = Line(on=FIRST, predecessor=1, successor=1, ends=True)
    always = {1: Period()}
    assert [fault.flaw for fault in faults([itself], always)] == [Flaw.CYCLE]
    assert list(faults([replace(itself, ends=False)], always)) == []


def test_the_first_and_the_last_day_of_the_calendar_are_days_like_others() -> None:
    for day in (dt.date.min, dt.date.max):
        lines = [Line(on=day, predecessor=1, successor=2, ends=True)]
        assert History(lines).holding(1, day).units == {2}
        assert list(faults(lines, {1: Period(), 2: Period()})) == []


def test_as_many_lines_as_an_act_may_have_are_judged_at_once() -> None:
    """A day on which everything hangs together, in a row and in a circle."""
    row = [Line(on=FIRST, predecessor=n, successor=n + 1, ends=False, subject="báo chí") for n in range(2000)]
    periods = {n: Period() for n in range(2001)}
    assert list(faults(row, periods)) == []
    assert History(row).holding(0, FIRST, subject="báo chí").units == {2000}
    circle = [*row, Line(on=FIRST, predecessor=2000, successor=0, ends=False, subject="báo chí")]
    assert len({fault.line for fault in faults(circle, periods)}) == 2001
