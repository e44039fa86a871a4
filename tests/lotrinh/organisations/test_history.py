"""Who holds a duty on a day: the rules by hand, one case each."""

from __future__ import annotations

import datetime as dt

from lotrinh.organisations.history import Flaw, History, Line, Period, faults

DAY = dt.date(2025, 3, 1)
LATER = dt.date(2027, 1, 1)
POST, PRESS, SECURITY = 1, 2, 3
OLD, NEW = 10, 11


def line(old: int, new: int | None, on: dt.date = DAY, subject: str = "", *, ends: bool = True) -> Line:
    return Line(on=on, predecessor=old, successor=new, subject=subject, ends=ends)


def test_a_duty_stays_until_the_day_before() -> None:
    history = History([line(OLD, NEW)])
    assert history.holding(OLD, DAY - dt.timedelta(days=1)).units == {OLD}
    assert history.holding(OLD, DAY).units == {NEW}
    assert history.heir(OLD) == NEW


def test_a_body_divided_by_subject_leaves_a_choice_unless_the_subject_is_said() -> None:
    history = History([line(OLD, POST, subject="viễn thông"), line(OLD, PRESS, subject="báo chí")])
    asked = history.holding(OLD, DAY)
    assert (asked.units, {choice.successor for choice in asked.choices}) == (frozenset(), {POST, PRESS})
    assert history.holding(OLD, DAY, subject="Báo  chí").units == {PRESS}
    assert history.heir(OLD) is None


def test_what_no_subject_names_goes_to_the_line_without_one() -> None:
    history = History([line(OLD, POST, subject="viễn thông"), line(OLD, NEW)])
    assert history.holding(OLD, DAY, subject="thể thao").units == {NEW}
    assert history.holding(OLD, DAY, subject="viễn thông").units == {POST}


def test_a_transfer_moves_one_field_and_only_older_duties() -> None:
    history = History([line(OLD, NEW, subject="cai nghiện", ends=False)])
    assert history.holding(OLD, DAY).units == {OLD}
    assert history.holding(OLD, DAY, subject="cai nghiện").units == {NEW}
    assert history.holding(OLD, LATER, subject="cai nghiện", since=DAY).units == {OLD}


def test_a_duty_follows_through_several_acts_and_those_of_one_day() -> None:
    history = History([line(1, 2), line(2, 3), line(3, 4, LATER)])
    assert history.holding(1, DAY).units == {3}
    assert history.holding(1, LATER).units == {4}
    assert [step.successor for step in history.holding(1, LATER).steps] == [2, 3, 4]


def test_a_body_that_had_ended_when_it_was_named_has_handed_on() -> None:
    assert History([line(OLD, NEW)]).holding(OLD, LATER, since=DAY + dt.timedelta(days=40)).units == {NEW}


def test_where_nobody_takes_over_nobody_holds() -> None:
    gone = History([line(OLD, None)]).holding(OLD, DAY)
    assert (gone.units, gone.choices) == (frozenset(), ())


def test_the_flaws_of_a_history_are_named() -> None:
    always = Period()
    ended = Period(ends_on=DAY - dt.timedelta(days=1))
    begun = Period(starts_on=DAY)
    assert [fault.flaw for fault in faults([line(1, 2)], {1: ended, 2: begun})] == []
    circle = [line(1, 2), line(2, 1)]
    assert {fault.flaw for fault in faults(circle, {1: always, 2: always})} == {Flaw.CYCLE}
    assert {fault.flaw for fault in faults([line(1, 2)], {1: begun, 2: always})} == {Flaw.TOO_EARLY}
    assert {fault.flaw for fault in faults([line(1, 2, LATER)], {1: ended, 2: always})} == {Flaw.ENDED}
    assert {fault.flaw for fault in faults([line(1, 2)], {1: ended, 2: ended})} == {Flaw.NO_SUCCESSOR}
    assert {fault.flaw for fault in faults([line(1, 2), line(1, 2)], {1: ended, 2: begun})} == {Flaw.TWICE}
