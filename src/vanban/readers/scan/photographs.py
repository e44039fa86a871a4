"""A page that was photographed: its four edges found against what it lies on, and the page drawn flat.

Only what is surely a sheet on something darker is straightened: a picture without all four edges stays as it is.
"""

from __future__ import annotations

import math
from typing import Final, TypeAlias

import msgspec
from PIL import Image, ImageChops, ImageFilter

Point: TypeAlias = tuple[float, float]
#: Four corners: upper left, upper right, lower right, lower left.
Quad: TypeAlias = tuple[Point, Point, Point, Point]

#: a to h of x' = (ax + by + c) / (gx + hy + 1), y' = (dx + ey + f) / (gx + hy + 1).
Projection: TypeAlias = tuple[float, float, float, float, float, float, float, float]

#: Edges are looked for on a picture of this many pixels along its longer side.
_LOOK: Final = 320
#: Filters wider than the strokes of letters, so that text is paper.
_TEXT: Final = 5
#: What is brightest near a place is looked for on a picture so many times smaller, in a square of so many pixels.
_NEAR: Final = 4
_REACH: Final = 11
#: The sheet is everywhere as bright as this part of what is brightest nearby; what lies around it is not. The edge of a
#: shadow may ask for less.
_AS_BRIGHT: Final = (0.72, 0.6, 0.5)
#: How much of the picture the sheet, and what lies around it, must take.
_LEAST_SHEET: Final = 0.25
_LEAST_AROUND: Final = 0.05
#: How well four straight lines must fit: the sheet fills what they enclose, and does not swell beyond.
_FILLED: Final = 0.94
_HULL: Final = 0.97
#: What lies beside the sheet is seen on all four sides, for this part of the longer side of the picture at least.
_BORDER: Final = 0.012
#: A sheet whose corners lie within this part of a level rectangle needs no straightening.
_LEVEL: Final = 0.006
_LEAST_CORNER: Final = 55.0
_MOST_UNLIKE: Final = 2.2
#: Length by breadth of A4, and what may be taken for it when it is seen at an angle.
_A4: Final = math.sqrt(2)
_A4_SHAPES: Final = (1.15, 1.75)
_SHORT_INCHES: Final = 8.27


