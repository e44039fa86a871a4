"""Numbers as Vietnamese documents print them, and the quantities that sentences give.

A dot groups thousands, a comma opens the decimals (1.234,5): TCVN 7870-1 and the usage of Decree 30/2020/NĐ-CP.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import msgspec

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.patterns import alternatives, backwards
from vanban.record import Comparator, Span

_GROUPED: Final = re.compile(r"(-?)(\d{1,3}(?:\.\d{3}){1,12})(?:,(\d{1,30}))?", re.ASCII)
_PLAIN: Final = re.compile(r"(-?)(\d{1,40})(?:,(\d{1,30}))?", re.ASCII)
_ENGLISH_DECIMAL: Final = re.compile(r"(-?)(\d{1,40})\.(\d{1,30})", re.ASCII)
_ENGLISH_GROUPED: Final = re.compile(r"(-?)(\d{1,3}(?:,\d{3}){2,12})(?:\.(\d{1,30}))?", re.ASCII)
_THOUSANDS: Final = 3
_LABEL_WORDS: Final = 2

#: The characters of a number inside a sentence; bounded, so that a run of digits costs nothing.
NUMBER: Final = r"(?:\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,6})?|\d{1,15}(?:[.,]\d{1,6})?)(?![.,]?\d)"
_DIGIT: Final = re.compile(r"\d")
#: Not inside a word, a date, a document number or a longer number.
BEFORE_NUMBER: Final = r"(?<![\w/])(?<!\d[.,])(?<!\w-)"
_AFTER_NUMBER: Final = r"(?!\d|/\d|/[^\W\d]{2,}-|-\d{1,2}[-/]\d|-\d{4}(?!\d))"

_WORDS: Final = load("numbers")
_UNITS: Final = load("units")


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its unit, as a sentence gives it.

    span: from the comparator to the end of the unit; number: the digits alone (both ends of a range).
    unit: the canonical name of `units.toml`, None for an unknown one.
    baseline: whether it is the value that the sentence starts from.
    """

    value: Decimal
    high: Decimal | None
    comparator: Comparator
    unit: str | None
    span: Span
    number: Span
    baseline: bool = False


def parse_number(text: str) -> Decimal | None:
    """The value of `1.234,5`, `37,6`, `02`; None for what is not one number.

    `1.234` is 1234. A decimal point is accepted only where it cannot group thousands (`0.5`, `37.65`, `0.125`).
    """
    text = text.strip().replace("\u2212", "-")
    if match := _GROUPED.fullmatch(text):
        sign, whole, decimals = match.groups()
        if not whole.startswith("0"):
            return Decimal(f"{sign}{whole.replace('.', '')}.{decimals or 0}")
    if match := _PLAIN.fullmatch(text):
        sign, whole, decimals = match.groups()
        return Decimal(f"{sign}{whole}.{decimals or 0}")
    if match := _ENGLISH_DECIMAL.fullmatch(text):
        sign, whole, decimals = match.groups()
        return Decimal(f"{sign}{whole}.{decimals}") if whole == "0" or len(decimals) != _THOUSANDS else None
    if match := _ENGLISH_GROUPED.fullmatch(text):
        sign, whole, decimals = match.groups()
        return Decimal(f"{sign}{whole.replace(',', '')}.{decimals or 0}")
    return None


def format_number(value: Decimal | float) -> str:
    """The number as a Vietnamese document prints it: `1.234,5`; no zeros at the end of the decimals."""
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    sign, digits = ("-", f"{-number:f}") if number < 0 else ("", f"{number:f}")
    whole, _, decimals = digits.partition(".")
    decimals = decimals.rstrip("0")
    whole = whole.lstrip("0") or "0"
    head = len(whole) % _THOUSANDS
    groups = ([whole[:head]] if head else []) + [
        whole[place : place + _THOUSANDS] for place in range(head, len(whole), _THOUSANDS)
    ]
    return sign + ".".join(groups) + ("," + decimals if decimals else "")


def _comparators() -> dict[str, Comparator]:
    table = _WORDS["comparators"]
    return {
        phrase: comparator
        for name, comparator in (
            ("above", Comparator.ABOVE),
            ("at_least", Comparator.AT_LEAST),
            ("below", Comparator.BELOW),
            ("at_most", Comparator.AT_MOST),
        )
        for phrase in table[name]
    }


def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for table in ("ratios", "counted"):
        for canonical, others in _UNITS[table].items():
            if canonical != "source":
                for form in (canonical.lower(), *others):
                    forms.setdefault(form, canonical)
    return forms


