"""The chain of approval: submitted, approved step by step, returned with a reason, adopted or given up.

Who submitted does not approve, and nobody approves two steps, unless nobody else holds the role of that step in the
agency: a small agency is not stopped, and the trace names the person at both steps. A role that nobody holds is never
skipped: submitting is refused until somebody is appointed or the operator sets a shorter chain.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import NotAllowed, Refused
from lotrinh.core.writes import service
from lotrinh.documents import policies
from lotrinh.documents.models import ApprovalStep, Review
from lotrinh.documents.policies import OVERSEERS, Action
from lotrinh.documents.selectors import reviews
from lotrinh.documents.services.reviewing import locked, person
from lotrinh.documents.vocab import REVIEW_CYCLE, Audience, ReviewAction, ReviewState

_LONGEST_REASON: Final = 1000


@service
def submit(actor: Actor, *, review_id: int) -> Review:
    """Hand the review to the first step of the chain that the agency has now.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: items are undecided, a role of the chain has no holder, or a step above the agency could not read it.

    """
    review = locked(review_id)
    policies.require(actor, Action.REVIEW, review.document)
    _require_in_cycle(review, ReviewAction.SUBMIT)
    if review.pending:
        raise Refused(
            _("Còn %(count)s mục chưa xem. Hãy quyết định về từng mục rồi trình.") % {"count": review.pending},
            code="review-pending",
        )
    owner = review.document.owner
    chain = reviews.chain_of(owner)
    people = reviews.holders(owner, chain)
    empty = [role for role in chain if not people[role]]
    if empty:
        raise Refused(
            _("Chưa ai giữ vai trò %(roles)s của %(unit)s. Người quản trị cần giao vai trò hoặc rút ngắn quy trình.")
            % {"roles": _names(empty), "unit": owner.name},
            code="review-role-missing",
        )
    if review.document.audience == Audience.DRAFTING and set(chain) & set(OVERSEERS):
        raise Refused(
            _("Văn bản đang ở phạm vi soạn thảo nên cấp trên không xem được. Hãy mở nội bộ cơ quan rồi trình."),
            code="review-not-readable",
        )
    review.chain = [str(role) for role in chain]
    return _step(actor, review, ReviewAction.SUBMIT, step=0)


@service
def approve(actor: Actor, *, review_id: int) -> Review:
    """Take the next step of the chain; the last one makes the review approved.

    Raises:
        Missing, NotAllowed: see `policies`; the step is not the actor's, or they have had a hand in it already.
        Refused: the review is not submitted.

    """
    review = locked(review_id)
    policies.require(actor, Action.READ_FINDINGS, review.document)
    _require_in_cycle(review, ReviewAction.APPROVE)
    if problem := cannot_approve(actor, review):
        raise problem
    return _step(actor, review, ReviewAction.APPROVE, step=review.step + 1)


@service
def return_(actor: Actor, *, review_id: int, reason: str) -> Review:
    """Send the review back to the reviewers, with a reason.

    The holder of the next step may, and who submitted it (to take it back); of an approved one, who holds the last
    step and who could adopt it.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: the review is not on its way, or there is no reason (`fields`).

    """
    review = locked(review_id)
    policies.require(actor, Action.READ_FINDINGS, review.document)
    _require_in_cycle(review, ReviewAction.RETURN)
    if not may_return(actor, review):
        raise NotAllowed(_("Bước này không thuộc vai trò của bạn."), code="not-your-step")
    return _step(actor, review, ReviewAction.RETURN, step=0, reason=_reason(reason))


@service
def abandon(actor: Actor, *, review_id: int, reason: str = "") -> Review:
    """Give the review up; its decisions stay and can be carried over to a later one.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: the review is with its approvers, or at its end.

    """
    review = locked(review_id)
    policies.require(actor, Action.REVIEW, review.document)
    _require_in_cycle(review, ReviewAction.ABANDON)
    return _step(actor, review, ReviewAction.ABANDON, step=0, reason=reason.strip()[:_LONGEST_REASON])


@service
def mark_adopted(actor: Actor, *, review_id: int) -> Review:
    """Close an approved review because its result has become a version of the plan; called by `plans.services`.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: the review is not approved.

    """
    review = locked(review_id)
    policies.require(actor, Action.ADOPT, review.document)
    _require_in_cycle(review, ReviewAction.ADOPT)
    return _step(actor, review, ReviewAction.ADOPT, step=review.step)


def cannot_approve(actor: Actor, review: Review) -> NotAllowed | None:
    """Why the actor may not take the next step of a submitted review; at most two queries."""
    role = reviews.step_role(review)
    if not policies.may_sign(actor, review.document, role):
        return NotAllowed(_("Bước này không thuộc vai trò của bạn."), code="not-your-step")
    if actor.user_id not in _involved(review):
        return None
    others = [person for person in reviews.holders(review.document.owner, (role,))[role] if person.pk != actor.user_id]
    if not others:
        return None
    return NotAllowed(
        _("Bạn đã trình hoặc đã duyệt một bước của lần rà soát này. Bước này do %(names)s duyệt.")
        % {"names": ", ".join(str(person) for person in others[:3])},
        code="same-person",
    )


def may_return(actor: Actor, review: Review) -> bool:
    """Whether the actor may send back a review that is on its way; at most one query."""
    document = review.document
    if review.state == ReviewState.APPROVED:
        last = str(review.chain[-1]) if review.chain else ""
        return policies.may_sign(actor, document, last) or policies.allowed(actor, Action.ADOPT, document)
    if policies.may_sign(actor, document, reviews.step_role(review)):
        return True
    return policies.allowed(actor, Action.REVIEW, document) and _submitter(review) == actor.user_id


def _submitter(review: Review) -> int | None:
    row = review.steps.filter(action=ReviewAction.SUBMIT).last()
    return row.made_by_id if row else None


def _involved(review: Review) -> frozenset[int]:
    """Who submitted the review this time or approved one of its steps since."""
    people: set[int] = set()
    for row in review.steps.all():
        if row.action == ReviewAction.SUBMIT:
            people = {row.made_by_id}
        elif row.action == ReviewAction.APPROVE:
            people.add(row.made_by_id)
    return frozenset(people)


def _require_in_cycle(review: Review, action: str) -> None:
    if (review.state, action) not in REVIEW_CYCLE:
        raise Refused(
            _("Lần rà soát đang ở trạng thái “%(state)s”, không làm được việc này.")
            % {"state": ReviewState(review.state).label},
            code="review-state",
        )


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        problem = _("Hãy ghi lý do để người rà soát biết cần sửa gì.")
        raise Refused(problem, code="review-reason-missing", fields={"reason": problem})
    if len(reason) > _LONGEST_REASON:
        problem = _("Lý do dài quá 1.000 ký tự.")
        raise Refused(problem, code="review-reason-long", fields={"reason": problem})
    return reason


def _step(actor: Actor, review: Review, action: str, *, step: int, reason: str = "") -> Review:
    """Move the review along its cycle, with the row and the trace of the step."""
    before = {"state": review.state, "step": review.step}
    at = review.step
    role = reviews.step_role(review) if action == ReviewAction.APPROVE else ""
    review.step = step
    last = action != ReviewAction.APPROVE or step >= len(review.chain)
    review.state = REVIEW_CYCLE[review.state, action] if last else ReviewState.SUBMITTED
    review.save(update_fields=("state", "step", "chain"))
    row = ApprovalStep(review=review, action=action, step=at, role=role, reason=reason, made_by_id=person(actor))
    row.full_clean()
    row.save()
    audit.note(
        actor,
        f"review.{action}",
        kind="review",
        id=review.pk,
        label=str(review.document),
        unit_id=review.document.owner_id,
        before=before,
        after={"state": review.state, "step": review.step, **({"reason": reason} if reason else {})},
    )
    return review


def _names(roles: Iterable[str]) -> str:
    return ", ".join(str(Role(role).label) for role in roles)
