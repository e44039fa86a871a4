"""The block of a task's page with those like it in other plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lotrinh.core.actor import Actor
from lotrinh.plans.selectors.similar import Alike, similar_tasks
from lotrinh.plans.vocab import ProposedField, RowKind
from lotrinh.web.coverage import shown
from lotrinh.web.coverage.shown import Chip, Piece
from lotrinh.web.plans.addresses import row_url
from lotrinh.web.plans.wording import document_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A task of another plan with what it shares with the one of the page; `lead`: as its document names it."""

    url: str
    plan: str
    lead: str
    percent: int
    pieces: tuple[Piece, ...]
    chips: tuple[Chip, ...]


def similar(actor: Actor, task: Any) -> tuple[Similar, ...]:
    """The tasks of other plans that the reader may see; at most three queries."""
    return tuple(map(_shown, similar_tasks(actor, task)))


def _shown(item: Alike) -> Similar:
    document = item.task.plan.document
    return Similar(
        url=row_url(RowKind.TASK, item.task),
        plan=f"{document_name(document)}, {document.issuer}".rstrip(", "),
        lead="" if ProposedField.LEAD in item.task.proposed else item.task.lead_names,
        percent=shown.per_cent(item.likeness.score),
        pieces=tuple(shown.pieces(item.text, shown.right_spans(item.likeness))),
        chips=shown.chips_of(item.likeness),
    )
