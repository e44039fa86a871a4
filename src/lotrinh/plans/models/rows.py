"""The rows of a version: targets, tasks, duties, reports and sums. None is ever overwritten."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lotrinh.plans.models.plans import Plan, PlanVersion


class Row(models.Model):
    """What rows of all kinds share. `lineage` stays from version to version: the permalink."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="%(class)ss")
    #: whether its version is the one in force
    current = models.BooleanField(default=True)
    lineage = models.UUIDField()
    position = models.PositiveIntegerField()
    section = models.TextField(blank=True)
    section_key = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    #: None where a person added the row without words of the source
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)
    search = models.TextField(editable=False, blank=True)
    #: names of ProposedField whose value the document does not contain and no later document has confirmed
    proposed = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True
        ordering = ("position",)

    def __str__(self) -> str:
        return self.text[:80]


class Target(Row):
    """A result to reach (chỉ tiêu)."""

    name = models.TextField()
    indicator = models.CharField(max_length=60, blank=True)
    comparator = models.CharField(max_length=6, blank=True)
    value = models.FloatField(null=True, blank=True)
    value_high = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    year_from = models.PositiveSmallIntegerField(null=True, blank=True)
    every = models.CharField(max_length=12, blank=True)
    #: names of the bodies that answer for it, as printed
    lead = models.JSONField(default=list, blank=True)

    class Meta(Row.Meta):
        constraints = (models.UniqueConstraint(fields=("version", "lineage"), name="target_lineage"),)
        indexes = (
            models.Index(fields=("plan", "current", "position"), name="target_of_plan"),
            models.Index(fields=("lineage",), name="target_by_lineage"),
        )


class Task(Row):
    """Something that somebody commits to do (nhiệm vụ)."""

    start = models.CharField(max_length=10, blank=True)
    #: as precise as the source: `2026-06-30`, `2026-06`, `2026-Q3`, `2026`
    deadline = models.CharField(max_length=10, blank=True)
    deadline_text = models.TextField(blank=True)
    #: the last day that `deadline` allows
    due_on = models.DateField(null=True, blank=True)
    every = models.CharField(max_length=12, blank=True)
    deliverable = models.TextField(blank=True)
    budget = models.BigIntegerField(null=True, blank=True)
    #: which fields are clear (`vanban.record.Specificity`), as the reader judged the adopted words
    specificity = models.JSONField(default=dict, blank=True)
    #: names of the leads, for lists: `; ` between them
    lead_names = models.TextField(blank=True)
    partner_names = models.TextField(blank=True)
    #: whether `proposed` names a field; kept in step by the services
    proposes = models.BooleanField(default=False)
    #: order by the first lead (`words.sort_key`); `~`, after every letter, where nobody leads
    lead_sort = models.CharField(max_length=100, editable=False, default="~")

    class Meta(Row.Meta):
        constraints = (models.UniqueConstraint(fields=("version", "lineage"), name="task_lineage"),)
        indexes = (
            # A list across all plans walks one of these in its order and looks at no row before it has its page.
            models.Index(fields=("current", "plan", "position", "id"), name="task_of_plan"),
            models.Index(fields=("current", "due_on", "id", "plan", "every"), name="task_by_due"),
            models.Index(fields=("current", "lead_sort", "id", "plan"), name="task_by_lead"),
            models.Index(
                fields=("current", "plan", "position", "id"), condition=Q(proposes=True), name="task_with_proposal"
            ),
            models.Index(fields=("lineage",), name="task_by_lineage"),
        )


class Assignment(Row):
    """A duty that the organisation part gives (phân công)."""

    lead_names = models.TextField(blank=True)
    partner_names = models.TextField(blank=True)

    class Meta(Row.Meta):
        constraints = (models.UniqueConstraint(fields=("version", "lineage"), name="assignment_lineage"),)
        indexes = (
            models.Index(fields=("plan", "current", "position"), name="assignment_of_plan"),
            models.Index(fields=("lineage",), name="assignment_by_lineage"),
        )


class ReportingDuty(Row):
    """A duty to report (chế độ báo cáo)."""

    frequency = models.CharField(max_length=60, blank=True)
    by = models.JSONField(default=list, blank=True)
    to = models.TextField(blank=True)
    through = models.TextField(blank=True)
    due = models.TextField(blank=True)

    class Meta(Row.Meta):
        constraints = (models.UniqueConstraint(fields=("version", "lineage"), name="reporting_lineage"),)
        indexes = (
            models.Index(fields=("plan", "current", "position"), name="reporting_of_plan"),
            models.Index(fields=("lineage",), name="reporting_by_lineage"),
        )


class BudgetLine(Row):
    """A sum that the plan itself gives, in đồng."""

    label = models.TextField()
    amount = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    year_from = models.PositiveSmallIntegerField(null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.TextField(blank=True)
    parent_lineage = models.UUIDField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = (models.UniqueConstraint(fields=("version", "lineage"), name="budget_lineage"),)
        indexes = (
            models.Index(fields=("plan", "current", "position"), name="budget_of_plan"),
            models.Index(fields=("lineage",), name="budget_by_lineage"),
        )
