"""Pages of a PDF as pictures."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import Image

from vanban.readers.limits import Limits
from vanban.readers.pdf.library import PDFIUM
from vanban.readers.scan.page import DPI, Picture

_POINTS: Final = 72.0
#: A page that is larger than this many pixels at the usual density is drawn more coarsely.
_MOST_PIXELS: Final = 24_000_000
#: A picture that covers this part of a page is the page.
_PICTURE_PAGE: Final = 0.5


def pictures(document: pypdfium2.PdfDocument, numbers: Sequence[int], limits: Limits) -> Iterator[Picture]:
    """Each page as it is shown, drawn when it is asked for; one that cannot be drawn is left out."""
    most = min(_MOST_PIXELS, limits.max_pixels)
    for number in numbers:
        try:
            with PDFIUM, closing(document[number - 1]) as page:
                picture, (width, height) = drawn(
                    page, lambda size: min(DPI / _POINTS, math.sqrt(most / max(size[0] * size[1], 1.0)))
                )
                dots = _dots(page, max(width * height, 1.0))
        except (pypdfium2.PdfiumError, ValueError):
            continue
        yield Picture(number=number, picture=picture, dpi=picture.width / width * _POINTS, dots=dots)


def drawn(
    page: pypdfium2.PdfPage, scale: Callable[[tuple[float, float]], float]
) -> tuple[Image.Image, tuple[float, float]]:
    """The page as it is shown, and its size in points; `scale` gives pixels to a point for that size.

    To be called under the lock PDFIUM.
    Raises PdfiumError, ValueError for a page that cannot be drawn.
    """
    size: tuple[float, float] = page.get_size()
    return page.render(scale=scale(size), rev_byteorder=True).to_pil().convert("RGB"), size


def _dots(page: pypdfium2.PdfPage, area: float) -> float:
    """Dots to an inch of the picture that the page is; as many as are drawn where no picture fills it."""
    for part in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=2):
        left, bottom, right, top = part.get_bounds()
        covered = (right - left) * (top - bottom)
        if covered >= _PICTURE_PAGE * area:
            across, down = part.get_px_size()
            return math.sqrt(across * down / covered) * _POINTS
    return float(DPI)
