"""Lists of plans and tasks, duties, key figures, permalinks, saved lists: what they hold, what they cost."""

from __future__ import annotations

import datetime as dt
import uuid

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor, system
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.documents.models import Document
from lotrinh.documents.vocab import Audience
from lotrinh.organisations.vocab import UnitKind
from lotrinh.plans import selectors, services
from lotrinh.plans.models import BudgetLine, Plan, SavedView, Task
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors import PlanFilters, TaskFilters
from lotrinh.plans.selectors.schedule import schedule_expression, schedule_of, schedule_rule
from lotrinh.plans.vocab import PlanSort, RowKind, Schedule, TaskSort
from tests.factories import approved
from tests.factories.world import World, unit

PLAN = approved.read(approved.PLAN)
TODAY = dt.date(2026, 6, 10)


@pytest.fixture(autouse=True)
def _on_a_day_in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lotrinh.core.clock.now", lambda: dt.datetime(2026, 6, 10, 3, tzinfo=dt.UTC))


@pytest.fixture
def plan(world: World) -> Plan:
    return services.adopt(world.coordinator, review_id=approved.review(world, PLAN).pk)


def positions(actor: Actor, filters: TaskFilters) -> list[int]:
    return [task.position for task in selectors.tasks(actor, filters)]


def test_each_filter_narrows_the_list(world: World, plan: Plan) -> None:
    found = {
        "all": TaskFilters(),
        "plan": TaskFilters(plan_id=plan.pk),
        "no plan": TaskFilters(plan_id=plan.pk + 1),
        "section": TaskFilters(plan_id=plan.pk, section="s2"),
        "no section": TaskFilters(plan_id=plan.pk, section="s1"),
        "lead": TaskFilters(unit_id=world.science.pk, role="lead"),
        "partner": TaskFilters(unit_id=world.finance.pk, role="partner"),
        "through a group": TaskFilters(unit_id=world.finance.pk),
        "not in the group": TaskFilters(unit_id=world.commune.pk),
        "text": TaskFilters(text="so huu TRI tue"),
        "text with marks": TaskFilters(text="sở hữu trí tuệ"),
        "no text": TaskFilters(text="%"),
        "from": TaskFilters(due_from=dt.date(2026, 7, 1)),
        "to": TaskFilters(due_to=dt.date(2026, 6, 30)),
        "year": TaskFilters(year=2026),
        "other year": TaskFilters(year=2027),
        "soon": TaskFilters(schedule=Schedule.SOON),
        "not due": TaskFilters(schedule=Schedule.NOT_DUE),
        "recurring": TaskFilters(schedule=Schedule.RECURRING),
        "undated": TaskFilters(schedule=Schedule.UNDATED),
        "overdue": TaskFilters(schedule=Schedule.OVERDUE),
        "nonsense": TaskFilters(schedule="nonsense"),
        "proposed": TaskFilters(proposed=True),
        "mine": TaskFilters(mine=True, role="lead"),
    }
    assert {name: positions(world.coordinator, filters) for name, filters in found.items()} == {
        "all": [0, 1, 2, 3],
        "plan": [0, 1, 2, 3],
        "no plan": [],
        "section": [0, 1, 2, 3],
        "no section": [],
        "lead": [0, 2],
        "partner": [0],
        "through a group": [0, 1, 2],
        "not in the group": [],
        "text": [3],
        "text with marks": [3],
        "no text": [],
        "from": [1],
        "to": [0],
        "year": [0, 1],
        "other year": [],
        "soon": [0],
        "not due": [1],
        "recurring": [2],
        "undated": [3],
        "overdue": [],
        "nonsense": [],
        "proposed": [],
        "mine": [0, 2],
    }


def test_each_order(world: World, plan: Plan) -> None:
    def order(sort: str) -> list[int]:
        return positions(world.coordinator, TaskFilters(sort=sort))

    assert order(TaskSort.PLAN) == [0, 1, 2, 3]
    assert order(TaskSort.DEADLINE)[:2] == [0, 1]
    assert order(TaskSort.DEADLINE_DESC)[:2] == [1, 0]
    assert set(order(TaskSort.DEADLINE)[2:]) == set(order(TaskSort.DEADLINE_DESC)[2:]) == {2, 3}
    assert order(TaskSort.LEAD) == [2, 0, 1, 3]
    assert order("nonsense") == [0, 1, 2, 3]


def test_a_page_lies_within_the_pages_there_are(world: World, plan: Plan) -> None:
    page = selectors.task_page(world.coordinator, TaskFilters(), 9, 3)
    assert (page.number, page.pages, page.total) == (2, 2, 4)
    assert [(line.task.position, line.schedule) for line in page.lines] == [(3, Schedule.UNDATED)]
    first = selectors.task_page(world.coordinator, TaskFilters(text="khong co gi"), -1, 3)
    assert (first.number, first.pages, first.total, first.lines) == (1, 1, 0, ())
    found = selectors.task_page(world.coordinator, TaskFilters(text="khoa hoc", sort="-deadline"), 1, 3)
    assert [line.task.position for line in found.lines] == [1, 0]


