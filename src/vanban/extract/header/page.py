"""What a web page says of a document around its letterhead: a headline, a list of properties, an introduction.

Collections of legal texts print number, day and type of a document above its text; newspapers and portals introduce
it with a paragraph of their own. All of it counts only where the letterhead says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from vanban.extract.citations.number import PRINTED, compose
from vanban.extract.header.identity import DATE, Identity, printed_number, value_of
from vanban.extract.header.instrument import NAMES
from vanban.extract.header.lines import Line, has_motto
from vanban.language import lexicon
from vanban.language.normal import key
from vanban.language.patterns import alternatives
from vanban.structure.text import Paragraph

_WEB: Final = lexicon.load("positions")["page"]
_TYPES: Final = alternatives(NAMES)
#: Type, perhaps issuer, `số` and the number of a heading, at the head of a line or behind words of a newspaper.
_HEADING: Final = re.compile(
    rf"(?:^\W{{0,3}}(?:1\. )?(?:toàn văn )?|\(|(?:{alternatives(_WEB['introducing'])}) )"
    rf"(?P<type>{_TYPES}|(?=của ))\s?(?:của [^\d;:]{{3,90}}? )?(?:số\s?:?\s{{0,2}})?(?={PRINTED})",
    re.IGNORECASE,
)
#: The first document that a paragraph names which says that it gives the whole text of one.
_INTRODUCED: Final = re.compile(rf"(?<!\w)(?P<type>{_TYPES})\s(?:số\s?:?\s{{0,2}})?(?={PRINTED})", re.IGNORECASE)
_WHOLE_TEXT: Final = "toàn văn"
_PRINTED: Final = re.compile(PRINTED)
_DAY_PROPERTY: Final = re.compile(
    rf"(?:{alternatives(_WEB['day'])})\s?:?\s?(?P<date>\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}(?!\d))?"
)
#: What goes on behind number and day of a headline; a sentence goes on otherwise.
_NAMED_BY: Final = re.compile(rf"\W{{0,3}}(?:$|(?:{alternatives(_WEB['behind'])}) )")
_SHORT_DATE: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
#: Lines that a heading in capitals is set on at most, and how far from the head of the page one is looked for.
_HEADING_LINES: Final = 4
_HEADLINES: Final = 10
#: A text of fewer lines is a sentence or two, not a page with a headline.
_SHORTEST_PAGE: Final = 3
_LONGEST_HEADLINE: Final = 420
#: A paragraph that is longer stands in no letterhead.
_LONGEST_LINE: Final = 300


def read_heading(lines: Sequence[Line], start: int | None, kind: str | None) -> Identity:
    """Number, day and type of `QUYẾT ĐỊNH CỦA … SỐ 12/QĐ-TTg NGÀY …` as gazettes print it, or of a headline.

    `start` is the line with the type of the document and `kind` its code; a heading with another type is none.
    """
    if start is not None:
        found = _heading_of(
            " ".join(line.text[:_LONGEST_HEADLINE] for line in lines[start : start + _HEADING_LINES]), opens=True
        )
        if found is not None and found.kind == kind:
            return found
    for index, line in enumerate(lines[: _HEADLINES if start is None else min(start, _HEADLINES)]):
        if line.keyed.startswith(tuple(_WEB["body"])):
            break
        text = line.text
        if line.capitals:
            text = " ".join(other.text for other in lines[index : index + _HEADING_LINES] if other.capitals)
        introduces = _WHOLE_TEXT in line.keyed
        sentence = len(lines) < _SHORTEST_PAGE or any(word in line.keyed for word in _WEB["sentence"])
        found = _heading_of(
            text[:_LONGEST_HEADLINE],
            capitals=sentence and not introduces,
            pattern=_INTRODUCED if introduces else _HEADING,
        )
        if found is not None and (kind is None or found.kind in {None, kind}):
            return found
    return Identity()


def _heading_of(
    text: str, *, opens: bool = False, capitals: bool = False, pattern: re.Pattern[str] = _HEADING
) -> Identity | None:
    """The heading in the text; `opens`: only one with which it opens; `capitals`: only one in capitals."""
    for match in pattern.finditer(text):
        if opens and match.start() > 0:
            return None
        if capitals and not match["type"].isupper():
            continue
        number = _PRINTED.match(text, match.end())
        parsed = compose(number["digits"], number["year"], number["sign"], number["tail"]) if number else None
        if number is None or parsed is None:
            continue
        date = DATE.match(key(text), number.end() + len(text[number.end() :]) - len(text[number.end() :].lstrip(" ,")))
        value, blank = value_of(date) if date else (None, False)
        if not match["type"].isupper() and not _NAMED_BY.match(key(text), date.end() if date else number.end()):
            continue
        return Identity(
            number=printed_number(number, number["tail"]),
            parsed=parsed,
            kind=NAMES.get(key(match["type"])),
            numbered=True,
            date=value,
            dated=value is not None,
            blank_day=blank,
        )
    return None


def issued_on(lines: Sequence[Line]) -> str | None:
    """The day in a list of properties: `Ngày ban hành: 29/08/2014`, in one line or in two cells."""
    for line, following in pairwise((*lines, None)):
        if line is None:
            break
        match = _DAY_PROPERTY.search(line.keyed)
        if match is None:
            continue
        printed = match["date"]
        beside = following is not None and following.paragraph.index == line.paragraph.index
        named = match.end() == len(line.keyed) or (beside and match.start() == 0)
        if printed is None and named and following is not None:
            short = _SHORT_DATE.fullmatch(following.keyed)
            printed = short.group() if short else None
        date = DATE.search(printed) if printed else None
        if date is not None:
            return value_of(date)[0]
    return None


def without_introduction(lines: list[Line], paragraphs: Sequence[Paragraph]) -> list[Line]:
    """The lines from the letterhead on, where a page prints paragraphs of its own above it."""
    if not lines:
        return lines
    opened = next((i + 1 for i, line in enumerate(lines[:-1]) if line.keyed.startswith(tuple(_WEB["opening"]))), 0)
    lines = lines[opened:]
    first, last = lines[0].paragraph.index, lines[-1].paragraph.index
    motto = next((p.index for p in paragraphs[first : last + 1] if has_motto(p.text[:_LONGEST_LINE])), None)
    if motto is None:
        return lines
    below = next((i for i, line in enumerate(lines) if line.paragraph.index >= motto), len(lines))
    if not any(len(line.text) > _LONGEST_LINE for line in lines[:below]):
        return lines
    while below > 0 and (lines[below - 1].capitals or lines[below - 1].keyed.startswith("số")):
        below -= 1
    return lines[below:]
