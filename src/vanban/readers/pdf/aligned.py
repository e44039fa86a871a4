"""Tables without drawn lines: rows whose pieces stand in the same three or more columns."""

from __future__ import annotations

import itertools
from typing import Final

from vanban.readers.pdf.geometry import Line, Word
from vanban.readers.pdf.lines import strips_of
from vanban.readers.pdf.tables import CellText, Table, cell_of

_LEAST_COLUMNS: Final = 3
_LEAST_ROWS: Final = 3
_LARGEST_GAP: Final = 2.5
_LEAST_GUTTER: Final = 4.0
_LONGEST_PIECE: Final = 60

_Column = tuple[float, float]


def find_aligned(pieces: list[Line], page: int) -> tuple[list[Table], list[Line]]:
    """The tables that the positions of `pieces` show, from top to bottom, and the pieces outside them.

    `pieces` are lines parted at wide blanks. Two columns are no table: so stand the header block and the signature.
    """
    strips = strips_of(pieces)
    if sum(len(strip) >= _LEAST_COLUMNS for strip in strips) < _LEAST_ROWS:
        return [], pieces
    tables: list[Table] = []
    rest: list[Line] = []
    index = 0
    while index < len(strips):
        end, columns = _run(strips, index)
        run = strips[index:end]
        if sum(len(strip) >= _LEAST_COLUMNS for strip in run) >= _LEAST_ROWS and _is_short(run):
            tables.append(_table(run, columns, page))
            index = end
        else:
            rest.extend(strips[index])
            index += 1
    return tables, rest


def _run(strips: list[list[Line]], start: int) -> tuple[int, list[_Column]]:
    """How far the strips from `start` keep to common columns, and these columns."""
    columns: list[_Column] = []
    if len(strips[start]) < _LEAST_COLUMNS:
        return start + 1, columns
    end = start
    bottom = 0.0
    while end < len(strips):
        strip = strips[end]
        height = max(line.height for line in strip)
        if end > start and min(line.top for line in strip) - bottom > _LARGEST_GAP * height:
            break
        wider = _merged([*columns, *((line.x0, line.x1) for line in strip)])
        if len(wider) < max(_LEAST_COLUMNS, len(columns)):
            break
        columns = wider
        bottom = max(line.bottom for line in strip)
        end += 1
    return max(end, start + 1), columns


def _merged(spans: list[_Column]) -> list[_Column]:
    """Spans that leave no gutter between them made one."""
    merged: list[_Column] = []
    for low, high in sorted(spans):
        if merged and low - merged[-1][1] < _LEAST_GUTTER:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged


def _is_short(run: list[list[Line]]) -> bool:
    """Whether the pieces are as short as cells are."""
    lengths = [sum(len(word.text) + 1 for word in line.words) for strip in run for line in strip]
    return sum(lengths) <= _LONGEST_PIECE * len(lengths)


def _table(run: list[list[Line]], columns: list[_Column], page: int) -> Table:
    """Rows begin where the first column does, if it does in most strips; else each strip is a row."""
    opening = [any(line.x0 <= columns[0][1] for line in strip) for strip in run]
    by_first = sum(opening) * 2 >= len(run)
    groups: list[list[Line]] = []
    for strip, opens in zip(run, opening, strict=True):
        if groups and by_first and not opens:
            groups[-1].extend(strip)
        else:
            groups.append(list(strip))
    return Table(
        columns=[columns[0][0], *((a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)), columns[-1][1]],
        rows=[*(min(line.top for line in group) for group in groups), max(line.bottom for line in groups[-1])],
        cells=[_cells(group, columns) for group in groups],
        page=page,
    )


def _cells(group: list[Line], columns: list[_Column]) -> list[CellText]:
    content: list[list[Word]] = [[] for _ in columns]
    for line in group:
        place = next((i for i, (_, high) in enumerate(columns) if line.x0 <= high), len(columns) - 1)
        content[place].extend(line.words)
    return [cell_of(words) if words else CellText() for words in content]
