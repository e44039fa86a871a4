"""Labels that open a paragraph: `II.`, `1.1.`, `đ)`, `-`, `Điều 3.`, `Phụ lục I`.

The order of levels and the alphabet of points (đ after d, no f, j, w, z) follow Decree 30/2020/NĐ-CP, Annex I, and
Party guide HD 36-HD/VPTW (`I-`, `1-`).
"""

from __future__ import annotations

import re
from typing import Final

from vanban.structure.text import Label, LabelKind

POINT_ALPHABET: Final = "abcdđeghiklmnopqrstuvxy"

_ORDINAL_WORDS: Final = {
    "nhất": "1", "hai": "2", "ba": "3", "tư": "4", "năm": "5", "sáu": "6", "bảy": "7", "tám": "8", "chín": "9",
    "mười": "10",
}  # fmt: skip

_NAMED = re.compile(
    r"(?P<word>(?i:phần|chương|tiểu mục|mục|điều))\s+"
    r"(?:(?i:thứ)\s+(?P<ordinal>(?i:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))"
    r"|(?P<value>\d{1,3}[a-zđ]?|[IVXLC]{1,7}|[A-E]))"
    r"(?:\s*[.:\-–)]\s*|\s*$|\s+(?=[“\"\w]))"
)
_NAMED_KINDS: Final = {
    "phần": LabelKind.PART,
    "chương": LabelKind.CHAPTER,
    "mục": LabelKind.SECTION,
    "tiểu mục": LabelKind.SECTION,
    "điều": LabelKind.ARTICLE,
}
_APPENDIX = re.compile(
    r"(?i:phụ\s+lục|biểu\s+mẫu|phụ\s+biểu|biểu\s+số)(?:\s*(?i:số)?\s*(?P<value>\d{1,3}[a-zA-Z]?|[IVXL]{1,6}|[A-H])(?!\w))?"
    r"(?:\s*[.:\-–]\s*|\s*$|\s+(?=[(\w]))"
)
#: `V/v` (về việc) is no label.
_ROMAN = re.compile(r"(?P<value>[IVXL]{1,7})\s?[.\-–—/):]\s*(?=\S)(?<!V/)")
_LETTER = re.compile(r"(?P<value>[A-HK-UĐ])\s?[.\-–—)]\s+(?=\S)")
_DOTTED = re.compile(r"(?P<value>\d{1,2}(?:\.\d{1,2}){1,4})(?:[.)/:\-–]\s*|\s+)(?=[^\W\d_]|[“\"(*])")
#: `112/QĐ-TTg` is the number of a document, not item 112.
_NUMBER = re.compile(
    r"(?P<value>\d{1,3})\s?(?:[.):]\s*|/(?!\s?[A-ZĐ][A-Za-zĐđ]{0,13}\s?[-–/]\s?[A-ZĐ])\s*|[\-–—]\s+)"
    r"(?=[^\W\d_]|[“\"(*+\-–]|\d+\s?%)"
)
_POINT = re.compile(
    r"(?P<value>[a-zđ])(?:\.?(?P<sub>\d{1,2}))?\s?[).]\s*(?=[^\W_]|[“\"(*])|(?P<slash>[a-zđ])[/\-]\s+(?=\S)"
)
_PARENTHESISED = re.compile(r"\((?P<value>\d{1,2}|[ivx]{1,5}|[a-zđ])\)\s*(?=\S)")
_BULLET = re.compile(r"(?P<value>[-–—−+•●▪■◆○◦‣►➢➤✓*])\s*(?=[^\W\d_]|\d|[“\"(%])")
_ROMAN_VALUE = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")

_ORDINAL = re.compile(r"(?:\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[IVXL]{1,6}[.)]?|[A-HĐ][.)]?|[a-zđ][.)]?|[-–+*•])")

_BULLETS: Final = {"–": "-", "—": "-", "−": "-"}


