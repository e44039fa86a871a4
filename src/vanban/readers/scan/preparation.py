"""A page made ready to be recognised: grey, without red ink, upright, straight, with even light.

Nothing is turned into pure black and white: the recogniser reads grey better than any threshold's result.
"""

from __future__ import annotations

import math
from typing import Final, cast

from PIL import Image, ImageChops, ImageFilter

#: A page in so many strips from top to bottom, each at most so many pixels long, is enough to see how it is turned.
_STRIPS: Final = 32
_ROWS: Final = 1200
DARK: Final = 150
#: Share of dark pixels below which a page is blank, specks at its edges aside.
_BLANK: Final = 0.0004
#: Share of dark pixels above which a page is a negative.
_NEGATIVE: Final = 0.7
_EDGE: Final = 0.03
_LARGEST_SKEW: Final = 8.0
_LEAST_SKEW: Final = 0.12
#: How many times clearer the rows of a page must be when it is turned to one side, to believe that it lies on its side.
_CLEARER: Final = 1.6
#: Red ink: so much more red than green and blue.
_RED: Final = 45
_RED_SHARE: Final = 0.00007
#: What makes the red of a stamp as dark as black ink.
_FULL: Final = 2
#: The brightness that red ink keeps in the red channel, and beyond which everything counts as paper.
_PAPER: Final = 175
_INK: Final = 90
_UNEVEN: Final = 40
_BACKGROUND: Final = 24


def plain(picture: Image.Image) -> Image.Image:
    """Any picture as RGB or grey: palettes, CMYK, 16 bits and one bit; what is transparent shows white paper."""
    if picture.mode in {"L", "RGB"}:
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode.startswith("I") or picture.mode == "F":
        values = picture.convert("F")
        low, high = _extremes(values)
        scale = 255.0 / max(high - low, 1.0)
        return values.point(lambda value: value * scale - low * scale).convert("L")
    if "A" in picture.mode or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(paper, clear).convert("RGB")
    return picture.convert("RGB")


def _extremes(picture: Image.Image) -> tuple[float, float]:
    """The darkest and the brightest value of a picture with one channel."""
    low, high = cast("tuple[float, float]", picture.getextrema())
    return low, high


def parted(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """The page in grey without red ink, and the red ink alone, dark on white; None where there is none.

    In the red channel red ink is nearly as bright as paper, black ink under it stays dark.
    """
    if picture.mode == "L":
        return picture, None
    red, green, blue = picture.split()
    reddish = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    mask = reddish.point(lambda value: 255 if value > _RED else 0)
    if _share(mask) < _RED_SHARE:
        return picture.convert("L"), None
    grey = picture.convert("L")
    cleaned = red.point(lambda value: 255 if value >= _PAPER else max(0, value - _INK) * 255 // (_PAPER - _INK))
    near = mask.filter(ImageFilter.BoxBlur(2)).point(lambda value: 255 if value else 0)
    grey.paste(cleaned, mask=near)
    return grey, reddish.point(lambda value: 255 - min(255, value * _FULL))


def _share(mask: Image.Image) -> float:
    histogram = mask.histogram()
    return sum(histogram[128:]) / max(sum(histogram), 1)


def ink(grey: Image.Image) -> Image.Image:
    """Where a grey picture is dark: 255 there, 0 elsewhere."""
    return grey.point(lambda value: 255 if value < DARK else 0)


def dark_on_light(picture: Image.Image) -> Image.Image:
    """A grey page with dark letters: a negative is turned over."""
    histogram = picture.histogram()
    return ImageChops.invert(picture) if sum(histogram[:DARK]) > _NEGATIVE * sum(histogram) else picture


def evened(picture: Image.Image) -> Image.Image:
    """The page with the same white everywhere, for photographs; a page of even light as it is."""
    width, height = picture.size
    small = picture.resize((max(width // _BACKGROUND, 1), max(height // _BACKGROUND, 1)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MedianFilter(5))
    low, high = _extremes(paper)
    if high - low < _UNEVEN and high > 200:
        return picture
    shade = ImageChops.invert(paper.filter(ImageFilter.GaussianBlur(2)).resize(picture.size, Image.Resampling.BILINEAR))
    return ImageChops.add(picture, shade)


def is_blank(picture: Image.Image) -> bool:
    """Whether a grey page shows nothing but specks; its outermost edges, where scanners leave shadows, do not count."""
    width, height = picture.size
    edge_x, edge_y = int(width * _EDGE), int(height * _EDGE)
    inner = picture.crop((edge_x, edge_y, max(width - edge_x, edge_x + 1), max(height - edge_y, edge_y + 1)))
    calm = inner.reduce(2) if min(inner.size) > 2 else inner
    histogram = calm.histogram()
    return sum(histogram[:DARK]) / max(sum(histogram), 1) < _BLANK


def _strips(picture: Image.Image) -> tuple[Image.Image, float]:
    """The ink of a grey page in a few broad strips, each a column of one pixel; and the slope of one degree there."""
    height = max(min(picture.height // 2, _ROWS), 1)
    strips = ImageChops.invert(picture.resize((_STRIPS, height), Image.Resampling.BOX, reducing_gap=2.0))
    return strips, math.radians(1.0) * (picture.width / _STRIPS) * (height / picture.height)


def _clarity(strips: Image.Image, slope: float) -> float:
    """How sharply rows of ink and rows of paper alternate when the strips are shifted against each other."""
    if slope:
        shift = (1.0, 0.0, 0.0, slope, 1.0, -slope * strips.width / 2)
        strips = strips.transform(strips.size, Image.Transform.AFFINE, shift, Image.Resampling.NEAREST)
    column = strips.resize((1, strips.height), Image.Resampling.BOX)
    steps = ImageChops.difference(column, ImageChops.offset(column, 0, 1)).histogram()
    return sum(step * step * count for step, count in enumerate(steps)) / strips.height


def stance(picture: Image.Image) -> tuple[int, float]:
    """How a grey page must be turned counter-clockwise for its lines to run level: a quarter or none, then by degrees.

    Whether it then stands on its head only its letters tell.
    """
    angle, clarity = _clearest(picture)
    half = picture.resize((picture.width // 2 or 1, picture.height // 2 or 1), Image.Resampling.BOX, reducing_gap=2.0)
    other, aside = _clearest(half.transpose(Image.Transpose.ROTATE_90))
    if aside > clarity * _CLEARER:
        return 1, other if abs(other) >= _LEAST_SKEW else 0.0
    return 0, angle if abs(angle) >= _LEAST_SKEW else 0.0


def _clearest(picture: Image.Image) -> tuple[float, float]:
    """The angle at which the rows of a page are clearest, and how clear they are."""
    strips, degree = _strips(picture)
    best, clarity = 0.0, _clarity(strips, 0.0)
    step, span = 0.5, _LARGEST_SKEW
    while step >= 0.03:
        middle = best
        for index in range(-round(span / step), round(span / step) + 1):
            angle = middle + index * step
            found = _clarity(strips, math.tan(math.radians(angle)) / math.radians(1.0) * degree)
            if found > clarity:
                best, clarity = angle, found
        span, step = step, step / 4
    return best, clarity


def turned(picture: Image.Image, angle: float) -> Image.Image:
    """A grey page turned counter-clockwise about its middle, on paper of the same size."""
    if not angle:
        return picture
    return picture.rotate(angle, Image.Resampling.BILINEAR, fillcolor=255)
