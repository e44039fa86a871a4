"""The body of an OpenDocument text as blocks: paragraphs, lists, tables, notes, text boxes, running heads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from lxml import etree

from vanban.errors import VanbanError
from vanban.readers.attributes import whole_number
from vanban.readers.blocks import Block, BlockKind
from vanban.readers.collector import Collector
from vanban.readers.grid import joined_row
from vanban.readers.odt.names import DRAW, OFFICE, TABLE, TEXT
from vanban.readers.odt.styles import OdfStyles, TextFormat

_PARAGRAPHS: Final = frozenset((TEXT + "p", TEXT + "h"))
_SECTIONS: Final = frozenset(
    (
        TEXT + "section", TEXT + "index-body", TEXT + "illustration-index", TEXT + "table-index", OFFICE + "text",
        TEXT + "list-header", TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group",
    )
)  # fmt: skip
_CONTENTS: Final = frozenset((TEXT + "table-of-content", TEXT + "alphabetical-index"))
_SILENT: Final = frozenset(
    (OFFICE + "annotation", TEXT + "tracked-changes", TEXT + "note", TEXT + "ruby-text", OFFICE + "forms")
)
_FRAMES: Final = frozenset((DRAW + "frame", DRAW + "custom-shape", DRAW + "g", DRAW + "rect"))
_NEARLY_ALL: Final = 0.8
_MOST_REPEATS: Final = 1000
_MOST_COLUMNS: Final = 63
_LAST_LEVEL: Final = 10
_LAYOUT_ROWS: Final = 3
_LAYOUT_COLUMNS: Final = 3


class _Note(msgspec.Struct):
    mark: str
    body: etree._Element
    offset: int


class _Content:
    """The inline content of a paragraph as it grows."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.notes: list[_Note] = []
        self.boxes: list[etree._Element] = []
        self.weight = self.bold = self.italic = 0
        self.fonts: dict[str, int] = {}

    def add(self, text: str, form: TextFormat) -> None:
        """Append printed text."""
        if not text or form.hidden:
            return
        self.parts.append(text)
        self.length += len(text)
        weight = len(text.strip())
        self.weight += weight
        self.bold += weight if form.bold else 0
        self.italic += weight if form.italic else 0
        if form.font and weight:
            self.fonts[form.font] = self.fonts.get(form.font, 0) + weight


