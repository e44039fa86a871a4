"""Pages of a PDF as pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

import pypdfium2  # type: ignore[import-untyped]

from vanban.readers.limits import Limits
from vanban.readers.scan.page import DPI
from vanban.readers.scan.side_by_side import Picture

_POINTS: Final = 72.0
#: A page that is larger than this many pixels at the usual density is drawn more coarsely.
_MOST_PIXELS: Final = 24_000_000


def pictures(document: pypdfium2.PdfDocument, numbers: Sequence[int], limits: Limits) -> Iterator[Picture]:
    """Each page as it is shown, drawn when it is asked for; one that cannot be drawn is left out."""
    most = min(_MOST_PIXELS, limits.max_pixels)
    for number in numbers:
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            continue
        try:
            width, height = page.get_size()
            area = max(width * height, 1.0)
            scale = min(DPI / _POINTS, math.sqrt(most / area))
            drawn = page.render(scale=scale, rev_byteorder=True)
            picture = drawn.to_pil().convert("RGB")
        except (pypdfium2.PdfiumError, ValueError):
            continue
        finally:
            page.close()
        yield Picture(number=number, picture=picture, dpi=scale * _POINTS)
