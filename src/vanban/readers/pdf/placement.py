"""Pages that a recogniser read: what stands on them, and how they lay before they were set upright and level."""

from __future__ import annotations

import math

import msgspec

from vanban.readers.pdf.geometry import PageContent
from vanban.record import Box


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """How a page was turned before it was read: a quarter at a time, then by degrees about its middle.

    width, height: of the page as it is shown, in points.
    """

    quarters: int
    angle: float
    width: float
    height: float

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
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return (
            round(max(min(xs), 0.0), 1),
            round(max(min(ys), 0.0), 1),
            round(min(max(xs), self.width), 1),
            round(min(max(ys), self.height), 1),
        )


class Recognised(msgspec.Struct, kw_only=True):
    """A page that was read; `placement` leads from its measures back to the page as it is shown."""

    content: PageContent
    placement: Placement
