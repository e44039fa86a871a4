"""Roman numerals whose strokes the recogniser miscounted: `VIII.` read as `VII.`, and `XII.` as `XIH`.

An I is an upright stroke over the whole height of the letters; no stroke of V and X is. They are counted in the
picture, and the numeral changes only where it then is one.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec
from PIL import Image

from vanban.readers.scan.hocr import Seen

#: What is read for the strokes of a numeral, with signs behind it: H for two that touch, 1 for one before V or X, L for
#: a stroke with its full stop.
_PRINTED: Final = re.compile(r"(1?)([IVXHỊỈl|]{1,6})((?:(?<=I)L)?)([.,:;)]{0,2})")
_SLANTED: Final = re.compile(r"[^VX]+")
#: Every numeral that headings have, and its strokes: those of V and X, how many I, whether an I stands last.
_NUMERALS: Final = {
    (_SLANTED.sub("", ten + unit), unit.count("I"), unit.endswith("I")): ten + unit
    for ten in ("", "X", "XX", "XXX")
    for unit in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    if ten + unit
}
#: What stands before a word on its line, at most so many times its size away.
_NEAR: Final = 12
_LEAST_HEIGHT: Final = 12
#: A column that is dark for so much of the height, without its outermost tenths, is part of an upright stroke.
_UPRIGHT: Final = 0.95
_ENDS: Final = 0.1
#: The letters are those columns that are dark from one row to another at least this part of the box apart.
_TALL: Final = 0.45
#: An I is the last letter where its stroke ends no further from the end than this part of the height.
_AT_END: Final = 0.3


def counted(words: list[Seen], page: Image.Image) -> list[Seen]:
    """The words of a level page, numerals with as many strokes as the picture shows."""
    return [_numeral(word, words, page) for word in words]


def _numeral(word: Seen, words: list[Seen], page: Image.Image) -> Seen:
    found = _PRINTED.fullmatch(word.text)
    if found is None or not _may_be(found[1] + found[2] + found[3], word, words):
        return word
    strokes = _strokes(page, word)
    if strokes is None or not strokes[0]:
        return word
    text = _NUMERALS.get((_SLANTED.sub("", found[2]), *strokes))
    read = found[1] + found[2] + found[3]
    if text is None or (read in _NUMERALS.values() and strokes[0] <= read.count("I")):
        return word
    return msgspec.structs.replace(word, text=text + (found[4] or ("." if found[3] else "")))


def _may_be(letters: str, word: Seen, words: list[Seen]) -> bool:
    """Whether letters are a numeral, or may be one because they begin a line."""
    if len(letters) > 1 and not letters.strip("IVX"):
        return True
    if "I" not in letters and ("H" in letters or not letters.strip("HlL|") or letters in {"V", "X"}):
        return False
    return not any(
        abs(other.foot - word.foot) < word.size / 2 and 0 < word.x0 - other.x0 < _NEAR * word.size for other in words
    )


def _strokes(page: Image.Image, word: Seen) -> tuple[int, bool] | None:
    """How many upright strokes a word has, and whether one of them ends it; None where it cannot be seen."""
    box = max(round(word.x0) - 2, 0), max(round(word.top) - 1, 0), round(word.x1) + 3, round(word.bottom) + 2
    width, height = min(box[2], page.width) - box[0], min(box[3], page.height) - box[1]
    if height < _LEAST_HEIGHT or width < 3:
        return None
    picture = page.crop((*box[:2], box[0] + width, box[1] + height))
    values = picture.tobytes()
    ordered = sorted(values)
    threshold = (ordered[len(ordered) // 50] + ordered[len(ordered) * 9 // 10]) // 2
    columns = [[y for y in range(height) if values[y * width + x] <= threshold] for x in range(width)]
    tall = {x: rows for x, rows in enumerate(columns) if rows and rows[-1] - rows[0] >= _TALL * height}
    if not tall:
        return None
    tops, feet = sorted(rows[0] for rows in tall.values()), sorted(rows[-1] for rows in tall.values())
    top, foot = tops[len(tops) // 4], feet[len(feet) * 3 // 4]
    if foot - top < _LEAST_HEIGHT:
        return None
    ends = int((foot - top + 1) * _ENDS)
    inner = range(top + ends, foot + 1 - ends)
    upright = [x for x, rows in tall.items() if sum(y in inner for y in rows) >= _UPRIGHT * len(inner)]
    strokes = sum(x - 1 not in upright for x in upright)
    end = max((x for x, rows in enumerate(columns) if rows and rows[0] < (top + foot) / 2), default=0)
    return strokes, bool(upright) and end - upright[-1] <= _AT_END * (foot - top)
