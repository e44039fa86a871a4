"""From the record to items as they were read, and from the fields of an item back to the record's types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from lotrinh.documents.review.items import HEADER, Item
from lotrinh.documents.vocab import Part
from vanban.record import (
    Assignment,
    BudgetKind,
    BudgetLine,
    Comparator,
    Document,
    PlanRecord,
    Recurrence,
    Reporting,
    Signer,
    Specificity,
    Target,
    Task,
)

_HEADER: Final = ("kind", "number", "date", "place", "province", "issuer", "title", "urgency", "draft")
_TARGET: Final = ("name", "indicator", "comparator", "value", "value_high", "unit", "year", "year_from", "every")
_TASK: Final = ("start", "deadline", "deadline_text", "every", "deliverable", "budget")
#: The engine's word on an item that it did not read: nobody's doubt.
_CERTAIN: Final = 1.0


def items(record: PlanRecord) -> Iterator[Item]:
    """The items of the record, part by part; their keys are their indexes."""
    header = _header(record.document)
    yield Item(part=Part.DOCUMENT, key=HEADER, fields=header, read=header, span=None, confidence=None)
    makers: tuple[tuple[str, Any, Any], ...] = (
        (Part.TARGETS, record.targets, _target),
        (Part.TASKS, record.tasks, _task),
        (Part.ASSIGNMENTS, record.assignments, _assignment),
        (Part.REPORTING, record.reporting, _reporting),
        (Part.BUDGET, record.budget, _budget),
    )
    content = record.text.content
    for part, values, make in makers:
        for index, value in enumerate(values):
            fields = make(value, content)
            yield Item(
                part=part,
                key=str(index),
                fields=fields,
                read=fields,
                span=value.span,
                confidence=value.confidence,
            )


def words(content: str, span: tuple[int, int]) -> str:
    """The words of a stretch of the source on one line."""
    return " ".join(content[slice(*span)].split())


def _header(document: Document) -> dict[str, Any]:
    signer = document.signer or Signer(name=None, position=None, capacity=None)
    return {
        **{name: getattr(document, name) for name in _HEADER},
        "signer_name": signer.name,
        "signer_position": signer.position,
        "signer_capacity": signer.capacity,
        "recipients": list(document.recipients),
    }


def _plain(value: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: msgspec.to_builtins(getattr(value, name)) for name in names}


def _target(target: Target, content: str) -> dict[str, Any]:
    del content
    return {"text": target.text, **_plain(target, _TARGET), "lead": list(target.lead)}


def _task(task: Task, content: str) -> dict[str, Any]:
    del content
    return {"text": task.text, "lead": list(task.lead), "partners": list(task.partners), **_plain(task, _TASK)}


def _assignment(assignment: Assignment, content: str) -> dict[str, Any]:
    del content
    return {"text": assignment.text, "lead": list(assignment.lead), "partners": list(assignment.partners)}


def _reporting(duty: Reporting, content: str) -> dict[str, Any]:
    return {
        "text": words(content, duty.span),
        "frequency": duty.frequency,
        "by": list(duty.by),
        **_plain(duty, ("to", "through", "due")),
    }


def _budget(line: BudgetLine, content: str) -> dict[str, Any]:
    first, last = line.years or (None, None)
    return {
        "text": words(content, line.span),
        "label": line.label,
        "amount": line.amount,
        "kind": str(line.kind),
        "year_first": first,
        "year_last": last,
        "source": line.source,
    }


def document_of(fields: Any, read: Document) -> Document:
    """The header with the present fields; what no field holds is as it was read."""
    names = ("signer_name", "signer_position", "signer_capacity")
    signer = Signer(name=fields[names[0]], position=fields[names[1]], capacity=fields[names[2]])
    return msgspec.structs.replace(
        read,
        **{name: fields[name] for name in _HEADER},
        signer=signer if any(fields[name] for name in names) else None,
        recipients=tuple(fields["recipients"]),
    )


def target_of(item: Item) -> Target:
    """The target with the present fields; its section is found by its place."""
    fields = item.fields
    return Target(
        name=fields["name"],
        indicator=fields["indicator"],
        comparator=Comparator(fields["comparator"]) if fields["comparator"] else None,
        value=fields["value"],
        value_high=fields["value_high"],
        unit=fields["unit"],
        year=fields["year"],
        year_from=fields["year_from"],
        every=_every(fields),
        lead=tuple(fields["lead"]),
        section=None,
        text=item.text,
        span=item.span or (0, 0),
        confidence=_confidence(item),
    )


def task_of(item: Item) -> Task:
    """The task with the present fields; its section is found by its place."""
    fields = item.fields
    return Task(
        section=None,
        section_id=None,
        text=item.text,
        lead=tuple(fields["lead"]),
        partners=tuple(fields["partners"]),
        start=fields["start"],
        deadline=fields["deadline"],
        deadline_text=fields["deadline_text"],
        every=_every(fields),
        deliverable=fields["deliverable"],
        budget=fields["budget"],
        specificity=Specificity(
            owner=bool(fields["lead"]),
            deadline=bool(fields["deadline"] or fields["every"]),
            deliverable=bool(fields["deliverable"]),
            measure=any(character.isdigit() for character in item.text),
        ),
        span=item.span or (0, 0),
        confidence=_confidence(item),
    )


def assignment_of(item: Item) -> Assignment:
    """The duty with the present fields; its section is found by its place."""
    return Assignment(
        lead=tuple(item.fields["lead"]),
        partners=tuple(item.fields["partners"]),
        text=item.text,
        section=None,
        span=item.span or (0, 0),
        confidence=_confidence(item),
    )


def reporting_of(item: Item) -> Reporting:
    """The duty to report with the present fields."""
    fields = item.fields
    return Reporting(
        frequency=fields["frequency"],
        by=tuple(fields["by"]),
        to=fields["to"],
        through=fields["through"],
        due=fields["due"],
        span=item.span or (0, 0),
        confidence=_confidence(item),
    )


def budget_of(item: Item, parent: int | None) -> BudgetLine:
    """The sum with the present fields, part of the line at the index `parent`."""
    fields = item.fields
    first, last = fields["year_first"], fields["year_last"]
    years = (first or last, last or first) if first or last else None
    return BudgetLine(
        label=fields["label"],
        amount=fields["amount"],
        kind=BudgetKind(fields["kind"]),
        years=years,
        source=fields["source"],
        parent=parent,
        span=item.span or (0, 0),
        confidence=_confidence(item),
    )


def _every(fields: Any) -> Recurrence | None:
    return Recurrence(fields["every"]) if fields["every"] else None


def _confidence(item: Item) -> float:
    return _CERTAIN if item.confidence is None else item.confidence