class Flattening(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet in a picture: its corners there, and its size, in pixels, when it is drawn flat."""

    corners: Quad
    width: int
    height: int


def sheet(picture: Image.Image, dpi: int) -> Flattening | None:
    """The sheet of a photograph, to be drawn with `dpi` dots to an inch as a page of A4; None where none is sure."""
    factor = max(picture.size) / _LOOK
    if min(picture.size) < factor * _LOOK / 4 or factor < 1:
        return None
    size = round(picture.width / factor), round(picture.height / factor)
    small = picture.convert("L").resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    calm = small.filter(ImageFilter.MaxFilter(_TEXT)).filter(ImageFilter.MinFilter(_TEXT))
    light = _light(calm)
    for part in _AS_BRIGHT:
        darker = ImageChops.subtract(light.point([int(value * part) for value in range(256)]), calm)
        bright = darker.histogram()[0] / (size[0] * size[1])
        if bright > 1 - _LEAST_AROUND:
            return None
        if bright < _LEAST_SHEET:
            continue
        region = [not value for value in darker.tobytes()]
        spans = _largest(region, size[0])
        corners = _corners(_hull([point for y, (left, right) in spans.items() for point in _ends(y, left, right)]))
        if corners is not None and _is_sheet(corners, sum(right - left for left, right in spans.values()), size):
            across, down = picture.width / size[0], picture.height / size[1]
            upper_left, upper_right, lower_right, lower_left = ((x * across, y * down) for x, y in corners)
            return _sized((upper_left, upper_right, lower_right, lower_left), dpi)
    return None


def _ends(y: int, left: int, right: int) -> tuple[tuple[int, int], ...]:
    return (left, y), (right, y), (left, y + 1), (right, y + 1)


def flat(picture: Image.Image, how: Flattening) -> Image.Image:
    """The sheet drawn flat."""
    upper_left, upper_right, lower_right, lower_left = how.corners
    # a picture much larger than what is drawn of it is first made smaller, or fine strokes are skipped
    across = max(_length(upper_left, upper_right), _length(lower_left, lower_right)) / how.width
    down = max(_length(upper_left, lower_left), _length(upper_right, lower_right)) / how.height
    coarser = max(math.floor(min(across, down)), 1)
    upper_left, upper_right, lower_right, lower_left = ((x / coarser, y / coarser) for x, y in how.corners)
    return (picture.reduce(coarser) if coarser > 1 else picture).transform(
        (how.width, how.height),
        Image.Transform.PERSPECTIVE,
        _projection((upper_left, upper_right, lower_right, lower_left), how.width, how.height),
        Image.Resampling.BICUBIC,
    )


def lens(how: Flattening, drawn: float, shown: float) -> Projection:
    """From a place on the flat sheet, in its pixels by `drawn`, to one in the picture, in its pixels times `shown`."""
    a, b, c, d, e, f, g, h = _projection(how.corners, how.width, how.height)
    across, deep = drawn * shown, drawn
    return a * across, b * across, c * shown, d * across, e * across, f * shown, g * deep, h * deep


def _projection(corners: Quad, width: float, height: float) -> Projection:
    """From a rectangle to four corners: the projection of one plane upon another."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    ax, bx, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    ay, by, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    whole = ax * by - bx * ay
    g, h = (sx * by - bx * sy) / whole, (ax * sy - sx * ay) / whole
    return (
        (x1 - x0 + g * x1) / width,
        (x3 - x0 + h * x3) / height,
        x0,
        (y1 - y0 + g * y1) / width,
        (y3 - y0 + h * y3) / height,
        y0,
        g / width,
        h / height,
    )


def _length(one: Point, two: Point) -> float:
    return math.hypot(two[0] - one[0], two[1] - one[1])


def _sized(corners: Quad, dpi: int) -> Flattening:
    """How large the sheet is drawn: as A4 where it can be, else in the shape in which it is seen."""
    across = (_length(corners[0], corners[1]) + _length(corners[3], corners[2])) / 2
    down = (_length(corners[0], corners[3]) + _length(corners[1], corners[2])) / 2
    shape = max(across, down) / min(across, down)
    if _A4_SHAPES[0] <= shape <= _A4_SHAPES[1]:
        shape = _A4
    short = round(_SHORT_INCHES * dpi)
    long = round(short * shape)
    return Flattening(
        corners=corners, width=short if across <= down else long, height=long if across <= down else short
    )


def _light(picture: Image.Image) -> Image.Image:
    """What is brightest near each place: shadows lie on sheet and table alike."""
    width, height = picture.size
    coarse = picture.resize((max(width // _NEAR, 1), max(height // _NEAR, 1)), Image.Resampling.BOX)
    nearby = coarse.filter(ImageFilter.MaxFilter(_REACH)).filter(ImageFilter.GaussianBlur(2))
    return nearby.resize(picture.size, Image.Resampling.BILINEAR)


def _largest(region: list[bool], width: int) -> dict[int, tuple[int, int]]:
    """Of the pixels that lie together, the most: by rows, from the first column to the one behind the last."""
    left = {index for index, inside in enumerate(region) if inside}
    best: list[int] = []
    while len(left) > len(best):
        waiting, group = [left.pop()], []
        while waiting:
            index = waiting.pop()
            group.append(index)
            x = index % width
            beside = (*((index - 1,) if x else ()), *((index + 1,) if x + 1 < width else ()))
            for near in (index - width, index + width, *beside):
                if near in left:
                    left.discard(near)
                    waiting.append(near)
        best = max(best, group, key=len)
    spans: dict[int, tuple[int, int]] = {}
    for index in best:
        y, x = divmod(index, width)
        first, behind = spans.get(y, (x, x + 1))
        spans[y] = min(first, x), max(behind, x + 1)
    return spans


def _hull(points: list[tuple[int, int]]) -> list[Point]:
    """The corners of the convex hull, clockwise as they are seen."""
    ordered = sorted(set(points))

    def half(those: list[tuple[int, int]]) -> list[Point]:
        chain: list[Point] = []
        for x, y in those:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], (x, y)) <= 0:
                chain.pop()
            chain.append((x, y))
        return chain[:-1]

    return [*half(ordered), *half(ordered[::-1])]


def _turn(one: Point, two: Point, three: Point) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def _area(corners: list[Point]) -> float:
    return (
        abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True))) / 2
    )


