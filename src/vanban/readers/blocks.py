"""What every reader yields: blocks of text in reading order, with their provenance.

Readers report what stands in the file; they mend nothing. Joining wrapped lines, dropping running heads and
finding labels is the work of `vanban.structure`.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from vanban.record import Box, Span


class BlockKind(StrEnum):
    """What a block is in its source."""

    PARAGRAPH = "paragraph"  # one whole paragraph of a flowing format (docx, odt, html)
    LINE = "line"  # one printed line of a format without paragraphs (txt, md, pdf): may be a piece of a paragraph
    BLANK = "blank"  # an empty line of such a format: a possible paragraph border
    HEADING = "heading"  # a paragraph that its source marks as a heading (Markdown #, <h2>, Word heading style)
    ROW = "row"  # one row of a table: `cells` holds its texts
    NOTE = "note"  # a footnote or endnote; `note` names its mark
    RUNNING = "running"  # a running head, running foot or page number that the reader is sure of


class BlockWord(msgspec.Struct, frozen=True, gc=False):
    """A recognised word: where it stands in the text of its block, and where on which page as it is shown (1-based)."""

    span: Span
    page: int
    box: Box


class PageSize(msgspec.Struct, frozen=True, gc=False):
    """A page as it is shown, in points.

    recognised: its text was taken from its picture, and may be wrong. turn: right angles, counter-clockwise, by which
    it has to be turned to stand upright.
    """

    number: int
    width: float
    height: float
    recognised: bool = False
    turn: int = 0


class Block(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    r"""One piece of text.

    text: without trailing newline, a LINE with the blanks that it begins with; for a ROW the cells joined by ' | '. A
        line break inside a paragraph or cell is '\n'.
    page: 1-based, None where the format has no pages. line: 1-based line of a text file.
    level: heading level where the source gives one (1 is the highest).
    table, row: number of the table in the file and of the row in the table (0-based).
    cells: for a ROW all cell texts in column order; a merged cell stands once, in its first column, the columns that
        it covers are '' ; a row that continues a cell merged downwards has '' there.
    continued: for a ROW the columns in which a cell of the row above, merged downwards, carries on.
    header: True for rows that the source marks as table header (docx tblHeader, <th>).
    layout: True for rows of a table without borders or ruled content that only lays out the page (the two-column
        header block, the recipients beside the signature).
    bold, italic, centred: True when the whole block is so.
    note: mark of a NOTE block ('1'); notes_called: marks that this block calls, with the offset in `text`.
    words: of a page that was recognised, the words of `text` that have a place, in order.
    """

    kind: BlockKind
    text: str
    page: int | None = None
    line: int | None = None
    level: int | None = None
    style: str | None = None
    font: str | None = None
    bold: bool = False
    italic: bool = False
    centred: bool = False
    table: int | None = None
    row: int | None = None
    cells: tuple[str, ...] | None = None
    continued: tuple[int, ...] = ()
    header: bool = False
    layout: bool = False
    note: str | None = None
    notes_called: tuple[tuple[str, int], ...] = ()
    box: Box | None = None
    words: tuple[BlockWord, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All blocks of one file; `pages` is None where the format has none. `warnings` are sentences in Vietnamese.

    recognised: the pages (1-based) whose text was recognised from their pictures; letters and marks may be wrong there.
    sizes: of the pages of a PDF or a picture file that could be read, in order.
    """

    media_type: str
    pages: int | None
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    recognised: tuple[int, ...] = ()
    sizes: tuple[PageSize, ...] = ()
