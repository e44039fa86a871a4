"""What the reader found in the files of documents."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from ninja import Router

from lotrinh.api.calls import ApiRequest, actor_of
from lotrinh.api.conditional import finished
from lotrinh.api.operations import reads
from lotrinh.api.shapes import documents as shapes
from lotrinh.api.shapes.values import Id
from lotrinh.documents.selectors import documents, readings

TAG: Final = "readings"
router = Router()


@reads(router, "documents/{int:document_id}/readings", shapes.ReadingList, looks="document", missing=True)
def list_readings(request: ApiRequest, document_id: Id) -> shapes.ReadingList:
    """The readings of all files of a document, newest first."""
    files = documents.files_of(documents.get(actor_of(request), document_id))
    found = [
        shapes.Reading(
            id=reading.pk,
            document_id=document_id,
            file_id=row.file.pk,
            engine=reading.engine,
            read_at=reading.read_at,
            seconds=reading.seconds,
        )
        for row in files
        for reading in row.readings
    ]
    return shapes.ReadingList(items=sorted(found, key=lambda item: -item.id))


@reads(router, "readings/{int:reading_id}/record", shapes.RecordBody, looks="document", missing=True)
def get_reading_record(request: ApiRequest, reading_id: Id) -> HttpResponse:
    """What the reader found in a file: the plan record, with the checker's findings.

    For those inside the agency that keeps the document, and those who oversee it.
    """
    reading = readings.reading_for(actor_of(request), reading_id)
    return record(request, reading.record)


def record(request: ApiRequest, text: str) -> HttpResponse:
    """A record as it is kept: it may be long, so nothing takes it apart and puts it together again."""
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    return finished(request, response, request.call.etag)
