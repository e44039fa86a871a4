"""Values of a record as people read them: dates `05/06/2024`, numbers `1.234,5`, money `226 tỷ đồng`.

In English the dates are the same, numbers are `1,234.5` and money is `VND 226 billion`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from vanban.language.money import format_money
from vanban.language.numbers import format_number
from vanban.record import BudgetLine, Comparator, Document, Recurrence, Target, Task, TextBlock
from vanban.writers.labels import COMPARATORS, RECURRENCES, Lang, instrument, pick

_SWAPPED: Final = str.maketrans(",.", ".,")
_ENGLISH_UNITS: Final = {"tỷ đồng": "billion", "triệu đồng": "million", "đồng": ""}
_ROMAN_QUARTERS: Final = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}
_SYMBOLS: Final = {
    Comparator.EQUAL: "",
    Comparator.ABOVE: "> ",
    Comparator.AT_LEAST: "≥ ",
    Comparator.BELOW: "< ",
    Comparator.AT_MOST: "≤ ",
    Comparator.RANGE: "",
}
_BULLET: Final = re.compile(r"[-–—+•*▪●○◦·‣\uf0b7\uf02d](?:[ \t\u00a0]{1,8}(?=\S)|(?=[^\W\d_]))")
#: Unicode categories that must not reach a terminal or a sheet: controls, surrogates, private use stays readable.
_UNSAFE_CATEGORIES: Final = frozenset({"Cc", "Cs"})
#: Marks that turn the direction of the text around them, which misleads in a log, and what is no character at all.
_DROPPED: Final = frozenset("\ufffe\uffff\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def number(value: float, lang: Lang = "vi") -> str:
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


def date(value: str | None, lang: Lang = "vi") -> str:
    """An ISO date of any precision: `05/06/2024`, `06/2024`, `2024`, `Quý III/2026`; empty for None."""
    if not value:
        return ""
    year, _, rest = value.partition("-")
    if rest in _ROMAN_QUARTERS:
        return f"{pick(('Quý', 'Quarter'), lang)} {_ROMAN_QUARTERS[rest]}/{year}"
    month, _, day = rest.partition("-")
    return "/".join(part for part in (day, month, year) if part)


def long_date(value: str | None, lang: Lang = "vi") -> str:
    """The date as a title line has it: `ngày 05 tháng 6 năm 2024`; a missing part is three dots.

    Source: Decree 30/2020/NĐ-CP, appendix I: days below 10 and the months 1 and 2 take a leading zero.
    """
    if lang == "en":
        return date(value, lang) or "…"
    year, month, day = [*(value.split("-") if value else []), "", "", ""][:3]
    if month.isdigit() and int(month) > 2:
        month = str(int(month))
    if month.startswith("Q"):
        return date(value, lang)
    return f"ngày {day or '…'} tháng {month or '…'} năm {year or '…'}"


def target_value(target: Target, lang: Lang = "vi", *, words: bool = False) -> str:
    """The value of a target with its comparator and unit: `≥ 40%`, `10–12%/năm`, or `ít nhất 40%` with `words`."""
    if target.value is None:
        return ""
    printed = number(target.value, lang)
    if target.value_high is not None:
        printed = f"{printed}–{number(target.value_high, lang)}"
    if target.comparator is not None and target.comparator not in {Comparator.RANGE, Comparator.EQUAL}:
        sign = pick(COMPARATORS[target.comparator], lang) + " " if words else _SYMBOLS[target.comparator]
        printed = sign + printed
    if not target.unit:
        return printed
    unit = plain(target.unit)
    return f"{printed}{unit}" if unit.startswith("%") else f"{printed} {unit}"


def target_when(target: Target, lang: Lang = "vi") -> str:
    """The years of a target: `2030`, `2021–2030`, `hằng năm`, joined by commas; empty when it has none."""
    years = span_of_years(target.year_from, target.year)
    every = pick(RECURRENCES[target.every], lang) if target.every is not None else ""
    return ", ".join(part for part in (years, every) if part)


def span_of_years(first: int | None, last: int | None) -> str:
    """`2013–2020`, or the one year that is known; empty for none."""
    years = [str(year) for year in (first, last) if year is not None]
    return "–".join(dict.fromkeys(years))


def recurrence(value: Recurrence | None, lang: Lang = "vi") -> str:
    """The words for how often a task comes back; empty for None."""
    return pick(RECURRENCES[value], lang) if value is not None else ""


def task_when(task: Task, lang: Lang = "vi") -> str:
    """When a task is due: the words of the source, else its dates and its recurrence."""
    if task.deadline_text:
        return plain(task.deadline_text)
    dates = [date(value, lang) for value in (task.start, task.deadline)]
    period = " – ".join(value for value in dates if value)
    return ", ".join(part for part in (period, recurrence(task.every, lang)) if part)


def budget_years(line: BudgetLine) -> str:
    """The years of a sum of money; empty for None."""
    return span_of_years(*line.years) if line.years else ""


def agencies(names: Sequence[str]) -> str:
    """Agencies joined the way officials do: by semicolons."""
    return "; ".join(plain(name) for name in names)


def document_name(document: Document, lang: Lang = "vi", *, capitals: bool = False) -> str:
    """What the document is called: `Kế hoạch số 12/KH-UBND`; `capitals` leave the number as it is printed."""
    name = instrument(document.kind, lang)
    if document.number:
        name = f"{name} {pick(('số', 'No.'), lang)}"
    if capitals:
        name = name.upper()
    return f"{name} {plain(document.number)}" if document.number else name


def place(block: TextBlock | None, line: int, lang: Lang = "vi") -> str:
    """Where a passage stands: page and line of the source, else the paragraph (1-based `line` of the content)."""
    parts = []
    if block is not None and block.page is not None:
        parts.append(f"{pick(('trang', 'page'), lang)} {block.page}")
    if block is not None and block.line is not None:
        parts.append(f"{pick(('dòng', 'line'), lang)} {block.line}")
    if not parts:
        parts.append(f"{pick(('đoạn', 'paragraph'), lang)} {line}")
    return ", ".join(parts)


def plain(text: str) -> str:
    """The text on one line without control characters and direction marks, which deceive terminals and sheets."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = (
        " " if unicodedata.category(character) in _UNSAFE_CATEGORIES else character
        for character in text
        if character not in _DROPPED
    )
    return " ".join("".join(kept).split(" ")).strip()


def sentence(text: str) -> str:
    """A paragraph as the cell of a table: `plain`, without the bullet that opens it."""
    printed = plain(text)
    bullet = _BULLET.match(printed)
    return printed[bullet.end() :] if bullet else printed


def shorten(text: str, limit: int) -> str:
    """The text cut at a word border to at most `limit` characters, with an ellipsis where something is missing."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > limit // 2 else head).rstrip(" ,;:") + "…"
