"""The left side of the page: the text line by line, with a mark in the margin for every item that begins there."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final

import msgspec

from vanban.language import wording
from vanban.language.wording import Lang
from vanban.record import PlanRecord, Section, Span, TextBlock
from vanban.writers import formats
from vanban.writers.explain.html import raw, tag, text
from vanban.writers.explain.parts import Item
from vanban.writers.explain.texts import say
from vanban.writers.tables import line_starts

#: Lines in one piece of the page; the browser lays out only the pieces that are seen.
_PIECE: Final = 40
_DEEPEST: Final = 6
_HEADER_CELL: Final = 60
_LONGEST_HEADING: Final = 200
_CELL_SEPARATOR: Final = " | "


class _Mark(msgspec.Struct, frozen=True):
    """One mention of an item: its span, and its number when the item is mentioned more than once."""

    span: Span
    item: Item
    mention: int

    @property
    def anchor(self) -> str:
        """The anchor in the source."""
        return f"s-{self.item.anchor}" + (f"-{self.mention}" if self.mention > 1 else "")


class _Line(msgspec.Struct, frozen=True):
    """One line of content with what begins and what lies in it."""

    number: int
    start: int
    text: str
    block: TextBlock | None
    section: Section | None
    begin: tuple[_Mark, ...]
    marks: tuple[_Mark, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def page(self) -> int | None:
        return self.block.page if self.block is not None else None

    @property
    def table(self) -> int | None:
        cell = self.block.cell if self.block is not None else None
        return cell[0] if cell is not None and cell[2] is None else None


def write(record: PlanRecord, items: Mapping[str, Iterable[Item]], lang: Lang) -> str:
    """The HTML of the whole source."""
    pieces: list[str] = []
    page: int | None = None
    for piece in _cut(list(_lines(record, items))):
        html: list[str] = []
        for is_table, group in _grouped(piece):
            if group[0].page not in {None, page}:
                html.append(f'<div class="pg">{say("page", lang)} {group[0].page}</div>')
            page = next((line.page for line in reversed(group) if line.page is not None), page)
            html.append(_table(group, lang) if is_table else _paragraph(group[0], lang))
        pieces.append(f'<div class="pc">{"".join(html)}</div>')
    return "".join(pieces)


def _grouped(piece: Sequence[_Line]) -> Iterator[tuple[bool, list[_Line]]]:
    """The lines one by one, the rows of one table together; a table of one column only lays out the page."""
    for table, group in groupby(piece, key=lambda line: line.table):
        rows = list(group)
        if table is not None and any(_CELL_SEPARATOR in row.text for row in rows):
            yield True, rows
        else:
            for row in rows:
                yield False, [row]


def outline(record: PlanRecord, lang: Lang) -> str:
    """The headings with their labels, as links into the source; empty without headings."""
    if not record.outline:
        return ""
    content = record.text.content
    starts = line_starts(content)
    links = []
    for section in record.outline:
        line = bisect_right(starts, section.span[0])
        depth = min(section.path.count(".") + 1, _DEEPEST)
        heading = wording.shorten(formats.plain(content[slice(*section.span)]), _LONGEST_HEADING)
        links.append(f'<li class="d{depth}"><a href="#l{line}">{text(heading)}</a></li>')
    summary = f"<summary>{say('outline', lang)} ({len(links)})</summary>"
    return f'<details class="toc">{summary}<ol>{"".join(links)}</ol></details>'


def _lines(record: PlanRecord, items: Mapping[str, Iterable[Item]]) -> Iterator[_Line]:
    content = record.text.content
    starts = line_starts(content)
    blocks = {bisect_right(starts, block.span[0]): block for block in reversed(record.text.blocks)}
    sections = {bisect_right(starts, section.span[0]): section for section in reversed(record.outline)}
    marks = sorted(
        (
            _Mark((max(min(span[0], len(content) - 1), 0), min(span[1], len(content))), item, mention)
            for group in items.values()
            for item in group
            for mention, span in enumerate(item.spans, 1)
        ),
        key=lambda mark: (mark.span[0], -mark.span[1]),
    )
    open_marks: list[tuple[int, int, _Mark]] = []
    following = 0
    for number, start in enumerate(starts, 1):
        end = starts[number] - 1 if number < len(starts) else len(content)
        first = following
        while following < len(marks) and marks[following].span[0] < max(end, start + 1):
            heapq.heappush(open_marks, (marks[following].span[1], following, marks[following]))
            following += 1
        while open_marks and open_marks[0][0] <= start:
            heapq.heappop(open_marks)
        yield _Line(
            number,
            start,
            content[start:end],
            blocks.get(number),
            sections.get(number),
            tuple(marks[first:following]),
            tuple(mark for _, _, mark in sorted(open_marks, key=lambda entry: entry[1])),
        )


def _cut(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The lines in pieces; a table is cut only when it is longer than four pieces."""
    piece: list[_Line] = []
    for line in lines:
        inside_table = bool(piece) and line.table is not None and line.table == piece[-1].table
        if len(piece) >= (_PIECE * 4 if inside_table else _PIECE):
            yield piece
            piece = []
        piece.append(line)
    if piece:
        yield piece


