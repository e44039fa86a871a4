"""The re-flowed text: paragraphs with offsets in `content`, sections and tables that refer to them."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from vanban.record import Section, Span, TextBlock, TextPage


class ParagraphKind(StrEnum):
    """What a line of `content` is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ROW = "row"
    NOTE = "note"


class LabelKind(StrEnum):
    """The kinds of labels that open a paragraph, from the widest to the narrowest."""

    APPENDIX = "appendix"  # Phụ lục I
    PART = "part"  # Phần thứ nhất
    CHAPTER = "chapter"  # Chương II
    LETTER = "letter"  # A., B.
    SECTION = "section"  # Mục 1
    ROMAN = "roman"  # I., II-
    ARTICLE = "article"  # Điều 3
    NUMBER = "number"  # 1., 1.1., 1.1.1.
    POINT = "point"  # a), b., đ)
    BULLET = "bullet"  # -, +, •, *


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """The label that opens a paragraph.

    `value` is its canonical form (`II`, `1.1`, `đ`, `-`), `end` is where the text after it begins.
    """

    kind: LabelKind
    value: str
    end: int


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of a row: its text and its place in `content`; an empty cell has an empty span.

    The lines of a cell are kept apart by newlines in `text`, where `content` has blanks: both are of one length.
    """

    text: str
    span: Span


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `content`.

    start: offset of the first character in `content`; `text` is the line itself, without newline.
    section: id of the section that the paragraph belongs to (a heading belongs to the section it opens).
    cells, table, row: for a ROW; continued: its columns in which a cell merged downwards carries on.
    instrument: which instrument of the file it belongs to (0 for the first).
    """

    index: int
    start: int
    text: str
    kind: ParagraphKind
    label: Label | None = None
    section: str | None = None
    instrument: int = 0
    table: int | None = None
    row: int | None = None
    header: bool = False
    cells: tuple[Cell, ...] = ()
    continued: tuple[int, ...] = ()
    bold: bool = False
    centred: bool = False

    @property
    def span(self) -> Span:
        """The paragraph's place in `content`."""
        return (self.start, self.start + len(self.text))


class Structure(msgspec.Struct, frozen=True, kw_only=True):
    """A document after re-flow: content, its paragraphs in order, the outline, what stands where on which page."""

    content: str
    blocks: tuple[TextBlock, ...]
    paragraphs: tuple[Paragraph, ...]
    outline: tuple[Section, ...]
    pages: tuple[TextPage, ...] = ()

    def section(self, section_id: str | None) -> Section | None:
        """The section with this id, None when there is none."""
        return next((s for s in self.outline if s.id == section_id), None)
