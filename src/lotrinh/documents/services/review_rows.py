"""The rows of decisions as they are saved: of one gesture, and those that a new review takes along."""

from __future__ import annotations

import uuid
from typing import Any, Final, TypeAlias

from lotrinh.core import clock
from lotrinh.documents.models import Decision, Review
from lotrinh.documents.review.carrying import carried
from lotrinh.documents.review.folding import fitting
from lotrinh.documents.review.items import MANY
from lotrinh.documents.review.rows import made
from lotrinh.documents.selectors.reviews import Present
from lotrinh.documents.vocab import DecisionAction

#: Actions that many items can have done to them in one gesture.
FOR_MANY: Final = frozenset({DecisionAction.ACCEPT, DecisionAction.REJECT})
#: Part, key (empty for an addition), action and data of a decision to be made.
Planned: TypeAlias = tuple[str, str, str, dict[str, Any]]


def row(by: int, review: Review, seq: int, planned: Planned, batch: uuid.UUID, **more: Any) -> Decision:
    """A decision that is not saved yet: `planned` is its part, key (empty for none), action and data."""
    part, key, action, data = planned
    made_now = Decision(
        review=review,
        seq=seq,
        part=part,
        item=key or "-",
        action=action,
        data=data,
        batch=batch,
        made_by_id=by,
        made_at=clock.now(),
        **more,
    )
    # The review and the person are there, and the lock keeps the numbers apart: only the row's own values are checked.
    made_now.clean_fields(exclude=("review", "made_by", "data"))
    return made_now


def carried_rows(by: int, old: Present, new: Present) -> list[Decision]:
    """The rows that bring earlier decisions along; what no longer fits is left out.

    What was only accepted or rejected takes a row together.
    """
    rows = [
        row(by, new.review, seq, (one.part, one.item or f"+{seq}", one.action, one.data), uuid.uuid4(), carried=True)
        for seq, one in enumerate(carried(old.folded, new.record, new.folded), 1)
    ]
    fit = fitting(new.record, made(rows))
    kept: list[Decision] = []
    same: dict[str, list[list[str]]] = {}
    for one, fits in zip(rows, fit, strict=True):
        if fits and one.action in FOR_MANY:
            same.setdefault(one.action, []).append([one.part, one.item])
        elif fits:
            kept.append(one)
    for action, items in same.items():
        planned = (items[0][0], MANY, action, {"items": items})
        kept.append(row(by, new.review, 0, planned, uuid.uuid4(), carried=True))
    for seq, one in enumerate(kept, 1):
        one.seq, one.item = seq, f"+{seq}" if one.item.startswith("+") else one.item
    return kept
