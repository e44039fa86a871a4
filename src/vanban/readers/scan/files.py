"""Picture files: PNG, JPEG, TIFF with its pages, WebP, BMP, GIF, JPEG 2000."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from PIL import Image, ImageOps

from vanban.errors import VanbanError
from vanban.readers import media
from vanban.readers.blocks import Reading
from vanban.readers.collector import Collector
from vanban.readers.detection import detect
from vanban.readers.limits import Limits
from vanban.readers.pdf.assembly import assembled, sizes
from vanban.readers.pdf.layout import lay_out
from vanban.readers.pdf.placement import Recognised, listed, told
from vanban.readers.scan.page import DPI, Picture
from vanban.readers.scan.side_by_side import recognised
from vanban.reading_warnings import warning

#: Kinds of files that hold several pictures, each a page; of others the first is read: the next are previews.
_OF_PAGES: Final = frozenset(("TIFF", "GIF", "WEBP", "PNG"))
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
    """Read a picture file, each of its pictures a page."""
    with _opened(data, limits) as file:
        count = _frame_count(file, limits)
        pages = recognised(_frames(file, count, limits), count, limits, on_page, part)
    if not pages:
        raise VanbanError("damaged", format=media.SHORT_NAMES[detect(data)])
    return _reading(pages, count, detect(data), limits)


def read_pictures(  # noqa: PLR0913, PLR0917 - what is read, as what, and how
    pictures: Iterable[Callable[[], bytes]],
    count: int,
    media_type: str,
    limits: Limits,
    on_page: Callable[[int, int], None],
    part: float,
) -> Reading:
    """Read pictures that lie in another file, each a page."""
    return _reading(recognised(_firsts(pictures, limits), count, limits, on_page, part), count, media_type, limits)


def _firsts(pictures: Iterable[Callable[[], bytes]], limits: Limits) -> Iterator[Picture]:
    """The first page of each picture file; one that cannot be unpacked is left out."""
    for number, load in enumerate(pictures, 1):
        try:
            with _opened(load(), limits) as file:
                picture = _frame(file, number)
        except VanbanError as error:
            if error.code == "picture-too-large":
                raise
        except Exception:  # noqa: BLE001, S112 - a kind that cannot be shown here, or a damaged one
            continue
        else:
            yield picture


def _reading(pages: Mapping[int, Recognised], count: int, media_type: str, limits: Limits) -> Reading:
    """The blocks of recognised pages, and what is to be said of the pages."""
    collector = Collector(limits)
    layouts = [lay_out(pages[number].content) for number in sorted(pages)]
    placements = {number: page.placement for number, page in pages.items()}
    blocks = assembled(layouts, placements, collector)
    lost = [number for number in range(1, count + 1) if number not in pages]
    shown = {layout.number: pages[layout.number] for layout in layouts if layout.parts}
    said = told(shown)
    if lost:
        said.append(warning("pages-unreadable", pages=listed(lost)))
    return Reading(
        media_type=media_type,
        pages=count,
        blocks=blocks,
        warnings=tuple(said),
        recognised=tuple(shown),
        sizes=sizes(layouts, placements),
    )


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


def frame(data: bytes, number: int, width: int, limits: Limits) -> Picture:
    """One page (1-based) as it is shown, at least `width` pixels wide where it has as many; those behind stay unread.

    Raises `no-page`, `picture-too-large`, `damaged`.
    """
    with _opened(data, limits) as file:
        if not 1 <= number <= (limits.max_pages if file.format in _OF_PAGES else 1):
            raise VanbanError("no-page", page=number)
        try:
            _seek(file, number - 1, limits)
        except EOFError:
            raise VanbanError("no-page", page=number) from None
        return _frame(file, number, width / max(file.width, 1))


def _frame_count(file: Image.Image, limits: Limits) -> int:
    """How many pages a file has, the one at which it was cut short counted. Raises `too-many-pages`."""
    if file.format not in _OF_PAGES:
        return 1
    count = 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for count in range(1, limits.max_pages + 1):
            try:
                file.seek(count)
            except EOFError:
                return count
            except Exception:  # noqa: BLE001 - what follows a broken directory cannot be found
                return count + 1
    raise VanbanError("too-many-pages", pages=getattr(file, "n_frames", count + 1), limit=limits.max_pages)


def _seek(file: Image.Image, index: int, limits: Limits) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file.seek(index)
    _bound(file, limits)


def _frames(file: Image.Image, count: int, limits: Limits) -> Iterator[Picture]:
    """The pages; one that cannot be unpacked is left out when the file has others."""
    for index in range(count):
        try:
            if count > 1:
                _seek(file, index, limits)
            yield _frame(file, index + 1)
        except VanbanError:
            raise
        except Exception:
            if count == 1:
                raise


def _frame(file: Image.Image, number: int, share: float | None = None) -> Picture:
    """The picture at hand; a JPEG that has far more pixels than are needed is unpacked to a part of them.

    share: how much of the pixels to a side is needed; None for what recognition needs.
    """
    dpi = dots = density(file)
    part = share if share is not None else DPI / dpi
    if file.format == "JPEG" and part < 1 / 2:
        full = file.width
        file.draft(None, (int(file.width * part) + 1, int(file.height * part) + 1))
        dpi *= file.width / full
    picture = ImageOps.exif_transpose(file)
    return Picture(number=number, picture=picture.copy() if picture is file else picture, dpi=dpi, dots=dots)


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
