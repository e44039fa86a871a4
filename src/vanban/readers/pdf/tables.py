"""Ruled tables: from drawn lines to a grid of cells, from words to the texts of the cells."""

from __future__ import annotations

import bisect
from typing import Final

import msgspec

from vanban.readers.blocks import BlockWord
from vanban.readers.pdf.geometry import PageContent, Rule, Word, mostly_bold, printed, shifted
from vanban.readers.pdf.lines import lines_of_words

_JOIN: Final = 3.0
_SAME: Final = 3.5
_COVERS: Final = 0.6
_MOST_CELLS: Final = 40_000


class CellText(msgspec.Struct, kw_only=True):
    """The text of one cell, the notes that it calls, whether it is bold, whether it carries on the cell above.

    `words` are those that were recognised.
    """

    text: str = ""
    calls: tuple[tuple[str, int], ...] = ()
    bold: bool = False
    continued: bool = False
    words: tuple[BlockWord, ...] = ()


class Table(msgspec.Struct, kw_only=True):
    """A ruled table on one page.

    columns: x of the lines between columns, from the left edge to the right edge; rows: y likewise.
    cells: one list for each row, '' for what a merged cell covers.
    """

    columns: list[float]
    rows: list[float]
    cells: list[list[CellText]]
    page: int

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.rows[0]

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.rows[-1]


_Grid = tuple[list[float], list[float], list[list[tuple[int, int]]]]
Cell = tuple[float, float, float, float]


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """The grid that drawn lines make: x of its columns, y of its rows, and the box of each cell, merged ones whole."""

    columns: list[float]
    rows: list[float]
    cells: list[Cell]


def grids(horizontal: list[Rule], vertical: list[Rule]) -> list[Grid]:
    """The grids of a page from top to bottom; a mere frame is none."""
    return [
        Grid(columns=columns, rows=rows, cells=_boxes(columns, rows, owner))
        for columns, rows, owner in _grids(horizontal, vertical)
    ]


def _boxes(columns: list[float], rows: list[float], owner: list[list[tuple[int, int]]]) -> list[Cell]:
    boxes: dict[tuple[int, int], Cell] = {}
    for row, places in enumerate(owner):
        for column, place in enumerate(places):
            x0, top, _, _ = boxes.get(place, (columns[column], rows[row], 0.0, 0.0))
            boxes[place] = (x0, top, columns[column + 1], rows[row + 1])
    return list(boxes.values())


def _grids(horizontal: list[Rule], vertical: list[Rule]) -> list[_Grid]:
    if len(horizontal) < 2 or len(vertical) < 2:
        return []
    groups = _groups(_merged(horizontal, upright=False), _merged(vertical, upright=True))
    return sorted((grid for group in groups if (grid := _grid(*group)) is not None), key=lambda grid: grid[1][0])


def find_tables(page: PageContent) -> tuple[list[Table], list[Word]]:
    """The ruled tables of a page from top to bottom, and the words that stand outside them."""
    tables: list[Table] = []
    words = page.words
    for columns, rows, owner in _grids(page.horizontal, page.vertical):
        inside: list[Word] = []
        outside: list[Word] = []
        for word in words:
            x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
            within = columns[0] <= x <= columns[-1] and rows[0] <= y <= rows[-1]
            (inside if within else outside).append(word)
        if not inside:
            continue
        words = outside
        tables.append(Table(columns=columns, rows=rows, cells=_fill(columns, rows, owner, inside), page=page.number))
    return tables, words


def _merged(rules: list[Rule], *, upright: bool) -> list[Rule]:
    """Pieces of one line made whole: Word draws a line for each cell, and often two on top of each other."""
    spans = sorted(
        ((r.x0, r.y0, r.y1) if upright else (r.y0, r.x0, r.x1) for r in rules),
    )
    lines: list[list[float]] = []
    result: list[list[float]] = []
    for at, start, end in spans:
        lines = [line for line in lines if at - line[3] <= 1.5]
        for line in lines:
            if start - line[2] <= _JOIN and line[1] - end <= _JOIN:
                line[1] = min(line[1], start)
                line[2] = max(line[2], end)
                line[3] = at
                break
        else:
            fresh = [at, start, end, at]
            lines.append(fresh)
            result.append(fresh)
    if upright:
        return [Rule(x0=at, y0=start, x1=at, y1=end) for at, start, end, _ in result]
    return [Rule(x0=start, y0=at, x1=end, y1=at) for at, start, end, _ in result]


