"""What a review yields: the frozen result that becomes a version of a plan."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import msgspec

from lotrinh.documents.review import reading
from lotrinh.documents.review.folding import fold
from lotrinh.documents.review.items import HEADER, Folded, Item
from lotrinh.documents.review.rows import made
from lotrinh.documents.vocab import ItemState, Part
from vanban.record import (
    Assignment,
    BudgetLine,
    Document,
    PlanRecord,
    Reporting,
    Section,
    Span,
    Target,
    Task,
)

if TYPE_CHECKING:
    from lotrinh.documents.models import Review

_V = TypeVar("_V", bound=msgspec.Struct)
#: States of items that are adopted.
_KEPT: Final = frozenset({ItemState.ACCEPTED, ItemState.EDITED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted(Generic[_V]):
    """One item that a person has accepted.

    `value` is the record's own type with the reviewer's edits in it; dates, agencies and money have the forms of the
    record. `text` are the words of the item, for parts without a field of that name the words of the source. `section`
    and `section_id` are the path and id of the heading under which it stands (in `value` they are None). `proposed`
    names the fields of `value` that the document leaves empty. `edited` says whether a person changed a value or the
    shape.
    """

    key: str
    value: _V
    text: str
    span: Span
    section: str | None
    section_id: str | None
    proposed: tuple[str, ...]
    edited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedHeader:
    """What identifies the document, as the reviewer left it.

    `proposed` uses the names of `fields.FIELDS`: `number`, `date`, `issuer`.
    """

    value: Document
    proposed: tuple[str, ...]
    edited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewResult:
    """Accepted and edited items, in the order of the source by part; rejected and undecided ones are not here.

    `record` is the record that was reviewed, unchanged; spans count in `text` (`record.text.content`).
    `value.parent` of a budget line is an index in `budget`, None where its total was rejected.
    """

    record: PlanRecord
    text: str
    document: AdoptedHeader
    outline: tuple[Section, ...]
    targets: tuple[Adopted[Target], ...]
    tasks: tuple[Adopted[Task], ...]
    assignments: tuple[Adopted[Assignment], ...]
    reporting: tuple[Adopted[Reporting], ...]
    budget: tuple[Adopted[BudgetLine], ...]
    #: how many items nobody has decided about
    pending: int


def result_of(review: Review) -> ReviewResult:
    """The result of a review; two queries (reading, decisions), none for what is fetched already."""
    record = PlanRecord.from_json(review.reading.record)
    return build(record, fold(record, made(review.decisions.all())))


def build(record: PlanRecord, folded: Folded) -> ReviewResult:
    """The result of a fold."""
    header = next(item for item in folded.items if item.part == Part.DOCUMENT and item.key == HEADER)
    places = _Places(record)
    kept = {part: [item for item in folded.of(part) if item.state in _KEPT] for part in Part.values}
    return ReviewResult(
        record=record,
        text=record.text.content,
        document=AdoptedHeader(
            value=reading.document_of(header.fields, record.document),
            proposed=header.proposed,
            edited=bool(header.edited),
        ),
        outline=record.outline,
        targets=places.adopted(kept[Part.TARGETS], {item.key: reading.target_of(item) for item in kept[Part.TARGETS]}),
        tasks=places.adopted(kept[Part.TASKS], {item.key: reading.task_of(item) for item in kept[Part.TASKS]}),
        assignments=places.adopted(
            kept[Part.ASSIGNMENTS], {item.key: reading.assignment_of(item) for item in kept[Part.ASSIGNMENTS]}
        ),
        reporting=places.adopted(
            kept[Part.REPORTING], {item.key: reading.reporting_of(item) for item in kept[Part.REPORTING]}
        ),
        budget=places.adopted(kept[Part.BUDGET], _budget(record, kept[Part.BUDGET])),
        pending=len(folded.pending),
    )


def _budget(record: PlanRecord, items: Iterable[Item]) -> Mapping[str, BudgetLine]:
    """The lines with `parent` counted among those kept; a piece belongs to the total of what it was cut from."""
    lines = list(items)
    places = {item.key: index for index, item in enumerate(lines)}
    values: dict[str, BudgetLine] = {}
    for item in lines:
        origin = item.key.split(".")[0]
        parent = record.budget[int(origin)].parent if origin.isdigit() else None
        values[item.key] = reading.budget_of(item, None if parent is None else places.get(str(parent)))
    return values


class _Places:
    """Finds the heading under which an item stands: the one the engine named, else the last one before it."""

    def __init__(self, record: PlanRecord) -> None:
        self._sections = sorted(record.outline, key=lambda section: section.span)
        self._starts = [section.span[0] for section in self._sections]
        self._ids = {section.path: section.id for section in reversed(record.outline)}
        self._named: dict[tuple[str, str], tuple[str | None, str | None]] = {
            **{(Part.TASKS, str(i)): (task.section, task.section_id) for i, task in enumerate(record.tasks)},
            **{(Part.TARGETS, str(i)): (target.section, None) for i, target in enumerate(record.targets)},
            **{(Part.ASSIGNMENTS, str(i)): (duty.section, None) for i, duty in enumerate(record.assignments)},
        }

    def adopted(self, items: Iterable[Item], values: Mapping[str, _V]) -> tuple[Adopted[_V], ...]:
        """The items with their values."""
        return tuple(self._adopted(item, values[item.key]) for item in items)

    def _adopted(self, item: Item, value: _V) -> Adopted[_V]:
        span = item.span or (0, 0)
        index = bisect_right(self._starts, span[0]) - 1
        above = self._sections[index] if index >= 0 else None
        path, key = self._named.get((item.part, item.key.split(".")[0]), (None, None))
        if path is None and above is not None:
            path, key = above.path, above.id
        elif path is not None and key is None:
            key = above.id if above is not None and above.path == path else self._ids.get(path)
        return Adopted(
            key=item.key,
            value=value,
            text=item.text,
            span=span,
            section=path,
            section_id=key,
            proposed=item.proposed,
            edited=bool(item.edited) or item.reshaped,
        )
