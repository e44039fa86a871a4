"""Dates as Vietnamese documents print them, as precise as they are printed.

A day before a month before a year, always: `04/03/2026` is 4 March (Decree 30/2020/NĐ-CP, Annex I).
"""

from __future__ import annotations

import calendar
import re
from typing import Final

import msgspec

from vanban.language.normal import key
from vanban.record import Span

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
#: Decree 30/2020/NĐ-CP, Annex I: days below 10 and the months 1 and 2 are printed with a zero.
_LAST_ZERO_DAY: Final = 9
_LAST_ZERO_MONTH: Final = 2
QUARTERS: Final = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "01": 1,
    "02": 2,
    "03": 3,
    "04": 4,
}
_ROMAN: Final = ("I", "II", "III", "IV")
MONTHS: Final = 12

_GAP: Final = r"[ .…_]{0,40}"
_YEAR: Final = r"(?:19|20)\d{2}|2100"
_DATE: Final = re.compile(
    rf"(?:(?<!\w)ngày ?(?P<day>\d{{1,2}}|{_GAP}) ?,? ?tháng ?(?P<month>\d{{1,2}}|{_GAP})"
    rf" ?,? ?năm ?(?P<year>{_YEAR})(?!\d)"
    rf"|(?<!\w)(?P<day2>\d{{1,2}}) tháng (?P<month2>\d{{1,2}}),? năm (?P<year2>{_YEAR})(?!\d)"
    r"|(?<!\w)tháng (?P<month3>\d{1,2}) ?(?:,? năm |[/-] ?)(?P<year3>\d{4})(?![\w/])"
    r"|(?:(?<!\w)ngày )?(?<![\w/.,-])(?P<day4>\d{1,2}) ?(?P<mark>[/.-]) ?(?P<month4>\d{1,2})"
    r" ?(?P=mark) ?(?P<year4>\d{4})(?![\w/])"
    r"|(?<!\w)quý (?P<quarter>i{1,3}|iv|0?[1-4])(?:(?: của)? năm |,? năm | ?[/-] ?| )(?P<year5>\d{4})(?![\w/])"
    rf"|(?<!\w)ngày[ .…_]{{1,40}}/ ?(?P<month7>\d{{1,2}}) ?/ ?(?P<year7>{_YEAR})(?![\w/])"
    r"|(?<![\w/.,-])(?P<month6>\d{1,2})/(?P<year6>\d{4})(?![\w/]|-\w))"
)
_SOME_YEAR: Final = re.compile(r"\d{4}")
_ISO: Final = re.compile(r"(\d{4})-(?:(\d{2})(?:-(\d{2}))?|Q([1-4]))", re.ASCII)
_YEAR_ALONE: Final = re.compile(r"(?:năm )?(\d{4})", re.ASCII)
_NUMBER_BEFORE: Final = re.compile(r"(?<!\w)(?:số|luật|nghị định|thông tư|nghị quyết|quyết định) ?:? ?$")


class PartialDate(msgspec.Struct, frozen=True, kw_only=True):
    """A date known to the day, the month, the quarter or the year."""

    year: int
    month: int | None = None
    day: int | None = None
    quarter: int | None = None

    @property
    def iso(self) -> str:
        """`2024-06-05`, `2024-06`, `2026-Q3` or `2024`."""
        if self.quarter is not None:
            return f"{self.year:04d}-Q{self.quarter}"
        if self.month is None:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day is not None else "")


class DateMention(msgspec.Struct, frozen=True, kw_only=True):
    """A date in a text.

    iso: None for a day that the calendar does not have. blank_day: the place of the day is empty.
    """

    span: Span
    text: str
    iso: str | None
    blank_day: bool = False


def partial(
    year: int, month: int | None = None, day: int | None = None, quarter: int | None = None
) -> PartialDate | None:
    """The date of these parts, None when the calendar has none such or the year is outside 1900 to 2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is not None and not 1 <= month <= MONTHS:
        return None
    if day is not None and (month is None or not 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return PartialDate(year=year, month=month, day=day, quarter=quarter)


def _read(match: re.Match[str]) -> tuple[PartialDate | None, bool]:
    """The date of a match of `_DATE`, and whether its day is left blank."""
    if match["quarter"]:
        return partial(int(match["year5"]), quarter=QUARTERS[match["quarter"]]), False
    if match["year"]:
        month = int(match["month"]) if match["month"].strip(" .…_").isdigit() else None
        day = int(match["day"]) if match["day"].strip(" .…_").isdigit() else None
        return partial(int(match["year"]), month, day if month is not None else None), day is None or month is None
    for form in ("2", "4"):
        if match[f"year{form}"]:
            return partial(int(match[f"year{form}"]), int(match[f"month{form}"]), int(match[f"day{form}"])), False
    form = next(form for form in ("3", "6", "7") if match[f"year{form}"])
    return partial(int(match[f"year{form}"]), int(match[f"month{form}"])), form == "7"


def parse_date(text: str) -> PartialDate | None:
    """The date that the whole text is (any printed form, ISO, or a year), None for anything else.

    A day that the calendar does not have is None, too.
    """
    text = text.strip()
    if match := _ISO.fullmatch(text):
        year, month, day, quarter = (int(part) if part else None for part in match.groups())
        return partial(year or 0, month, day, quarter)
    keyed = key(text)
    if match := _YEAR_ALONE.fullmatch(keyed):
        return partial(int(match[1]))
    match = _DATE.fullmatch(keyed)
    return _read(match)[0] if match else None


def format_date(iso: str, *, short: bool = False) -> str:
    """An ISO date as documents print it: `ngày 05 tháng 6 năm 2024`, `tháng 6 năm 2024`, `quý III năm 2026`.

    short: `05/6/2024`, `6/2024`, `Quý III/2026`, `2026`. Raises ValueError for what is not such a date.
    """
    date = parse_date(iso) if _ISO.fullmatch(iso) or _YEAR_ALONE.fullmatch(iso) else None
    if date is None:
        message = f"not a date: {iso}"
        raise ValueError(message)
    if date.quarter is not None:
        roman = _ROMAN[date.quarter - 1]
        return f"Quý {roman}/{date.year}" if short else f"quý {roman} năm {date.year}"
    if date.month is None:
        return str(date.year) if short else f"năm {date.year}"
    month = f"{date.month:02d}" if date.month <= _LAST_ZERO_MONTH else str(date.month)
    if date.day is None:
        return f"{month}/{date.year}" if short else f"tháng {month} năm {date.year}"
    day = f"{date.day:02d}" if date.day <= _LAST_ZERO_DAY else str(date.day)
    return f"{day}/{month}/{date.year}" if short else f"ngày {day} tháng {month} năm {date.year}"


def find_dates(text: str) -> tuple[DateMention, ...]:
    """The dates of a text in order: days, months and quarters, not bare years. The text must be NFC."""
    if not _SOME_YEAR.search(text):
        return ()
    keyed = key(text)
    found = []
    for match in _DATE.finditer(keyed):
        start, end = match.span()
        if match["year6"] and _NUMBER_BEFORE.search(keyed[max(0, start - 16) : start]):
            continue
        date, blank = _read(match)
        if date is None and match["year6"]:
            continue
        found.append(
            DateMention(span=(start, end), text=text[start:end], iso=date.iso if date else None, blank_day=blank)
        )
    return tuple(found)
