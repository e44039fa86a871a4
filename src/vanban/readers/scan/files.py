"""Picture files: PNG, JPEG, TIFF with its pages, WebP, BMP, GIF, JPEG 2000."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from typing import Final

from PIL import Image, ImageOps

from vanban.errors import VanbanError
from vanban.readers import media
from vanban.readers.blocks import Reading
from vanban.readers.collector import Collector
from vanban.readers.detection import detect
from vanban.readers.limits import Limits
from vanban.readers.pdf import listed
from vanban.readers.pdf.assembly import assembled
from vanban.readers.pdf.layout import lay_out
from vanban.readers.scan.page import DPI
from vanban.readers.scan.side_by_side import Picture, recognised
from vanban.reading_warnings import warning

#: The sizes of A4 in inches: what a page is when its file does not say, or says what cannot be.
_A4: Final = (8.27, 11.69)
_A4_SHAPES: Final = (1.2, 1.7)
_LEAST_DPI: Final = 40.0
_MOST_DPI: Final = 1300.0
#: What programs write when they do not know.
_UNKNOWN_DPI: Final = frozenset((72, 96))
#: No page is longer than this at its density, in inches: a density that says so is wrong.
_LONGEST: Final = 50.0


def read(data: bytes, limits: Limits, on_page: Callable[[int, int], None], part: float) -> Reading:
    """Read a picture file, each frame of a TIFF a page."""
    with _opened(data, limits) as file:
        count = getattr(file, "n_frames", 1) if file.format == "TIFF" else 1
        if count > limits.max_pages:
            raise VanbanError("too-many-pages", pages=count, limit=limits.max_pages)
        pages = recognised(_frames(file, count, limits), count, limits, on_page, part)
    if not pages:
        raise VanbanError("damaged", format=media.SHORT_NAMES[detect(data)])
    collector = Collector(limits)
    layouts = [lay_out(pages[number].content) for number in sorted(pages)]
    placements = {number: page.placement for number, page in pages.items()}
    blocks = assembled(layouts, placements, collector)
    lost = [number for number in range(1, count + 1) if number not in pages]
    told = [layout.number for layout in layouts if layout.parts]
    said = [warning("pages-recognised", pages=listed(told))] if told else []
    if lost:
        said.append(warning("pages-unreadable", pages=listed(lost)))
    return Reading(media_type=detect(data), pages=count, blocks=blocks, warnings=tuple(said), recognised=tuple(told))


def _opened(data: bytes, limits: Limits) -> Image.Image:
    """A file opened, nothing of it unpacked yet. Raises `picture-too-large`, `damaged`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            file = Image.open(io.BytesIO(data))
    except Image.DecompressionBombError as error:
        raise VanbanError("picture-too-large", limit=limits.max_pixels) from error
    _bound(file, limits)
    return file


def _bound(file: Image.Image, limits: Limits) -> None:
    if file.width * file.height > limits.max_pixels:
        raise VanbanError("picture-too-large", limit=limits.max_pixels)


def _frames(file: Image.Image, count: int, limits: Limits) -> Iterator[Picture]:
    for index in range(count):
        if count > 1:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                file.seek(index)
            _bound(file, limits)
        dpi = density(file)
        if file.format == "JPEG" and dpi > 2 * DPI:
            full, factor = file.width, dpi / DPI
            file.draft(None, (int(file.width / factor) + 1, int(file.height / factor) + 1))
            dpi *= file.width / full
        picture = ImageOps.exif_transpose(file)
        yield Picture(number=index + 1, picture=picture.copy() if picture is file else picture, dpi=dpi)


def density(picture: Image.Image) -> float:
    """Dots to an inch: what the file says where that can be, else what an A4 page of this shape has."""
    short, long = sorted(picture.size)
    said = picture.info.get("dpi")
    if isinstance(said, tuple) and said and round(float(said[0])) not in _UNKNOWN_DPI:
        dpi = float(said[0])
        if _LEAST_DPI <= dpi <= _MOST_DPI and _A4[0] / 3 <= long / dpi <= _LONGEST:
            return dpi
    if _A4_SHAPES[0] <= long / max(short, 1) <= _A4_SHAPES[1]:
        return max(long / _A4[1], 1.0)
    return max(short / _A4[0], long / _LONGEST, 1.0)
