"""Numbers with misread digits, restored by their grammar alone: dates, years, shares, amounts, numbers of documents.

A letter becomes a digit where the form leaves nothing else (`2O25`, `1OO%`, `l5 tháng`); a digit that was read stays.
Numbers of documents follow Decree 30/2020/NĐ-CP (annex I, II.3 and annex III) and Guide 36-HD/VPTW for the Party:
the kind and the body behind it come from closed lists. Roman numerals of headings follow each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from vanban.language import lexicon
from vanban.language.normal import fold
from vanban.record import Span
from vanban.restore.changes import Edits, Restoration, inside

#: confidence of what the form tells, and of what only the headings before and behind tell
_BY_FORM: Final = 0.8
_BY_SEQUENCE: Final = 0.7

#: letters and signs that recognisers see in digits; the second row only where the form holds every place
_SURE: Final = "OoQlI|"
_LESS: Final = "SBZ"
_DIGIT: Final = str.maketrans(_SURE + _LESS, "000111582")
_D: Final = rf"[\d{re.escape(_SURE)}]"
_E: Final = rf"[\d{re.escape(_SURE + _LESS)}]"
#: the same on folded text
_F: Final = r"[\doqil|]"
_FREE: Final = r"(?<![^\W_])"
_END: Final = r"(?![^\W_])"

_SHARE: Final = re.compile(rf"(?<![\w.,/]){_E}{{1,3}}(?:[.,]{_E}{{1,3}})?(?=\s?%)")
_DATE: Final = re.compile(rf"(?<![\w/.-])({_D}{{1,2}})([/.-])({_D}{{1,2}})\2({_E}{{4}})(?![\w/])")
_YEAR: Final = re.compile(rf"{_FREE}[1lI2Z][09OoQ]{_D}{{2}}{_END}")
_AMOUNT: Final = re.compile(rf"(?<![\w.,/]){_D}{{1,3}}(?:([.,]){_D}{{3}})(?:\1{_D}{{3}})*(?!\w)")
#: on folded text: a number before its unit, a number behind a word of the calendar
_COUNTED: Final = re.compile(
    rf"(?<![\w.,/-])(?P<number>{_F}{{2,4}})(?=\s(?:thang|nam|ngay|quy|ty|ti|trieu|nghin|dong|nguoi|ha|km)(?!\w))"
)
_CALENDAR: Final = re.compile(rf"(?<!\w)(?:ngay|thang|quy)\s+(?P<number>{_F}{{1,2}})(?![\w/.-])")
#: a quarter in Roman numerals: `quý Il/2025`
_QUARTER: Final = re.compile(r"(?<!\w)quy\s+([iv1l|]{1,4})(?=[/\s])")
_LIMITS: Final = {"ngay": 31, "thang": 12, "quy": 4}

#: a number of a document: its digits, its year, the kind and the body behind it
_NUMBER: Final = re.compile(
    rf"(?<![\w/.-])({_D}{{1,5}})(/{_E}{{4}})?([/-])([A-ZÐĐ][\w|]{{0,8}})([-/])([A-ZÐĐ][\w|]{{0,12}})(?![\w])"
)
#: letters that look alike, each class under one letter; `DB`, `DP` are an Đ in two pieces
_SHAPES: Final = str.maketrans("ĐÐBPR0Qq9l1|i8", "DDDDDOOgglllgD")
_TWO_PIECES: Final = re.compile(r"[DÐĐ][BP]")

_HEADING: Final = re.compile(r"(?m)^[ \t\f]{0,12}([IVXLTHl1|i!\]]{1,6})([.)]|\s?-)[ \t]{1,3}(?=(\S[^\n]*))")
#: the label of a paragraph, with the sign behind it
_ITEM: Final = re.compile(r"(?m)^[ \t\f]{0,12}(\d{1,2})([.,])[ \t]{1,3}(?=[^\W\d_a-z])")
_NUMERALS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_ROMAN: Final = {numeral: value for value, numeral in enumerate(_NUMERALS, 1)}
#: strokes of a numeral and what is seen in them
_STROKES: Final = str.maketrans("l1|i!]TL", "IIIIIIII")
_LEAST_CAPITALS: Final = 0.7


def with_numbers(text: str, spans: Sequence[Span]) -> Restoration:
    """`text` with the numbers of the passages at `spans` (damaged, in order) as their grammar has them."""
    folded = fold(text)
    edits = Edits(text)
    found: list[tuple[int, int, str, float]] = []
    for start, end in spans:
        found += [(*one, _BY_FORM) for one in _by_form(text, folded, start, end)]
    found += [(*one, _BY_SEQUENCE) for one in (*_by_sequence(text, spans), *_commas(text, spans))]
    last = 0
    for start, end, new, sure in sorted(found):
        if start >= last and text[start:end] != new:
            edits.put(start, end, new, sure)
            last = end
    return edits.done()


def _by_form(text: str, folded: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Places of numbers in one passage and what their form makes of them; the narrowest grammar first."""
    taken: set[int] = set()
    for first, last, new in _candidates(text, folded, start, end):
        if taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            yield first, last, new


