"""One page of a PDF or a picture file as an image for a screen; the boxes of the record lie on it."""

from __future__ import annotations

import io
import math
from contextlib import closing
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Final

import msgspec

from vanban.errors import VanbanError
from vanban.readers import guard, media
from vanban.readers.detection import detect
from vanban.readers.limits import Limits

if TYPE_CHECKING:
    from PIL import Image

#: An image is at most so wide and so high, in pixels, and has at most so many: a long strip is drawn more narrowly.
MOST_WIDTH: Final = 3000
_MOST_HEIGHT: Final = 12_000
_MOST_PIXELS: Final = 16_000_000
_QUALITY: Final = 80
_LIBRARY: Final = "lotrinh[scan]"
_DEFAULT_LIMITS: Final = Limits()
#: A picture with as many pixels as are allowed takes 0.8 GB and more while it is unpacked: one after the other.
_UNPACKING: Final = Lock()


class PageImage(msgspec.Struct, frozen=True, kw_only=True):
    """A page drawn as JPEG: its bytes, `pixels` wide and high, and the `points` that the page is wide and high."""

    data: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]


def is_drawable(media_type: str) -> bool:
    """Whether files of this type have pages that can be drawn."""
    return media_type == media.PDF or media_type.startswith(media.IMAGE_PREFIX)


def page_image(  # noqa: PLR0913 - one position, the rest by name
    data: bytes,
    filename: str | None = None,
    *,
    number: int = 1,
    width: int = 1200,
    turn: int = 0,
    limits: Limits = _DEFAULT_LIMITS,
) -> PageImage:
    """The page `number` (1-based) of a file, about `width` pixels wide.

    turn: by how many right angles, counter-clockwise, it is turned from how it is shown.
    Raises VanbanError: `no-pages` (a format without pages), `no-page`, `needs-pillow`, and what reading the file
    raises: `encrypted`, `damaged`, `too-large`, `too-many-pages`, `picture-too-large`.
    """
    if len(data) > limits.max_bytes:
        raise VanbanError("too-large", size=len(data), limit=limits.max_bytes)
    media_type = detect(data, filename)
    if not is_drawable(media_type):
        raise VanbanError("no-pages")
    if not find_spec("PIL"):
        raise VanbanError("needs-pillow", packages=_LIBRARY)
    wanted = _Wanted(width=min(max(width, 1), MOST_WIDTH), lying=turn % 2 == 1)
    with guard(media_type, data, limits):
        if media_type == media.PDF:
            picture, points = _of_pdf(data, number, wanted, limits)
        else:
            with _UNPACKING:
                picture, points = _of_picture(data, number, wanted, limits)
        return _encoded(picture, points, turn % 4)


class _Wanted(msgspec.Struct, frozen=True):
    """How wide the image is to be once it is turned; `lying`: it is turned by one or three right angles."""

    width: int
    lying: bool

    def before(self, size: tuple[float, float]) -> float:
        """The pixels that a page of this size is wide before it is turned, never more than an image may have."""
        shape = max(size[1], 1.0) / max(size[0], 1.0)
        wide, high = (_MOST_HEIGHT, self.width) if self.lying else (self.width, _MOST_HEIGHT)
        return max(min(wide, high / shape, math.sqrt(_MOST_PIXELS / shape)), 1.0)


def _of_pdf(data: bytes, number: int, wanted: _Wanted, limits: Limits) -> tuple[Image.Image, tuple[float, float]]:
    from vanban.readers.pdf import open_document
    from vanban.readers.pdf.library import PDFIUM
    from vanban.readers.scan.rendering import drawn

    with open_document(data, limits) as document, PDFIUM:
        if not 1 <= number <= len(document):
            raise VanbanError("no-page", page=number)
        # the number and the day that an office fills into a letter are fields of a form
        document.init_forms()
        with closing(document[number - 1]) as page:
            return drawn(page, lambda size: wanted.before(size) / max(size[0], 1.0))


def _of_picture(data: bytes, number: int, wanted: _Wanted, limits: Limits) -> tuple[Image.Image, tuple[float, float]]:
    from vanban.readers.scan.files import frame
    from vanban.readers.scan.preparation import plain

    shown = frame(data, number, wanted.width, limits)
    points = (shown.picture.width / shown.dpi * 72, shown.picture.height / shown.dpi * 72)
    picture = plain(shown.picture)
    width = round(wanted.before(picture.size))
    if width < picture.width:
        picture = picture.resize((width, max(round(picture.height * width / picture.width), 1)), reducing_gap=2.0)
    return picture, points


def _encoded(picture: Image.Image, points: tuple[float, float], turn: int) -> PageImage:
    if turn:
        picture = picture.rotate(90 * turn, expand=True)
    wide, high = points if turn % 2 == 0 else (points[1], points[0])
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY)
    return PageImage(data=buffer.getvalue(), pixels=picture.size, points=(round(wide, 1), round(high, 1)))
