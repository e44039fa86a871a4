"""Markdown, above all as programs that convert PDF write it: marks, tables, footnotes, page breaks in paragraphs."""

from __future__ import annotations

import itertools
import re
from typing import Final

import msgspec

from vanban.readers import html, media
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.readers.collector import Collector
from vanban.readers.inline import Styled, parse_inline, plain
from vanban.readers.limits import Limits
from vanban.readers.text import text_lines

_HEADING: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_CLOSING_HASHES: Final = re.compile(r"[ \t]#{1,6}$")
_RULE: Final = re.compile(r"(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$|={3,}$")
_DELIMITER: Final = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?$")
_HTML_TABLE: Final = re.compile(r"<table\b", re.IGNORECASE)
_FENCE: Final = re.compile(r"(?:```|~~~)[A-Za-z]{0,20}$")
_NOTE: Final = re.compile(
    r"<sup>\s{0,3}\[?(?P<sup>\d{1,3}|\*{1,3})\]?\s{0,3}</sup>[ \t]*|\[\^(?P<mark>[^\]\s]{1,8})\]:[ \t]*"
)
_QUOTE: Final = re.compile(r" {0,3}>[ \t]?")
_PAGE_NUMBER: Final = re.compile(
    r"(?:[-–—][ \t]?)?(?P<number>\d{1,4})(?:[ \t]?[-–—])?$|Trang (?P<page>\d{1,4})(?:/\d{1,4})?$", re.IGNORECASE
)
_BREAK: Final = re.compile(r"<br\s{0,3}/?>")
_CELL_BORDER: Final = re.compile(r"(?<!\\)\|")


def read(data: bytes, limits: Limits) -> Reading:
    """Read a Markdown file: LINE, BLANK, HEADING, ROW, NOTE and RUNNING blocks with line numbers, without the marks."""
    lines, warnings = text_lines(data, limits)
    reader = _MarkdownReader(lines, Collector(limits))
    reader.read()
    return Reading(media_type=media.MARKDOWN, pages=None, blocks=tuple(reader.collector.blocks), warnings=warnings)


