"""Number, date and place of a document from the lines of its letterhead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from vanban.extract.citations.number import PRINTED, TAIL, DocumentNumber, compose
from vanban.extract.header.lines import Line
from vanban.language import gazetteer
from vanban.language.dates import FIRST_YEAR, LAST_YEAR, partial
from vanban.language.normal import fold

_FIELD: Final = r"[\s.…_\-]{0,60}"
_WORD_BEFORE: Final = (
    r"(?i:(?:bộ )?luật|nghị quyết|pháp lệnh|nghị định|quyết định|thông tư|lệnh|công văn|kế hoạch|chỉ thị) "
)
#: `Số:` or `Số` at the head of a line, or with a colon behind the left block of a glued line.
_LABEL: Final = re.compile(
    rf"^\W{{0,3}}(?:{_WORD_BEFORE})?(?:S[ốôoóỐÔOÓ]|số|No)(?:\s?/?\s?KH)?\s{{0,3}}(?:[:;.]|(?=[\s\d…_/-]|$))"
    r"|(?<=\s)S[ốỐ]\s{0,3}(?::|(?=\d{1,5}\s?[/–-]\s?[A-ZĐ]))"
)
_NUMBER: Final = re.compile(
    rf"{_FIELD}(?:{PRINTED}|(?P<blank>[/–-])\s{{0,3}}(?:(?:19|20)\d\d\s{{0,2}}[/-]\s{{0,2}})?(?P<sign_only>{TAIL})|(?P<plain>\d{{1,6}}[a-zA-Z]?)(?![\w/]))"
)
_BARE: Final = re.compile(rf"^\W{{0,2}}{PRINTED}\W{{0,2}}$")
_YEAR: Final = r"\d{4}(?!\d)|\d{0,3}[\s.…_]{0,20}(?!\d)"
_PART: Final = r"\d{1,2}|[\s.…_\-]{0,60}"
_DATE: Final = re.compile(
    rf"(?<!\w)(?:ngày\s{{0,3}}(?P<d>{_PART})\s{{0,3}},?\s{{0,3}}tháng\s{{0,3}}(?P<m>{_PART})"
    rf"\s{{0,3}},?\s{{0,3}}năm\s{{0,3}}(?P<y>{_YEAR})"
    rf"|ngày\s{{0,3}}(?P<d2>{_PART})\s{{0,2}}[/.-]\s{{0,2}}(?P<m2>{_PART})\s{{0,2}}[/.-]\s{{0,2}}(?P<y2>\d{{4}})(?!\d)"
    r"|tháng\s{0,3}(?P<m3>\d{1,2})\s{0,3},?\s{0,3}(?:năm|[/-])\s{0,3}(?P<y3>\d{4})(?!\d)"
    r"|(?P<d4>\d{1,2})\s?[/.-]\s?(?P<m4>\d{1,2})\s?[/.-]\s?(?P<y4>\d{4})(?!\d)"
    r"|(?P<d5>\d{1,2})\s{1,3}tháng\s{1,3}(?P<m5>\d{1,2})\s{1,3}năm\s{1,3}(?P<y5>\d{4})(?!\d))"
)
_GROUPS: Final = (("d", "m", "y"), ("d2", "m2", "y2"), (None, "m3", "y3"), ("d4", "m4", "y4"), ("d5", "m5", "y5"))
_UPPER: Final = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_PLACE_WORD: Final = rf"(?:[{_UPPER}][\w’'.]{{0,12}}|\d{{1,2}})"
_PLACE: Final = re.compile(
    r"(?:(?:[Tt]p|TP|[Tt]x|TX|[Tt][Tt])\s?\.?\s?"
    r"|(?:[Tt]hành phố|[Tt]hị xã|[Tt]hị trấn|[Tt]ỉnh|[Hh]uyện|[Xx]ã|[Pp]hường|[Qq]uận|[Đđ]ặc khu)\s)?"
    rf"{_PLACE_WORD}(?:(?:\s?[-–]\s?|\s){_PLACE_WORD}){{0,5}}"
)
_LONGEST_PLACE: Final = 45
_LABEL_ALONE: Final = 8


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What the letterhead says: number (None when blank), whether a blank number or day was printed, date, place."""

    number: str | None = None
    parsed: DocumentNumber | None = None
    sign: str | None = None
    numbered: bool = False
    blank_number: bool = False
    date: str | None = None
    dated: bool = False
    blank_day: bool = False
    place: str | None = None
    number_line: int | None = None
    date_line: int | None = None


def read_identity(lines: Sequence[Line]) -> Identity:
    """Number, date and place printed in `lines`."""
    identity = Identity()
    ends: dict[int, int] = {}
    for index, line in enumerate(lines):
        if not identity.numbered:
            found = _number(line.text)
            if found is not None:
                end, parsed, printed, sign = found
                ends[index] = end
                identity = msgspec.structs.replace(
                    identity,
                    number=printed,
                    parsed=parsed,
                    sign=sign,
                    numbered=True,
                    blank_number=printed is None,
                    number_line=index,
                )
        if not identity.dated:
            date = _dated(lines, index, ends.get(index, 0))
            if date is not None:
                identity = msgspec.structs.replace(identity, **date, date_line=index)
        if identity.numbered and identity.dated:
            break
    return identity


