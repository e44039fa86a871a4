"""Scans that were pasted into Word and ODT files: pictures as large as a page.

A file that is nothing else is read from them, like a scan. Where a text of its own stands around them they are maps,
drawings or appendices: the text is read, and the record says that they were not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol, TypeAlias

import msgspec

from vanban.errors import VanbanError
from vanban.readers.blocks import BlockKind, Reading
from vanban.reading_warnings import warning

#: A picture, unpacked when it is asked for.
Picture: TypeAlias = Callable[[], bytes]
#: Square inches that a picture must cover to be a page: more than a third of A4. Emblems, signatures and charts do not.
_PAGE: Final = 34.0
#: A file with fewer characters to a page-sized picture has no text of its own.
_LEAST_CHARACTERS: Final = 40


class Recogniser(Protocol):
    """Reads pictures; what it needs of the machine may be missing."""

    def require(self) -> None:
        """Raise the error that names what is missing."""

    def is_ready(self) -> bool:
        """Whether nothing is missing."""

    def read_pictures(self, pictures: Iterable[Picture], count: int, media_type: str) -> Reading:
        """A file of this type whose pages are these pictures; those that cannot be unpacked are named in a warning."""


def is_page(width: float, height: float) -> bool:
    """Whether a picture that is shown in this size, in inches, may be a page."""
    return width * height >= _PAGE


def with_pages(reading: Reading, pictures: Sequence[Picture], recogniser: Recogniser) -> Reading:
    """The reading of a file, or of the page-sized pictures in it where it holds nothing else.

    Raises VanbanError: `needs-tesseract` where there is no text at all, and what reading pictures raises.
    """
    if not pictures:
        return reading
    own = sum(len(block.text) for block in reading.blocks if block.kind is not BlockKind.RUNNING)
    if not own:
        recogniser.require()
    if own >= _LEAST_CHARACTERS * len(pictures) or not recogniser.is_ready():
        unread = warning("pictures-unread", count=len(pictures))
        return msgspec.structs.replace(reading, warnings=(*reading.warnings, unread))
    seen = recogniser.read_pictures(pictures, len(pictures), reading.media_type)
    if not own and not any(block.text for block in seen.blocks):
        raise VanbanError("no-text")
    return msgspec.structs.replace(
        seen, blocks=(*reading.blocks, *seen.blocks), warnings=(*reading.warnings, *seen.warnings)
    )
