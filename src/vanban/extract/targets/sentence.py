"""The targets of one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from vanban.extract.targets.indicators import Indicator, recognise
from vanban.extract.targets.names import NameKind, name_of, shortened, stripped, without_time
from vanban.extract.targets.scope import Scope
from vanban.extract.targets.years import NO_YEARS, Years, assign_years, leading_years, year_mentions
from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.numbers import Quantity, find_quantities
from vanban.language.patterns import alternatives, whole_words
from vanban.language.sentences import clauses, sentences
from vanban.record import Comparator, Recurrence, Span

_WORDS: Final = load("targets")
_ANNUAL: Final = whole_words(_WORDS["time"]["annual"])
_PRESENT: Final = re.compile(rf"(?<!\w)(?:{alternatives(_WORDS['present']['words'])})(?!\w)[^,;.\d]{{0,24}}$")
_REACH: Final = re.compile(rf"(?<!\w)(?:{alternatives(_WORDS['reach']['words'])}) ?$")
_OUTSIDE: Final = whole_words(_WORDS["outside"]["cues"])
_RESULTS: Final = _WORDS["results"]
_RESULT: Final = re.compile(
    rf"(?:(?P<always>{alternatives(_RESULTS['always'])})(?!\w)"
    rf"|(?:{alternatives(_RESULTS['verbs'])}) (?:(?:\d{{1,3}}|một|các|được|mới|và) )?"
    rf"(?:{alternatives(_RESULTS['things'])})(?!\w))"
)
_DURATIONS: Final = frozenset(_WORDS["units"]["durations"])
_COUNTS: Final = frozenset(_WORDS["units"]["counts"])
_MEASURES: Final = frozenset(_WORDS["units"]["measures"])
_COUNTED_IF: Final = tuple(_WORDS["units"]["counted_if"])
_SPLIT: Final = re.compile(r"[,;:(]| và ")
_TIMES: Final = re.compile(r" (?:một|1|01|/) ?lần")
_BEFORE: Final = 40
_LONGEST_BRACKET: Final = 400
#: No clause that states a target is longer; a longer one is no sentence of a plan.
_LONGEST_CLAUSE: Final = 4_000
_LONG: Final = 100
_NEAR_HEAD: Final = 12
_RANK: Final = load("numbers")["rank"]["unit"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A target inside a paragraph; `span` is the place of its clause in the paragraph."""

    name: str
    indicator: Indicator | None
    quantity: Quantity | None
    years: Years
    every: Recurrence | None
    span: Span


class _Subject(msgspec.Struct, frozen=True):
    """What the last number measured, for a number that names nothing itself."""

    name: str
    indicator: Indicator | None
    unit: str | None


def _opened(text: str, place: int) -> bool:
    """Whether a bracket before `place` is still open."""
    floor = max(0, place - _LONGEST_BRACKET)
    return text.rfind("(", floor, place) > text.rfind(")", floor, place)


def _same_bracket(text: str, one: int, other: int) -> bool:
    """Whether two places of a text stand in the same bracket."""
    return _opened(text, one) and text.rfind("(", 0, one) == text.rfind("(", 0, other)


def _measures(text: str, keyed: str, quantity: Quantity) -> bool:
    """Whether a quantity of a clause can be the value of a target."""
    start, end = quantity.span
    before, after = keyed[max(0, start - _BEFORE) : start], keyed[end : end + _BEFORE]
    if quantity.baseline or _opened(text, start) or _PRESENT.search(before):
        return False
    unit = quantity.unit
    reached = _REACH.search(before) is not None
    if unit is None:
        if quantity.comparator is not Comparator.EQUAL and _OUTSIDE.search(keyed) is not None:
            return True
        return reached and (quantity.comparator is not Comparator.EQUAL or quantity.value % 1 != 0 or "chỉ số" in keyed)
    if unit in _DURATIONS:
        return (reached or quantity.comparator is not Comparator.EQUAL) and not _TIMES.match(after)
    if unit in _COUNTS:
        return any(word in after for word in _COUNTED_IF) or (unit == "điểm" and reached)
    return True


