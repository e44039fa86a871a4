"""An operator's own table of places or of changes, as a file to fill in and as what was sent."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from django.utils.translation import gettext as _

from lotrinh.organisations.reference import given
from lotrinh.web.tables.heads import Column
from lotrinh.web.tables.reading import Limits, read
from lotrinh.web.tables.writing import heads, lines, workbook

#: The names of the columns are the same in every language: one file serves the page and the command line.
_PLACES: Final = given.PLACE_HEAD
_CHANGES: Final = given.CHANGE_HEAD
_WIDTHS: Final = {"name": 32, "source": 48}
_LIMITS: Final = Limits(lines=given.MOST_LINES)


def template(*, changes: bool) -> bytes:
    """The table to fill in, as XLSX: all cells are text, so that codes keep their zeros; a second sheet explains."""
    columns = _CHANGES if changes else _PLACES
    said = _explained(changes=changes)

    def fill(book: Any) -> None:
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(_("Bảng"))
        heads(book, sheet, ((name, _WIDTHS.get(name, 16)) for name in columns), text)
        about = book.add_worksheet(_("Cách điền"))
        heads(book, about, ((_("Cột"), 16), (_("Ý nghĩa"), 90)))
        lines(about, said)

    return workbook(fill)


def as_csv(data: bytes) -> bytes:
    """The table that was sent, XLSX or CSV, as the service reads it; the numbers of its lines stay.

    Raises:
        Refused: it is no table, or it has the columns of neither.

    """
    names = tuple(dict.fromkeys((*_PLACES, *_CHANGES)))
    found = read(data, [Column(key=name, label=name, heads=(name,)) for name in names], _LIMITS)
    have = [name for name in names if any(name in line.values for line in found)]
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(have)
    number = 1
    for line in found:
        while number + 1 < line.number:
            writer.writerow([])
            number += 1
        writer.writerow([line.values.get(name, "") for name in have])
        number += 1
    return target.getvalue().encode()


def _explained(*, changes: bool) -> list[tuple[str, str]]:
    if changes:
        return [
            ("old", _("Mã địa danh cũ; ghi 2025:12345 nếu mã thuộc danh mục từ 01/07/2025.")),
            ("new", _("Mã địa danh mới, trong danh mục từ 01/07/2025.")),
            ("effective_on", _("Ngày đầu tiên của địa danh mới, ví dụ 01/07/2025.")),
            ("part", _("Ghi x nếu chỉ một phần địa danh cũ chuyển sang.")),
            ("source", _("Số, ký hiệu văn bản.")),
        ]
    return [
        ("edition", _("2004: danh mục trước ngày 01/07/2025; 2025: danh mục từ ngày đó.")),
        ("code", _("Mã số: tỉnh 2 chữ số, huyện 3, xã 5. Mã đã có thì sửa, chưa có thì thêm.")),
        ("kind", _("Loại: tỉnh, thành phố, quận, huyện, thị xã, xã, phường, thị trấn hoặc đặc khu.")),
        ("name", _("Tên không kèm loại.")),
        ("parent", _("Mã của địa danh cấp trên.")),
        ("parent_before", _("Mã của huyện trước đây, với xã không thay đổi qua ngày 01/07/2025.")),
        ("starts_on", _("Ngày đầu tiên; để trống nếu đã có từ trước.")),
        ("ends_on", _("Ngày cuối cùng; để trống nếu vẫn còn.")),
        ("source", _("Số, ký hiệu văn bản.")),
    ]