def _corners(hull: list[Point]) -> list[Point] | None:
    """Four lines around a hull: edge by edge is left out whose neighbours, drawn on, enclose the least more."""
    corners = list(hull)
    hull_area = _area(hull)
    while len(corners) > 4:
        best: tuple[float, int, Point] | None = None
        for index in range(len(corners)):
            before, one, two, after = (corners[(index + step) % len(corners)] for step in (-1, 0, 1, 2))
            meeting = _meeting(before, one, two, after)
            if meeting is None:
                continue
            more = abs(_turn(one, two, meeting)) / 2
            if best is None or more < best[0]:
                best = more, index, meeting
        if best is None:
            return None
        _, index, meeting = best
        following = (index + 1) % len(corners)
        corners[index] = meeting
        del corners[following]
    if len(corners) < 4 or hull_area < _HULL * _area(corners):
        return None
    # the corner nearest to the upper left of the picture comes first
    first = min(range(4), key=lambda index: corners[index][0] + corners[index][1])
    return corners[first:] + corners[:first]


def _meeting(before: Point, one: Point, two: Point, after: Point) -> Point | None:
    """Where the edges before and behind an edge meet beyond it; None where they do not."""
    ax, ay, bx, by = one[0] - before[0], one[1] - before[1], two[0] - after[0], two[1] - after[1]
    whole = ax * by - ay * bx
    if abs(whole) < 1e-9:
        return None
    t = ((two[0] - one[0]) * by - (two[1] - one[1]) * bx) / whole
    s = ((two[0] - one[0]) * ay - (two[1] - one[1]) * ax) / whole
    return (one[0] + t * ax, one[1] + t * ay) if t >= 0 and s >= 0 else None


def _is_sheet(quad: list[Point], area: int, size: tuple[int, int]) -> bool:
    """Whether four corners are those of a whole sheet that is seen at an angle."""
    width, height = size
    edge = _BORDER * max(size)
    if any(not (edge < x < width - edge and edge < y < height - edge) for x, y in quad):
        return False
    if area < _FILLED * _area(quad) or area < _LEAST_SHEET * width * height:
        return False
    lengths = [_length(quad[index], quad[(index + 1) % 4]) for index in range(4)]
    if max(lengths[0], lengths[2]) > _MOST_UNLIKE * min(lengths[0], lengths[2]):
        return False
    if max(lengths[1], lengths[3]) > _MOST_UNLIKE * min(lengths[1], lengths[3]):
        return False
    if any(_corner(quad, index) < _LEAST_CORNER for index in range(4)):
        return False
    xs, ys = sorted(x for x, _ in quad), sorted(y for _, y in quad)
    slant = max(xs[1] - xs[0], xs[3] - xs[2], ys[1] - ys[0], ys[3] - ys[2])
    return slant > _LEVEL * max(size)


def _corner(quad: list[Point], index: int) -> float:
    """The angle of a corner, in degrees, at most a right one."""
    before, here, after = quad[index - 1], quad[index], quad[(index + 1) % 4]
    one, two = math.atan2(before[1] - here[1], before[0] - here[0]), math.atan2(after[1] - here[1], after[0] - here[0])
    angle = abs(math.degrees(one - two)) % 360
    angle = min(angle, 360 - angle)
    return min(angle, 180 - angle)
