"""What may stand in the fields of an item: kinds, lengths, choices; and the parsing of what a person typed.

A value is checked into the form that the record has: dates ISO as precise as typed (`05/06/2026`, `6/2026`,
`Quý III/2026`, `2026`), numbers in the Vietnamese form (`1.234,5`), money in đồng (`5 tỷ`), agencies as lists. What is
checked already passes unchanged.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from lotrinh.documents.review.items import Invalid, Values
from lotrinh.documents.vocab import Part
from vanban.language.dates import FIRST_YEAR, LAST_YEAR, parse_date
from vanban.language.money import find_money
from vanban.language.normal import nfc
from vanban.language.numbers import parse_number
from vanban.record import BudgetKind, Comparator, Recurrence
from vanban.writers.formats import plain
from vanban.writers.labels import FREQUENCIES


class Kind(StrEnum):
    """How a field is typed and checked."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    NUMBER = "number"
    YEAR = "year"
    MONEY = "money"
    NAMES = "names"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: `longest` counts characters (of one name), without a `required` one nothing can be accepted."""

    name: str
    kind: Kind
    longest: int = 300
    choices: tuple[str, ...] = ()
    required: bool = False
    #: whether a value that the document does not contain is shown as a proposal
    proposable: bool = False
    quarters: bool = True


def _text(name: str, longest: int = 300, *, required: bool = False, proposable: bool = False) -> Field:
    kind = Kind.LONG if longest > 300 else Kind.TEXT
    return Field(name=name, kind=kind, longest=longest, required=required, proposable=proposable)


def _names(name: str, *, proposable: bool = False) -> Field:
    return Field(name=name, kind=Kind.NAMES, proposable=proposable)


_RECURRENCE: Final = tuple(str(code) for code in Recurrence)
INDICATORS: Final = (
    "tfp_share_of_growth",
    "technology_renewal_rate",
    "researchers_per_10000",
    "sti_investment_share_of_gdp",
    "sti_share_of_state_budget",
    "sti_share_of_local_budget",
    "sti_enterprises",
    "startups",
    "innovative_enterprise_share",
    "national_brand_products",
    "regional_rank",
)
_EVERY: Final = Field(name="every", kind=Kind.CHOICE, choices=_RECURRENCE)
_WORDS: Final = _text("text", 20_000, required=True)

#: The fields of each part as they are shown. `text` of a report or a sum is the source's and is not edited.
FIELDS: Final[Mapping[str, tuple[Field, ...]]] = MappingProxyType(
    {
        Part.DOCUMENT: (
            _text("kind", 10),
            _text("number", 60, proposable=True),
            Field(name="date", kind=Kind.DATE, proposable=True, quarters=False),
            _text("issuer", 200, proposable=True),
            _text("title", 600),
            _text("place", 60),
            _text("province", 60),
            _text("signer_name", 120),
            _text("signer_position", 120),
            _text("signer_capacity", 120),
            _names("recipients"),
            Field(name="urgency", kind=Kind.CHOICE, choices=("khẩn", "thượng khẩn", "hỏa tốc")),
            Field(name="draft", kind=Kind.FLAG),
        ),
        Part.TARGETS: (
            _WORDS,
            _text("name", 2_000, required=True),
            Field(name="comparator", kind=Kind.CHOICE, choices=tuple(str(code) for code in Comparator)),
            Field(name="value", kind=Kind.NUMBER, proposable=True),
            Field(name="value_high", kind=Kind.NUMBER),
            _text("unit", 60),
            Field(name="year_from", kind=Kind.YEAR),
            Field(name="year", kind=Kind.YEAR, proposable=True),
            _EVERY,
            _names("lead", proposable=True),
            Field(name="indicator", kind=Kind.CHOICE, choices=INDICATORS),
        ),
        Part.TASKS: (
            _WORDS,
            _names("lead", proposable=True),
            _names("partners"),
            Field(name="start", kind=Kind.DATE),
            Field(name="deadline", kind=Kind.DATE, proposable=True),
            _text("deadline_text"),
            _EVERY,
            _text("deliverable", 2_000, proposable=True),
            Field(name="budget", kind=Kind.MONEY),
        ),
        Part.ASSIGNMENTS: (_WORDS, _names("lead", proposable=True), _names("partners")),
        Part.REPORTING: (
            Field(name="frequency", kind=Kind.CHOICES, choices=tuple(FREQUENCIES), proposable=True),
            _names("by", proposable=True),
            _text("to", proposable=True),
            _text("through"),
            _text("due", proposable=True),
        ),
        Part.BUDGET: (
            _text("label", 2_000, required=True),
            Field(name="amount", kind=Kind.MONEY, required=True),
            Field(name="kind", kind=Kind.CHOICE, choices=tuple(str(code) for code in BudgetKind), required=True),
            Field(name="year_first", kind=Kind.YEAR),
            Field(name="year_last", kind=Kind.YEAR),
            _text("source"),
        ),
    }
)

_MOST_NAMES: Final = 100
_LARGEST_NUMBER: Final = 1e15
_LARGEST_SUM: Final = 10**17
_SEPARATORS: Final = re.compile(r"[;\n]")


def checked(part: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The typed values of what was given for fields of a part.

    Raises:
        Invalid: a field does not exist (`unknown-field`) or a value is wrong (`fields`, with a code for each).

    """
    known = {field.name: field for field in FIELDS[part]}
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, given in raw.items():
        field = known.get(name)
        if field is None:
            raise Invalid("unknown-field")
        try:
            values[name] = _CHECKS[field.kind](given, field)
        except Invalid as problem:
            wrong[name] = problem.code
    if wrong:
        raise Invalid("fields", wrong)
    return values