def test_a_page_of_tasks_asks_the_same_few_queries_whatever_there_is(
    world: World, plan: Plan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(3):
        services.adopt(
            world.coordinator, review_id=approved.review(world, approved.large(60)).pk, title=f"Kế hoạch {index}"
        )
    with django_assert_num_queries(5):
        assert len(selectors.task_page(world.coordinator, TaskFilters()).lines) == 50
    full = TaskFilters(plan_id=plan.pk, section="s2", unit_id=world.science.pk, mine=True, text="khoa")
    with django_assert_num_queries(7):
        assert selectors.task_page(world.coordinator, full).lines


def test_plans_are_found_and_put_in_order(
    world: World, plan: Plan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = services.adopt(world.coordinator, review_id=approved.review(world, PLAN).pk, title="Đề án đo lường")
    with django_assert_num_queries(1):
        found = list(selectors.plans(world.coordinator))
        assert [(item, vars(item)["task_count"], item.document.number) for item in found] == [
            (other, 4, "12/KH-UBND"),
            (plan, 4, "12/KH-UBND"),
        ]
    assert list(selectors.plans(world.coordinator, PlanFilters(text="DO luong"))) == [other]
    assert list(selectors.plans(world.coordinator, PlanFilters(text="12/kh", sort=PlanSort.TITLE))) == [other, plan]
    assert list(selectors.plans(world.coordinator, PlanFilters(owner_id=world.finance.pk))) == []


def test_the_page_of_a_plan(world: World, plan: Plan, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(11):
        page = selectors.plan_page(world.coordinator, plan.pk)
        assert page.plan.document.number == "12/KH-UBND"
        assert str(page.difficulties_to) == "Sở Tài chính"
    assert (page.versions, page.version.number, page.may) == (1, 1, frozenset(Action))
    Document.objects.filter(pk=plan.document_id).update(audience=Audience.PUBLIC)
    reader = world.actor(Role.SPECIALIST, world.commune)
    assert selectors.plan_page(reader, plan.pk).may == {Action.READ}
    with pytest.raises(Missing):
        selectors.plan_page(world.coordinator, plan.pk + 1)


def test_tasks_and_what_is_handed_out_are_counted_apart(world: World, plan: Plan) -> None:
    unit("Sở Nội vụ", parent=world.province)
    found = selectors.figures(plan)
    # one each for the first two tasks, one for each of three departments for the third, none for the last
    assert (found.tasks, found.handings) == (4, 5)
    assert (found.targets, found.measurable_targets, found.assignments, found.reporting) == (1, 1, 2, 2)
    assert (found.without_owner, found.without_deadline, found.proposed) == (1, 1, 0)
    assert (found.money, found.money_lines) == (226_000_000_000, (BudgetLine.objects.get().pk,))
    assert found.by_schedule == {
        Schedule.OVERDUE: 0,
        Schedule.SOON: 1,
        Schedule.NOT_DUE: 1,
        Schedule.RECURRING: 1,
        Schedule.UNDATED: 1,
    }


@pytest.mark.parametrize(
    ("lines", "money"),
    [
        ((), None),
        ((("total", 10, None), ("total", 10, None)), 10),
        ((("total", 10, None), ("part", 4, 0), ("part", 6, 0), ("part", 3, None), ("average", 2, None)), 10),
        ((("part", 4, None), ("part", 4, None), ("average", 9, None)), 8),
        ((("average", 9, None),), None),
    ],
)
def test_the_money_of_a_plan_counts_no_sum_twice(
    world: World, lines: tuple[tuple[str, int, int | None], ...], money: int | None
) -> None:
    line = PLAN.budget[0]
    budget = tuple(
        msgspec.structs.replace(line, kind=kind, amount=amount, parent=parent) for kind, amount, parent in lines
    )
    record = type(PLAN).from_json(msgspec.structs.replace(PLAN, budget=budget).to_json())
    plan = services.adopt(world.coordinator, review_id=approved.review(world, record).pk)
    assert selectors.figures(plan).money == money


def test_an_agency_finds_every_duty_in_the_plan(
    world: World, plan: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Document.objects.filter(pk=plan.document_id).update(audience=Audience.RECIPIENTS)
    officer = world.actor(Role.SPECIALIST, world.finance)
    with django_assert_max_num_queries(15):
        owed = selectors.duties_of(officer)
    assert [line.task.position for line in owed.tasks] == [0, 1, 2]
    assert (owed.task_count, owed.assignment_count, owed.reporting_count) == (3, 1, 2)
    assert owed.by_schedule[Schedule.SOON] == 1
    commune = selectors.duties_of(world.actor(Role.SPECIALIST, world.commune))
    assert (commune.task_count, commune.assignment_count, commune.reporting_count) == (0, 1, 2)


def test_a_duty_in_a_plan_that_is_not_open_is_not_shown(world: World, plan: Plan) -> None:
    owed = selectors.duties_of(world.actor(Role.SPECIALIST, world.finance))
    assert (owed.task_count, owed.tasks, owed.reporting_count) == (0, (), 0)
    assert selectors.duties_of(system("test")).task_count == 0


def test_a_division_owes_what_its_agency_owes(world: World, plan: Plan) -> None:
    assert selectors.duties_of(world.actor(Role.SPECIALIST, world.division)).task_count == 2


def test_a_row_is_found_under_its_lasting_name_in_every_version(
    world: World, plan: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = Task.objects.get(plan=plan, position=1)
    services.adopt(
        world.coordinator, review_id=approved.review(world, PLAN, of=plan.document, rejected=[("tasks", "0")]).pk
    )
    with django_assert_max_num_queries(9):
        found = selectors.permalink(world.coordinator, row.lineage)
    assert (found.kind, found.plan, found.row.current) == (RowKind.TASK, plan, True)
    assert [item.version.number for item in found.history] == [2, 1]
    gone = selectors.permalink(world.coordinator, Task.objects.get(position=0, current=False).lineage, RowKind.TASK)
    assert (gone.row.current, len(gone.history)) == (False, 1)
    with pytest.raises(Missing):
        selectors.permalink(world.coordinator, uuid.uuid4())
    with pytest.raises(Missing):
        selectors.permalink(world.actor(Role.SPECIALIST, world.commune), row.lineage)


def test_the_rows_of_each_kind_take_at_most_three_queries(
    world: World, plan: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for kind in RowKind:
        with django_assert_max_num_queries(3):
            assert list(selectors.rows(plan, kind))


_DAYS = st.none() | st.dates(dt.date(2026, 4, 1), dt.date(2026, 8, 30))


@given(_DAYS, st.sampled_from(["", "continuous", "annual"]))
def test_every_task_has_one_standing(due: dt.date | None, every: str) -> None:
    task = Task(due_on=due, every=every)
    assert schedule_of(task, TODAY) in Schedule


def test_the_standing_of_a_task_is_the_same_for_one_and_for_all(world: World, plan: Plan) -> None:
    model = Task.objects.filter(plan=plan)[0]
    for days, every in [(-1, ""), (0, ""), (30, ""), (31, ""), (None, ""), (None, "annual"), (5, "annual")]:
        model.pk, model.lineage, model.every = None, uuid.uuid4(), every
        model.due_on = None if days is None else TODAY + dt.timedelta(days=days)
        model.save()
    for task in Task.objects.annotate(standing=schedule_expression(TODAY)):
        said = schedule_of(task, TODAY)
        assert task.standing == said
        assert [code for code in Schedule if Task.objects.filter(schedule_rule(code, TODAY), pk=task.pk)] == [said]


def test_people_keep_lists_of_their_own(world: World) -> None:
    services.save_view(world.coordinator, page="tasks", name=" Việc  quá hạn ", query="?lich=overdue")
    services.save_view(world.coordinator, page="tasks", name="Việc quá hạn", query="lich=overdue&sap=lead")
    views = selectors.saved_views(world.coordinator, "tasks")
    assert [(view.name, view.query) for view in views] == [("Việc quá hạn", "lich=overdue&sap=lead")]
    stranger = world.actor(Role.SPECIALIST)
    assert selectors.saved_views(stranger, "tasks") == ()
    with pytest.raises(Missing):
        services.delete_view(stranger, view_id=views[0].pk)
    services.delete_view(world.coordinator, view_id=views[0].pk)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("name", "query", "wrong"), [("", "a=1", "name"), ("x" * 81, "a=1", "name"), ("x", "q" * 1001, "query")]
)
def test_a_list_without_a_fit_name_or_query_is_refused(world: World, name: str, query: str, wrong: str) -> None:
    with pytest.raises(Refused) as problem:
        services.save_view(world.coordinator, page="tasks", name=name, query=query)
    assert set(problem.value.fields) == {wrong}
    with pytest.raises(NotAllowed):
        services.save_view(system("test"), page="tasks", name="x", query="a=1")


def test_there_is_an_end_to_saved_lists(world: World) -> None:
    for index in range(50):
        services.save_view(world.coordinator, page="tasks", name=f"{index}", query="a=1")
    with pytest.raises(Refused):
        services.save_view(world.coordinator, page="tasks", name="một nữa", query="a=1")
    services.save_view(world.coordinator, page="tasks", name="3", query="b=2")


def test_an_ended_agency_does_not_count_in_a_group(world: World, plan: Plan) -> None:
    old = unit("Sở Du lịch", UnitKind.DEPARTMENT, parent=world.province)
    old.ends_on = dt.date(2025, 2, 28)
    old.save()
    assert selectors.figures(plan).handings == 4
