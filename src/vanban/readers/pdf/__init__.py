"""PDF files with a text layer, read page by page with PDFium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from vanban.errors import VanbanError
from vanban.readers import media
from vanban.readers.blocks import Reading
from vanban.readers.collector import Collector
from vanban.readers.limits import Limits
from vanban.readers.pdf.assembly import Assembler
from vanban.readers.pdf.layout import PageLayout, lay_out
from vanban.readers.pdf.page import take
from vanban.readers.pdf.words import Fonts
from vanban.reading_warnings import warning

__all__ = ["open_document", "read"]

_SHORT_NAME: Final = media.SHORT_NAMES[media.PDF]
_END: Final = b"%%EOF"
_LINEARIZED: Final = re.compile(rb"/Linearized\b[^>]{0,200}/L\s{1,4}(\d{1,12})")
#: A scanned page that carries a stamp or a page number of its own has fewer characters than any page of text.
_LEAST_CHARACTERS: Final = 40
_PICTURE_PAGE: Final = 0.5


def read(data: bytes, limits: Limits) -> Reading:
    """Read a PDF: LINE, BLANK, ROW, NOTE and RUNNING blocks with page and box.

    Raises VanbanError: `encrypted`, `damaged` (also for a file that was cut short), `too-many-pages`, `too-long`, and
    `scan` when no page has text.
    """
    with open_document(data, limits) as document:
        return _read_document(document, limits)


@contextmanager
def open_document(data: bytes, limits: Limits) -> Iterator[pypdfium2.PdfDocument]:
    """A file opened. Raises VanbanError: `encrypted`, `damaged`, `too-many-pages`."""
    if _is_cut(data):
        raise VanbanError("damaged", format=_SHORT_NAME)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise VanbanError("encrypted") from error
        raise VanbanError("damaged", format=_SHORT_NAME) from error
    try:
        if len(document) > limits.max_pages:
            raise VanbanError("too-many-pages", pages=len(document), limit=limits.max_pages)
        yield document
    finally:
        document.close()


def _read_document(document: pypdfium2.PdfDocument, limits: Limits) -> Reading:
    count = len(document)
    collector = Collector(limits)
    fonts = Fonts()
    pages: list[PageLayout] = []
    broken: list[int] = []
    parts = 0
    for index in range(count):
        collector.deadline.check()
        try:
            layout = _page(document, index, fonts)
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            continue
        parts += len(layout.parts)
        if parts > limits.max_blocks:
            raise VanbanError("too-many-parts", limit=limits.max_blocks)
        pages.append(layout)
    if not pages:
        raise VanbanError("damaged", format=_SHORT_NAME)
    pictures = [page.number for page in pages if _is_picture(page)]
    if not any(page.parts for page in pages) or len(pictures) == len(pages):
        raise VanbanError("scan" if pictures else "no-text")
    Assembler(pages, collector).assemble()
    warnings = []
    if broken:
        warnings.append(warning("pages-unreadable", pages=_listed(broken)))
    if pictures:
        warnings.append(warning("pages-of-images", pages=_listed(pictures)))
    return Reading(media_type=media.PDF, pages=count, blocks=tuple(collector.blocks), warnings=tuple(warnings))


def _page(document: pypdfium2.PdfDocument, index: int, fonts: Fonts) -> PageLayout:
    page = document[index]
    try:
        return lay_out(take(page, index + 1, fonts))
    finally:
        page.close()


def _is_picture(page: PageLayout) -> bool:
    if page.picture_share < _PICTURE_PAGE:
        return False
    lines = page.lines
    return len(lines) == len(page.parts) and sum(len(line.text) for line in lines) < _LEAST_CHARACTERS


def _is_cut(data: bytes) -> bool:
    """Whether the end of the file is missing: its end mark, or bytes that its own first object counts."""
    linearized = _LINEARIZED.search(data[:2048])
    if linearized and int(linearized.group(1)) > len(data):
        return True
    return _END not in data


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))
