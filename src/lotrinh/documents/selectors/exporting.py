"""The newest reading of a document as a file: Akoma Ntoso for whoever reads it, the record for those inside."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import msgspec
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.clock import ZONE
from lotrinh.core.problems import Missing
from lotrinh.documents.models import Document, Reading
from lotrinh.documents.policies import Action
from lotrinh.documents.selectors import documents, readings
from vanban import PlanRecord
from vanban.writers import akn

_JSON: Final = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that is made on the way: its name, its media type, its bytes."""

    filename: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a file is made from: another stamp means another file."""

    document_id: int
    reading_id: int
    header: str

    @property
    def etag(self) -> str:
        """A strong validator for conditional requests, without quotation marks."""
        header = hashlib.sha256(self.header.encode()).hexdigest()
        return f"{self.document_id}-{self.reading_id}-{header[:16]}"


def stamp(actor: Actor, document_id: int, action: Action = Action.READ) -> Stamp:
    """What `akoma_ntoso` and `record_json` would be made from; two queries, three where it is open to its recipients.

    Raises:
        Missing, NotAllowed: as `akoma_ntoso`.

    """
    document = documents.get(actor, document_id, action)
    number = Reading.objects.filter(file__document_id=document_id).order_by("-id").values_list("pk", flat=True).first()
    if number is None:
        raise _unread()
    return Stamp(document_id=document.pk, reading_id=number, header="|".join(_header(document).values()))


def akoma_ntoso(actor: Actor, document_id: int) -> Exported:
    """The text of the newest reading as Akoma Ntoso 3.0; two queries, three where it is open to its recipients.

    What people said of number, day, issuer and title stands above what was read.

    Raises:
        Missing: there is no such document for this person, or nothing has been read in it yet.

    """
    document, reading = _read(actor, document_id, Action.READ)
    record = readings.record_of(reading)
    said = {name: value for name, value in _header(document).items() if value}
    named = msgspec.structs.replace(record, document=msgspec.structs.replace(record.document, **said))
    data = akn.write(named, on=reading.read_at.astimezone(ZONE).date())
    return Exported(filename=f"van-ban-{document.pk}.xml", media_type=akn.MEDIA_TYPE, data=data)


def record_json(actor: Actor, document_id: int) -> Exported:
    """The record of the newest reading as JSON, findings and all, for those inside; queries as `akoma_ntoso`.

    Raises:
        Missing: as `akoma_ntoso`.
        NotAllowed: they may read the document, not what was found in it.

    """
    document, reading = _read(actor, document_id, Action.READ_FINDINGS)
    record: PlanRecord = readings.record_of(reading)
    return Exported(filename=f"van-ban-{document.pk}.json", media_type=_JSON, data=record.to_json(indent=2).encode())


def _read(actor: Actor, document_id: int, action: Action) -> tuple[Document, Reading]:
    document = documents.get(actor, document_id, action)
    reading = readings.latest(document.pk)
    if reading is None:
        raise _unread()
    return document, reading


def _unread() -> Missing:
    return Missing(_("Văn bản này chưa được đọc, nên chưa có tệp để tải về."), code="reading-missing")


def _header(document: Document) -> dict[str, str]:
    return {
        "kind": document.kind,
        "number": document.number,
        "date": document.issued_on,
        "issuer": document.issuer,
        "title": document.title,
    }
