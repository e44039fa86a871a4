"""Sums of money in đồng."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import msgspec

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.numbers import BEFORE_NUMBER, NUMBER, format_number, parse_number
from vanban.language.patterns import alternatives
from vanban.record import Span

_WORDS: Final = load("money")
_SCALES: Final = {word: int(scale) for scale, words in _WORDS["scales"].items() if scale != "source" for word in words}
_SCALE: Final = alternatives(_SCALES)
_CURRENCY: Final = alternatives(_WORDS["currency"]["words"])
_OTHER: Final = alternatives(_WORDS["other"]["words"])
BILLION: Final = 1_000_000_000
MILLION: Final = 1_000_000
_THOUSAND: Final = 1_000

_MONEY: Final = re.compile(
    rf"{BEFORE_NUMBER}(?P<value>{NUMBER})"
    rf"(?:(?: ?(?:{_SCALE})(?: ?(?:{_CURRENCY}))?)? ?(?:-|đến|tới) ?(?P<high>{NUMBER}))?"
    rf"(?: ?(?P<scale>{_SCALE})(?!\w)(?:,? (?P<rest>\d{{1,3}}(?:,\d{{1,3}})?) (?P<rest_scale>{_SCALE})(?!\w))?)?"
    rf"(?: ?(?P<currency>{_CURRENCY})(?!\w)(?! (?:{alternatives(_WORDS['currency']['not_before'])})(?!\w)))?"
    rf"(?: ?(?P<year>{alternatives(_WORDS['per_year']['words'])})(?!\w)| ?/ ?(?P<per>[^\W\d_]+))?"
)
_ANY: Final = re.compile(r"\d ?[tTđĐnNvV]")
_NOT_MONEY: Final = re.compile(rf" ?(?:(?:{_OTHER})(?!\w))")
_UNIT: Final = re.compile(
    rf"(?<!\w)(?:(?P<scale>{_SCALE}) )?(?:{alternatives(w for w in _WORDS['currency']['words'] if len(w) > 1)})(?!\w)"
)
#: No sum in a plan comes near; a longer number is none.
_LARGEST: Final = 10**18


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """A sum in đồng; `high` closes a range.

    per: what the sum is paid for once (`năm`, `người`), None for a plain sum.
    """

    span: Span
    amount: int
    high: int | None
    per: str | None
    text: str

    @property
    def per_year(self) -> bool:
        """Whether the sum is one year's."""
        return self.per == "năm"


def _amount(number: Decimal | None, scale: str | None) -> int | None:
    if number is None:
        return None
    amount = number * (_SCALES[scale] if scale else 1)
    return int(amount) if 0 <= amount <= _LARGEST else None


def find_money(text: str) -> tuple[Money, ...]:
    """The sums of a text in order: `226 tỉ đồng`, `33,5 tỷ`, `1.500.000.000 đồng/năm`, `1 tỷ 500 triệu đồng`. NFC text.

    `2 triệu dân` and `1,5 tỷ USD` are none.
    """
    if not _ANY.search(text):
        return ()
    keyed = key(text)
    found = []
    for match in _MONEY.finditer(keyed):
        scale, currency = match["scale"], match["currency"]
        if scale is None and currency is None:
            continue
        if currency is None and _NOT_MONEY.match(keyed, match.end()):
            continue
        if currency is None and scale not in {"tỷ", "tỉ", "triệu"} and _SCALES.get(scale or "", 0) < MILLION:
            continue
        amount = _amount(parse_number(match["value"]), scale)
        if amount is None:
            continue
        high = _amount(parse_number(match["high"]), scale) if match["high"] else None
        if match["rest"]:
            amount += _amount(parse_number(match["rest"]), match["rest_scale"]) or 0
        per = "năm" if match["year"] else match["per"]
        span = match.span()
        found.append(
            Money(
                span=span,
                amount=amount,
                high=high if high is not None and high > amount else None,
                per=per,
                text=text[span[0] : span[1]],
            )
        )
    return tuple(found)


def money_scale(text: str) -> int | None:
    """How many đồng one unit of a table column is: `ĐVT: triệu đồng` gives 1000000, `Thành tiền (đồng)` 1.

    None where the text names no unit.
    """
    match = _UNIT.search(key(text))
    if match is None:
        return None
    return _SCALES[match["scale"]] if match["scale"] else 1


def format_money(amount: int) -> str:
    """The sum in words of an officer, exact: `1,5 tỷ đồng`, `500 triệu đồng`, `63.950.757 đồng`."""
    for scale, step, name in ((BILLION, MILLION, "tỷ đồng"), (MILLION, _THOUSAND, "triệu đồng")):
        if abs(amount) >= scale and amount % step == 0:
            return f"{format_number(Decimal(amount) / scale)} {name}"
    return f"{format_number(Decimal(amount))} đồng"
