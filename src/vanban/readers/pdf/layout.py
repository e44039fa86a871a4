"""One page read: tables, and lines in reading order, each as it will be printed."""

from __future__ import annotations

import msgspec

from vanban.readers.blocks import BlockWord
from vanban.readers.pdf.aligned import find_aligned
from vanban.readers.pdf.geometry import Line, PageContent, Rule, printed
from vanban.readers.pdf.lines import cells_of, pieces_of, reading_order
from vanban.readers.pdf.tables import Table, find_tables


class PrintedLine(msgspec.Struct, kw_only=True):
    """One line of text in its place."""

    text: str
    calls: tuple[tuple[str, int], ...]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    italic: bool
    font: str | None
    words: tuple[BlockWord, ...] = ()


class PageLayout(msgspec.Struct, kw_only=True):
    """The parts of one page in reading order; `rules` are horizontal lines outside tables."""

    number: int
    width: float
    height: float
    parts: list[PrintedLine | Table]
    rules: list[Rule]
    picture_share: float

    @property
    def lines(self) -> list[PrintedLine]:
        """The lines without the tables."""
        return [part for part in self.parts if isinstance(part, PrintedLine)]


def lay_out(page: PageContent) -> PageLayout:
    """Find the tables of a page and put everything in order from top to bottom."""
    tables, words = find_tables(page)
    ruled = [(table.top, table.bottom) for table in tables]
    aligned, outside = find_aligned(cells_of(words), page.number)
    rest = pieces_of([word for line in outside for word in line.words] if aligned else words)
    tables = sorted([*tables, *aligned], key=lambda table: table.top)
    parts: list[PrintedLine | Table] = []
    middle = (min(w.x0 for w in words) + max(w.x1 for w in words)) / 2 if words else page.width / 2
    for table in tables:
        above = [piece for piece in rest if (piece.top + piece.bottom) / 2 < (table.top + table.bottom) / 2]
        rest = [piece for piece in rest if (piece.top + piece.bottom) / 2 >= (table.top + table.bottom) / 2]
        parts.extend(_lines(above, middle))
        parts.append(table)
    parts.extend(_lines(rest, middle))
    rules = [rule for rule in page.horizontal if not any(top - 2 <= rule.y0 <= bottom + 2 for top, bottom in ruled)]
    return PageLayout(
        number=page.number,
        width=page.width,
        height=page.height,
        parts=parts,
        rules=rules,
        picture_share=page.picture_share,
    )


def _lines(pieces: list[Line], middle: float) -> list[PrintedLine]:
    return [_printed(line) for line in reading_order(pieces, middle)]


def _printed(line: Line) -> PrintedLine:
    content = printed(line.words)
    return PrintedLine(
        text=content.text,
        calls=content.calls,
        words=content.words,
        x0=line.x0,
        top=line.top,
        x1=line.x1,
        bottom=line.bottom,
        size=line.size,
        bold=line.bold,
        italic=line.italic,
        font=line.font,
    )
