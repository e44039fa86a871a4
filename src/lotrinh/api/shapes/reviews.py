"""Reviews and the decisions in them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from ninja import Field

from lotrinh.api.shapes.values import Asked, Id, Page, Paged, Seq, Shape
from lotrinh.documents.vocab import DecisionAction, ItemState, Part, ReviewState


class ReviewQuery(Paged):
    """Narrows the list of reviews."""

    document_id: Id | None = Field(None, description="Of this document.")
    state: ReviewState | None = Field(None, description="In this state.")


class ReviewLine(Shape):
    """A review in a list."""

    id: int
    document_id: int
    reading_id: int
    state: ReviewState
    seq: int = Field(description="Number of the last decision: send it as `seen_seq`.")
    items: int = Field(description="How many items there are.")
    pending: int = Field(description="How many nobody has decided about.")
    opened_at: dt.datetime


class ReviewList(Page):
    """Reviews, newest first."""

    items: list[ReviewLine]


class Item(Shape):
    """An item as it stands after all decisions."""

    part: Part
    key: str = Field(description="Names the item within its part.")
    state: ItemState
    fields: dict[str, Any] = Field(description="Present values.")
    proposed: list[str] = Field(description="Fields that the document leaves empty and a reviewer filled.")
    span: list[int] | None = Field(description="Start and end in the text of the record, in code points.")
    confidence: float | None = Field(description="How sure the reader was; null where a person made the item.")
    touched: int = Field(description="Number of the last decision about it, 0 for none.")


class Review(Shape):
    """A review with its items."""

    review: ReviewLine
    items: list[Item]


class Decision(Shape):
    """One decision."""

    seq: int
    part: Part
    item: str = Field(description="Key of the item; `+7` the one that decision 7 added, `*` several at once.")
    action: DecisionAction
    data: dict[str, Any]
    carried: bool = Field(description="Brought along from the review of an earlier reading.")
    by_you: bool = Field(description="Made by the person of the token.")


class DecisionQuery(Paged):
    """Narrows the list of decisions."""

    after: Seq = Field(0, description="Only those with a greater number.")


class DecisionList(Page):
    """Decisions, in the order in which they were made."""

    items: list[Decision]


class DecisionData(Asked):
    """What a decision says beside its action; each action has fields of its own."""

    fields: dict[str, Any] = Field(default_factory=dict, description="Of an edit or an addition: values by name.")
    at: Seq | None = Field(None, description="Of a split: the offset in the text of the item, in code points.")
    first: str = Field("", max_length=100_000, description="Of a split: the text of the first piece.")
    second: str = Field("", max_length=100_000, description="Of a split: the text of the second.")
    span: tuple[Seq, Seq] | None = Field(
        None, description="Of an addition, of a word as read: its place in the record."
    )


class NewDecision(Asked):
    """What is decided about an item, or accepted or rejected about several at once."""

    seen_seq: Seq = Field(description="The review's `seq` when you read the items.")
    part: Part
    keys: list[Annotated[str, Field(max_length=60)]] = Field(
        default_factory=list, max_length=1000, description="The items; none for an addition or a word."
    )
    action: DecisionAction
    data: DecisionData = DecisionData.model_validate({})


class Outcome(Shape):
    """What the decision did."""

    review: ReviewLine
    touched: list[Item] = Field(description="The items that changed and are still there.")
