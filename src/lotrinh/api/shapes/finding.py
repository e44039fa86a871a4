"""What is found, and what stands above and below a document."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from ninja import Field

from lotrinh.api.shapes.values import Asked, Id, Key, Limit, Page, Rank, Shape, Year
from lotrinh.core.vocab import EntryKind
from lotrinh.documents.vocab import ChainLayer, CitedAs, LinkState, Relation, Standing


class SearchQuery(Asked):
    """What is looked for."""

    text: str = Field(
        max_length=400,
        pattern=r"^[^\x00]*$",
        description="Words, phrases in quotes, numbers of documents however written; with or without diacritics.",
    )
    kind: EntryKind | None = None
    unit_id: Id | None = Field(None, description="What the unit keeps, issued, leads or takes part in.")
    year: Year | None = Field(None, description="Of the document.")
    doc_kind: Key = Field("", description="Code of the type of document.")
    standing: Standing | None = Field(None, description="Of the document today.")
    limit: Limit = Field(50, description="How many rows at most.")
    offset: Rank = Field(0, description="How many rows are left out before the first.")


class Piece(Shape):
    """A piece of a text."""

    text: str
    hit: bool = Field(description="It is what was looked for.")


class Hit(Shape):
    """One thing that was found."""

    kind: EntryKind
    document_id: int | None = Field(description="The document, or the one behind the row.")
    unit_id: int | None
    plan_id: int | None
    lineage: UUID | None = Field(description="The lasting name of a task or target.")
    title: str
    snippet: list[Piece]


class Hits(Page):
    """What was found, the best first."""

    more: bool = Field(description="There are more than are counted: narrow the question.")
    items: list[Hit]


class Paper(Shape):
    """A document as the chain names it."""

    document_id: int | None = Field(description="Null for one that is not kept here, or not for you.")
    kind: str
    number: str
    issued_on: str
    issuer: str
    title: str


class ChainNode(Paper):
    """A document in the chain."""

    key: str
    layer: ChainLayer
    standing: Standing | None = Field(description="Null for one that is not kept here, or not for you.")


class ChainEdge(Shape):
    """`lower` cites `upper` or acts on it."""

    lower: str
    upper: str
    role: str = Field(description="How it cites it or, where `recorded`, what it does to it.")
    recorded: bool = Field(description="A relation that somebody recorded, no citation.")
    sure: bool


class Citation(Shape):
    """A citation."""

    role: CitedAs
    state: LinkState
    paper: Paper
    printed: str = Field(description="How the citing document names it.")
    words: str = Field(description="The clause around the first mention.")


class Act(Shape):
    """A recorded relation."""

    relation: Relation
    outward: bool = Field(description="The document does it; otherwise it is done to it.")
    paper: Paper
    effective_on: dt.date


class Chain(Shape):
    """What a document answers to, and what answers to it."""

    document_id: int
    nodes: list[ChainNode]
    edges: list[ChainEdge]
    left_out: int = Field(description="How many documents of the chain are not in `nodes`.")
    cites: list[Citation]
    cited_by: list[Citation]
    acts: list[Act]
