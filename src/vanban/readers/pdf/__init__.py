"""PDF files, read page by page with PDFium; pages without a text that can be trusted go to a recogniser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import Final, Protocol

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from vanban.errors import VanbanError
from vanban.language import lexicon
from vanban.language.quality import Damage, damage, quality
from vanban.readers import media
from vanban.readers.blocks import Reading
from vanban.readers.collector import Collector
from vanban.readers.limits import Limits
from vanban.readers.pdf.assembly import assembled, sizes
from vanban.readers.pdf.filled import filled
from vanban.readers.pdf.layout import PageLayout, PrintedLine, lay_out
from vanban.readers.pdf.library import PDFIUM
from vanban.readers.pdf.page import take
from vanban.readers.pdf.placement import Recognised, listed, told
from vanban.readers.pdf.words import Fonts
from vanban.reading_warnings import warning

__all__ = ["Recogniser", "open_document", "read"]

_SHORT_NAME: Final = media.SHORT_NAMES[media.PDF]
_END: Final = b"%%EOF"
_LINEARIZED: Final = re.compile(rb"/Linearized\b[^>]{0,200}/L\s{1,4}(\d{1,12})")
#: A scanned page that carries a stamp or a page number of its own has fewer characters than any page of text.
_LEAST_CHARACTERS: Final = 40
_PICTURE_PAGE: Final = 0.5


class Recogniser(Protocol):
    """Reads the pictures of pages; what it needs of the machine may be missing."""

    def require(self) -> None:
        """Raise the error that names what is missing."""

    def is_ready(self) -> bool:
        """Whether nothing is missing."""

    def recognise(self, document: pypdfium2.PdfDocument, numbers: Sequence[int], /) -> Mapping[int, Recognised]:
        """What stands on the pages with these numbers (1-based); those that cannot be read are missing."""


def read(data: bytes, limits: Limits, recogniser: Recogniser) -> Reading:
    """Read a PDF: LINE, BLANK, ROW, NOTE and RUNNING blocks with page and box.

    Pages that are pictures, and those whose text layer was damaged, are given to `recogniser`; where it lacks
    something, the damaged text stays and pictures are left out.
    Raises VanbanError: `encrypted`, `damaged` (also for a file that was cut short), `too-many-pages`, `too-long`,
    `no-text`, and what `recogniser.require` raises when all pages are pictures.
    """
    with open_document(data, limits) as document:
        return _read_document(document, limits, recogniser)


@contextmanager
def open_document(data: bytes, limits: Limits) -> Iterator[pypdfium2.PdfDocument]:
    """A file opened; its pages are asked for under the lock PDFIUM.

    Raises VanbanError: `encrypted`, `damaged`, `too-many-pages`.
    """
    if _is_cut(data):
        raise VanbanError("damaged", format=_SHORT_NAME)
    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise VanbanError("encrypted") from error
        raise VanbanError("damaged", format=_SHORT_NAME) from error
    try:
        with PDFIUM:
            count = len(document)
        if count > limits.max_pages:
            raise VanbanError("too-many-pages", pages=count, limit=limits.max_pages)
        yield document
    finally:
        with PDFIUM:
            document.close()


def _read_document(document: pypdfium2.PdfDocument, limits: Limits, recogniser: Recogniser) -> Reading:
    with PDFIUM:
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
    doubted = [page.number for page in pages if page.number not in pictures and _is_doubted(page)]
    if pictures and len(pictures) == len(pages):
        recogniser.require()
    recognised: dict[int, Recognised] = {}
    if (pictures or doubted) and recogniser.is_ready():
        found = recogniser.recognise(document, sorted((*pictures, *doubted)))
        pages = [_better(page, found, recognised, sure=page.number in pictures) for page in pages]
        pictures = [number for number in pictures if number not in recognised]
        collector = Collector(limits)
    if not any(page.parts for page in pages):
        raise VanbanError("no-text")
    placements = {number: page.placement for number, page in recognised.items()}
    blocks = assembled(pages, placements, collector)
    warnings = []
    if broken:
        warnings.append(warning("pages-unreadable", pages=listed(broken)))
    if pictures:
        warnings.append(warning("pages-of-images", pages=listed(pictures)))
    shown = {page.number: recognised[page.number] for page in pages if page.number in recognised and page.parts}
    warnings.extend(told(shown))
    return Reading(
        media_type=media.PDF,
        pages=count,
        blocks=blocks,
        warnings=tuple(warnings),
        recognised=tuple(sorted(shown)),
        sizes=sizes(pages, placements),
    )


def _better(
    page: PageLayout, found: Mapping[int, Recognised], taken: dict[int, Recognised], *, sure: bool
) -> PageLayout:
    """The page as it was recognised, unless its own text reads better; what is taken is entered in `taken`."""
    fresh = found.get(page.number)
    if fresh is None:
        return page
    layout = lay_out(fresh.content)
    if not sure and quality(_text(layout)) < quality(_text(page)):
        return page
    taken[page.number] = fresh
    return layout


def _is_doubted(page: PageLayout) -> bool:
    """Whether the letters of a page were guessed by a recogniser for another language, or are mapped wrongly.

    What was written in an encoding from before Unicode is not: it is converted without loss. A text that was typed
    without marks looks no better in a picture, unless the page is one.
    """
    text = _text(page)
    kind = damage(text)
    if kind is Damage.NONE:
        return False
    if page.picture_share >= _PICTURE_PAGE:
        return True
    if kind is Damage.LEGACY:
        return not any(line.font and line.font.lower().startswith(_legacy_fonts()) for line in page.lines)
    return kind is Damage.OCR


@lru_cache(maxsize=1)
def _legacy_fonts() -> tuple[str, ...]:
    table = lexicon.load("legacy")
    return (*table["tcvn3"]["fonts"], *table["vni"]["fonts"])


def _text(page: PageLayout) -> str:
    return "\n".join(
        part.text if isinstance(part, PrintedLine) else "\n".join(cell.text for row in part.cells for cell in row)
        for part in page.parts
    )


def _page(document: pypdfium2.PdfDocument, index: int, fonts: Fonts) -> PageLayout:
    with PDFIUM, closing(filled(document, index)) as page:
        content = take(page, index + 1, fonts)
    return lay_out(content)


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
