"""What adopting a review would make, shown before anybody confirms it. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.documents.models import Document
from lotrinh.documents.review.result import ReviewResult, result_of
from lotrinh.documents.selectors import reviews
from lotrinh.organisations.models import Unit
from lotrinh.organisations.naming import Resolution, group_sizes
from lotrinh.plans.models import Plan, PlanVersion, Row
from lotrinh.plans.selectors.naming import known_names, unsure_names
from lotrinh.plans.selectors.plans import MODELS, AnyRow
from lotrinh.plans.selectors.versions import RowChange, row_changes
from lotrinh.plans.services.adopting import plan_renewed_by, row_matter
from lotrinh.plans.services.building import Builder, Built
from lotrinh.plans.services.confirming import carry_over
from lotrinh.plans.services.coordination import Coordination, coordination_in
from lotrinh.plans.services.lineage import matched
from lotrinh.plans.vocab import Change, RowKind

#: `Lưu: VT`: where the document is filed, nobody's address.
_FILED: Final = "luu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A body with a duty or in the list of recipients. `agencies` is how many agencies it is here: 0 where unknown."""

    printed: str
    agencies: int
    group: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What the next version would change."""

    added: tuple[RowChange, ...]
    removed: tuple[RowChange, ...]
    changed: tuple[RowChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would become a plan.

    renewed: the plan whose next version it would be. adopted: the key of the plan that the review has become already.
    difference: None for a plan of its own. without_owner, without_deadline: tasks of the new version.
    unsure: names of bodies with a duty that nobody has confirmed and that are not plainly a unit's or a group's.
    """

    document: Document
    state: str
    title: str
    counts: Mapping[RowKind, int]
    proposed: int
    without_owner: int
    without_deadline: int
    pending: int
    coordination: Coordination
    addressees: tuple[Addressee, ...]
    unsure: int
    renewed: Plan | None
    adopted: int | None
    difference: Changes | None


def preview(actor: Actor, *, review_id: int) -> Preview:
    """What adopting the review would make; at most sixteen queries.

    Raises:
        Missing, NotAllowed: see `documents.selectors.reviews.get`.
        Conflict: the document's relations name two plans.

    """
    review = reviews.get(actor, review_id)
    result = result_of(review)
    renewed = plan_renewed_by(review.document)
    known = known_names(review.document, result)
    number = renewed.current + 1 if renewed else 1
    plan = renewed or Plan(owner=review.document.owner, document=review.document)
    built = Builder(plan, PlanVersion(plan=plan, number=number, review=review), known).build(result)
    said = coordination_in(result)
    return Preview(
        document=review.document,
        state=review.state,
        title=renewed.title if renewed else result.document.value.title or "",
        counts={kind: len(rows) for kind, rows in built.rows().items()},
        proposed=sum(1 for rows in built.rows().values() for row in rows if row.proposed),
        without_owner=sum(1 for task in built.tasks if not task.lead_names),
        without_deadline=sum(1 for task in built.tasks if task.due_on is None and not task.every),
        pending=result.pending,
        coordination=_kept(renewed, said) if renewed else said,
        addressees=_addressees(known, review.document.owner),
        unsure=unsure_names(result, known),
        renewed=renewed,
        adopted=_adopted(review.pk),
        difference=_difference(renewed, built, result) if renewed else None,
    )


def _kept(plan: Plan, said: Coordination) -> Coordination:
    """What was set before goes before what the document says."""
    return Coordination(
        follow_up=plan.follow_up_printed or said.follow_up,
        reports_to=plan.reports_to_printed or said.reports_to,
        difficulties_to=plan.difficulties_to_printed or said.difficulties_to,
    )


def _adopted(review_id: int) -> int | None:
    return PlanVersion.objects.filter(review_id=review_id).values_list("plan_id", flat=True).first()


def _addressees(known: Mapping[str, Resolution], owner: Unit) -> tuple[Addressee, ...]:
    """Every body once, groups with the number of their members in the province of the owner."""
    sizes = group_sizes(within=owner) if any(found.group for found in known.values()) else {}
    return tuple(
        Addressee(
            printed=name,
            agencies=sizes[found.group] if found.group else int(found.unit is not None),
            group=bool(found.group),
        )
        for name, found in known.items()
        if not words.fold(name).startswith(_FILED)
    )


def _difference(plan: Plan, built: Built, result: ReviewResult) -> Changes:
    """The rows in force beside those that would be, recognised as adopting recognises them."""
    before = plan.versions.defer("record").get(number=plan.current)
    headings = dict(before.sections.values_list("key", "heading"))
    titles = {section.id: section.heading for section in result.outline}
    changes: list[RowChange] = []
    olds: dict[RowKind, list[AnyRow]] = {
        kind: list(MODELS[kind]._default_manager.filter(version=before).order_by("position"))  # noqa: SLF001 - see `selectors.plans.rows`
        for kind in RowKind
    }
    for kind, rows in built.rows().items():
        _recognise(olds[kind], rows, headings, titles)
    carry_over(plan, built)
    for kind, rows in built.rows().items():
        old = {row.lineage: row for row in olds[kind]}
        new = {row.lineage: cast("AnyRow", row) for row in rows}
        changes += [change for change in row_changes(kind, old, new) if change is not None]
    return Changes(
        added=tuple(item for item in changes if item.change is Change.ADDED),
        removed=tuple(item for item in changes if item.change is Change.REMOVED),
        changed=tuple(item for item in changes if item.change is Change.CHANGED),
    )


def _recognise(old: Sequence[Row], new: Sequence[Row], headings: Mapping[str, str], titles: Mapping[str, str]) -> None:
    """Give the new rows the lineage of those they go on from."""
    known = [(row.lineage, row_matter(row, headings)) for row in old]
    for index, lineage in matched(known, [row_matter(row, titles) for row in new]).items():
        new[index].lineage = lineage
