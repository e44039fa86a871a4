"""Who holds a row: as the document names it, and as the unit or group it is from day to day."""

from __future__ import annotations

from django.db import models

from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans.models.handovers import HandoverLine
from lotrinh.plans.models.rows import Assignment, ReportingDuty, Task
from lotrinh.plans.vocab import PartyRole


class Party(models.Model):
    """A body as the document names it and, where it is known here, the unit or group it is.

    The row that the document made is never overwritten: a handover ends it and begins others, with the same printed
    name, from its day on.
    """

    role = models.CharField(max_length=8, choices=PartyRole.choices)
    position = models.PositiveSmallIntegerField()
    printed = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.CharField(max_length=24, choices=GroupKind.choices, blank=True)
    #: the days on which it holds the duty; None is open
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    #: by which it took over; None where the plan's document names it
    handed = models.ForeignKey(HandoverLine, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ("role", "position", "id")

    def __str__(self) -> str:
        return self.printed


class TaskParty(Party):
    """Who leads a task, who joins in."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parties")

    class Meta(Party.Meta):
        indexes = (
            models.Index(fields=("unit", "role", "task", "starts_on", "ends_on", "handed"), name="task_party_unit"),
            models.Index(fields=("group", "role", "task", "starts_on", "ends_on", "handed"), name="task_party_group"),
        )


class AssignmentParty(Party):
    """Who leads a duty, who joins in."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="parties")

    class Meta(Party.Meta):
        indexes = (
            models.Index(
                fields=("unit", "role", "assignment", "starts_on", "ends_on", "handed"), name="assignment_party_unit"
            ),
            models.Index(
                fields=("group", "role", "assignment", "starts_on", "ends_on", "handed"), name="assignment_party_group"
            ),
        )


class ReportingParty(Party):
    """Who owes a report."""

    duty = models.ForeignKey(ReportingDuty, on_delete=models.CASCADE, related_name="parties")

    class Meta(Party.Meta):
        indexes = (
            models.Index(
                fields=("unit", "role", "duty", "starts_on", "ends_on", "handed"), name="reporting_party_unit"
            ),
            models.Index(
                fields=("group", "role", "duty", "starts_on", "ends_on", "handed"), name="reporting_party_group"
            ),
        )
