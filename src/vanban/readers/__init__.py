"""Readers: files to blocks of text in reading order, with their provenance, chosen by content."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from vanban.errors import VanbanError
from vanban.readers import media
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.readers.detection import detect
from vanban.readers.limits import Limits

__all__ = ["Block", "BlockKind", "Limits", "Reading", "detect", "guard", "read_blocks"]

#: Media type -> module with `read(data, limits)`, for those with pictures `read(data, limits, recogniser)`; a module is
#: imported when a file first needs it.
_READERS: Final = {
    media.TEXT: "vanban.readers.text",
    media.MARKDOWN: "vanban.readers.markdown",
    media.HTML: "vanban.readers.html",
    media.MHTML: "vanban.readers.mhtml",
    media.DOCX: "vanban.readers.docx",
    media.ODT: "vanban.readers.odt",
    media.DOC: "vanban.readers.office",
    media.RTF: "vanban.readers.office",
}
#: Files that may hold nothing but pictures of pages.
_WITH_PICTURES: Final = frozenset((media.DOCX, media.ODT, media.DOC, media.RTF))
_DEFAULT_LIMITS: Final = Limits()


class _EndedError(BaseException):
    """Whoever is told of pages ends the reading: no fault of the file, so no guard may take it for one."""


def _nobody(done: int, count: int) -> None:
    """Nobody listens."""


def read_blocks(
    data: bytes,
    filename: str | None = None,
    limits: Limits = _DEFAULT_LIMITS,
    on_page: Callable[[int, int], None] = _nobody,
    *,
    part: float = 1.0,
) -> Reading:
    """Read a file of any known format.

    `filename` is only used to tell Markdown from plain text. `on_page` is told how many pages of a scan are recognised
    and how many there are; what it raises ends the reading. `part` is how much of a page of a scan is recognised, from
    its top, where a look at the heads is enough. Raises VanbanError, and nothing else, for what cannot be
    read: `empty`, `too-large`, `unknown-format`, `macro`, `encrypted`, `scan`, `no-text` and the codes of the formats.
    """
    if len(data) > limits.max_bytes:
        raise VanbanError("too-large", size=len(data), limit=limits.max_bytes)
    media_type = detect(data, filename)
    if media_type == media.DOCM:
        raise VanbanError("macro")
    if media_type == media.ENCRYPTED_OFFICE:
        raise VanbanError("encrypted")
    reading = _guarded(media_type, data, limits, on_page, part)
    if not any(block.text.strip() for block in reading.blocks):
        raise VanbanError("no-text")
    return reading


def _guarded(media_type: str, data: bytes, limits: Limits, on_page: Callable[[int, int], None], part: float) -> Reading:
    def told(done: int, count: int) -> None:
        try:
            on_page(done, count)
        except Exception as error:
            raise _EndedError from error

    try:
        with guard(media_type, data, limits):
            return _read(media_type, data, limits, told, part)
    except _EndedError as ended:
        raise ended.__cause__ or ended from None


def _read(media_type: str, data: bytes, limits: Limits, told: Callable[[int, int], None], part: float) -> Reading:
    if media_type == media.PDF:
        from vanban.readers import pdf, scan

        return pdf.read(data, limits, scan.Recogniser(limits, told, part))
    if media_type.startswith(media.IMAGE_PREFIX):
        from vanban.readers import scan

        return scan.read(data, limits, told, part)
    read: Callable[..., Reading] = importlib.import_module(_READERS[media_type]).read
    if media_type in _WITH_PICTURES:
        from vanban.readers import scan

        return read(data, limits, scan.Recogniser(limits, told, part))
    return read(data, limits)


@contextmanager
def guard(media_type: str, data: bytes, limits: Limits) -> Iterator[None]:
    """Whatever a library makes of a hostile file inside the block becomes a VanbanError."""
    try:
        yield
    except VanbanError:
        raise
    except RecursionError as error:
        raise VanbanError("too-deep", limit=limits.max_table_depth) from error
    except MemoryError as error:
        raise VanbanError("too-large", size=len(data), limit=limits.max_bytes) from error
    except Exception as error:  # third-party parsers raise almost anything on damaged files
        raise VanbanError("damaged", format=media.SHORT_NAMES[media_type]) from error
