"""Seals in scans without colour: red ink is grey there, but paler than the letters under it, and can be taken away.

What was scanned in pure black and white, or stamped in black, stays: nothing tells it from the letters.
"""

from __future__ import annotations

from typing import Final

from PIL import Image

from vanban.readers.scan import preparation
from vanban.readers.scan.hocr import Seen
from vanban.readers.scan.rest import places_of

#: How large a round seal is, in inches, with what it touches.
_SMALLEST: Final = 0.9
_LARGEST: Final = 2.6
#: The letters of a page are as dark as this part of its dark pixels at least.
_LETTERS: Final = 0.1
#: How much paler than the letters the ink of a seal is, and the palest ink.
_PALER: Final = 30
_PALEST: Final = 170
#: How many more pixels have its brightness than lie between it and the letters.
_DISTINCT: Final = 1.3
_SMOOTH: Final = 4
#: Letters end where the ink of the seal begins, less its spread, or this much above the brightness of their middle.
_SPREAD: Final = 5
_STROKE: Final = 55
#: Letters stay a little paler than they are: their strokes are not torn by noise.
_SOFT: Final = 10


def without_pale_seals(page: Image.Image, words: list[Seen], dpi: int) -> Image.Image | None:
    """A grey page without the pale ink of its seals; None where no large place without words has ink of two shades."""
    places = [box for box in places_of(page, words, dpi) if _may_be_seal(box, dpi)]
    if not places:
        return None
    letters = _shade(page.histogram(), _LETTERS)
    clean: Image.Image | None = None
    for box in places:
        place = page.crop(box)
        ink = _pale_ink(place.histogram(), letters)
        if ink is None:
            continue
        black = max(letters - _SOFT, 0)
        scale = 255.0 / max(ink - black, 1)
        clean = page.copy() if clean is None else clean
        clean.paste(place.point([round(min(max(value - black, 0) * scale, 255)) for value in range(256)]), box[:2])
    return clean


def _may_be_seal(box: tuple[int, int, int, int], dpi: int) -> bool:
    across, down = (box[2] - box[0]) / dpi, (box[3] - box[1]) / dpi
    return _SMALLEST <= across <= _LARGEST and _SMALLEST <= down <= _LARGEST


def _shade(histogram: list[int], share: float) -> int:
    """The brightness below which this share of the dark pixels lies."""
    wanted, seen = share * sum(histogram[: preparation.DARK]), 0
    for value, count in enumerate(histogram):
        seen += count
        if seen > wanted:
            return value
    return 0


def _pale_ink(histogram: list[int], letters: int) -> int | None:
    """The brightness at which letters end, where a second, paler ink is distinct from them."""
    smooth = [sum(histogram[max(value - _SMOOTH, 0) : value + _SMOOTH + 1]) for value in range(256)]
    first = letters + _PALER
    if first >= _PALEST:
        return None
    peak = max(range(first, _PALEST), key=smooth.__getitem__)
    # a peak at the very edge is the slope of the letters', or of the paper's
    if peak in {first, _PALEST - 1} or smooth[peak] < _DISTINCT * max(smooth[letters], 1):
        return None
    return min(peak - _SPREAD, letters + _STROKE)
