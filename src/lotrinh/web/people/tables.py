"""Tables of people: the form to fill in, what was filled in, the links to hand out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotrinh.accounts.vocab import Role
from lotrinh.organisations.services.bulk import MOST_ROWS, Row
from lotrinh.web.tables import Column, Limits, read
from lotrinh.web.tables.writing import heads, lines, workbook

#: Twice what is taken: who sends too many is told how many they are.
_LIMITS: Final = Limits(lines=MOST_ROWS * 2)
_COLUMNS: Final = (
    Column(key="full_name", label=gettext_lazy("Họ và tên"), heads=("ho va ten", "ho ten"), required=True),
    Column(key="username", label=gettext_lazy("Tên đăng nhập"), heads=("ten dang nhap",), required=True),
    Column(key="email", label=gettext_lazy("Thư điện tử"), heads=("thu dien tu", "email")),
    Column(key="unit", label=gettext_lazy("Cơ quan, đơn vị"), heads=("co quan", "don vi"), required=True),
    Column(key="role", label=gettext_lazy("Vai trò"), heads=("vai tro",), required=True),
    Column(key="starts_on", label=gettext_lazy("Từ ngày"), heads=("tu ngay",)),
    Column(key="ends_on", label=gettext_lazy("Đến hết ngày"), heads=("den",)),
)
_WIDTHS: Final = (30, 20, 30, 40, 24, 14, 14)


def template(unit_names: Sequence[str]) -> bytes:
    """The empty table with a sheet that names the roles and units which may be written."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet(_("Tài khoản"))
        labels = [str(column.label) for column in _COLUMNS]
        heads(book, sheet, zip(labels, _WIDTHS, strict=True), book.add_format({"num_format": "@"}))
        known = book.add_worksheet(_("Danh mục"))
        heads(book, known, ((_("Vai trò"), 28), (_("Cơ quan, đơn vị"), 50)))
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

    return workbook(fill)


def rows(data: bytes) -> list[Row]:
    """The filled lines, each with its number in the file.

    Raises:
        Refused: this is no table, it is too large, or columns are missing.

    """
    return [
        Row(number=line.number, **{"full_name": "", "username": "", **line.values})
        for line in read(data, _COLUMNS, _LIMITS)
    ]


def links(pairs: Iterable[tuple[str, str, str, str]]) -> bytes:
    """Name, user name, unit and link of each new account, to be cut and handed out."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet(_("Liên kết"))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        columns = ((_("Họ và tên"), 28), (_("Tên đăng nhập"), 20), (_("Cơ quan"), 32), (_("Liên kết"), 80))
        heads(book, sheet, columns)
        lines(sheet, pairs, book.add_format({"text_wrap": True, "valign": "top", "border": 1}))

    return workbook(fill)
