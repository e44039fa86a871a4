"""Writing tables as XLSX and CSV: what somebody typed stays text, whatever it begins with."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import xlsxwriter

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
#: Characters that Excel keeps of a cell.
LONGEST_CELL: Final = 32_767
_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(fill: Callable[[Any], None]) -> bytes:
    """The XLSX that `fill` writes into an empty `xlsxwriter.Workbook`."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        fill(book)
    return target.getvalue()


def heads(book: Any, sheet: Any, columns: Iterable[tuple[str, int]], cells: Any = None) -> None:
    """The head of a sheet, frozen: labels and widths; `cells` is the format of what stands below."""
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "top"})
    for index, (label, width) in enumerate(columns):
        sheet.set_column(index, index, width, cells)
        sheet.write_string(0, index, label, bold)
    sheet.freeze_panes(1, 0)


def lines(sheet: Any, rows: Iterable[Sequence[str]], cell: Any = None) -> None:
    """Lines of text below the head."""
    for number, values in enumerate(rows, 1):
        for index, value in enumerate(values):
            sheet.write_string(number, index, value[:LONGEST_CELL], cell)


def csv_text(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte-order mark, commas, CRLF (RFC 4180): what Excel opens. For heads, not for what was typed."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    return target.getvalue().encode("utf-8-sig")
