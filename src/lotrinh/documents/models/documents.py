"""Documents, their files, and what acts on what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.core.immutable import Immutable
from lotrinh.core.models import StoredFile
from lotrinh.documents.chain.numbers import number_key
from lotrinh.documents.vocab import Audience, Relation, Standing
from lotrinh.organisations.models import Unit
from vanban.extract.citations.number import parse_number


class Document(models.Model):
    """An official document, draft or issued, of the unit that keeps it here."""

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(_("Loại văn bản"), max_length=10, blank=True)
    number = models.CharField(_("Số, ký hiệu"), max_length=60, blank=True)
    #: ISO, as precise as the source: `2026-02-05`, `2026-02`, `2026`
    issued_on = models.CharField(_("Ngày ban hành"), max_length=10, blank=True)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200, blank=True)
    title = models.CharField(_("Trích yếu"), max_length=600, blank=True)
    place = models.CharField(_("Nơi ban hành"), max_length=60, blank=True)
    signer = models.CharField(_("Người ký"), max_length=120, blank=True)
    standing = models.CharField(_("Hiệu lực"), max_length=10, choices=Standing.choices, default=Standing.DRAFT)
    expires_on = models.DateField(_("Hết hiệu lực từ"), null=True, blank=True)
    audience = models.CharField(_("Phạm vi"), max_length=12, choices=Audience.choices, default=Audience.INTERNAL)
    #: issuer, kind, number and date in one form: two documents with the same are one; empty while one is missing
    identity = models.CharField(max_length=300, blank=True, editable=False, db_index=True)
    #: somebody has said that others with the same identity are other documents
    kept_apart = models.BooleanField(default=False, editable=False)
    #: the number as citations are looked up by it (`chain.numbers.number_key`)
    number_key = models.CharField(max_length=60, blank=True, editable=False, db_index=True)
    #: the folded first words of what was read, by which a document without number and title is recognised
    opening = models.CharField(max_length=500, blank=True, editable=False)
    #: the reading whose citations are linked
    linked_reading = models.BigIntegerField(null=True, blank=True, editable=False)
    search = models.TextField(editable=False, blank=True)
    #: order by title (`words.sort_key`)
    sort_key = models.CharField(max_length=300, editable=False, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.title) if part) or f"#{self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the keys for identity and search in step."""
        self.identity = identity(self.issuer, self.kind, self.number, self.issued_on)
        self.number_key = number_key(self.number)
        self.search = words.fold(f"{self.number} {self.title} {self.issuer}")
        self.sort_key = words.sort_key(self.title)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature


def identity(issuer: str, kind: str, number: str, issued_on: str) -> str:
    """Issuer + type + number + date as one text; empty while one of them is missing.

    A number counts in its canonical form, however it is printed. Codes keep their diacritics: ĐA and DA are different
    types.
    """
    known = parse_number(number)
    printed = known.canonical if known else number.strip().replace(" ", "")
    body = words.fold(issuer).replace("ubnd ", "uy ban nhan dan ").replace("hdnd ", "hoi dong nhan dan ")
    parts = (body, kind.strip().upper(), printed.upper(), issued_on.strip())
    return "|".join(parts)[:300] if all(parts) else ""


class DocumentFile(models.Model):
    """A file of a document; a corrected document has more than one."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("document", "stored"), name="file_once_in_document"),)

    def __str__(self) -> str:
        return self.filename


class DocumentRelation(models.Model):
    """`source` corrects, amends, replaces, repeals or withdraws `target` from a day on."""

    source = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="acts_on", null=True, blank=True)
    #: where the acting document is not kept here: its name
    source_printed = models.CharField(max_length=300, blank=True)
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="acted_on_by")
    relation = models.CharField(max_length=10, choices=Relation.choices)
    effective_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("effective_on", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_to_another_document"),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | ~Q(source_printed=""), name="relation_names_its_source"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"


class AudienceDecision(Immutable):
    """Who opened (or closed) a document to whom, and when."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="audience_decisions")
    before = models.CharField(max_length=12, choices=Audience.choices)
    after = models.CharField(max_length=12, choices=Audience.choices)
    note = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Recipient(models.Model):
    """A unit to which the document is addressed (nơi nhận) or which it gives a duty."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="recipients")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="received")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("document", "unit"), name="recipient_once"),)

    def __str__(self) -> str:
        return f"{self.document_id} → {self.unit_id}"
