"""What the engine read in the files of documents."""

from __future__ import annotations

import functools

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.documents import policies
from lotrinh.documents.models import Document, DocumentFile, Reading, Review
from lotrinh.documents.policies import Action
from vanban.record import PlanRecord


def file_to_read(file_id: int) -> DocumentFile | None:
    """The file with its content's row; one query. None when it is gone."""
    return DocumentFile.objects.select_related("stored").filter(pk=file_id).first()


def latest(document_id: int) -> Reading | None:
    """The newest reading of any file of the document; one query."""
    return Reading.objects.filter(file__document_id=document_id).select_related("file").order_by("-id").first()


def unreviewed(actor: Actor) -> QuerySet[Document]:
    """The documents that were read and that the actor may review, without any review yet; the newest first."""
    read = Reading.objects.filter(file__document=OuterRef("pk")).order_by()
    reviewed = Review.objects.filter(document=OuterRef("pk"))
    found = policies.visible(actor, Action.REVIEW).filter(Exists(read), ~Exists(reviewed))
    return found.order_by("-pk")


def reading(reading_id: int) -> Reading | None:
    """The reading with its file; one query."""
    return Reading.objects.filter(pk=reading_id).select_related("file").first()


def reading_for(actor: Actor, reading_id: int) -> Reading:
    """The reading with its file, for those who may see what was found in the document; one query.

    Raises:
        Missing: there is none for this person.
        NotAllowed: they may read the document, not what was found in it.

    """
    found = Reading.objects.filter(pk=reading_id).select_related("file__document__owner").first()
    if found is None:
        raise Missing(_("Không có bản đọc này, hoặc bạn không được xem."), code="reading-missing")
    policies.require(actor, Action.READ_FINDINGS, found.file.document)
    return found


def record_of(reading: Reading) -> PlanRecord:
    """The record of a reading. Records never change, so the last few stay decoded."""
    return _decoded(reading.pk, reading.record)


@functools.lru_cache(maxsize=16)
def _decoded(_reading_id: int, record: str) -> PlanRecord:
    return PlanRecord.from_json(record)
