"""Reading a filled-in table, whatever bytes somebody sends: lines, or one clear sentence."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from lotrinh.core.problems import Problem, Refused
from lotrinh.web.tables.heads import FIRST_LINES, Column, Line, filled

_ZIP: Final = b"PK\x03\x04"
#: Workbooks before 2007, and those with a password.
_OLE: Final = b"\xd0\xcf\x11\xe0"
_SEPARATORS: Final = ",;\t"
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ />]")
#: After so many empty lines there is nothing more: some programs format a sheet down to its last line.
_MOST_EMPTY: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a table may hold. `lines` counts filled ones; `cell` is where the text of a cell is cut."""

    lines: int
    cell: int = 300
    columns: int = 30
    size: int = 5 * 1024 * 1024
    #: an XLSX of names does not unpack to more
    unpacked: int = 50 * 1024 * 1024


def read(data: bytes, columns: Sequence[Column], limits: Limits) -> list[Line]:
    """The filled lines of a CSV in UTF-8, or of the first sheet of an XLSX, each with its number there.

    Formulas of an XLSX count as the value that was last computed, else as the text that they are, as those of a CSV.

    Raises:
        Refused: this is no table, it is too large, or columns are missing.

    """
    if len(data) > limits.size:
        size = limits.size // (1024 * 1024)
        raise Refused(_("Tệp lớn hơn %(size)d MB; bảng này không lớn như vậy.") % {"size": size}, code="table-large")
    if data.startswith(_OLE):
        raise Refused(
            _("Đây là tệp Excel đời cũ (.xls) hoặc có đặt mật khẩu. Hãy lưu lại ở dạng XLSX, không mật khẩu."),
            code="table-old",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            lines = _sheet(data, limits) if data.startswith(_ZIP) else _csv(data, columns, limits)
            found = list(islice(filled(lines, columns, limits.cell), limits.lines + 1))
    except Problem:
        raise
    except Exception:  # noqa: BLE001 - bytes made to do harm let the libraries raise anything
        raise _unreadable() from None
    if len(found) > limits.lines:
        raise Refused(
            _("Mỗi lần tối đa %(most)d dòng; hãy chia bảng thành nhiều tệp.") % {"most": limits.lines},
            code="table-long",
        )
    return found


def _sheet(data: bytes, limits: Limits) -> Iterator[tuple[int, Sequence[Any]]]:
    has_formulas = _look_inside(data, limits)
    computed = _values(data, limits, computed=True)
    # A formula that nobody has computed counts as its text: a cell that somebody filled does not vanish.
    written = _values(data, limits, computed=False) if has_formulas else None
    empty = 0
    for number, line in enumerate(computed, 1):
        values = line
        if written is not None:
            values = tuple(two if one is None else one for one, two in zip(line, next(written), strict=False))
        empty = 0 if any(value is not None for value in values) else empty + 1
        if empty > _MOST_EMPTY:
            return
        if not empty:
            yield number, values


def _look_inside(data: bytes, limits: Limits) -> bool:
    """Whether there are formulas; refuses what unpacks to too much, or is there to grow without end."""
    formulas = False
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > limits.unpacked:
            raise Refused(_("Tệp quá lớn khi mở ra."), code="table-large")
        for part in parts:
            content = archive.read(part)
            # No spreadsheet program writes one.
            if b"<!DOCTYPE" in content[:4096].upper():
                raise _unreadable()
            formulas = formulas or bool(_FORMULA.search(content))
    return formulas


def _values(data: bytes, limits: Limits, *, computed: bool) -> Iterator[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=computed, keep_links=False)
    try:
        yield from book.worksheets[0].iter_rows(max_col=limits.columns, values_only=True)
    finally:
        book.close()


def _csv(data: bytes, columns: Sequence[Column], limits: Limits) -> Iterator[tuple[int, Sequence[Any]]]:
    if b"\x00" in data:
        raise _unreadable()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            _(
                "Tệp CSV không ở bảng mã UTF-8 (có thể là Windows-1258 hoặc TCVN3), tiếng Việt sẽ sai dấu. "
                "Trong Excel, hãy chọn Lưu thành, loại “CSV UTF-8” hoặc XLSX."
            ),
            code="table-encoding",
        ) from None
    separator = next((mark for mark in _SEPARATORS if _has_head(text, mark, columns, limits)), ",")
    for number, line in _csv_lines(text, separator):
        yield number, line[: limits.columns]


def _has_head(text: str, separator: str, columns: Sequence[Column], limits: Limits) -> bool:
    """Whether the heads of the columns are found where the cells end at this mark."""
    first = islice(_csv_lines(text, separator), FIRST_LINES)
    try:
        next(filled(first, columns, limits.cell), None)
    except (Refused, csv.Error):
        return False
    return True


def _csv_lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for line in reader:
        yield reader.line_num, line


def _unreadable() -> Refused:
    return Refused(
        _("Không đọc được tệp này. Hãy dùng tệp mẫu, điền và lưu ở dạng XLSX hoặc CSV UTF-8."), code="table-unreadable"
    )
