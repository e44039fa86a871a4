"""Recording what decisions do to units, and taking it back."""

from __future__ import annotations

import datetime as dt
import itertools
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.organisations import policies
from lotrinh.organisations.models import Reorganisation, Succession, Unit, UnitState
from lotrinh.organisations.selectors.acts import act_page
from lotrinh.organisations.selectors.history import successors
from lotrinh.organisations.services import reorganising as services
from lotrinh.organisations.services.foreseeing import foresee
from lotrinh.organisations.services.reorganising import Decision, Passing, line_field
from lotrinh.organisations.services.units import UnitData, change_unit, data_of
from lotrinh.organisations.vocab import Level, ReorganisationKind, UnitKind

if TYPE_CHECKING:
    from lotrinh.core.actor import Actor
    from tests.factories.world import World

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 3, 1)
LAST = DAY - dt.timedelta(days=1)
DECISION = Decision(effective_on=DAY, number="14/NQ-HĐND", issued_on=dt.date(2025, 2, 20), issuer="HĐND tỉnh Sông Trà")


@pytest.fixture
def operator(world: World) -> Actor:
    return world.actor(Role.OPERATOR, world.province)


def _unit(world: World, name: str, kind: str = UnitKind.DEPARTMENT) -> Unit:
    from tests.factories.world import unit

    return unit(name, kind, parent=world.province)


def _merge(operator: Actor, *lines: Passing, kind: str = ReorganisationKind.MERGE, on: dt.date = DAY) -> Reorganisation:
    decision = Decision(effective_on=on, number="14/NQ-HĐND")
    return services.reorganise(operator, kind=kind, decision=decision, lines=lines)


