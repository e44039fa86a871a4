"""Pages to blocks: tables joined over page breaks, notes behind their page, running heads marked."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Mapping
from typing import Final

import msgspec

from vanban.readers.blocks import Block, BlockKind, BlockWord, PageSize
from vanban.readers.collector import Collector
from vanban.readers.grid import joined_row
from vanban.readers.pdf.furniture import Note, find_running, take_notes
from vanban.readers.pdf.geometry import shifted
from vanban.readers.pdf.layout import PageLayout, PrintedLine
from vanban.readers.pdf.placement import Placement
from vanban.readers.pdf.tables import CellText, Table
from vanban.record import Box

_SAME_EDGE: Final = 8.0
_PARAGRAPH_GAP: Final = 1.22
_LARGEST_PITCH: Final = 3.0
_CENTRED: Final = 8.0
_INDENT: Final = 25.0
_MOST_HEADER_ROWS: Final = 3
_FULL_ROW: Final = 3


class _Row(msgspec.Struct, kw_only=True):
    """A row that may still grow on the next page."""

    cells: list[CellText]
    page: int
    box: Box
    header: bool = False


class _OpenTable(msgspec.Struct, kw_only=True):
    """A table whose end has not been seen yet, the last page that it reached, and the blocks that wait for it."""

    columns: list[float]
    page: int
    rows: list[_Row]
    waiting: list[Block]


def assembled(pages: list[PageLayout], placements: Mapping[int, Placement], collector: Collector) -> tuple[Block, ...]:
    """The blocks of pages; boxes on pages that were turned before they were read lead to the page as it is shown.

    The recognised words of the pages are handed on to the blocks: a thousand pages have half a million.
    """
    Assembler(pages, collector).assemble()
    if placements:
        for index, block in enumerate(collector.blocks):
            collector.blocks[index] = _placed(block, placements)
    return tuple(collector.blocks)


def sizes(pages: list[PageLayout], placements: Mapping[int, Placement]) -> tuple[PageSize, ...]:
    """The sizes of pages as they are shown, also of those that were turned before they were read."""
    found: list[PageSize] = []
    for page in pages:
        placement = placements.get(page.number)
        shown = page if placement is None else placement
        turn = 0 if placement is None else placement.quarters
        found.append(PageSize(page.number, round(shown.width, 1), round(shown.height, 1), placement is not None, turn))
    return tuple(found)


def _placed(block: Block, placements: Mapping[int, Placement]) -> Block:
    placement = placements.get(block.page or 0)
    if block.words:
        words = tuple(BlockWord(word.span, word.page, placements[word.page].box(word.box)) for word in block.words)
        block = msgspec.structs.replace(block, words=words)
    if placement is None or block.box is None:
        return block
    return msgspec.structs.replace(block, box=placement.box(block.box))


class Assembler:
    """Puts the pages of one document into the collector."""

    def __init__(self, pages: list[PageLayout], collector: Collector) -> None:
        self._pages = pages
        self._collector = collector
        self._running = find_running(pages)
        self._margins = _margins(pages, self._running)
        self._body_size = _body_size(pages)
        self._pitch = _pitch(pages)
        self._notes = [take_notes(page, self._running, self._body_size) for page in pages]
        self._marks = {note.mark for notes, _ in self._notes for note in notes}
        self._table: _OpenTable | None = None
        self._previous: PrintedLine | None = None

    def assemble(self) -> None:
        """Emit all blocks."""
        for page, (notes, note_lines) in zip(self._pages, self._notes, strict=True):
            self._collector.deadline.check()
            self._page(page, notes, note_lines)
        self._end_table()

    def _page(self, page: PageLayout, notes: list[Note], note_lines: set[int]) -> None:
        left, right = self._margins.get(round(page.width), (0.0, page.width))
        self._previous = None
        for part in page.parts:
            if isinstance(part, Table):
                self._add_table(part)
            elif id(part) in self._running:
                words, part.words = part.words, ()
                self._wait(Block(kind=BlockKind.RUNNING, text=part.text, page=page.number, box=_box(part), words=words))
            elif id(part) not in note_lines:
                self._end_table()
                self._line(part, page, left, right)
        for note in notes:
            self._wait(
                Block(
                    kind=BlockKind.NOTE,
                    text=note.text,
                    note=note.mark or None,
                    page=page.number,
                    box=_box(note.line),
                )
            )

    def _wait(self, block: Block) -> None:
        """Running heads and notes do not part a table from its rest on the next page."""
        if self._table is not None:
            self._table.waiting.append(block)
        else:
            self._collector.add(block)

    def _line(self, line: PrintedLine, page: PageLayout, left: float, right: float) -> None:
        previous = self._previous
        if previous is not None and not 0 < line.bottom - previous.bottom <= self._pitch * _PARAGRAPH_GAP:
            self._collector.add(Block(kind=BlockKind.BLANK, text="", page=page.number))
        self._previous = line
        centred = abs((line.x0 + line.x1) / 2 - (left + right) / 2) < _CENTRED and line.x0 - left > _INDENT
        text, calls, words = self._with_calls(line.text, line.calls, line.words)
        line.words = ()
        self._collector.add(
            Block(
                kind=BlockKind.LINE,
                text=text,
                page=page.number,
                font=line.font,
                bold=line.bold,
                italic=line.italic,
                centred=centred,
                notes_called=calls,
                box=_box(line),
                words=words,
            )
        )

    def _with_calls(
        self, text: str, calls: tuple[tuple[str, int], ...], words: tuple[BlockWord, ...]
    ) -> tuple[str, tuple[tuple[str, int], ...], tuple[BlockWord, ...]]:
        """Put raised numbers back into the text when the file has no note for them."""
        kept: list[tuple[str, int]] = []
        shift = 0
        for mark, at in calls:
            if mark in self._marks:
                kept.append((mark, at + shift))
            else:
                place = at + shift
                text = text[:place] + mark + text[place:]
                words = (
                    *(word for word in words if word.span[0] < place),
                    *shifted((word for word in words if word.span[0] >= place), len(mark)),
                )
                shift += len(mark)
        return text, tuple(kept), words

    def _add_table(self, table: Table) -> None:
        cells = table.cells
        current = self._table
        self._previous = None
        if current is not None and current.page < table.page:
            aligned = _aligned(table, current.columns)
            if aligned is not None:
                self._continue_table(current, table, aligned)
                return
        self._end_table()
        self._table = _OpenTable(
            columns=table.columns,
            page=table.page,
            rows=[_row(table, index, row) for index, row in enumerate(cells)],
            waiting=[],
        )

    def _continue_table(self, current: _OpenTable, table: Table, cells: list[list[CellText]]) -> None:
        """Add the rows of the next page: the repeated header is dropped, a row that was cut is made whole."""
        repeated = _repeated_header(current, cells)
        for row in current.rows[:repeated]:
            row.header = True
        for index, fresh in enumerate(cells[repeated:], start=repeated):
            if index == repeated and _is_rest(current.rows[-1], fresh):
                current.rows[-1].cells = [_joined(a, b) for a, b in zip(current.rows[-1].cells, fresh, strict=True)]
            else:
                current.rows.append(_row(table, index, fresh))
        current.page = table.page

    def _end_table(self) -> None:
        current = self._table
        if current is None:
            return
        self._table = None
        number = self._collector.next_table()
        for index, row in enumerate(current.rows):
            for cell in row.cells:
                cell.text, cell.calls, cell.words = self._with_calls(cell.text, cell.calls, cell.words)
            texts = [cell.text for cell in row.cells]
            text, starts = joined_row(texts)
            filled = [cell for cell in row.cells if cell.text]
            self._collector.add(
                Block(
                    kind=BlockKind.ROW,
                    text=text,
                    page=row.page,
                    table=number,
                    row=index,
                    cells=tuple(texts),
                    continued=tuple(column for column, cell in enumerate(row.cells) if cell.continued),
                    header=row.header,
                    bold=bool(filled) and all(cell.bold for cell in filled),
                    notes_called=tuple(
                        (mark, start + at)
                        for cell, start in zip(row.cells, starts, strict=True)
                        for mark, at in cell.calls
                    ),
                    box=row.box,
                    words=tuple(
                        word
                        for cell, start in zip(row.cells, starts, strict=True)
                        for word in shifted(cell.words, start)
                    ),
                )
            )
            for cell in row.cells:
                cell.words = ()
        for block in current.waiting:
            self._collector.add(block)


def _box(line: PrintedLine) -> Box:
    return _rounded(line.x0, line.top, line.x1, line.bottom)


def _rounded(x0: float, top: float, x1: float, bottom: float) -> Box:
    return (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))


def _row(table: Table, index: int, cells: list[CellText]) -> _Row:
    box = _rounded(table.columns[0], table.rows[index], table.columns[-1], table.rows[index + 1])
    return _Row(cells=cells, page=table.page, box=box)


def _aligned(table: Table, columns: list[float]) -> list[list[CellText]] | None:
    """The cells of a table in the columns of another one, None where the two do not fit."""
    own = table.columns
    if abs(own[0] - columns[0]) > _SAME_EDGE or abs(own[-1] - columns[-1]) > _SAME_EDGE:
        return None
    if len(own) == len(columns) and all(abs(a - b) <= _SAME_EDGE for a, b in zip(own, columns, strict=True)):
        return table.cells
    places: list[int] = []
    for x in own[:-1]:
        nearest = min(range(len(columns) - 1), key=lambda index: abs(columns[index] - x))
        if abs(columns[nearest] - x) > _SAME_EDGE or nearest in places:
            return None
        places.append(nearest)
    result: list[list[CellText]] = []
    for row in table.cells:
        wide = [CellText() for _ in columns[:-1]]
        for place, cell in zip(places, row, strict=True):
            wide[place] = cell
        result.append(wide)
    return result


def _repeated_header(current: _OpenTable, cells: list[list[CellText]]) -> int:
    """How many rows at the top only repeat those of the table's beginning."""
    count = 0
    for old, new in zip(current.rows[:_MOST_HEADER_ROWS], cells, strict=False):
        if _plain(old.cells) != _plain(new):
            break
        count += 1
    return count if count < len(cells) or count < len(current.rows) else 0


