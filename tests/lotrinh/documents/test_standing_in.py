"""Approval in the place of somebody who is away: it says so, and one person's two hats are one person."""

from __future__ import annotations

from typing import Any

import pytest

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import NotAllowed
from lotrinh.documents.models import ApprovalStep, Review
from lotrinh.documents.selectors import reviews
from lotrinh.documents.services import approving, audience
from lotrinh.documents.vocab import Audience, ReviewState
from lotrinh.organisations.models import ApprovalChain, Post
from lotrinh.plans import services
from tests.factories import approved
from tests.factories.absence import again, post_of, stands_in
from tests.factories.papers import document
from tests.factories.sign_in import account
from tests.factories.world import World, post


@pytest.fixture
def review(world: World) -> Review:
    """A review that only the head of the agency has to approve."""
    ApprovalChain.objects.create(unit=world.science, roles=[Role.HEAD_OF_AGENCY])
    return approved.review(world, approved.read(approved.PLAN), state=ReviewState.OPEN)


def trace(action: str) -> dict[str, Any]:
    """What the row of the trail says after the act."""
    return dict(AuditEntry.objects.get(action=action).after or {})


def refused(actor: Actor, review: Review) -> None:
    """The actor had a hand in the review, themselves or by another."""
    with pytest.raises(NotAllowed) as caught:
        approving.approve(actor, review_id=review.pk)
    assert caught.value.code == "same-person"


def test_a_step_taken_in_place_of_another_names_both(world: World, review: Review) -> None:
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK)
    stands_in(clerk, post_of(head))
    approving.submit(world.coordinator, review_id=review.pk)
    assert reviews.awaiting(again(clerk)) == (review,)
    approving.approve(again(clerk), review_id=review.pk)
    step = ApprovalStep.objects.get(review=review, action="approve")
    assert (step.made_by_id, step.in_place_of_id) == (clerk.user_id, head.user_id)
    assert trace("review.approve")["in_place_of"] == head.name
    approving.return_(again(clerk), review_id=review.pk, reason="Thiếu số liệu")
    assert ApprovalStep.objects.get(review=review, action="return").in_place_of_id == head.user_id
    assert "in_place_of" not in trace("review.submit")


def test_who_has_the_role_themselves_acts_for_nobody(world: World, review: Review) -> None:
    head, other = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.HEAD_OF_AGENCY)
    stands_in(other, post_of(head))
    approving.submit(world.coordinator, review_id=review.pk)
    approving.approve(again(other), review_id=review.pk)
    assert ApprovalStep.objects.get(review=review, action="approve").in_place_of_id is None


def test_the_deputy_does_not_approve_what_they_submitted_while_the_holder_can(world: World, review: Review) -> None:
    head = world.actor(Role.HEAD_OF_AGENCY)
    stands_in(world.coordinator, post_of(head))
    deputy = again(world.coordinator)
    approving.submit(deputy, review_id=review.pk)
    refused(deputy, review)
    assert approving.approve(head, review_id=review.pk).state == ReviewState.APPROVED


def test_the_deputy_does_not_approve_what_the_holder_submitted_while_another_can(world: World, review: Review) -> None:
    head, clerk, other = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK), world.actor(Role.HEAD_OF_AGENCY)
    post(account(head), world.science, Role.SPECIALIST)
    stands_in(clerk, Post.objects.get(user_id=head.user_id or 0, role=Role.HEAD_OF_AGENCY))
    approving.submit(again(head), review_id=review.pk)
    refused(again(clerk), review)
    refused(again(head), review)
    assert approving.approve(other, review_id=review.pk).state == ReviewState.APPROVED


def test_what_a_deputy_submitted_for_a_holder_the_holder_does_not_approve(world: World, review: Review) -> None:
    clerk, other = world.actor(Role.CLERK), world.actor(Role.HEAD_OF_AGENCY)
    post(account(world.coordinator), world.science, Role.HEAD_OF_AGENCY)
    stands_in(clerk, post_of(world.coordinator))
    approving.submit(again(clerk), review_id=review.pk)
    assert ApprovalStep.objects.get(review=review).in_place_of_id == world.coordinator.user_id
    refused(again(world.coordinator), review)
    assert approving.approve(other, review_id=review.pk).state == ReviewState.APPROVED


def test_where_nobody_else_is_left_the_deputy_is_not_stopped(world: World, review: Review) -> None:
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK)
    post(account(head), world.science, Role.SPECIALIST)
    stands_in(clerk, Post.objects.get(user_id=head.user_id or 0, role=Role.HEAD_OF_AGENCY))
    approving.submit(again(head), review_id=review.pk)
    assert approving.approve(again(clerk), review_id=review.pk).state == ReviewState.APPROVED
    step = ApprovalStep.objects.get(review=review, action="approve")
    assert (step.made_by_id, step.in_place_of_id) == (clerk.user_id, head.user_id)


def test_nobody_approves_two_steps_as_themselves_and_as_a_deputy(world: World, review: Review) -> None:
    ApprovalChain.objects.update(roles=[Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY])
    division, agency = world.actor(Role.HEAD_OF_DIVISION), world.actor(Role.HEAD_OF_AGENCY)
    stands_in(division, post_of(agency))
    approving.submit(world.coordinator, review_id=review.pk)
    approving.approve(again(division), review_id=review.pk)
    refused(again(division), review)
    assert approving.approve(agency, review_id=review.pk).state == ReviewState.APPROVED


def test_two_who_both_had_a_hand_in_it_do_not_block_each_other(world: World, review: Review) -> None:
    ApprovalChain.objects.update(roles=[Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY])
    both = world.actor(Role.HEAD_OF_DIVISION)
    for person in (both, world.coordinator):
        post(account(person), world.science, Role.HEAD_OF_AGENCY)
    approving.submit(again(world.coordinator), review_id=review.pk)
    approving.approve(again(both), review_id=review.pk)
    assert approving.approve(again(both), review_id=review.pk).state == ReviewState.APPROVED


def test_adopting_and_publishing_for_somebody_stand_in_the_trail(world: World, review: Review) -> None:
    Review.objects.filter(pk=review.pk).update(state=ReviewState.APPROVED)
    head, specialist = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.SPECIALIST)
    stands_in(specialist, post_of(world.coordinator))
    stands_in(specialist, post_of(head))
    services.adopt(again(specialist), review_id=review.pk)
    for action in ("plan.adopted", "review.adopt"):
        assert trace(action)["in_place_of"] == world.coordinator.name
    row = document(world.science, world.coordinator, audience=Audience.INTERNAL)
    audience.decide(again(specialist), document_id=row.pk, seen=Audience.INTERNAL, audience=Audience.RECIPIENTS)
    assert trace("document.audience_decided")["in_place_of"] == head.name


def test_a_deputy_for_two_signs_for_the_one_who_had_no_hand_in_it(world: World, review: Review) -> None:
    first, second, clerk = (world.actor(role) for role in (Role.HEAD_OF_AGENCY, Role.HEAD_OF_AGENCY, Role.CLERK))
    post(account(first), world.science, Role.SPECIALIST)
    for head in (first, second):
        stands_in(clerk, Post.objects.get(user_id=head.user_id or 0, role=Role.HEAD_OF_AGENCY))
    approving.submit(again(first), review_id=review.pk)
    approving.approve(again(clerk), review_id=review.pk)
    assert ApprovalStep.objects.get(review=review, action="approve").in_place_of_id == second.user_id
