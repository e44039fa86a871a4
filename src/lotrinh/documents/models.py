"""Documents, their files and readings; reviews and the decisions in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.core.immutable import Immutable
from lotrinh.core.models import StoredFile
from lotrinh.documents.vocab import (
    Audience,
    DecisionAction,
    Part,
    Relation,
    ReviewAction,
    ReviewState,
    Standing,
)
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


class Review(models.Model):
    """One go through a reading, from opening to adoption."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="reviews")
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.OPEN)
    #: the roles that approve, in order, as the unit had them when the review was submitted
    chain = models.JSONField(default=list)
    #: how many of them have approved
    step = models.PositiveSmallIntegerField(default=0)
    #: the number of the last decision: who decides says which one they saw
    seq = models.PositiveIntegerField(default=0)
    #: how many items there are after the last decision, and how many of them nobody has decided about
    items = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("document",),
                condition=Q(state__in=("open", "submitted", "returned", "approved")),
                name="one_review_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"


class Decision(Immutable):
    """What a reviewer decided about one item: `review.folding` says what a row of decisions makes of a record."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    seq = models.PositiveIntegerField()
    part = models.CharField(max_length=12, choices=Part.choices)
    #: `12` the item of that index; `12.1` and `12.2` its pieces; `+7` the item added by decision 7;
    #: `*` those that `data` lists
    item = models.CharField(max_length=40)
    action = models.CharField(max_length=8, choices=DecisionAction.choices)
    data = models.JSONField(default=dict)
    #: one gesture may decide about many items: undone together
    batch = models.UUIDField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    carried = models.BooleanField(default=False)

    class Meta:
        ordering = ("seq",)
        constraints = (models.UniqueConstraint(fields=("review", "seq"), name="decision_seq"),)

    def __str__(self) -> str:
        return f"{self.review_id}/{self.seq} {self.action} {self.part} {self.item}"


class ApprovalStep(Immutable):
    """One step of the chain: submitted, approved or returned, by whom, why."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=8, choices=ReviewAction.choices)
    step = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.review_id} {self.action}"


class ReviewPresence(models.Model):
    """Who looks at a review now, and at which item."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="presence")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    item = models.CharField(max_length=60, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("review", "user"), name="presence_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.review_id}"
