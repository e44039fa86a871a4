"""Reviews as people see them: which there are, which wait for whom, and one as it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.models import User
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.documents import policies
from lotrinh.documents.models import ApprovalStep, Review, ReviewPresence
from lotrinh.documents.policies import OVERSEERS, Action
from lotrinh.documents.review.folding import fold
from lotrinh.documents.review.items import Folded, Made
from lotrinh.documents.review.rows import made
from lotrinh.documents.vocab import ReviewState
from lotrinh.organisations.models import ApprovalChain, Post, Unit
from lotrinh.organisations.selectors.delegations import deputies, with_delegation
from lotrinh.organisations.selectors.history import heirs
from lotrinh.organisations.vocab import DEFAULT_CHAIN
from vanban.record import PlanRecord

#: Who was silent for longer has left the review.
PRESENT_FOR: Final = dt.timedelta(seconds=20)
#: States of a review that somebody still works on.
LIVE: Final = (ReviewState.OPEN, ReviewState.SUBMITTED, ReviewState.RETURNED, ReviewState.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A review with its record, its decisions in order and what they make of the record."""

    review: Review
    record: PlanRecord
    decisions: tuple[Made, ...]
    folded: Folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a chain: its role, who holds it, and the approval once it is given."""

    number: int
    role: str
    holders: tuple[User, ...]
    approval: ApprovalStep | None
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The chain of a review with everything that happened in it, newest last.

    missing: the roles of steps still to come that nobody holds; they are never skipped.
    """

    steps: tuple[Step, ...]
    history: tuple[ApprovalStep, ...]
    missing: tuple[str, ...]


def get(actor: Actor, review_id: int) -> Review:
    """The review with its document, owner and reading, for those inside the agency; one query.

    Raises:
        Missing: there is none for this person.
        NotAllowed: they may read the document, not what was found in it.

    """
    rows = Review.objects.select_related("document__owner", "reading__file", "opened_by")
    review = rows.filter(pk=review_id).first()
    if review is None:
        raise Missing(_("Không có lần rà soát này, hoặc bạn không được xem."), code="review-missing")
    policies.require(actor, Action.READ_FINDINGS, review.document)
    return review


def present(review: Review) -> Present:
    """The review as it stands; one query where the reading is fetched."""
    record = PlanRecord.from_json(review.reading.record)
    decisions = made(review.decisions.all())
    return Present(review=review, record=record, decisions=tuple(decisions), folded=fold(record, decisions))


def listed(actor: Actor) -> QuerySet[Review]:
    """The reviews that the actor may look at, the newest first, with document and owner, without the record.

    `changed_at` is the time of the last decision, None before the first.
    """
    rows = Review.objects.filter(document__in=policies.visible(actor, Action.READ_FINDINGS))
    return (
        rows.select_related("document__owner", "reading", "opened_by")
        .defer("reading__record")
        .annotate(changed_at=Max("decisions__made_at"))
        .order_by("-pk")
    )


def to_do(actor: Actor) -> QuerySet[Review]:
    """The reviews that wait for the actor: open and returned ones to go through, approved ones to adopt."""
    to_review = Q(
        state__in=(ReviewState.OPEN, ReviewState.RETURNED), document__in=policies.visible(actor, Action.REVIEW)
    )
    to_adopt = Q(state=ReviewState.APPROVED, document__in=policies.visible(actor, Action.ADOPT))
    return listed(actor).filter(to_review | to_adopt)


def awaiting(actor: Actor) -> tuple[Review, ...]:
    """The submitted reviews whose next step is the actor's, the oldest first; one query, none without such a role.

    A step that the actor may not take as one person twice (see `services.approving`) is listed all the same: the page
    says who else can.
    """
    if not actor.grants:
        return ()
    rows = listed(actor).filter(state=ReviewState.SUBMITTED).order_by("pk")
    return tuple(row for row in rows if policies.may_sign(actor, row.document, step_role(row)))


def of_document(document_id: int) -> Review | None:
    """The review of the document that is under way, else the newest; one query."""
    rows = Review.objects.filter(document_id=document_id)
    return rows.filter(state__in=LIVE).first() or rows.first()


def step_role(review: Review) -> str:
    """The role that the next step needs; empty when no step is left."""
    return str(review.chain[review.step]) if review.step < len(review.chain) else ""


