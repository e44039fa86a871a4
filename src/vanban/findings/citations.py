"""Rules on cited documents: a number that is missing, written in the wrong form, or that stands with two dates.

Forms of numbers: State `597/KH-UBND`, `02/2024/TT-BKHCN`, `93/2025/QH15` (Decree 30/2020/NĐ-CP, Annex I, II.3);
Party documents `50-CTr/TU` (HD 36-HD/VPTW of 2018, part on number and sign).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import msgspec

from vanban.findings.context import Context, Hit
from vanban.language import lexicon
from vanban.language.dates import partial
from vanban.language.normal import fold
from vanban.language.patterns import alternatives
from vanban.language.wording import Lang, date_in_text, shorten
from vanban.record import Span

_DASH: Final = r"[-\u2010-\u2015]"
_GAP: Final = r"[ \t\u00a0]{0,3}"
_ISSUER: Final = re.compile(r"[^;,.()\n]{0,40}?\bcủa ([^;,.()\n]{3,60})")
_DATE: Final = re.compile(
    r"[,;(]{0,2}\s{0,3}(?:ban hành\s{1,3})?ngày\s{1,3}(?:(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})"
    r"|(\d{1,2})\s{1,3}tháng\s{1,3}(\d{1,2})\s{1,3}năm\s{1,3}(\d{4}))"
)
_OWN: Final = re.compile(r"(?:kèm theo|ban hành theo)\s{1,3}\Z", re.IGNORECASE)
_SAME: Final = 12
_LONGEST_NAME: Final = 32
#: so many dates of one number are compared; more are another fault than a slip
_DATES: Final = 8


@lru_cache(maxsize=1)
def _numbers() -> re.Pattern[str]:
    """Any printed number of a State or Party document: `sep1` before the kind, `sep2` before the organ."""
    table = lexicon.load("findings")["citation"]
    kinds = alternatives(table["kinds"])
    party = alternatives(table["party_organs"])
    state = alternatives(table["state_organs"])
    separator = rf"{_GAP}(?:/|{_DASH}){_GAP}|[ \t\u00a0]{{1,2}}"
    return re.compile(
        rf"(?<![\w/.,-])(?P<number>\d{{1,5}})(?P<year>/(?:19|20)\d\d)?(?P<sep1>{separator})"
        rf"(?P<kind>(?i:{kinds}))(?P<sep2>{separator})"
        rf"(?:(?P<party>{party})|(?P<state>{state}))(?![\w])"
    )


#: `số` with nothing behind it: the next word of a citation, dots, or only the sign
_BLANK: Final = re.compile(r"số:?\s{0,10}(?:(?=của\b|ngày\b|về\b|[,;)])|\.{2,60}|…{1,20}|_{2,60}|(?=[/-]\s?[A-ZĐ]))")


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    """The name of a kind of document at the end of a text: `Kết luận `."""
    names = alternatives(lexicon.load("findings")["citation"]["names"])
    return re.compile(rf"(?<!\w)(?i:{names})\s{{1,3}}\Z")


class _Number(msgspec.Struct, frozen=True):
    """One printed number: its place, its canonical form, whether it is printed so, and the words after it."""

    span: Span
    printed: str
    canonical: str
    wrong: str
    year: bool
    date: tuple[int, int, int] | None
    issuer: str


def _date(text: str, place: int) -> tuple[int, int, int] | None:
    match = _DATE.match(text, place)
    if match is None:
        return None
    day, month, year = (int(group) for group in match.groups() if group is not None)
    return (year, month, day)


def _issuer(text: str, place: int) -> str:
    match = _ISSUER.match(text, place, place + 130)
    return fold(match.group(1)).strip() if match else ""


@lru_cache(maxsize=1)
def _spelling() -> dict[str, str]:
    """Kinds in their official case, by their upper case."""
    return {kind.upper(): kind for kind in lexicon.load("findings")["citation"]["kinds"]}


def _mark(separator: str) -> str:
    """`/`, `-` or a blank."""
    bare = separator.strip()
    return "-" if bare and bare != "/" else bare or " "


def _wrong(match: re.Match[str]) -> str:
    """Why a number is not in its form: `party`, `state`, `case`, or nothing."""
    separators = _mark(match["sep1"]), _mark(match["sep2"])
    if match["party"]:
        if separators != ("-", "/"):
            return "party"
    elif separators != ("/", "-"):
        return "state"
    return (
        "case" if match["kind"] != _spelling()[match["kind"].upper()] and match["kind"] != match["kind"].upper() else ""
    )


def _scan(context: Context) -> Iterator[_Number]:
    content = context.structure.content
    for match in _numbers().finditer(content):
        kind = _spelling()[match["kind"].upper()]
        if match["party"]:
            canonical = f"{match['number']}-{kind}/{match['party']}"
        else:
            canonical = f"{match['number']}{match['year'] or ''}/{kind}-{match['state']}"
        yield _Number(
            span=match.span(),
            printed=" ".join(match.group().split()),
            canonical=canonical,
            wrong=_wrong(match),
            year=match["year"] is not None,
            date=_date(content, match.end()),
            issuer=_issuer(content, match.end()),
        )


def citation_malformed(context: Context) -> Iterator[Hit]:
    """A number in the form of the other side, or without its signs: `47/CTr-TU`, `20 NQ/TW`, `182-QĐ/UBND`."""
    for number in _scan(context):
        if number.wrong:
            yield Hit(
                span=number.span,
                fields={"printed": number.printed, "canonical": number.canonical},
                variant=number.wrong,
            )


def citation_number_missing(context: Context) -> Iterator[Hit]:
    """`số` with nothing after it. The own number of a document that promulgates another is not a citation."""
    content = context.structure.content
    for match in _BLANK.finditer(content):
        name = _names().search(content, max(0, match.start() - _LONGEST_NAME), match.start())
        if name is None:
            continue
        start = name.start()
        if _OWN.search(content, max(0, start - _LONGEST_NAME), start) and context.document.number is None:
            continue
        end = content.find("\n", match.end())
        stop = min(end if end >= 0 else len(content), match.end() + 30)
        yield Hit(
            span=(start, match.start() + len(match.group().rstrip())),
            fields={"words": shorten(" ".join(content[start:stop].split()), 50)},
        )


def _conflict(first: _Number, second: _Number) -> bool:
    """Whether two dates of one number cannot both be right.

    State numbers begin anew each year and each agency counts its own: two years, or two issuers, may be two documents.
    """
    if first.date is None or second.date is None or first.date == second.date:
        return False
    if first.issuer and second.issuer and not _same_issuer(first.issuer, second.issuer):
        return False
    return first.year or first.date[0] == second.date[0] or first.date[1:] == second.date[1:]


def _same_issuer(first: str, second: str) -> bool:
    return first[:_SAME] == second[:_SAME]


def citation_date_conflict(context: Context) -> Iterator[Hit]:
    """One number with two dates."""
    seen: dict[str, list[_Number]] = defaultdict(list)
    for number in _scan(context):
        if number.date is None:
            continue
        earlier = seen[number.canonical]
        if any(other.date == number.date for other in earlier):
            continue
        other = next((other for other in earlier if _conflict(other, number)), None)
        if other is not None:
            fields = {
                "number": number.canonical,
                "first": _day(other, context.lang),
                "second": _day(number, context.lang),
            }
            yield Hit(span=number.span, fields=fields)
        if len(earlier) < _DATES:
            earlier.append(number)


def _day(number: _Number, lang: Lang) -> str:
    """The date of a number; one that the calendar does not have as it was written."""
    year, month, day = number.date or (0, 0, 0)
    date = partial(year, month, day)
    return date_in_text(date.iso, lang) if date is not None else f"{day:02d}/{month:02d}/{year}"
