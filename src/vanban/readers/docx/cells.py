"""Tables of a Word document: rows, cells, merges, and the text of one cell as it grows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from lxml import etree

from vanban.readers.attributes import whole_number
from vanban.readers.docx.names import ALTERNATE, CHOICE, FALLBACK, SDT, SDT_CONTENT, TBL, TC, TR, VAL, P, w
from vanban.readers.docx.styles import Style


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph as it is printed, with its generated label."""

    text: str
    style: Style
    level: int | None
    bold: bool
    italic: bool
    centred: bool
    font: str | None
    calls: tuple[tuple[str, str, int], ...]
    boxes: tuple[etree._Element, ...]


class CellText:
    """The text of one cell as it grows."""

    def __init__(self) -> None:
        self.text = ""
        self.calls: list[tuple[str, str, int]] = []
        self.bold = self.italic = self.centred = True
        self.font: str | None = None
        self.column = 0

    def add(self, paragraph: Paragraph) -> None:
        """Append a paragraph on a line of its own."""
        if not paragraph.text:
            return
        offset = self.add_text(paragraph.text)
        self.calls.extend((kind, identifier, offset + at) for kind, identifier, at in paragraph.calls)
        self.bold &= paragraph.bold
        self.italic &= paragraph.italic
        self.centred &= paragraph.centred
        self.font = self.font or paragraph.font

    def add_text(self, text: str) -> int:
        """Append a line; the offset at which it begins."""
        if not text:
            return len(self.text)
        offset = len(self.text) + 1 if self.text else 0
        self.text = f"{self.text}\n{text}" if self.text else text
        return offset


def block_elements(container: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables of a container, those inside content controls and other wrappers included."""
    for child in container:
        tag = child.tag
        if tag in {P, TBL}:
            yield child
        elif tag in _BLOCK_WRAPPERS:
            yield from block_elements(child)
        elif tag == ALTERNATE:
            branch = child.find(CHOICE)
            branch = child.find(FALLBACK) if branch is None else branch
            if branch is not None:
                yield from block_elements(branch)


_BLOCK_WRAPPERS: Final = frozenset((SDT, SDT_CONTENT, w("customXml"), w("ins"), w("moveTo"), w("smartTag")))


def table_rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table itself; deleted rows are left out."""
    for child in table:
        if child.tag == TR:
            properties = child.find(w("trPr"))
            if properties is None or properties.find(w("del")) is None:
                yield child
        elif child.tag in _BLOCK_WRAPPERS:
            yield from table_rows(child)


def row_cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row."""
    for child in row:
        if child.tag == TC:
            yield child
        elif child.tag in _BLOCK_WRAPPERS:
            yield from row_cells(child)


_CELL_PROPERTIES: Final = w("tcPr")
_GRID_SPAN: Final = w("gridSpan")
_MERGES: Final = frozenset((w("vMerge"), w("hMerge")))


def merge(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell covers, and whether it goes on a cell above or at its left."""
    span, continues = 1, False
    for properties in cell:
        if properties.tag != _CELL_PROPERTIES:  # they stand before everything else
            break
        for child in properties:
            tag = child.tag
            if tag == _GRID_SPAN:
                span = _count(child, 1)
            elif tag in _MERGES and child.get(VAL, "continue") == "continue":
                continues = True
    return max(span, 1), continues


def grid_gap(properties: etree._Element | None, name: str) -> int:
    """How many columns a row leaves free before (`gridBefore`) or behind (`gridAfter`) its cells."""
    return 0 if properties is None else _count(properties.find(w(name)), 0)


_MOST_COLUMNS: Final = 63


def _count(element: etree._Element | None, default: int) -> int:
    """A small number; Word allows at most 63 columns."""
    return default if element is None else whole_number(element.get(VAL), default, _MOST_COLUMNS)
