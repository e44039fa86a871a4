"""Numbers, money and dates as messages write them."""

from __future__ import annotations

import datetime as dt
from typing import Final

_BILLION: Final = 1_000_000_000
_MILLION: Final = 1_000_000
_UNITS: Final = ((_BILLION, "tỷ đồng", "billion đồng"), (_MILLION, "triệu đồng", "million đồng"))


def number(value: float, lang: str) -> str:
    """A number with at most two decimals: `1.234,5` in Vietnamese, `1,234.5` in English."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def money(amount: float, lang: str) -> str:
    """An amount in đồng, in the largest unit of which it is at least one."""
    for size, vietnamese, english in _UNITS:
        if abs(amount) >= size:
            return f"{number(amount / size, lang)} {english if lang == 'en' else vietnamese}"
    return f"{number(amount, lang)} đồng"


def day(date: dt.date, lang: str) -> str:
    """A date: `01/7/2025` in Vietnamese (months 1 and 2 with a zero, Decree 30/2020), ISO 8601 in English."""
    first_months = 2
    month = f"{date.month:02d}" if date.month <= first_months else str(date.month)
    return date.isoformat() if lang == "en" else f"{date.day:02d}/{month}/{date.year}"


def join(names: list[str], lang: str) -> str:
    """`A, B và C` or `A, B and C`."""
    if len(names) <= 1:
        return "".join(names)
    return ", ".join(names[:-1]) + (" and " if lang == "en" else " và ") + names[-1]


def excerpt(text: str, limit: int = 60) -> str:
    """The text on one line, cut at a word."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    return flat[:limit].rsplit(" ", 1)[0] + "…"
