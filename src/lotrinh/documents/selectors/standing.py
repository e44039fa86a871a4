"""Whether a document binds on a day: what was set by hand, its last day, and the relations in force by then.

Nothing has to run at midnight: the day decides whenever somebody looks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from lotrinh.core import clock
from lotrinh.documents.models import Document, DocumentRelation
from lotrinh.documents.vocab import ENDING, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingNow:
    """How a document stands. `ends_on`: the day from which it binds no longer, past or ahead, None where none is known.

    `ended_by`: the relation that ends it, None where that was set by hand.
    """

    standing: Standing
    ends_on: dt.date | None = None
    ended_by: DocumentRelation | None = None

    @property
    def ends_later(self) -> bool:
        """Whether it binds now and the day of its end is known."""
        return self.standing != Standing.EXPIRED and self.ends_on is not None


def standing_on(document: Document, relations: Iterable[DocumentRelation], on: dt.date | None = None) -> StandingNow:
    """How the document stands on a day (default today), given the relations that act on it; no query."""
    day = on or clock.today()
    ending = min(
        (row for row in relations if row.relation in ENDING), key=lambda row: (row.effective_on, row.pk), default=None
    )
    ends_on, ended_by = document.expires_on, None
    if ending is not None and (ends_on is None or ending.effective_on <= ends_on):
        ends_on, ended_by = ending.effective_on, ending
    standing = Standing(document.standing)
    if standing == Standing.EXPIRED or (ends_on is not None and ends_on <= day):
        standing = Standing.EXPIRED
    return StandingNow(standing=standing, ends_on=ends_on, ended_by=ended_by)


def with_standing(documents: QuerySet[Document], on: dt.date | None = None) -> QuerySet[Document]:
    """The documents with `standing_now`, the standing of the day (default today), as a column."""
    day = on or clock.today()
    ended = DocumentRelation.objects.filter(
        target=OuterRef("pk"), relation__in=[str(item) for item in ENDING], effective_on__lte=day
    )
    return documents.annotate(
        standing_now=Case(
            When(Q(standing=Standing.EXPIRED) | Q(expires_on__lte=day) | Exists(ended), then=Value(Standing.EXPIRED)),
            default="standing",
            output_field=CharField(),
        )
    )
