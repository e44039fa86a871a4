"""A record as a workbook that looks like the appendix officials use.

Title lines, then TT, Nhiệm vụ, Cơ quan chủ trì, Cơ quan phối hợp, Thời gian, Sản phẩm. Layout of Decree
30/2020/NĐ-CP, appendix I: A4 across for tables, Times New Roman 13, margins 20 mm above and below, 30 mm left, 15 mm
right, the page number centred in the top margin.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from vanban.language import wording
from vanban.reading_warnings import translated
from vanban.writers import formats
from vanban.writers.labels import pick
from vanban.writers.table import wrap
from vanban.writers.tables import all_tables, identity

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from vanban.language.wording import Lang
    from vanban.record import PlanRecord
    from vanban.writers.tables import Column, Table, Value

_FONT: Final = "Times New Roman"
_SIZE: Final = 13
_A4: Final = 9
_MILLIMETRES_PER_INCH: Final = 25.4
_LONGEST_CELL: Final = 32_767
_LINE_HEIGHT: Final = 17.5
_TALLEST_ROW: Final = 409
#: Letters of Times New Roman 13 that a column holds for each unit of its width.
_LETTERS_PER_UNIT: Final = 1.15
_EXACT_INTEGER: Final = 10**15
#: A workbook needs a date of creation; a fixed one keeps the same record the same file.
_CREATED: Final = dt.datetime(2020, 3, 5, tzinfo=dt.UTC)


class _Formats:
    """The cell formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        def make(**properties: object) -> Format:
            return workbook.add_format({"font_name": _FONT, "font_size": _SIZE, "text_wrap": True, **properties})

        self.title = make(bold=True, align="center", valign="vcenter")
        self.subtitle = make(italic=True, align="center", valign="vcenter")
        self.heading = make(bold=True, align="center", valign="vcenter", border=1, bg_color="#F2F2F2")
        self.text = make(border=1, valign="top")
        self.order = make(border=1, valign="top", align="center")
        self.figures = make(border=1, valign="top", align="right", num_format="#,##0.######;-#,##0.######")
        self.integer = make(border=1, valign="top", align="right", num_format="#,##0")
        self.empty = make(italic=True, align="center", valign="vcenter", border=1)
        self.label = make(bold=True, border=1, valign="top")

    def of(self, value: Value, index: int, column: Column) -> Format:
        """The format of a value in the column with this index."""
        if index == 0 or (isinstance(value, str) and column.figures):
            return self.order
        if isinstance(value, int):
            return self.integer
        return self.figures if isinstance(value, float) else self.text


def write(record: PlanRecord, lang: Lang = "vi") -> bytes:
    """The workbook: a sheet for each list of the record, tasks first, and one that says what was read."""
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    workbook.set_properties(
        {
            "title": wording.shorten(formats.document_name(record.document, lang), 200),
            "subject": wording.shorten(formats.plain(record.document.title or ""), 200),
            "created": _CREATED,
        }
    )
    cell_formats = _Formats(workbook)
    for table in all_tables(record, lang):
        _sheet(workbook, cell_formats, record, table, lang)
    _about(workbook, cell_formats, record, lang)
    workbook.close()
    return buffer.getvalue()


def _page(sheet: Worksheet) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(
        left=30 / _MILLIMETRES_PER_INCH,
        right=15 / _MILLIMETRES_PER_INCH,
        top=20 / _MILLIMETRES_PER_INCH,
        bottom=20 / _MILLIMETRES_PER_INCH,
    )
    sheet.set_header(f'&C&"{_FONT}"&{_SIZE}&P', {"margin": 10 / _MILLIMETRES_PER_INCH})
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)


def _origin(record: PlanRecord, lang: Lang) -> str:
    """The line in brackets below the title: which document the table was read from."""
    document = record.document
    name = formats.document_name(document, lang)
    if lang == "en":
        issuer = f", {formats.plain(document.issuer)}" if document.issuer else ""
        return f"(From {name} of {wording.long_date(document.date, lang)}{issuer})"
    issuer = f" của {formats.plain(document.issuer)}" if document.issuer else ""
    return f"(Theo {name} {wording.long_date(document.date, lang)}{issuer})"


def _sheet(workbook: Workbook, cell_formats: _Formats, record: PlanRecord, table: Table, lang: Lang) -> None:
    sheet = workbook.add_worksheet(table.name)
    _page(sheet)
    last = len(table.columns) - 1
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width)
    width = sum(column.width for column in table.columns)
    lines = (
        (table.title, cell_formats.title),
        (formats.plain(record.document.title or ""), cell_formats.title),
        (_origin(record, lang), cell_formats.subtitle),
    )
    row = 0
    for text, cell_format in lines:
        if not text:
            continue
        # Spreadsheets do not fit the height of merged cells to their text.
        sheet.set_row(row, _height([(text, width)]))
        sheet.merge_range(row, 0, row, last, "", cell_format)
        sheet.write_string(row, 0, _cut(text), cell_format)
        row += 1
    row += 1
    sheet.set_row(row, _height([(column.heading, column.width - 2) for column in table.columns]))
    for index, column in enumerate(table.columns):
        sheet.write_string(row, index, column.heading, cell_formats.heading)
    heading = row
    sheet.repeat_rows(heading)
    sheet.freeze_panes(heading + 1, 0)
    if not table.rows:
        sheet.merge_range(row + 1, 0, row + 1, last, "", cell_formats.empty)
        sheet.write_string(row + 1, 0, table.empty, cell_formats.empty)
        return
    for values in table.rows:
        row += 1
        # Excel would fit the height when it opens the file; other programs and previews show what is written here.
        texts = [value if isinstance(value, str) else "" for value in values]
        sheet.set_row(row, _height([(text, column.width) for text, column in zip(texts, table.columns, strict=True)]))
        for index, (value, column) in enumerate(zip(values, table.columns, strict=True)):
            _write(sheet, row, index, value, cell_formats.of(value, index, column))
    sheet.autofilter(heading, 0, row, last)


def _height(cells: Sequence[tuple[str, int]]) -> float:
    """The height in points of a row whose cells hold these texts in columns of these widths."""
    lines = max(len(wrap(text, max(int(width * _LETTERS_PER_UNIT), 1))) for text, width in cells)
    return min(_LINE_HEIGHT * lines, _TALLEST_ROW)


def _write(sheet: Worksheet, row: int, column: int, value: Value, cell_format: Format) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, cell_format)
    elif isinstance(value, str):
        sheet.write_string(row, column, _cut(value), cell_format)
    elif isinstance(value, int) and abs(value) >= _EXACT_INTEGER:
        sheet.write_string(row, column, wording.number(value), cell_format)
    else:
        sheet.write_number(row, column, value, cell_format)


def _cut(text: str) -> str:
    return wording.shorten(text, _LONGEST_CELL)


def _about(workbook: Workbook, cell_formats: _Formats, record: PlanRecord, lang: Lang) -> None:
    sheet = workbook.add_worksheet(pick(("Văn bản", "Document"), lang))
    _page(sheet)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    source = record.source
    pairs = [
        *identity(record, lang),
        (pick(("Tệp nguồn", "Source file"), lang), formats.plain(source.filename or "")),
        ("SHA-256", source.sha256),
        *(
            (pick(("Lưu ý khi đọc", "Warning"), lang), formats.plain(translated(warning, lang)))
            for warning in record.text.warnings
        ),
    ]
    for row, (name, value) in enumerate(pairs):
        sheet.set_row(row, _height([(value, 100)]))
        sheet.write_string(row, 0, name, cell_formats.label)
        sheet.write_string(row, 1, _cut(value), cell_formats.text)
