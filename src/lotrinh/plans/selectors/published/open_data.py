"""Open plans as rows for machines: data sets, one row after the other, and the addresses of all that has a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Max, Min, QuerySet
from django.db.models.functions import ExtractYear

from lotrinh.core.actor import Actor
from lotrinh.organisations.models import Unit
from lotrinh.plans import policies
from lotrinh.plans.models import IN_FORCE, Plan, Target, Task
from lotrinh.plans.selectors.holding import Held, given, holders_in_brief
from lotrinh.plans.selectors.plans import MODELS
from lotrinh.plans.selectors.published.bodies import PARTIES, parties_of
from lotrinh.plans.selectors.stated import proposes, stated
from lotrinh.plans.selectors.tasks import leads_of, readable
from lotrinh.plans.vocab import ProposedField, RowKind

_CHUNK: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """A target with its plan and document."""

    plan: Plan
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task with its plan and document; `today` are the names of those who lead it today."""

    plan: Plan
    task: Task
    today: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoRow:
    """A body in a duty: as printed, and who holds it today, a unit, a group, or nobody known here."""

    plan: Plan
    kind: RowKind
    lineage: UUID
    section: str
    role: str
    printed: str
    unit: Unit | None
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much there is outside."""

    plans: int
    targets: int
    tasks: int


def counts(actor: Actor) -> Counts:
    """How many plans, targets and tasks are open; three queries."""
    plans = policies.visible(actor).order_by().count()
    targets, tasks = (_in_force(actor, kind).order_by().count() for kind in (RowKind.TARGET, RowKind.TASK))
    return Counts(plans=plans, targets=targets, tasks=tasks)


def spans(actor: Actor) -> Mapping[int, tuple[int | None, int | None]]:
    """For each plan the first and last year that its targets and tasks name; two queries."""
    tasks = Task.objects.filter(IN_FORCE & readable(actor)).exclude(proposes(ProposedField.DEADLINE)).order_by()
    due = tasks.values("plan_id").annotate(first=Min(ExtractYear("due_on")), last=Max(ExtractYear("due_on")))
    targets = Target.objects.filter(IN_FORCE & readable(actor)).exclude(proposes(ProposedField.YEAR)).order_by()
    reached = targets.values("plan_id").annotate(first=Min("year"), last=Max("year"))
    found: dict[int, tuple[int | None, int | None]] = {}
    for row in (*due, *reached):
        first, last = found.get(row["plan_id"], (None, None))
        firsts = [year for year in (first, row["first"]) if year is not None]
        lasts = [year for year in (last, row["last"]) if year is not None]
        found[row["plan_id"]] = (min(firsts, default=None), max(lasts, default=None))
    return found


def target_rows(actor: Actor, plan_id: int | None = None) -> Iterator[TargetRow]:
    """The targets in force, one after the other; a query, and two for each 500."""
    for rows in _chunks(_in_force(actor, RowKind.TARGET, plan_id).select_related("plan__document")):
        for row in rows:
            yield TargetRow(plan=row.plan, target=stated(row))


def task_rows(actor: Actor, plan_id: int | None = None) -> Iterator[TaskRow]:
    """The tasks in force, one after the other; a query, and at most five for each 500."""
    for rows in _chunks(_in_force(actor, RowKind.TASK, plan_id).select_related("plan__document")):
        leads = leads_of(row for row in rows if ProposedField.LEAD not in row.proposed)
        for row in rows:
            yield TaskRow(plan=row.plan, task=stated(row), today=_names(leads.get(row.pk, ())))


def who_rows(actor: Actor, plan_id: int | None = None) -> Iterator[WhoRow]:
    """Every body in every duty, kind by kind; a query for each kind, and at most four for each 500."""
    for kind, (_model, way, _proposal) in PARTIES.items():
        found = parties_of(actor, kind, plan_id).select_related("handed", "unit__heir__heir", f"{way}__plan__document")
        ordered = found.order_by(f"{way}__plan_id", f"{way}__position", "role", "position", "id")
        for rows in _chunks(ordered):
            units = {row.unit.pk: row.unit for row in rows if row.unit is not None}
            owners = holders_in_brief((given(row) for row in rows), units=units)
            for row in rows:
                duty = getattr(row, way)
                shared = {
                    "plan": duty.plan,
                    "kind": kind,
                    "lineage": duty.lineage,
                    "section": duty.section,
                    "role": row.role,
                    "printed": row.printed,
                }
                owner = owners[given(row)]
                for unit in owner.units or (None,):
                    yield WhoRow(**shared, unit=unit, group=owner.group)


def row_addresses(actor: Actor, kind: RowKind, first: int, count: int) -> Iterator[tuple[UUID, dt.datetime]]:
    """Lineage of rows in force and when their version was adopted, from the one of number `first`; one query."""
    found = _in_force(actor, kind).order_by("pk").values_list("lineage", F("version__adopted_at"))
    yield from found[first : first + count].iterator(chunk_size=2000)


def _in_force(actor: Actor, kind: RowKind, plan_id: int | None = None) -> QuerySet[Any]:
    manager: Any = MODELS[kind]._default_manager  # noqa: SLF001 - see `plans.rows`
    found: QuerySet[Any] = manager.filter(IN_FORCE & readable(actor, plan_id))
    return found.order_by("plan_id", "position", "id")


def _chunks(found: QuerySet[Any]) -> Iterator[list[Any]]:
    """The rows in their order, so many at a time: their keys are few bytes, they themselves are long."""
    keys = list(found.values_list("pk", flat=True))
    for start in range(0, len(keys), _CHUNK):
        wanted = keys[start : start + _CHUNK]
        rows = found.order_by().in_bulk(wanted)
        yield [rows[key] for key in wanted if key in rows]


def _names(owners: tuple[Held, ...]) -> tuple[str, ...]:
    """The units that hold the duty today; a group or an unknown body under the name that the document prints."""
    found: dict[str, None] = {}
    for held in owners:
        names = [unit.name for unit in held.owner.units]
        if not names and not held.owner.lost:
            names = [held.party.printed]
        found.update(dict.fromkeys(names))
    return tuple(found)
