"""What the agencies of a person owe: the matter of their home page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from django.db.models import Count, F, QuerySet

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.plans.models import IN_FORCE, Assignment, AssignmentParty, ReportingDuty, ReportingParty, Task, TaskParty
from lotrinh.plans.selectors.holding import concerning, reach
from lotrinh.plans.selectors.schedule import schedule_expression
from lotrinh.plans.selectors.tasks import TaskLine, lines, own_units, readable
from lotrinh.plans.vocab import Schedule

_D = TypeVar("_D", Assignment, ReportingDuty)
_MOST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """The duties that the actor's agencies hold today, themselves or through a group.

    `by_schedule` counts all their tasks; `tasks` are the most urgent of them. Assignments and reporting duties have
    their plan fetched; their counts say how many there are in all.
    """

    by_schedule: Mapping[Schedule, int]
    tasks: tuple[TaskLine, ...]
    assignments: tuple[Assignment, ...]
    reporting: tuple[ReportingDuty, ...]
    task_count: int
    assignment_count: int
    reporting_count: int


def duties_of(actor: Actor, *, most: int = _MOST) -> Duties:
    """What the actor's agencies owe, at most `most` rows of each kind; at most eight queries."""
    where = reach(own_units(actor), whole=True)
    in_force = IN_FORCE & readable(actor)
    tasks = Task.objects.filter(in_force & concerning(TaskParty, "task_id", where))
    by_schedule = dict.fromkeys(Schedule, 0)
    counted = tasks.order_by().annotate(schedule=schedule_expression(clock.today()))
    for code, count in counted.values_list("schedule").annotate(n=Count("pk")):
        by_schedule[Schedule(code)] = count
    urgent = tasks.order_by(F("due_on").asc(nulls_last=True), "id").values_list("pk", flat=True)[:most]
    assignments = Assignment.objects.filter(in_force & concerning(AssignmentParty, "assignment_id", where))
    reporting = ReportingDuty.objects.filter(in_force & concerning(ReportingParty, "duty_id", where))
    first_assignments, assignment_count = _first(assignments, most)
    first_reporting, reporting_count = _first(reporting, most)
    return Duties(
        by_schedule=by_schedule,
        tasks=lines(urgent, with_leads=False),
        assignments=first_assignments,
        reporting=first_reporting,
        task_count=sum(by_schedule.values()),
        assignment_count=assignment_count,
        reporting_count=reporting_count,
    )


def _first(found: QuerySet[_D], most: int) -> tuple[tuple[_D, ...], int]:
    """The first rows and how many there are; counted by the database only where there are more than are shown."""
    rows = tuple(found.select_related("plan").order_by("-plan_id", "position")[: most + 1])
    return rows[:most], found.order_by().count() if len(rows) > most else len(rows)
