"""The lines of a record's text with what the record and their own first characters say about them."""

from __future__ import annotations

import re

import msgspec

from vanban.record import PlanRecord, Section
from vanban.structure.labels import parse_label
from vanban.structure.text import Label

_ENDS = re.compile(r"\n")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line: its place and text; `row`: table and row where it is the row of a table.

    section: the heading that it is; label: the label that opens it, None for rows.
    """

    start: int
    text: str
    row: tuple[int, int] | None
    section: Section | None
    label: Label | None

    @property
    def end(self) -> int:
        """The place behind its last character."""
        return self.start + len(self.text)


def lines_of(record: PlanRecord) -> tuple[Line, ...]:
    """All lines that hold anything, in order; a heading whose place is no line of the text is left out."""
    content = record.text.content
    rows = {
        block.span[0]: (block.cell[0], block.cell[1])
        for block in record.text.blocks
        if block.cell is not None and block.cell[2] is None
    }
    sections: dict[int, Section] = {}
    for section in record.outline:
        sections.setdefault(section.span[0], section)
    made: list[Line] = []
    start = 0
    for text in _ENDS.split(content):
        if text.strip():
            row = rows.get(start)
            made.append(
                Line(
                    start=start,
                    text=text,
                    row=row,
                    section=sections.get(start) if row is None else None,
                    label=parse_label(text) if row is None else None,
                )
            )
        start += len(text) + 1
    return tuple(made)