def _margin(line: _Line, lang: Lang) -> str:
    return " ".join(tag(mark.item, lang, href=mark.item.anchor, anchor=mark.anchor) for mark in line.begin)


def _paragraph(line: _Line, lang: Lang) -> str:
    section = line.section
    body = _marked(line, line.start, line.end)
    if section is not None:
        level = min(section.path.count(".") + 1, _DEEPEST)
        body = f'<p class="h d{level}" role="heading" aria-level="{min(level + 2, _DEEPEST)}">{body}</p>'
    else:
        body = f"<p>{body}</p>"
    return f'<div class="l" id="l{line.number}"><div class="g">{_margin(line, lang)}</div>{body}</div>'


def _table(rows: Sequence[_Line], lang: Lang) -> str:
    columns = max(row.text.count(_CELL_SEPARATOR) + 1 for row in rows)
    head = _row(rows[0], columns, lang, heading=True) if _is_heading(rows[0]) else ""
    body = "".join(_row(row, columns, lang) for row in rows[1 if head else 0 :])
    thead = f"<thead>{head}</thead>" if head else ""
    return f'<div class="tw" tabindex="0"><table>{thead}<tbody>{body}</tbody></table></div>'


def _is_heading(row: _Line) -> bool:
    """Whether a row is the first of its table and all its cells are short: the names of the columns."""
    cells = _cells(row)
    first = row.block is not None and row.block.cell is not None and row.block.cell[1] == 0
    return first and len(cells) > 1 and all(end - start <= _HEADER_CELL for start, end in cells)


def _row(row: _Line, columns: int, lang: Lang, *, heading: bool = False) -> str:
    """One row; the last cell of a row that has fewer than `columns` reaches to the end."""
    cells = _cells(row)
    name, scope = ("th", ' scope="col"') if heading else ("td", "")
    missing = columns - len(cells)
    html = [f'<tr id="l{row.number}"><td class="g">{_margin(row, lang)}</td>']
    for index, (start, end) in enumerate(cells):
        wide = f' colspan="{missing + 1}"' if missing and index == len(cells) - 1 else ""
        html.append(f"<{name}{wide}{scope}>{_marked(row, start, end)}</{name}>")
    return "".join((*html, "</tr>"))


def _cells(row: _Line) -> list[Span]:
    cells: list[Span] = []
    start = row.start
    for cell in row.text.split(_CELL_SEPARATOR):
        cells.append((start, start + len(cell)))
        start += len(cell) + len(_CELL_SEPARATOR)
    return cells


def _marked(line: _Line, start: int, end: int) -> str:
    """The text of [start, end), one element around each stretch that the same items cover; the shortest is on top."""
    covering = [mark for mark in line.marks if mark.span[0] < end and mark.span[1] > start]
    if not covering:
        return raw(line.text[start - line.start : end - line.start])
    borders = sorted(
        {
            start,
            end,
            *(border for mark in covering for border in mark.span if start < border < end),
        }
    )
    html: list[str] = []
    for left, right in pairwise(borders):
        here = [mark for mark in covering if mark.span[0] <= left and mark.span[1] >= right]
        words = raw(line.text[left - line.start : right - line.start])
        if not here:
            html.append(words)
            continue
        here.sort(key=lambda mark: mark.span[1] - mark.span[0])
        anchors = " ".join(dict.fromkeys(mark.item.anchor for mark in here))
        classes = " ".join(dict.fromkeys(mark.item.part.key for mark in here))
        html.append(f'<span class="m k-{here[0].item.part.key} {classes}" data-i="{anchors}">{words}</span>')
    return "".join(html)
