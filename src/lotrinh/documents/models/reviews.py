"""Reviews of a reading, the decisions in them, and their approval."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from lotrinh.core.immutable import Immutable
from lotrinh.documents.models.documents import Document
from lotrinh.documents.models.readings import Reading
from lotrinh.documents.vocab import DecisionAction, Part, ReviewAction, ReviewState


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
    #: the holder of the post, where `made_by` stood in and had the right by nothing else
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
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
