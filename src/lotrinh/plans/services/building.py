"""From the result of a review to the rows of a version: nothing is written here."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import msgspec

from lotrinh.core import words
from lotrinh.documents.review.result import Adopted, ReviewResult
from lotrinh.organisations.naming import Resolution
from lotrinh.plans.models import (
    Assignment,
    AssignmentParty,
    BudgetLine,
    Party,
    Plan,
    PlanVersion,
    ReportingDuty,
    ReportingParty,
    Row,
    Section,
    Target,
    Task,
    TaskParty,
)
from lotrinh.plans.selectors.schedule import due_on
from lotrinh.plans.vocab import PartyRole, RowKind
from vanban import record

_R = TypeVar("_R", bound=Row)
_V = TypeVar("_V", bound=msgspec.Struct)
#: What the columns take; what is longer stands in the words of the row all the same.
_LONGEST_UNIT: Final = 120
_LONGEST_SORT: Final = 40
NOBODY: Final = "~"


@dataclass(slots=True)
class Built:
    """The rows of a version, not saved; parties come by the position of their row."""

    sections: list[Section] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    reporting: list[ReportingDuty] = field(default_factory=list)
    budget: list[BudgetLine] = field(default_factory=list)
    task_parties: list[TaskParty] = field(default_factory=list)
    assignment_parties: list[AssignmentParty] = field(default_factory=list)
    reporting_parties: list[ReportingParty] = field(default_factory=list)

    def rows(self) -> dict[RowKind, Sequence[Row]]:
        """The rows by kind."""
        return {
            RowKind.TARGET: self.targets,
            RowKind.TASK: self.tasks,
            RowKind.ASSIGNMENT: self.assignments,
            RowKind.REPORTING: self.reporting,
            RowKind.BUDGET: self.budget,
        }

    def parties(self) -> Iterable[Party]:
        """All parties."""
        return (*self.task_parties, *self.assignment_parties, *self.reporting_parties)


def record_text(result: ReviewResult) -> str:
    """What a version keeps of the record: everything but its rows, with the header as the reviewer left it."""
    kept = msgspec.structs.replace(
        result.record,
        document=result.document.value,
        outline=(),
        targets=(),
        tasks=(),
        assignments=(),
        reporting=(),
        budget=(),
    )
    return kept.to_json()


class Builder:
    """Makes the rows of one version."""

    def __init__(self, plan: Plan, version: PlanVersion, known: Mapping[str, Resolution]) -> None:
        self._plan = plan
        self._version = version
        self._known = known

    def build(self, result: ReviewResult) -> Built:
        """The rows of the result, each with a lineage of its own."""
        built = Built(sections=[self._section(place, item) for place, item in enumerate(result.outline)])
        built.targets = self._rows(result.targets, self._target)
        built.tasks = self._rows(result.tasks, self._task)
        built.assignments = self._rows(result.assignments, self._assignment)
        built.reporting = self._rows(result.reporting, self._reporting)
        built.budget = self._rows(result.budget, self._budget)
        for line, adopted in zip(built.budget, result.budget, strict=True):
            if adopted.value.parent is not None:
                line.parent_lineage = built.budget[adopted.value.parent].lineage
        for task, item in zip(built.tasks, result.tasks, strict=True):
            built.task_parties += [
                TaskParty(task=task, **party) for party in self._parties(item.value.lead, item.value.partners)
            ]
        for duty, given in zip(built.assignments, result.assignments, strict=True):
            built.assignment_parties += [
                AssignmentParty(assignment=duty, **party)
                for party in self._parties(given.value.lead, given.value.partners)
            ]
        for report, said in zip(built.reporting, result.reporting, strict=True):
            built.reporting_parties += [ReportingParty(duty=report, **party) for party in self._parties(said.value.by)]
        return built

    def _rows(self, items: Sequence[Adopted[_V]], make: Callable[[_V, Mapping[str, Any]], _R]) -> list[_R]:
        rows = []
        for position, item in enumerate(items):
            placed = item.span[0] < item.span[1]
            row = make(
                item.value,
                {
                    "plan": self._plan,
                    "version": self._version,
                    "lineage": uuid.uuid4(),
                    "position": position,
                    "section": item.section or "",
                    "section_key": item.section_id or "",
                    "text": item.text,
                    "span_start": item.span[0] if placed else None,
                    "span_end": item.span[1] if placed else None,
                    "proposed": list(item.proposed),
                },
            )
            row.search = words.fold(" ".join(_searched(row)))
            rows.append(row)
        return rows

    def _section(self, position: int, item: record.Section) -> Section:
        return Section(
            version=self._version,
            key=item.id,
            path=item.path,
            label=item.label,
            heading=item.heading,
            role=item.role,
            instrument=item.instrument,
            parent_key=item.parent or "",
            position=position,
            span_start=item.span[0],
            span_end=item.span[1],
        )

    def _target(self, value: record.Target, shared: Mapping[str, Any]) -> Target:
        return Target(
            **shared,
            name=value.name,
            indicator=value.indicator or "",
            comparator=value.comparator or "",
            value=value.value,
            value_high=value.value_high,
            unit=(value.unit or "")[:_LONGEST_UNIT],
            year=value.year,
            year_from=value.year_from,
            every=value.every or "",
            lead=list(value.lead),
        )

    def _task(self, value: record.Task, shared: Mapping[str, Any]) -> Task:
        return Task(
            **shared,
            start=value.start or "",
            deadline=value.deadline or "",
            deadline_text=value.deadline_text or "",
            due_on=due_on(value.deadline, value.every),
            every=value.every or "",
            deliverable=value.deliverable or "",
            budget=value.budget,
            specificity=msgspec.to_builtins(value.specificity),
            lead_names="; ".join(value.lead),
            partner_names="; ".join(value.partners),
            lead_sort=lead_sort(value.lead),
        )

    def _assignment(self, value: record.Assignment, shared: Mapping[str, Any]) -> Assignment:
        return Assignment(**shared, lead_names="; ".join(value.lead), partner_names="; ".join(value.partners))

    def _reporting(self, value: record.Reporting, shared: Mapping[str, Any]) -> ReportingDuty:
        return ReportingDuty(
            **shared,
            frequency=value.frequency or "",
            by=list(value.by),
            to=value.to or "",
            through=value.through or "",
            due=value.due or "",
        )

    def _budget(self, value: record.BudgetLine, shared: Mapping[str, Any]) -> BudgetLine:
        first, last = value.years or (None, None)
        return BudgetLine(
            **shared,
            label=value.label,
            amount=value.amount,
            kind=value.kind,
            year_from=first,
            year_to=last,
            source=value.source or "",
        )

    def _parties(self, leads: Sequence[str], partners: Sequence[str] = ()) -> list[dict[str, Any]]:
        return party_values(self._known, leads, partners)


def party_values(
    known: Mapping[str, Resolution], leads: Sequence[str], partners: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The columns of the parties with these names."""
    return [
        {
            "role": role,
            "position": position,
            "printed": name,
            "unit": known[name].unit,
            "group": known[name].group or "",
        }
        for role, names in ((PartyRole.LEAD, leads), (PartyRole.PARTNER, partners))
        for position, name in enumerate(names)
    ]


def lead_sort(leads: Sequence[str]) -> str:
    """The key by which tasks are in order of who leads them."""
    return words.sort_key(leads[0], longest=_LONGEST_SORT)[:100] if leads else NOBODY


def _searched(row: Row) -> Iterable[str]:
    """The words by which a row is found."""
    match row:
        case Task():
            return (row.text, row.lead_names, row.partner_names, row.deliverable)
        case Target():
            return (row.name, row.text, *row.lead)
        case Assignment():
            return (row.text, row.lead_names, row.partner_names)
        case ReportingDuty():
            return (row.text, *row.by, row.to, row.through)
        case BudgetLine():
            return (row.label, row.text, row.source)
        case _:
            return (row.text,)
