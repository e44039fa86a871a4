"""A later version: rows keep their lineage, the first promise stays, the difference can be read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pytest
from django.core import serializers
from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Conflict, Missing, NotAllowed, Refused
from lotrinh.documents.models import Document
from lotrinh.documents.vocab import Audience, Relation
from lotrinh.plans import selectors, services
from lotrinh.plans.models import Confirmation, Plan, PlanVersion, Task, TaskParty
from lotrinh.plans.selectors.plans import MODELS
from lotrinh.plans.selectors.versions import Piece, word_difference
from lotrinh.plans.services.lineage import Matter, matched
from lotrinh.plans.vocab import Change, ProposedField, RowKind
from tests.factories import approved
from tests.factories.world import World

PLAN = approved.read(approved.PLAN)
#: The second deadline moves, the third task goes, a task comes, everything below is one further down.
LATER = approved.read(
    approved.PLAN.replace("hoàn thành trong quý III năm 2026", "hoàn thành trong quý IV năm 2026")
    .replace("3. Các sở, ban, ngành thường xuyên tuyên truyền về đổi mới sáng tạo.\n", "")
    .replace(
        "4. Rà soát các quy định về sở hữu trí tuệ trên địa bàn.",
        "3. Rà soát các quy định về sở hữu trí tuệ trên địa bàn.\n"
        "4. Sở Nội vụ đào tạo 50 cán bộ về chuyển đổi số trước ngày 30 tháng 11 năm 2026.",
    )
)


def two_versions(world: World) -> Plan:
    document = approved.document(world, PLAN)
    services.adopt(world.coordinator, review_id=approved.review(world, PLAN, of=document).pk)
    review = approved.review(world, LATER, of=document)
    return services.adopt(world.coordinator, review_id=review.pk, reason="Đính chính thời hạn")


def fingerprint(version: PlanVersion) -> str:
    """A hash of all rows of a version and of their parties, but for whether they are in force."""
    things: list[Model] = [*version.sections.order_by("pk")]
    for model in MODELS.values():
        rows: Any = model._default_manager.filter(version=version).order_by("pk")
        for row in rows:
            row.current = True
            things.append(row)
        if hasattr(model, "parties"):
            things += [party for row in rows for party in row.parties.order_by("pk")]
    return hashlib.sha256(serializers.serialize("json", [version, *things]).encode()).hexdigest()


def lineages(plan: Plan, number: int) -> list[UUID]:
    return list(
        Task.objects.filter(plan=plan, version__number=number).order_by("position").values_list("lineage", flat=True)
    )


def test_the_first_promise_is_never_overwritten(world: World) -> None:
    document = approved.document(world, PLAN)
    plan = services.adopt(world.coordinator, review_id=approved.review(world, PLAN, of=document).pk)
    before = fingerprint(plan.versions.get(number=1))
    services.adopt(world.coordinator, review_id=approved.review(world, LATER, of=document).pk)
    assert fingerprint(plan.versions.get(number=1)) == before
    for model in MODELS.values():
        assert not model._default_manager.filter(version__number=1, current=True).exists()
        assert not model._default_manager.filter(version__number=2, current=False).exists()


def test_rows_with_the_same_or_nearly_the_same_words_go_on(world: World) -> None:
    plan = two_versions(world)
    assert plan.current == 2
    first, second = lineages(plan, 1), lineages(plan, 2)
    assert second[:2] == first[:2]
    assert second[2] == first[3]
    assert second[3] not in first
    assert first[2] not in second


def test_a_reading_of_the_same_words_changes_nothing(world: World) -> None:
    document = approved.document(world, PLAN)
    services.adopt(world.coordinator, review_id=approved.review(world, PLAN, of=document).pk)
    plan = services.adopt(world.coordinator, review_id=approved.review(world, PLAN, of=document).pk)
    found = selectors.difference(world.coordinator, plan.pk, 1, 2)
    assert (found.added, found.removed, found.changed) == ((), (), ())
    assert found.unchanged == {
        RowKind.TARGET: 1,
        RowKind.TASK: 4,
        RowKind.ASSIGNMENT: 2,
        RowKind.REPORTING: 2,
        RowKind.BUDGET: 1,
    }


def test_the_difference_names_what_came_what_went_and_which_words_changed(world: World) -> None:
    plan = two_versions(world)
    found = selectors.difference(world.coordinator, plan.pk, 1, 2)
    assert [(item.kind, item.row.text[:12]) for item in found.added] == [(RowKind.TASK, "4. Sở Nội vụ")]
    assert [(item.kind, item.row.text[:12]) for item in found.removed] == [(RowKind.TASK, "3. Các sở, b")]
    moved = next(item for item in found.changed if item.lineage == lineages(plan, 2)[1])
    assert moved.change is Change.CHANGED
    fields = {item.field: (item.before, item.after) for item in moved.fields}
    assert fields["deadline"] == ("Quý III/2026", "Quý IV/2026")
    words = next(item.words for item in moved.fields if item.field == "text")
    assert [(item.piece, item.text.strip()) for item in words if item.piece is not Piece.SAME] == [
        (Piece.REMOVED, "III"),
        (Piece.ADDED, "IV"),
    ]


@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=40))
def test_the_pieces_of_a_difference_give_both_texts(before: str, after: str) -> None:
    pieces = word_difference(before, after)
    old = "".join(item.text for item in pieces if item.piece is not Piece.ADDED)
    new = "".join(item.text for item in pieces if item.piece is not Piece.REMOVED)
    assert (old.split(), new.split()) == (before.split(), after.split())


_TEXTS = st.lists(st.sampled_from(["Xây dựng kho dữ liệu", "Xây dựng kho dữ liệu mở", "Đào tạo", "Tổ chức hội nghị"]))


@given(_TEXTS, _TEXTS)
def test_each_row_goes_on_once_and_equal_words_always_do(old: Iterable[str], new: Iterable[str]) -> None:
    before = [(UUID(int=i), Matter(words=text, places=("II",))) for i, text in enumerate(old)]
    after = [Matter(words=text, places=("II",)) for text in new]
    found = matched(before, after)
    assert len(set(found.values())) == len(found)
    for text in {item.words for item in after}:
        there = sum(1 for _, item in before if item.words == text)
        same = sum(1 for index, line in found.items() if after[index].words == text == before[line.int][1].words)
        assert same == min(there, sum(1 for item in after if item.words == text))


def test_another_heading_keeps_rows_apart_that_are_only_alike() -> None:
    old = [(UUID(int=1), Matter(words="Xây dựng kho dữ liệu của tỉnh", places=("II",)))]
    assert matched(old, [Matter(words="Xây dựng kho dữ liệu của xã", places=("III",))]) == {}
    assert matched(old, [Matter(words="Xây dựng kho dữ liệu của xã", places=("II",))]) == {0: UUID(int=1)}


def test_a_document_that_replaces_the_plan_s_brings_its_next_version(world: World) -> None:
    plan = services.adopt(world.coordinator, review_id=approved.review(world, PLAN).pk)
    later = approved.document(world, LATER)
    approved.relate(world, later, plan.document, Relation.REPLACES)
    again = services.adopt(world.coordinator, review_id=approved.review(world, LATER, of=later).pk)
    assert (again.pk, again.current, again.document) == (plan.pk, 2, later)
    third = services.adopt(world.coordinator, review_id=approved.review(world, PLAN, of=plan.document).pk)
    assert (third.pk, third.current) == (plan.pk, 3)


def test_a_related_document_may_be_a_plan_of_its_own(world: World) -> None:
    plan = services.adopt(world.coordinator, review_id=approved.review(world, PLAN).pk)
    later = approved.document(world, LATER)
    approved.relate(world, later, plan.document, Relation.AMENDS)
    other = services.adopt(world.coordinator, review_id=approved.review(world, LATER, of=later).pk, as_new=True)
    assert (other.pk != plan.pk, other.current) == (True, 1)


def test_a_document_that_only_repeals_or_acts_on_two_plans_brings_no_version(world: World) -> None:
    first = services.adopt(world.coordinator, review_id=approved.review(world, PLAN).pk)
    later = approved.document(world, LATER)
    approved.relate(world, later, first.document, Relation.REPEALS)
    second = services.adopt(world.coordinator, review_id=approved.review(world, LATER, of=later).pk)
    assert second.pk != first.pk
    both = approved.document(world, LATER)
    approved.relate(world, both, first.document, Relation.AMENDS)
    approved.relate(world, both, second.document, Relation.AMENDS)
    with pytest.raises(Conflict):
        services.adopt(world.coordinator, review_id=approved.review(world, LATER, of=both).pk)


def test_an_agency_cannot_bring_a_version_of_another_one_s_plan(world: World) -> None:
    plan = services.adopt(world.coordinator, review_id=approved.review(world, PLAN).pk)
    Document.objects.filter(pk=plan.document_id).update(audience=Audience.PUBLIC)
    stranger = world.actor(Role.COORDINATOR, world.finance)
    theirs = approved.document(world, LATER)
    theirs.owner = world.finance
    theirs.save()
    approved.relate(world, theirs, plan.document)
    with pytest.raises(NotAllowed):
        services.adopt(stranger, review_id=approved.review(world, LATER, of=theirs).pk)


def test_who_coordinates_stays_as_it_was_set(world: World) -> None:
    document = approved.document(world, PLAN)
    plan = services.adopt(world.coordinator, review_id=approved.review(world, PLAN, of=document).pk)
    services.set_coordination(
        world.coordinator,
        plan_id=plan.pk,
        follow_up=services.Named(unit_id=world.province.pk),
        reports_to=services.Named(),
        difficulties_to=services.Named(printed="Tổ giúp việc"),
    )
    again = services.adopt(world.coordinator, review_id=approved.review(world, LATER, of=document).pk)
    assert (again.follow_up, again.difficulties_to_printed) == (world.province, "Tổ giúp việc")


def test_an_older_version_is_seen_only_by_readers_of_its_own_document(world: World) -> None:
    plan = services.adopt(world.coordinator, review_id=approved.review(world, PLAN).pk)
    later = approved.document(world, LATER, audience=Audience.PUBLIC)
    approved.relate(world, later, plan.document)
    services.adopt(world.coordinator, review_id=approved.review(world, LATER, of=later).pk)
    plan.refresh_from_db()
    reader = world.actor(Role.SPECIALIST, world.commune)
    assert [item.number for item in selectors.versions(reader, plan)] == [2]
    assert [item.number for item in selectors.versions(world.coordinator, plan)] == [2, 1]
    with pytest.raises(Missing):
        selectors.version_of(reader, plan.pk, 1)
    with pytest.raises(Missing):
        selectors.difference(reader, plan.pk, 1, 2)
    rows = Task.objects.filter(plan=plan)
    stayed = rows.get(current=True, lineage__in=rows.filter(current=False, position=0).values("lineage"))
    assert [row.version.number for row in selectors.permalink(world.coordinator, stayed.lineage).history] == [2, 1]
    assert [row.version.number for row in selectors.permalink(reader, stayed.lineage).history] == [2]
    gone = rows.filter(current=False).exclude(lineage__in=rows.filter(current=True).values("lineage"))[0]
    assert selectors.permalink(world.coordinator, gone.lineage).row == gone
    with pytest.raises(Missing):
        selectors.permalink(reader, gone.lineage)


def test_a_difference_takes_seven_queries(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = two_versions(world)
    with django_assert_num_queries(7):
        selectors.difference(world.coordinator, plan.pk, 1, 2)


# Proposals -------------------------------------------------------------------------------------------------------

EDITS = {("tasks", "3"): {"lead": ["Sở Tài chính"], "deadline": "2026-12-31"}}


def confirm(world: World, task: Task, field: str) -> Confirmation:
    return services.confirm_proposal(
        world.coordinator,
        lineage=task.lineage,
        field=field,
        number="45/QĐ-UBND",
        issued_on=dt.date(2026, 3, 2),
        issuer="Ủy ban nhân dân tỉnh Sông Trà",
    )


@pytest.fixture(autouse=True)
def _later_than_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lotrinh.core.clock.now", lambda: dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC))


def test_a_value_that_the_document_lacks_stays_a_proposal_until_a_document_confirms_it(world: World) -> None:
    document = approved.document(world, PLAN)
    services.adopt(world.coordinator, review_id=approved.review(world, PLAN, of=document, edits=EDITS).pk)
    task = Task.objects.get(position=3)
    assert set(task.proposed) == {ProposedField.LEAD, ProposedField.DEADLINE}
    made = confirm(world, task, ProposedField.LEAD)
    task.refresh_from_db()
    assert (task.proposed, made.value) == (["deadline"], ["Sở Tài chính"])
    after = AuditEntry.objects.get(action="plan.proposal_confirmed").after
    assert after is not None
    assert after["number"] == "45/QĐ-UBND"
    with pytest.raises(Refused):
        confirm(world, task, ProposedField.LEAD)
    with pytest.raises(Refused):
        confirm(world, task, ProposedField.DELIVERABLE)


@pytest.mark.parametrize(
    ("number", "issued_on", "issuer", "wrong"),
    [
        ("", dt.date(2026, 3, 2), "Sở", {"number"}),
        ("45", None, "Sở", {"issued_on"}),
        ("45", dt.date(2999, 1, 1), "Sở", {"issued_on"}),
        ("45", dt.date(1900, 1, 1), "Sở", {"issued_on"}),
        ("x" * 61, dt.date(2026, 3, 2), "", {"number", "issuer"}),
    ],
)
def test_a_confirmation_needs_number_date_and_issuer(
    world: World, number: str, issued_on: dt.date | None, issuer: str, wrong: set[str]
) -> None:
    services.adopt(world.coordinator, review_id=approved.review(world, PLAN, edits=EDITS).pk)
    task = Task.objects.get(position=3)
    with pytest.raises(Refused) as problem:
        services.confirm_proposal(
            world.coordinator,
            lineage=task.lineage,
            field=ProposedField.LEAD,
            number=number,
            issued_on=issued_on,
            issuer=issuer,
        )
    assert set(problem.value.fields) == wrong
    assert Task.objects.get(position=3).proposed


def test_only_the_coordinator_confirms(world: World) -> None:
    services.adopt(world.coordinator, review_id=approved.review(world, PLAN, edits=EDITS).pk)
    task = Task.objects.get(position=3)
    with pytest.raises(NotAllowed):
        services.confirm_proposal(
            world.actor(Role.SPECIALIST),
            lineage=task.lineage,
            field=ProposedField.LEAD,
            number="1",
            issued_on=dt.date(2026, 3, 2),
            issuer="Sở",
        )


def test_a_confirmed_value_holds_in_the_next_version(world: World) -> None:
    document = approved.document(world, PLAN)
    services.adopt(world.coordinator, review_id=approved.review(world, PLAN, of=document, edits=EDITS).pk)
    task = Task.objects.get(position=3)
    confirm(world, task, ProposedField.LEAD)
    confirm(world, task, ProposedField.DEADLINE)
    # the same proposal of the lead again; nothing for the date, so that the confirmed one fills it
    again = {("tasks", "2"): {"lead": ["Sở Tài chính"]}}
    services.adopt(world.coordinator, review_id=approved.review(world, LATER, of=document, edits=again).pk)
    now = Task.objects.get(lineage=task.lineage, current=True)
    assert (now.proposed, now.lead_names, now.due_on) == ([], "Sở Tài chính", dt.date(2026, 12, 31))


def test_a_confirmed_lead_fills_the_task_with_its_agency(world: World) -> None:
    document = approved.document(world, PLAN)
    services.adopt(world.coordinator, review_id=approved.review(world, PLAN, of=document, edits=EDITS).pk)
    task = Task.objects.get(position=3)
    confirm(world, task, ProposedField.LEAD)
    services.adopt(world.coordinator, review_id=approved.review(world, LATER, of=document).pk)
    now = Task.objects.get(lineage=task.lineage, current=True)
    assert [party.unit for party in TaskParty.objects.filter(task=now)] == [world.finance]
    assert "so tai chinh" in now.search


def test_another_proposal_than_the_confirmed_one_stays_a_proposal(world: World) -> None:
    document = approved.document(world, PLAN)
    services.adopt(world.coordinator, review_id=approved.review(world, PLAN, of=document, edits=EDITS).pk)
    task = Task.objects.get(position=3)
    confirm(world, task, ProposedField.LEAD)
    other = {("tasks", "2"): {"lead": ["Sở Tư pháp"]}}
    services.adopt(world.coordinator, review_id=approved.review(world, LATER, of=document, edits=other).pk)
    assert Task.objects.get(lineage=task.lineage, current=True).proposed == ["lead"]
