"""An operator's own table of places or of changes: what each line says, and what is wrong with it by itself.

Places: columns edition, code, kind, name and, where wanted, parent, parent_before, starts_on, ends_on, source. A column
that is left out changes nothing of a place that is there. Changes: columns old, new, effective_on and, where wanted,
part, source. A place is named by its code, or by list and code (`2004:24`) where both lists have it. Days are written
31/12/2025 or 2025-12-31. UTF-8, with commas or semicolons.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from lotrinh.organisations.reference.places import (
    BEFORE,
    EDITIONS,
    LEVEL_OF_LENGTH,
    SINCE,
    Key,
    ListedChange,
    ListedPlace,
    kind_of,
)

_PLACE_COLUMNS: Final = ("edition", "code", "kind", "name")
_CHANGE_COLUMNS: Final = ("old", "new", "effective_on")
_OPTIONAL: Final = ("parent", "parent_before", "starts_on", "ends_on", "source")
#: All columns of a table of places, of a table of changes.
PLACE_HEAD: Final = (*_PLACE_COLUMNS, *_OPTIONAL)
CHANGE_HEAD: Final = (*_CHANGE_COLUMNS, "part", "source")
_YES: Final = frozenset({"1", "x", "có", "yes", "true"})
MOST_LINES: Final = 20_000
_LONGEST_NAME: Final = 100
_LONGEST_SOURCE: Final = 300
_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{2})-(\d{2})")
_KEY: Final = re.compile(r"(?:(\d{4})\s*:\s*)?(\d{2}|\d{3}|\d{5})")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line of the file; line 1 is the head of the table."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPlace:
    """A line about a place; `columns` are the optional ones that the file has."""

    line: int
    place: ListedPlace
    columns: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenChange:
    """A line about what became of a place."""

    line: int
    change: ListedChange


@dataclass(frozen=True, slots=True)
class Given:
    """A file: its lines that can be read, and what is wrong with the others."""

    places: tuple[GivenPlace, ...] = ()
    changes: tuple[GivenChange, ...] = ()
    faults: tuple[Fault, ...] = ()


class _Wrong(Exception):  # noqa: N818 - it never leaves this module
    """A sentence about a cell."""


def read(content: bytes) -> Given:
    """What a file says; a file that is no such table has one fault, in its first line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _unread(_("Tệp không phải CSV mã UTF-8. Trong Excel, hãy chọn “CSV UTF-8” khi lưu."))
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        rows = list(reader)
    except csv.Error:
        return _unread(_("Tệp không phải bảng CSV đọc được."))
    if not rows:
        return _unread(_("Tệp trống."))
    if len(rows) > MOST_LINES:
        return _unread(_("Nhiều nhất %(most)d dòng mỗi lần.") % {"most": MOST_LINES})
    columns = [cell.strip().casefold() for cell in rows[0]]
    lines = [
        (number, dict(zip(columns, (" ".join(cell.split()) for cell in row), strict=False)))
        for number, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    ]
    if set(_PLACE_COLUMNS) <= set(columns):
        return _places(lines, frozenset(columns) & frozenset(_OPTIONAL))
    if set(_CHANGE_COLUMNS) <= set(columns):
        return _changes(lines)
    return _unread(
        _("Thiếu cột. Bảng địa danh cần các cột %(places)s; bảng thay đổi cần các cột %(changes)s.")
        % {"places": ", ".join(_PLACE_COLUMNS), "changes": ", ".join(_CHANGE_COLUMNS)}
    )


def _unread(sentence: str) -> Given:
    return Given(faults=(Fault(1, sentence),))


def _places(lines: list[tuple[int, dict[str, str]]], columns: frozenset[str]) -> Given:
    places, faults = [], []
    for number, row in lines:
        try:
            places.append(GivenPlace(line=number, place=_place(row), columns=columns))
        except _Wrong as wrong:
            faults.append(Fault(number, str(wrong)))
    return Given(places=tuple(places), faults=tuple(faults))


def _changes(lines: list[tuple[int, dict[str, str]]]) -> Given:
    changes, faults = [], []
    for number, row in lines:
        try:
            changes.append(GivenChange(line=number, change=_change(row)))
        except _Wrong as wrong:
            faults.append(Fault(number, str(wrong)))
    return Given(changes=tuple(changes), faults=tuple(faults))


def _place(row: Mapping[str, str]) -> ListedPlace:
    edition, code = row.get("edition", ""), row.get("code", "")
    if edition not in EDITIONS:
        raise _Wrong(_("Danh mục “%(edition)s” không có; hãy ghi 2004 hoặc 2025.") % {"edition": edition})
    if not (code.isascii() and code.isdecimal() and len(code) in LEVEL_OF_LENGTH):
        raise _Wrong(_("Mã “%(code)s” không đúng: mã tỉnh 2 chữ số, huyện 3, xã 5.") % {"code": code})
    kind = kind_of(row.get("kind", ""), code)
    if kind is None:
        raise _Wrong(_("Loại “%(kind)s” không có ở cấp này.") % {"kind": row.get("kind", "")})
    name = row.get("name", "")
    if not name or len(name) > _LONGEST_NAME:
        raise _Wrong(_("Tên trống hoặc dài quá %(most)d ký tự.") % {"most": _LONGEST_NAME})
    return ListedPlace(
        edition=edition,
        code=code,
        kind=kind,
        name=name,
        parent=_key(row["parent"], edition) if row.get("parent") else None,
        parent_before=_key(row["parent_before"], BEFORE) if row.get("parent_before") else None,
        starts_on=_day(row["starts_on"]) if row.get("starts_on") else None,
        ends_on=_day(row["ends_on"]) if row.get("ends_on") else None,
        source=_source(row),
    )


def _change(row: Mapping[str, str]) -> ListedChange:
    return ListedChange(
        old=_key(row.get("old", ""), BEFORE),
        new=_key(row.get("new", ""), SINCE),
        effective_on=_day(row.get("effective_on", "")),
        part=row.get("part", "").casefold() in _YES,
        source=_source(row),
    )


def _source(row: Mapping[str, str]) -> str:
    source = row.get("source", "")
    if len(source) > _LONGEST_SOURCE:
        raise _Wrong(_("Căn cứ dài quá %(most)d ký tự.") % {"most": _LONGEST_SOURCE})
    return source


def _key(text: str, edition: str) -> Key:
    match = _KEY.fullmatch(text)
    if match is None or (match[1] or edition) not in EDITIONS:
        raise _Wrong(_("Mã “%(code)s” không đúng: mã tỉnh 2 chữ số, huyện 3, xã 5.") % {"code": text})
    return match[1] or edition, match[2]


def _day(text: str) -> dt.date:
    match = _DAY.fullmatch(text)
    parts = (match[3] or match[4], match[2] or match[5], match[1] or match[6]) if match else ("0", "0", "0")
    try:
        return dt.date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        raise _Wrong(_("Ngày “%(day)s” không đúng; hãy ghi dạng 31/12/2025.") % {"day": text}) from None
