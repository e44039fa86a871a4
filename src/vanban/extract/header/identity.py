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
from vanban.language.normal import fold, key

_FIELD: Final = r"[\s.…_\-]{0,60}"
_WORD_BEFORE: Final = (
    r"(?i:(?:bộ )?luật|nghị quyết|pháp lệnh|nghị định|quyết định|thông tư|lệnh|công văn|kế hoạch|chỉ thị) "
)
#: `Số:` or `Số` at the head of a line, or with a colon behind the left block of a glued line.
_LABEL: Final = re.compile(
    rf"^\W{{0,3}}(?:{_WORD_BEFORE})?(?:S[ốôoóỐÔOÓ]|số|No)(?:\s?/?\s?(?:KH|[Kk][ýí] hiệu|hiệu|No\.?))?"
    r"\s{0,3}(?:[:;.]|(?=[\s\d…_/-]|$))"
    r"|(?<=\s)S[ốỐ]\s{0,3}(?::|(?=\d{1,5}\s?[/–-]\s?[A-ZĐ]))"
)
_NUMBER: Final = re.compile(
    rf"{_FIELD}(?:{PRINTED}|(?P<blank>[/–-])\s{{0,3}}(?:(?:19|20)\d\d\s{{0,2}}[/-]\s{{0,2}})?(?P<sign_only>{TAIL})"
    rf"|(?P<old>\d{{1,5}}[a-z]?[ .]{{1,2}})(?P<old_tail>[A-ZĐ]{{2,8}}\s?[/–-]\s?{TAIL})"
    r"|(?P<plain>\d{1,6}[a-zA-Z]?)(?![\w/]))"
)
_OPENS: Final = re.compile(r"\W{0,3}số\s?:")
_BARE: Final = re.compile(rf"^\W{{0,2}}{PRINTED}\W{{0,2}}$")
_YEAR: Final = r"\d{4}(?!\d)|\d{0,3}[\s.…_]{0,20}(?!\d)"
_PART: Final = r"\d{1,2}|[\s.…_\-]{0,60}"
#: Any date of a letterhead, with its parts filled in or left empty; on text in small letters.
DATE: Final = re.compile(
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
#: What a web page prints before the date of its own.
_WEEKDAYS: Final = ("thứ ", "chủ nhật")
_DAY_AHEAD: Final = re.compile(r"\s{0,3},?\s{0,3}ngày(?!\w)", re.IGNORECASE)
#: A syllable that opens with a capital, or the short form of `thành phố`: no sign of a body ends like it.
_SYLLABLE: Final = re.compile(
    r"(?:Tp\s?\.?|TP\s?\.)\s?[A-ZĐ]|TP\s?(?:Hồ Chí Minh|HCM)"
    r"|[^\W\d_a-z](?=[^\W\d_A-ZĐ]{0,7}[aeiouyà-ỹăâêôơư])[^\W\d_A-ZĐ]{1,7}(?!\w)"
)
#: What a number of the Bộ Nội vụ or a secret one has behind it: `(A11)`, `(m)`.
_SUFFIX: Final = re.compile(r"\s?\([A-Za-zĐ]{1,3}\d{0,3}\)")
#: The first word of a property that ends the signs of a number.
_PROPERTY: Final = re.compile(r"(?<=[^\W\d_])(?:Ngày|Loại|Nơi|Người|Cơ|Tình|Lĩnh|Trích|Về)$")
#: Where a conversion has lost the blank between two words: `Thành phốHồ Chí Minh`.
_GLUED_WORDS: Final = re.compile(r"(?<=[a-zà-ỹ])(?=[A-ZĐ][a-zà-ỹ])")
#: The hour of a công điện, between place and day.
_HOUR: Final = re.compile(
    r"[\s,]{0,3}(?:(?:vào )?(?:hồi|lúc)\s)?\s{0,3}[\d.…]{1,6}\s?(?:giờ|h|:)\s?(?:[\d.…]{1,6}\s?(?:phút|['’′])?)?$"
)
_LABEL_ALONE: Final = 8


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What the letterhead says: number (None when blank), whether a blank number or day was printed, date, place.

    `kind` is the code of the type that a heading prints before the number.
    """

    number: str | None = None
    parsed: DocumentNumber | None = None
    sign: str | None = None
    kind: str | None = None
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
        if not identity.numbered or _is_weak(identity):
            found = _number(line.text)
            if found is not None and (
                not identity.numbered or (found[1] is not None and (identity.number or _OPENS.match(line.keyed)))
            ):
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
        if identity.numbered and identity.dated and not _is_weak(identity):
            break
    return identity


def _is_weak(identity: Identity) -> bool:
    """Whether a number with signs may follow: a stamp of receipt has digits alone, a list of properties a label."""
    return identity.numbered and identity.parsed is None and identity.sign is None


def _number(text: str) -> tuple[int, DocumentNumber | None, str | None, str | None] | None:
    """Where the number ends, the number, how it is printed, and the sign of a blank one."""
    label = _LABEL.search(text)
    if label is None:
        match = _BARE.match(text)
        parsed = compose(match["digits"], match["year"], match["sign"], match["tail"]) if match else None
        if match is None or parsed is None:
            return None
        return match.end(), parsed, printed_number(match, match["tail"]), None
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
    if match["old"]:
        end = _glued(text, match.start("old_tail"), match.end())
        tail = text[match.start("old_tail") : end]
        return end, compose(match["old"].rstrip(" ."), None, "/", tail), f"{match['old']}{tail}", None
    if match["blank"]:
        end = _glued(text, match.start("sign_only"), match.end())
        return end, None, None, text[match.start("sign_only") : end]
    if label.end() - label.start() > _LABEL_ALONE and not _stands_alone(text[match.end() :]):
        return None
    tail = match["tail"]
    end = _glued(text, match.start("tail"), match.end())
    if end < match.end():
        tail = text[match.start("tail") : end]
    parsed = compose(match["digits"], match["year"], match["sign"], tail)
    suffix = _SUFFIX.match(text, end)
    return end, parsed, printed_number(match, tail) + (suffix.group().strip() if suffix else ""), None


def _glued(text: str, start: int, end: int) -> int:
    """Where a number ends that has the place before the date glued to it: `12/QĐ-TTgHà Nội, ngày …`.

    A list of properties may have the name of the next one glued to the number: `12/QĐ-TTgNgày ban hành: …`.
    """
    named = _PROPERTY.search(text, start, end)
    if named is not None and text[end : end + 1] == " ":
        return named.start()
    date = _DAY_AHEAD.search(text, end)
    if date is None or date.start() - end > _LONGEST_PLACE:
        return end
    last = max(start, *(text.rfind(sign, start, end) + 1 for sign in "-–/& "))
    for at in range(end - 1, last, -1):
        if text[at].isupper() and _SYLLABLE.match(text, at) and _PLACE.fullmatch(text[at : date.start()].strip(" ,")):
            return at
    return end


def _stands_alone(rest: str) -> bool:
    """Whether behind `Luật số: …` comes nothing but place and date: else a sentence begins with that law."""
    before, mark, _ = rest.strip(" |,.;-").partition("ngày")
    return not rest.strip(" |,.;-") or (bool(mark) and _place(before.strip(" ,|")) is not None)


def printed_number(match: re.Match[str], tail: str) -> str:
    """The number of a match of `PRINTED` without blanks around its signs; `tail` is what stands behind the digits."""
    sign = match["sign"].strip() or " "
    tail = re.sub(r"\s*([-/&])\s*", r"\1", tail.replace("–", "-"))
    year = match["year"].replace(" ", "") if match["year"] else ""
    return f"{match['digits']}{year}{sign.replace('–', '-')}{tail}".rstrip(".,")


def _dated(lines: Sequence[Line], index: int, start: int) -> dict[str, object] | None:
    """The date that begins in this line, possibly ending in the next one, with the place before it."""
    text, keyed = lines[index].text, lines[index].keyed
    if "ngày" not in keyed and "tháng" not in keyed and not _short_date(text):
        return None
    if "năm" not in keyed and index + 1 < len(lines) and lines[index + 1].keyed.startswith(("tháng", "năm")):
        text, keyed = f"{text} {lines[index + 1].text}", f"{keyed} {lines[index + 1].keyed}"
    match = DATE.search(keyed, start)
    if match is None and start > 0:
        start = 0
        match = DATE.search(keyed)
    if match is None:
        return None
    before = _HOUR.sub("", text[start : match.start()].rstrip(" ,")).strip(" ,;.-–|")
    bare = match["d4"] or match["m3"] or match["d5"]
    place = _place(before)
    if bare and place is not None and "," not in text[start : match.start()] and not gazetteer.find_provinces(place):
        return None
    if before and place is None:
        return None
    if place is None and (start > 0 or not bare) and index > 0 and lines[index - 1].text.endswith(","):
        place = _place(lines[index - 1].text.strip(" ,;"))
    if bare and place is None:
        return None
    if text[match.end() :].strip(" .;,)-–|") and place is None and not _LABEL.search(text, match.end()):
        return None
    date, blank = value_of(match)
    return {"date": date, "dated": True, "blank_day": blank, "place": place}


def _short_date(text: str) -> bool:
    return "," in text and len(text) < 60 and any(c.isdigit() for c in text)


def _place(before: str) -> str | None:
    """The place that ends the text before a date, None when what stands there is none."""
    if not before or key(before).startswith(_WEEKDAYS):
        return None
    before = _GLUED_WORDS.sub(" ", before)
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


def value_of(match: re.Match[str]) -> tuple[str | None, bool]:
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
