"""Tables of a document: which rows are heads, what each column says, which cell stands in which column.

Tables of official documents lose structure on their way: a merged cell stands once, an empty cell may have
vanished, a head takes two rows. Cells are therefore put into columns by what they say when their number differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final, TypeAlias

import msgspec

from vanban.language.normal import fold
from vanban.structure.fields import FieldKind
from vanban.structure.heads import Column, find_head, is_index_row, names_ordinals, settle_columns
from vanban.structure.labels import is_ordinal
from vanban.structure.text import Cell, Paragraph, ParagraphKind, Structure

_MOST_COLUMNS: Final = 24
_TITLE_LINES: Final = 3
_LONGEST_TITLE: Final = 200

#: How well the text of a cell fits a kind of column, 0 to 1.
Fit: TypeAlias = Callable[[FieldKind, str], float]


class Table(msgspec.Struct, frozen=True):
    """A table with a recognised head: the columns and the rows below it (repeated heads and index rows left out).

    title: the lines right above the table, headings or not, joined by newlines.
    """

    columns: tuple[Column, ...]
    rows: tuple[Paragraph, ...]
    section: str | None
    instrument: int
    title: str = ""

    def has(self, *kinds: FieldKind) -> bool:
        """Whether some column is of one of `kinds`."""
        return any(column.kind in kinds for column in self.columns)


def row_groups(structure: Structure) -> Iterator[tuple[Paragraph, ...]]:
    """The rows of each table, in order."""
    rows = (p for p in structure.paragraphs if p.kind is ParagraphKind.ROW)
    for _, group in groupby(rows, key=lambda p: p.table):
        yield tuple(group)


def tables(structure: Structure) -> Iterator[Table]:
    """The tables that have a head of at least two known columns.

    Rows without a head that follow such a table (a line of text stood between) carry on under its head.
    """
    above: Table | None = None
    for rows in row_groups(structure):
        table = read_table(rows)
        if table is None and above is not None and _carries_on(above, rows):
            table = Table(columns=above.columns, rows=rows, section=rows[0].section, instrument=rows[0].instrument)
        if table is not None:
            yield msgspec.structs.replace(table, title=_title(structure, rows[0].index))
        above = table


def _title(structure: Structure, index: int) -> str:
    lines: list[str] = []
    for paragraph in reversed(structure.paragraphs[max(0, index - _TITLE_LINES) : index]):
        if paragraph.kind is ParagraphKind.ROW or len(paragraph.text) > _LONGEST_TITLE:
            break
        lines.append(paragraph.text)
    return "\n".join(reversed(lines))


def read_table(rows: Sequence[Paragraph]) -> Table | None:
    """The table of `rows`, None when its head is not recognised."""
    head = find_head(rows)
    if head is None:
        return None
    heads = {fold(row.text) for row in rows[head.first : head.last + 1]}
    body = tuple(
        row
        for row in rows[head.last + 1 :]
        if not is_index_row(row) and not names_ordinals(row) and fold(row.text) not in heads
    )
    return Table(
        columns=settle_columns(head.columns, body), rows=body, section=rows[0].section, instrument=rows[0].instrument
    )


def place_cells(cells: Sequence[Cell], columns: Sequence[Column], fit: Fit) -> dict[int, Cell]:
    """Which column each cell stands in, as {index of column: cell}.

    With as many cells as columns they stand in order. Otherwise the order is kept and the columns are chosen so
    that the sum of `fit` is greatest: cells × columns steps. Where a row keeps empty cells they hold their places.
    """
    if len(cells) >= len(columns):
        return {index: cell for index, cell in enumerate(cells[: len(columns)]) if cell.text}
    width = min(len(columns), _MOST_COLUMNS)
    count = len(cells)
    fits = [[fit(column.kind, cell.text) if cell.text else 0.0 for column in columns[:width]] for cell in cells]
    best = [[0.0] * (width + 1) for _ in range(count + 1)]
    for i in range(count - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            take = fits[i][j] + best[i + 1][j + 1] if width - j >= count - i else -1e9
            best[i][j] = max(take, best[i][j + 1] if width - j > count - i else -1e9)
        best[i][width] = -1e9
    placed: dict[int, Cell] = {}
    i = j = 0
    while i < count and j < width:
        if fits[i][j] + best[i + 1][j + 1] >= best[i][j] - 1e-9:
            if cells[i].text:
                placed[j] = cells[i]
            i += 1
        j += 1
    return placed


def _carries_on(above: Table, rows: Sequence[Paragraph]) -> bool:
    width = max(len(row.cells) for row in rows)
    numbered = sum(1 for row in rows if row.cells and is_ordinal(row.cells[0].text))
    return (
        above.columns[0].kind is FieldKind.ORDINAL
        and above.instrument == rows[0].instrument
        and 2 < width <= len(above.columns)
        and 2 * numbered >= len(rows)
    )
