"""The sums of one paragraph: amount, label, years, source."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from vanban.language.lexicon import load
from vanban.language.money import Money, find_money
from vanban.language.normal import key
from vanban.language.patterns import alternatives, backwards, whole_words
from vanban.language.times import find_periods, find_years
from vanban.record import BudgetKind, Span

_WORDS: Final = load("budget")
_AVERAGE: Final = whole_words(_WORDS["average"]["words"])
_TOTAL: Final = whole_words(_WORDS["total"]["words"])
_STRONG: Final = whole_words(_WORDS["total"]["strong"])
_LIST: Final = whole_words(_WORDS["list"]["words"])
_NOT_LINES: Final = re.compile(rf"(?<!\w)(?:{alternatives(_WORDS['not_lines']['words'])})(?!\w)[^,;.:]{{0,40}}$")
_SOURCE: Final = whole_words(_WORDS["sources"]["words"])
_OPEN: Final = re.compile(rf"(?:(?:{alternatives(_WORDS['label']['open'])})(?!\w)|[\s,.;:()+*\-–]){{1,8}}")
_CLOSE: Final = re.compile(rf"(?:(?:{backwards(_WORDS['label']['close'])})(?!\w)|[\s,.;:(=*\-–]){{1,12}}")
_PERIOD_WORDS: Final = re.compile(
    r",? ?(?<!\w)(?:trong )?(?:cả )?giai đoạn(?: từ nay đến)?(?: năm)? ?(?:\d{4})?(?: ?- ?\d{4})?"
    r"|,? ?(?:từ nay )?(?:từ|trong|đến) (?:năm )?\d{4}(?: ?- ?\d{4})?$|,? ?từ nay$"
)
_SEPARATOR: Final = re.compile(r"[;]|[,.](?= )|(?<=\w):(?= \D)")
_EQUALS: Final = re.compile(r"[^;,]{0,60}= ?$")
_UNTIL: Final = re.compile(r"(?:từ nay đến|đến|đến hết|đến năm|từ nay đến năm|đến hết năm) (?:năm )?$")
_LONGEST_LABEL: Final = 160
_BEFORE: Final = 48
#: No paragraph that lists sums is longer.
_LONGEST_PARAGRAPH: Final = 10_000


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A sum inside a paragraph; `span` is the place of its words in the paragraph."""

    label: str
    amount: int
    kind: BudgetKind
    years: tuple[int, int] | None
    open_start: bool
    source: str | None
    span: Span
    inner: bool


def opens_list(text: str) -> bool:
    """Whether a paragraph announces the parts of its sum: it ends in a colon or says `trong đó`."""
    keyed = key(text).rstrip()
    return keyed.endswith(":") or (_LIST.search(keyed) is not None and keyed.endswith((":", ",", "sau", "đó", "sau:")))


def says_total(text: str) -> bool:
    """Whether a sentence outside a part about funding gives the cost of the whole plan."""
    return _STRONG.search(key(text)) is not None


def years_of(text: str) -> tuple[tuple[int, int] | None, bool]:
    """The years that words give a sum, and whether their beginning is left open (`từ nay đến 2020`)."""
    periods = find_periods(text)
    if periods:
        return (periods[-1].first, periods[-1].last), False
    years = find_years(text)
    if not years:
        return None, False
    year, (start, _) = years[-1]
    if _UNTIL.search(key(text[max(0, start - _BEFORE) : start])):
        return (year, year), True
    return (year, year), False


def _label(text: str, *, bare: str) -> str:
    """A readable label from the words before a sum; `bare` where they say nothing."""
    keyed = key(text)
    if match := _OPEN.match(keyed):
        text = text[match.end() :]
    for _ in range(2):
        if match := _CLOSE.match(key(text)[::-1]):
            text = text[: len(text) - match.end()]
        shorter = _PERIOD_WORDS.sub("", key(text))
        if not shorter.strip(" ,.:;"):
            break
        if match_period := _PERIOD_WORDS.search(key(text)):
            text = text[: match_period.start()] + text[match_period.end() :]
    text = " ".join(text.split()).strip(" ,.;:")
    if len(text) > _LONGEST_LABEL:
        text = text[: text.rfind(" ", 0, _LONGEST_LABEL)] if " " in text[:_LONGEST_LABEL] else text[:_LONGEST_LABEL]
    return (text[:1].upper() + text[1:]) if text else bare


def _segment(text: str, keyed: str, start: int, money: Money) -> int:
    """Where the words begin that belong to a sum: behind the last separator, or at the words that say total."""
    totals = list(_TOTAL.finditer(keyed, start, money.span[0]))
    if totals:
        return totals[0].start()
    separators = [match.end() for match in _SEPARATOR.finditer(text, start, money.span[0])]
    for end in reversed(separators):
        if len(text[end : money.span[0]].split()) > 1:
            return end
    return start


def lines_of(text: str, start: int) -> list[Line]:
    """The sums of `text[start:]` of a paragraph in order; prices, ceilings and what is only multiplied are none."""
    if len(text) > _LONGEST_PARAGRAPH:
        return []
    sums = [money for money in find_money(text) if money.span[0] >= start]
    if not sums:
        return []
    keyed = key(text)
    found: list[Line] = []
    listed = _LIST.search(keyed, sums[0].span[1])
    begin = start
    for index, money in enumerate(sums):
        following = sums[index + 1].span[0] if index + 1 < len(sums) else None
        multiplied = following is not None and _EQUALS.fullmatch(keyed, money.span[1], following) is not None
        before = keyed[max(0, money.span[0] - _BEFORE) : money.span[0]]
        if multiplied:
            continue
        if (money.per is not None and not money.per_year) or _NOT_LINES.search(before):
            begin = money.span[1]
            continue
        first = begin if not found else _segment(text, keyed, begin, money)
        if not found:
            first = _segment(text, keyed, begin, money) if _TOTAL.search(keyed, begin, money.span[0]) else begin
        words = text[first : money.span[0]]
        years, open_start = years_of(words)
        average = _AVERAGE.search(key(words)) is not None
        source = _SOURCE.search(keyed, first, money.span[0]) or _SOURCE.search(
            keyed, money.span[1], following or len(keyed)
        )
        inner = bool(found) and listed is not None and listed.start() < money.span[0]
        while first < money.span[0] and text[first] in " ,;.:)(":
            first += 1
        found.append(
            Line(
                label=_label(_before_equation(words), bare=text[first : money.span[1]]),
                amount=money.amount,
                kind=BudgetKind.AVERAGE if average else BudgetKind.PART if inner else BudgetKind.TOTAL,
                years=None if average else years,
                open_start=open_start,
                source=text[source.start() : source.end()] if source else None,
                span=(first, money.span[1]),
                inner=inner,
            )
        )
        begin = money.span[1]
    return found


def _before_equation(words: str) -> str:
    """The words before a calculation (`240.000.000 đồng/năm x 04 năm =`)."""
    sums = find_money(words)
    return words[: sums[0].span[0]] if sums else words