def parse_label(text: str) -> Label | None:
    """The label that opens `text`, None when there is none; `text` has no leading blanks."""
    if not text:
        return None
    first = text[0]
    if first.isdigit():
        match = _DOTTED.match(text) or _NUMBER.match(text)
        return Label(kind=LabelKind.NUMBER, value=match["value"], end=match.end()) if match is not None else None
    if not first.isalpha():
        return _mark_label(text)
    if first in "IVXL" and (match := _ROMAN.match(text)) is not None and is_roman(match["value"]):
        return Label(kind=LabelKind.ROMAN, value=match["value"], end=match.end())
    if (match := _LETTER.match(text)) is not None:
        return Label(kind=LabelKind.LETTER, value=match["value"], end=match.end())
    if first in "PpCcMmTtĐđBb":
        return _named_label(text)
    if (match := _POINT.match(text)) is not None:
        return _point(match)
    return None


def _mark_label(text: str) -> Label | None:
    if (match := _PARENTHESISED.match(text)) is not None:
        return Label(kind=LabelKind.POINT, value=f"({match['value']})", end=match.end())
    if (match := _BULLET.match(text)) is not None:
        value = match["value"]
        return Label(kind=LabelKind.BULLET, value=_BULLETS.get(value, value), end=match.end())
    return None


def _opens(text: str, match: re.Match[str]) -> bool:
    """Whether a title follows, not the rest of a sentence (`Điều 4 và Điều 5 …`, `Phụ lục kèm theo …`)."""
    return match.end() >= len(text) or not text[match.end()].islower() or match.group().rstrip()[-1] in ".:-–)"


def _named_label(text: str) -> Label | None:
    if (match := _APPENDIX.match(text)) is not None and _opens(text, match):
        return Label(kind=LabelKind.APPENDIX, value=(match["value"] or "").upper(), end=match.end())
    if (match := _NAMED.match(text)) is not None and _opens(text, match):
        kind = _NAMED_KINDS[match["word"].lower()]
        value = match["value"] or _ORDINAL_WORDS[match["ordinal"].lower()]
        return Label(kind=kind, value=value.upper() if kind is not LabelKind.ARTICLE else value, end=match.end())
    match = _POINT.match(text)
    return _point(match) if match is not None else None


def _point(match: re.Match[str]) -> Label:
    value = match["value"] or match["slash"]
    if match["sub"]:
        value = f"{value}.{match['sub']}"
    return Label(kind=LabelKind.POINT, value=value, end=match.end())


def is_roman(value: str) -> bool:
    """Whether `value` is a well-formed Roman numeral up to 39, as section labels use them."""
    return bool(value) and _ROMAN_VALUE.fullmatch(value) is not None


def roman_number(value: str) -> int:
    """The number that a Roman numeral stands for; raises ValueError for anything else."""
    if not is_roman(value):
        raise ValueError(value)
    weights = {"I": 1, "V": 5, "X": 10}
    total = 0
    for here, following in zip(value, f"{value[1:]} ", strict=True):
        weight = weights[here]
        total += -weight if weight < weights.get(following, 0) else weight
    return total


def ordinal(label: Label) -> int | None:
    """The position that a label claims among its siblings (`đ` is 5, `1.3` is 3); None for bullets and odd labels."""
    value = label.value.strip("()")
    if label.kind is LabelKind.BULLET or not value:
        return None
    last = value.rsplit(".", 1)[-1]
    if last.isdigit():
        return int(last)
    if label.kind is LabelKind.POINT:
        return POINT_ALPHABET.index(value) + 1 if value in POINT_ALPHABET else None
    if is_roman(last):
        return roman_number(last)
    if len(last) == 1 and last in "ABCDEGHKLMNOPQ":
        return "ABCDEGHIKLMNOPQ".index(last) + 1
    return None


def is_ordinal(text: str) -> bool:
    """Whether `text` is what stands in a column of ordinals: `1`, `1.2`, `II`, `A`, `a)`, `-`."""
    return _ORDINAL.fullmatch(text.strip()) is not None


def is_group_ordinal(text: str) -> bool:
    """Whether `text` numbers a group of rows: a Roman numeral or a capital letter."""
    bare = text.strip().rstrip(".)")
    return bool(bare) and (is_roman(bare) or (len(bare) == 1 and bare.isupper()))
