"""Plans, their versions and rows. Rows of a version are written once: the first promise is never overwritten."""

from __future__ import annotations

from lotrinh.plans.models.coverage import CoverageDecision
from lotrinh.plans.models.handovers import Handover, HandoverChoice, HandoverLine
from lotrinh.plans.models.parties import AssignmentParty, Party, ReportingParty, TaskParty
from lotrinh.plans.models.plans import IN_FORCE, Plan, PlanVersion, Section
from lotrinh.plans.models.rows import Assignment, BudgetLine, ReportingDuty, Row, Target, Task
from lotrinh.plans.models.said import Confirmation, NameChoice, SavedView

__all__ = [
    "IN_FORCE",
    "Assignment",
    "AssignmentParty",
    "BudgetLine",
    "Confirmation",
    "CoverageDecision",
    "Handover",
    "HandoverChoice",
    "HandoverLine",
    "NameChoice",
    "Party",
    "Plan",
    "PlanVersion",
    "ReportingDuty",
    "ReportingParty",
    "Row",
    "SavedView",
    "Section",
    "Target",
    "Task",
    "TaskParty",
]