def _suffixes(table: str) -> dict[str, str]:
    return {form: name for name, forms in _UNITS[table].items() if name != "source" for form in forms}


_COMPARATORS: Final = _comparators()
_FORMS: Final = _forms()
_PERCENT_OF: Final = _suffixes("percent_of")
_PER: Final = _suffixes("per")
_LONGEST_UNIT: Final = max(form.count(" ") for form in _FORMS) + 1
_STRONG_LABELS: Final = frozenset(_WORDS["labels"]["words"])
_WEAK_LABELS: Final = frozenset(_WORDS["labels"]["weak"])
_RANK: Final = _WORDS["rank"]

_OF_ALL: Final = rf"/\d{{1,4}}(?= (?:{alternatives(_WORDS['of_all']['words'])})(?!\w))"
_NUMBER: Final = re.compile(
    rf"{BEFORE_NUMBER}(?P<value>{NUMBER})(?P<percent> ?%)?(?P<of>{_OF_ALL})?"
    rf"(?:(?P<link> ?- ?| đến | tới | - dưới | đến dưới )(?P<high>{NUMBER}))?{_AFTER_NUMBER}"
)
_PERCENT_AFTER: Final = re.compile(r" ?%")
# What stands before a number is matched on the reversed text from the number on: one place to try, whatever the length.
_COMPARING: Final = re.compile(
    rf" (?:(?:{backwards(_WORDS['comparators']['between'])}) ){{0,2}}"
    rf"(?P<words>{backwards(phrase for phrase in _COMPARATORS if phrase[0].isalpha())})(?!\w)"
    rf"| ?(?P<signs>{backwards(phrase for phrase in _COMPARATORS if not phrase[0].isalpha())})"
)
_FROM: Final = re.compile(rf" (?:{backwards(_WORDS['baseline']['from'])})(?!\w)")
_GROUP_BEFORE: Final = re.compile(rf" (?:ốs )?(?P<group>{backwards(_RANK['groups'])})(?!\w)")
_ORDINAL_BEFORE: Final = re.compile(rf" (?:ốs )?(?:{backwards(_RANK['ordinal'])})(?!\w)")
_RAISED: Final = re.compile(
    rf"[^,;.:\d]{{0,40}}(?:năm \d{{4}}[^,;.:\d]{{0,12}})?(?<!\w)(?<!trở )"
    rf"(?:{alternatives(_WORDS['baseline']['raise'])})(?!\w)"
)
_OR_MORE: Final = re.compile(
    r"[^,;.:\d]{0,40}?(?<!\w)(?:(?P<more>"
    + alternatives(_WORDS["after"]["at_least"])
    + ")|(?P<less>"
    + alternatives(_WORDS["after"]["at_most"])
    + r"))(?!\w)"
)
_FIRST_AFTER: Final = re.compile(rf"[^;.\d]{{0,60}}?(?<!\w)(?:{alternatives(_RANK['first'])})(?!\w)")
_PER_AFTER: Final = re.compile(rf"(?P<per>(?: |(?=/))(?:{alternatives(per.lstrip() for per in _PER)}))(?!\w)")
_PER_PEOPLE: Final = re.compile(
    r"(?: [^\W\d_]+){1,4}?"
    rf"(?P<per>(?: |(?=/))(?:{alternatives(per.lstrip() for per in _PER if per.endswith('dân'))}))(?!\w)"
)
_PERCENT_OF_AFTER: Final = re.compile(rf" (?P<of>{alternatives(_PERCENT_OF)})(?!\w)")
_UNIT_WORDS: Final = re.compile(r" ?([^\W\d_]+\d?²?³?)" + r"(,? [^\W\d_]+)?" * (_LONGEST_UNIT - 1))
_BEFORE: Final = 32
_AFTER: Final = 90
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100


def _unit(text: str, end: int, *, percent: bool) -> tuple[str | None, int]:
    """The canonical unit that begins at `end` of the keyed text, and where it ends."""
    unit: str | None = None
    if percent:
        unit = "%"
        if match := _PERCENT_OF_AFTER.match(text, end, end + _AFTER):
            return f"% {_PERCENT_OF[match['of']]}", match.end()
    elif match := _UNIT_WORDS.match(text, end, end + _AFTER):
        stops = [match.end(group) for group in range(1, _LONGEST_UNIT + 1) if match.end(group) >= 0]
        for stop in reversed(stops):
            if found := _FORMS.get(text[match.start(1) : stop]):
                if stop < len(text) and (text[stop].isalnum() or text[stop] == "_"):
                    continue
                unit, end = found, stop
                break
    match = _PER_AFTER.match(text, end, end + _AFTER) or _PER_PEOPLE.match(text, end, end + _AFTER) if unit else None
    if match:
        form = match["per"].strip()
        return f"{unit}/{_PER.get(form) or _PER[match['per']]}", match.end()
    return unit, end


