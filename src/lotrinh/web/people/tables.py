"""Tables of people as XLSX: the form to fill in, what was filled in, the links to hand out."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from lotrinh.accounts.vocab import Role
from lotrinh.core import words
from lotrinh.core.problems import Refused
from lotrinh.organisations.services.bulk import MOST_ROWS, Row

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LARGEST: Final = 5 * 1024 * 1024
#: A table of names does not unpack to more.
_LARGEST_UNPACKED: Final = 50 * 1024 * 1024
_MOST_COLUMNS: Final = 30
_LONGEST_CELL: Final = 300
#: Words by which the head of a column is known, folded; the key of `Row`.
_HEADS: Final = (
    ("ho va ten", "full_name"),
    ("ho ten", "full_name"),
    ("ten dang nhap", "username"),
    ("thu dien tu", "email"),
    ("email", "email"),
    ("co quan", "unit"),
    ("don vi", "unit"),
    ("vai tro", "role"),
    ("tu ngay", "starts_on"),
    ("den", "ends_on"),
)


def template(unit_names: Sequence[str]) -> bytes:
    """The empty table with a sheet that names the roles and units which may be written."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(_("Tài khoản"))
        heads = (
            (_("Họ và tên"), 30),
            (_("Tên đăng nhập"), 20),
            (_("Thư điện tử"), 30),
            (_("Cơ quan, đơn vị"), 40),
            (_("Vai trò"), 24),
            (_("Từ ngày"), 14),
            (_("Đến hết ngày"), 14),
        )
        for index, (label, width) in enumerate(heads):
            sheet.set_column(index, index, width, text)
            sheet.write_string(0, index, label, bold)
        sheet.freeze_panes(1, 0)
        known = book.add_worksheet(_("Danh mục"))
        known.set_column(0, 0, 28)
        known.set_column(1, 1, 50)
        known.write_string(0, 0, _("Vai trò"), bold)
        known.write_string(0, 1, _("Cơ quan, đơn vị"), bold)
        for index, role in enumerate(Role, 1):
            known.write_string(index, 0, str(role.label))
        for index, name in enumerate(unit_names, 1):
            known.write_string(index, 1, name)
        sheet.data_validation(
            1, 4, MOST_ROWS, 4, {"validate": "list", "source": f"='{known.get_name()}'!$A$2:$A${len(Role) + 1}"}
        )
        if unit_names:
            source = f"='{known.get_name()}'!$B$2:$B${len(unit_names) + 1}"
            # Another name of the unit may be typed as well: the list helps, it does not forbid.
            sheet.data_validation(
                1, 3, MOST_ROWS, 3, {"validate": "list", "source": source, "error_type": "information"}
            )
    return target.getvalue()


def rows(data: bytes) -> list[Row]:
    """The filled lines of the first sheet, each with its number there.

    Raises:
        Refused: this is no XLSX, it is too large, or columns are missing.

    """
    if len(data) > _LARGEST:
        raise Refused(_("Tệp lớn hơn 5 MB; bảng tài khoản không lớn như vậy."), code="table-large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNPACKED:
                raise Refused(_("Tệp quá lớn khi mở ra."), code="table-large")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            lines = sheet.iter_rows(max_col=_MOST_COLUMNS, max_row=MOST_ROWS * 2, values_only=True)
            return _read(enumerate(lines, 1))
        finally:
            book.close()
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        TypeError,
        SyntaxError,
        OSError,
    ):
        raise Refused(
            _("Không đọc được tệp này. Hãy dùng tệp mẫu, điền và lưu ở dạng XLSX."), code="table-unreadable"
        ) from None


def links(pairs: Iterable[tuple[str, str, str, str]]) -> bytes:
    """Name, user name, unit and link of each new account, to be cut and handed out."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        sheet = book.add_worksheet(_("Liên kết"))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        heads = ((_("Họ và tên"), 28), (_("Tên đăng nhập"), 20), (_("Cơ quan"), 32), (_("Liên kết"), 80))
        for index, (label, width) in enumerate(heads):
            sheet.set_column(index, index, width)
            sheet.write_string(0, index, label, bold)
        for number, values in enumerate(pairs, 1):
            for index, value in enumerate(values):
                sheet.write_string(number, index, value, cell)
    return target.getvalue()


def _read(lines: Iterable[tuple[int, Sequence[Any]]]) -> list[Row]:
    columns: dict[str, int] = {}
    found = []
    for number, line in lines:
        if not columns:
            columns = _columns(line)
            continue
        values = {key: _text(line[index]) for key, index in columns.items() if index < len(line)}
        if any(values.values()):
            found.append(Row(number=number, **{"full_name": "", "username": "", **values}))
    if not columns:
        raise Refused(
            _("Không thấy dòng tiêu đề với các cột Họ và tên, Tên đăng nhập, Cơ quan, Vai trò."), code="table-columns"
        )
    return found


def _columns(line: Sequence[Any]) -> dict[str, int]:
    """Which column holds what; empty where the line is no head."""
    columns: dict[str, int] = {}
    for index, value in enumerate(line):
        head = words.fold(_text(value))
        key = next((key for word, key in _HEADS if head.startswith(word)), "")
        if key:
            columns.setdefault(key, index)
    return columns if {"full_name", "username", "unit", "role"} <= set(columns) else {}


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())[:_LONGEST_CELL]
