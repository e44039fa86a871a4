"""Tasks over all plans."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from ninja import Router
from ninja.params import Query

from lotrinh.api.calls import ApiRequest, actor_of
from lotrinh.api.operations import reads
from lotrinh.api.paging import page
from lotrinh.api.shapes import plans as shapes
from lotrinh.api.shapes.values import UnitRef
from lotrinh.plans import selectors
from lotrinh.plans.selectors.tasks import TaskLine, lines
from lotrinh.plans.vocab import PartyRole, RowKind

TAG: Final = "tasks"
router = Router()


@reads(router, "tasks", shapes.TaskList, looks="plan", listed=True)
def list_tasks(request: ApiRequest, query: Query[shapes.TaskQuery]) -> shapes.TaskList:
    """The tasks in force of the plans that you may read, narrowed by the same filters as the page “Nhiệm vụ”."""
    asked = query.model_dump(exclude={"limit", "offset"})
    filters = selectors.TaskFilters(**{name: value for name, value in asked.items() if value is not None})
    found = selectors.task_page(actor_of(request), filters, size=query.limit, after=query.offset)
    return shapes.TaskList(**page(request, query, found.total), items=[_line(line) for line in found.lines])


@reads(router, "tasks/{uuid:lineage}", shapes.Task, looks="plan", missing=True)
def get_task(request: ApiRequest, lineage: UUID) -> shapes.Task:
    """A task under its lasting name, with what every version said of it."""
    found = selectors.permalink(actor_of(request), lineage, RowKind.TASK)
    row: Any = found.row
    (line,) = lines([row.pk])
    return shapes.Task(
        task=_line(line),
        in_force=row.current,
        parties=[
            shapes.Party(role=PartyRole(party.role), printed=party.printed, unit=_unit(party.unit), group=party.group)
            for party in row.parties.all()
            if party.handed_id is None
        ],
        history=[
            shapes.PastTask(
                version=past.version.number,
                text=past.text,
                lead_names=past.lead_names,
                deadline=past.deadline,
                deliverable=past.deliverable,
            )
            for past in _rows(found.history)
        ],
        confirmations=[
            shapes.Confirmed(field=row.field, number=row.number, issued_on=row.issued_on, issuer=row.issuer)
            for row in found.confirmations
        ],
    )


def _rows(history: tuple[Any, ...]) -> tuple[Any, ...]:
    """The rows of a history, each of the same kind."""
    return history


def _unit(unit: Any) -> UnitRef | None:
    return UnitRef(id=unit.pk, name=unit.name) if unit else None


def _line(line: TaskLine) -> shapes.TaskLine:
    task = line.task
    return shapes.TaskLine(
        lineage=task.lineage,
        plan_id=task.plan_id,
        section=task.section,
        section_key=task.section_key,
        text=task.text,
        lead_names=task.lead_names,
        partner_names=task.partner_names,
        leads=[
            shapes.LeadToday(
                printed=lead.party.printed,
                units=[UnitRef(id=unit.pk, name=unit.name) for unit in lead.owner.units],
                group=lead.owner.group,
                lost=lead.owner.lost,
            )
            for lead in line.leads
        ],
        start=task.start,
        deadline=task.deadline,
        deadline_text=task.deadline_text,
        due_on=task.due_on,
        every=task.every,
        deliverable=task.deliverable,
        budget=task.budget,
        schedule=line.schedule,
        proposed=list(task.proposed),
    )