class _MarkdownReader:
    """One pass over the lines; a paragraph is gathered until a line of another kind ends it."""

    def __init__(self, lines: list[str], collector: Collector) -> None:
        self.lines = lines
        self.collector = collector
        self._paragraph: list[str] = []
        self._paragraph_start = 0
        self._table: int | None = None
        self._row = 0
        self._columns = 0
        self._header: tuple[str, ...] | None = None
        self._running = _page_numbers(lines)

    def read(self) -> None:
        """Read all lines."""
        index = 0
        while index < len(self.lines):
            index = self._line(index)
        self._end_paragraph()

    def _line(self, index: int) -> int:
        """Read the line `index`, or the table or note that begins there; the index of the next line to read."""
        line = self.lines[index].strip("\f")
        if quote := _QUOTE.match(line):
            line = line[quote.end() :]
        stripped = line.strip()
        if not stripped:
            self._end_paragraph()
            self._add(BlockKind.BLANK, "", index)
            return index + 1
        if index in self._running:
            self._end_paragraph()
            self._add(BlockKind.RUNNING, plain(stripped), index)
            return index + 1
        if _HTML_TABLE.match(stripped):
            self._end_paragraph()
            return self._html_table(index)
        if self._opens_table(index, stripped):
            self._end_paragraph()
            return self._rows(index)
        heading = _HEADING.match(line)
        if heading:
            self._end_paragraph()
            self._heading(index, len(heading.group(1)), line[heading.end() :].strip())
        elif _RULE.match(stripped) or _FENCE.match(stripped):
            self._end_paragraph()
            self._add(BlockKind.BLANK, "", index)
        elif note := _NOTE.match(stripped):
            self._end_paragraph()
            return self._note(index, note.group("sup") or note.group("mark"), stripped[note.end() :])
        else:
            if not self._paragraph:
                self._paragraph_start = index
            self._paragraph.append(line)
        return index + 1

    def _add(self, kind: BlockKind, text: str, index: int) -> None:
        self.collector.add(Block(kind=kind, text=text, line=index + 1))

    def _heading(self, index: int, level: int, source: str) -> None:
        for styled in parse_inline(_CLOSING_HASHES.sub("", source)):
            self._styled(BlockKind.HEADING, styled, index, level)
        self._table = None

    def _end_paragraph(self) -> None:
        if not self._paragraph:
            return
        source_lines = self._paragraph
        self._paragraph = []
        self._table = None
        line = self._paragraph_start
        # A <br> makes more lines than the source has; they all stand on the line of the source.
        breaks = [len(_BREAK.findall(source)) for source in source_lines]
        numbers = [line + offset for offset, more in enumerate(breaks) for _ in range(more + 1)]
        for number, styled in zip(numbers, parse_inline("\n".join(source_lines)), strict=False):
            self._styled(BlockKind.LINE, styled, number, None)

    def _styled(self, kind: BlockKind, styled: Styled, index: int, level: int | None) -> None:
        if not styled.text and not styled.notes_called:
            return
        self.collector.add(
            Block(
                kind=kind,
                text=styled.text,
                line=index + 1,
                level=level,
                bold=styled.bold,
                italic=styled.italic,
                notes_called=styled.notes_called,
            )
        )

    def _note(self, index: int, mark: str, first: str) -> int:
        """A footnote runs to the next empty line or the next note."""
        parts = [first]
        end = index + 1
        while end < len(self.lines):
            stripped = self.lines[end].strip()
            if not stripped or _NOTE.match(stripped) or _HEADING.match(self.lines[end]) or stripped.startswith("|"):
                break
            parts.append(stripped)
            end += 1
        text = " ".join(filter(None, (plain(part) for part in parts)))
        self.collector.add(Block(kind=BlockKind.NOTE, text=text, line=index + 1, note=mark))
        return end

    def _html_table(self, index: int) -> int:
        """A table that the converter wrote as HTML, up to its end or to an empty line behind it."""
        end = index
        while end + 1 < len(self.lines) and "</table>" not in self.lines[end].lower():
            end += 1
        source = "\n".join(self.lines[index : end + 1])
        numbers: dict[int, int] = {}
        for block in html.read(source.encode("utf-8", "replace"), self.collector.limits).blocks:
            table = block.table
            if table is not None and table not in numbers:
                numbers[table] = self.collector.next_table()
            number = None if table is None else numbers[table]
            self.collector.add(msgspec.structs.replace(block, table=number, line=index + 1))
        self._table = None
        return end + 1

    def _opens_table(self, index: int, stripped: str) -> bool:
        if "|" not in stripped:
            return False
        following = self.lines[index + 1].strip() if index + 1 < len(self.lines) else ""
        if "|" in following and _DELIMITER.match(following):
            return True
        return stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 1

    def _rows(self, index: int) -> int:
        """All rows of a table; a table that goes on over a page break keeps its number."""
        first = _cells(self.lines[index].strip())
        following = self.lines[index + 1].strip() if index + 1 < len(self.lines) else ""
        has_header = "|" in following and _DELIMITER.match(following) is not None
        continues = self._table is not None and self._columns == len(first)
        if not continues:
            self._table = self.collector.next_table()
            self._row = 0
            self._columns = len(first)
            self._header = first if has_header else None
        end = index
        while end < len(self.lines):
            stripped = self.lines[end].strip()
            if "|" not in stripped or end in self._running:
                break
            if not _DELIMITER.match(stripped):
                cells = _cells(stripped)
                repeated = continues and end == index and cells == self._header
                self._add_row(end, cells, header=repeated or (has_header and not continues and end == index))
            end += 1
        return end

    def _add_row(self, index: int, cells: tuple[str, ...], *, header: bool) -> None:
        self.collector.add(
            Block(
                kind=BlockKind.ROW,
                text=" | ".join(cells),
                line=index + 1,
                table=self._table,
                row=self._row,
                cells=cells,
                header=header,
            )
        )
        self._row += 1


def _cells(line: str) -> tuple[str, ...]:
    r"""The cells of a pipe row; `\|` is a bar of the text, `<br>` a line break."""
    inner = line.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(
        "\n".join(part.text for part in parse_inline(cell.strip()) if part.text) for cell in _CELL_BORDER.split(inner)
    )


def _page_numbers(lines: list[str]) -> frozenset[int]:
    """Lines that are page numbers for sure: alone between empty lines, and one of a chain that counts up by one."""
    found: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        stripped = line.strip(" \t\f*")
        if not stripped or len(stripped) > 16 or not (match := _PAGE_NUMBER.match(stripped)):
            continue
        alone = (index == 0 or not lines[index - 1].strip()) and (
            index + 1 == len(lines) or not lines[index + 1].strip()
        )
        if alone:
            found.append((index, int(match.group("number") or match.group("page"))))
    sure: set[int] = set()
    for (first, number), (second, following) in itertools.pairwise(found):
        if following == number + 1:
            sure.update((first, second))
    return frozenset(sure)
