"""The rows of decisions as folding wants them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lotrinh.documents.review.items import Made

if TYPE_CHECKING:
    from lotrinh.documents.models import Decision


def made(rows: Iterable[Decision]) -> list[Made]:
    """The decisions of one review, in the order of their numbers."""
    return [
        Made(
            seq=row.seq,
            part=row.part,
            item=row.item,
            action=row.action,
            data=row.data,
            batch=row.batch,
            by=row.made_by_id,
            carried=row.carried,
        )
        for row in rows
    ]
