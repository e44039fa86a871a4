"""Documents, their files and readings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Field

from lotrinh.api.shapes.values import Id, Key, Page, Paged, Shape, Text, UnitRef, Year
from lotrinh.documents.vocab import Audience, Relation, ReviewState, Standing

_PRECISE = "ISO, as precise as the source: `2026-02-05`, `2026-02` or `2026`; empty where it is unknown."


class DocumentQuery(Paged):
    """Narrows the list of documents."""

    text: Text = Field("", description="Words in number, title or issuer, with or without diacritics.")
    kind: Key = Field("", description="Code of the type as printed in numbers: `KH`, `NQ`, `QĐ`.")
    year: Year | None = Field(None, description="Year of issue.")
    standing: Standing | None = Field(None, description="Whether it binds today.")
    audience: Audience | None = Field(None, description="Who may read it.")
    owner_id: Id | None = Field(None, description="The agency that keeps it here.")


class DocumentLine(Shape):
    """A document in a list."""

    id: int
    kind: str = Field(description="Code of the type: `KH`, `NQ`, `QĐ`; empty where it is unknown.")
    number: str
    issued_on: str = Field(description=_PRECISE)
    issuer: str
    title: str
    place: str
    standing: Standing = Field(description="Whether it binds today.")
    audience: Audience = Field(description="Who may read it.")
    owner: UnitRef = Field(description="The agency that keeps it here.")
    created_at: dt.datetime


class DocumentList(Page):
    """Documents, newest first."""

    items: list[DocumentLine]


class RelationShape(Shape):
    """What one document does to another."""

    relation: Relation
    effective_on: dt.date
    document_id: int | None = Field(description="The other document; null where it is not kept here, or not for you.")
    printed: str = Field(description="How the other is named where it is not kept here.")


class ReviewRef(Shape):
    """A review."""

    id: int
    state: ReviewState


class Document(DocumentLine):
    """A document with what stands around it."""

    signer: str
    ends_on: dt.date | None = Field(description="The day from which it binds no longer, past or ahead.")
    acts_on: list[RelationShape]
    acted_on_by: list[RelationShape]
    recipients: list[UnitRef]
    plan_id: int | None = Field(description="The plan that was adopted from it.")
    review: ReviewRef | None = Field(description="The review under way, else the last; for those inside the agency.")
    may: list[str] = Field(description="What the person of the token may do beside reading.")


class ReadingRef(Shape):
    """A reading of a file."""

    id: int
    engine: str = Field(description="Version of the reader.")
    read_at: dt.datetime


class File(Shape):
    """A file of a document."""

    id: int
    filename: str
    media_type: str
    size: int = Field(description="Bytes.")
    sha256: str
    added_at: dt.datetime
    reading_state: str = Field(description="`queued`, `running`, `done`, `failed`, or empty where it was never asked.")
    readings: list[ReadingRef]


class FileList(Shape):
    """The files of a document, newest first."""

    items: list[File]


class Reading(ReadingRef):
    """A reading in a list."""

    document_id: int
    file_id: int
    seconds: float


class ReadingList(Shape):
    """The readings of a document, newest first."""

    items: list[Reading]


class Uploaded(Shape):
    """What became of a file."""

    document_id: int
    file_id: int
    known: bool = Field(description="The same content was there already, where you can see it: nothing was added.")


#: The plan record `lotrinh.plan/1`; `lotrinh schema` prints its JSON Schema.
RecordBody = dict[str, Any]
