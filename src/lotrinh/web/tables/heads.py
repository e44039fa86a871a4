"""Which column of a filled-in table holds what, and its cells as text."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lotrinh.core import words
from lotrinh.core.problems import Refused

#: Left behind by web pages and word processors; they stand for nothing.
_NOTHING: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
#: Control characters, halves of characters and marks that turn the direction of writing: shown as what they are.
_UNREADABLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200c-\u200f\u202a-\u202e\u2061-\u206f\ud800-\udfff\ufff9-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e007f]"
)
UNREADABLE: Final = "\ufffd"
#: So far down a head is looked for.
FIRST_LINES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: its key, what it is called, other beginnings of its head (folded, see `words.fold`)."""

    key: str
    label: str | Promise
    heads: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A filled line with its number in the file; `values` has a text for each column that the table has."""

    number: int
    values: dict[str, str]


def filled(lines: Iterable[tuple[int, Sequence[Any]]], columns: Sequence[Column], longest: int) -> Iterator[Line]:
    """The lines below the head that hold anything; cells are cut at `longest` characters.

    Raises:
        Refused: none of the first lines has the heads of all required columns.

    """
    places: dict[str, int] = {}
    for number, line in lines:
        if not places:
            if number > FIRST_LINES:
                break
            places = _places(line, columns, longest)
            continue
        values = {key: text(line[index], longest) for key, index in places.items() if index < len(line)}
        if any(values.values()):
            yield Line(number, values)
    if not places:
        wanted = ", ".join(str(column.label) for column in columns if column.required)
        raise Refused(_("Không thấy dòng tiêu đề với các cột %(columns)s.") % {"columns": wanted}, code="table-columns")


def text(value: Any, longest: int) -> str:
    """The cell as text: one line, composed letters, days as 05/06/2026; what cannot be read shows as �."""
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None:
        return ""
    bare = _UNREADABLE.sub(UNREADABLE, _NOTHING.sub("", str(value)[: longest * 2]))
    return " ".join(unicodedata.normalize("NFC", bare).split())[:longest]


def _places(line: Sequence[Any], columns: Sequence[Column], longest: int) -> dict[str, int]:
    """Which column stands where; empty where the line is no head."""
    known = [(head, column.key) for column in columns for head in (*column.heads, words.fold(str(column.label)))]
    known.sort(key=lambda pair: -len(pair[0]))
    places: dict[str, int] = {}
    for index, value in enumerate(line):
        head = words.fold(text(value, longest))
        key = next((key for beginning, key in known if head.startswith(beginning)), "")
        if key:
            places.setdefault(key, index)
    return places if {column.key for column in columns if column.required} <= set(places) else {}