def _plain(cells: list[CellText]) -> list[str]:
    return ["".join(cell.text.split()).casefold() for cell in cells]


def _is_rest(last: _Row, cells: list[CellText]) -> bool:
    """Whether a row at the top of a page is the rest of the row at the foot of the page before.

    Such a row has nothing in its first column (the serial number stands on the page before) and text only below text. A
    row of three or more cells that all open with a capital is rather a new row below a number merged downwards.
    """
    if cells[0].text or not last.cells[0].text:
        return False
    filled = [(old, new) for old, new in zip(last.cells, cells, strict=True) if new.text]
    if not filled or any(not old.text for old, _ in filled):
        return False
    return len(filled) < _FULL_ROW or not all(new.text[0].isupper() for _, new in filled)


def _joined(first: CellText, second: CellText) -> CellText:
    if not second.text:
        return first
    offset = len(first.text) + 1
    calls = tuple((mark, at + offset) for mark, at in second.calls)
    return CellText(
        text=f"{first.text}\n{second.text}",
        calls=first.calls + calls,
        bold=first.bold and second.bold,
        continued=first.continued,
        words=first.words + shifted(second.words, offset),
    )


def _margins(pages: list[PageLayout], running: set[int]) -> dict[int, tuple[float, float]]:
    """Where the text begins and ends on pages of each width."""
    margins: dict[int, tuple[float, float]] = {}
    for page in pages:
        for line in page.lines:
            if id(line) not in running:
                left, right = margins.get(round(page.width), (line.x0, line.x1))
                margins[round(page.width)] = (min(left, line.x0), max(right, line.x1))
    return margins


def _body_size(pages: list[PageLayout]) -> float:
    """The size that most characters have."""
    weights: dict[float, int] = {}
    for page in pages:
        for line in page.lines:
            size = round(line.size, 1)
            weights[size] = weights.get(size, 0) + len(line.text)
    return max(weights, key=lambda size: weights[size]) if weights else 12.0


def _pitch(pages: list[PageLayout]) -> float:
    """The usual distance of two lines of a paragraph."""
    distances: list[float] = []
    for page in pages:
        lines = page.lines
        distances.extend(
            below.bottom - above.bottom
            for above, below in itertools.pairwise(lines)
            if 0 < below.bottom - above.bottom < _LARGEST_PITCH * above.size and abs(above.size - below.size) < 1
        )
    return statistics.median_low(distances) if distances else 20.0
