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

#: Media type -> module with `read(data, limits)`; a module is imported when a file first needs it.
_READERS: Final = {
    media.TEXT: "vanban.readers.text",
    media.MARKDOWN: "vanban.readers.markdown",
    media.HTML: "vanban.readers.html",
    media.MHTML: "vanban.readers.mhtml",
    media.DOCX: "vanban.readers.docx",
    media.ODT: "vanban.readers.odt",
    media.DOC: "vanban.readers.office",
    media.RTF: "vanban.readers.office",
    media.PDF: "vanban.readers.pdf",
}
_DEFAULT_LIMITS: Final = Limits()


def read_blocks(data: bytes, filename: str | None = None, limits: Limits = _DEFAULT_LIMITS) -> Reading:
    """Read a file of any known format.

    `filename` is only used to tell Markdown from plain text. Raises VanbanError, and nothing else, for what cannot be
    read: `empty`, `too-large`, `unknown-format`, `macro`, `encrypted`, `scan`, `no-text` and the codes of the formats.
    """
    if len(data) > limits.max_bytes:
        raise VanbanError("too-large", size=len(data), limit=limits.max_bytes)
    media_type = detect(data, filename)
    if media_type == media.DOCM:
        raise VanbanError("macro")
    if media_type == media.ENCRYPTED_OFFICE:
        raise VanbanError("encrypted")
    if media_type.startswith(media.IMAGE_PREFIX):
        raise VanbanError("scan")
    reading = _guarded(media_type, data, limits)
    if not any(block.text.strip() for block in reading.blocks):
        raise VanbanError("no-text")
    return reading


def _guarded(media_type: str, data: bytes, limits: Limits) -> Reading:
    read: Callable[[bytes, Limits], Reading] = importlib.import_module(_READERS[media_type]).read
    with guard(media_type, data, limits):
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
