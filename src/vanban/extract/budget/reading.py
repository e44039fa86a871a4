"""Reads the budget of a document: which sums are lines, and which line is a part of which."""

from __future__ import annotations

from typing import Final

import msgspec

from vanban.extract.budget.lines import Line, lines_of, opens_list, says_total, years_of
from vanban.extract.budget.tables import table_lines
from vanban.extract.confidence import confidence
from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.sentences import sentences
from vanban.record import BudgetKind, BudgetLine, Section, SectionRole
from vanban.structure.text import LabelKind, Paragraph, ParagraphKind, Structure

_HEADINGS: Final = load("budget")["section"]["headings"]
_ORDER: Final = {kind: place for place, kind in enumerate(LabelKind)}
_UNLABELLED: Final = -1


class _Open(msgspec.Struct, frozen=True):
    """A line whose parts may follow: its index, the depth of its paragraph."""

    index: int
    depth: int


def _depth(paragraph: Paragraph) -> int:
    """How deep a paragraph stands: -1 without label; a number with more dots stands deeper."""
    if paragraph.label is None:
        return _UNLABELLED
    return _ORDER[paragraph.label.kind] * 10 + min(9, paragraph.label.value.count("."))


class _Funding:
    """Which sections are about funding: their role, their heading, or that of a section above."""

    def __init__(self, structure: Structure) -> None:
        self._sections = {section.id: section for section in structure.outline}
        self._known: dict[str, bool] = {}

    def section(self, section_id: str | None) -> Section | None:
        return self._sections.get(section_id) if section_id is not None else None

    def covers(self, section_id: str | None) -> bool:
        section = self.section(section_id)
        if section is None:
            return False
        if section.id not in self._known:
            heading = key(section.heading)
            own = section.role is SectionRole.FUNDING or any(word in heading for word in _HEADINGS)
            self._known[section.id] = (
                (own and section.role is not SectionRole.APPENDIX) or self.covers(section.parent)
            ) and section.role is not SectionRole.APPENDIX
        return self._known[section.id]


def _evidence(line: Line, *, funding: bool) -> str:
    if not funding:
        return "elsewhere"
    return "average" if line.kind is BudgetKind.AVERAGE else "funding"


def _lines(paragraph: Paragraph, *, funding: bool) -> list[Line]:
    start = paragraph.label.end if paragraph.label else 0
    if funding:
        return lines_of(paragraph.text, start)
    found: list[Line] = []
    for first, last in sentences(paragraph.text, start):
        sentence = paragraph.text[first:last]
        if says_total(sentence):
            found += [
                msgspec.structs.replace(line, span=(line.span[0] + first, line.span[1] + first))
                for line in lines_of(sentence, 0)
            ]
    return found


class _Budget:
    """The lines so far, with those whose parts may still follow."""

    def __init__(self) -> None:
        self.lines: list[BudgetLine] = []
        self._starts: list[bool] = []
        self._open: list[_Open] = []
        self._last: _Open | None = None

    def add(self, paragraph: Paragraph, found: list[Line], *, funding: bool) -> None:
        """Take up the sums of a paragraph."""
        depth = _depth(paragraph)
        self._open = [one for one in self._open if one.depth < depth]
        above = self._open[-1].index if self._open else None
        head: int | None = None
        for line in found:
            parent = head if line.inner and head is not None else above
            if line.kind is BudgetKind.AVERAGE and not line.inner:
                parent = above
            kind = BudgetKind.PART if parent is not None and line.kind is BudgetKind.TOTAL else line.kind
            index = len(self.lines)
            self.lines.append(
                BudgetLine(
                    label=line.label,
                    amount=line.amount,
                    kind=kind,
                    years=line.years,
                    source=line.source,
                    parent=parent,
                    span=(paragraph.start + line.span[0], paragraph.start + line.span[1]),
                    confidence=confidence("budget", _evidence(line, funding=funding)),
                )
            )
            self._starts.append(line.open_start)
            if head is None and line.kind is not BudgetKind.AVERAGE:
                head = index
        self._last = _Open(head, depth) if head is not None else None
        if self._last is not None and opens_list(paragraph.text):
            self._open.append(self._last)

    def skip(self, paragraph: Paragraph) -> None:
        """Take up a paragraph without a sum: it ends lists as deep as itself, `Trong đó:` alone opens one."""
        if paragraph.label is None and opens_list(paragraph.text) and self._last is not None:
            if self._last not in self._open:
                self._open.append(self._last)
            return
        self._open = [one for one in self._open if one.depth < _depth(paragraph)]
        self._last = None

    def close(self) -> None:
        """No line takes parts any more: a new part of the document begins."""
        self._open = []
        self._last = None

    def finished(self) -> tuple[BudgetLine, ...]:
        """All lines; one without first year has the years that its parts cover together."""
        lines = list(self.lines)
        below: dict[int, list[int]] = {}
        for index, line in enumerate(lines):
            if line.parent is not None:
                below.setdefault(line.parent, []).append(index)
        for index in range(len(lines) - 1, -1, -1):
            line = lines[index]
            if line.kind is BudgetKind.AVERAGE or (line.years is not None and not self._starts[index]):
                continue
            parts = [years for child in below.get(index, ()) if (years := lines[child].years) is not None]
            if not parts and self._starts[index]:
                lines[index] = msgspec.structs.replace(line, years=None)
            elif parts:
                years = (min(first for first, _ in parts), max(last for _, last in parts))
                lines[index] = msgspec.structs.replace(line, years=years)
        return tuple(lines)


def read_budget(structure: Structure) -> tuple[BudgetLine, ...]:
    """The sums that the plan itself gives, in reading order; `parent` is an index in the result.

    Sums count in parts about funding, and elsewhere where a sentence gives the total cost. Bullets below a line that
    announces them (`trong đó:`) are its parts. Unit prices, ceilings and price tables are no lines.
    """
    funding = _Funding(structure)
    budget = _Budget()
    within: str | None = None
    for paragraph in structure.paragraphs:
        if paragraph.kind is ParagraphKind.NOTE:
            continue
        covered = funding.covers(paragraph.section)
        if paragraph.kind is ParagraphKind.ROW:
            continue
        if paragraph.kind is ParagraphKind.HEADING and not covered:
            budget.close()
        if paragraph.section != within and not covered:
            budget.close()
        within = paragraph.section
        section = funding.section(paragraph.section)
        if section is not None and section.role is SectionRole.APPENDIX:
            continue
        found = _lines(paragraph, funding=covered)
        if found:
            if paragraph.kind is ParagraphKind.HEADING and found[0].years is None:
                years, _ = years_of(paragraph.text)
                found[0] = msgspec.structs.replace(found[0], years=years)
            budget.add(paragraph, found, funding=covered)
        else:
            budget.skip(paragraph)
    lines = budget.finished()
    if not lines:
        lines = table_lines(structure, funding.covers)
    return lines
