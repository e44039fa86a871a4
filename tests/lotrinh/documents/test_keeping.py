"""Who keeps what an agency left when it ended: by whose decision, what moves, and back again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Conflict, Missing, NotAllowed, Refused
from lotrinh.documents import policies
from lotrinh.documents.models import Document, Keeping, Recipient
from lotrinh.documents.policies import Action
from lotrinh.documents.selectors import keeping as selectors
from lotrinh.documents.services import keeping
from lotrinh.documents.services.keeping import Deciding
from lotrinh.documents.vocab import Audience
from lotrinh.organisations.models import Unit
from lotrinh.organisations.services.reorganising import Decision, Passing, reorganise
from lotrinh.organisations.vocab import ReorganisationKind
from lotrinh.plans.services import keeping as plans
from tests.factories import plans as seeded
from tests.factories.absence import again, ended
from tests.factories.papers import document
from tests.factories.world import World, unit

DECISION = Deciding(number="45/QĐ-UBND", issued_on=dt.date(2026, 3, 2), issuer="Ủy ban nhân dân tỉnh Sông Trà")


@pytest.fixture
def planning(world: World) -> Unit:
    """Sở Kế hoạch và Đầu tư, divided today between finance and science."""
    old = unit("Sở Kế hoạch và Đầu tư", parent=world.province)
    lines = [
        Passing(predecessor_id=old.pk, successor=world.finance.pk, subject="đầu tư công"),
        Passing(predecessor_id=old.pk, successor=world.science.pk, subject="đổi mới sáng tạo"),
    ]
    reorganise(
        world.actor(Role.OPERATOR, world.province),
        kind=ReorganisationKind.SPLIT,
        decision=Decision(effective_on=clock.today(), number="18/NQ-HĐND"),
        lines=lines,
    )
    old.refresh_from_db()
    return old


@pytest.fixture
def operator(world: World) -> Actor:
    """Who runs the whole platform."""
    return world.actor(Role.OPERATOR, world.province)


def give(actor: Actor, giver: Unit, keeper: Unit, *rows: Document, **given: Any) -> Keeping:  # noqa: ANN401 - parts of a decision
    """The actor gives these documents, by DECISION unless said otherwise."""
    decision = Deciding(
        number=given.get("number", DECISION.number),
        issued_on=given.get("issued_on", DECISION.issued_on),
        issuer=given.get("issuer", DECISION.issuer),
    )
    return plans.give(
        actor, giver_id=giver.pk, keeper_id=keeper.pk, document_ids=[row.pk for row in rows], decision=decision
    )


def test_rights_move_with_the_keeper_and_the_plan_goes_along(world: World, planning: Unit, operator: Actor) -> None:
    moved, stays = seeded.plan(world, owner=planning), document(planning, world.coordinator)
    coordinator = world.actor(Role.COORDINATOR, world.finance)
    assert not policies.allowed(coordinator, Action.ADOPT, moved.document)
    row = give(operator, planning, world.finance, moved.document)
    moved.document.refresh_from_db()
    moved.plan.refresh_from_db()
    stays.refresh_from_db()
    assert (moved.document.owner, moved.plan.owner, stays.owner) == (world.finance, world.finance, planning)
    assert policies.allowed(coordinator, Action.ADOPT, moved.document)
    assert row.plans == [moved.plan.pk]
    entries = {entry.action: entry for entry in AuditEntry.objects.filter(chain=planning.pk)}
    for action in ("document.kept_by", "plan.kept_by"):
        assert entries[action].before == {"owner": planning.name}
        assert entries[action].after == {
            "owner": world.finance.name,
            "number": "45/QĐ-UBND",
            "issued_on": "2026-03-02",
            "issuer": "Ủy ban nhân dân tỉnh Sông Trà",
        }


def test_a_decision_recorded_by_mistake_gives_everything_back(world: World, planning: Unit, operator: Actor) -> None:
    moved = seeded.plan(world, owner=planning)
    row = give(operator, planning, world.finance, moved.document)
    plans.withdraw(operator, keeping_id=row.pk)
    moved.document.refresh_from_db()
    moved.plan.refresh_from_db()
    assert (moved.document.owner, moved.plan.owner) == (planning, planning)
    actions = AuditEntry.objects.filter(chain=world.finance.pk).values_list("action", flat=True)
    assert set(actions) >= {"document.keeping_withdrawn", "plan.keeping_withdrawn"}
    with pytest.raises(Refused) as caught:
        plans.withdraw(operator, keeping_id=row.pk)
    assert caught.value.code == "keeping-withdrawn"


def test_what_was_moved_on_is_not_given_back(world: World, planning: Unit, operator: Actor) -> None:
    moved = document(planning, world.coordinator)
    row = give(operator, planning, world.finance, moved)
    ended(world.finance, None)
    give(operator, world.finance, world.commune, moved)
    with pytest.raises(Conflict):
        plans.withdraw(operator, keeping_id=row.pk)
    row.refresh_from_db()
    assert row.withdrawn_at is None


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HEAD_OF_AGENCY, Role.LEADER, Role.INSPECTOR])
def test_only_operators_decide(world: World, planning: Unit, role: str) -> None:
    with pytest.raises(NotAllowed):
        give(world.actor(role, world.province), planning, world.finance, document(planning, world.coordinator))


def test_the_operator_runs_both_agencies(world: World, planning: Unit, operator: Actor) -> None:
    moved = document(planning, world.coordinator)
    of_one = world.actor(Role.OPERATOR, planning)
    with pytest.raises(NotAllowed):
        give(of_one, planning, world.finance, moved)
    with pytest.raises(NotAllowed):
        give(world.actor(Role.OPERATOR, world.finance), planning, world.finance, moved)
    row = give(operator, planning, world.finance, moved)
    with pytest.raises(Missing):
        plans.withdraw(of_one, keeping_id=row.pk)
    assert selectors.keepings(of_one) == ()
    assert [item.n for item in selectors.keepings(operator)] == [1]  # type: ignore[attr-defined]  # counted by the query


def test_the_operator_of_the_only_heir_may_take_it_over_and_nothing_else(world: World) -> None:
    old = ended(unit("Sở Ngoại vụ", parent=world.province), world.finance)
    rows = [document(old, world.coordinator) for _ in range(2)]
    heir = world.actor(Role.OPERATOR, world.finance)
    with pytest.raises(NotAllowed):
        give(heir, old, world.science, rows[0])
    give(heir, old, world.finance, rows[0])


def test_what_cannot_be_is_refused_and_nothing_moves(world: World, planning: Unit, operator: Actor) -> None:
    row = document(planning, world.coordinator)
    tomorrow = clock.today() + dt.timedelta(days=1)
    wrong: list[tuple[str, Unit, dict[str, Any]]] = [
        ("keeper", planning, {}),
        ("keeper", world.division, {}),
        ("keeper", ended(unit("Sở Ngoại vụ", parent=world.province), None), {}),
        ("number", world.finance, {"number": " "}),
        ("issuer", world.finance, {"issuer": ""}),
        ("issued_on", world.finance, {"issued_on": tomorrow}),
    ]
    for field, keeper, given in wrong:
        with pytest.raises(Refused) as caught:
            give(operator, planning, keeper, row, **given)
        assert set(caught.value.fields) == {field}
    with pytest.raises(Refused) as caught:
        give(operator, planning, world.finance)
    assert set(caught.value.fields) == {"documents"}
    with pytest.raises(Refused) as caught:
        give(operator, world.science, world.finance, document(world.science, world.coordinator))
    assert caught.value.code == "unit-not-ended"
    with pytest.raises(Conflict):
        give(operator, planning, world.finance, row, document(world.science, world.coordinator))
    assert not Keeping.objects.exists()
    assert set(Document.objects.filter(owner=planning)) == {row}


def test_the_page_proposes_those_who_took_over_with_their_field(
    world: World, planning: Unit, operator: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for audience in (Audience.INTERNAL, Audience.PUBLIC):
        document(planning, world.coordinator, audience=audience)
    with django_assert_max_num_queries(4):
        (line,) = selectors.ended_keepers(operator)
    assert (line.unit, line.count, line.heir) == (planning, 2, None)
    assert {(item.unit, item.subject) for item in line.proposed} == {
        (world.finance, "đầu tư công"),
        (world.science, "đổi mới sáng tạo"),
    }
    with django_assert_max_num_queries(7):
        page = selectors.kept_page(operator, planning.pk, most=500)
    # Operators read no document that is not public: neither do they here.
    assert [row.audience for row in page.documents if row.pk in page.readable] == [Audience.PUBLIC]
    assert planning not in page.agencies
    assert selectors.ended_keepers(world.coordinator) == ()
    with pytest.raises(Missing):
        selectors.kept_page(operator, world.science.pk, most=500)


def test_a_successor_that_ended_too_gives_way_to_its_own(world: World, planning: Unit, operator: Actor) -> None:
    document(planning, world.coordinator)
    line = Passing(predecessor_id=world.science.pk, successor=world.commune.pk)
    tomorrow = clock.today() + dt.timedelta(days=1)
    reorganise(
        operator, kind=ReorganisationKind.MERGE, decision=Decision(effective_on=tomorrow, number="19"), lines=[line]
    )
    assert {item.unit for item in selectors.proposals((planning.pk,))[planning.pk]} == {world.finance, world.science}


def test_a_recipient_with_several_heirs_is_listed_until_one_of_them_receives_it(
    world: World, planning: Unit, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sent = document(world.science, world.coordinator, audience=Audience.RECIPIENTS)
    prepared = document(world.science, world.coordinator, audience=Audience.INTERNAL)
    for row in (sent, prepared):
        Recipient.objects.create(document=row, unit=planning)
    head, reader = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.SPECIALIST, world.finance)
    with django_assert_max_num_queries(5):
        assert [line.document for line in selectors.addressed_to_ended(head)] == [sent, prepared]
    # Who completes a document prepares its recipients; opening it further is the head's.
    assert [line.document for line in selectors.addressed_to_ended(world.coordinator)] == [prepared]
    with pytest.raises(Missing):
        keeping.add_recipients(world.coordinator, document_id=sent.pk, unit_ids=[world.finance.pk])
    for units in ([], [world.commune.pk]):
        with pytest.raises(Refused) as caught:
            keeping.add_recipients(head, document_id=sent.pk, unit_ids=units)
        assert "units" in caught.value.fields
    keeping.add_recipients(head, document_id=sent.pk, unit_ids=[world.finance.pk])
    assert set(sent.recipients.values_list("unit_id", flat=True)) == {planning.pk, world.finance.pk}
    assert policies.allowed(again(reader), Action.READ, sent)
    assert [line.document for line in selectors.addressed_to_ended(head)] == [prepared]


def test_a_recipient_with_one_heir_needs_nobodys_decision(world: World) -> None:
    old = ended(unit("Sở Ngoại vụ", parent=world.province), world.finance)
    sent = document(world.science, world.coordinator, audience=Audience.RECIPIENTS)
    Recipient.objects.create(document=sent, unit=old)
    assert selectors.addressed_to_ended(world.actor(Role.HEAD_OF_AGENCY)) == ()
    assert policies.allowed(world.actor(Role.SPECIALIST, world.finance), Action.READ, sent)
