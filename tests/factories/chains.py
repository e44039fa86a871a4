"""Documents that cite each other: kept by the services that people use, read without the engine."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from lotrinh.core import clock
from lotrinh.core.actor import system
from lotrinh.core.files import store
from lotrinh.documents.models import CitationLink, Document, DocumentFile, Reading
from lotrinh.documents.services import reading as services
from lotrinh.documents.vocab import Audience, Standing
from lotrinh.organisations.models import Unit
from tests.factories.world import World
from vanban.record import SCHEMA, Citation, CitationRole, PlanRecord, Source, Text
from vanban.record import Document as Header

_numbers = itertools.count(1)
ISSUER = "Ủy ban nhân dân tỉnh Sông Trà"


def citing(  # noqa: PLR0913 - the facts of one citation
    number: str | None,
    date: str | None = "2026-02-05",
    *,
    issuer: str | None = ISSUER,
    role: CitationRole = CitationRole.IMPLEMENTS,
    subject: str | None = None,
    kind: str | None = "KH",
) -> Citation:
    """A citation as the engine gives it."""
    return Citation(
        kind=kind,
        number=number,
        printed=number or f"{kind} {subject}",
        date=date,
        issuer=issuer,
        subject=subject,
        role=role,
        spans=((10, 20),),
    )


def kept(  # noqa: PLR0913 - what tests vary
    world: World,
    number: str = "",
    *,
    issued_on: str = "2026-02-05",
    issuer: str = ISSUER,
    kind: str = "KH",
    title: str = "",
    owner: Unit | None = None,
    audience: str = Audience.INTERNAL,
) -> Document:
    """A document that is known and was not read."""
    return Document.objects.create(
        owner=owner or world.science,
        created_by_id=world.coordinator.user_id or 0,
        kind=kind,
        number=number,
        issued_on=issued_on,
        issuer=issuer,
        title=title,
        standing=Standing.IN_FORCE,
        audience=audience,
    )


def read(world: World, document: Document, citations: Sequence[Citation], *, text: str = "") -> Reading:
    """A reading of a new file of the document, kept as the job keeps it."""
    content = text or f"Thực hiện văn bản của cấp trên, lần đọc {next(_numbers)}.\n"
    file = DocumentFile.objects.create(
        document=document,
        stored=store.keep(f"{document.pk} {next(_numbers)}".encode(), "text/plain"),
        filename="van-ban.txt",
        added_by_id=world.coordinator.user_id or 0,
    )
    record = PlanRecord(
        schema=SCHEMA,
        source=Source(filename="van-ban.txt", media_type="text/plain", sha256="0" * 64, pages=None),
        text=Text(content=content, blocks=(), quality=1.0, restored=False),
        document=Header(),
        citations=tuple(citations),
    )
    made = services.keep_reading(
        system("Bộ đọc"), file_id=file.pk, record=record, engine="0.2.0", read_at=clock.now(), seconds=0.1
    )
    document.refresh_from_db()
    return made


def cites(world: World, document: Document, *others: Document, role: CitationRole = CitationRole.IMPLEMENTS) -> None:
    """Have the document cite others that are kept, by number, date and issuer."""
    read(
        world,
        document,
        [citing(item.number, item.issued_on, issuer=item.issuer, kind=item.kind, role=role) for item in others],
    )


def links(document: Document) -> list[CitationLink]:
    """The citations of a document, in the order of its text."""
    return list(document.citations.select_related("target", "known").order_by("position"))


def link(document: Document) -> CitationLink:
    """Its only citation."""
    (only,) = links(document)
    return only
