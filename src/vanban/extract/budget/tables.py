"""Sums from a table of a part about funding."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from vanban.extract.budget.lines import years_of
from vanban.extract.confidence import confidence
from vanban.language.lexicon import load
from vanban.language.money import find_money, money_scale
from vanban.language.normal import key
from vanban.language.numbers import parse_number
from vanban.language.patterns import alternatives, whole_words
from vanban.record import BudgetKind, BudgetLine
from vanban.structure.text import Paragraph, ParagraphKind, Structure

_WORDS: Final = load("budget")["table"]
_NAME: Final = re.compile(rf"(?:{alternatives(_WORDS['name'])})(?!\w)")
_AMOUNT: Final = re.compile(rf"(?:{alternatives(_WORDS['amount'])})(?!\w)")
_NEVER: Final = whole_words(_WORDS["never"])
_TOTAL: Final = re.compile(r"(?:tổng|cộng)(?!\w)")


def _columns(header: Sequence[str]) -> tuple[int, int] | None:
    """The columns of name and amount, None for a table of something else."""
    if any(_NEVER.search(text) for text in header):
        return None
    name = next((column for column, text in enumerate(header) if _NAME.match(text)), None)
    amount = next((column for column, text in enumerate(header) if column != name and _AMOUNT.match(text)), None)
    return (name, amount) if name is not None and amount is not None else None


def _amount(cell: str, scale: int | None) -> int | None:
    sums = find_money(cell)
    if sums:
        return sums[0].amount
    number = parse_number(cell)
    return int(number * scale) if number is not None and scale is not None and number > 0 else None


def _rows(table: Sequence[Paragraph], before: str) -> list[BudgetLine]:
    columns = _columns([key(cell.text) for cell in table[0].cells])
    if columns is None:
        return []
    name, amount = columns
    scale = money_scale(table[0].cells[amount].text) or money_scale(before)
    lines = []
    for row in table[1:]:
        if max(name, amount) >= len(row.cells):
            continue
        label = " ".join(row.cells[name].text.split()) or " ".join(
            cell.text for cell in row.cells[:amount] if cell.text
        )
        value = _amount(row.cells[amount].text.strip(), scale)
        if value is None or not label:
            continue
        total = _TOTAL.match(key(label)) is not None
        lines.append(
            BudgetLine(
                label=label,
                amount=value,
                kind=BudgetKind.TOTAL if total else BudgetKind.PART,
                years=years_of(label)[0],
                source=None,
                parent=None,
                span=row.span,
                confidence=confidence("budget", "row"),
            )
        )
    return lines


def table_lines(structure: Structure, covers: Callable[[str | None], bool]) -> tuple[BudgetLine, ...]:
    """The lines of the tables in parts about funding: rows with a name and an amount, no price lists."""
    rows = [row for row in structure.paragraphs if row.kind is ParagraphKind.ROW and row.cells and covers(row.section)]
    lines: list[BudgetLine] = []
    for _, group in groupby(rows, key=lambda row: row.table):
        table = list(group)
        previous = structure.paragraphs[table[0].index - 1].text if table[0].index > 0 else ""
        lines += _rows(table, previous)
    return tuple(lines)
