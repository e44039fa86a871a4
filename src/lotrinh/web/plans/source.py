"""The source of a version as it was laid out, with the words of every row marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final, Literal

from vanban.record import Text, TextBlock

_CELL_BORDER: Final = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The words of one row: where they stand, and the row's page."""

    start: int
    end: int
    part: str
    anchor: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters; `mark` is the narrowest row that they belong to, `anchors` the rows that begin here."""

    text: str
    mark: Mark | None
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the source: a heading (level 1 to 4), a paragraph, or a row of a table with its cells."""

    number: int
    level: int
    cells: tuple[tuple[Piece, ...], ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of a line that is no table row."""
        return self.cells[0] if self.cells else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Lines of one kind on one page of the source; `page` is said where a new one begins."""

    kind: Literal["text", "table"]
    page: int | None
    lines: tuple[Line, ...] = field(default=())


class _Ordered:
    """Marks in the order of their starts."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks = sorted(marks, key=lambda mark: (mark.start, -mark.end))
        self._starts = [mark.start for mark in self._marks]
        self._longest = max((mark.end - mark.start for mark in self._marks), default=0)

    def overlapping(self, start: int, end: int) -> Iterator[Mark]:
        """Marks with a character between `start` and `end`."""
        last = bisect_left(self._starts, end)
        first = bisect_right(self._starts, start - self._longest - 1)
        return (mark for mark in self._marks[first:last] if mark.end > start)


def laid_out(text: Text, headings: Iterable[tuple[int, int]], marks: Sequence[Mark]) -> list[Stretch]:
    """The text in stretches of paragraphs and tables.

    `headings` are the offsets at which headings begin, with their levels from 1.
    """
    levels = dict(headings)
    ordered = _Ordered(marks)
    blocks = enumerate(sorted(text.blocks, key=lambda block: block.span[0]), 1)
    said: int | None = None
    stretches = []
    for (page, table), group in groupby(blocks, key=lambda item: (item[1].page, _table(item[1]))):
        lines = tuple(_line(number, block, text.content, levels, ordered) for number, block in group)
        new = page if page != said else None
        said = page
        stretches.append(Stretch(kind="text" if table is None else "table", page=new, lines=lines))
    return stretches


def quoted(content: str, start: int, end: int, *, around: int = 2) -> tuple[str, str, str]:
    """The words of a row, with `around` lines before and after them."""
    first, last = content.rfind("\n", 0, start) + 1, content.find("\n", end)
    last = len(content) if last < 0 else last
    before, after = first, last
    for _ in range(around):
        before = content.rfind("\n", 0, max(before - 1, 0)) + 1
        found = content.find("\n", min(after + 1, len(content)))
        after = len(content) if found < 0 else found
    return content[before:start], content[start:end], content[end:after].rstrip("\n")


def line_at(text: Text, offset: int) -> int:
    """The number, from 1, of the line of the source that holds the offset."""
    starts = sorted(block.span[0] for block in text.blocks)
    return max(1, bisect_right(starts, offset))


def _table(block: TextBlock) -> int | None:
    return block.cell[0] if block.cell is not None else None


def _line(number: int, block: TextBlock, content: str, levels: dict[int, int], marks: _Ordered) -> Line:
    start, end = block.span
    level = levels.get(start, 0)
    if block.cell is None:
        return Line(number=number, level=level, cells=(_pieces(content, start, end, marks),))
    cells, at = [], start
    for cell in content[start:end].split(_CELL_BORDER):
        cells.append(_pieces(content, at, at + len(cell), marks))
        at += len(cell) + len(_CELL_BORDER)
    return Line(number=number, level=level, cells=tuple(cells))


def _pieces(content: str, start: int, end: int, marks: _Ordered) -> tuple[Piece, ...]:
    """The characters from `start` to `end`, cut where rows begin and end."""
    near = list(marks.overlapping(start, end))
    if not near:
        return (Piece(content[start:end], None),)
    cuts = sorted({start, end, *(at for mark in near for at in (mark.start, mark.end) if start < at < end)})
    pieces = []
    for left, right in pairwise(cuts):
        holding = [mark for mark in near if mark.start <= left and right <= mark.end]
        inner = min(holding, key=lambda mark: mark.end - mark.start, default=None)
        pieces.append(Piece(content[left:right], inner, tuple(mark.anchor for mark in near if mark.start == left)))
    return tuple(pieces)
