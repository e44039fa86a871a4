"""Reading a file in the background and keeping what was read."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from lotrinh.core import problems
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.jobs import services as jobs
from lotrinh.core.webhooks.emitting import emit
from lotrinh.core.writes import service
from lotrinh.documents import policies
from lotrinh.documents.models import Document, DocumentFile, Reading
from lotrinh.documents.policies import Action
from lotrinh.documents.services import chain
from lotrinh.documents.services.taking import longest
from lotrinh.documents.vocab import Standing
from vanban.record import Document as Header
from vanban.record import PlanRecord
from vanban.writers.formats import plain

JOB: Final = "read-document"


def job_key(file_id: int) -> str:
    """The key of the job that reads a file."""
    return f"reading:{file_id}"


def queue(file: DocumentFile, *, by: int | None) -> None:
    """Have the file read; called inside a service. A reading that waits or runs already is left alone."""
    jobs.start(JOB, job_key(file.pk), {"file": file.pk}, by=by)


@service
def read_again(actor: Actor, *, file_id: int) -> DocumentFile:
    """Read the file once more: after a failure, or with a newer engine.

    Raises:
        Missing, NotAllowed: see `policies`.

    """
    file = DocumentFile.objects.select_related("document__owner", "stored").filter(pk=file_id).first()
    if file is None:
        raise problems.Missing(_("Không có tệp này, hoặc bạn không được xem."), code="file-missing")
    policies.require(actor, Action.EDIT, file.document)
    queue(file, by=actor.user_id)
    audit.note(
        actor,
        "document.reading_asked",
        kind="document",
        id=file.document_id,
        label=str(file.document),
        unit_id=file.document.owner_id,
        after={"file": file.pk, "filename": file.filename},
    )
    return file


@service
def keep_reading(  # noqa: PLR0913 - the facts of one reading
    actor: Actor, *, file_id: int, record: PlanRecord, engine: str, read_at: dt.datetime, seconds: float
) -> Reading:
    """Keep what was read and fill what the document does not say yet; nothing that a person typed is overwritten.

    Keeping the same record of the same engine twice keeps it once, so that a job may run again.
    """
    file = DocumentFile.objects.select_for_update().get(pk=file_id)
    document = Document.objects.select_for_update().get(pk=file.document_id)
    text = record.to_json()
    last = Reading.objects.filter(file=file).first()
    if last is not None and last.engine == engine and last.record == text:
        return last
    first = not Reading.objects.filter(file__document=document).exists()
    reading = Reading(file=file, engine=engine, record=text, read_at=read_at, seconds=seconds)
    reading.full_clean()
    reading.save()
    filled = _fill(document, record.document, first=first)
    chain.read(document, reading, record)
    audit.note(
        actor,
        "document.read",
        kind="document",
        id=document.pk,
        label=str(document) if document.title or document.number else file.filename,
        unit_id=document.owner_id,
        before=dict.fromkeys(filled, "") or None,
        after={"reading": reading.pk, "file": file.pk, "engine": engine, **filled},
    )
    emit("document.read", "document", document.pk)
    return reading


def _fill(document: Document, header: Header, *, first: bool) -> dict[str, Any]:
    """Give the empty fields of the document what was read; the fields that changed."""
    read = {
        "kind": header.kind,
        "number": header.number,
        "issued_on": header.date,
        "issuer": header.issuer,
        "title": header.title,
        "place": header.place,
        "signer": header.signer.name if header.signer else None,
    }
    filled: dict[str, Any] = {}
    for name, value in read.items():
        text = " ".join(plain(value or "").split())
        if text and not getattr(document, name) and (len(text) <= longest(name) or name in {"title", "issuer"}):
            filled[name] = text[: longest(name)]
            setattr(document, name, filled[name])
    # A standing that somebody chose is no longer that of a new document, or there is a reading already.
    if first and document.standing == Standing.DRAFT and not header.draft and document.number and document.issued_on:
        document.standing = Standing.IN_FORCE
        filled["standing"] = Standing.IN_FORCE.value
    if filled:
        document.full_clean()
        document.save()
    return filled