def _again(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


def test_two_units_become_a_new_one_and_both_leave_it_everything(world: World, operator: Actor) -> None:
    new = UnitData(kind=UnitKind.DEPARTMENT, name="Sở Tài chính và Khoa học", parent_id=world.province.pk)
    act = services.reorganise(
        operator, kind=ReorganisationKind.MERGE, decision=DECISION,
        lines=[Passing(predecessor_id=unit.pk, successor=new) for unit in (world.science, world.finance)],
    )  # fmt: skip
    made = Unit.objects.get(name="Sở Tài chính và Khoa học")
    assert (made.starts_on, made.ends_on) == (DAY, None)
    for old in (world.science, world.finance):
        assert (_again(old).ends_on, _again(old).heir_id) == (LAST, made.pk)
        assert successors(old, DAY).units == {made.pk}
    assert act.made_by_id == operator.user_id
    entry = AuditEntry.objects.get(action="unit.reorganised")
    assert entry.thing_label == world.science.name


def test_a_merger_into_a_unit_that_goes_on_has_lines_only_for_those_that_end(world: World, operator: Actor) -> None:
    _merge(operator, Passing(predecessor_id=world.science.pk, successor=world.finance.pk))
    assert _again(world.science).heir_id == world.finance.pk
    assert _again(world.finance).ends_on is None


def test_the_unit_that_goes_on_cannot_stand_on_both_sides(world: World, operator: Actor) -> None:
    with pytest.raises(Refused) as refused:
        _merge(operator, Passing(predecessor_id=world.finance.pk, successor=world.finance.pk))
    assert "tiếp tục hoạt động" in str(refused.value.fields[line_field(0)])
    assert _again(world.finance).ends_on is None


def test_a_merged_commune_may_keep_the_name_of_an_old_one_whatever_the_order_of_lines(
    world: World, operator: Actor
) -> None:
    other = _unit(world, "Ủy ban nhân dân xã Hòa Bình", UnitKind.COMMUNE)
    same = UnitData(kind=UnitKind.COMMUNE, name=world.commune.name, parent_id=world.province.pk)
    _merge(
        operator,
        Passing(predecessor_id=other.pk, successor=same),
        Passing(predecessor_id=world.commune.pk, successor=same),
    )
    made = Unit.objects.get(name=world.commune.name, ends_on=None)
    assert made.pk != world.commune.pk
    assert made.level == Level.COMMUNE
    assert {_again(other).heir_id, _again(world.commune).heir_id} == {made.pk}


def test_a_division_by_subject_leaves_a_choice(world: World, operator: Actor) -> None:
    press = _unit(world, "Sở Văn hóa, Thể thao và Du lịch")
    _merge(
        operator,
        Passing(predecessor_id=world.science.pk, successor=press.pk, subject="báo chí, xuất bản", cues="báo chí"),
        Passing(predecessor_id=world.science.pk, successor=world.finance.pk),
        kind=ReorganisationKind.SPLIT,
    )
    assert _again(world.science).heir_id is None
    assert successors(world.science, DAY, "Báo chí,  xuất bản").units == {press.pk}
    assert len(successors(world.science, DAY).choices) == 2


def test_a_transfer_moves_a_field_and_the_unit_goes_on(world: World, operator: Actor) -> None:
    _merge(
        operator,
        Passing(predecessor_id=world.science.pk, successor=world.finance.pk, subject="đo lường"),
        kind=ReorganisationKind.TRANSFER,
    )
    assert _again(world.science).ends_on is None
    assert successors(world.science, DAY, "đo lường").units == {world.finance.pk}
    with pytest.raises(Refused):
        _merge(
            operator,
            Passing(predecessor_id=world.science.pk, successor=world.finance.pk),
            kind=ReorganisationKind.TRANSFER,
        )


def test_a_division_of_an_agency_may_pass_to_another_agency(world: World, operator: Actor) -> None:
    to = UnitData(kind=UnitKind.DIVISION, name="Phòng Kế hoạch", parent_id=world.finance.pk)
    _merge(operator, Passing(predecessor_id=world.division.pk, successor=to))
    made = Unit.objects.get(name="Phòng Kế hoạch", ends_on=None)
    assert made.agency_id == world.finance.pk
    assert _again(world.division).agency_id == world.science.pk


def test_a_unit_that_cannot_be_made_is_said_beside_its_line_and_nothing_is_kept(world: World, operator: Actor) -> None:
    with pytest.raises(Refused) as refused:
        _merge(
            operator,
            Passing(predecessor_id=world.science.pk, successor=world.finance.pk),
            Passing(
                predecessor_id=world.commune.pk,
                successor=UnitData(kind=UnitKind.DIVISION, name="Phòng Lạc"),
            ),
        )
    assert list(refused.value.fields) == [line_field(1)]
    assert not Reorganisation.objects.exists()
    assert _again(world.science).ends_on is None


@pytest.mark.parametrize(
    ("kind", "lines", "where", "sentence"),
    [
        ("merge", [], "lines", "ít nhất một"),
        ("merge", [("science", None, "")], line_field(0), "cần cơ quan nhận"),
        ("transfer", [("science", "finance", "")], line_field(0), "cần lĩnh vực"),
        ("merge", [("science", "finance", ""), ("finance", "science", "")], line_field(0), ""),
        ("transfer", [("science", "finance", "a"), ("science", "finance", "A")], line_field(1), "hai lần"),
        ("split", [("science", "finance", "x" * 301)], line_field(0), "dài quá 300"),
        ("rename", [("science", "finance", "")], "kind", "Hãy chọn"),
        ("kingdom", [("science", "finance", "")], "kind", "Hãy chọn"),
    ],
)
def test_lines_that_cannot_be_are_said_and_nothing_is_written(  # noqa: PLR0913, PLR0917 - what a case needs
    world: World, operator: Actor, kind: str, lines: list[tuple[str, str | None, str]], where: str, sentence: str
) -> None:
    passing = [
        Passing(
            predecessor_id=getattr(world, old).pk, successor=getattr(world, new).pk if new else None, subject=subject
        )
        for old, new, subject in lines
    ]
    with pytest.raises(Refused) as refused:
        services.reorganise(operator, kind=kind, decision=DECISION, lines=passing)
    assert sentence in str(refused.value.fields[where])
    assert not Reorganisation.objects.exists()
    assert not Unit.objects.exclude(ends_on=None).exists()


def test_a_circle_of_one_day_is_refused_over_several_acts(world: World, operator: Actor) -> None:
    units = [world.science, world.finance, *(_unit(world, f"Sở {number}") for number in range(2))]
    for old, new in itertools.pairwise(units):
        line = Passing(predecessor_id=old.pk, successor=new.pk, subject="đo lường")
        _merge(operator, line, kind=ReorganisationKind.TRANSFER)
    back = Passing(predecessor_id=units[-1].pk, successor=units[0].pk, subject="đo lường")
    with pytest.raises(Refused) as refused:
        _merge(operator, back, kind=ReorganisationKind.TRANSFER)
    assert "chuyển vòng" in str(refused.value.fields[line_field(0)])
    _merge(operator, back, kind=ReorganisationKind.TRANSFER, on=DAY + dt.timedelta(days=1))


def test_a_unit_ends_once_and_not_before_it_began(world: World, operator: Actor) -> None:
    _merge(operator, Passing(predecessor_id=world.science.pk, successor=world.finance.pk))
    again = Passing(predecessor_id=world.science.pk, successor=world.commune.pk)
    with pytest.raises(Refused) as refused:
        _merge(operator, again, on=DAY + dt.timedelta(days=9))
    assert "28/02/2025" in str(refused.value.fields[line_field(0)])
    young = _unit(world, "Sở Mới")
    Unit.objects.filter(pk=young.pk).update(starts_on=DAY)
    with pytest.raises(Refused) as refused:
        _merge(operator, Passing(predecessor_id=young.pk, successor=world.finance.pk))
    assert "chưa hoạt động trước ngày 01/03/2025" in str(refused.value.fields[line_field(0)])


@pytest.mark.parametrize("days", [0, 30])
def test_a_unit_does_not_end_before_it_had_its_recorded_name(world: World, operator: Actor, days: int) -> None:
    named = DAY + dt.timedelta(days=days)
    services.rename(
        operator, unit_id=world.finance.pk, decision=Decision(effective_on=named, number="9/QĐ"), name="Sở Ngân khố"
    )
    passing = Passing(predecessor_id=world.finance.pk, successor=world.science.pk)
    with pytest.raises(Refused) as refused:
        _merge(operator, passing)
    assert "đổi tên" in str(refused.value.fields[line_field(0)])
    assert _again(world.finance).ends_on is None
    _merge(operator, passing, on=named + dt.timedelta(days=1))
    assert _again(world.finance).ends_on == named


def test_who_takes_over_exists_on_the_day(world: World, operator: Actor) -> None:
    Unit.objects.filter(pk=world.finance.pk).update(ends_on=dt.date(2024, 12, 31))
    with pytest.raises(Refused) as refused:
        _merge(operator, Passing(predecessor_id=world.science.pk, successor=world.finance.pk))
    assert "không hoạt động vào ngày 01/03/2025" in str(refused.value.fields[line_field(0)])
    assert _again(world.science).ends_on is None


def test_too_many_lines_and_hostile_words_are_refused_or_kept_as_words(world: World, operator: Actor) -> None:
    line = Passing(predecessor_id=world.science.pk, successor=world.finance.pk)
    with pytest.raises(Refused) as refused:
        _merge(operator, *[line] * (services.MOST_LINES + 1))
    assert "2000" in str(refused.value.fields["lines"])
    subject = "<script>alert(1)</script>'; DROP TABLE unit; -- \u202e"
    _merge(operator, Passing(predecessor_id=world.science.pk, successor=world.finance.pk, subject=subject))
    assert Succession.objects.get().subject == subject


def test_a_decision_needs_a_number_and_no_day_of_issue_that_is_still_to_come(world: World, operator: Actor) -> None:
    line = Passing(predecessor_id=world.science.pk, successor=world.finance.pk)
    for decision, field in (
        (Decision(effective_on=DAY, number="  "), "number"),
        (Decision(effective_on=DAY, number="x" * 61), "number"),
        (Decision(effective_on=DAY, number="1/QĐ", issued_on=dt.date(2999, 1, 1)), "issued_on"),
    ):
        with pytest.raises(Refused) as refused:
            services.reorganise(operator, kind="merge", decision=decision, lines=[line])
        assert field in refused.value.fields


def test_only_the_operator_of_both_ends_records(world: World) -> None:
    line = Passing(predecessor_id=world.science.pk, successor=world.finance.pk)
    for actor in (world.actor(Role.OPERATOR, world.science), world.actor(Role.LEADER, world.province)):
        with pytest.raises(NotAllowed):
            _merge(actor, line)
    here = UnitData(kind=UnitKind.DIVISION, name="Phòng Tổng hợp", parent_id=world.science.pk)
    _merge(world.actor(Role.OPERATOR, world.science), Passing(predecessor_id=world.division.pk, successor=here))
    assert _again(world.division).ends_on == LAST
    with pytest.raises(Missing):
        _merge(
            world.actor(Role.OPERATOR, world.province), Passing(predecessor_id=10**9, successor=None), kind="abolish"
        )


def test_who_gained_by_an_act_does_not_take_it_back(world: World, operator: Actor) -> None:
    from tests.factories.absence import again
    from tests.factories.sign_in import account
    from tests.factories.world import post

    gainer, of_both = world.actor(Role.OPERATOR, world.finance), world.actor(Role.OPERATOR, world.finance)
    post(account(of_both), world.science, Role.OPERATOR)
    act = _merge(operator, Passing(predecessor_id=world.science.pk, successor=world.finance.pk))
    assert policies.allowed(again(gainer), policies.Action.MANAGE_UNIT, world.science)
    assert not act_page(again(gainer), act.pk).may_withdraw
    with pytest.raises(NotAllowed):
        services.withdraw(again(gainer), reorganisation_id=act.pk)
    assert _again(world.science).heir_id == world.finance.pk
    assert act_page(again(of_both), act.pk).may_withdraw
    services.withdraw(again(of_both), reorganisation_id=act.pk)
    assert _again(world.science).heir_id is None


def test_taking_back_opens_what_the_act_closed_and_leaves_no_heir(world: World, operator: Actor) -> None:
    act = _merge(operator, Passing(predecessor_id=world.science.pk, successor=world.finance.pk))
    with pytest.raises(NotAllowed):
        services.withdraw(world.actor(Role.OPERATOR, world.science), reorganisation_id=act.pk)
    services.withdraw(operator, reorganisation_id=act.pk)
    assert (_again(world.science).ends_on, _again(world.science).heir_id) == (None, None)
    assert not Succession.objects.exists()
    assert AuditEntry.objects.filter(action="unit.reorganisation_withdrawn").count() == 1
    with pytest.raises(Missing):
        services.withdraw(operator, reorganisation_id=act.pk)


def test_taking_back_does_not_open_a_unit_that_had_ended_otherwise(world: World, operator: Actor) -> None:
    Unit.objects.filter(pk=world.science.pk).update(ends_on=LAST)
    act = _merge(operator, Passing(predecessor_id=world.science.pk, successor=world.finance.pk))
    services.withdraw(operator, reorganisation_id=act.pk)
    assert _again(world.science).ends_on == LAST


def test_of_two_acts_of_one_day_the_later_one_is_taken_back_first(world: World, operator: Actor) -> None:
    other = _unit(world, "Sở Văn hóa")
    first = _merge(
        operator, Passing(predecessor_id=world.science.pk, successor=world.finance.pk, subject="a"), kind="split"
    )
    second = _merge(operator, Passing(predecessor_id=world.science.pk, successor=other.pk, subject="b"), kind="split")
    with pytest.raises(Refused, match="lần sắp xếp sau"):
        services.withdraw(operator, reorganisation_id=first.pk)
    services.withdraw(operator, reorganisation_id=second.pk)
    assert _again(world.science).ends_on == LAST
    services.withdraw(operator, reorganisation_id=first.pk)
    assert _again(world.science).ends_on is None


def test_a_unit_is_not_opened_beside_a_namesake(world: World, operator: Actor) -> None:
    other = _unit(world, "Ủy ban nhân dân xã Hòa Bình", UnitKind.COMMUNE)
    same = UnitData(kind=UnitKind.COMMUNE, name=world.commune.name, parent_id=world.province.pk)
    act = _merge(operator, *(Passing(predecessor_id=unit.pk, successor=same) for unit in (other, world.commune)))
    with pytest.raises(Refused) as refused:
        services.withdraw(operator, reorganisation_id=act.pk)
    assert world.commune.name in str(refused.value)
    assert _again(other).ends_on == LAST
    made = Unit.objects.get(name=world.commune.name, ends_on=None)
    made.name = "Ghi nhầm"
    made.save()
    services.withdraw(operator, reorganisation_id=act.pk)
    assert _again(other).ends_on is None


def test_another_name_keeps_level_code_and_what_stands_below(world: World, operator: Actor) -> None:
    Unit.objects.filter(pk=world.science.pk).update(code="H12.05", level=Level.CENTRAL)
    services.rename(
        operator, unit_id=world.science.pk, decision=DECISION, name="Sở Đổi mới", short_name="SĐM",
        parent_id=world.finance.pk,
    )  # fmt: skip
    unit = _again(world.science)
    assert (unit.name, unit.code, unit.level, unit.parent_id) == (
        "Sở Đổi mới", "H12.05", Level.CENTRAL, world.finance.pk,
    )  # fmt: skip
    assert _again(world.division).path.startswith(unit.path)
    then = unit.as_of(LAST)
    assert (then.name, then.parent_id) == ("Sở Khoa học và Công nghệ", world.province.pk)
    act = Reorganisation.objects.get()
    services.withdraw(operator, reorganisation_id=act.pk)
    unit = _again(world.science)
    assert (unit.name, unit.short_name, unit.parent_id) == ("Sở Khoa học và Công nghệ", "Sở KH&CN", world.province.pk)
    assert _again(world.division).path == f"{unit.path}{world.division.pk}/"
    assert not UnitState.objects.exists()


def test_taking_a_move_back_needs_the_right_to_the_place_it_goes_back_to(world: World, operator: Actor) -> None:
    from tests.factories.world import unit

    top = unit("Ủy ban nhân dân tỉnh Núi Ngự", UnitKind.PROVINCE)
    services.rename(
        operator, unit_id=top.pk, decision=DECISION, name="Văn phòng đại diện Núi Ngự", parent_id=world.science.pk
    )
    act = Reorganisation.objects.get()
    # Who runs a unit below others would run the whole platform from the top.
    for place in (_again(top), world.science):
        with pytest.raises(NotAllowed):
            services.withdraw(world.actor(Role.OPERATOR, place), reorganisation_id=act.pk)
    assert _again(top).parent_id == world.science.pk
    services.withdraw(operator, reorganisation_id=act.pk)
    assert _again(top).path == f"/{top.pk}/"


def test_taking_a_move_back_gives_nobody_elses_unit_a_new_one(world: World, operator: Actor) -> None:
    office = _unit(world, "Ban Quản lý dự án")
    services.rename(operator, unit_id=world.division.pk, decision=DECISION, name="Phòng Dự án", parent_id=office.pk)
    act = Reorganisation.objects.get()
    with pytest.raises(NotAllowed):
        services.withdraw(world.actor(Role.OPERATOR, office), reorganisation_id=act.pk)
    assert _again(world.division).parent_id == office.pk


def test_a_move_is_not_taken_back_below_what_stands_below_by_now(world: World, operator: Actor) -> None:
    services.rename(
        operator, unit_id=world.finance.pk, decision=DECISION, name="Sở Tài chính", short_name="STC",
        parent_id=world.science.pk,
    )  # fmt: skip
    act = Reorganisation.objects.get()
    other = _unit(world, "Ban Quản lý")
    UnitState.objects.update(parent=other)
    _change(operator, other, parent_id=world.finance.pk)
    with pytest.raises(Refused) as refused:
        services.withdraw(operator, reorganisation_id=act.pk)
    assert refused.value.code == "unit-circle"
    assert _again(world.finance).path == f"{world.science.path}{world.finance.pk}/"


@pytest.mark.parametrize(
    ("on", "name", "field"),
    [
        (dt.date(2999, 1, 1), "Sở Đổi mới", "effective_on"),
        (DAY, "Sở Khoa học và  Công nghệ", "name"),
        (DAY, "Sở Tài chính", "name"),
        (DAY, "x" * 201, "name"),
        (DAY, "", "name"),
        (dt.date(2019, 12, 31), "Sở Đổi mới", "effective_on"),
        (dt.date(2020, 1, 1), "Sở Đổi mới", "effective_on"),
    ],
)
def test_a_name_that_cannot_be_is_refused(world: World, operator: Actor, on: dt.date, name: str, field: str) -> None:
    Unit.objects.filter(pk=world.science.pk).update(starts_on=dt.date(2020, 1, 1))
    with pytest.raises(Refused) as refused:
        services.rename(
            operator, unit_id=world.science.pk, decision=Decision(effective_on=on, number="1/QĐ"), name=name
        )
    assert field in refused.value.fields
    assert not UnitState.objects.exists()


def test_a_second_renaming_comes_after_the_first_and_they_are_taken_back_in_turn(world: World, operator: Actor) -> None:
    services.rename(operator, unit_id=world.science.pk, decision=DECISION, name="Sở Hai")
    with pytest.raises(Refused):
        services.rename(operator, unit_id=world.science.pk, decision=DECISION, name="Sở Ba")
    later = Decision(effective_on=DAY + dt.timedelta(days=30), number="2/QĐ")
    services.rename(operator, unit_id=world.science.pk, decision=later, name="Sở Ba")
    first, second = Reorganisation.objects.order_by("effective_on")
    with pytest.raises(Refused, match="lần sắp xếp sau"):
        services.withdraw(operator, reorganisation_id=first.pk)
    services.withdraw(operator, reorganisation_id=second.pk)
    assert _again(world.science).name == "Sở Hai"
    with pytest.raises(NotAllowed):
        services.rename(world.coordinator, unit_id=world.science.pk, decision=later, name="Sở Bốn")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["merge", "rename"])
