"""Pages that a recogniser read: what stands on them, and how they lay before they were set upright and level."""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from vanban.readers.pdf.geometry import PageContent
from vanban.reading_warnings import warning
from vanban.record import Box


class Lens(msgspec.Struct, frozen=True, kw_only=True):
    """How a flat sheet was seen by a camera: a projection upon a picture of this size, all in points.

    numbers: a to h of x' = (ax + by + c) / (gx + hy + 1), y' = (dx + ey + f) / (gx + hy + 1).
    """

    numbers: tuple[float, float, float, float, float, float, float, float]
    width: float
    height: float

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the sheet lies in the picture."""
        a, b, c, d, e, f, g, h = self.numbers
        depth = g * x + h * y + 1.0
        return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """How a page was turned before it was read: a quarter at a time, then by degrees about its middle.

    width, height: of the page as it is shown, in points; of a photographed sheet when it is drawn flat, and `lens`
        leads from there to the picture.
    """

    quarters: int
    angle: float
    width: float
    height: float
    lens: Lens | None = None

    def box(self, box: Box) -> Box:
        """A box on the page that was read, as a box on the page as it is shown."""
        wide, high = (self.width, self.height) if self.quarters % 2 == 0 else (self.height, self.width)
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        if self.angle:
            sine, cosine = math.sin(math.radians(self.angle)), math.cos(math.radians(self.angle))
            corners = [
                (
                    wide / 2 + (x - wide / 2) * cosine - (y - high / 2) * sine,
                    high / 2 + (x - wide / 2) * sine + (y - high / 2) * cosine,
                )
                for x, y in corners
            ]
        for _ in range(self.quarters):
            corners = [(high - y, x) for x, y in corners]
            wide, high = high, wide
        width, height = self.width, self.height
        if self.lens is not None:
            corners = [self.lens.seen(x, y) for x, y in corners]
            width, height = self.lens.width, self.lens.height
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return (
            round(max(min(xs), 0.0), 1),
            round(max(min(ys), 0.0), 1),
            round(min(max(xs), width), 1),
            round(min(max(ys), height), 1),
        )


class Recognised(msgspec.Struct, kw_only=True):
    """A page that was read; `placement` leads from its measures back to the page as it is shown.

    coarse: its picture has too few dots for its marks to be sure. vietnamese: whether most of its words can be.
    """

    content: PageContent
    placement: Placement
    coarse: bool = False
    vietnamese: bool = True


def told(pages: Mapping[int, Recognised]) -> list[str]:
    """What a record says of pages with text that were recognised, by their numbers."""
    said = []
    for code, those in (
        ("pages-recognised", list(pages)),
        ("pages-coarse", [number for number, page in pages.items() if page.coarse]),
        ("pages-not-vietnamese", [number for number, page in pages.items() if not page.vietnamese]),
    ):
        if those:
            said.append(warning(code, pages=listed(sorted(those))))
    return said


def listed(numbers: list[int]) -> str:
    """Numbers of pages as a warning names them."""
    return ", ".join(map(str, numbers))
