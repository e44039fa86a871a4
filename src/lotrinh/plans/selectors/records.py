"""The record of a version: its rows back in the form that the engine's writers take."""

from __future__ import annotations

from typing import Final

import msgspec
from django.utils.translation import gettext as _

from lotrinh.plans.models import (
    Assignment,
    BudgetLine,
    PlanVersion,
    ReportingDuty,
    Row,
    Section,
    Target,
    Task,
)
from lotrinh.plans.vocab import PartyRole, ProposedField
from vanban import PlanRecord, record
from vanban.language.dates import format_date

#: What people have decided is certain.
_CERTAIN: Final = 1.0


def record_of(version: PlanVersion, *, proposals: bool = False, findings: bool = False) -> PlanRecord:
    """The version as a record of the contract `lotrinh.plan/1`; eleven queries at most.

    It holds what the adopted document says: a proposed value is left out, or with `proposals` kept and marked
    “(đề xuất)” where it is words. With `findings` the checker's findings are in it: only for readers who may see
    them. A row without words of the source takes the place of its heading.
    """
    base = PlanRecord.from_json(version.record)
    sections = tuple(version.sections.order_by("position"))
    rebuilt = _Rebuilt(base, sections, proposals=proposals)
    lines = tuple(BudgetLine.objects.filter(version=version).order_by("position"))
    return msgspec.structs.replace(
        base,
        outline=tuple(map(_section, sections)),
        targets=tuple(map(rebuilt.target, Target.objects.filter(version=version).order_by("position"))),
        tasks=tuple(
            map(rebuilt.task, Task.objects.filter(version=version).prefetch_related("parties").order_by("position"))
        ),
        assignments=tuple(
            map(
                rebuilt.assignment,
                Assignment.objects.filter(version=version).prefetch_related("parties").order_by("position"),
            )
        ),
        reporting=tuple(map(rebuilt.reporting, ReportingDuty.objects.filter(version=version).order_by("position"))),
        budget=rebuilt.budget(lines),
        findings=base.findings if findings else (),
    )


def _section(row: Section) -> record.Section:
    return record.Section(
        id=row.key,
        path=row.path,
        label=row.label,
        heading=row.heading,
        role=record.SectionRole(row.role),
        instrument=row.instrument,
        parent=row.parent_key or None,
        span=(row.span_start, row.span_end),
    )


class _Rebuilt:
    """Rows to the types of the record."""

    def __init__(self, base: PlanRecord, sections: tuple[Section, ...], *, proposals: bool) -> None:
        self._proposals = proposals
        self._first = (0, min(1, len(base.text.content)))
        self._places = {section.key: (section.span_start, section.span_end) for section in sections}

    def target(self, row: Target) -> record.Target:
        return record.Target(
            name=row.name,
            indicator=row.indicator or None,
            comparator=record.Comparator(row.comparator) if row.comparator else None,
            value=None if ProposedField.VALUE in row.proposed else row.value,
            value_high=row.value_high,
            unit=row.unit or None,
            year=None if ProposedField.YEAR in row.proposed else row.year,
            year_from=row.year_from,
            every=_every(row.every),
            lead=self._names(row, ProposedField.LEAD, row.lead),
            section=row.section or None,
            text=row.text,
            span=self._span(row),
            confidence=_CERTAIN,
        )

    def task(self, row: Task) -> record.Task:
        dated = ProposedField.DEADLINE not in row.proposed
        said = row.deadline_text
        if not dated:
            said = _marked(format_date(row.deadline, short=True)) if self._proposals else ""
        owners = self._names(row, ProposedField.LEAD, _printed(row, PartyRole.LEAD))
        deliverable = self._words(row, ProposedField.DELIVERABLE, row.deliverable)
        return record.Task(
            section=row.section or None,
            section_id=row.section_key or None,
            text=row.text,
            lead=owners,
            partners=_printed(row, PartyRole.PARTNER),
            start=row.start or None,
            deadline=(row.deadline or None) if dated else None,
            deadline_text=said or None,
            every=_every(row.every),
            deliverable=deliverable,
            budget=row.budget,
            specificity=record.Specificity(
                owner=bool(row.specificity.get("owner")) and ProposedField.LEAD not in row.proposed,
                deadline=bool(row.specificity.get("deadline")) and dated,
                deliverable=bool(row.specificity.get("deliverable")) and ProposedField.DELIVERABLE not in row.proposed,
                measure=bool(row.specificity.get("measure")),
            ),
            span=self._span(row),
            confidence=_CERTAIN,
        )

    def assignment(self, row: Assignment) -> record.Assignment:
        return record.Assignment(
            lead=self._names(row, ProposedField.LEAD, _printed(row, PartyRole.LEAD)),
            partners=_printed(row, PartyRole.PARTNER),
            text=row.text,
            section=row.section or None,
            span=self._span(row),
            confidence=_CERTAIN,
        )

    def reporting(self, row: ReportingDuty) -> record.Reporting:
        return record.Reporting(
            frequency=None if ProposedField.FREQUENCY in row.proposed else row.frequency or None,
            by=self._names(row, ProposedField.BY, row.by),
            to=self._words(row, ProposedField.TO, row.to),
            through=row.through or None,
            due=self._words(row, ProposedField.DUE, row.due),
            span=self._span(row),
            confidence=_CERTAIN,
        )

    def budget(self, rows: tuple[BudgetLine, ...]) -> tuple[record.BudgetLine, ...]:
        places = {row.lineage: index for index, row in enumerate(rows)}
        return tuple(
            record.BudgetLine(
                label=row.label,
                amount=row.amount,
                kind=record.BudgetKind(row.kind),
                years=(row.year_from, row.year_to) if row.year_from and row.year_to else None,
                source=row.source or None,
                parent=places.get(row.parent_lineage) if row.parent_lineage else None,
                span=self._span(row),
                confidence=_CERTAIN,
            )
            for row in rows
        )

    def _span(self, row: Row) -> record.Span:
        if row.span_start is not None and row.span_end is not None:
            return (row.span_start, row.span_end)
        return self._places.get(row.section_key, self._first)

    def _drops(self, row: Row, field: str) -> bool:
        return field in row.proposed and not self._proposals

    def _words(self, row: Row, field: str, value: str) -> str | None:
        if not value or self._drops(row, field):
            return None
        return _marked(value) if field in row.proposed else value

    def _names(self, row: Row, field: str, names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
        return tuple(filter(None, (self._words(row, field, name) for name in names)))


def _printed(row: Task | Assignment, role: PartyRole) -> tuple[str, ...]:
    """The names of one role as the document prints them, in order; `parties` are fetched."""
    named = (party for party in row.parties.all() if party.handed_id is None)
    parties = sorted((party.position, party.printed) for party in named if party.role == role)
    return tuple(printed for _position, printed in parties)


def _every(code: str) -> record.Recurrence | None:
    return record.Recurrence(code) if code else None


def _marked(value: str) -> str:
    return _("%(value)s (đề xuất)") % {"value": value}
