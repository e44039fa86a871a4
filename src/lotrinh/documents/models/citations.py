"""Which documents a document cites, and the documents that are known only by being cited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from lotrinh.documents.models.documents import Document
from lotrinh.documents.models.readings import Reading
from lotrinh.documents.vocab import POINTING, CitedAs, LinkState


class KnownDocument(models.Model):
    """A document that others cite, with what they say of it; `filled_by` when it has come in.

    province: where its issuer stands, when its name leaves that out.
    """

    kind = models.CharField(max_length=10, blank=True)
    number = models.CharField(max_length=60, blank=True)
    #: `number_key` of the number
    number_key = models.CharField(max_length=60, blank=True, editable=False, db_index=True)
    issued_on = models.CharField(max_length=10, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=600, blank=True)
    province = models.CharField(max_length=60, blank=True)
    #: the first words of the title, folded: what has no number is looked up by them
    title_key = models.CharField(max_length=60, blank=True, editable=False, db_index=True)
    filled_by = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="fills")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.title) if part) or f"#{self.pk}"


class CitationLink(models.Model):
    """A citation of a reading, and the document that it means; what a person decided outlives the reading.

    kind to title: as printed. reasons: codes of `LinkReason`. refused: documents of which a person said that they are
    not meant.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="citations")
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="citations")
    #: order of the first mention in the text
    position = models.PositiveIntegerField()
    role = models.CharField(max_length=10, choices=CitedAs.choices)
    printed = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, blank=True)
    number = models.CharField(max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True, editable=False, db_index=True)
    issued_on = models.CharField(max_length=10, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=600, blank=True)
    #: the province of the citing document, where a bare `UBND tỉnh` stands
    province = models.CharField(max_length=60, blank=True)
    #: the clause around the first mention
    words = models.CharField(max_length=400, blank=True)
    #: where in the text it is mentioned: [[start, end], …]
    spans = models.JSONField(default=list, blank=True)
    #: by what the same citation is recognised in a later reading
    key = models.CharField(max_length=200, editable=False)
    known = models.ForeignKey(KnownDocument, on_delete=models.PROTECT, related_name="cited_by")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="cited_by")
    state = models.CharField(max_length=10, choices=LinkState.choices, default=LinkState.OPEN)
    reasons = models.JSONField(default=list, blank=True)
    refused = models.JSONField(default=list, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("document", "position"), name="citation_once_in_place"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(POINTING), target__isnull=False)
                | Q(state__in=("open", "refused"), target__isnull=True),
                name="citation_points_as_it_stands",
            ),
        )
        indexes = (models.Index(fields=("state", "kind"), name="citation_state_kind"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.role} {self.printed}"
