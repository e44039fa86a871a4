"""The key figures of a plan, each of which can say which rows it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lotrinh.core import clock
from lotrinh.plans.models import IN_FORCE, Assignment, BudgetLine, Plan, ReportingDuty, Target, Task, TaskParty
from lotrinh.plans.selectors.holding import Given, holders_in_brief, holding_on
from lotrinh.plans.selectors.schedule import schedule_expression
from lotrinh.plans.vocab import PartyRole, Schedule
from vanban.record import BudgetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of the version in force.

    tasks: nhiệm vụ. handings: lượt giao, one for each agency that leads a task today; a group counts for each of its
    members, a name that is not known here for one. without_owner: the document names no lead. lost: somebody led and
    nobody does today. undated: neither a date nor a recurrence. proposed: tasks with a value that no
    document confirms. money: đồng, None where the plan gives no sum; `money_lines` are the lines that were added up.
    """

    targets: int
    measurable_targets: int
    tasks: int
    handings: int
    without_owner: int
    lost: int
    without_deadline: int
    proposed: int
    assignments: int
    reporting: int
    by_schedule: Mapping[Schedule, int]
    money: int | None
    money_lines: tuple[int, ...]


def figures(plan: Plan) -> Figures:
    """The key figures of the plan; at most eight queries, where units have ended a few more."""
    of_plan = IN_FORCE & Q(plan=plan)
    by_schedule = dict.fromkeys(Schedule, 0)
    counted = Task.objects.filter(of_plan).order_by().annotate(schedule=schedule_expression(clock.today()))
    for code, count in counted.values_list("schedule").annotate(n=Count("pk")):
        by_schedule[Schedule(code)] = count
    held = Task.objects.filter(of_plan).aggregate(
        n=Count("pk"), ownerless=Count("pk", filter=Q(lead_names="")), proposed=Count("pk", filter=Q(proposes=True))
    )
    aims = Target.objects.filter(of_plan).aggregate(n=Count("pk"), measurable=Count("value"))
    counts = (Coalesce(Subquery(_counted(model)), 0) for model in (Assignment, ReportingDuty))
    duties: tuple[int, int] = Plan.objects.filter(pk=plan.pk).order_by().values_list(*counts).get()
    handings, lost = _handings(plan)
    money, lines = total_of(BudgetLine.objects.filter(of_plan))
    return Figures(
        targets=aims["n"],
        measurable_targets=aims["measurable"],
        tasks=held["n"],
        handings=handings,
        without_owner=held["ownerless"],
        lost=lost,
        without_deadline=by_schedule[Schedule.UNDATED],
        proposed=held["proposed"],
        assignments=duties[0],
        reporting=duties[1],
        by_schedule=by_schedule,
        money=money,
        money_lines=lines,
    )


def _counted(model: type[Assignment | ReportingDuty]) -> QuerySet[Any, Any]:
    """How many rows the plan that is asked for has in force."""
    rows = model._default_manager.filter(IN_FORCE, plan=OuterRef("pk")).order_by()  # noqa: SLF001 - the manager of a model known only at run time
    return rows.values("plan").annotate(n=Count("pk")).values("n")


def _handings(plan: Plan) -> tuple[int, int]:
    """How often a task of the plan is handed to an agency today, and how many tasks have lost a lead."""
    today = clock.today()
    rows = TaskParty.objects.filter(holding_on(today), task__plan=plan, task__current=True, role=PartyRole.LEAD)
    columns = ("task_id", "unit_id", "group", "handed__subject", "starts_on")
    parties = [
        (task, Given(unit_id=unit, group=group, subject=subject or "", since=since))
        for task, unit, group, subject, since in rows.order_by().values_list(*columns)
    ]
    owners = holders_in_brief({thing for _task, thing in parties}, today)
    agencies: dict[int, set[int]] = {}
    others = 0
    for task, thing in parties:
        owner = owners[thing]
        agencies.setdefault(task, set()).update(unit.pk for unit in owner.units)
        others += owner.members if owner.known else 1
    lost = {task for task, thing in parties if owners[thing].lost}
    return others + sum(map(len, agencies.values())), len(lost)


def total_of(lines: Iterable[BudgetLine]) -> tuple[int | None, tuple[int, ...]]:
    """The sum of the lines that are part of no other: the totals where there are any, else the parts.

    A total that is said twice, with the same years, counts once; averages never do.
    """
    top = [line for line in lines if line.parent_lineage is None]
    for kind in (BudgetKind.TOTAL, BudgetKind.PART):
        said: dict[object, BudgetLine] = {}
        for line in top:
            if line.kind == kind:
                said.setdefault(
                    (line.amount, line.year_from, line.year_to) if kind is BudgetKind.TOTAL else line.pk, line
                )
        if said:
            return sum(line.amount for line in said.values()), tuple(line.pk for line in said.values())
    return None, ()
