"""Values of a record as people read them: targets `≥ 40%`, periods, names of documents, places in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from vanban.language.dates import parse_date
from vanban.language.wording import Lang, date, number
from vanban.record import BudgetLine, Comparator, Document, Recurrence, Target, Task, TextBlock
from vanban.writers.labels import COMPARATORS, RECURRENCES, instrument, pick

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
    """When a task is due: the words of the source, else its dates and its recurrence.

    Words that are a date and nothing else follow the language, as `05/02/2026` is two days to English readers.
    """
    if task.deadline_text:
        said = parse_date(task.deadline_text) if lang == "en" else None
        if said is not None:
            return date(said.iso, lang)
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
    if text.isprintable():
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
