"""What the engine read in a file."""

from __future__ import annotations

from django.db import models

from lotrinh.core.immutable import Immutable
from lotrinh.documents.models.documents import DocumentFile


class Reading(Immutable):
    """What the engine read in a file: the record, by which version, when. Never changed."""

    file = models.ForeignKey(DocumentFile, on_delete=models.PROTECT, related_name="readings")
    engine = models.CharField(max_length=40)
    #: JSON of the record (`vanban.PlanRecord`)
    record = models.TextField()
    read_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.file_id} {self.engine}"
