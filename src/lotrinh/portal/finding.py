"""Searching what is open: results with their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from lotrinh.core.actor import VISITOR
from lotrinh.core.search.marking import Piece
from lotrinh.core.vocab import EntryKind
from lotrinh.plans.selectors import published
from lotrinh.plans.selectors.finding import Hit, Query, search
from lotrinh.plans.vocab import RowKind
from lotrinh.portal.addresses import link

#: The kinds in addresses.
KINDS: Final = {
    "van-ban": EntryKind.DOCUMENT,
    "nhiem-vu": EntryKind.TASK,
    "chi-tieu": EntryKind.TARGET,
    "co-quan": EntryKind.UNIT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A result: its title with what was looked for, a line of its text, its address (empty: it has no page here)."""

    kind: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    note: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of results; `number` is 1-based, `pages` is how many there are."""

    lines: tuple[Line, ...]
    total: int
    number: int
    pages: int


def find(text: str, key: str = "", number: int = 1) -> Results:
    """What has the words, of one kind (a key of KINDS) or of all; one query beside those of `search`."""
    found = search(VISITOR, Query(text=text, kind=KINDS.get(key, "")), number)
    plans = published.plans_by_document(VISITOR, [hit.ref for hit in found.hits if hit.kind == EntryKind.DOCUMENT])
    return Results(
        lines=tuple(_line(hit, plans.get(hit.ref)) for hit in found.hits),
        total=found.total,
        number=found.number,
        pages=found.pages,
    )


def _line(hit: Hit, plan_id: int | None) -> Line:
    kind = EntryKind(hit.kind)
    document = hit.document
    return Line(
        kind=str(kind.label),
        title=hit.title,
        # The text of a whole document names people: its title says enough.
        text=hit.text if kind in {EntryKind.TASK, EntryKind.TARGET} else (),
        note=document.number if document is not None else "",
        url=_url(kind, hit, plan_id),
    )


def _url(kind: EntryKind, hit: Hit, plan_id: int | None) -> str:
    match kind:
        case EntryKind.TASK:
            return link("row", RowKind.TASK, UUID(hit.key))
        case EntryKind.TARGET:
            return link("row", RowKind.TARGET, UUID(hit.key))
        case EntryKind.UNIT:
            return link("unit", hit.ref)
        case _:
            return link("plan", plan_id) if plan_id is not None else ""