def _candidates(text: str, folded: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for match in _NUMBER.finditer(text, start, end):
        yield (*match.span(), _document(match))
    for match in _DATE.finditer(text, start, end):
        day, month, year = (_digits(match[group]) for group in (1, 3, 4))
        if _is_day(day, month, year) and _has_digit(match[4]):
            yield (*match.span(), match[2].join((day, month, year)))
    for match in _SHARE.finditer(text, start, end):
        if _has_digit(match.group()):
            yield (*match.span(), _digits(match.group()))
    for pattern in (_AMOUNT, _YEAR):
        for match in pattern.finditer(text, start, end):
            read = match.group()
            if 2 * sum(c.isdigit() for c in read) >= sum(c.isalnum() or c == "|" for c in read):
                yield (*match.span(), _digits(read))
    yield from _beside_words(text, folded, start, end)


def _beside_words(text: str, folded: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Numbers that their unit, or the word of the calendar before them, tells."""
    for pattern in (_COUNTED, _CALENDAR):
        for match in pattern.finditer(folded, start, end):
            first, last = match.span("number")
            read = text[first:last]
            new = _digits(read)
            limit = _LIMITS.get(match.group()[: first - match.start()].rstrip())
            if _has_digit(read) and new.isdigit() and (limit is None or 0 < int(new) <= limit):
                yield first, last, new
    for match in _QUARTER.finditer(folded, start, end):
        read = text[match.start(1) : match.end(1)]
        yield (*match.span(1), _plain(read) if not read.isdigit() and _plain(read) in _NUMERALS[:4] else read)


def _digits(read: str) -> str:
    return read.translate(_DIGIT)


def _has_digit(read: str) -> bool:
    return any(c.isdigit() for c in read)


def _is_day(day: str, month: str, year: str) -> bool:
    try:
        return 1900 <= date(int(year), int(month), int(day)).year < 2200
    except ValueError:
        return False


def _document(match: re.Match[str]) -> str:
    """A number of a document with its digits as digits; kind and body from the closed lists where they tell."""
    number, year, first, kind, second, body = match.groups()
    kinds, bodies = _names()
    if not _has_digit(number + (year or "")):
        return match.group()
    known = _named(kind, kinds)
    if known is None:
        return match.group()
    return f"{_digits(number)}{_digits(year or '')}{first}{known}{second}{_named(body, bodies) or body}"


def _named(read: str, names: dict[str, tuple[str, ...]]) -> str | None:
    """The one name of the list that looks like `read`; None where none or several do."""
    found = {name for shape in {_shape(read), _shape(_TWO_PIECES.sub("D", read))} for name in names.get(shape, ())}
    return read if read in found else found.pop() if len(found) == 1 else None


def _shape(name: str) -> str:
    return name.translate(_SHAPES)


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Kinds of documents and bodies, each by its shape."""
    table = lexicon.load("findings")["citation"]
    kinds: dict[str, tuple[str, ...]] = defaultdict(tuple)
    bodies: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for names, words in ((kinds, table["kinds"]), (bodies, (*table["state_organs"], *table["party_organs"]))):
        for word in words:
            names[_shape(word)] += (word,)
    return dict(kinds), dict(bodies)


def _by_sequence(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
    """Roman numerals of headings in capitals that follow the numeral before; a numeral that was read well stays."""
    headings = [match for match in _HEADING.finditer(text) if _is_loud(match[3])]
    places = [match.span(1) for match in headings]
    damaged = inside([start for start, _ in places], spans)
    before = 0
    for at, match in enumerate(headings):
        read = match[1]
        own = _ROMAN.get(read)
        if own is None and damaged[at] and len(read) > 1:  # `l.` may be 1 as well as I
            own = _follower(read, before, headings[at + 1][1] if at + 1 < len(headings) else None)
            if own is not None:
                yield (*places[at], _NUMERALS[own - 1])
        before = own or before


def _follower(read: str, before: int, following: str | None) -> int | None:
    """The value of a misread numeral behind one of value `before`; `following` is the next as read."""
    wanted = before + 1
    if wanted > len(_NUMERALS):
        return None
    seen, numeral = _plain(read), _NUMERALS[wanted - 1]
    held = following is not None and _ROMAN.get(_plain(following)) == wanted + 1
    if seen == numeral:
        return wanted if held or not read.isdigit() else None
    return wanted if held and abs(len(seen) - len(numeral)) == 1 and (seen in numeral or numeral in seen) else None


def _commas(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
    """Full stops of labels that were read as commas: `4,` between `3.` and `5.`."""
    labels = [*_ITEM.finditer(text)]
    places = [match.span(2) for match in labels]
    damaged = inside([start for start, _ in places], spans)
    values = [int(match[1]) for match in labels]
    for at in range(1, len(labels) - 1):
        if labels[at][2] == "," and damaged[at] and values[at - 1] + 1 == values[at] == values[at + 1] - 1:
            yield (*places[at], ".")


def _is_loud(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= _LEAST_CAPITALS * len(letters)


def _plain(read: str) -> str:
    """A numeral with strokes for what is seen in them: an H is two."""
    return read.translate(_STROKES).replace("H", "II")
