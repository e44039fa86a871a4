"""Plans, their tasks and targets."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Field

from lotrinh.api.shapes.values import Asked, Day, Flag, Id, Key, Page, Paged, Shape, Text, UnitRef, VersionNumber, Year
from lotrinh.plans.vocab import PartyRole, PlanSort, Schedule, TaskSort

_WORDS = "With or without diacritics."
_PRECISE = "ISO, as precise as the source: `2026-06-30`, `2026-06`, `2026-Q3`, `2026`; empty where there is none."
_DONG = "In đồng."


class PlanQuery(Paged):
    """Narrows the list of plans."""

    text: Text = Field("", description=f"In title, number or issuer. {_WORDS}")
    owner_id: Id | None = Field(None, description="The agency that keeps it.")
    sort: PlanSort = Field(PlanSort.NEWEST, description="Newest first, or by title.")


class PlanLine(Shape):
    """A plan in a list."""

    id: int
    title: str
    document_id: int
    number: str = Field(description="Number of its document.")
    issued_on: str
    issuer: str
    owner: UnitRef
    adopted_at: dt.datetime
    version: int = Field(description="Number of the version in force.")
    task_count: int


class PlanList(Page):
    """Plans."""

    items: list[PlanLine]


class Named(Shape):
    """A body as the plan names it and, where it is known here, the unit that it is."""

    printed: str
    unit: UnitRef | None


class Version(Shape):
    """A version of a plan."""

    number: int
    adopted_at: dt.datetime
    reason: str


class RowCounts(Shape):
    """How many rows of each kind the version in force has."""

    target: int
    task: int
    assignment: int
    reporting: int
    budget: int


class Plan(Shape):
    """A plan."""

    id: int
    title: str
    document_id: int
    number: str
    issued_on: str
    issuer: str
    owner: UnitRef
    adopted_at: dt.datetime
    version: int
    versions: list[Version] = Field(description="Newest first.")
    counts: RowCounts
    follow_up: Named = Field(description="Who follows up.")
    reports_to: Named
    difficulties_to: Named


class VersionQuery(Asked):
    """Which version."""

    version: VersionNumber | None = Field(None, description="Its number; the version in force if left out.")


class TaskQuery(Paged):
    """Narrows the list of tasks; a filter that is left out narrows nothing."""

    plan_id: Id | None = Field(None, description="Of this plan.")
    section: Key = Field("", description="Key of a heading of `plan_id`: tasks under it and below.")
    unit_id: Id | None = Field(None, description="That this unit holds today, itself or as member of a group.")
    role: PartyRole | None = Field(None, description="As what: leading or joining in.")
    named: Flag = Field(False, description="What the documents gave the unit, whoever holds it today.")
    mine: Flag = Field(False, description="Of the agencies of the person of the token.")
    text: Text = Field("", description=_WORDS)
    due_from: Day | None = Field(None, description="Due on this day or later.")
    due_to: Day | None = Field(None, description="Due on this day or before.")
    year: Year | None = Field(None, description="Due in this year.")
    schedule: Schedule | None = Field(None, description="What the calendar says of it.")
    proposed: Flag = Field(False, description="With a value that no document confirms.")
    lost: Flag = Field(False, description="That somebody led and nobody leads today.")
    sort: TaskSort = Field(TaskSort.PLAN, description="Order; ties are put in the order of the plan.")


class LeadToday(Shape):
    """Who leads a task today."""

    printed: str = Field(description="The name in the document.")
    units: list[UnitRef] = Field(description="Those who hold it today; none where it was lost or the name is unknown.")
    group: str = Field(description="Code of a group of agencies, empty where it is none.")
    lost: bool = Field(description="Somebody led it and nobody does.")


class TaskLine(Shape):
    """A task."""

    lineage: UUID = Field(description="The lasting name of the task, the same in every version of the plan.")
    plan_id: int
    section: str = Field(description="Number of the heading above it.")
    section_key: str
    text: str
    lead_names: str = Field(description="Who leads, as printed; `; ` between them.")
    partner_names: str
    leads: list[LeadToday]
    start: str
    deadline: str = Field(description=_PRECISE)
    deadline_text: str = Field(description="The deadline in the words of the document.")
    due_on: dt.date | None = Field(description="The last day that the deadline allows.")
    every: str = Field(description="How often, empty for once.")
    deliverable: str
    budget: int | None = Field(description=_DONG)
    schedule: Schedule
    proposed: list[str] = Field(description="Fields whose value no document confirms yet.")


class TaskList(Page):
    """Tasks."""

    items: list[TaskLine]


class Party(Shape):
    """A body that the document names in a row."""

    role: PartyRole
    printed: str
    unit: UnitRef | None
    group: str


class Confirmed(Shape):
    """A document that made a proposed value binding."""

    field: str
    number: str
    issued_on: dt.date
    issuer: str


class PastTask(Shape):
    """The task as a version had it."""

    version: int
    text: str
    lead_names: str
    deadline: str
    deliverable: str


class Task(Shape):
    """A task with its history."""

    task: TaskLine
    in_force: bool = Field(description="Whether the version in force has it.")
    parties: list[Party]
    history: list[PastTask] = Field(description="Newest first, of the versions that you may read.")
    confirmations: list[Confirmed]


class TargetQuery(Paged):
    """Narrows the list of targets."""

    plan_id: Id | None = Field(None, description="Of this plan.")
    indicator: Text = Field("", description="Code of the indicator.")
    year: Year | None = Field(None, description="To be reached in this year.")
    measurable: Flag = Field(False, description="Only those with a value.")
    text: Text = Field("", description=_WORDS)


class TargetLine(Shape):
    """A target."""

    lineage: UUID = Field(description="The lasting name of the target.")
    plan_id: int
    section: str
    name: str
    text: str
    indicator: str
    comparator: str
    value: float | None
    value_high: float | None = Field(description="The upper end where `value` is the lower.")
    unit: str
    year: int | None
    year_from: int | None
    every: str
    lead: list[str] = Field(description="Who answers for it, as printed.")
    proposed: list[str]


class TargetList(Page):
    """Targets, in the order of their plans."""

    items: list[TargetLine]


class PastTarget(Shape):
    """The target as a version had it."""

    version: int
    text: str
    value: float | None
    year: int | None


class Target(Shape):
    """A target with its history."""

    target: TargetLine
    in_force: bool
    history: list[PastTarget]


#: The plan record `lotrinh.plan/1` of a version.
RecordBody = dict[str, Any]
