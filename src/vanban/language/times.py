"""Deadlines, recurrences and periods, from the cell of a table or from a sentence.

The contract of `start`, `deadline` and `every` is that of a task in the plan record.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

import msgspec

from vanban.language.dates import FIRST_YEAR, LAST_YEAR, MONTHS, QUARTERS, PartialDate, partial
from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.patterns import alternatives, backwards
from vanban.language.shorthand import spelt_out
from vanban.record import Recurrence, Span

_WORDS: Final = load("dates")
_RECURRENCES: Final = {
    phrase: Recurrence(name) for name, phrases in _WORDS["recurrence"].items() if name != "source" for phrase in phrases
}
_Q: Final = r"(?:i{1,3}|iv|0?[1-4])"
_LINK: Final = r"(?: ?[,-] ?| và | đến | tới | hoặc )"

_RECURRENCE: Final = re.compile(
    rf"(?<!\w)(?:(?P<each>{alternatives(p for p in _RECURRENCES if p.endswith('/lần') and p[0].isalpha())})"
    rf"|(?P<other>{alternatives(p for p in _RECURRENCES if not (p.endswith('/lần') and p[0].isalpha()))}))(?!\w)"
)
_DURATION_BEFORE: Final = re.compile(r"(?<!\w)(?:trong|sau|vòng|khoảng|quá|thời hạn|đủ|dưới|trên|là|từ) ?$")
_DURATION_AFTER: Final = re.compile(r" (?:kể|trở|tính|làm|trước|sau|tuổi|lương)(?!\w)")
_HALVES: Final = alternatives(_WORDS["half_year"]["first"] + _WORDS["half_year"]["last"])
#: Points of time; a point without a year takes it from a neighbour.
_POINT: Final = re.compile(
    r"(?<!\w)ngày (?P<d1>\d{1,2}) tháng (?P<m1>\d{1,2})(?:,? năm (?P<y1>\d{4}))?(?!\d)"
    r"|(?<![\w.,/-])(?P<d2>\d{1,2}) ?(?P<mark>[/.-]) ?(?P<m2>\d{1,2}) ?(?P=mark) ?(?P<y2>\d{4})(?![\w/])"
    r"|(?<![\w.,/])(?P<m3>\d{1,2})/(?P<y3>\d{4})(?![\w/]|-\w*[^\W\d])"
    r"|(?<![\w.,/-])(?P<d4>\d{1,2})/(?P<m4>\d{1,2})(?![\w/]|,\d)"
    rf"|(?<!\w)quý (?P<q5>{_Q})(?!\w)(?:{_LINK}(?:quý )?(?P<q5b>{_Q})(?!\w)){{0,3}}"
    r"(?:(?: ?[/-] ?| của năm |,? năm | )(?P<y5>\d{4}))?(?![\w/])"
    rf"|(?<!\w)tháng (?P<m6>\d{{1,2}})(?:{_LINK}(?:tháng )?(?P<m6b>\d{{1,2}})(?![\d/]\d{{1,2}}(?!\d))){{0,11}}"
    r"(?:(?: ?[/-] ?|,? năm | )(?P<y6>\d{4}))?(?![\w/])"
    rf"|(?<!\w)(?P<half>{_HALVES}) năm (?P<y7>\d{{4}})(?!\w)"
    r"|(?<![\w.,/])(?<!\d-)(?<!\d -)(?P<y8>(?:19|20)\d{2})"
    r"(?:(?:, ?| và | và năm | ?- ?| ?- ?năm | đến | đến năm | đến hết năm | tới năm )(?P<y8b>(?:19|20)\d{2}))?"
    r"(?![\w/]|[.,]\d|-\w)"
)
_CLUE: Final = re.compile(r"\d|quý i")
_RELATIVE: Final = re.compile(
    rf"(?<!\w)(?:{alternatives(_WORDS['relative']['events'])})(?!\w)(?! (?:ngày|tháng|năm|quý)? ?\d)"
    r"|\d ?(?:\([^()]{1,20}\) )?(?:ngày|giờ|tuần|tháng|năm)(?: làm việc)?,? (?:kể từ|tính từ|sau|từ ngày|từ khi)(?!\w)"
)
_ONWARDS: Final = re.compile(rf",? ?(?:{alternatives(_WORDS['after']['onwards'])})(?!\w)")
_BETWEEN: Final = rf"(?:(?:{backwards(_WORDS['before']['between'])}) ){{0,2}}"
_STRONG: Final = re.compile(rf" {_BETWEEN}(?P<cue>{backwards(_WORDS['before']['strong'])})(?!\w)")
_WEAK: Final = re.compile(rf" {_BETWEEN}(?P<cue>{backwards(_WORDS['before']['weak'])})(?!\w)")
_START: Final = re.compile(rf" {_BETWEEN}(?P<cue>{backwards(_WORDS['before']['start'])})(?!\w)")
_PERIOD_NAME: Final = re.compile(rf" (?:{backwards(('giai đoạn', 'thời kỳ', 'nhiệm kỳ', 'năm học'))})(?!\w)")
_LABEL: Final = re.compile(rf"(?<!\w)(?:{alternatives(_WORDS['label']['words'])}) ?: ?(?P<rest>[^;\n]{{1,160}})")
_TO: Final = re.compile(
    r" ?(?:-|,|và|đến|tới|đến hết|đến ngày|đến hết ngày|-? ?đến cuối|đến trước ngày) ?(?:ngày |năm |hết |cuối )?"
)
_PERIOD: Final = re.compile(
    rf"(?:(?<!\w)(?:{alternatives(_WORDS['period']['words'])}) )?(?<![\w.,/-])(?P<first>(?:19|20)\d{{2}})"
    rf" ?(?:{alternatives(_WORDS['period']['links'])}) ?(?P<last>(?:19|20)\d{{2}})(?![\w/]|[.,]\d|-\w)"
)
_TWO_YEARS: Final = re.compile(r"\d{4}[^\d]{1,20}\d{4}")
_YEAR: Final = re.compile(r"(?<![\w.,/])(?:19|20)\d{2}(?![\w/]|[.,]\d)")


class TimeFrame(msgspec.Struct, frozen=True, kw_only=True):
    """When something is to be done: ISO dates as precise as the source; `text` are the source's words."""

    start: str | None
    deadline: str | None
    every: Recurrence | None
    text: str
    span: Span


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Years from `first` to `last`, both included."""

    first: int
    last: int
    span: Span


class _Point(msgspec.Struct, frozen=True):
    """A place in the text that names one or two dates; year is None where the text leaves it out."""

    span: Span
    year: int | None
    first: tuple[int | None, int | None, int | None]
    second: tuple[int | None, int | None, int | None] | None = None
    second_year: int | None = None
    joined: bool = True

    def dates(self, year: int | None) -> tuple[PartialDate, ...]:
        """The dates of this point in `year` (its own year first); nothing where the calendar has no such day."""
        known = self.year if self.year is not None else year
        if known is None:
            return ()
        month, day, quarter = self.first
        found = [partial(known, month, day, quarter)]
        if self.second is not None:
            month, day, quarter = self.second
            found.append(partial(self.second_year or known, month, day, quarter))
        return tuple(date for date in found if date is not None)


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _point(match: re.Match[str]) -> _Point:
    span = match.span()
    group = match.groupdict()
    for mark in ("1", "2", "4"):
        if group[f"m{mark}"]:
            return _Point(
                span, _number(group.get(f"y{mark}")), (_number(group[f"m{mark}"]), _number(group[f"d{mark}"]), None)
            )
    if group["m3"]:
        return _Point(span, _number(group["y3"]), (_number(group["m3"]), None, None))
    if group["q5"]:
        last = group["q5b"]
        return _Point(
            span,
            _number(group["y5"]),
            (None, None, QUARTERS[group["q5"]]),
            (None, None, QUARTERS[last]) if last else None,
        )
    if group["m6"]:
        last = group["m6b"]
        return _Point(
            span,
            _number(group["y6"]),
            (_number(group["m6"]), None, None),
            (_number(last), None, None) if last else None,
        )
    if group["half"]:
        month = MONTHS if group["half"] in _WORDS["half_year"]["last"] else MONTHS // 2
        return _Point(span, _number(group["y7"]), (month, None, None))
    last_year = _number(group["y8b"])
    return _Point(span, _number(group["y8"]), (None, None, None), (None, None, None) if last_year else None, last_year)


def _recurrences(keyed: str) -> list[tuple[Recurrence, Span]]:
    found = []
    for match in _RECURRENCE.finditer(keyed):
        start, end = match.span()
        phrase = match.group()
        if match["each"] and keyed[max(0, start - 2) : start].strip().isdigit():
            continue
        if phrase[0].isdigit() or phrase.endswith(" tháng"):
            if _DURATION_BEFORE.search(keyed[max(0, start - 16) : start]) or _DURATION_AFTER.match(keyed, end):
                continue
            if keyed.startswith(" đầu", end) or keyed.startswith(" cuối", end):
                continue
        if phrase.endswith(" năm") and keyed[end + 1 : end + 5].isdigit():
            continue
        found.append((_RECURRENCES[phrase], (start, end)))
    return found


def find_recurrences(text: str) -> tuple[tuple[Recurrence, Span], ...]:
    """The words of a text that say how often (`hằng quý`, `6 tháng`, `thường xuyên`), in order. NFC text."""
    return tuple(_recurrences(key(text)))


def _resolved(points: list[_Point], default_year: int | None) -> list[tuple[_Point, tuple[PartialDate, ...]]]:
    """The points with their dates; a year left out is the next point's, else the previous one's, else the default."""
    years: list[int | None] = [point.year for point in points]
    following: int | None = None
    for index in range(len(points) - 1, -1, -1):
        if years[index] is None:
            years[index] = following
        following = points[index].year if points[index].year is not None else following
    previous: int | None = None
    resolved = []
    for point, year in zip(points, years, strict=True):
        known = year if year is not None else previous if previous is not None else default_year
        previous = point.second_year or point.year or previous
        resolved.append((point, point.dates(known)))
    return resolved


def _order(date: PartialDate) -> tuple[int, int, int]:
    """Sorts dates by when they end."""
    month = date.month or (date.quarter * 3 if date.quarter else MONTHS)
    return (date.year, month, date.day or 31)


def _frame(
    keyed: str, mirror: str, points: list[tuple[_Point, tuple[PartialDate, ...]]]
) -> tuple[str | None, str | None]:
    """Start and deadline of resolved points that belong together."""
    dates = [date for _, found in points for date in found]
    if not dates:
        return None, None
    first, end = points[0][0], points[-1][0].span[1]
    back = len(keyed) - first.span[0]
    onwards = _ONWARDS.match(keyed, end) is not None
    opening = _START.match(mirror, back) is not None
    if len(dates) == 1:
        return (dates[0].iso, None) if opening or onwards else (None, dates[0].iso)
    last = max(dates[1:], key=_order)
    if onwards:
        return dates[0].iso, None
    if (cue := _STRONG.match(mirror, back)) and cue["cue"][::-1] not in (
        "trong",
        "hoàn thành trong",
        "hoàn thành",
        "vào",
    ):
        return None, last.iso
    return dates[0].iso, last.iso


def read_time(text: str, *, default_year: int | None = None) -> TimeFrame:
    """When the cell of a time column says; `text` are its words without blanks around, the span their place.

    default_year: for dates printed without a year, where nothing says that they come back every year.
    """
    keyed = key(text)
    left = len(keyed) - len(keyed.lstrip())
    span = (left, max(left, len(keyed.rstrip())))
    words = text[span[0] : span[1]]
    keyed = spelt_out(keyed)
    recurrences = _recurrences(keyed)
    every = recurrences[0][0] if recurrences else None
    if _RELATIVE.search(keyed):
        return TimeFrame(start=None, deadline=None, every=every, text=words, span=span)
    points = [_point(match) for match in _POINT.finditer(keyed)]
    if every is not None and every is not Recurrence.CONTINUOUS:
        points = [point for point in points if point.year is not None]
        default_year = None
    start, deadline = _frame(keyed, keyed[::-1], _resolved(points, default_year))
    if start is not None and deadline is not None and _within(deadline, start):
        start = None
    return TimeFrame(start=start, deadline=deadline, every=every, text=words, span=span)


def _within(deadline: str, start: str) -> bool:
    """Whether a deadline only narrows the year, quarter or month that `start` names."""
    if "-Q" in start and "-Q" not in deadline and deadline.count("-"):
        year, quarter = start.split("-Q")
        return deadline.startswith(year) and (int(deadline[5:7]) + 2) // 3 == int(quarter)
    return deadline.startswith(start)


def _clause_start(keyed: str, place: int) -> bool:
    """Whether a clause begins at `place`: nothing or a punctuation mark stands before it."""
    before = keyed[max(0, place - 4) : place].rstrip(" *-+")
    return not before or before[-1] in ".,;:(\n"


def _clusters(keyed: str, points: list[_Point]) -> list[list[_Point]]:
    """Points that one connective joins (`từ quý I đến quý III năm 2026`) stand together."""
    clusters: list[list[_Point]] = []
    for point in points:
        if clusters and _TO.fullmatch(keyed, clusters[-1][-1].span[1], point.span[0]):
            clusters[-1].append(point)
        else:
            clusters.append([point])
    return clusters


class _Sentence(msgspec.Struct, frozen=True):
    """A sentence in the forms that its deadlines are found in; recurrences by where they begin."""

    text: str
    keyed: str
    mirror: str
    recurrences: dict[int, tuple[Recurrence, int]]
    default_year: int | None

    def beginning(self, cluster: list[_Point]) -> int | None:
        """Where the words of a deadline begin that `cluster` ends, None when it is no deadline."""
        place = cluster[0].span[0]
        back = len(self.keyed) - place
        if _PERIOD_NAME.match(self.mirror, back):
            return None
        bare_year = cluster[0].first == (None, None, None)
        if strong := _STRONG.match(self.mirror, back):
            return place - len(strong.group())
        cue = _WEAK.match(self.mirror, back)
        if cue is None and (len(cluster) > 1 or cluster[0].second is not None or bare_year):
            cue = _START.match(self.mirror, back)
        if cue is not None:
            begin = place - len(cue.group())
            return begin if not bare_year or _clause_start(self.keyed, begin) else None
        head = place - len("năm ")
        leading = bare_year and head >= 0 and self.keyed.startswith("năm ", head) and _clause_start(self.keyed, head)
        end = cluster[-1].span[1]
        return head if leading and self.keyed[end : end + 1] in {":", ","} else None

    def frame(self, cluster: list[_Point]) -> TimeFrame | None:
        """The time frame of a cluster of points, None when it is no deadline."""
        begin, end = self.beginning(cluster), cluster[-1].span[1]
        if begin is None:
            return None
        every = None
        for place in (end, end + 1):
            recurrence, last = self.recurrences.get(place, (Recurrence.CONTINUOUS, end))
            if recurrence is not Recurrence.CONTINUOUS:
                every, end = recurrence, last
                break
        if _RELATIVE.search(self.keyed, begin, min(len(self.keyed), end + 12)):
            return None
        points = [point for point in cluster if every is None or point.year is not None]
        start, deadline = _frame(self.keyed, self.mirror, _resolved(points, None if every else self.default_year))
        if start is None and deadline is None and every is None:
            return None
        return TimeFrame(start=start, deadline=deadline, every=every, text=self.text[begin:end], span=(begin, end))


def _labelled(text: str, keyed: str, default_year: int | None) -> list[TimeFrame]:
    """What labels say (`Thời gian thực hiện: …`)."""
    frames = []
    for label in _LABEL.finditer(keyed) if ":" in keyed else ():
        start = label.start("rest")
        frame = read_time(text[start : label.end("rest")].rstrip(" ."), default_year=default_year)
        if frame.start or frame.deadline or frame.every:
            first, last = frame.span
            frames.append(msgspec.structs.replace(frame, span=(start + first, start + last)))
    return frames


def find_times(text: str, *, default_year: int | None = None) -> tuple[TimeFrame, ...]:
    """The deadlines and recurrences that a sentence gives, in order; dates of cited documents are none.

    A year that only names something (`Chiến lược đến năm 2030`) and a period (`giai đoạn 2026 - 2030`) are no deadline,
    unless a label (`Thời gian thực hiện:`) says so. The text must be NFC.
    """
    keyed = key(text).replace("quí", "quý")
    frames = _labelled(text, keyed, default_year)
    taken = [frame.span for frame in frames]

    def free(place: int) -> bool:
        before = bisect_right(taken, (place, len(text)))
        return before == 0 or place >= taken[before - 1][1]

    recurrences = [one for one in _recurrences(keyed) if free(one[1][0])]
    found = _POINT.finditer(keyed) if _CLUE.search(keyed) else ()
    points = [_point(match) for match in found if free(match.start())]
    starts = {span[0]: (recurrence, span[1]) for recurrence, span in recurrences}
    sentence = _Sentence(text, keyed, keyed[::-1], starts, default_year)
    used: set[int] = set()
    for cluster in _clusters(keyed, points):
        frame = sentence.frame(cluster)
        if frame is not None:
            frames.append(frame)
            if frame.every is not None:
                used.add(frame.span[1])
    frames += [
        TimeFrame(start=None, deadline=None, every=recurrence, text=text[span[0] : span[1]], span=span)
        for recurrence, span in recurrences
        if span[1] not in used
    ]
    return tuple(sorted(frames, key=lambda frame: frame.span))


def find_periods(text: str) -> tuple[Period, ...]:
    """The periods of years of a text: `giai đoạn 2013 - 2015`, `2026–2030`, `từ năm 2026 đến năm 2030`. NFC text."""
    found: list[Period] = []
    if not _TWO_YEARS.search(text):
        return ()
    for match in _PERIOD.finditer(key(text)):
        first, last = int(match["first"]), int(match["last"])
        if FIRST_YEAR <= first < last <= LAST_YEAR:
            found.append(Period(first=first, last=last, span=match.span()))
    return tuple(found)


def find_years(text: str) -> tuple[tuple[int, Span], ...]:
    """The bare years of a text with their places: `năm 2030`, `2026`; not those of dates and document numbers."""
    return tuple(
        (int(match.group()), match.span()) for match in _YEAR.finditer(text) if int(match.group()) <= LAST_YEAR
    )
