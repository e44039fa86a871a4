"""The key figures of a plan, each of which can say which rows it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from lotrinh.core import clock
from lotrinh.organisations.naming import in_force
from lotrinh.organisations.vocab import GROUP_MEMBERS, GroupKind
from lotrinh.plans.models import IN_FORCE, Assignment, BudgetLine, Plan, ReportingDuty, Target, Task, TaskParty
from lotrinh.plans.selectors.schedule import schedule_expression
from lotrinh.plans.vocab import PartyRole, Schedule
from vanban.record import BudgetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of the version in force.

    tasks: nhiệm vụ. handings: lượt giao, one for each agency that leads a task; a group counts for each of its members
    today. without_owner: nobody leads. undated: neither a date nor a recurrence. proposed: tasks with a value that no
    document confirms. money: đồng, None where the plan gives no sum; `money_lines` are the lines that were added up.
    """

    targets: int
    measurable_targets: int
    tasks: int
    handings: int
    without_owner: int
    without_deadline: int
    proposed: int
    assignments: int
    reporting: int
    by_schedule: Mapping[Schedule, int]
    money: int | None
    money_lines: tuple[int, ...]


def figures(plan: Plan) -> Figures:
    """The key figures of the plan; eight queries."""
    of_plan = IN_FORCE & Q(plan=plan)
    by_schedule = dict.fromkeys(Schedule, 0)
    counted = Task.objects.filter(of_plan).order_by().annotate(schedule=schedule_expression(clock.today()))
    for code, count in counted.values_list("schedule").annotate(n=Count("pk")):
        by_schedule[Schedule(code)] = count
    held = Task.objects.filter(of_plan).aggregate(
        n=Count("pk"), ownerless=Count("pk", filter=Q(lead_names="")), proposed=Count("pk", filter=Q(proposes=True))
    )
    aims = Target.objects.filter(of_plan).aggregate(n=Count("pk"), measurable=Count("value"))
    money, lines = _money(BudgetLine.objects.filter(of_plan))
    return Figures(
        targets=aims["n"],
        measurable_targets=aims["measurable"],
        tasks=held["n"],
        handings=_handings(plan),
        without_owner=held["ownerless"],
        without_deadline=by_schedule[Schedule.UNDATED],
        proposed=held["proposed"],
        assignments=Assignment.objects.filter(of_plan).count(),
        reporting=ReportingDuty.objects.filter(of_plan).count(),
        by_schedule=by_schedule,
        money=money,
        money_lines=lines,
    )


def _handings(plan: Plan) -> int:
    """How often a task of the plan is handed to an agency; two queries."""
    leads = TaskParty.objects.filter(task__plan=plan, task__current=True, role=PartyRole.LEAD).order_by()
    kinds = dict(in_force().order_by().values_list("kind").annotate(n=Count("pk")))
    total = 0
    for group, count in leads.values_list("group").annotate(n=Count("pk")):
        each = sum(kinds.get(kind, 0) for kind in GROUP_MEMBERS[GroupKind(group)]) if group else 1
        total += each * count
    return total


def _money(lines: Iterable[BudgetLine]) -> tuple[int | None, tuple[int, ...]]:
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
