"""An approved review becomes a plan: all of it, once, with every duty at the agency that has it."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import Any

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.documents.models import Document, Review
from lotrinh.documents.vocab import Audience, ReviewState
from lotrinh.organisations.vocab import GroupKind, UnitKind
from lotrinh.plans import selectors, services
from lotrinh.plans.models import Plan, PlanVersion, Task, TaskParty
from lotrinh.plans.selectors import last_day
from lotrinh.plans.services import Named
from lotrinh.plans.services.coordination import coordination_in
from lotrinh.plans.vocab import RowKind
from tests.factories import approved
from tests.factories.world import World, unit
from vanban.record import PlanRecord, json_schema

PLAN = approved.read(approved.PLAN)


def trace(action: str) -> tuple[dict[str, Any], dict[str, Any], int]:
    """What the one row of the trail holds before and after, and its chain."""
    row = AuditEntry.objects.get(action=action)
    return row.before or {}, row.after or {}, row.chain


def adopted(world: World, record: PlanRecord = PLAN, **more: object) -> Plan:
    return services.adopt(world.coordinator, review_id=approved.review(world, record, **more).pk)  # type: ignore[arg-type]


def test_a_plan_has_every_row_of_the_review_with_its_words_and_place(world: World) -> None:
    plan = adopted(world)
    counts = {kind: selectors.rows(plan, kind).count() for kind in RowKind}
    assert counts == {
        RowKind.TARGET: len(PLAN.targets),
        RowKind.TASK: 4,
        RowKind.ASSIGNMENT: 2,
        RowKind.REPORTING: 2,
        RowKind.BUDGET: 1,
    }
    assert (plan.title, plan.current, plan.owner) == (PLAN.document.title, 1, world.science)
    for row, read in zip(selectors.rows(plan, RowKind.TASK), PLAN.tasks, strict=True):
        assert isinstance(row, Task)
        assert (row.text, (row.span_start, row.span_end), row.section) == (read.text, read.span, read.section)
    assert [section.path for section in selectors.plan_page(world.coordinator, plan.pk).sections] == [
        "I",
        "II",
        "III",
        "IV",
    ]


def test_what_was_rejected_is_not_in_the_plan(world: World) -> None:
    plan = adopted(world, rejected=[("tasks", "1")])
    assert [task.text for task in selectors.rows(plan, RowKind.TASK)] == [
        task.text for index, task in enumerate(PLAN.tasks) if index != 1
    ]


def test_names_become_units_and_groups_and_stay_as_printed(world: World) -> None:
    plan = adopted(world)
    parties = TaskParty.objects.filter(task__plan=plan).order_by("task__position", "role", "position")
    assert [(party.printed, party.role, party.unit, party.group) for party in parties] == [
        ("Sở Khoa học và Công nghệ", "lead", world.science, ""),
        ("Sở Tài chính", "partner", world.finance, ""),
        ("Sở Tài chính", "lead", world.finance, ""),
        ("Các sở, ban, ngành", "lead", None, GroupKind.DEPARTMENTS),
    ]


def test_the_day_on_which_a_task_is_due(world: World) -> None:
    plan = adopted(world)
    due = [(task.deadline, task.due_on) for task in Task.objects.filter(plan=plan)]
    assert due == [("2026-06-30", dt.date(2026, 6, 30)), ("2026-Q3", dt.date(2026, 9, 30)), ("", None), ("", None)]


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        ("2026-Q1", dt.date(2026, 3, 31)),
        ("2026-Q3", dt.date(2026, 9, 30)),
        ("2026-02", dt.date(2026, 2, 28)),
        ("2028-02", dt.date(2028, 2, 29)),
        ("2026", dt.date(2026, 12, 31)),
        ("2026-06-30", dt.date(2026, 6, 30)),
        ("", None),
        ("2026-13", None),
        ("2026-02-30", None),
        ("2026-00", None),
        ("0000", None),
        ("sớm", None),
    ],
)
def test_the_last_day_of_a_deadline(deadline: str, day: dt.date | None) -> None:
    assert last_day(deadline) == day


def test_every_agency_with_a_duty_or_in_the_list_of_recipients_receives_the_document(world: World) -> None:
    other = unit("Ban Quản lý khu công nghệ", UnitKind.OTHER, parent=world.province)
    plan = adopted(world)
    assert {item.unit for item in plan.document.recipients.all()} == {world.finance, world.commune, world.province}
    assert not plan.document.recipients.filter(unit=other).exists()


def test_a_document_that_is_open_already_is_opened_to_nobody_new_by_adopting(world: World) -> None:
    document = approved.document(world, PLAN, audience=Audience.RECIPIENTS)
    plan = adopted(world, of=document)
    assert not plan.document.recipients.exists()
    _before, after, _chain = trace("plan.adopted")
    assert after["recipients_added"] == 0


def test_who_coordinates_is_taken_from_the_plan_s_own_words(world: World) -> None:
    plan = adopted(world)
    assert (plan.follow_up, plan.reports_to, plan.difficulties_to) == (world.science, world.science, world.finance)


def test_who_coordinates_stays_empty_where_the_plan_does_not_say(world: World) -> None:
    silent = msgspec.structs.replace(
        approved.read("KẾ HOẠCH\nII. NHIỆM VỤ\n1. Sở Tài chính ban hành Quyết định về quỹ khoa học."), citations=()
    )
    review = approved.review(world, silent)
    plan = services.adopt(world.coordinator, review_id=review.pk, title="Quỹ khoa học")
    page = selectors.plan_page(world.coordinator, plan.pk)
    assert not any((page.follow_up, page.reports_to, page.difficulties_to))


def test_difficulties_are_found_in_a_paragraph_that_is_no_duty_to_report(world: World) -> None:
    from lotrinh.documents.review.result import result_of

    record = msgspec.structs.replace(PLAN, reporting=())
    assert coordination_in(result_of(approved.review(world, record))).difficulties_to == "Sở Tài chính"


def test_what_the_coordinator_says_goes_before_the_words_of_the_plan(world: World) -> None:
    review = approved.review(world, PLAN)
    plan = services.adopt(
        world.coordinator,
        review_id=review.pk,
        title="  Kế hoạch   khoa học ",
        follow_up=Named(unit_id=world.finance.pk),
        reports_to=Named(printed="Tổ giúp việc"),
        difficulties_to=Named(),
    )
    assert plan.title == "Kế hoạch khoa học"
    assert (plan.follow_up, plan.follow_up_printed) == (world.finance, "Sở Tài chính")
    assert (plan.reports_to, plan.reports_to_printed) == (None, "Tổ giúp việc")
    assert (plan.difficulties_to, plan.difficulties_to_printed) == (None, "")


def test_coordination_can_be_set_later_and_leaves_its_trace(world: World) -> None:
    plan = adopted(world)
    services.set_coordination(
        world.coordinator,
        plan_id=plan.pk,
        follow_up=Named(printed="Sở TC"),
        reports_to=Named(unit_id=world.province.pk),
        difficulties_to=Named(),
    )
    plan.refresh_from_db()
    assert (plan.follow_up, plan.reports_to, plan.difficulties_to) == (world.finance, world.province, None)
    before, after, _chain = trace("plan.coordination_set")
    assert (before["follow_up"], after["follow_up"]) == ("Sở Khoa học và Công nghệ", "Sở Tài chính")
    with pytest.raises(Refused) as problem:
        services.set_coordination(
            world.coordinator,
            plan_id=plan.pk,
            follow_up=Named(unit_id=10**9),
            reports_to=Named(printed="x" * 201),
            difficulties_to=Named(),
        )
    assert set(problem.value.fields) == {"follow_up", "reports_to"}


def test_adopting_twice_gives_the_same_plan_and_one_trace(world: World) -> None:
    review = approved.review(world, PLAN)
    first = services.adopt(world.coordinator, review_id=review.pk)
    assert services.adopt(world.coordinator, review_id=review.pk) == first
    assert (Plan.objects.count(), PlanVersion.objects.count(), Task.objects.count()) == (1, 1, 4)
    assert Review.objects.get(pk=review.pk).state == ReviewState.ADOPTED
    _before, after, chain = trace("plan.adopted")
    assert (after["task"], after["version"], after["unresolved"]) == (4, 1, 0)
    assert chain == world.science.pk


@pytest.mark.parametrize("state", [state for state in ReviewState.values if state not in {"approved", "adopted"}])
def test_only_an_approved_review_is_adopted(world: World, state: str) -> None:
    review = approved.review(world, PLAN, state=state)
    with pytest.raises(Refused):
        services.adopt(world.coordinator, review_id=review.pk)
    assert not Plan.objects.exists()


def test_nothing_is_left_of_an_adoption_that_fails(world: World) -> None:
    untitled = msgspec.structs.replace(PLAN, document=msgspec.structs.replace(PLAN.document, title=None))
    review = approved.review(world, untitled)
    with pytest.raises(Refused) as problem:
        services.adopt(world.coordinator, review_id=review.pk)
    assert set(problem.value.fields) == {"title"}
    with pytest.raises(Refused) as problem:
        services.adopt(world.coordinator, review_id=review.pk, title="Tên", reason="x" * 501)
    assert set(problem.value.fields) == {"reason"}
    with pytest.raises(Refused) as problem:
        services.adopt(world.coordinator, review_id=review.pk, title="x" * 601)
    assert set(problem.value.fields) == {"title"}
    assert not Plan.objects.exists()
    assert Review.objects.get(pk=review.pk).state == ReviewState.APPROVED


def test_only_a_coordinator_of_the_agency_adopts(world: World) -> None:
    review = approved.review(world, PLAN)
    with pytest.raises(NotAllowed):
        services.adopt(world.actor(Role.SPECIALIST), review_id=review.pk)
    with pytest.raises(Missing):
        services.adopt(world.actor(Role.COORDINATOR, world.finance), review_id=review.pk)
    with pytest.raises(Missing):
        services.adopt(world.coordinator, review_id=10**9)


def test_a_thousand_tasks_take_a_few_seconds_and_few_statements(world: World) -> None:
    review = approved.review(world, approved.large(1000))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        begun = time.process_time()
        plan = services.adopt(world.coordinator, review_id=review.pk)
        took = time.process_time() - begun
    assert Task.objects.filter(plan=plan).count() == 1000
    assert took < 8, took
    assert len(queries) < 200, len(queries)


def test_the_record_of_a_version_is_the_record_that_was_read(world: World) -> None:
    for record in (
        PLAN,
        approved.sample("ke-hoach-chuyen-doi-so.docx"),
        approved.sample("quyet-dinh-so-huu-tri-tue.txt"),
    ):
        plan = adopted(world, record)
        version = selectors.version_of(world.coordinator, plan.pk)
        again = selectors.record_of(version, findings=True)
        assert _plain(again) == _plain(record)
        assert selectors.record_of(version).findings == ()


def test_the_record_of_a_version_fits_the_schema(world: World) -> None:
    import jsonschema

    plan = adopted(world, approved.sample("ke-hoach-chuyen-doi-so.docx"))
    record = selectors.record_of(selectors.version_of(world.coordinator, plan.pk))
    jsonschema.validate(json.loads(record.to_json()), json_schema())


def test_a_proposed_value_is_not_in_the_record_or_says_that_it_is_one(world: World) -> None:
    edits = {("tasks", "3"): {"lead": ["Sở Tư pháp"], "deadline": "2026-12-31", "deliverable": "Báo cáo"}}
    plan = adopted(world, edits=edits)
    version = selectors.version_of(world.coordinator, plan.pk)
    bare = selectors.record_of(version).tasks[3]
    assert (bare.lead, bare.deadline, bare.deadline_text, bare.deliverable) == ((), None, None, None)
    marked = selectors.record_of(version, proposals=True).tasks[3]
    assert (marked.lead, marked.deadline, marked.deadline_text, marked.deliverable) == (
        ("Sở Tư pháp (đề xuất)",),
        None,
        "31/12/2026 (đề xuất)",
        "Báo cáo (đề xuất)",
    )


def _plain(record: PlanRecord) -> dict[str, Any]:
    """The record without what a person's decision makes certain, and without judgements about the words."""
    data = record.to_dict()
    for part in ("targets", "tasks", "assignments", "reporting", "budget"):
        for item in data[part]:
            item.pop("confidence")
            item.pop("specificity", None)
    for task in data["tasks"]:
        task.pop("section_id")
    return data


def test_a_draft_without_number_can_be_adopted(world: World) -> None:
    header = msgspec.structs.replace(PLAN.document, number=None, date=None, draft=True)
    plan = adopted(world, msgspec.structs.replace(PLAN, document=header))
    assert Document.objects.get(pk=plan.document_id).number == ""
