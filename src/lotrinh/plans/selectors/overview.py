"""What the head and the charts of a plan's page count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractQuarter, ExtractYear

from lotrinh.core import clock
from lotrinh.plans.models import Plan, Section, Task, TaskParty
from lotrinh.plans.selectors.holding import Given, holders_in_brief, holding_on
from lotrinh.plans.selectors.plans import MODELS
from lotrinh.plans.vocab import PartyRole, RowKind

_MOST_LEADS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCount:
    """How many tasks have their last day in a quarter; `year` and `quarter` are None for tasks without a date."""

    year: int | None
    quarter: int | None
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadCount:
    """How many tasks a body leads. `unit_id` is None where it is not known here, or is a group."""

    name: str
    unit_id: int | None
    tasks: int


def row_counts(plan: Plan) -> Mapping[RowKind, int]:
    """How many rows of each kind the version in force has; one query."""
    counts = [Coalesce(Subquery(_counted(kind), output_field=IntegerField()), 0) for kind in RowKind]
    row: tuple[int, ...] = Plan.objects.filter(pk=plan.pk).order_by().values_list(*counts).get()
    return dict(zip(RowKind, row, strict=True))


def tasks_by_quarter(plan: Plan) -> tuple[DueCount, ...]:
    """The tasks in force by the quarter of their last day, those without a date last; one query."""
    rows = (
        Task.objects.filter(plan=plan, current=True)
        .order_by()
        .values(year=ExtractYear("due_on"), quarter=ExtractQuarter("due_on"))
        .annotate(n=Count("pk"))
    )
    counts = [DueCount(year=row["year"], quarter=row["quarter"], tasks=row["n"]) for row in rows]
    return tuple(sorted(counts, key=lambda item: (item.year is None, item.year or 0, item.quarter or 0)))


def tasks_by_lead(plan: Plan, *, most: int = _MOST_LEADS) -> tuple[LeadCount, ...]:
    """The bodies that lead most tasks in force today, under their present names where they are known.

    Two queries, where units have ended a few more.
    """
    today = clock.today()
    rows = (
        TaskParty.objects.filter(holding_on(today), task__plan=plan, task__current=True, role=PartyRole.LEAD)
        .order_by()
        .values("unit_id", "handed__subject", "starts_on", "printed")
        .annotate(n=Count("task_id", distinct=True))
    )
    leads = [
        (Given(unit_id=row["unit_id"], subject=row["handed__subject"] or "", since=row["starts_on"]), row)
        for row in rows
    ]
    owners = holders_in_brief((thing for thing, _row in leads), today)
    held: dict[tuple[int | None, str], int] = {}
    for thing, row in leads:
        units = owners[thing].units
        keys: list[tuple[int | None, str]] = [(unit.pk, unit.name) for unit in units]
        for key in keys or [(None, row["printed"])]:
            held[key] = held.get(key, 0) + row["n"]
    ordered = sorted(held.items(), key=lambda item: (-item[1], item[0][1]))
    return tuple(LeadCount(name=name, unit_id=unit, tasks=count) for (unit, name), count in ordered[:most])


def _counted(kind: RowKind) -> QuerySet[Any, Any]:
    rows = MODELS[kind]._default_manager.filter(plan=OuterRef("pk"), current=True)  # noqa: SLF001 - see `plans.rows`
    return rows.order_by().values("plan").annotate(n=Count("pk")).values("n")


def sections(plan: Plan) -> tuple[Section, ...]:
    """The headings of the version in force, in reading order; one query."""
    return tuple(Section.objects.filter(version__plan=plan, version__number=plan.current).order_by("position"))
