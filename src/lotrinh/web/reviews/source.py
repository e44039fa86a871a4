"""The source as laid out: headings by level, tables with cells, marks of pages, stretches of items, findings in place.

The HTML is written by hand, as a plan of 300 pages has thousands of lines; whatever comes from the document passes
through `html.escape`.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lotrinh.documents.review.items import Item
from lotrinh.documents.vocab import ItemState, Part
from lotrinh.web.reviews.filters import DOUBTFUL
from lotrinh.web.reviews.labels import anchor_of, mark_of
from vanban.record import Finding, PlanRecord, RestoredWord, Section, Span, TextBlock
from vanban.writers.tables import line_starts

#: Lines in one piece of the page: the browser lays out only the pieces that are seen.
_PIECE: Final = 40
_DEEPEST: Final = 6
_HEADER_CELL: Final = 60
_SEPARATOR: Final = " | "
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    anchor: str
    part: str
    label: str
    rejected: bool


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    start: int
    text: str
    block: TextBlock | None
    section: Section | None
    rank: int
    begin: tuple[_Mark, ...]
    marks: tuple[_Mark, ...]
    findings: tuple[Finding, ...]
    words: tuple[RestoredWord, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def table(self) -> int | None:
        cell = self.block.cell if self.block is not None else None
        return cell[0] if cell is not None and cell[2] is None else None

    @property
    def cells(self) -> list[Span]:
        cells: list[Span] = []
        start = self.start
        for cell in self.text.split(_SEPARATOR):
            cells.append((start, start + len(cell)))
            start += len(cell) + len(_SEPARATOR)
        return cells


@dataclass(frozen=True, slots=True)
class Changed:
    """Lines to be put in the place of those on the page, as paragraphs and as rows of tables."""

    paragraphs: SafeString
    rows: SafeString


class Source:
    """The source of a record with the items that stand in it.

    `returned` are the places of restored words that were given back as they were read.
    """

    def __init__(self, record: PlanRecord, items: Iterable[Item], returned: Iterable[int] = ()) -> None:
        self._record = record
        self._returned = frozenset(returned)
        self._starts = line_starts(record.text.content)
        self._lines = list(self._cut_lines(items))
        self._groups = self._grouped()

    def html(self) -> SafeString:
        """All of it."""
        page: int | None = None
        pieces: list[str] = []
        piece: list[str] = []
        size = 0
        for is_table, lines in self._groups:
            here = lines[0].block.page if lines[0].block is not None else None
            if here not in {None, page}:
                piece.append(f'<div class="src__page" role="separator"><span>{_("trang")} {here}</span></div>')
            page = next((line.block.page for line in reversed(lines) if line.block and line.block.page), page)
            piece.append(self._table(lines) if is_table else self._paragraph(lines[0]))
            size += len(lines)
            if size >= _PIECE:
                pieces.append(f'<div class="src__piece">{"".join(piece)}</div>')
                piece, size = [], 0
        if piece:
            pieces.append(f'<div class="src__piece">{"".join(piece)}</div>')
        return mark_safe("".join(pieces))  # noqa: S308 - every word of the document is escaped where it is written

    def around(self, spans: Iterable[Span]) -> Changed:
        """The lines that these spans touch."""
        numbers: set[int] = set()
        for start, end in spans:
            first = bisect_right(self._starts, start)
            last = bisect_right(self._starts, max(start, end - 1))
            numbers.update(range(first, last + 1))
        paragraphs: list[str] = []
        rows: list[str] = []
        for is_table, lines in self._groups:
            chosen = [line for line in lines if line.number in numbers]
            if is_table and chosen:
                columns = _columns(lines)
                rows.extend(self._row(line, columns, heading=line is lines[0] and _is_heading(line)) for line in chosen)
            else:
                paragraphs.extend(self._paragraph(line) for line in chosen)
        return Changed(mark_safe("".join(paragraphs)), mark_safe("".join(rows)))  # noqa: S308 - escaped as above

    def outline(self) -> list[tuple[int, int, str]]:
        """For each heading its level, the number of its line, and its words."""
        content = self._record.text.content
        return [
            (_level(section), bisect_right(self._starts, section.span[0]), content[slice(*section.span)].strip())
            for section in self._record.outline
        ]

    def _paragraph(self, line: _Line) -> str:
        words = self._stretches(line, line.start, line.end)
        if line.section is not None:
            body = (
                f'<p class="src__heading src__heading--{_level(line.section)}" role="heading" aria-level="{line.rank}" '
                f'data-s="{line.start}">{words}</p>'
            )
        else:
            body = f'<p data-s="{line.start}">{words}</p>'
        margin = f'<div class="src__margin">{_margin(line)}</div>'
        return f'<div class="src__line" id="l{line.number}"{_page(line)}>{margin}{body}{_notes(line)}</div>'

    def _table(self, lines: Sequence[_Line]) -> str:
        columns = _columns(lines)
        head = self._row(lines[0], columns, heading=True) if _is_heading(lines[0]) else ""
        body = "".join(self._row(line, columns) for line in lines[1 if head else 0 :])
        thead = f"<thead>{head}</thead>" if head else ""
        label = _("Bảng trong văn bản")
        return (
            f'<div class="src__table" tabindex="0" role="region" aria-label="{label}"><table>{thead}'
            f"<tbody>{body}</tbody></table></div>"
        )

    def _row(self, line: _Line, columns: int, *, heading: bool = False) -> str:
        """One row; the last cell of a row that has fewer than `columns` reaches to the end."""
        cells = line.cells
        name, scope = ("th", ' scope="col"') if heading else ("td", "")
        missing = columns - len(cells)
        parts = [f'<tr id="l{line.number}"{_page(line)}><td class="src__margin">{_margin(line)}</td>']
        for index, (start, end) in enumerate(cells):
            last = index == len(cells) - 1
            wide = f' colspan="{missing + 1}"' if missing and last else ""
            notes = _notes(line) if last else ""
            words = self._stretches(line, start, end)
            parts.append(f'<{name}{wide}{scope}><span data-s="{start}">{words}</span>{notes}</{name}>')
        return "".join((*parts, "</tr>"))

    def _stretches(self, line: _Line, start: int, end: int) -> str:
        """The text of [start, end), one element around each stretch that the same items cover; the shortest is on top.

        Restored words are elements inside.
        """
        covering = [mark for mark in line.marks if mark.span[0] < end and mark.span[1] > start]
        if not covering:
            return self._words(line, start, end)
        edges = {start, end, *(edge for mark in covering for edge in mark.span if start < edge < end)}
        parts: list[str] = []
        for left, right in pairwise(sorted(edges)):
            here = [mark for mark in covering if mark.span[0] <= left and mark.span[1] >= right]
            words = self._words(line, left, right)
            if not here:
                parts.append(words)
                continue
            here.sort(key=lambda mark: (mark.rejected, mark.span[1] - mark.span[0]))
            anchors = " ".join(dict.fromkeys(mark.anchor for mark in here))
            rejected = " is-rejected" if here[0].rejected else ""
            parts.append(f'<span class="m m--{here[0].part}{rejected}" data-i="{anchors}">{words}</span>')
        return "".join(parts)

    def _words(self, line: _Line, start: int, end: int) -> str:
        """The text of [start, end) with its restored words marked; each tells what the file had there."""
        parts: list[str] = []
        for word in line.words:
            left, right = max(word.span[0], start), min(word.span[1], end)
            if left >= right:
                continue
            parts.append(_text(line.text[start - line.start : left - line.start]))
            parts.append(
                f'<span class="w{" w--doubt" if word.confidence < DOUBTFUL else ""}'
                f'{" is-returned" if word.span[0] in self._returned else ""}" data-w="{word.span[0]}" '
                f'data-e="{word.span[1]}" data-c="{round(100 * word.confidence)}" data-r="{_text(word.read)}" '
                f'title="{_text(told(word))}">{_text(line.text[left - line.start : right - line.start])}</span>'
            )
            start = right
        parts.append(_text(line.text[start - line.start : end - line.start]))
        return "".join(parts)

    def _grouped(self) -> list[tuple[bool, list[_Line]]]:
        """The lines one by one, the rows of one table together; a table of one column only lays out the page."""
        groups: list[tuple[bool, list[_Line]]] = []
        for table, run in groupby(self._lines, key=lambda line: line.table):
            lines = list(run)
            if table is not None and any(_SEPARATOR in line.text for line in lines):
                groups.append((True, lines))
            else:
                groups.extend((False, [line]) for line in lines)
        return groups

    def _cut_lines(self, items: Iterable[Item]) -> Iterator[_Line]:
        record, starts = self._record, self._starts
        content = record.text.content
        blocks = {bisect_right(starts, block.span[0]): block for block in reversed(record.text.blocks)}
        sections = {bisect_right(starts, section.span[0]): section for section in reversed(record.outline)}
        ranks = _ranks(sections)
        begin: dict[int, list[_Mark]] = {}
        inside: dict[int, list[_Mark]] = {}
        for mark in sorted(_marks(items), key=lambda mark: mark.span):
            first = bisect_right(starts, mark.span[0])
            begin.setdefault(first, []).append(mark)
            for number in range(first, bisect_right(starts, max(mark.span[0], mark.span[1] - 1)) + 1):
                inside.setdefault(number, []).append(mark)
        found: dict[int, list[Finding]] = {}
        for finding in record.findings:
            if finding.span is not None:
                found.setdefault(bisect_right(starts, finding.span[0]), []).append(finding)
        changes = record.text.changes
        at = 0
        for number, start in enumerate(starts, 1):
            first = at
            while at < len(changes) and (number == len(starts) or changes[at].span[0] < starts[number]):
                at += 1
            end = starts[number] - 1 if number < len(starts) else len(content)
            yield _Line(
                number,
                start,
                content[start:end].rstrip("\n"),
                blocks.get(number),
                sections.get(number),
                ranks.get(number, 0),
                tuple(begin.get(number, ())),
                tuple(inside.get(number, ())),
                tuple(found.get(number, ())),
                changes[first:at],
            )


def _marks(items: Iterable[Item]) -> Iterator[_Mark]:
    for item in items:
        if item.span is not None and item.part != Part.DOCUMENT:
            rejected = item.state == ItemState.REJECTED
            yield _Mark(item.span, anchor_of(item.part, item.key), item.part, mark_of(item), rejected)


def _level(section: Section) -> int:
    return min(section.path.count(".") + 1, _DEEPEST)


def _ranks(sections: Mapping[int, Section]) -> dict[int, int]:
    """The level of each heading, by its line, below that of the page; no level is left out on the way down."""
    found: dict[int, int] = {}
    above = 1
    for number, section in sorted(sections.items()):
        found[number] = above = min(_level(section) + 1, above + 1, _DEEPEST)
    return found


def _text(value: str) -> str:
    # One character for one: the page counts places in the text by the characters that it shows.
    return html.escape(_UNSEEN.sub(" ", value))


def _margin(line: _Line) -> str:
    return " ".join(
        f'<a class="mark mark--{mark.part}{" is-rejected" if mark.rejected else ""}" href="?muc={mark.anchor}" '
        f'data-i="{mark.anchor}" tabindex="-1">{html.escape(mark.label)}</a>'
        for mark in line.begin
    )


def _notes(line: _Line) -> str:
    return "".join(
        f'<p class="src__finding src__finding--{finding.severity}"><b>{_severity(finding)}</b> '
        f"{_text(finding.message)}</p>"
        for finding in line.findings
    )


def _severity(finding: Finding) -> str:
    return {"error": _("Lỗi:"), "warning": _("Cảnh báo:")}.get(str(finding.severity), _("Ghi chú:"))


def _page(line: _Line) -> str:
    page = line.block.page if line.block is not None else None
    return f' data-p="{page}"' if page else ""


def told(word: RestoredWord) -> str:
    """What the file had where a word was restored, and how sure the repair is."""
    return _("đã đọc: %(read)s (độ chắc chắn %(percent)s%%)") % {
        "read": word.read,
        "percent": round(100 * word.confidence),
    }


def _columns(lines: Sequence[_Line]) -> int:
    return max(line.text.count(_SEPARATOR) + 1 for line in lines)


def _is_heading(line: _Line) -> bool:
    """Whether a row is the first of its table and all its cells are short: the names of the columns."""
    cells = line.cells
    first = line.block is not None and line.block.cell is not None and line.block.cell[1] == 0
    return first and len(cells) > 1 and all(end - start <= _HEADER_CELL for start, end in cells)