def _label(before: str, unit: str | None) -> bool:
    """Whether the words before a number make it a name: `khóa 13`, `đề án 06`."""
    words = before.rsplit(" ", 3)
    if len(words) < _LABEL_WORDS or words[-1]:
        return False
    last, two = words[-2], f"{words[-3]} {words[-2]}" if len(words) > _LABEL_WORDS else ""
    if two in _WORDS["labels"]["never"]:
        return False
    return (
        last in _STRONG_LABELS
        or two in _STRONG_LABELS
        or (unit is None and (last in _WEAK_LABELS or two in _WEAK_LABELS))
    )


def _rank(text: str, mirror: str, start: int, end: int) -> tuple[Comparator, int] | None:
    """How the number in `text[start:end]` ranks something, and how long the words before it are; None for no rank."""
    back = len(text) - start
    if ordinal := _ORDINAL_BEFORE.match(mirror, back):
        return Comparator.EQUAL, len(ordinal.group())
    group = _GROUP_BEFORE.match(mirror, back)
    if group and (group["group"][::-1] in _RANK["always"] or _FIRST_AFTER.match(text, end, end + _AFTER)):
        return Comparator.AT_MOST, len(group.group())
    return None


def _compare(text: str, mirror: str, start: int, end: int) -> tuple[Comparator, int]:
    """The comparator of the number in `text[start:end]`, and how long the words before it are."""
    back = len(text) - start
    if comparing := _COMPARING.match(mirror, back):
        return _COMPARATORS[(comparing["words"] or comparing["signs"])[::-1]], len(comparing.group())
    opening = _FROM.match(mirror, back)
    comparator = Comparator.EQUAL
    if more := _OR_MORE.match(text, end, end + _AFTER):
        comparator = Comparator.AT_LEAST if more["more"] else Comparator.AT_MOST
    return comparator, len(opening.group()) if opening else 0


def _nameless(text: str, end: int, value: Decimal, digits: str) -> bool:
    """Whether a number without unit is part of a word (`5G`) or a year."""
    return text[end : end + 1].isalpha() or (digits.isdigit() and _FIRST_YEAR <= value <= _LAST_YEAR)


def _quantity(text: str, mirror: str, match: re.Match[str]) -> Quantity | None:
    """The quantity of one number of the keyed text; `mirror` is that text backwards."""
    value = parse_number(match["value"])
    if value is None:
        return None
    high = parse_number(match["high"]) if match["high"] else None
    start, end = match.span()
    number = (start, match.end("high") if high is not None else max(match.end("of"), match.end("value")))
    percent = match["percent"] is not None
    if high is not None and (after := _PERCENT_AFTER.match(text, end)):
        percent, end = True, after.end()
    if not percent and (rank := _rank(text, mirror, start, end)):
        span = (start - rank[1], number[1])
        return Quantity(value=value, high=None, comparator=rank[0], unit=_RANK["unit"], span=span, number=number)
    unit, stop = _unit(text, end, percent=percent)
    if _label(text[max(0, start - _BEFORE) : start], unit) or (
        unit is None and _nameless(text, end, value, match["value"])
    ):
        return None
    comparator, length = _compare(text, mirror, start, stop)
    ranging = high is not None and high > value
    return Quantity(
        value=value,
        high=high if ranging else None,
        comparator=Comparator.RANGE if ranging else comparator,
        unit=unit,
        span=(start - length, stop),
        number=number,
        baseline=bool(_FROM.match(mirror, len(text) - start) and _RAISED.match(text, stop, stop + _AFTER)),
    )


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a sentence with unit and comparator, in order; years, dates and document numbers are none.

    The text must be NFC; the spans are places in it.
    """
    if _DIGIT.search(text) is None:
        return ()
    keyed = key(text)
    mirror = keyed[::-1]
    found = (_quantity(keyed, mirror, match) for match in _NUMBER.finditer(keyed))
    return tuple(quantity for quantity in found if quantity is not None)


def canonical_unit(text: str) -> str | None:
    """The canonical name of a printed unit (`DN` is `doanh nghiệp`, `%/năm`), None for an unknown one."""
    printed = key(" ".join(text.split())).strip(" ().")
    if not printed:
        return None
    percent = printed.startswith("%")
    unit, end = _unit(f" {printed}" if not percent else printed, 1 if percent else 0, percent=percent)
    return unit if unit is not None and end >= len(printed) else None
