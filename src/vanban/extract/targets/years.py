"""The years by which targets are to be reached."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from vanban.language.dates import find_dates
from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.numbers import Quantity
from vanban.language.patterns import alternatives, whole_words
from vanban.language.times import find_periods, find_years

_TIME: Final = load("targets")["time"]
_COMPARED: Final = re.compile(rf"(?<!\w)(?:{alternatives(_TIME['compared'])}) (?:cuối |đầu )?(?:năm )?$")
_VISION: Final = re.compile(rf"(?<!\w)(?:{alternatives(_TIME['vision'])}) (?:năm )?$")
_RESPECTIVELY: Final = whole_words(_TIME["respectively"])
#: The comma of `xã, phường` parts nothing.
_SEPARATOR: Final = re.compile(rf"[;:(]|,(?! (?:{alternatives(_TIME['joined'])})(?!\w))| và |\. ")
_BEFORE: Final = 32
#: A year this near behind a baseline value is the year of that value.
_NEAR: Final = 14
#: A year among the first characters of a sentence governs the sentences after it.
_LEADING: Final = 40
_TWO: Final = 2


class Years(msgspec.Struct, frozen=True):
    """The year by which, and the first year of a period."""

    year: int | None = None
    year_from: int | None = None


class YearMention(msgspec.Struct, frozen=True):
    """Years with their place in the text."""

    years: Years
    start: int
    end: int
    vision: bool = False


NO_YEARS: Final = Years()


def year_mentions(text: str, baselines: Sequence[Quantity] = ()) -> tuple[YearMention, ...]:
    """The years of a clause that can be those of a target, in order.

    Years that something is compared with (`so với năm 2020`) and years of baseline values are left out. A year of a
    vision (`tầm nhìn 2045`) counts only where no other stands.
    """
    keyed = key(text)
    found = [YearMention(Years(period.last, period.first), *period.span) for period in find_periods(text)]
    found += [YearMention(Years(int(date.iso[:4])), *date.span) for date in find_dates(text) if date.iso is not None]
    taken = [(mention.start, mention.end) for mention in found]
    found += [
        YearMention(Years(year), *span)
        for year, span in find_years(text)
        if not any(start <= span[0] < end for start, end in taken)
    ]
    mentions = []
    for mention in sorted(found, key=lambda one: one.start):
        before = keyed[max(0, mention.start - _BEFORE) : mention.start]
        if _COMPARED.search(before) or any(0 <= mention.start - low.span[1] <= _NEAR for low in baselines):
            continue
        vision = _VISION.search(before) is not None
        mentions.append(msgspec.structs.replace(mention, vision=vision))
    plain = tuple(mention for mention in mentions if not mention.vision)
    return plain or tuple(mentions)


def years_of_heading(text: str) -> Years:
    """The years that a heading gives to what stands below it; none where it names several."""
    mentions = year_mentions(text)
    if len({mention.years for mention in mentions}) == 1:
        return mentions[0].years
    return NO_YEARS


def leading_years(mentions: Sequence[YearMention], first: int | None) -> Years:
    """The years with which a sentence opens, before its first number at `first` (None: it has none)."""
    if mentions and mentions[0].start <= _LEADING and (first is None or mentions[0].start < first):
        return mentions[0].years
    return NO_YEARS


def assign_years(text: str, quantities: Sequence[Quantity], mentions: Sequence[YearMention]) -> tuple[Years, ...]:
    """For each quantity of a clause its years, NO_YEARS where the clause gives it none.

    A year right behind a number, before any comma or `và`, is that number's; else the last year before the number
    that is not another number's; else the first year behind it, where the next number has another.
    """
    if not quantities:
        return ()
    keyed = key(text)
    if _RESPECTIVELY.search(keyed):
        leading = [mention for mention in mentions if mention.start < quantities[0].span[0]]
        if len(leading) == len(quantities):
            return tuple(mention.years for mention in leading)
    assigned: list[Years] = []
    consumed: set[int] = set()
    for index, quantity in enumerate(quantities):
        limit = quantities[index + 1].span[0] if index + 1 < len(quantities) else len(text)
        separator = _SEPARATOR.search(keyed, quantity.span[1], limit)
        near = separator.start() if separator else limit
        own = [mention for mention in mentions if quantity.span[1] <= mention.start < near]
        if own:
            consumed.add(own[0].start)
            assigned.append(own[0].years)
            continue
        before = [m for m in mentions if m.start < quantity.span[0] and m.start not in consumed]
        if before:
            assigned.append(before[-1].years)
            continue
        behind = [m for m in mentions if quantity.span[1] <= m.start < limit]
        needed = 1 if index + 1 == len(quantities) else _TWO
        if len(behind) >= needed:
            consumed.add(behind[0].start)
            assigned.append(behind[0].years)
        else:
            assigned.append(NO_YEARS)
    return tuple(assigned)
