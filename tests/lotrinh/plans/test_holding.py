"""Who owes a task on a day: by name, by group, after mergers, divisions and transfers of a field."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.organisations.models import Unit
from lotrinh.organisations.selectors.history import successors
from lotrinh.organisations.vocab import GroupKind, ReorganisationKind
from lotrinh.plans import selectors
from lotrinh.plans.cues import Chooser, cues_of
from lotrinh.plans.models import Task, TaskParty
from lotrinh.plans.selectors import TaskFilters
from lotrinh.plans.selectors.holding import Given, concerning, held, holders, holders_in_brief, reach
from lotrinh.plans.selectors.tasks import leads_of
from lotrinh.plans.services.handing import Deciding, Passing, hand_over
from lotrinh.plans.vocab import RowKind
from tests.factories.mergers import DEPARTMENTS_DAY, DISTRICTS_DAY, Merger, act
from tests.factories.world import World, unit

TODAY = dt.date(2026, 6, 10)
BEFORE = dt.date(2025, 2, 28)


@pytest.fixture(autouse=True)
def _on_a_day_in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lotrinh.core.clock.now", lambda: dt.datetime(2026, 6, 10, 3, tzinfo=dt.UTC))


@pytest.fixture
def merger(world: World) -> Merger:
    made = Merger(world)
    made.happen()
    return made


def owners(thing: Given, on: dt.date) -> list[str]:
    return [found.name for found in holders((thing,), on)[thing].units]


def positions(merger: Merger, **filters: object) -> list[int]:
    found = selectors.tasks(merger.world.coordinator, TaskFilters(**filters))  # type: ignore[arg-type]
    return [task.position for task in found]


def test_a_duty_stays_until_the_unit_ends_and_then_goes_to_its_one_heir(merger: Merger) -> None:
    duty = Given(unit_id=merger.planning.pk)
    assert owners(duty, BEFORE) == ["Sở Kế hoạch và Đầu tư"]
    assert owners(duty, DEPARTMENTS_DAY) == ["Sở Tài chính"]
    assert not holders((duty,), TODAY)[duty].lost


def test_a_duty_of_a_divided_unit_has_no_owner_but_choices_by_subject(merger: Merger) -> None:
    owner = holders((Given(unit_id=merger.media.pk),), TODAY)[Given(unit_id=merger.media.pk)]
    assert owner.lost
    assert {choice.unit.name: choice.line.subject for choice in owner.choices} == {
        "Sở Khoa học và Công nghệ": "bưu chính, viễn thông, công nghệ số, chuyển đổi số",
        "Sở Văn hóa, Thể thao và Du lịch": "báo chí, xuất bản, thông tin cơ sở",
        "Công an tỉnh": "an toàn thông tin mạng",
    }
    assert owners(Given(unit_id=merger.media.pk, subject="An toàn thông tin mạng"), TODAY) == ["Công an tỉnh"]


def test_a_unit_that_ended_without_a_decision_leaves_nobody(world: World) -> None:
    lonely = unit("Ban Quản lý dự án", parent=world.province)
    Unit.objects.filter(pk=lonely.pk).update(ends_on=BEFORE)
    owner = holders((Given(unit_id=lonely.pk),), TODAY)[Given(unit_id=lonely.pk)]
    assert (owner.lost, owner.choices, owner.unit) == (True, (), lonely)


def test_a_group_is_its_members_of_the_day(merger: Merger) -> None:
    groups = [Given(group=GroupKind.DISTRICTS), Given(group=GroupKind.DEPARTMENTS_DISTRICTS)]
    then, now = holders(groups, BEFORE), holders(groups, TODAY)
    assert [(then[group].members, now[group].members) for group in groups] == [(2, 0), (8, 4)]
    assert [now[group].lost for group in groups] == [True, False]
    assert [(then[group].part_lost, now[group].part_lost) for group in groups] == [(False, False), (False, True)]


def test_a_name_that_is_nobodys_is_not_lost(world: World) -> None:
    owner = holders((Given(),))[Given()]
    assert (owner.known, owner.lost) == (False, False)


def test_in_brief_says_the_same_owners(merger: Merger) -> None:
    things = [Given(unit_id=pk) for pk in Unit.objects.values_list("pk", flat=True)]
    things += [Given(group=group) for group in GroupKind]
    for day in (BEFORE, DEPARTMENTS_DAY, DISTRICTS_DAY, TODAY):
        whole, brief = holders(things, day), holders_in_brief(things, day)
        assert [(whole[item].units, whole[item].members) for item in things] == [
            (brief[item].units, brief[item].members) for item in things
        ]


@pytest.mark.parametrize("times", [1, 40])
def test_the_owners_of_a_page_take_the_same_queries_whatever_there_is(
    merger: Merger, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = merger.old_plan(times)
    tasks = list(Task.objects.filter(plan=made.plan).select_related("plan__document"))
    with django_assert_num_queries(2):
        found = leads_of(tasks)
    assert len(found) == 9 * times
    things = {Given(unit_id=merger.media.pk), Given(unit_id=merger.planning.pk), Given(group="districts")}
    with django_assert_num_queries(5):
        holders(things)


def test_lists_give_a_unit_what_it_holds_today_and_what_documents_gave_it(merger: Merger) -> None:
    merger.old_plan()
    finance, media = merger.world.finance, merger.media
    # position 4 by the merger, 7 as one of the group, 8 by its own name
    assert positions(merger, unit_id=finance.pk, role="lead") == [4, 7, 8]
    assert positions(merger, unit_id=finance.pk, role="lead", named=True) == [7, 8]
    assert positions(merger, unit_id=merger.planning.pk, role="lead") == [4, 7]
    assert positions(merger, unit_id=media.pk) == [0, 1, 2, 3, 7]
    assert positions(merger, lost=True) == [0, 1, 2, 3, 5, 6]


def test_the_plan_counts_tasks_handings_of_today_and_lost_ones_apart(merger: Merger) -> None:
    made = merger.old_plan()
    found = selectors.figures(made.plan)
    # Sở Tài chính twice and the four departments of the group
    assert (found.tasks, found.handings, found.lost) == (9, 6, 6)
    assert found.lost == len(positions(merger, lost=True))


def test_the_officers_of_the_heir_find_the_duties(merger: Merger) -> None:
    merger.old_plan()
    officer = merger.world.actor(Role.SPECIALIST, merger.world.finance)
    assert sorted(line.task.position for line in selectors.duties_of(officer).tasks) == [4, 7, 8]


def test_a_row_shows_who_leads_today_beside_the_printed_name(merger: Merger) -> None:
    made = merger.old_plan()
    found = leads_of(Task.objects.filter(plan=made.plan).select_related("plan__document"))
    by_position = {task.position: found[task.pk] for task in made.tasks}
    (passed,), (lost,), (same,) = by_position[4], by_position[0], by_position[8]
    assert (passed.changed, [place.name for place in passed.owner.units]) == (True, ["Sở Tài chính"])
    assert (lost.changed, lost.owner.lost) == (True, True)
    assert (same.changed, same.then) == (False, "")


def test_a_field_that_was_handed_over_passes_on_when_it_is_transferred(merger: Merger) -> None:
    made = merger.old_plan()
    world, culture = merger.world, merger.culture
    subject = "báo chí, xuất bản, thông tin cơ sở"
    party = TaskParty.objects.get(task=made.tasks[0])
    decision = Deciding(
        number="9/QĐ-UBND", issued_on=dt.date(2025, 6, 1), issuer="UBND tỉnh", effective_on=dt.date(2025, 6, 10)
    )
    passing = Passing(kind=RowKind.TASK, party_id=party.pk, to_units=(culture.pk,), subject=subject)
    hand_over(world.coordinator, decision=decision, passings=[passing])
    assert positions(merger, unit_id=culture.pk, role="lead") == [0, 7]
    act(ReorganisationKind.TRANSFER, dt.date(2026, 1, 1), (culture, world.province, subject, ""))
    assert positions(merger, unit_id=culture.pk, role="lead") == [7]
    assert positions(merger, unit_id=world.province.pk, role="lead") == [0]
    assert 0 not in positions(merger, lost=True)
    (lead,) = leads_of([Task.objects.select_related("plan__document").get(pk=made.tasks[0].pk)])[made.tasks[0].pk]
    assert [place.name for place in lead.owner.units] == [world.province.name]


def test_a_renamed_unit_is_known_by_its_name_of_then(merger: Merger) -> None:
    made = merger.old_plan()
    finance = merger.world.finance
    decision = act(ReorganisationKind.TRANSFER, dt.date(2025, 9, 1), (finance, merger.police, "giá", ""))
    finance.states.create(name="Sở Tài chính", ends_on=dt.date(2025, 12, 31), reorganisation=decision)
    Unit.objects.filter(pk=finance.pk).update(name="Sở Tài chính và Kế hoạch")
    party = TaskParty.objects.select_related("unit__heir__heir", "handed").get(task=made.tasks[8])
    (found,) = held([(party, dt.date(2024, 4, 15))])
    assert (found.changed, found.then) == (True, "Sở Tài chính")
    (later,) = held([(party, dt.date(2026, 2, 1))])
    assert (later.changed, later.then) == (False, "")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_on_every_day_each_task_has_the_owners_that_the_history_says(merger: Merger, data: st.DataObject) -> None:
    places = [unit(f"Cơ quan {n} {Unit.objects.count()}", parent=merger.world.province) for n in range(5)]
    made = merger.plan(*((f"việc {n}", place.name, place, "") for n, place in enumerate(places)))
    living = list(places)
    for month in range(1, 4):
        day = dt.date(2025, month, 1)
        old = data.draw(st.sampled_from(living))
        others = [place for place in living if place != old]
        new = data.draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True))
        kind = ReorganisationKind.MERGE if len(new) == 1 else ReorganisationKind.SPLIT
        act(kind, day, *((old, place, "" if len(new) == 1 else f"lĩnh vực {place.pk}", "") for place in new))
        living = others
    for day in (dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2025, 2, 14), dt.date(2025, 3, 1)):
        expected = {place.pk: set(successors(place.pk, day).units) for place in places}
        parties = list(TaskParty.objects.filter(task__plan=made.plan).select_related("unit__heir__heir", "handed"))
        for found in held(((party, None) for party in parties), day):
            wanted = expected[found.party.unit_id or 0]
            assert {place.pk for place in found.owner.units} == wanted
            assert found.owner.lost == (not wanted)
        for place in living:
            holds = Task.objects.filter(concerning(TaskParty, "task_id", reach((place.pk,), day)), plan=made.plan)
            names = {party.task_id for party in parties if place.pk in expected[party.unit_id or 0]}
            assert set(holds.values_list("pk", flat=True)) == names


@pytest.mark.parametrize(
    ("text", "heading", "chosen", "words"),
    [
        ("Đẩy mạnh tuyên truyền trên báo chí", "", 1, ("tuyên truyền", "báo chí")),
        ("Phát triển công nghệ thông tin", "", 0, ("công nghệ thông tin",)),
        ("Nâng cấp hệ thống", "Hạ tầng viễn thông", 0, ("viễn thông",)),
        ("Tuyên truyền về viễn thông", "", None, ()),
        ("Tổ chức hội nghị", "", None, ()),
        ("Báo chí; thông tin cơ sở và viễn thông", "", 1, ("báo chí", "thông tin cơ sở")),
    ],
)
def test_the_words_of_a_task_tell_its_field(
    text: str, heading: str, chosen: int | None, words: tuple[str, ...]
) -> None:
    fields = [
        cues_of("viễn thông, công nghệ thông tin"),
        cues_of("báo chí", ("tuyên truyền", "báo chí", "thông tin cơ sở", "thông tin")),
    ]
    verdict = Chooser(fields).choose(text, heading)
    assert (verdict.chosen, verdict.words) == (chosen, words)
