"""Plans and their versions. Rows of a version are written once: the first promise is never overwritten."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.documents.models import Document, Review
from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans.vocab import PartyRole, ProposedField, RowKind

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


class Party(models.Model):
    """A body as the document names it and, where it is known here, the unit or group it is."""

    role = models.CharField(max_length=8, choices=PartyRole.choices)
    position = models.PositiveSmallIntegerField()
    printed = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.CharField(max_length=20, choices=GroupKind.choices, blank=True)

    class Meta:
        abstract = True
        ordering = ("role", "position")

    def __str__(self) -> str:
        return self.printed


class TaskParty(Party):
    """Who leads a task, who joins in."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parties")

    class Meta(Party.Meta):
        indexes = (
            models.Index(fields=("unit", "role", "task"), name="task_party_unit"),
            models.Index(fields=("group", "role", "task"), name="task_party_group"),
        )


class AssignmentParty(Party):
    """Who leads a duty, who joins in."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="parties")

    class Meta(Party.Meta):
        indexes = (
            models.Index(fields=("unit", "role", "assignment"), name="assignment_party_unit"),
            models.Index(fields=("group", "role", "assignment"), name="assignment_party_group"),
        )


class ReportingParty(Party):
    """Who owes a report."""

    duty = models.ForeignKey(ReportingDuty, on_delete=models.CASCADE, related_name="parties")

    class Meta(Party.Meta):
        indexes = (
            models.Index(fields=("unit", "role", "duty"), name="reporting_party_unit"),
            models.Index(fields=("group", "role", "duty"), name="reporting_party_group"),
        )


class Confirmation(models.Model):
    """A document with number and date that makes a proposed value binding.

    It belongs to the lineage of the row, so that it holds in later versions that propose the same value.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="confirmations")
    kind = models.CharField(max_length=12, choices=RowKind.choices)
    lineage = models.UUIDField()
    field = models.CharField(_("Thông tin"), max_length=12, choices=ProposedField.choices)
    #: what was confirmed, as JSON: a text, a number or a list of names
    value = models.JSONField()
    number = models.CharField(_("Số, ký hiệu"), max_length=60)
    issued_on = models.DateField(_("Ngày ban hành"))
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("lineage", "field"), name="confirmation_of_row"),)

    def __str__(self) -> str:
        return f"{self.field}: {self.number}"


class SavedView(models.Model):
    """A list that a person wants to see again: its filters and order as the query of its address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    name = models.CharField(_("Tên"), max_length=80)
    query = models.CharField(max_length=1000)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("user", "page", "name"), name="view_name_once"),)

    def __str__(self) -> str:
        return self.name
