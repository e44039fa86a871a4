"""Lists of tasks across all plans that a person may read, and the rows of one plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import F, OrderBy, Q, QuerySet

from lotrinh.core import clock, words
from lotrinh.core.actor import Actor
from lotrinh.plans import policies
from lotrinh.plans.models import IN_FORCE, Plan, Section, Task, TaskParty
from lotrinh.plans.selectors.holding import (
    PARTY,
    PARTY_COLUMNS,
    Held,
    Reach,
    concerning,
    held,
    holding_on,
    lost,
    reach,
    renamed,
)
from lotrinh.plans.selectors.schedule import last_day, schedule_of, schedule_rule
from lotrinh.plans.selectors.stated import proposes
from lotrinh.plans.vocab import PartyRole, ProposedField, Schedule, TaskSort

PAGE_SIZE: Final = 50
#: So many tasks with the words that are looked for are few: they are put in order by themselves.
_FEW: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilters:
    """What a list of tasks is narrowed to; a field left as it is narrows nothing.

    section: key of a heading of `plan_id`: the tasks under it and under the headings below it. unit_id: a unit that
    holds them today itself or as member of a group (one that has ended: that was named); `role` (PartyRole) as what.
    named: what the documents gave it, whoever holds it today. mine: the agencies of the person who asks. text: with or
    without diacritics. schedule: a code of Schedule. proposed: only tasks with a value that no document confirms. lost:
    only tasks that somebody led and nobody leads today. stated: what only a reviewer proposes finds nothing.
    """

    plan_id: int | None = None
    section: str = ""
    unit_id: int | None = None
    role: str = ""
    named: bool = False
    mine: bool = False
    text: str = ""
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    year: int | None = None
    schedule: str = ""
    proposed: bool = False
    lost: bool = False
    stated: bool = False
    sort: str = TaskSort.PLAN


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A task in a list; its plan is fetched. `leads`: those of today, where `task.lead_names` are the document's."""

    task: Task
    schedule: Schedule
    leads: tuple[Held, ...] = ()


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

    One query; one more for `section`, four each for `unit_id`, `mine` and `lost`. Unknown codes match nothing.
    """
    return Task.objects.filter(IN_FORCE & _rule(actor, filters)).order_by(*_order(filters.sort))


def _rule(actor: Actor, filters: TaskFilters) -> Q:
    """What the filters ask of a task, whether in force or not."""
    rule = readable(actor, filters.plan_id)
    if filters.section and filters.plan_id:
        rule &= Q(section_key__in=_with_below(filters.plan_id, filters.section))
    if filters.unit_id is not None:
        where = reach((filters.unit_id,), named=filters.named)
        rule &= _held(where, filters)
    if filters.mine:
        where = reach(own_units(actor), named=filters.named, whole=True)
        rule &= concerning(TaskParty, "task_id", where, filters.role)
    if filters.lost:
        rule &= lost(TaskParty, "task_id")
    if filters.text.strip():
        rule &= _worded(filters)
    if filters.stated and (filters.due_from or filters.due_to or filters.year):
        rule &= ~proposes(ProposedField.DEADLINE)
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


def _held(where: Reach, filters: TaskFilters) -> Q:
    """The tasks that the units hold in the role."""
    held_so = concerning(TaskParty, "task_id", where, filters.role)
    if not filters.stated or filters.role == PartyRole.PARTNER:
        return held_so
    led = concerning(TaskParty, "task_id", where, PartyRole.LEAD) & ~proposes(ProposedField.LEAD)
    return led if filters.role else led | concerning(TaskParty, "task_id", where, PartyRole.PARTNER)


def _worded(filters: TaskFilters) -> Q:
    """The tasks with the words; of one with a proposed name or product, where they stand in its text as typed."""
    found = Q(search__contains=words.fold(filters.text))
    if not filters.stated:
        return found
    own = proposes(ProposedField.LEAD, ProposedField.DELIVERABLE)
    return found & (~own | Q(text__icontains=filters.text.strip()))


def task_page(  # noqa: PLR0913 - a page of a list has these
    actor: Actor,
    filters: TaskFilters,
    number: int = 1,
    size: int = PAGE_SIZE,
    *,
    with_leads: bool = True,
    after: int | None = None,
) -> TaskPage:
    """One page of the tasks; at most twenty queries, where no filter is set eight; fewer without leads.

    after: the page begins behind so many tasks, whatever its number.

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
    begin = (number - 1) * size if after is None else after
    keys = keys[begin : begin + size]
    return TaskPage(lines=lines(keys, with_leads=with_leads), total=total, number=number, pages=pages, size=size)


def lines(keys: Iterable[int], *, with_leads: bool = True) -> tuple[TaskLine, ...]:
    """The tasks with these keys, in this order, ready to be shown; one query, and those of `leads_of`."""
    today = clock.today()
    wanted = list(keys)
    rows = Task.objects.select_related("plan__document").in_bulk(wanted)
    leads = leads_of(rows.values(), today) if with_leads else {}
    return tuple(
        TaskLine(task=rows[key], schedule=schedule_of(rows[key], today), leads=leads.get(key, ()))
        for key in wanted
        if key in rows
    )


def leads_of(tasks: Iterable[Task], on: dt.date | None = None) -> dict[int, tuple[Held, ...]]:
    """Who leads each task on a day (today), as far as anybody does; one query beside those of `held`.

    `plan.document` of the tasks is fetched.
    """
    day = on or clock.today()
    issued = {task.pk: last_day(task.plan.document.issued_on) for task in tasks}
    rows = list(
        TaskParty.objects.filter(holding_on(day), task_id__in=list(issued), role=PartyRole.LEAD)
        .select_related(*PARTY)
        .only(*PARTY_COLUMNS)
        .annotate(renamed=renamed())
        .order_by("task_id", "position", "id")
    )
    found: dict[int, list[Held]] = {key: [] for key in issued}
    for party, owner in zip(rows, held(((row, issued[row.task_id]) for row in rows), day), strict=True):
        found[party.task_id].append(owner)
    return {key: tuple(owners) for key, owners in found.items()}


def own_units(actor: Actor) -> tuple[int, ...]:
    """The units and agencies in which the actor holds a role."""
    return tuple(dict.fromkeys((*actor.agencies(), *actor.units())))


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
