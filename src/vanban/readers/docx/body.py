"""The body of a Word document as blocks: paragraphs, tables, notes, text boxes, running heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from vanban.errors import VanbanError
from vanban.readers.blocks import Block, BlockKind
from vanban.readers.collector import Collector
from vanban.readers.docx.cells import CellText, Paragraph, block_elements, grid_gap, merge, row_cells, table_rows
from vanban.readers.docx.inline import Call, Content, InlineReader
from vanban.readers.docx.names import (
    ID,
    P_PR,
    R_PR,
    RELATION_ID,
    TBL,
    TC,
    VAL,
    P,
    w,
)
from vanban.readers.docx.numbering import Numbering
from vanban.readers.docx.package import Package
from vanban.readers.docx.styles import RunFormat, Style, Styles, has_lines, is_on, numbering_of, outline_level
from vanban.readers.grid import joined_row

_P_STYLE: Final = w("pStyle")
_JUSTIFICATION: Final = w("jc")
_NUMBERING: Final = w("numPr")
_OUTLINE: Final = w("outlineLvl")
_DELETED_MARKS: Final = frozenset((w("del"), w("moveFrom")))
_ORDINARY_NOTES: Final = (None, "normal")
_BLANKS: Final = " \t\n\xa0"
_MANY_COLUMNS: Final = 4
_MANY_ROWS: Final = 3


class BodyReader:
    """Walks the tree of a document once, in reading order, and puts blocks into the collector."""

    def __init__(self, package: Package, collector: Collector) -> None:
        self._package = package
        self._collector = collector
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        self._inline = InlineReader(self._styles)
        self._notes: dict[str, dict[str, etree._Element]] = {}
        #: The formatting that each paragraph style gives its runs.
        self._bases: dict[str | None, RunFormat] = {}
        self._note_numbers: dict[tuple[str, str], str] = {}
        self._pending: Content | None = None
        self._depth = 0

    def read(self, root: etree._Element) -> None:
        """Read the whole document: page headers, body, page footers."""
        body = root.find(w("body"))
        if body is None:
            return
        self._running(body, "headerReference")
        self._blocks(body)
        self._running(body, "footerReference")

    def _blocks(self, container: etree._Element) -> None:
        for child in block_elements(container):
            if child.tag == P:
                paragraph = self._paragraph(child)
                if paragraph is not None:
                    self._emit(paragraph)
            else:
                self._table(child)

    def _emit(self, paragraph: Paragraph) -> None:
        if paragraph.text:
            called = self._called(paragraph.calls)
            kind = BlockKind.HEADING if paragraph.level else BlockKind.PARAGRAPH
            if paragraph.style.contents:
                kind = BlockKind.RUNNING
            self._collector.add(
                Block(
                    kind=kind,
                    text=paragraph.text,
                    level=paragraph.level,
                    style=paragraph.style.name or None,
                    font=paragraph.font,
                    bold=paragraph.bold,
                    italic=paragraph.italic,
                    centred=paragraph.centred,
                    notes_called=called,
                )
            )
            self._add_notes(paragraph.calls)
        for box in paragraph.boxes:
            self._nested(box)

    def _nested(self, container: etree._Element) -> None:
        """Blocks inside a text box or a frame of one column."""
        self._deeper()
        self._blocks(container)
        self._depth -= 1

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > self._collector.limits.max_table_depth:
            raise VanbanError("too-deep", limit=self._collector.limits.max_table_depth)

    def _paragraph(self, element: etree._Element) -> Paragraph | None:
        """Read a paragraph; None where its mark is deleted, so that it goes on in the next one."""
        style_id: str | None = None
        numbering: tuple[str, int | None] | None = None
        level: int | None = None
        centred: bool | None = None
        deleted_mark = has_level = False
        for properties in element:
            if properties.tag != P_PR:  # they stand before everything else
                break
            for child in properties:
                tag = child.tag
                if tag == R_PR:
                    deleted_mark = any(mark.tag in _DELETED_MARKS for mark in child)
                elif tag == _P_STYLE:
                    style_id = child.get(VAL)
                elif tag == _JUSTIFICATION:
                    centred = child.get(VAL) == "center"
                elif tag == _NUMBERING:
                    numbering = numbering_of(child)
                elif tag == _OUTLINE:
                    level, has_level = outline_level(child), True
        style = self._styles.get(style_id)
        content = self._pending or Content()
        self._pending = None
        base = self._bases.get(style_id)
        if base is None:
            base = self._bases[style_id] = style.run.over(self._styles.defaults)
        self._inline.read(element, base, content)
        if deleted_mark:
            self._pending = content
            return None
        label = self._label(numbering, style, style_id)
        raw = content.text
        text = raw.strip(_BLANKS)
        if label and text:
            text = f"{label} {text}"
        calls = _moved(content.calls, len(text) - len(raw.rstrip(_BLANKS)), len(text)) if content.calls else ()
        return Paragraph(
            text=text,
            style=style,
            level=level if has_level else style.level,
            bold=content.bold,
            italic=content.italic,
            centred=style.centred if centred is None else centred,
            font=content.font,
            calls=calls,
            boxes=tuple(content.boxes),
        )

    def _label(self, own: tuple[str, int | None] | None, style: Style, style_id: str | None) -> str:
        """The generated label; a paragraph's own numbering goes before that of its style, list 0 is none."""
        inherited = style.numbering
        number = (own[0] if own else "") or (inherited[0] if inherited else "")
        if not number or number == "0":
            return ""
        depth = own[1] if own and own[1] is not None else inherited[1] if inherited and not (own and own[0]) else None
        if depth is None:
            depth = self._numbering.level_of_style(number, style_id)
        return self._numbering.label(number, depth)

    def _called(self, calls: tuple[tuple[str, str, int], ...]) -> tuple[tuple[str, int], ...]:
        return tuple((self._note_number(kind, identifier), offset) for kind, identifier, offset in calls)

    def _note_number(self, kind: str, identifier: str) -> str:
        key = (kind, identifier)
        if key not in self._note_numbers:
            self._note_numbers[key] = str(sum(1 for known, _ in self._note_numbers if known == kind) + 1)
        return self._note_numbers[key]

    def _add_notes(self, calls: tuple[tuple[str, str, int], ...]) -> None:
        """The notes that a block calls, right behind it."""
        for kind, identifier, _ in calls:
            element = self._note(kind, identifier)
            if element is None:
                continue
            text = "\n".join(self._texts(element))
            if text:
                mark = self._note_number(kind, identifier)
                self._collector.add(Block(kind=BlockKind.NOTE, text=text, note=mark, style=kind))

    def _note(self, kind: str, identifier: str) -> etree._Element | None:
        if kind not in self._notes:
            root = self._package.part(f"{kind}s")
            self._notes[kind] = (
                {} if root is None else {e.get(ID) or "": e for e in root if e.get(w("type")) in _ORDINARY_NOTES}
            )
        return self._notes[kind].pop(identifier, None)

    def _texts(self, container: etree._Element) -> Iterator[str]:
        """The texts of all paragraphs of a note or running head."""
        for child in block_elements(container):
            if child.tag == P:
                paragraph = self._paragraph(child)
                if paragraph is not None and paragraph.text:
                    yield paragraph.text
                for box in paragraph.boxes if paragraph is not None else ():
                    self._deeper()
                    yield from self._texts(box)
                    self._depth -= 1
            else:
                self._deeper()
                for cell in child.iter(TC):
                    if cell.find(f".//{TBL}") is None:
                        yield from self._texts(cell)
                self._depth -= 1

    def _running(self, body: etree._Element, reference: str) -> None:
        """Running heads or feet, each text once; page numbers alone are left out."""
        seen: set[str] = set()
        identifiers = dict.fromkeys(element.get(RELATION_ID) for element in body.iter(w(reference)))
        for identifier in identifiers:
            root = self._package.part_by_id(identifier)
            if root is None:
                continue
            for text in self._texts(root):
                if text in seen or not any(map(str.isalpha, text)):
                    continue
                seen.add(text)
                self._collector.add(Block(kind=BlockKind.RUNNING, text=text, style=reference.removesuffix("Reference")))

    def _table(self, element: etree._Element) -> None:
        rows = list(table_rows(element))
        grid = [list(row_cells(row)) for row in rows]
        self._deeper()
        if max(map(len, grid), default=0) <= 1:
            for row in grid:
                for cell in row:
                    self._blocks(cell)
        elif grid:
            self._ruled_table(element, rows, grid)
        self._depth -= 1

    def _ruled_table(
        self, element: etree._Element, rows: list[etree._Element], grid: list[list[etree._Element]]
    ) -> None:
        table = self._collector.next_table()
        lines = self._table_lines(element)
        first = [_cell_lines(cell) for cells in grid[:_MANY_ROWS] for cell in cells]
        ruled = first.count(False) < len(first) if lines else first.count(True) * 2 > len(first)
        large = len(grid) > _MANY_ROWS and max(map(len, grid)) >= _MANY_COLUMNS
        for index, (row, cells) in enumerate(zip(rows, grid, strict=True)):
            # A row without lines behind ruled ones: the recipients and the signer in the last row of the appendix.
            bare_row = not lines and ruled and len(cells) < _MANY_COLUMNS and True not in map(_cell_lines, cells)
            self._row(table, index, row, cells, layout=bare_row or (not ruled and not large))

    def _table_lines(self, element: etree._Element) -> bool | None:
        """Whether a table itself or its style draws lines; None where neither says."""
        properties = element.find(w("tblPr"))
        if properties is None:
            return None
        lines = has_lines(properties.find(w("tblBorders")))
        reference = properties.find(w("tblStyle"))
        if lines is None and reference is not None:
            lines = self._styles.get(reference.get(VAL)).borders
        return lines

    def _row(self, table: int, index: int, row: etree._Element, cells: list[etree._Element], *, layout: bool) -> None:
        properties = row.find(w("trPr"))
        header = properties is not None and bool(is_on(properties.find(w("tblHeader"))))
        texts: list[str] = [""] * grid_gap(properties, "gridBefore")
        contents: list[CellText] = []
        continued: list[int] = []
        for cell in cells:
            span, continues = merge(cell)
            content = CellText()
            self._cell(cell, content)
            contents.append(content)
            content.column = len(texts)
            if continues:
                continued.append(len(texts))
            texts.append("" if continues else content.text)
            texts.extend([""] * (span - 1))
        texts.extend([""] * grid_gap(properties, "gridAfter"))
        text, starts = joined_row(texts)
        calls = tuple(
            (kind, identifier, min(starts[content.column] + offset, len(text)))
            for content in contents
            for kind, identifier, offset in content.calls
        )
        filled = [content for content in contents if content.text]
        self._collector.add(
            Block(
                kind=BlockKind.ROW,
                text=text,
                table=table,
                row=index,
                cells=tuple(texts),
                continued=tuple(continued),
                header=header,
                layout=layout,
                bold=bool(filled) and all(content.bold for content in filled),
                italic=bool(filled) and all(content.italic for content in filled),
                centred=bool(filled) and all(content.centred for content in filled),
                font=filled[0].font if filled else None,
                notes_called=self._called(calls),
            )
        )
        self._add_notes(calls)

    def _cell(self, element: etree._Element, content: CellText) -> None:
        """All text of a cell; a table inside is flattened, its cells parted by tabs."""
        for child in block_elements(element):
            if child.tag == P:
                paragraph = self._paragraph(child)
                if paragraph is None:
                    continue
                content.add(paragraph)
                for box in paragraph.boxes:
                    self._deeper()
                    self._cell(box, content)
                    self._depth -= 1
                continue
            self._deeper()
            for row in table_rows(child):
                inner: list[str] = []
                for cell in row_cells(row):
                    part = CellText()
                    self._cell(cell, part)
                    if part.text:
                        inner.append(part.text.replace("\n", " "))
                content.add_text("\t".join(inner))
            self._depth -= 1


def _moved(calls: Sequence[Call], shift: int, end: int) -> tuple[tuple[str, str, int], ...]:
    """Calls of notes with their places moved by `shift`, none before the text or behind its `end`."""
    return tuple((call.kind, call.identifier, min(max(call.offset + shift, 0), end)) for call in calls)


def _cell_lines(cell: etree._Element) -> bool | None:
    return has_lines(cell.find(_CELL_BORDERS))


_CELL_BORDERS: Final = f"{w('tcPr')}/{w('tcBorders')}"
