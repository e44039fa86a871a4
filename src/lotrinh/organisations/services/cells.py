"""What people type into the cells of a table: names and days; how many rows there may be."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils.translation import gettext as _

from lotrinh.core.problems import Refused

_PATTERNS: Final = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


def name_key(name: str) -> str:
    """How names are compared: case and spaces do not matter, diacritics do."""
    return " ".join(name.casefold().split())


def check_count(count: int, most: int) -> None:
    """Refuse a table without a row, or with more than `most`."""
    if not count:
        raise Refused(_("Bảng không có dòng nào."), code="table-empty")
    if count > most:
        raise Refused(
            _("Mỗi lần tối đa %(most)d dòng; bảng có %(count)d.") % {"most": most, "count": count}, code="table-long"
        )


def day_of(text: str) -> tuple[dt.date | None, bool]:
    """The day, and whether the text is no day."""
    bare = text.strip()
    if not bare:
        return None, False
    for pattern in _PATTERNS:
        try:
            return dt.datetime.strptime(bare, pattern).date(), False  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None, True
