"""Making an approved review a version of a plan."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Conflict, Refused
from lotrinh.core.search.changes import touch
from lotrinh.core.webhooks.emitting import emit
from lotrinh.core.writes import service
from lotrinh.documents import policies as documents
from lotrinh.documents.models import Document, Review
from lotrinh.documents.review.result import ReviewResult, result_of
from lotrinh.documents.services.approving import mark_adopted
from lotrinh.documents.services.reviewing import locked, person
from lotrinh.documents.services.taking import in_place_of
from lotrinh.documents.vocab import ReviewState
from lotrinh.organisations.naming import Resolution
from lotrinh.plans import policies
from lotrinh.plans.models import Plan, PlanVersion, Row
from lotrinh.plans.policies import Action
from lotrinh.plans.searching import PLANS
from lotrinh.plans.selectors.naming import RENEWING, known_names
from lotrinh.plans.selectors.plans import MODELS
from lotrinh.plans.services.addressing import address
from lotrinh.plans.services.building import Builder, Built, record_text
from lotrinh.plans.services.confirming import carry_over
from lotrinh.plans.services.coordination import Named, coordination_in, described, set_bodies
from lotrinh.plans.services.handing import hold_on
from lotrinh.plans.services.lineage import Matter, matched, normal
from lotrinh.plans.vocab import RowKind

_LONGEST_TITLE: Final = 600
_LONGEST_REASON: Final = 500


@service
def adopt(  # noqa: PLR0913 - what a person may say beside the review
    actor: Actor,
    *,
    review_id: int,
    title: str = "",
    follow_up: Named | None = None,
    reports_to: Named | None = None,
    difficulties_to: Named | None = None,
    reason: str = "",
    as_new: bool = False,
) -> Plan:
    """Make the result of an approved review a plan, or the next version of one; the plan.

    It is the next version where the review's document has a plan, or corrects, amends or replaces a document that has
    one (unless `as_new`); the plan's document then is the review's. A body that is not given is the one that the plan
    names; for a later version, the one that was set before. A review that is adopted already gives its plan, unchanged.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: the review is not approved, or the title, the reason or a body is not well given (`fields`).
        Conflict: two plans are named by the document's relations.

    """
    review = locked(review_id)
    documents.require(actor, documents.Action.ADOPT, review.document)
    done = PlanVersion.objects.filter(review=review).select_related("plan").first()
    if done is not None:
        return done.plan
    if review.state != ReviewState.APPROVED:
        raise Refused(_("Chỉ bản rà soát đã được duyệt mới đưa vào theo dõi được."), code="review-not-approved")
    result = result_of(review)
    plan = _plan_of(review.document, as_new=as_new)
    renewed = plan is not None
    if plan is None:
        plan = Plan(owner=review.document.owner, adopted_at=clock.now(), current=1)
    else:
        policies.require(actor, Action.COORDINATE, plan)
        plan.current += 1
    plan.document = review.document
    plan.title = _title(title, result, plan)
    given = {"follow_up": follow_up, "reports_to": reports_to, "difficulties_to": difficulties_to}
    known = known_names(review.document, result)
    _coordinate(plan, result, given, known, keep=renewed)
    plan.full_clean()
    plan.save()
    version = _new_version(actor, plan, review, result, reason)
    built = _save_rows(plan, version, result, known)
    added = _address(actor, review.document, [*known.values()])
    mark_adopted(actor, review_id=review.pk)
    audit.note(
        actor,
        "plan.version_adopted" if renewed else "plan.adopted",
        kind="plan",
        id=plan.pk,
        label=plan.title,
        unit_id=plan.owner_id,
        after={
            "version": plan.current,
            "review": review.pk,
            "document": str(review.document),
            "sections": len(built.sections),
            **{str(kind): len(rows) for kind, rows in built.rows().items()},
            "unresolved": sum(1 for party in built.parties() if party.unit_id is None and not party.group),
            "recipients_added": added,
            **described(plan),
            **in_place_of(actor, documents.Action.ADOPT, review.document),
        },
    )
    emit("plan.version" if renewed else "plan.adopted", "plan", plan.pk)
    return plan


def plan_renewed_by(document: Document) -> Plan | None:
    """The plan whose next version a review of this document would be; None where it would be a plan of its own.

    Raises:
        Conflict: the document's relations name two plans.

    """
    own = Plan.objects.filter(versions__review__document=document).distinct().first()
    if own is not None:
        return own
    acted_on = document.acts_on.filter(relation__in=RENEWING).values("target")
    found = list(Plan.objects.filter(versions__review__document__in=acted_on).distinct()[:2])
    if len(found) > 1:
        raise Conflict(
            _("Văn bản này tác động đến hai kế hoạch. Hãy xem lại quan hệ của văn bản trước khi đưa vào theo dõi."),
            code="two-plans",
        )
    return found[0] if found else None


def _plan_of(document: Document, *, as_new: bool) -> Plan | None:
    found = plan_renewed_by(document)
    if found is None or (as_new and not found.versions.filter(review__document=document).exists()):
        return None
    return Plan.objects.select_for_update(of=("self",)).select_related("document__owner", "owner").get(pk=found.pk)


def _title(given: str, result: ReviewResult, plan: Plan) -> str:
    title = " ".join(given.split()) or plan.title or " ".join((result.document.value.title or "").split())
    if not title:
        sentence = _("Hãy đặt tên cho kế hoạch.")
        raise Refused(sentence, code="title-missing", fields={"title": sentence})
    if given and len(title) > _LONGEST_TITLE:
        sentence = _("Tên kế hoạch dài quá 600 ký tự.")
        raise Refused(sentence, code="title-long", fields={"title": sentence})
    return title[:_LONGEST_TITLE]


def _coordinate(
    plan: Plan,
    result: ReviewResult,
    given: Mapping[str, Named | None],
    known: Mapping[str, Resolution],
    *,
    keep: bool,
) -> None:
    """What is given, else (in a later version) what was set before, else what the plan says."""
    said = coordination_in(result)
    bodies = {}
    for field, body in given.items():
        if body is not None:
            bodies[field] = body
        elif not (keep and getattr(plan, f"{field}_printed")):
            bodies[field] = Named(printed=getattr(said, field)[:200])
    set_bodies(plan, bodies, known)


def _new_version(actor: Actor, plan: Plan, review: Review, result: ReviewResult, reason: str) -> PlanVersion:
    said = " ".join(reason.split())
    if len(said) > _LONGEST_REASON:
        sentence = _("Lý do dài quá 500 ký tự.")
        raise Refused(sentence, code="reason-long", fields={"reason": sentence})
    version = PlanVersion(
        plan=plan,
        number=plan.current,
        review=review,
        reason=said,
        record=record_text(result),
        adopted_by_id=person(actor),
        adopted_at=clock.now(),
    )
    version.full_clean()
    version.save()
    return version


def _save_rows(plan: Plan, version: PlanVersion, result: ReviewResult, known: Mapping[str, Resolution]) -> Built:
    built = Builder(plan, version, known).build(result)
    if plan.current > 1:
        _take_lineage(plan, built)
        built.task_parties += carry_over(plan, built)
        hold_on(plan, built)
    _save(built)
    touch(PLANS, (plan.pk,))
    return built


def _take_lineage(plan: Plan, built: Built) -> None:
    """Give the rows the lineage of those they go on from, and let the version before rest."""
    before = plan.versions.exclude(number=plan.current).order_by("-number").defer("record")[0]
    headings = dict(before.sections.values_list("key", "heading"))
    titles = {section.key: section.heading for section in built.sections}
    for kind, rows in built.rows().items():
        manager = MODELS[kind]._default_manager  # noqa: SLF001 - the manager of a model known only at run time
        old = [(row.lineage, row_matter(row, headings)) for row in manager.filter(version=before).order_by("position")]
        renamed = {}
        for index, lineage in matched(old, [row_matter(row, titles) for row in rows]).items():
            renamed[rows[index].lineage] = lineage
            rows[index].lineage = lineage
        for line in built.budget if kind is RowKind.BUDGET else ():
            if line.parent_lineage is not None:
                line.parent_lineage = renamed.get(line.parent_lineage, line.parent_lineage)
        manager.filter(plan=plan, current=True).update(current=False)


def row_matter(row: Row, headings: Mapping[str, str]) -> Matter:
    """What a row is recognised by in another version; `headings` are the titles of its version's sections, by key."""
    name = getattr(row, "name", "") or getattr(row, "label", "")
    places: list[Hashable] = [("path", row.section)]
    heading = normal(headings.get(row.section_key, ""))
    if heading:
        places.append(("heading", heading))
    return Matter(words=f"{name} {row.text}", places=tuple(places))


def _save(built: Built) -> None:
    """Check and insert all rows, a few statements for each table."""
    for task in built.tasks:
        task.proposes = bool(task.proposed)
    for rows in built.rows().values():
        for row in rows:
            row.clean_fields(exclude=("plan", "version"))
    for things in (built.sections, *built.rows().values()):
        _insert(things)
    for parties in (built.task_parties, built.assignment_parties, built.reporting_parties):
        _insert(parties)


def _insert(things: Iterable[models.Model]) -> None:
    rows = list(things)
    if rows:
        type(rows[0])._default_manager.bulk_create(rows)  # noqa: SLF001 - see `_take_lineage`


def _address(actor: Actor, document: Document, names: Iterable[Resolution]) -> int:
    """Enter every agency that has a duty or stands in the list of recipients as one; how many are new."""
    known = tuple(names)
    agencies = {name.unit.agency_id for name in known if name.unit is not None}
    groups = {name.group for name in known if name.unit is None and name.group is not None}
    return address(actor, document, agencies, groups)