def _number(text: str) -> tuple[int, DocumentNumber | None, str | None, str | None] | None:
    """Where the number ends, the number, how it is printed, and the sign of a blank one."""
    label = _LABEL.search(text)
    if label is None:
        match = _BARE.match(text)
        parsed = compose(match["digits"], match["year"], match["sign"], match["tail"]) if match else None
        if match is None or parsed is None:
            return None
        return match.end(), parsed, _printed(match), None
    match = _NUMBER.match(text, label.end())
    if match is None:
        rest = text[label.end() :]
        spaced = fold(rest.strip(" .…_:-"))
        if not spaced or "ngay" in spaced or len(spaced) < 4:
            return label.end(), None, None, None
        return None
    if match["plain"]:
        if text[match.end() :].strip() and "ngày" not in text[match.end() :].lower():
            return None
        return match.end(), None, match["plain"], None
    if match["blank"]:
        return match.end(), None, None, match["sign_only"]
    if label.end() - label.start() > _LABEL_ALONE and not _stands_alone(text[match.end() :]):
        return None
    parsed = compose(match["digits"], match["year"], match["sign"], match["tail"])
    return match.end(), parsed, _printed(match), None


def _stands_alone(rest: str) -> bool:
    """Whether behind `Luật số: …` comes nothing but place and date: else a sentence begins with that law."""
    before, mark, _ = rest.strip(" |,.;-").partition("ngày")
    return not rest.strip(" |,.;-") or (bool(mark) and _place(before.strip(" ,|")) is not None)


def _printed(match: re.Match[str]) -> str:
    sign = match["sign"].strip() or " "
    tail = re.sub(r"\s*([-/&])\s*", r"\1", match["tail"].replace("–", "-"))
    year = match["year"].replace(" ", "") if match["year"] else ""
    return f"{match['digits']}{year}{sign.replace('–', '-')}{tail}".rstrip(".,")


def _dated(lines: Sequence[Line], index: int, start: int) -> dict[str, object] | None:
    """The date that begins in this line, possibly ending in the next one, with the place before it."""
    text, keyed = lines[index].text, lines[index].keyed
    if "ngày" not in keyed and "tháng" not in keyed and not _short_date(text):
        return None
    if "năm" not in keyed and index + 1 < len(lines) and lines[index + 1].keyed.startswith(("tháng", "năm")):
        text, keyed = f"{text} {lines[index + 1].text}", f"{keyed} {lines[index + 1].keyed}"
    match = _DATE.search(keyed, start)
    if match is None and start > 0:
        start = 0
        match = _DATE.search(keyed)
    if match is None:
        return None
    before = text[start : match.start()].strip(" ,;.-–|")
    bare = match["d4"] or match["m3"] or match["d5"]
    place = _place(before)
    if before and place is None:
        return None
    if place is None and (start > 0 or not bare) and index > 0 and lines[index - 1].text.endswith(","):
        place = _place(lines[index - 1].text.strip(" ,;"))
    if bare and place is None:
        return None
    if text[match.end() :].strip(" .;,)-–|") and place is None and not _LABEL.search(text, match.end()):
        return None
    date, blank = _value(match)
    return {"date": date, "dated": True, "blank_day": blank, "place": place}


def _short_date(text: str) -> bool:
    return "," in text and len(text) < 60 and any(c.isdigit() for c in text)


def _place(before: str) -> str | None:
    """The place that ends the text before a date, None when what stands there is none."""
    if not before:
        return None
    if len(before) <= _LONGEST_PLACE and _PLACE.fullmatch(before) and not before.isupper():
        return before
    if before.isupper() and any(fold(before) == fold(name) for p in gazetteer.provinces() for name in p.names):
        return before
    provinces = gazetteer.find_provinces(before)
    if provinces and provinces[-1][0][1] == len(before):
        start = provinces[-1][0][0]
        prefix = re.search(r"(?:TP|Tp|T\.P|Thành phố|thành phố)\s?\.?\s?$", before[:start])
        return before[prefix.start() if prefix else start :]
    return None


def _value(match: re.Match[str]) -> tuple[str | None, bool]:
    """The date of a match, as precise as it is filled in, and whether day or month was left empty."""
    day, month, year = next(names for names in _GROUPS if match[names[2]] is not None)
    digits = match[year].strip(" .…_")
    d = match[day].strip(" .…_-") if day else ""
    m = match[month].strip(" .…_-")
    blank = not d or not m
    if len(digits) != 4 or not FIRST_YEAR <= int(digits) <= LAST_YEAR:
        return None, blank
    value = partial(int(digits), int(m) if m else None, int(d) if d and m else None)
    if value is None and m:
        value = partial(int(digits), int(m)) or partial(int(digits))
    return (value.iso if value else None), blank
