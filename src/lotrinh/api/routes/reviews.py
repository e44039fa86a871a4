"""Reviews: which there are, one as it stands, its decisions, and making one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ninja import Router
from ninja.params import Query
from ninja.responses import Status

from lotrinh.accounts.vocab import Scope
from lotrinh.api.calls import ApiRequest, actor_of
from lotrinh.api.operations import reads, writes
from lotrinh.api.paging import page
from lotrinh.api.shapes import reviews as shapes
from lotrinh.api.shapes.values import Id
from lotrinh.documents.review.items import Item
from lotrinh.documents.selectors import reviews
from lotrinh.documents.services import reviewing
from lotrinh.documents.vocab import DecisionAction, ItemState, Part, ReviewState

TAG: Final = "reviews"
_JSON: Final = "application/json"
router = Router()


@reads(router, "reviews", shapes.ReviewList, looks="review", listed=True)
def list_reviews(request: ApiRequest, query: Query[shapes.ReviewQuery]) -> shapes.ReviewList:
    """The reviews that you may look at, newest first."""
    rows = reviews.listed(actor_of(request))
    chosen = {"document_id": query.document_id, "state": query.state}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    part = rows[query.offset : query.offset + query.limit]
    return shapes.ReviewList(**page(request, query, rows.count()), items=[_line(row) for row in part])


@reads(router, "reviews/{int:review_id}", shapes.Review, looks="review", missing=True)
def get_review(request: ApiRequest, review_id: Id) -> shapes.Review:
    """A review with its items as they stand after all decisions."""
    found = reviews.present(reviews.get(actor_of(request), review_id))
    return shapes.Review(
        review=_line(found.review),
        items=[_item(item, found.folded.touched) for item in found.folded.items],
    )


@reads(router, "reviews/{int:review_id}/decisions", shapes.DecisionList, looks="review", missing=True, listed=True)
def list_decisions(request: ApiRequest, review_id: Id, query: Query[shapes.DecisionQuery]) -> shapes.DecisionList:
    """The decisions of a review, in the order in which they were made."""
    actor = actor_of(request)
    found = [row for row in reviews.present(reviews.get(actor, review_id)).decisions if row.seq > query.after]
    return shapes.DecisionList(
        **page(request, query, len(found)),
        items=[
            shapes.Decision(
                seq=row.seq,
                part=Part(row.part),
                item=row.item,
                action=DecisionAction(row.action),
                data=dict(row.data),
                carried=row.carried,
                by_you=row.by == actor.user_id,
            )
            for row in found[query.offset : query.offset + query.limit]
        ],
    )


@writes(router, "readings/{int:reading_id}/reviews", {200: shapes.ReviewLine}, scope=Scope.REVIEW)
def open_review(request: ApiRequest, reading_id: Id) -> shapes.ReviewLine:
    """Begin to review a reading, or go on with its review that is under way.

    A review of an older reading is given up and its decisions are carried over where the words are the same.
    """
    return _line(reviewing.open_review(actor_of(request), reading_id=reading_id))


@writes(
    router,
    "reviews/{int:review_id}/decisions",
    {201: shapes.Outcome},
    scope=Scope.REVIEW,
    takes=_JSON,
    also=(409,),
)
def make_decision(request: ApiRequest, review_id: Id, decision: shapes.NewDecision) -> Status[shapes.Outcome]:
    """Decide about one item, or accept or reject several at once.

    409 where somebody touched one of the items after decision `seen_seq`: `theirs` has the items as they stand,
    `mine` what you sent; compare, then send again with the new `seq`. Approval is for people, in the interface.
    """
    done = reviewing.decide(
        actor_of(request),
        review_id=review_id,
        seen_seq=decision.seen_seq,
        part=decision.part,
        keys=decision.keys,
        action=decision.action,
        data=decision.data.model_dump(exclude_unset=True, exclude_none=True, mode="json"),
    )
    alive = done.present.folded.by_address()
    return Status(
        201,
        shapes.Outcome(
            review=_line(done.present.review),
            touched=[_item(alive[at], done.present.folded.touched) for at in done.touched if at in alive],
        ),
    )


def _line(row: Any) -> shapes.ReviewLine:
    return shapes.ReviewLine(
        id=row.pk,
        document_id=row.document_id,
        reading_id=row.reading_id,
        state=ReviewState(row.state),
        seq=row.seq,
        items=row.items,
        pending=row.pending,
        opened_at=row.opened_at,
    )


def _item(item: Item, touched: Mapping[tuple[str, str], int]) -> shapes.Item:
    return shapes.Item(
        part=Part(item.part),
        key=item.key,
        state=ItemState(item.state),
        fields=dict(item.fields),
        proposed=list(item.proposed),
        span=list(item.span) if item.span else None,
        confidence=item.confidence,
        touched=touched.get(item.address, 0),
    )
