"""Acts that cannot be: each is refused with a sentence beside the right field, and leaves no trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

import pytest

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing, NotAllowed, Problem, Refused
from lotrinh.organisations.models import Reorganisation, Unit
from lotrinh.organisations.services.reorganising import (
    MOST_LINES,
    Decision,
    Passing,
    line_field,
    rename,
    reorganise,
    withdraw,
)
from lotrinh.organisations.services.units import UnitData, change_unit, create_unit, data_of
from lotrinh.organisations.vocab import ReorganisationKind, UnitKind
from tests.factories.snapshots import kept_with_trail
from tests.factories.world import World

DAY: Final = dt.date(2025, 7, 1)
LATER: Final = dt.date(2025, 8, 1)
MERGE, SPLIT, ABOLISH, TRANSFER = (
    ReorganisationKind.MERGE,
    ReorganisationKind.SPLIT,
    ReorganisationKind.ABOLISH,
    ReorganisationKind.TRANSFER,
)


@pytest.fixture
def operator(world: World) -> Actor:
    return world.actor(Role.OPERATOR, world.province)


def decision(day: dt.date = DAY) -> Decision:
    return Decision(effective_on=day, number="203/2025/QH15", issuer="Quốc hội")


def line(old: Unit | int, taker: Unit | UnitData | int | None, subject: str = "") -> Passing:
    return Passing(
        predecessor_id=old if isinstance(old, int) else old.pk,
        successor=taker.pk if isinstance(taker, Unit) else taker,
        subject=subject,
    )


@contextmanager
def refused(*fields: str, problem: type[Problem] = Refused) -> Iterator[pytest.ExceptionInfo[Problem]]:
    """What is done inside is refused for these fields, each with a sentence, and nothing of it is left."""
    before = kept_with_trail()
    with pytest.raises(problem) as caught:
        yield caught
    assert caught.type is problem
    assert sorted(caught.value.fields) == sorted(fields)
    assert all(str(sentence).strip() for sentence in caught.value.fields.values())
    assert str(caught.value).strip()
    assert kept_with_trail() == before


def test_a_field_that_comes_back_on_one_day(world: World, operator: Actor) -> None:
    there, back = line(world.science, world.finance, "việc làm"), line(world.finance, world.science, " VIỆC  làm")
    with refused(line_field(0), line_field(1)) as caught:
        reorganise(operator, kind=TRANSFER, decision=decision(), lines=[there, back])
    assert world.science.name in str(caught.value.fields[line_field(0)])
    reorganise(operator, kind=TRANSFER, decision=decision(), lines=[there])
    reorganise(operator, kind=TRANSFER, decision=decision(), lines=[line(world.finance, world.commune, "việc làm")])
    with refused("lines", line_field(0)):
        reorganise(operator, kind=TRANSFER, decision=decision(), lines=[line(world.commune, world.science, "việc làm")])
    # Another field may go the other way, and the same one on another day.
    reorganise(operator, kind=TRANSFER, decision=decision(), lines=[line(world.finance, world.science, "thể thao")])
    reorganise(operator, kind=TRANSFER, decision=decision(LATER), lines=[back])


@pytest.mark.parametrize("kind", [MERGE, SPLIT, ABOLISH, TRANSFER])
def test_a_unit_that_hands_on_to_itself(world: World, operator: Actor, kind: ReorganisationKind) -> None:
    lines = [line(world.science, world.finance, "việc làm"), line(world.commune, world.commune, "việc làm")]
    with refused(line_field(1)):
        reorganise(operator, kind=kind, decision=decision(), lines=lines)


@pytest.mark.parametrize("day", [DAY, DAY - dt.timedelta(days=400)])
@pytest.mark.parametrize("kind", [MERGE, TRANSFER])
def test_a_day_before_the_unit_existed(world: World, operator: Actor, day: dt.date, kind: ReorganisationKind) -> None:
    data = UnitData(kind=UnitKind.DEPARTMENT, name="Sở Mới", parent_id=world.province.pk, starts_on=DAY)
    young = create_unit(operator, data=data)
    with refused(line_field(0)) as caught:
        reorganise(operator, kind=kind, decision=decision(day), lines=[line(young, world.finance, "việc làm")])
    assert "Sở Mới" in str(caught.value.fields[line_field(0)])
    if day < DAY:
        with refused(line_field(0)):
            reorganise(operator, kind=kind, decision=decision(day), lines=[line(world.finance, young, "việc làm")])
    with refused("effective_on"):
        rename(operator, unit_id=young.pk, decision=decision(day), name="Sở Khác")


def test_a_unit_ends_once_and_then_neither_gives_nor_takes(world: World, operator: Actor) -> None:
    reorganise(operator, kind=MERGE, decision=decision(), lines=[line(world.science, world.finance)])
    for day in (DAY - dt.timedelta(days=1), LATER):
        with refused(line_field(0)):
            reorganise(operator, kind=ABOLISH, decision=decision(day), lines=[line(world.science, None)])
    with refused(line_field(0)):
        reorganise(
            operator, kind=TRANSFER, decision=decision(LATER), lines=[line(world.science, world.commune, "y tế")]
        )
    with refused(line_field(0)):
        reorganise(operator, kind=MERGE, decision=decision(LATER), lines=[line(world.commune, world.science)])
    with refused(line_field(0)):
        reorganise(operator, kind=MERGE, decision=decision(), lines=[line(world.commune, world.science)])
    with refused("effective_on"):
        rename(operator, unit_id=world.science.pk, decision=decision(LATER), name="Sở Khác")
    # What ends takes nothing on that day.
    with refused(line_field(0)):
        reorganise(
            operator,
            kind=MERGE,
            decision=decision(LATER),
            lines=[line(world.commune, world.finance), line(world.finance, world.division)],
        )


def test_an_act_that_would_end_a_unit_before_what_is_recorded_of_it(world: World, operator: Actor) -> None:
    later = [line(world.science, world.finance, "việc làm")]
    reorganise(operator, kind=TRANSFER, decision=decision(LATER), lines=later)
    with refused("lines"):
        reorganise(operator, kind=MERGE, decision=decision(), lines=[line(world.science, world.commune)])
    with refused("lines"):
        reorganise(operator, kind=MERGE, decision=decision(), lines=[line(world.finance, world.commune)])


def test_the_same_line_twice(world: World, operator: Actor) -> None:
    one = line(world.science, world.finance, "Việc làm")
    with refused(line_field(1)):
        reorganise(operator, kind=TRANSFER, decision=decision(), lines=[one, replace(one, subject="việc  LÀM")])
    with refused(line_field(1)):
        reorganise(operator, kind=ABOLISH, decision=decision(), lines=[line(world.science, None)] * 2)
    reorganise(operator, kind=TRANSFER, decision=decision(), lines=[one])
    with refused(line_field(0)):
        reorganise(operator, kind=TRANSFER, decision=decision(), lines=[one])


def test_namesakes_may_follow_each_other_but_not_stand_side_by_side(world: World, operator: Actor) -> None:
    twin = UnitData(kind=UnitKind.DEPARTMENT, name=world.finance.name, parent_id=world.province.pk)
    with refused("name"):
        create_unit(operator, data=twin)
    with refused(line_field(0)):
        reorganise(operator, kind=MERGE, decision=decision(), lines=[line(world.science, twin)])
    lines = [line(world.science, twin), line(world.finance, twin)]
    act = reorganise(operator, kind=MERGE, decision=decision(), lines=lines)
    with refused("name"):
        change_unit(
            operator, unit_id=Unit.objects.latest("pk").pk, data=replace(twin, starts_on=DAY.replace(year=2020))
        )
    # Taking the act back would leave two of one name.
    with refused():
        withdraw(operator, reorganisation_id=act.pk)


def test_days_that_contradict_an_act_are_not_entered_by_hand(world: World, operator: Actor) -> None:
    reorganise(operator, kind=MERGE, decision=decision(), lines=[line(world.science, world.finance)])
    world.science.refresh_from_db()
    for changed in ({"ends_on": None}, {"ends_on": LATER}, {"starts_on": DAY}):
        with refused("ends_on" if "ends_on" in changed else "starts_on"):
            change_unit(operator, unit_id=world.science.pk, data=replace(data_of(world.science), **changed))


def test_a_name_changes_forwards_once_a_day_and_not_in_the_future(world: World, operator: Actor) -> None:
    rename(operator, unit_id=world.science.pk, decision=decision(), name="Sở Một")
    for day in (DAY, DAY - dt.timedelta(days=30), dt.date.max):
        with refused("effective_on"):
            rename(operator, unit_id=world.science.pk, decision=decision(day), name="Sở Hai")
    with refused("name"):
        rename(operator, unit_id=world.science.pk, decision=decision(LATER), name=" Sở  Một ")
    with refused("name"):
        rename(operator, unit_id=world.science.pk, decision=decision(LATER), name=world.finance.name)


def test_what_rests_on_an_act_keeps_it(world: World, operator: Actor) -> None:
    first = reorganise(operator, kind=MERGE, decision=decision(), lines=[line(world.science, world.finance)])
    second = reorganise(operator, kind=MERGE, decision=decision(LATER), lines=[line(world.finance, world.commune)])
    with refused():
        withdraw(operator, reorganisation_id=first.pk)
    withdraw(operator, reorganisation_id=second.pk)
    withdraw(operator, reorganisation_id=first.pk)
    assert not Reorganisation.objects.exists()
    with refused(problem=Missing):
        withdraw(operator, reorganisation_id=first.pk)


def test_units_that_are_not_there(world: World, operator: Actor) -> None:
    for lines in ([line(world.science, 987_654)], [line(987_654, world.science)], [line(0, None)], [line(-1, None)]):
        with refused(problem=Missing):
            reorganise(operator, kind=ABOLISH, decision=decision(), lines=lines)
    with refused(problem=Missing):
        rename(operator, unit_id=987_654, decision=decision(), name="Sở Mới")


def test_units_that_are_another_operators(world: World) -> None:
    mine = world.actor(Role.OPERATOR, world.science)
    nobody = world.actor(Role.HEAD_OF_AGENCY, world.science)
    for actor, lines in (
        (mine, [line(world.finance, world.science)]),
        (mine, [line(world.science, world.finance)]),
        (mine, [line(world.division, world.science), line(world.finance, world.science)]),
        (mine, [line(world.division, UnitData(kind=UnitKind.DEPARTMENT, name="Sở Mới", parent_id=world.province.pk))]),
        (mine, [line(world.division, UnitData(kind=UnitKind.DEPARTMENT, name="Sở Mới"))]),
        (nobody, [line(world.division, world.science)]),
    ):
        with refused(problem=NotAllowed):
            reorganise(actor, kind=MERGE, decision=decision(), lines=lines)
    with refused(problem=NotAllowed):
        rename(mine, unit_id=world.finance.pk, decision=decision(), name="Sở Mới")
    theirs = reorganise(
        world.actor(Role.OPERATOR, world.province), kind=MERGE, decision=decision(),
        lines=[line(world.finance, world.science)],
    )  # fmt: skip
    with refused(problem=NotAllowed):
        withdraw(mine, reorganisation_id=theirs.pk)


def test_more_lines_than_a_decision_has_and_none(world: World, operator: Actor) -> None:
    many = [line(world.science, world.finance, f"lĩnh vực {number}") for number in range(MOST_LINES + 1)]
    for lines in (many, []):
        with refused("lines"):
            reorganise(operator, kind=SPLIT, decision=decision(), lines=lines)


@pytest.mark.parametrize("kind", ["rename", "", "MERGE", "merge'; drop table", "\x00"])
def test_kinds_that_are_none(world: World, operator: Actor, kind: str) -> None:
    with refused("kind"):
        reorganise(operator, kind=kind, decision=decision(), lines=[line(world.science, world.finance)])


def test_lines_that_lack_what_their_kind_needs(world: World, operator: Actor) -> None:
    lacking: Sequence[tuple[ReorganisationKind, Passing]] = (
        (TRANSFER, line(world.science, world.finance)),
        (TRANSFER, line(world.science, world.finance, "  ")),
        (TRANSFER, line(world.science, None, "việc làm")),
        (MERGE, line(world.science, None)),
        (SPLIT, line(world.science, None, "việc làm")),
    )
    for kind, passing in lacking:
        with refused(line_field(0)):
            reorganise(operator, kind=kind, decision=decision(), lines=[passing])


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("number", lambda given: replace(given, number="")),
        ("number", lambda given: replace(given, number=" \n\t ")),
        ("number", lambda given: replace(given, number="9" * 61)),
        ("issuer", lambda given: replace(given, issuer="ủ" * 201)),
        ("note", lambda given: replace(given, note="x" * 501)),
        ("issued_on", lambda given: replace(given, issued_on=dt.date.max)),
        ("number", lambda given: replace(given, number="12\x00/QĐ")),
        ("issuer", lambda given: replace(given, issuer="Chính\x00phủ")),
        ("effective_on", lambda given: replace(given, effective_on=dt.date.min)),
    ],
)
def test_a_decision_that_is_none(
    world: World, operator: Actor, field: str, change: Callable[[Decision], Decision]
) -> None:
    with refused(field):
        reorganise(operator, kind=MERGE, decision=change(decision()), lines=[line(world.science, world.finance)])
    with refused(field):
        rename(operator, unit_id=world.science.pk, decision=change(decision()), name="Sở Mới")


@pytest.mark.parametrize(("subject", "cues"), [("ủ" * 301, ""), ("việc làm", "từ, " * 251), ("việc\x00làm", "")])
def test_a_subject_that_cannot_be_kept(world: World, operator: Actor, subject: str, cues: str) -> None:
    lines = [
        line(world.commune, world.finance, "thể thao"),
        replace(line(world.science, world.finance, subject), cues=cues),
    ]
    with refused(line_field(1)):
        reorganise(operator, kind=SPLIT, decision=decision(), lines=lines)


@pytest.mark.parametrize("name", ["", "  ", "Sở " + "x" * 200, "Sở\x00Mới"])
def test_a_new_unit_that_cannot_be(world: World, operator: Actor, name: str) -> None:
    data = UnitData(kind=UnitKind.DEPARTMENT, name=name, parent_id=world.province.pk)
    with refused(line_field(1)):
        reorganise(
            operator,
            kind=MERGE,
            decision=decision(),
            lines=[line(world.commune, world.finance), line(world.science, data)],
        )


def test_a_new_unit_that_would_begin_after_the_act(world: World, operator: Actor) -> None:
    data = UnitData(kind=UnitKind.DEPARTMENT, name="Sở Mới", parent_id=world.province.pk, starts_on=LATER)
    with refused(line_field(0)):
        reorganise(operator, kind=MERGE, decision=decision(), lines=[line(world.science, data)])


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "=HYPERLINK(1)", "'; DROP TABLE x; --", "\u202eđảo chiều", "🏛 {{ x }} %(old)s %s"],
)
def test_strange_words_are_kept_as_they_are(world: World, operator: Actor, text: str) -> None:
    given = Decision(effective_on=DAY, number=text, issuer=text, note=text)
    act = reorganise(operator, kind=TRANSFER, decision=given, lines=[line(world.science, world.finance, text)])
    row = act.lines.get()
    assert (act.number, act.issuer, act.note, row.subject) == (text, text, text, text)
    rename(operator, unit_id=world.science.pk, decision=given, name=text)
    with refused(line_field(0)) as caught:
        reorganise(operator, kind=TRANSFER, decision=given, lines=[line(world.science, world.finance, text)])
    assert text in str(caught.value.fields[line_field(0)])
