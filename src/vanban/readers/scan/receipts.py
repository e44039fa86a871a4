"""The stamp of the office that received a letter (`ĐẾN Số: … Ngày: …`): a ruled box that is no part of the letter."""

from __future__ import annotations

from typing import Final

from vanban.language.normal import fold
from vanban.readers.scan.hocr import Seen
from vanban.readers.scan.rules import Lines

_CUES: Final = frozenset(("den", "chuyen"))
#: The box is so much of the width and height of the page at most.
_WIDEST: Final = 0.5
_HIGHEST: Final = 0.15
_NEAR: Final = 14


def without_receipts(words: list[Seen], lines: Lines, width: int, height: int) -> list[Seen]:
    """The words of a page without those in the box of such a stamp."""
    boxes = [box for box in _boxes(lines, width, height) if any(_is_cue(word) and _in(word, box) for word in words)]
    return [word for word in words if not any(_in(word, box) for box in boxes)]


def _is_cue(word: Seen) -> bool:
    return fold(word.text).strip(" .,:;\"'“”|") in _CUES and word.text[-1:] != ","


def _in(word: Seen, box: tuple[int, int, int, int]) -> bool:
    return box[0] <= (word.x0 + word.x1) / 2 <= box[2] and box[1] <= (word.top + word.bottom) / 2 <= box[3]


def _boxes(lines: Lines, width: int, height: int) -> list[tuple[int, int, int, int]]:
    """The boxes between two short horizontal lines, one below the other."""
    found = []
    short = [line for line in lines.horizontal if line[1] - line[0] <= width * _WIDEST]
    for index, upper in enumerate(short):
        for lower in short[index + 1 :]:
            top, bottom = sorted((upper[2], lower[2]))
            overlap = min(upper[1], lower[1]) - max(upper[0], lower[0])
            if not 0 < bottom - top <= height * _HIGHEST or overlap < 0.5 * max(
                upper[1] - upper[0], lower[1] - lower[0]
            ):
                continue
            left, right = min(upper[0], lower[0]), max(upper[1], lower[1])
            found.append((left - _NEAR, top - 2 * _NEAR, right + _NEAR, bottom + _NEAR))
    return found
