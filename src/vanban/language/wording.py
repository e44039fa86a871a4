"""Numbers, money and dates as readers of either language see them, in messages and tables alike.

Vietnamese: `1.234,5`, `226 tỷ đồng`, `05/06/2024`. English: `1,234.5`, `VND 226 billion`, `5 June 2024`, since
`05/06/2024` is two days to two readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, Literal, TypeAlias

from vanban.language.dates import format_date
from vanban.language.money import BILLION, MILLION, format_money
from vanban.language.numbers import format_number

Lang: TypeAlias = Literal["vi", "en"]

_SWAPPED: Final = str.maketrans(",.", ".,")
_ENGLISH_UNITS: Final = {"tỷ đồng": "billion", "triệu đồng": "million", "đồng": ""}
_ENGLISH_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ROMAN_QUARTERS: Final = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}
#: What stands before a date of this many parts for the parts that it lacks.
_BLANKS: Final = ("", "ngày … tháng … ", "ngày … ", "")


def number(value: Decimal | float, lang: Lang = "vi") -> str:
    """A number: 1234.5 is `1.234,5` in Vietnamese and `1,234.5` in English."""
    printed = format_number(value)
    return printed.translate(_SWAPPED) if lang == "en" else printed


def money(amount: int, lang: Lang = "vi") -> str:
    """An amount of đồng, exact: 226000000000 is `226 tỷ đồng`, in English `VND 226 billion`."""
    printed = format_money(amount)
    if lang != "en":
        return printed
    figure, _, unit = printed.partition(" ")
    return f"VND {figure.translate(_SWAPPED)} {_ENGLISH_UNITS[unit]}".rstrip()


def rounded_money(amount: float, lang: Lang = "vi") -> str:
    """An amount of đồng with at most two decimals of its unit: 28254321000 is `28,25 tỷ đồng`."""
    scale = next((scale for scale in (BILLION, MILLION) if abs(amount) >= scale), 0)
    step = scale // 100 or 1
    return money(int((Decimal(amount) / step).quantize(Decimal(1), ROUND_HALF_EVEN)) * step, lang)


def date(value: str | None, lang: Lang = "vi") -> str:
    """An ISO date of any precision: `05/06/2024`, `06/2024`, `2024`, `Quý III/2026`; empty for None.

    In English `5 June 2024`, `June 2024`, `2024`, `Q3 2026`.
    """
    if not value:
        return ""
    year, _, rest = value.partition("-")
    if rest in _ROMAN_QUARTERS:
        return f"{rest} {year}" if lang == "en" else f"Quý {_ROMAN_QUARTERS[rest]}/{year}"
    month, _, day = rest.partition("-")
    if lang != "en":
        return "/".join(part for part in (day, month, year) if part)
    return " ".join(part for part in (day.lstrip("0"), month and _ENGLISH_MONTHS[int(month) - 1], year) if part)


def date_in_text(value: str, lang: Lang = "vi") -> str:
    """An ISO day in a sentence: `05/6/2024`, with the zeros of Decree 30/2020/NĐ-CP; in English `5 June 2024`."""
    return date(value, lang) if lang == "en" else format_date(value, short=True)


def long_date(value: str | None, lang: Lang = "vi") -> str:
    """The date as a title line has it: `ngày 05 tháng 6 năm 2024`; a missing part is three dots."""
    if lang == "en":
        return date(value, lang) or "…"
    if not value:
        return "ngày … tháng … năm …"
    if "Q" in value:
        return date(value, lang)
    return _BLANKS[len(value.split("-"))] + format_date(value)


def join(names: Sequence[str], lang: Lang = "vi") -> str:
    """`A, B và C` or `A, B and C`."""
    if len(names) <= 1:
        return "".join(names)
    return ", ".join(names[:-1]) + (" and " if lang == "en" else " và ") + names[-1]


def shorten(text: str, limit: int) -> str:
    """The text cut at a word border to at most `limit` characters, with an ellipsis where something is missing."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > limit // 2 else head).rstrip(" ,;:") + "…"
