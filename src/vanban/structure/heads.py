"""Heads of tables: which rows they take, and what each column says about a task.

A head may take two rows, lack the name of its first column, or name a column more widely than the rows below it
use it; the rows therefore have their say in what the columns are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.times import read_time
from vanban.structure.fields import FieldKind, column_kind
from vanban.structure.labels import is_ordinal
from vanban.structure.text import Paragraph

_INDEX_CELL = re.compile(r"\(?(?:\d{1,2}|[A-Ha-h])\)?(?:\s*=.*)?")
_PERIOD_HEAD = re.compile(r"(?:năm )?(?:19|20)\d{2}|quý|tháng")
_HEAD_ROWS: Final = 4
_LONGEST_HEAD_CELL: Final = 80
_LEAST_PARTS: Final = 2
_LEAST_KNOWN: Final = 2
#: Texts shorter than this on average are names of places or units, no tasks.
_LEAST_SENTENCE: Final = 25

_OWNERS: Final = frozenset({FieldKind.LEAD, FieldKind.AGENCY})
_FAMILIES: Final = {
    FieldKind.LEAD: FieldKind.AGENCY,
    FieldKind.PARTNERS: FieldKind.AGENCY,
    FieldKind.SUPERVISOR: FieldKind.AGENCY,
    FieldKind.START: FieldKind.TIME,
}
#: Which cells of an upper head row are divided when the lower cells do not say so themselves.
_DIVIDED: Final = (FieldKind.AGENCY, FieldKind.TIME, FieldKind.BUDGET, FieldKind.OTHER)


class Column(msgspec.Struct, frozen=True):
    """A column: what it says about a task, and its printed head."""

    kind: FieldKind
    name: str


class Head(msgspec.Struct, frozen=True):
    """The head of a table: its first and last row, and its columns."""

    first: int
    last: int
    columns: tuple[Column, ...]


def find_head(rows: Sequence[Paragraph]) -> Head | None:
    """The head among the first rows of a table, None when fewer than two known columns stand there."""
    for index, row in enumerate(rows[:_HEAD_ROWS]):
        columns = tuple(Column(column_kind(cell.text), cell.text) for cell in row.cells)
        known = {column.kind for column in columns} - {FieldKind.OTHER}
        short = all(len(cell.text) <= _LONGEST_HEAD_CELL for cell in row.cells)
        if short and len(known) >= _LEAST_KNOWN and _opens(columns, known):
            last = index
            if index + 1 < len(rows) and _is_second_head(rows[index + 1], len(columns), rows[index + 2 :]):
                columns = _merge_heads(columns, rows[index + 1])
                last += 1
            return Head(index, last, columns)
    return None


def settle_columns(columns: tuple[Column, ...], rows: Sequence[Paragraph]) -> tuple[Column, ...]:
    """`columns` as the rows below the head use them.

    The column of ordinals may have no name; somebody who watches over a task leads it only where nobody else does;
    of two columns of tasks, one merged over several rows names groups; a column may stand for a year and hold marks.
    """
    settled = _with_task(_with_ordinals(columns, rows), rows)
    settled = _with_time(_with_one_task(settled, rows), rows)
    kinds = {column.kind for column in settled}
    watched = FieldKind.SUPERVISOR if kinds & _OWNERS else FieldKind.LEAD
    return tuple(
        Column(watched, column.name)
        if column.kind is FieldKind.SUPERVISOR
        else Column(FieldKind.PERIOD, column.name)
        if column.kind in {FieldKind.OTHER, FieldKind.TIME} and _holds_marks(index, column, len(settled), rows)
        else column
        for index, column in enumerate(settled)
    )


def is_index_row(row: Paragraph) -> bool:
    """Whether a row numbers the columns: `(1) | (2) | (3)`."""
    filled = [cell.text for cell in row.cells if cell.text]
    return len(filled) >= _LEAST_PARTS and all(_INDEX_CELL.fullmatch(text) for text in filled)


def names_ordinals(row: Paragraph) -> bool:
    """Whether a row opens like a head (`TT`, `Số TT`), which a page may repeat with cells cut short."""
    return bool(row.cells) and column_kind(row.cells[0].text) is FieldKind.ORDINAL


def is_mark(text: str) -> bool:
    """Whether a cell holds only a mark that ticks it: `x`, `✓`."""
    return text.strip().lower() in load("fields")["marks"]["words"]


def _opens(columns: Sequence[Column], known: set[FieldKind]) -> bool:
    if FieldKind.ORDINAL in known or FieldKind.TASK in known:
        return True
    return not columns[0].name and bool(known & {FieldKind.LEAD, FieldKind.PARTNERS})


def _is_second_head(row: Paragraph, width: int, below: Sequence[Paragraph]) -> bool:
    """Whether `row` divides columns of the head of `width` columns above it; `below` are the rows that follow."""
    filled = [cell.text for cell in row.cells if cell.text]
    if len(filled) < _LEAST_PARTS or is_index_row(row):
        return False
    if all(len(text) == 1 for text in filled):
        return True
    if is_ordinal(filled[0]) or any(len(text) > _LONGEST_HEAD_CELL // 2 for text in filled):
        return False
    if row.header or row.continued:
        return True
    if width < max((len(other.cells) for other in below), default=0) and len(row.cells) <= width and below:
        return is_ordinal(below[0].cells[0].text) or is_index_row(below[0])
    return all(column_kind(text) is not FieldKind.OTHER or _PERIOD_HEAD.match(key(text)) for text in filled)


def _merge_heads(columns: tuple[Column, ...], row: Paragraph) -> tuple[Column, ...]:
    """Columns of a head of two rows: the lower cells divide cells of the upper row."""
    lower = [cell.text for cell in row.cells]
    if len(lower) == len(columns) and not lower[0]:
        merged: list[Column] = []
        upper = columns[0]
        for column, text in zip(columns, lower, strict=True):
            upper = column if column.name else upper
            merged.append(_below(upper, text) if text else column)
        return tuple(merged)
    divided: dict[int, list[str]] = {}
    place = -1
    for text in filter(None, lower):
        place = _upper(columns, text, place)
        if place < 0:
            return columns
        divided.setdefault(place, []).append(text)
    return tuple(
        part
        for index, column in enumerate(columns)
        for part in ([_below(column, text) for text in divided[index]] if index in divided else [column])
    )


def _upper(columns: Sequence[Column], text: str, place: int) -> int:
    """The column of the upper row that `text` divides, at or behind `place`; -1 when there is none."""
    kind = column_kind(text)
    family = _FAMILIES.get(kind, kind)
    places = range(max(0, place), len(columns))
    named = next((index for index in places if key(text) in key(columns[index].name)), None)
    if named is not None:
        return named
    wanted: tuple[FieldKind, ...] = (family, FieldKind.OTHER)
    if family is FieldKind.OTHER and _PERIOD_HEAD.match(key(text)):
        wanted = _DIVIDED[1:]
    elif family is FieldKind.OTHER:
        if place >= 0:
            return place
        wanted = _DIVIDED
    return next((index for sought in wanted for index in places if columns[index].kind is sought), -1)


def _below(upper: Column, text: str) -> Column:
    kind = column_kind(text)
    return Column(kind if kind is not FieldKind.OTHER else upper.kind, f"{upper.name} {text}".strip())


def _with_ordinals(columns: tuple[Column, ...], rows: Sequence[Paragraph]) -> tuple[Column, ...]:
    """`columns` with a column of ordinals where the rows have one that the head does not name."""
    numbered = sum(1 for row in rows if row.cells and is_ordinal(row.cells[0].text))
    if any(column.kind is FieldKind.ORDINAL for column in columns) or 2 * numbered <= len(rows) or not columns:
        return columns
    width = max((len(row.cells) for row in rows), default=0)
    ordinal = Column(FieldKind.ORDINAL, "")
    if width > len(columns):
        return (ordinal, *columns)
    if columns[0].kind is FieldKind.OTHER:
        return (ordinal, *columns[1:])
    if len(columns) > 1 and not columns[-1].name and columns[1].name:
        return (ordinal, *columns[:-1])
    if len(columns) > 1 and not columns[1].name:
        return (ordinal, columns[0], *columns[2:])
    return columns


def _with_task(columns: tuple[Column, ...], rows: Sequence[Paragraph]) -> tuple[Column, ...]:
    """`columns` with a column of tasks: where no head names it but agencies lead, the first that holds sentences."""
    measures = load("fields")["lists"]["measures"]
    if any(measure in key(column.name) for column in columns for measure in measures):
        return columns
    kinds = {column.kind for column in columns}
    if FieldKind.TASK in kinds or FieldKind.LEAD not in kinds or not kinds & {FieldKind.PARTNERS, FieldKind.TIME}:
        return columns
    full = [row for row in rows if len(row.cells) == len(columns)]
    for index, column in enumerate(columns):
        texts = [row.cells[index].text for row in full if row.cells[index].text]
        if column.kind is FieldKind.OTHER and sum(map(len, texts)) > _LEAST_SENTENCE * max(1, len(texts)):
            return (*columns[:index], Column(FieldKind.TASK, column.name), *columns[index + 1 :])
    return columns


def _with_time(columns: tuple[Column, ...], rows: Sequence[Paragraph]) -> tuple[Column, ...]:
    """`columns` with a column of times: where no head names it but agencies lead, one whose cells are dates."""
    kinds = {column.kind for column in columns}
    if kinds & {FieldKind.TIME, FieldKind.START} or FieldKind.TASK not in kinds or not kinds & _OWNERS:
        return columns
    full = [row for row in rows if len(row.cells) == len(columns)]
    for index, column in enumerate(columns):
        texts = [row.cells[index].text for row in full if row.cells[index].text]
        if column.kind is FieldKind.OTHER and 2 * sum(map(_is_time, texts)) > len(texts):
            return (*columns[:index], Column(FieldKind.TIME, column.name), *columns[index + 1 :])
    return columns


def _is_time(text: str) -> bool:
    if len(text) > _LONGEST_HEAD_CELL:
        return False
    time = read_time(text)
    return time.deadline is not None or time.every is not None


def _with_one_task(columns: tuple[Column, ...], rows: Sequence[Paragraph]) -> tuple[Column, ...]:
    """`columns` with one column of tasks: the first, or the second where the first is merged over several rows."""
    places = [index for index, column in enumerate(columns) if column.kind is FieldKind.TASK]
    if len(places) < _LEAST_PARTS:
        return columns
    first = places[0]
    merged = any(first in row.continued for row in rows) or (
        columns[0].kind is FieldKind.ORDINAL
        and any(
            _LEAST_PARTS < len(row.cells) < len(columns) and not is_ordinal(row.cells[0].text) and row.cells[0].text
            for row in rows
        )
    )
    kept = places[1] if merged or column_kind(columns[first].name) is FieldKind.OTHER else first
    return tuple(
        Column(FieldKind.OTHER, column.name) if index in places and index != kept else column
        for index, column in enumerate(columns)
    )


def _holds_marks(index: int, column: Column, width: int, rows: Sequence[Paragraph]) -> bool:
    if not _PERIOD_HEAD.search(key(column.name)):
        return False
    filled = [row.cells[index].text for row in rows if len(row.cells) == width and row.cells[index].text]
    return bool(filled) and all(map(is_mark, filled))
