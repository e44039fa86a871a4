"""Lists of tasks across all plans that a person may read, and the rows of one plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import F, OrderBy, Q, QuerySet

from lotrinh.core import clock, words
from lotrinh.core.actor import Actor
from lotrinh.organisations.models import Unit
from lotrinh.organisations.naming import groups_of
from lotrinh.plans import policies
from lotrinh.plans.models import IN_FORCE, AssignmentParty, Plan, ReportingParty, Section, Task, TaskParty
from lotrinh.plans.selectors.schedule import schedule_of, schedule_rule
from lotrinh.plans.vocab import PartyRole, Schedule, TaskSort

PAGE_SIZE: Final = 50
#: So many tasks with the words that are looked for are few: they are put in order by themselves.
_FEW: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilters:
    """What a list of tasks is narrowed to; a field left as it is narrows nothing.

    section: key of a heading of `plan_id`: the tasks under it and under the headings below it. unit_id: a unit that is
    named itself or belongs to a group that is; `role` (PartyRole) as what. mine: the agencies of the person who asks.
    text: with or without diacritics. schedule: a code of Schedule. proposed: only tasks with a value that no document
    confirms.
    """

    plan_id: int | None = None
    section: str = ""
    unit_id: int | None = None
    role: str = ""
    mine: bool = False
    text: str = ""
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    year: int | None = None
    schedule: str = ""
    proposed: bool = False
    sort: str = TaskSort.PLAN


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A task in a list. `task.plan` is fetched; who leads it stands in `task.lead_names`."""

    task: Task
    schedule: Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """One page of a list; `number` is 1-based and lies within the pages that there are."""

    lines: tuple[TaskLine, ...]
    total: int
    number: int
    pages: int
    size: int


def tasks(actor: Actor, filters: TaskFilters) -> QuerySet[Task]:
    """The tasks in force of the plans that the actor may read, narrowed and in order.

    One query; one more each for `section`, `unit_id` and `mine`. Unknown codes match nothing.
    """
    return Task.objects.filter(IN_FORCE & _rule(actor, filters)).order_by(*_order(filters.sort))


def _rule(actor: Actor, filters: TaskFilters) -> Q:
    """What the filters ask of a task, whether in force or not."""
    rule = readable(actor, filters.plan_id)
    if filters.section and filters.plan_id:
        rule &= Q(section_key__in=_with_below(filters.plan_id, filters.section))
    if filters.unit_id is not None:
        rule &= concerning(TaskParty, "task_id", (filters.unit_id,), filters.role)
    if filters.mine:
        rule &= concerning(TaskParty, "task_id", own_units(actor), filters.role)
    if filters.text.strip():
        rule &= Q(search__contains=words.fold(filters.text))
    if filters.due_from:
        rule &= Q(due_on__gte=filters.due_from)
    if filters.due_to:
        rule &= Q(due_on__lte=filters.due_to)
    if filters.year:
        rule &= Q(due_on__year=filters.year)
    if filters.schedule:
        known = filters.schedule in Schedule.values
        rule &= schedule_rule(filters.schedule, clock.today()) if known else Q(pk__in=())
    if filters.proposed:
        rule &= Q(proposes=True)
    return rule


def task_page(actor: Actor, filters: TaskFilters, number: int = 1, size: int = PAGE_SIZE) -> TaskPage:
    """One page of the tasks; at most six queries.

    The keys of the page are found first and its rows read after: rows are long, and a page far back would otherwise
    read all those before it.
    """
    rule = _rule(actor, filters)
    found = Task.objects.filter(IN_FORCE & rule)
    total: int | None = None
    if filters.text.strip():
        # All words must be looked through: quickest from row to row (see IN_FORCE), and once where they are rare.
        scanned = Task.objects.filter(Q(current=True) & rule).order_by()
        few = list(scanned.values_list("pk", flat=True)[: _FEW + 1])
        if len(few) <= _FEW:
            found, total = Task.objects.filter(pk__in=few), len(few)
        else:
            total = scanned.count()
    if total is None:
        total = found.order_by().count()
    keys = found.order_by(*_order(filters.sort)).values_list("pk", flat=True)
    pages = max(1, -(-total // size))
    number = min(max(number, 1), pages)
    keys = keys[(number - 1) * size : number * size]
    return TaskPage(lines=lines(keys), total=total, number=number, pages=pages, size=size)


def lines(keys: Iterable[int]) -> tuple[TaskLine, ...]:
    """The tasks with these keys, in this order, ready to be shown; one query."""
    today = clock.today()
    wanted = list(keys)
    rows = Task.objects.select_related("plan__document").in_bulk(wanted)
    return tuple(TaskLine(task=rows[key], schedule=schedule_of(rows[key], today)) for key in wanted if key in rows)


def own_units(actor: Actor) -> tuple[int, ...]:
    """The units and agencies in which the actor holds a role."""
    return tuple(dict.fromkeys((*actor.agencies(), *actor.units())))


def groups_with(units: Iterable[int]) -> tuple[str, ...]:
    """The groups of agencies that one of the units belongs to; one query for the kinds of the units."""
    keys = tuple(units)
    kinds = Unit.objects.filter(pk__in=keys).values_list("kind", flat=True).distinct()
    return tuple(groups_of(kinds)) if keys else ()


def concerning(
    parties: type[TaskParty | AssignmentParty | ReportingParty],
    column: str,
    units: Iterable[int],
    role: str = "",
    groups: Iterable[str] | None = None,
) -> Q:
    """The rows in which one of the units is named, itself or through a group.

    One query for the groups of the units, unless the caller has them from `groups_with`.
    """
    keys = tuple(units)
    groups = groups_with(keys) if groups is None else tuple(groups)
    roles = (role,) if role else PartyRole.values
    themselves = parties.objects.filter(unit_id__in=keys, role__in=roles).order_by()
    in_groups = parties.objects.filter(group__in=groups, role__in=roles).order_by()
    return Q(pk__in=themselves.values(column).union(in_groups.values(column)))


def readable(actor: Actor, plan_id: int | None = None) -> Q:
    """The rows of the plans that the actor may read, or of the one of them that is asked for.

    All plans are said as “not one of those that are hidden”: so the database walks the rows in the order of the list
    and tests each, where a list of plans would make it collect the rows of all and sort them.
    """
    visible = policies.visible(actor).order_by()
    if plan_id is not None:
        return Q(plan_id=plan_id) & Q(plan_id__in=visible.filter(pk=plan_id).values("pk"))
    return ~Q(plan_id__in=Plan.objects.order_by().exclude(pk__in=visible.values("pk")).values("pk"))


def _with_below(plan_id: int, key: str) -> set[str]:
    """The keys of a heading and of all below it, in the version in force."""
    rows = Section.objects.filter(version__plan_id=plan_id, version__number=F("version__plan__current"))
    found = {key}
    for section_key, parent in rows.values_list("key", "parent_key"):
        if parent in found:
            found.add(section_key)
    return found


def _order(sort: str) -> tuple[str | OrderBy, ...]:
    match sort:
        case TaskSort.DEADLINE:
            return (F("due_on").asc(nulls_last=True), "id")
        case TaskSort.DEADLINE_DESC:
            return (F("due_on").desc(nulls_last=True), "-id")
        case TaskSort.LEAD:
            return ("lead_sort", "id")
        case _:
            return ("plan_id", "position")
