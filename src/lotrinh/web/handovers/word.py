"""The appendix of a decision as a Word document; the library for it is loaded with this module."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

import docx
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

_FONT: Final = "Times New Roman"


def write(
    title: str, attached: str, columns: Sequence[tuple[str | Promise, int]], rows: Iterable[Sequence[str]]
) -> bytes:
    """The document. `columns`: head and width in millimetres, the first for the number that each row gets."""
    paper_of = docx.Document()
    style: Any = paper_of.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    section = paper_of.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0], WD_ALIGN_PARAGRAPH.CENTER)
    for words, bold, italic in (
        (_("PHỤ LỤC"), True, False),
        (title.upper(), True, False),
        (attached, False, True),
        ("", False, False),
    ):
        line = paper_of.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(_printable(words))
        run.bold, run.italic = bold, italic
    table = paper_of.add_table(rows=1, cols=len(columns))
    table.style, table.autofit = "Table Grid", False
    for index, (label, width) in enumerate(columns):
        table.columns[index].width = Mm(width)
        _fill(table.rows[0].cells[index], str(label), Mm(width), Pt(12), bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _mark_row(table.rows[0], "tblHeader")
    for number, row in enumerate(rows, 1):
        added = table.add_row()
        _mark_row(added, "cantSplit")
        cells = added.cells
        for index, value in enumerate((str(number), *row)):
            align = WD_ALIGN_PARAGRAPH.CENTER if index == 0 else WD_ALIGN_PARAGRAPH.LEFT
            _fill(cells[index], value, Mm(columns[index][1]), Pt(12), bold=False, align=align)
    target = io.BytesIO()
    paper_of.save(target)
    return target.getvalue()


def _fill(cell: Any, text: str, width: Any, size: Any, *, bold: bool, align: Any) -> None:  # noqa: PLR0913 - how a cell looks
    cell.width = width
    line = cell.paragraphs[0]
    line.alignment = align
    run = line.add_run(_printable(text))
    run.bold, run.font.size = bold, size


def _printable(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(letter for letter in text if letter.isprintable())


def _mark_row(row: Any, name: str) -> None:
    """Let the row stand on every page (`tblHeader`), or on one only (`cantSplit`)."""
    row._tr.get_or_add_trPr().append(_element(name, val="true"))  # noqa: SLF001 - the library has no other way


def _page_number(line: Any, align: Any) -> None:
    line.alignment = align
    run = line.add_run()
    for kind in ("begin", "", "end"):
        if kind:
            run._r.append(_element("fldChar", fldCharType=kind))  # noqa: SLF001 - the library has no other way
        else:
            code = _element("instrText")
            code.text = "PAGE"
            run._r.append(code)  # noqa: SLF001 - the library has no other way


def _element(name: str, **values: str) -> Any:

    made: Any = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made