def test_of_two_operators_who_record_the_same_at_once_one_is_refused(world: World, operator: Actor, what: str) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests on SQLite share one database in memory between threads; PostgreSQL runs it")
    together, outcomes = Barrier(2), []

    def run() -> None:
        together.wait()
        try:
            if what == "merge":
                lines = [Passing(predecessor_id=world.science.pk, successor=world.finance.pk)]
                services.reorganise(operator, kind=what, decision=DECISION, lines=lines)
            else:
                services.rename(operator, unit_id=world.science.pk, decision=DECISION, name="Sở Đổi mới")
            outcomes.append("recorded")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["recorded", "refused"]
    assert Reorganisation.objects.count() == Succession.objects.count() == 1


def test_what_an_act_would_do_is_seen_and_nothing_stays(world: World, operator: Actor) -> None:
    new = UnitData(kind=UnitKind.DEPARTMENT, name="Sở Mới", parent_id=world.province.pk)
    before = AuditEntry.objects.count()
    seen = foresee(
        operator, kind="merge", decision=DECISION, lines=[Passing(predecessor_id=world.science.pk, successor=new)]
    )
    (ending,) = seen.ending
    assert (ending.last_day, ending.heir, ending.below, ending.posts) == (LAST, "Sở Mới", 1, 1)
    assert seen.beginning == ("Sở Mới",)
    assert seen.passing[0].new
    assert not Reorganisation.objects.exists()
    assert not Unit.objects.filter(name="Sở Mới").exists()
    assert _again(world.science).ends_on is None
    assert AuditEntry.objects.count() == before


