"""Targets from tables of indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import msgspec

from vanban.extract.confidence import confidence
from vanban.extract.targets.indicators import recognise
from vanban.extract.targets.scope import Scopes
from vanban.extract.targets.years import NO_YEARS, Years, years_of_heading
from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.numbers import canonical_unit, find_quantities, parse_number
from vanban.language.patterns import alternatives, whole_words
from vanban.language.times import find_years
from vanban.record import Comparator, Target
from vanban.structure.text import Paragraph, ParagraphKind, Structure

_WORDS: Final = load("targets")["table"]
_NAME: Final = re.compile(rf"(?:{alternatives(_WORDS['name'])})(?!\w)")
_UNIT: Final = re.compile(rf"(?:{alternatives(_WORDS['unit'])})(?!\w)")
_LEAD: Final = whole_words(_WORDS["lead"])
_VALUE: Final = whole_words(_WORDS["value"])
_PAST: Final = whole_words(_WORDS["past"])
_NEVER: Final = whole_words(_WORDS["never"])
_ORDINAL: Final = re.compile(r"\(?\d{1,2}\)?|\(?[a-z]\)?|[ivx]{1,5}|")
_HEADER_ROWS: Final = 3


class _Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Which columns of a table hold what."""

    rows: int
    name: int
    unit: int | None
    lead: int | None
    values: tuple[tuple[int, Years], ...]


def _joined_header(rows: Sequence[Paragraph], count: int) -> list[str]:
    """The texts of the header, column by column, from its rows."""
    width = max(len(row.cells) for row in rows[:count])
    texts = [""] * width
    above = ""
    for row in rows[:count]:
        above = ""
        for column, cell in enumerate(row.cells):
            text = cell.text.strip()
            above = text or above
            if text:
                texts[column] = f"{texts[column]} {text}".strip()
    return texts


def _layout_of(rows: Sequence[Paragraph], count: int) -> _Layout | None:
    headers = [key(text) for text in _joined_header(rows, count)]
    if any(_NEVER.search(header) for header in headers):
        return None
    name = next((column for column, header in enumerate(headers) if _NAME.match(header)), None)
    if name is None:
        return None
    unit = next((column for column, header in enumerate(headers) if column != name and _UNIT.match(header)), None)
    lead = next(
        (column for column, header in enumerate(headers) if column not in (name, unit) and _LEAD.search(header)), None
    )
    values = []
    for column, header in enumerate(headers):
        if column in (name, unit, lead) or _PAST.search(header):
            continue
        years = years_of_heading(header)
        if years == NO_YEARS and len(find_years(header)) != 1 and not _VALUE.search(header):
            continue
        values.append((column, years))
    if not values or (unit is None and not any(years.year for _, years in values)):
        return None
    return _Layout(rows=count, name=name, unit=unit, lead=lead, values=tuple(values))


def _layout(rows: Sequence[Paragraph]) -> _Layout | None:
    """The layout of a table whose first one to three rows are its header, None for a table of something else."""
    marked = sum(1 for row in rows[:_HEADER_ROWS] if row.header)
    for count in sorted({max(1, marked), 1, 2}, reverse=True):
        if count <= len(rows) and all(not _numeric(row) for row in rows[1:count]):
            layout = _layout_of(rows, count)
            if layout is not None:
                return layout
    return None


def _numeric(row: Paragraph) -> bool:
    """Whether a row holds values rather than years and words."""
    return any(
        parse_number(cell.text) is not None and not find_years(cell.text) for cell in row.cells if len(row.cells) > 1
    )


def _targets_of(row: Paragraph, layout: _Layout, inherited: Years, path: str | None) -> Iterator[Target]:
    cells = [cell.text.strip() for cell in row.cells]
    if layout.name >= len(cells) or not cells[layout.name] or all(_ORDINAL.fullmatch(key(cell)) for cell in cells):
        return
    name = " ".join(cells[layout.name].split())
    unit_text = cells[layout.unit] if layout.unit is not None and layout.unit < len(cells) else ""
    lead_text = cells[layout.lead] if layout.lead is not None and layout.lead < len(cells) else ""
    for column, years in layout.values:
        if column >= len(cells) or not cells[column] or column == layout.name:
            continue
        value = " ".join(cells[column].split())
        quantities = find_quantities(f"{value} {unit_text}".strip()) or find_quantities(f"đạt {value}")
        number = parse_number(value)
        if not quantities and number is None:
            continue
        quantity = quantities[0] if quantities else None
        unit = canonical_unit(unit_text) or (quantity.unit if quantity else None) or (unit_text or None)
        indicator = recognise(key(f"{name} {unit_text}"), unit)
        when = years if years.year is not None else inherited
        yield Target(
            name=indicator.name if indicator else name,
            indicator=indicator.code if indicator else None,
            comparator=quantity.comparator if quantity else Comparator.EQUAL,
            value=float(quantity.value if quantity else number or 0),
            value_high=float(quantity.high) if quantity and quantity.high is not None else None,
            unit=indicator.unit if indicator else unit,
            year=when.year,
            year_from=when.year_from,
            every=None,
            lead=(lead_text,) if lead_text else (),
            section=path,
            text=row.text,
            span=row.span,
            confidence=confidence("targets", "row"),
        )


def read_tables(structure: Structure, scopes: Scopes) -> Iterator[Target]:
    """The targets of every table that lists indicators with values; one for each row and year."""
    rows = [
        row for row in structure.paragraphs if row.kind is ParagraphKind.ROW and row.cells and row.table is not None
    ]
    for _, group in groupby(rows, key=lambda row: row.table):
        table = list(group)
        layout = _layout(table)
        if layout is None:
            continue
        for row in table[layout.rows :]:
            section = scopes.section(row.section)
            yield from _targets_of(row, layout, scopes.years(row.section), section.path if section else None)
