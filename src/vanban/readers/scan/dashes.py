"""Dashes that begin the lines of a list, which the recogniser takes for specks or other signs where a tab follows."""

from __future__ import annotations

from typing import Final

import msgspec
from PIL import Image

from vanban.readers.scan import preparation
from vanban.readers.scan.hocr import Seen
from vanban.readers.scan.rest import lines_of

#: All measures are parts of the size of the letters. How far before its line a dash stands, at most and at least.
_FAR: Final = 4.0
_CLOSE: Final = 0.15
#: Where it is looked for, above the foot of the line; how long and how thick it is; where its middle lies.
_HIGHEST: Final = 0.8
_LONG: Final = (0.15, 0.8)
_THICK: Final = 0.2
_MIDDLE: Final = (0.1, 0.5)
_SURE: Final = 80


def with_dashes(words: list[Seen], page: Image.Image) -> list[Seen]:
    """The words of a level page; lines begin with the dash that the picture shows before their first word."""
    found: list[Seen] = []
    for line in lines_of(words):
        first = line[0]
        if len(line) > 1 and not any(map(str.isalnum, first.text)):
            dash = _dash(first, round(first.x0) - 1, round(first.x1) + 1, page)
            found += line if dash is None else [dash, *line[1:]]
        else:
            dash = _before(first, words, page)
            found += line if dash is None else [dash, *line]
    return found


def _before(first: Seen, words: list[Seen], page: Image.Image) -> Seen | None:
    """The dash before the first word of a line; None where there is another word, or anything else but a dash."""
    left, right = first.x0 - _FAR * first.size, first.x0 - _CLOSE * first.size
    top = first.foot - _HIGHEST * first.size
    if any(one.x0 < right and one.x1 > left and one.top < first.foot and one.bottom > top for one in words):
        return None
    return _dash(first, round(left), round(right), page)


def _dash(beside: Seen, left: int, right: int, page: Image.Image) -> Seen | None:
    """The dash that is all the ink between two places of the line on which a word stands."""
    size = beside.size
    left, right = max(left, 0), min(right, page.width)
    top, bottom = max(round(beside.foot - _HIGHEST * size), 0), min(round(beside.foot), page.height)
    if right - left < 2 or bottom - top < 2:
        return None
    box = preparation.ink(page.crop((left, top, right, bottom))).getbbox()
    if box is None:
        return None
    long, thick, middle = box[2] - box[0], box[3] - box[1], bottom - top - (box[1] + box[3]) / 2
    if not (
        _LONG[0] * size <= long <= _LONG[1] * size
        and thick <= min(_THICK * size, long / 2)
        and _MIDDLE[0] * size <= middle <= _MIDDLE[1] * size
    ):
        return None
    return msgspec.structs.replace(
        beside, text="-", x0=left + box[0], top=top + box[1], x1=left + box[2], bottom=top + box[3], sure=_SURE
    )