def _pieces(text: str, quantities: Sequence[Quantity]) -> list[tuple[str, str]]:
    """For each quantity the words before and after it that are its own."""
    pieces = []
    start = 0
    for index, quantity in enumerate(quantities):
        last = index + 1 == len(quantities)
        limit = len(text) if last else quantities[index + 1].span[0]
        separators = () if last else tuple(_SPLIT.finditer(text, quantity.span[1], limit))
        stop = separators[-1].start() if separators else limit
        pieces.append((text[start : quantity.span[0]], text[quantity.span[1] : stop]))
        start = separators[-1].end() if separators else limit
    return pieces


class _Setting(msgspec.Struct, frozen=True):
    """What a clause takes from what stands around it; `called`: an earlier clause of the sentence stated a target."""

    subject: _Subject | None
    years: Years
    scope: Scope
    yearly: bool
    headed: bool
    called: bool


def _claimed(keyed: str, quantity: Quantity, setting: _Setting, *, dated: bool) -> bool:
    """Whether a number outside the objectives is one to reach.

    With a year: a verb of reaching stands before the number, or a share opens what shall be. Under a heading with a
    year: the number is all that the line says of its subject (`Đầu tư mới: 35 trạm`).
    """
    before = keyed[max(0, quantity.span[0] - _BEFORE) : quantity.span[0]].rstrip()
    if dated:
        share = (quantity.unit or "").startswith("%") and (not before or before[-1] in ",:")
        return share or _REACH.search(f"{before} ") is not None
    return setting.headed and before.endswith(":") and quantity.unit is not None


def _clause(text: str, span: Span, setting: _Setting) -> tuple[list[Finding], _Subject | None]:
    """The targets with a number of one clause, and the subject of its last number."""
    if len(text) > _LONGEST_CLAUSE:
        return [], None
    keyed = key(text)
    found = find_quantities(text)
    quantities = [quantity for quantity in found if _measures(text, keyed, quantity)]
    if not quantities:
        return [], None
    aside = [quantity for quantity in found if _opened(text, quantity.span[0])]
    mentions = [
        mention
        for mention in year_mentions(text, [quantity for quantity in found if quantity.baseline])
        if not any(_same_bracket(text, mention.start, quantity.span[0]) for quantity in aside)
    ]
    every = Recurrence.ANNUAL if _ANNUAL.search(keyed) or (setting.yearly and not mentions) else None
    if setting.scope <= Scope.ELSEWHERE:
        dated = bool(mentions) or setting.years != NO_YEARS or every is not None
        called = _OUTSIDE.search(keyed) is not None
        if setting.scope is Scope.DUTIES and not (dated and (called or setting.called)):
            return [], None
        quantities = [one for one in quantities if (dated and called) or _claimed(keyed, one, setting, dated=dated)]
        if not quantities:
            return [], None
    findings = []
    subject = setting.subject
    years = assign_years(text, quantities, mentions)
    for quantity, own, (before, after) in zip(quantities, years, _pieces(text, quantities), strict=True):
        number = text[quantity.number[0] : quantity.span[1]]
        unit_words = "" if quantity.unit in _MEASURES else text[quantity.number[1] : quantity.span[1]].strip(" %")
        words = key(" ".join(f"{before} {number} {after}".split()))
        if not stripped(before) and not stripped(after) and subject is not None and _alike(subject.unit, quantity.unit):
            subject = _Subject(subject.name, subject.indicator, quantity.unit)
        else:
            indicator = recognise(words, quantity.unit)
            name = name_of(before, after, unit_words, kind=_kind(quantity))
            subject = _Subject(name, indicator, quantity.unit)
        rate = quantity.unit is not None and quantity.unit.endswith("/năm")
        findings.append(
            Finding(
                name=subject.indicator.name if subject.indicator else subject.name,
                indicator=subject.indicator,
                quantity=quantity,
                years=own if own != NO_YEARS else setting.years,
                every=None if rate else every,
                span=span,
            )
        )
    return _named(findings, text), subject


