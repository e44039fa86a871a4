"""Rules on the sums of money in a plan: parts that do not add up, averages that do not fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from vanban.findings.context import Context, Hit
from vanban.language.wording import number, rounded_money
from vanban.record import BudgetKind, BudgetLine

#: parts below this share of their sum are taken as a list of examples, not as all parts
_COMPLETE: Final = 0.85
#: never more than this share of a sum counts as rounding
_ROUNDING: Final = 0.005
#: an average may be rounded, and is often "about"
_AVERAGE: Final = 0.02
_BREAKDOWNS: Final = 4


def _unit(amounts: Sequence[int]) -> int:
    """The finest unit in which the amounts are printed: 100 million for 124,5 tỷ."""
    unit = 1
    while unit < max(amounts, default=0) and all(amount % (unit * 10) == 0 for amount in amounts):
        unit *= 10
    return unit


def _adds_up(total: int, parts: Sequence[int]) -> bool:
    """Whether the parts give the total, once or in several breakdowns, up to rounding; examples are not judged."""
    given = sum(parts)
    slack = min(_unit([total, *parts]) * (len(parts) + 1) / 2, total * _ROUNDING)
    if any(abs(given - times * total) <= slack * times for times in range(1, _BREAKDOWNS)):
        return True
    return given < total * _COMPLETE or _in_turn(total, parts, slack)


def _in_turn(total: int, parts: Sequence[int], slack: float) -> bool:
    """Whether the parts, read in order, fall into breakdowns that each give the total, the last one maybe partial."""
    running = 0
    closed = False
    for part in parts:
        running += part
        if abs(running - total) <= slack:
            running, closed = 0, True
        elif running > total + slack:
            return False
    return closed and running < total * _COMPLETE


def budget_sum_mismatch(context: Context) -> Iterator[Hit]:
    """The parts of a sum do not add up to it."""
    parts: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in context.budget:
        if line.parent is not None and line.kind is BudgetKind.PART and 0 <= line.parent < len(context.budget):
            parts[line.parent].append(line)
    for parent, lines in parts.items():
        total = context.budget[parent]
        amounts = [line.amount for line in lines]
        if len(lines) > 1 and total.kind is not BudgetKind.AVERAGE and not _adds_up(total.amount, amounts):
            given = sum(amounts)
            fields = {
                "total": rounded_money(total.amount, context.lang),
                "sum": rounded_money(given, context.lang),
                "difference": rounded_money(abs(given - total.amount), context.lang),
                "count": str(len(lines)),
                "label": total.label,
            }
            yield Hit(span=total.span, fields=fields, variant="more" if given > total.amount else "")


class _Totals:
    """The sums read so far: the last one, and the last one of each period, totals before parts."""

    def __init__(self) -> None:
        self._last: dict[tuple[bool, tuple[int, int] | None], BudgetLine] = {}

    def add(self, line: BudgetLine) -> None:
        """Take up a line; averages and sums without years are none that an average speaks of."""
        if line.kind is BudgetKind.AVERAGE or line.years is None:
            return
        for years in (None, line.years):
            self._last[False, years] = line
            if line.kind is BudgetKind.TOTAL:
                self._last[True, years] = line

    def before(self, average: BudgetLine) -> BudgetLine | None:
        """The last total of the years of `average`, of any years where it names none, else the last part."""
        return self._last.get((True, average.years)) or self._last.get((False, average.years))


def _total_of(average: BudgetLine, totals: _Totals, lines: Sequence[BudgetLine]) -> BudgetLine | None:
    """The sum that an average speaks of: its parent, the sum of the same years, else the last total before it."""
    if average.parent is not None and 0 <= average.parent < len(lines):
        return lines[average.parent]
    return totals.before(average)


def budget_average_mismatch(context: Context) -> Iterator[Hit]:
    """The yearly average is not the sum divided by its years, both ends included."""
    totals = _Totals()
    for line in context.budget:
        totals.add(line)
        if line.kind is not BudgetKind.AVERAGE:
            continue
        total = _total_of(line, totals, context.budget)
        years = (total.years or line.years) if total is not None else None
        if total is None or years is None or years[1] <= years[0]:
            continue
        count = years[1] - years[0] + 1
        expected = total.amount / count
        slack = max(_unit([line.amount]) / 2 if line.amount else 0, expected * _AVERAGE)
        if abs(line.amount - expected) > min(slack, expected / 10):
            fields = {
                "average": rounded_money(line.amount, context.lang),
                "total": rounded_money(total.amount, context.lang),
                "years": number(count, context.lang),
                "period": f"{years[0]}–{years[1]}",
                "expected": rounded_money(expected, context.lang),
            }
            yield Hit(span=line.span, fields=fields)