def _groups(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch each other, directly or through others."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    order = sorted(range(len(vertical)), key=lambda i: vertical[i].x0)
    positions = [vertical[i].x0 for i in order]
    for number, line in enumerate(horizontal):
        first = bisect.bisect_left(positions, line.x0 - _JOIN)
        last = bisect.bisect_right(positions, line.x1 + _JOIN)
        for index in order[first:last]:
            other = vertical[index]
            if other.y0 - _JOIN <= line.y0 <= other.y1 + _JOIN:
                parent[root(number)] = root(len(horizontal) + index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, line in enumerate(horizontal):
        groups.setdefault(root(number), ([], []))[0].append(line)
    for index, line in enumerate(vertical):
        groups.setdefault(root(len(horizontal) + index), ([], []))[1].append(line)
    return [group for group in groups.values() if len(group[0]) > 1 and len(group[1]) > 1]


def _distinct(values: list[float]) -> list[float]:
    """Positions that differ by more than a line's thickness."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SAME:
            kept.append(value)
    return kept


def _grid(horizontal: list[Rule], vertical: list[Rule]) -> _Grid | None:
    """Columns, rows, and for each place of the grid the place of the cell that covers it; None for a mere frame."""
    columns = _distinct([line.x0 for line in vertical])
    rows = _distinct([line.y0 for line in horizontal])
    wide, high = len(columns) - 1, len(rows) - 1
    if wide < 2 or high < 1 or wide * high > _MOST_CELLS:
        return None
    right_wall = _walls(vertical, columns, rows, upright=True)
    lower_wall = _walls(horizontal, rows, columns, upright=False)
    owner = [[(row, column) for column in range(wide)] for row in range(high)]
    for row in range(high):
        for column in range(wide):
            if row and not lower_wall[row][column]:
                owner[row][column] = owner[row - 1][column]
            elif column and not right_wall[column][row]:
                owner[row][column] = owner[row][column - 1]
    return columns, rows, owner


def _walls(lines: list[Rule], at: list[float], along: list[float], *, upright: bool) -> list[list[bool]]:
    """For each line of the grid, which of its pieces are drawn."""
    walls = [[False] * (len(along) - 1) for _ in at]
    for line in lines:
        place, start, end = (line.x0, line.y0, line.y1) if upright else (line.y0, line.x0, line.x1)
        index = max(bisect.bisect_right(at, place + 0.01) - 1, 0)
        first = max(bisect.bisect_right(along, start) - 1, 0)
        for piece in range(first, len(along) - 1):
            low, high = along[piece], along[piece + 1]
            if low >= end:
                break
            if min(end, high) - max(start, low) >= (high - low) * _COVERS:
                walls[index][piece] = True
    return walls


def _fill(
    columns: list[float], rows: list[float], owner: list[list[tuple[int, int]]], words: list[Word]
) -> list[list[CellText]]:
    """Put words into cells by their middles; columns and rows in which no cell begins are dropped."""
    wide, high = len(columns) - 1, len(rows) - 1
    content: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        column = min(max(bisect.bisect_right(columns, (word.x0 + word.x1) / 2) - 1, 0), wide - 1)
        row = min(max(bisect.bisect_right(rows, (word.top + word.bottom) / 2) - 1, 0), high - 1)
        content.setdefault(owner[row][column], []).append(word)
    cells = [[CellText(continued=owner[row][column][0] < row) for column in range(wide)] for row in range(high)]
    for (row, column), inside in content.items():
        cells[row][column] = cell_of(inside)
    owned = {place for row in owner for place in row}
    kept_rows = sorted({row for row, _ in owned})
    kept_columns = sorted({column for _, column in owned})
    rows[:] = [*(rows[row] for row in kept_rows), rows[-1]]
    columns[:] = [*(columns[column] for column in kept_columns), columns[-1]]
    return [[cells[row][column] for column in kept_columns] for row in kept_rows]


def cell_of(words: list[Word]) -> CellText:
    """The text of the words of one cell."""
    lines = lines_of_words(words)
    parts: list[str] = []
    calls: list[tuple[str, int]] = []
    recognised: list[BlockWord] = []
    offset = 0
    for line in lines:
        content = printed(line.words)
        calls.extend((mark, offset + at) for mark, at in content.calls)
        recognised.extend(shifted(content.words, offset))
        parts.append(content.text)
        offset += len(content.text) + 1
    return CellText(text="\n".join(parts), calls=tuple(calls), bold=mostly_bold(words), words=tuple(recognised))