def _kind(quantity: Quantity) -> NameKind:
    """How a quantity names its target."""
    if quantity.unit == _RANK:
        return NameKind.GROUP if quantity.comparator is Comparator.AT_MOST else NameKind.PLACE
    if quantity.unit in _DURATIONS:
        return NameKind.DURATION
    return NameKind.PERCENT if (quantity.unit or "").startswith("%") else NameKind.COUNT


def _named(findings: list[Finding], text: str) -> list[Finding]:
    """Findings without a name get that of the next one of their measure: `hoàn thành 50%, … hoàn thành 100% hồ sơ`."""
    for index in range(len(findings) - 1, -1, -1):
        one = findings[index]
        if one.name:
            continue
        following = findings[index + 1] if index + 1 < len(findings) else None
        if (
            following is not None
            and one.quantity
            and following.quantity
            and _alike(one.quantity.unit, following.quantity.unit)
        ):
            findings[index] = msgspec.structs.replace(one, name=following.name, indicator=following.indicator)
        else:
            findings[index] = msgspec.structs.replace(one, name=shortened(stripped(text)) or shortened(text))
    return findings


def _alike(one: str | None, other: str | None) -> bool:
    """Whether two units can be of one measure."""
    return one == other or (one is not None and other is not None and one[:1] == other[:1] == "%")


def _result(text: str, span: Span, inherited: Years) -> Finding | None:
    """A result without a number at the head of a clause: `Thành lập trung tâm …`."""
    keyed = key(text)
    if not _RESULT.match(keyed):
        return None
    years = year_mentions(text)
    name = without_time(text)
    return Finding(
        name=shortened(name.partition(", ")[0] if len(name) > _LONG else name),
        indicator=None,
        quantity=None,
        years=years[0].years if years else inherited,
        every=Recurrence.ANNUAL if _ANNUAL.search(keyed) else None,
        span=span,
    )


def targets_of(text: str, start: int, scope: Scope, inherited: Years, heading: Years = NO_YEARS) -> list[Finding]:
    """The targets that `text[start:]` of a paragraph states, in order.

    heading: the years of the headings above, for lines outside the objectives. inherited: the years of the
    introduction or heading above. The year with which a sentence opens holds for the sentences after it, save those
    that speak of every year.
    """
    found: list[Finding] = []
    subject: _Subject | None = None
    carried = inherited
    headed = heading != NO_YEARS
    for first, last in sentences(text, start):
        opening = NO_YEARS
        every_year = called = False
        for index, (left, right) in enumerate(clauses(text, first, last)):
            clause = text[left:right]
            yearly = _ANNUAL.search(key(clause)) is not None
            holds = opening if opening != NO_YEARS else inherited if yearly else carried
            setting = _Setting(subject, holds, scope, every_year, headed, called)
            findings, said = _clause(clause, (left, right), setting)
            called = called or bool(findings)
            subject = said or subject
            if index == 0:
                every_year = (match := _ANNUAL.search(key(clause))) is not None and match.start() <= _NEAR_HEAD
                head = clause[:_LONGEST_CLAUSE]
                numbers = find_quantities(head)
                opening = leading_years(year_mentions(head), numbers[0].span[0] if numbers else None)
            found += findings
        if opening != NO_YEARS:
            carried = opening
    if scope is Scope.ELSEWHERE and headed:
        found = [one if one.years != NO_YEARS else msgspec.structs.replace(one, years=heading) for one in found]
    if not found and scope is Scope.SPECIFIC:
        parts = sentences(text, start)
        heads = clauses(text, *parts[0]) if parts else ()
        result = _result(text[heads[0][0] : heads[0][1]], heads[0], inherited) if heads else None
        if result is not None:
            found.append(result)
    return found