def test_the_days_of_a_unit_cannot_contradict_what_was_recorded(world: World, operator: Actor) -> None:
    _merge(operator, Passing(predecessor_id=world.science.pk, successor=world.finance.pk))
    for unit, changes, field in (
        (world.science, {"ends_on": None}, "ends_on"),
        (world.science, {"starts_on": DAY, "ends_on": DAY}, "starts_on"),
        (world.finance, {"ends_on": LAST}, "ends_on"),
        (world.finance, {"starts_on": DAY + dt.timedelta(days=1)}, "starts_on"),
    ):
        with pytest.raises(Refused) as refused:
            _change(operator, unit, **changes)
        assert field in refused.value.fields
    _change(operator, world.finance, ends_on=DAY, starts_on=DAY)
    assert _again(world.science).heir_id == world.finance.pk
    _change(operator, world.science, short_name="KHCN cũ")
    assert (_again(world.science).heir_id, _again(world.science).ends_on) == (world.finance.pk, LAST)


def _change(operator: Actor, unit: Unit, **changes: object) -> None:
    from dataclasses import replace

    change_unit(operator, unit_id=unit.pk, data=replace(data_of(_again(unit)), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [3, 300])
def test_a_merger_asks_the_same_few_questions_however_many_units_end(
    world: World, operator: Actor, count: int, django_assert_max_num_queries: object
) -> None:
    units = [_unit(world, f"Ủy ban nhân dân xã {number}", UnitKind.COMMUNE) for number in range(count)]
    lines = [Passing(predecessor_id=unit.pk, successor=world.commune.pk) for unit in units]
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        _merge(operator, *lines)