class BodyReader:
    """Walks the tree once, in reading order."""

    def __init__(self, styles: OdfStyles, collector: Collector) -> None:
        self._styles = styles
        self._collector = collector
        self._depth = 0
        self._runs_in_contents = False

    def running(self, kind: str) -> None:
        """Running heads or feet of all page styles, each text once; page numbers alone are left out."""
        seen: set[str] = set()
        for element in self._styles.running(kind):
            for text in self._texts(element):
                if text not in seen and any(map(str.isalpha, text)):
                    seen.add(text)
                    self._collector.add(Block(kind=BlockKind.RUNNING, text=text, style=kind))

    def container(self, element: etree._Element, labels: list[str] | None = None) -> None:
        """All blocks of the body, a section, a text box."""
        for child in element:
            tag = child.tag
            if tag in _PARAGRAPHS:
                self._whole_paragraph(child, labels.pop() if labels else "")
            elif tag == TEXT + "list":
                for item, label in self._items(child):
                    self.container(item, [label] if label else None)
            elif tag == TABLE + "table":
                self._table(child)
            elif tag in _SECTIONS:
                self.container(child)
            elif tag in _CONTENTS:
                self._contents(child)
            elif tag in _FRAMES:
                for box in _boxes(child):
                    self._deeper(box)

    def _contents(self, element: etree._Element) -> None:
        """A table of contents repeats the headings: its lines are furniture."""
        outer, self._runs_in_contents = self._runs_in_contents, True
        for part in element:
            self.container(part)
        self._runs_in_contents = outer

    def _deeper(self, element: etree._Element) -> None:
        self._enter()
        self.container(element)
        self._depth -= 1

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > self._collector.limits.max_table_depth:
            raise VanbanError("too-deep", limit=self._collector.limits.max_table_depth)

    def _items(
        self, element: etree._Element, depth: int = 0, style: str | None = None
    ) -> Iterator[tuple[etree._Element, str]]:
        """The items of a list with their labels, lists inside lists flattened; what goes on an item has label ''."""
        name = element.get(TEXT + "style-name") or style
        if depth == 0:
            self._styles.start_list(name, element)
        for item in element:
            if item.tag not in {TEXT + "list-item", TEXT + "list-header"}:
                continue
            counted = item.tag == TEXT + "list-item"
            plain = etree.Element(TEXT + "section")
            label_due = counted and any(child.tag in _PARAGRAPHS for child in item)
            label = self._styles.label(name, depth, item.get(TEXT + "start-value")) if label_due else ""
            for child in list(item):
                if child.tag == TEXT + "list":
                    if len(plain):
                        yield plain, label
                        plain, label = etree.Element(TEXT + "section"), ""
                    yield from self._items(child, depth + 1, name)
                else:
                    plain.append(child)
            if len(plain):
                yield plain, label

    def _paragraph(self, element: etree._Element, label: str) -> tuple[Block, list[_Note], list[etree._Element]]:
        style_name = element.get(TEXT + "style-name")
        style = self._styles.paragraph(style_name)
        content = _Content()
        self._inline(element, style.text, content)
        raw = "".join(content.parts)
        text = raw.strip(" \t\n\xa0")
        shift = len(raw) - len(raw.lstrip(" \t\n\xa0"))
        level = None
        if element.tag == TEXT + "h":
            level = whole_number(element.get(TEXT + "outline-level"), 1, _LAST_LEVEL)
            label = label or self._styles.heading_label(level, text)
        if label and text:
            text = f"{label} {text}"
            shift -= len(label) + 1
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        block = Block(
            kind=BlockKind.RUNNING if self._runs_in_contents else kind,
            text=text,
            level=level,
            style=style.name,
            font=max(content.fonts, key=content.fonts.__getitem__) if content.fonts else None,
            bold=content.bold > 0 and content.bold >= content.weight * _NEARLY_ALL,
            italic=content.italic > 0 and content.italic >= content.weight * _NEARLY_ALL,
            centred=style.centred,
            notes_called=tuple((note.mark, min(max(note.offset - shift, 0), len(text))) for note in content.notes),
        )
        return block, content.notes, content.boxes

    def _whole_paragraph(self, element: etree._Element, label: str) -> None:
        block, notes, boxes = self._paragraph(element, label)
        self._emit(block, notes)
        for box in boxes:
            self._deeper(box)

    def _emit(self, block: Block, notes: list[_Note]) -> None:
        if block.text:
            self._collector.add(block)
        for note in notes:
            text = "\n".join(self._texts(note.body))
            if text:
                self._collector.add(Block(kind=BlockKind.NOTE, text=text, note=note.mark))

    def _inline(self, element: etree._Element, form: TextFormat, content: _Content) -> None:
        content.add(_collapsed(element.text, content), form)
        for child in element:
            tag = child.tag
            if tag == TEXT + "span":
                self._inline(child, self._styles.span(child.get(TEXT + "style-name")).over(form), content)
            elif tag == TEXT + "s":
                content.add(" " * whole_number(child.get(TEXT + "c"), 1, _MOST_REPEATS), form)
            elif tag == TEXT + "tab":
                content.add("\t", form)
            elif tag == TEXT + "line-break":
                content.add("\n", form)
            elif tag == TEXT + "note":
                self._note(child, content)
            elif tag in _FRAMES:
                content.boxes.extend(_boxes(child))
            elif tag not in _SILENT:
                self._inline(child, form, content)
            content.add(_collapsed(child.tail, content), form)

    @staticmethod
    def _note(element: etree._Element, content: _Content) -> None:
        citation, body = element.find(TEXT + "note-citation"), element.find(TEXT + "note-body")
        if body is not None:
            mark = "".join(map(str, citation.itertext())).strip() if citation is not None else ""
            content.notes.append(_Note(mark, body, content.length))

    def _texts(self, container: etree._Element) -> Iterator[str]:
        """The texts of all paragraphs inside."""
        for child in container.iter(*_PARAGRAPHS):
            text = self._paragraph(child, "")[0].text
            if text:
                yield text

    def _table(self, element: etree._Element) -> None:
        rows = list(_rows(element, header=False))
        cells = [
            [cell for cell in row if cell.tag in {TABLE + "table-cell", TABLE + "covered-table-cell"}]
            for row, _ in rows
        ]
        self._enter()
        if max(map(len, cells), default=0) <= 1:
            for row_cells in cells:
                for cell in row_cells:
                    self.container(cell)
        elif cells:
            self._table_rows(rows, cells)
        self._depth -= 1

    def _table_rows(self, rows: list[tuple[etree._Element, bool]], cells: list[list[etree._Element]]) -> None:
        number = self._collector.next_table()
        small = len(cells) <= _LAYOUT_ROWS or max(map(len, cells)) <= _LAYOUT_COLUMNS
        first = [cell.get(TABLE + "style-name") for row in cells[:_LAYOUT_ROWS] for cell in row]
        layout = small and sum(map(self._styles.has_lines, first)) * 2 <= len(first)
        below: dict[int, int] = {}
        for index, ((_, header), row_cells) in enumerate(zip(rows, cells, strict=True)):
            texts: list[str] = []
            calls: list[tuple[int, str, int]] = []
            notes: list[_Note] = []
            blocks: list[Block] = []
            opened: dict[int, int] = {}
            for cell in row_cells:
                if cell.tag == TABLE + "covered-table-cell":
                    texts.extend([""] * _count(cell.get(TABLE + "number-columns-repeated")))
                    continue
                opened[len(texts)] = _count(cell.get(TABLE + "number-rows-spanned"))
                text, inner, found = self._cell(cell)
                blocks.extend(inner)
                for note, offset in found:
                    calls.append((len(texts), note.mark, offset))
                    notes.append(note)
                texts.extend([text, *[""] * (_count(cell.get(TABLE + "number-columns-repeated")) - 1)])
            continued = tuple(column for column in sorted(below) if column < len(texts) and not texts[column])
            below = {column: left - 1 for column, left in {**below, **opened}.items() if left > 1}
            joined, starts = joined_row(texts)
            row_block = Block(
                kind=BlockKind.ROW,
                text=joined,
                table=number,
                row=index,
                cells=tuple(texts),
                continued=continued,
                header=header,
                layout=layout,
                bold=bool(blocks) and all(block.bold for block in blocks),
                centred=bool(blocks) and all(block.centred for block in blocks),
                font=blocks[0].font if blocks else None,
                notes_called=tuple((mark, starts[column] + at) for column, mark, at in calls),
            )
            self._collector.add(row_block)
            self._emit(Block(kind=BlockKind.PARAGRAPH, text=""), notes)

    def _cell(self, element: etree._Element) -> tuple[str, list[Block], list[tuple[_Note, int]]]:
        """All text of a cell, a table inside flattened, and the notes that it calls with their offsets."""
        lines: list[str] = []
        blocks: list[Block] = []
        found: list[tuple[_Note, int]] = []
        offset = 0
        for paragraph, label in self._cell_paragraphs(element):
            block, notes, boxes = self._paragraph(paragraph, label)
            texts = [block.text, *(text for box in boxes for text in self._texts(box))]
            for note, (_, at) in zip(notes, block.notes_called, strict=True):
                found.append((note, offset + at))
            if block.text:
                blocks.append(block)
            for text in filter(None, texts):
                lines.append(text)
                offset += len(text) + 1
        return "\n".join(lines), blocks, found

    def _cell_paragraphs(self, element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        for child in element:
            if child.tag in _PARAGRAPHS:
                yield child, ""
            elif child.tag == TEXT + "list":
                for item, label in self._items(child):
                    for position, (paragraph, _) in enumerate(self._cell_paragraphs(item)):
                        yield paragraph, "" if position else label
            elif (
                child.tag == TABLE + "table"
                or child.tag in _SECTIONS
                or child.tag in {TABLE + "table-row", TABLE + "table-cell"}
            ):
                self._enter()
                yield from self._cell_paragraphs(child)
                self._depth -= 1


def _collapsed(text: str | None, content: _Content) -> str:
    """White space of the file is one blank; blanks that print are elements of their own."""
    if not text:
        return ""
    if "\n" in text or "\t" in text or "\r" in text or "  " in text:
        joined = " ".join(text.split())
        lead = " " if text[0].isspace() else ""
        tail = " " if joined and text[-1].isspace() else ""
        text = f"{lead}{joined}{tail}"
    if text.startswith(" ") and (not content.parts or content.parts[-1][-1] in " \n"):
        return text[1:]
    return text


def _boxes(frame: etree._Element) -> list[etree._Element]:
    """The text boxes of a frame; a drawn shape holds its paragraphs itself."""
    boxes = list(frame.iter(DRAW + "text-box"))
    if not boxes and any(child.tag in _PARAGRAPHS for child in frame):
        return [frame]
    return boxes


def _rows(element: etree._Element, *, header: bool) -> Iterator[tuple[etree._Element, bool]]:
    for child in element:
        if child.tag == TABLE + "table-row":
            repeats = _count(child.get(TABLE + "number-rows-repeated"))
            for _ in range(repeats if repeats <= 3 else 1):
                yield child, header
        elif child.tag == TABLE + "table-header-rows":
            yield from _rows(child, header=True)
        elif child.tag in {TABLE + "table-rows", TABLE + "table-row-group"}:
            yield from _rows(child, header=header)


def _count(value: str | None) -> int:
    return max(whole_number(value, 1, _MOST_COLUMNS), 1)
