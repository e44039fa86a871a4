"""The chain of approval: submitted, approved step by step, returned with a reason, adopted or given up.

Who submitted does not approve, and nobody approves two steps, unless nobody else holds the role of that step in the
agency: a small agency is not stopped, and the trace names the person at both steps. A role that nobody holds is never
skipped: submitting is refused until somebody is appointed or the operator sets a shorter chain.

What somebody does by standing in counts for both: the deputy, and the holder of the post in whose place it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor, Grant
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import NotAllowed, Refused
from lotrinh.core.webhooks.emitting import emit
from lotrinh.core.writes import service
from lotrinh.documents import policies
from lotrinh.documents.models import ApprovalStep, Review
from lotrinh.documents.policies import OVERSEERS, Action
from lotrinh.documents.selectors import reviews
from lotrinh.documents.services.reviewing import locked, person
from lotrinh.documents.vocab import REVIEW_CYCLE, Audience, ReviewAction, ReviewState

_LONGEST_REASON: Final = 1000
#: What others are told of, by act and state after it.
_EVENTS: Final[Mapping[tuple[str, str], str]] = {
    (ReviewAction.SUBMIT, ReviewState.SUBMITTED): "review.submitted",
    (ReviewAction.APPROVE, ReviewState.APPROVED): "review.approved",
    (ReviewAction.RETURN, ReviewState.RETURNED): "review.returned",
}


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
    by = policies.acting_for_by(actor, review.document, Action.REVIEW)
    return _step(actor, review, ReviewAction.SUBMIT, step=0, by=by)


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
    by = policies.acting_for(actor, review.document, reviews.step_role(review))
    return _step(actor, review, ReviewAction.APPROVE, step=review.step + 1, by=_uninvolved(by, review))


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
    by = _returning_for(actor, review)
    return _step(actor, review, ReviewAction.RETURN, step=0, reason=_reason(reason), by=by)


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
    by = policies.acting_for_by(actor, review.document, Action.REVIEW)
    return _step(actor, review, ReviewAction.ABANDON, step=0, reason=reason.strip()[:_LONGEST_REASON], by=by)


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
    by = policies.acting_for_by(actor, review.document, Action.ADOPT)
    return _step(actor, review, ReviewAction.ADOPT, step=review.step, by=by)


def cannot_approve(actor: Actor, review: Review) -> NotAllowed | None:
    """Why the actor may not take the next step of a submitted review; at most six queries."""
    role = reviews.step_role(review)
    if not policies.may_sign(actor, review.document, role):
        return NotAllowed(_("Bước này không thuộc vai trò của bạn."), code="not-your-step")
    involved = _involved(review)
    by = policies.acting_for(actor, review.document, role)
    if actor.user_id not in involved and (not by or any(grant.principal_id not in involved for grant in by)):
        return None
    others = {
        signer.person.pk: signer.person
        for signer in reviews.signers(review.document.owner, (role,))[role]
        if signer.person.pk not in {actor.user_id, *involved}
        and (signer.principal is None or signer.principal.pk not in involved)
    }
    if not others:
        return None
    return NotAllowed(
        _("Bạn, hoặc người mà bạn thay, đã trình hoặc duyệt một bước của lần rà soát này. Bước này do %(names)s duyệt.")
        % {"names": ", ".join(str(person) for person in list(others.values())[:3])},
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
    """Who submitted the review this time or approved one of its steps since, and in whose place."""
    people: set[int] = set()
    for row in review.steps.all():
        hands = {row.made_by_id, *filter(None, (row.in_place_of_id,))}
        if row.action == ReviewAction.SUBMIT:
            people = hands
        elif row.action == ReviewAction.APPROVE:
            people |= hands
    return frozenset(people)


def _uninvolved(by: Sequence[Grant], review: Review) -> Sequence[Grant]:
    """The posts by which the step is taken, those of holders who had no hand in the review first."""
    involved = _involved(review) if len(by) > 1 else frozenset()
    return sorted(by, key=lambda grant: grant.principal_id in involved)


def _returning_for(actor: Actor, review: Review) -> Sequence[Grant]:
    """The posts of others by which alone the actor may return the review."""
    document = review.document
    approved = review.state == ReviewState.APPROVED
    role = (str(review.chain[-1]) if review.chain else "") if approved else reviews.step_role(review)
    if policies.may_sign(actor, document, role):
        return policies.acting_for(actor, document, role)
    return policies.acting_for_by(actor, document, Action.ADOPT if approved else Action.REVIEW)


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


def _step(  # noqa: PLR0913 - what a step is
    actor: Actor, review: Review, action: str, *, step: int, reason: str = "", by: Sequence[Grant] = ()
) -> Review:
    """Move the review along its cycle, with the row and the trace of the step; `by`: see `policies.acting_for`."""
    before = {"state": review.state, "step": review.step}
    at = review.step
    role = reviews.step_role(review) if action == ReviewAction.APPROVE else ""
    review.step = step
    last = action != ReviewAction.APPROVE or step >= len(review.chain)
    review.state = REVIEW_CYCLE[review.state, action] if last else ReviewState.SUBMITTED
    review.save(update_fields=("state", "step", "chain"))
    row = ApprovalStep(
        review=review,
        action=action,
        step=at,
        role=role,
        reason=reason,
        made_by_id=person(actor),
        in_place_of_id=by[0].principal_id if by else None,
    )
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
        after={
            "state": review.state,
            "step": review.step,
            **({"reason": reason} if reason else {}),
            **({"in_place_of": by[0].deputy_of} if by else {}),
        },
    )
    if (event := _EVENTS.get((action, review.state))) is not None:
        emit(event, "review", review.pk)
    return review


def _names(roles: Iterable[str]) -> str:
    return ", ".join(str(Role(role).label) for role in roles)
