"""The official layout of a Vietnamese document in Word (Decree 30/2020/NĐ-CP, Appendix I), for the samples.

Labels (I., 1., a), -) are made by Word's own numbering, as officers do; the text holds none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

#: Word's number formats for the four levels of a plan.
LEVELS: Final = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))
ROMAN, NUMBER, POINT, BULLET = range(4)
_NUMBERING_ID: Final = 90
#: Fixed, so that the file of an unchanged sample stays the same.
_WRITTEN: Final = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)

Row = Sequence[str | None]


def new_document() -> Document:
    """An A4 page with the margins and the font of Decree 30."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    style = document.styles["Normal"]
    style.font.name = "Times New Roman"
    style.font.size = Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(6)
    properties = document.core_properties
    properties.author = "Lộ Trình"
    properties.created = properties.modified = _WRITTEN
    _define_numbering(document)
    return document


def header(document: Document, issuer: Sequence[str], number: str, place_and_date: str) -> None:
    """The two-column block without borders: issuer and number on the left, national motto and date on the right."""
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_widths(table, (6, 10))
    left, right = table.rows[0].cells
    _lines(left, issuer, bold_from=len(issuer) - 1)
    _lines(right, ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"), bold_from=0)
    left, right = table.rows[1].cells
    _lines(left, (number,))
    _lines(right, (place_and_date,), italic=True)


def title(document: Document, kind: str, subject: str) -> None:
    """The kind of the document and its subject, centred and bold."""
    for text in (kind, subject):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(text).bold = True


def centred(document: Document, text: str, *, bold: bool = False, italic: bool = False) -> None:
    """One centred line."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic


def body(document: Document, text: str) -> Paragraph:
    """One paragraph of running text."""
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    return paragraph


def numbered(document: Document, level: int, text: str, *, heading: bool = False) -> None:
    """A paragraph whose label Word makes; a heading is bold."""
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = heading or None
    # The library offers no other way to number a paragraph.
    paragraph._p.get_or_add_pPr().append(  # noqa: SLF001
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{_NUMBERING_ID}"/></w:numPr>')
    )


def signature(document: Document, recipients: Sequence[str], lines: Sequence[str], name: str) -> None:
    """Recipients on the left, the signer's capacity, position and name on the right."""
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _lines(left, ("Nơi nhận:", *(f"- {recipient}" for recipient in recipients)))
    _lines(right, (*lines, "", "", name), bold_from=0)


def landscape_section(document: Document) -> None:
    """A new section with the page turned, for a wide table."""
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)


def task_table(document: Document, columns: Sequence[str], rows: Sequence[Row], widths: Sequence[float]) -> None:
    """A ruled table whose header repeats on every page.

    A row of two texts is a group row: its second text spans the rest. None continues the cell above (merged downwards).
    """
    table = document.add_table(rows=0, cols=len(columns))
    table.style = "Table Grid"
    cells = table.add_row().cells
    for cell, name in zip(cells, columns, strict=True):
        _lines(cell, (name,), bold_from=0)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no other way to repeat a row
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 2:
            _lines(cells[0], (row[0] or "",), bold_from=0)
            _lines(cells[1].merge(cells[-1]), (row[1] or "",), bold_from=0)
            continue
        for cell, text in zip(cells, row, strict=True):
            _lines(cell, (text or "",))
    _merge_downwards(table, rows)
    _set_widths(table, widths)


def page_numbers(document: Document) -> None:
    """Page numbers in the middle of the top margin, from the first page on."""
    for section in document.sections:
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "/>'))  # noqa: SLF001 - see numbered
        section.header.is_linked_to_previous = section is not document.sections[0]


def save(document: Document, path: Path) -> None:
    """Writes the file."""
    document.save(str(path))


def _lines(cell: _Cell, lines: Sequence[str], *, bold_from: int | None = None, italic: bool = False) -> None:
    for index, text in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.font.size = Pt(13)
        run.bold = True if bold_from is not None and index >= bold_from else None
        run.italic = italic or None


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """Word reads the width of each cell, LibreOffice that of each column."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            if row.cells.count(cell) == 1:
                cell.width = Cm(width)


def _merge_downwards(table: Table, rows: Sequence[Row]) -> None:
    for column in range(len(table.columns)):
        top: int | None = None
        for index, row in enumerate(rows, start=1):
            if len(row) > column and row[column] is None and top is not None:
                above = table.cell(top, column)
                merged = above.merge(table.cell(index, column))
                for empty in merged.paragraphs[1:]:
                    if not empty.text:
                        empty._p.getparent().remove(empty._p)  # noqa: SLF001 - merging leaves empty paragraphs behind
            elif len(row) > 2:
                top = index
            else:
                top = None


def _define_numbering(document: Document) -> None:
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr></w:lvl>'
        for level, (form, text) in enumerate(LEVELS)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_NUMBERING_ID}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{_NUMBERING_ID}"><w:abstractNumId w:val="{_NUMBERING_ID}"/></w:num>')
    )
