"""The chain of approval: its life cycle, who may take which step, and that no step is skipped silently."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import NotAllowed, Problem, Refused
from lotrinh.documents.models import ApprovalStep, Document, Review
from lotrinh.documents.selectors import reviews
from lotrinh.documents.services import approving, reviewing
from lotrinh.documents.vocab import REVIEW_CYCLE, Audience, ReviewAction, ReviewState
from lotrinh.organisations.models import ApprovalChain
from lotrinh.organisations.selectors import actor_of
from tests.factories import approved, readings
from tests.factories.world import World, post


@contextmanager
def refusal(kind: type[Problem], code: str) -> Iterator[pytest.ExceptionInfo[Problem]]:
    """The problem that is expected, by its code."""
    with pytest.raises(kind) as caught:
        yield caught
    assert caught.value.code == code


def decided(world: World) -> Review:
    """A review in which everything is decided."""
    review = reviewing.open_review(world.coordinator, reading_id=readings.reading(world).pk)
    reviewing.accept_above(world.coordinator, review_id=review.pk, threshold=0)
    reviewing.decide(world.coordinator, review_id=review.pk, seen_seq=1, part="document", keys=["0"], action="accept")
    review.refresh_from_db()
    assert review.pending == 0
    return review


def with_role(actor: Actor, world: World, role: str) -> Actor:
    """The same person with one more role in the science department."""
    assert actor.user_id is not None
    person = User.objects.get(pk=actor.user_id)
    post(person, world.science, role)
    return actor_of(person)


def test_submitted_reviews_go_up_the_chain_to_approval(world: World) -> None:
    review, division, agency = decided(world), world.actor(Role.HEAD_OF_DIVISION), world.actor(Role.HEAD_OF_AGENCY)
    assert approving.submit(world.coordinator, review_id=review.pk).chain == [
        Role.HEAD_OF_DIVISION,
        Role.HEAD_OF_AGENCY,
    ]
    assert reviews.awaiting(division) == (review,)
    assert reviews.awaiting(agency) == ()
    with pytest.raises(NotAllowed):
        approving.approve(agency, review_id=review.pk)
    assert approving.approve(division, review_id=review.pk).state == ReviewState.SUBMITTED
    assert reviews.awaiting(agency) == (review,)
    assert approving.approve(agency, review_id=review.pk).state == ReviewState.APPROVED
    chain = reviews.approval(Review.objects.get(pk=review.pk))
    assert [step.approval.made_by_id for step in chain.steps if step.approval] == [division.user_id, agency.user_id]
    actions = AuditEntry.objects.filter(thing_kind="review").values_list("action", flat=True)
    assert [a for a in actions.order_by("seq") if a in {"review.submit", "review.approve"}] == [
        "review.submit",
        "review.approve",
        "review.approve",
    ]


def test_nothing_is_submitted_while_items_are_undecided(world: World) -> None:
    world.actor(Role.HEAD_OF_DIVISION)
    world.actor(Role.HEAD_OF_AGENCY)
    review = reviewing.open_review(world.coordinator, reading_id=readings.reading(world).pk)
    with refusal(Refused, "review-pending") as caught:
        approving.submit(world.coordinator, review_id=review.pk)
    assert str(review.pending) in str(caught.value.message)


def test_a_role_that_nobody_holds_is_named_and_not_skipped(world: World) -> None:
    review = decided(world)
    world.actor(Role.HEAD_OF_AGENCY)
    assert reviews.approval(review).missing == (Role.HEAD_OF_DIVISION,)
    with refusal(Refused, "review-role-missing") as caught:
        approving.submit(world.coordinator, review_id=review.pk)
    assert "Trưởng phòng" in str(caught.value.message)
    ApprovalChain.objects.create(unit=world.science, roles=[Role.HEAD_OF_AGENCY])
    assert approving.submit(world.coordinator, review_id=review.pk).chain == [Role.HEAD_OF_AGENCY]


def test_a_return_needs_a_reason_and_opens_the_review_again(world: World) -> None:
    review, division = decided(world), world.actor(Role.HEAD_OF_DIVISION)
    world.actor(Role.HEAD_OF_AGENCY)
    approving.submit(world.coordinator, review_id=review.pk)
    with pytest.raises(Refused) as caught:
        approving.return_(division, review_id=review.pk, reason="  ")
    assert "reason" in caught.value.fields
    with pytest.raises(Refused):
        approving.return_(division, review_id=review.pk, reason="x" * 1001)
    returned = approving.return_(division, review_id=review.pk, reason="Thiếu thời hạn ở nhiệm vụ 4")
    assert (returned.state, returned.step) == (ReviewState.RETURNED, 0)
    assert reviews.approval(returned).history[-1].reason == "Thiếu thời hạn ở nhiệm vụ 4"
    assert list(reviews.to_do(world.coordinator)) == [returned]
    approving.submit(world.coordinator, review_id=review.pk)
    assert all(step.approval is None for step in reviews.approval(Review.objects.get(pk=review.pk)).steps)


def test_who_submitted_may_take_it_back_and_others_may_not(world: World) -> None:
    review = decided(world)
    world.actor(Role.HEAD_OF_DIVISION)
    world.actor(Role.HEAD_OF_AGENCY)
    approving.submit(world.coordinator, review_id=review.pk)
    with pytest.raises(NotAllowed):
        approving.return_(world.actor(Role.SPECIALIST), review_id=review.pk, reason="x")
    taken = approving.return_(world.coordinator, review_id=review.pk, reason="Bổ sung")
    assert taken.state == ReviewState.RETURNED


def test_nobody_approves_what_they_submitted_while_another_holds_the_role(world: World) -> None:
    review = decided(world)
    both = with_role(world.coordinator, world, Role.HEAD_OF_DIVISION)
    other = world.actor(Role.HEAD_OF_DIVISION)
    world.actor(Role.HEAD_OF_AGENCY)
    approving.submit(both, review_id=review.pk)
    with refusal(NotAllowed, "same-person"):
        approving.approve(both, review_id=review.pk)
    assert approving.approve(other, review_id=review.pk).step == 1


def test_nobody_approves_two_steps_while_another_holds_the_role(world: World) -> None:
    review = decided(world)
    both = with_role(world.actor(Role.HEAD_OF_DIVISION), world, Role.HEAD_OF_AGENCY)
    other = world.actor(Role.HEAD_OF_AGENCY)
    approving.submit(world.coordinator, review_id=review.pk)
    approving.approve(both, review_id=review.pk)
    with refusal(NotAllowed, "same-person"):
        approving.approve(both, review_id=review.pk)
    assert approving.approve(other, review_id=review.pk).state == ReviewState.APPROVED


def test_the_only_holder_of_all_roles_is_not_stopped(world: World) -> None:
    review = decided(world)
    alone = with_role(with_role(world.coordinator, world, Role.HEAD_OF_DIVISION), world, Role.HEAD_OF_AGENCY)
    approving.submit(alone, review_id=review.pk)
    approving.approve(alone, review_id=review.pk)
    assert approving.approve(alone, review_id=review.pk).state == ReviewState.APPROVED
    assert set(ApprovalStep.objects.filter(review=review).values_list("made_by_id", flat=True)) == {alone.user_id}


def test_an_office_above_the_agency_can_be_a_step_where_it_can_read(world: World) -> None:
    review, office = decided(world), world.actor(Role.OFFICE, world.province)
    ApprovalChain.objects.create(unit=world.science, roles=[Role.OFFICE])
    Document.objects.filter(pk=review.document_id).update(audience=Audience.DRAFTING)
    with refusal(Refused, "review-not-readable"):
        approving.submit(world.coordinator, review_id=review.pk)
    Document.objects.filter(pk=review.document_id).update(audience=Audience.INTERNAL)
    approving.submit(world.coordinator, review_id=review.pk)
    assert approving.approve(office, review_id=review.pk).state == ReviewState.APPROVED


def test_an_approved_review_can_be_returned_before_it_is_adopted(world: World) -> None:
    review = approved.review(world, approved.read(approved.PLAN))
    with pytest.raises(NotAllowed):
        approving.return_(world.actor(Role.CLERK), review_id=review.pk, reason="x")
    back = approving.return_(world.coordinator, review_id=review.pk, reason="Văn bản được đính chính")
    assert back.state == ReviewState.RETURNED


def test_adopting_closes_the_review_for_good(world: World) -> None:
    review = approved.review(world, approved.read(approved.PLAN))
    with pytest.raises(NotAllowed):
        approving.mark_adopted(world.actor(Role.SPECIALIST), review_id=review.pk)
    assert approving.mark_adopted(world.coordinator, review_id=review.pk).state == ReviewState.ADOPTED
    with pytest.raises(Refused):
        approving.mark_adopted(world.coordinator, review_id=review.pk)


GESTURES: dict[str, Any] = {
    ReviewAction.SUBMIT: lambda actor, pk: approving.submit(actor, review_id=pk),
    ReviewAction.APPROVE: lambda actor, pk: approving.approve(actor, review_id=pk),
    ReviewAction.RETURN: lambda actor, pk: approving.return_(actor, review_id=pk, reason="Lý do"),
    ReviewAction.ABANDON: lambda actor, pk: approving.abandon(actor, review_id=pk),
    ReviewAction.ADOPT: lambda actor, pk: approving.mark_adopted(actor, review_id=pk),
}


@pytest.mark.parametrize(("state", "action"), list(product(ReviewState.values, GESTURES)))
def test_the_services_follow_the_table_of_the_life_cycle(world: World, state: str, action: str) -> None:
    ApprovalChain.objects.create(unit=world.science, roles=[Role.HEAD_OF_AGENCY])
    review = approved.review(world, approved.read(approved.PLAN), state=state)
    step = 1 if state in {ReviewState.APPROVED, ReviewState.ADOPTED} else 0
    Review.objects.filter(pk=review.pk).update(step=step)
    actor = with_role(world.coordinator, world, Role.HEAD_OF_AGENCY)
    expected = REVIEW_CYCLE.get((state, action))
    if expected is None:
        with refusal(Problem, "review-state"):
            GESTURES[action](actor, review.pk)
        assert Review.objects.get(pk=review.pk).state == state
    else:
        assert GESTURES[action](actor, review.pk).state == expected
