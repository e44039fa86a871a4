"""What people said about which duties of a higher document a plan takes up."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotrinh.documents.models import Document
from lotrinh.plans.models.plans import Plan
from lotrinh.plans.vocab import RowKind, Verdict


class CoverageDecision(models.Model):
    """One thing that a person said about a duty of a higher document and a plan under it.

    Rows are added, never changed but for the mark of being taken back; the later one counts. A duty of the parent is
    known again by its lineage where it is a row of an adopted plan, else by its words (`parent_key`).
    """

    parent = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    parent_key = models.CharField(max_length=40)
    parent_lineage = models.UUIDField(null=True, blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="coverage_decisions")
    #: the row of the plan that it is about; empty where it is about the duty as a whole
    kind = models.CharField(max_length=12, choices=RowKind.choices, blank=True)
    lineage = models.UUIDField(null=True, blank=True)
    verdict = models.CharField(_("Kết luận"), max_length=12, choices=Verdict.choices)
    #: one gesture may decide about many duties: taken back together
    batch = models.UUIDField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("plan", "parent"), name="coverage_of_plan"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.of_pairs(), lineage__isnull=False)
                | (~Q(verdict__in=Verdict.of_pairs()) & Q(lineage__isnull=True)),
                name="coverage_of_a_pair_names_it",
            ),
        )

    def __str__(self) -> str:
        return f"{self.parent_key} {self.verdict} {self.lineage or ''}".strip()
