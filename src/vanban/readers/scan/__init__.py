"""Scans: pictures, and pages of a PDF that are pictures or whose text cannot be trusted, read by Tesseract.

One process with one thread for each page, pages side by side. The program and its Vietnamese data are packages of the
system, the library of pictures belongs to the extra `scan`; without them reading ends with an error that names what to
install, and everything else is read as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from vanban.readers.blocks import Reading
from vanban.readers.limits import Limits
from vanban.readers.scan.tesseract import missing, require

if TYPE_CHECKING:
    # Word files without pictures need none of it
    import pypdfium2  # type: ignore[import-untyped]

    from vanban.readers.pasted import Picture
    from vanban.readers.pdf.placement import Recognised

__all__ = ["Recogniser", "missing", "read"]

#: Told how many pages are done, and how many there are; what it raises ends the reading.
OnPage = Callable[[int, int], None]


def read(data: bytes, limits: Limits, on_page: OnPage, part: float = 1.0) -> Reading:
    """Read a picture file: LINE, BLANK, ROW, NOTE and RUNNING blocks with page and box, in points of the page.

    part: how much of each page, from its top, is read.
    Raises VanbanError: `needs-tesseract`, `too-many-pages`, `picture-too-large`, `too-long`, `damaged`.
    """
    if not find_spec("PIL"):
        require()
    from vanban.readers.scan import files

    return files.read(data, limits, on_page, part)


class Recogniser:
    """Reads pages of an open PDF, and pictures in other files; `part` is how much of each page, from its top."""

    def __init__(self, limits: Limits, on_page: OnPage, part: float = 1.0) -> None:
        self._limits = limits
        self._part = part
        self._on_page = on_page

    def require(self) -> None:
        """Raise `needs-tesseract` where something is missing."""
        require()

    def is_ready(self) -> bool:
        """Whether pages can be recognised on this machine."""
        return not missing()

    def recognise(self, document: pypdfium2.PdfDocument, numbers: Sequence[int]) -> Mapping[int, Recognised]:
        """What stands on the pages with these numbers (1-based); those that cannot be read are missing.

        Raises VanbanError: `needs-tesseract`, `too-long`.
        """
        require()
        from vanban.readers.scan import rendering, side_by_side

        pictures = rendering.pictures(document, numbers, self._limits)
        return side_by_side.recognised(pictures, len(numbers), self._limits, self._on_page, self._part)

    def read_pictures(self, pictures: Iterable[Picture], count: int, media_type: str) -> Reading:
        """A file of this type whose pages are these pictures; those that cannot be unpacked are named in a warning.

        Raises VanbanError: `needs-tesseract`, `too-long`, `picture-too-large`.
        """
        require()
        from vanban.readers.scan import files

        return files.read_pictures(pictures, count, media_type, self._limits, self._on_page, self._part)
