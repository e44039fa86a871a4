"""Numbers and dates of documents in the forms in which they are compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from vanban.extract.citations.number import DocumentNumber, parse_number

#: `2024`, `2024-06`, `2024-06-12`: as precise as the source.
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_DAY: Final = 10
_LONGEST: Final = 60
_BLANKS: Final = re.compile(r"\s+")


@lru_cache(maxsize=8192)
def number_key(number: str) -> str:
    """The number as it is looked up: upper case, canonical, without zeros in front; empty where it has no digits yet.

    Letters keep their marks, as ĐA and DA, HĐ and HD are different types. The Party prints QĐ for quyết định and quy
    định alike, so its QyĐ is QĐ here.
    """
    known = parse_number(number)
    text = known.canonical if known else _BLANKS.sub("", number)
    if not text[:1].isdigit():
        return ""
    if known is not None and known.party and known.kind == "QyĐ":
        text = text.replace("QyĐ", "QĐ", 1)
    return (text.lstrip("0") or text)[:_LONGEST].upper()


@lru_cache(maxsize=8192)
def parsed(number: str) -> DocumentNumber | None:
    """The parts of a number; None where it is blank or of no known form."""
    return parse_number(number) if number else None


def known_date(text: str) -> str:
    """The date where it is one (a year at least), else nothing."""
    return text if _DATE.fullmatch(text) else ""


def dates_agree(one: str, other: str) -> bool | None:
    """Whether two dates can be one, as far as both are known; None where one of them is not known at all."""
    one, other = known_date(one), known_date(other)
    if not one or not other:
        return None
    short = min(len(one), len(other))
    return one[:short] == other[:short]


def same_day(one: str, other: str) -> bool:
    """Whether both are known to the day and are the same."""
    return len(known_date(one)) == _DAY and one == other


def year_of(number: str, issued_on: str) -> str:
    """The year that the number carries, else that of the date; empty where neither says one."""
    parts = parsed(number)
    return (parts.year if parts else None) or known_date(issued_on)[:4]