def chain_of(owner: Unit) -> tuple[str, ...]:
    """The roles that approve what this agency keeps, in order; after it ended, as in the agency that took over.

    One query; one more for each step of succession where it has ended.
    """
    took_over = heirs((owner.pk,)) if owner.ends_on and owner.ends_on < clock.today() else {}
    row = ApprovalChain.objects.filter(unit_id=took_over.get(owner.pk, (owner.pk,))[-1]).first()
    return tuple(row.roles) if row else tuple(str(role) for role in DEFAULT_CHAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who can take a step; `principal`: whose post it is, where they stand in."""

    person: User
    principal: User | None = None


def holders(owner: Unit, roles: Iterable[str]) -> dict[str, tuple[User, ...]]:
    """Who can sign in these roles today, each once; see `signers`."""
    return {
        role: tuple({signer.person.pk: signer.person for signer in found}.values())
        for role, found in signers(owner, roles).items()
    }


def signers(owner: Unit, roles: Iterable[str]) -> dict[str, tuple[Signer, ...]]:
    """Who holds the roles for the agency today, and who stands in for them.

    In the agency or, for offices above it, at or above it; where it ended and left everything to another, also there.
    One query, two more where somebody stands in, one more for each step of succession of an agency that ended.
    """
    wanted = tuple(roles)
    today = clock.today()
    on_path = [int(number) for number in owner.path.strip("/").split("/") if number]
    took_over = heirs(on_path) if owner.ends_on and owner.ends_on < today else {}
    agencies = {owner.pk, *took_over.get(owner.pk, ())}
    above = {*on_path, *(heir for chain in took_over.values() for heir in chain)}
    posts = with_delegation(
        Post.objects.filter(role__in=wanted, user__is_active=True, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .filter(Q(unit__agency_id__in=agencies) | Q(role__in=OVERSEERS, unit_id__in=above))
        .select_related("user")
        .order_by("user__sort_key")
    )
    standing_in = deputies(posts)
    found: dict[str, list[Signer]] = {role: [] for role in wanted}
    for post in posts:
        found[post.role].append(Signer(person=post.user))
        if post.pk in standing_in:
            found[post.role].append(Signer(person=standing_in[post.pk].deputy, principal=post.user))
    return {role: tuple(people) for role, people in found.items()}


def approval(review: Review) -> Approval:
    """The chain with names, dates and reasons; three queries while the agency exists and nobody stands in.

    Before the review is submitted it is the chain that the agency has now.
    """
    fixed = review.state in {ReviewState.SUBMITTED, ReviewState.APPROVED, ReviewState.ADOPTED}
    chain = tuple(review.chain) if fixed else chain_of(review.document.owner)
    people = holders(review.document.owner, chain)
    history = tuple(review.steps.select_related("made_by", "in_place_of"))
    given = _given(history) if fixed else {}
    done = review.step if fixed else 0
    steps = tuple(
        Step(
            number=number + 1,
            role=role,
            holders=people[role],
            approval=given.get(number),
            current=review.state == ReviewState.SUBMITTED and number == done,
        )
        for number, role in enumerate(chain)
    )
    missing = tuple(step.role for step in steps[done:] if not step.holders)
    return Approval(steps=steps, history=history, missing=missing)


def _given(history: Iterable[ApprovalStep]) -> dict[int, ApprovalStep]:
    """The approvals since the last time that the review was submitted, by the number of their step."""
    given: dict[int, ApprovalStep] = {}
    for row in history:
        if row.action == "approve":
            given[row.step] = row
        elif row.action in {"submit", "return"}:
            given = {}
    return given


def others_present(review: Review, besides: int | None) -> tuple[ReviewPresence, ...]:
    """Who else looks at the review now, with their person; one query."""
    rows = ReviewPresence.objects.filter(review=review, seen_at__gte=clock.now() - PRESENT_FOR)
    if besides is not None:
        rows = rows.exclude(user_id=besides)
    return tuple(rows.select_related("user").order_by("user__sort_key"))


def names_of(people: Iterable[int | None]) -> dict[int, str]:
    """The names of people by number; one query."""
    rows = User.objects.filter(pk__in={number for number in people if number is not None})
    return {person.pk: str(person) for person in rows}
