"""A list as a file: rows are read and written one after the other, so that any number fits into memory."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from lotrinh.core import clock
from lotrinh.core.problems import Missing
from lotrinh.web.lists.columns import Column
from vanban.writers.csv import guard

if TYPE_CHECKING:
    from lotrinh.web.lists.page import Listing

_CHUNK: Final = 1000
_FONT: Final = {"font_name": "Times New Roman", "font_size": 13, "text_wrap": True}
_A4: Final = 9
_LONGEST_CELL: Final = 32_767
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(listing: Listing, form: str, title: str, rows: QuerySet[Any] | None = None) -> HttpResponseBase:
    """The list as `xlsx` or `csv`, all pages of it, or the chosen `rows`.

    Raises:
        Missing: there is no such form.

    """
    chosen = listing.rows if rows is None else rows
    stream = listing.page.stream
    things = chosen.iterator(chunk_size=_CHUNK) if stream is None else iter(stream(chosen))
    name = f"{listing.page.key}-{clock.today():%Y%m%d}.{form}"
    if form == "csv":
        return StreamingHttpResponse(
            _csv_lines(listing.file_columns, things),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    if form == "xlsx":
        return _workbook(listing, title, things, name)
    raise Missing(_("Không có dạng tệp này; hãy chọn XLSX hoặc CSV."), code="export-form-unknown")


class _Echo:
    """A file for the writer of CSV that hands each line on."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(columns: Sequence[Column], things: Iterable[Any]) -> Iterator[str]:
    """UTF-8 with a byte-order mark, commas, CRLF (RFC 4180): what Excel opens."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([str(column.label) for column in columns])
    for thing in things:
        yield writer.writerow([guard(column.value(thing)) for column in columns])


def _workbook(listing: Listing, title: str, things: Iterable[Any], name: str) -> FileResponse:
    """A sheet in the form of an appendix: title, what was asked for, a table that repeats its head on every page."""
    import xlsxwriter  # noqa: PLC0415 - heavy, and needed for this form only

    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        sheet = workbook.add_worksheet()
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.set_margins(left=1.18, right=0.59, top=0.79, bottom=0.79)
        sheet.set_header('&C&"Times New Roman"&13&P')
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        styles = {
            "title": workbook.add_format({**_FONT, "bold": True, "text_wrap": False}),
            "note": workbook.add_format({**_FONT, "italic": True, "text_wrap": False}),
            "head": workbook.add_format({**_FONT, "bold": True, "border": 1, "align": "center", "bg_color": "#F2F2F2"}),
            "text": workbook.add_format({**_FONT, "border": 1, "valign": "top"}),
            "number": workbook.add_format({**_FONT, "border": 1, "valign": "top", "num_format": "#,##0.######"}),
            "date": workbook.add_format({**_FONT, "border": 1, "valign": "top", "num_format": "dd/mm/yyyy"}),
        }
        for index, column in enumerate(listing.file_columns):
            sheet.set_column(index, index, column.width)
        sheet.write_string(0, 0, title.upper(), styles["title"])
        sheet.write_string(1, 0, _asked(listing), styles["note"])
        for index, column in enumerate(listing.file_columns):
            sheet.write_string(3, index, str(column.label), styles["head"])
        sheet.repeat_rows(3)
        sheet.freeze_panes(4, 0)
        for number, thing in enumerate(things, 4):
            for index, column in enumerate(listing.file_columns):
                _write(sheet, number, index, column.value(thing), styles)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=name, content_type=_XLSX)


def _asked(listing: Listing) -> str:
    """What the list was asked for, and when."""
    said = "; ".join(f"{chip.label}: {chip.value}" if chip.value else str(chip.label) for chip in listing.chips)
    on = _("Trích ngày %(day)s") % {"day": f"{clock.today():%d/%m/%Y}"}
    return f"{on}. {said}" if said else f"{on}."


def _write(sheet: Any, row: int, index: int, value: Any, styles: dict[str, Any]) -> None:
    if value is None or value == "":
        sheet.write_blank(row, index, None, styles["text"])
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**15:
        sheet.write_number(row, index, value, styles["number"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, index, dt.datetime(value.year, value.month, value.day), styles["date"])  # noqa: DTZ001 - a day has no zone
    else:
        sheet.write_string(row, index, str(value)[:_LONGEST_CELL], styles["text"])
