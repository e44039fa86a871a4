"""Plans, their versions and the outline of a version. A version is written once: the first promise is kept."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.documents.models import Document, Review
from lotrinh.organisations.models import Unit

#: Rows of the versions in force. Compared with a value: for a bare `WHERE current` SQLite uses no index.
IN_FORCE: Final = Q(current=Value(True))


class Plan(models.Model):
    """A plan that is carried out; its rows are those of its current version."""

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="plan")
    title = models.CharField(_("Tên kế hoạch"), max_length=600)
    adopted_at = models.DateTimeField()
    #: number of the version in force
    current = models.PositiveSmallIntegerField(default=1)
    #: who follows up, who receives the reports, who receives difficulties: named by the plan, not by a rule
    follow_up = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reports_to = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    difficulties_to = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    follow_up_printed = models.CharField(_("Cơ quan theo dõi, đôn đốc"), max_length=200, blank=True)
    reports_to_printed = models.CharField(_("Nơi nhận báo cáo"), max_length=200, blank=True)
    difficulties_to_printed = models.CharField(_("Nơi nhận khó khăn, vướng mắc"), max_length=200, blank=True)
    search = models.TextField(editable=False, blank=True)
    sort_key = models.CharField(max_length=200, editable=False, blank=True, db_index=True)

    class Meta:
        ordering = ("-adopted_at", "-id")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the keys for search and order in step; `search` also holds what identifies the document."""
        self.search = words.fold(f"{self.title} {self.document.number} {self.document.issuer}")
        self.sort_key = words.sort_key(self.title)
        super().save(*args, **kwargs)


class PlanVersion(models.Model):
    """What was adopted at one time, from which review."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="version")
    reason = models.CharField(_("Lý do"), max_length=500, blank=True)
    #: JSON of a `vanban.PlanRecord` whose lists of rows are empty: the text that spans count in, where its lines stood,
    #: the document's header, its citations and findings
    record = models.TextField()
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="version_number"),)

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class Section(models.Model):
    """A heading of the plan's outline."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40)
    path = models.TextField(blank=True)
    label = models.TextField(blank=True)
    heading = models.TextField(blank=True)
    role = models.CharField(max_length=20)
    #: 0, 1, … where a file holds several instruments
    instrument = models.PositiveSmallIntegerField(default=0)
    parent_key = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField()
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("version", "key"), name="section_key"),)

    def __str__(self) -> str:
        return self.path