def incoherent(part: str, fields: Values) -> dict[str, str]:
    """A code for each field that contradicts another one."""
    wrong = {}
    for first, last in (("year_from", "year"), ("year_first", "year_last"), ("value", "value_high")):
        low, high = fields.get(first), fields.get(last)
        if low is not None and high is not None and low > high:
            wrong[last] = "before-start"
    start, end = fields.get("start"), fields.get("deadline")
    if part == Part.TASKS and start and end and _first_day(start) > _last_day(end):
        wrong["deadline"] = "before-start"
    return wrong


def missing(part: str, fields: Values) -> dict[str, str]:
    """A code for each field without which an item cannot be accepted."""
    return {f.name: "required" for f in FIELDS[part] if f.required and fields.get(f.name) in (None, "")}


def empty(part: str) -> dict[str, Any]:
    """The fields of an item of which nothing is known."""
    values: dict[str, Any] = {"text": ""} if part != Part.DOCUMENT else {}
    for field in FIELDS[part]:
        values[field.name] = [] if field.kind is Kind.NAMES else False if field.kind is Kind.FLAG else None
    return values


def _line(given: Any, field: Field) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str):
        raise Invalid("not-text")
    if len(given) > 4 * field.longest:
        raise Invalid("too-long")
    value = " ".join(plain(nfc(given)).split())
    if len(value) > field.longest:
        raise Invalid("too-long")
    return value or None


def _date(given: Any, field: Field) -> str | None:
    value = _line(given, field)
    if value is None:
        return None
    found = parse_date(value)
    if found is None or (found.quarter is not None and not field.quarters):
        raise Invalid("not-a-date")
    return found.iso


def _number(given: Any, field: Field) -> float | None:
    if isinstance(given, bool):
        raise Invalid("not-a-number")
    if isinstance(given, int | float):
        number = float(given)
    else:
        value = _line(given, field)
        if value is None:
            return None
        parsed = parse_number(value)
        if parsed is None:
            raise Invalid("not-a-number")
        number = float(parsed)
    if not math.isfinite(number) or abs(number) > _LARGEST_NUMBER:
        raise Invalid("out-of-range")
    return number


def _year(given: Any, field: Field) -> int | None:
    if isinstance(given, int) and not isinstance(given, bool):
        year = given
    else:
        value = _line(given, field)
        if value is None:
            return None
        if not re.fullmatch(r"[0-9]{4}", value):
            raise Invalid("not-a-year")
        year = int(value)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid("not-a-year")
    return year


def _money(given: Any, field: Field) -> int | None:
    if isinstance(given, int) and not isinstance(given, bool):
        amount = given
    else:
        value = _line(given, field)
        if value is None:
            return None
        number = parse_number(value)
        sums = find_money(value) if number is None else ()
        if number is not None and number == number.to_integral_value():
            amount = int(number)
        elif len(sums) == 1 and sums[0].span == (0, len(value)) and sums[0].high is None and sums[0].per is None:
            amount = sums[0].amount
        else:
            raise Invalid("not-money")
    if not 0 <= amount <= _LARGEST_SUM:
        raise Invalid("out-of-range")
    return amount


def _agencies(given: Any, field: Field) -> list[str]:
    lines: Iterable[Any] = _SEPARATORS.split(given) if isinstance(given, str) else (given or ())
    if not isinstance(lines, list | tuple) or len(lines) > _MOST_NAMES:
        raise Invalid("too-many")
    names = (_line(line, field) for line in lines)
    return list(dict.fromkeys(name for name in names if name))


def _choice(given: Any, field: Field) -> str | None:
    if given is None or given == "":
        return None
    if given not in field.choices:
        raise Invalid("not-a-choice")
    return str(given)


def _choices(given: Any, field: Field) -> str | None:
    codes: Any = given.split("+") if isinstance(given, str) else (given or ())
    if not isinstance(codes, list | tuple):
        raise Invalid("not-a-choice")
    kept = [code for code in codes if code]
    if any(code not in field.choices for code in kept):
        raise Invalid("not-a-choice")
    return "+".join(dict.fromkeys(kept)) or None


def _flag(given: Any, field: Field) -> bool:
    del field
    if given is None or isinstance(given, bool):
        return bool(given)
    if given in ("", "on", "off"):
        return bool(given == "on")
    raise Invalid("not-a-choice")


_CHECKS: Final[Mapping[Kind, Callable[[Any, Field], Any]]] = MappingProxyType(
    {
        Kind.TEXT: _line,
        Kind.LONG: _line,
        Kind.DATE: _date,
        Kind.NUMBER: _number,
        Kind.YEAR: _year,
        Kind.MONEY: _money,
        Kind.NAMES: _agencies,
        Kind.CHOICE: _choice,
        Kind.CHOICES: _choices,
        Kind.FLAG: _flag,
    }
)


def _first_day(iso: str) -> tuple[int, int, int]:
    date = parse_date(iso)
    if date is None:
        return (0, 0, 0)
    month = date.month or (3 * date.quarter - 2 if date.quarter else 1)
    return (date.year, month, date.day or 1)


def _last_day(iso: str) -> tuple[int, int, int]:
    date = parse_date(iso)
    if date is None:
        return (9999, 12, 31)
    month = date.month or (3 * date.quarter if date.quarter else 12)
    return (date.year, month, date.day or 31)
