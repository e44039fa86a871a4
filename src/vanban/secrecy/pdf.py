"""The passages of a PDF: its properties, and of each page that names a degree the lines, cells, stamps and annotations.

A page is laid out only where its text holds the syllable of the marks: laying out costs ten times as much as the text.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from vanban.language.normal import nfc
from vanban.readers.limits import Deadline, Limits
from vanban.readers.pdf import open_document
from vanban.readers.pdf.geometry import printed
from vanban.readers.pdf.layout import lay_out
from vanban.readers.pdf.library import PDFIUM
from vanban.readers.pdf.lines import cells_of as cells_of_words
from vanban.readers.pdf.page import take
from vanban.readers.pdf.tables import Table
from vanban.readers.pdf.words import Fonts, characters
from vanban.secrecy import wording
from vanban.secrecy.standing import LETTERS, Passage, cells_of
from vanban.secrecy.wording import STAMPED

_SILENT_ANNOTATIONS: Final = frozenset((pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP))
_TEXTS_OF_ANNOTATIONS: Final = (b"Contents", b"V", b"Subj", b"Name")
_LONGEST_TEXT: Final = 4000
_MOST_ANNOTATIONS: Final = 2000
_FIRST_LINES: Final = 15
_TOP_LINES: Final = 4
#: A page with fewer characters may be the picture of a page.
_LEAST_CHARACTERS: Final = 80
_REACH: Final = 40
_SAME_SIZE: Final = 0.2
_SAME_ANGLE: Final = 0.1
_MOST_STAMPS: Final = 50


class Sparse(Exception):  # noqa: N818 - no error: it says that the file may be a scan
    """A page has less text than a page of text has."""


def passages(data: bytes, limits: Limits) -> Iterator[Passage]:
    """The passages of a file. Raises the codes of PDF, and Sparse behind the last passage."""
    deadline = Deadline(limits)
    fonts = Fonts()
    emptiest = _LEAST_CHARACTERS
    with open_document(data, limits) as document:
        with PDFIUM:
            properties = tuple(document.get_metadata_dict().values())
            count = len(document)
        yield Passage(lines=properties, where="properties", apart=True)
        for index in range(count):
            deadline.check()
            found: list[Passage] = []
            # The reader leaves a page out that cannot be loaded; what was seen of it counts here.
            with suppress(pypdfium2.PdfiumError), PDFIUM:
                emptiest = min(emptiest, _page(document, index, fonts, found))
            yield from found
    if emptiest < _LEAST_CHARACTERS:
        raise Sparse


def _page(document: pypdfium2.PdfDocument, index: int, fonts: Fonts, found: list[Passage]) -> int:
    """Enter the passages of a page; gives the number of its characters."""
    page = document[index]
    try:
        annotations = _annotations(page)
        found.append(Passage(lines=annotations[0], where="annotation", page=index + 1, apart=True))
        if annotations[1]:
            # Drawn into the page, what an annotation shows becomes text of the page; the file itself is not changed.
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            page = document[index]
        return _content(page, index + 1, fonts, found)
    finally:
        page.close()


def _content(page: pypdfium2.PdfPage, number: int, fonts: Fonts, found: list[Passage]) -> int:
    text_page = page.get_textpage()
    try:
        text = characters(text_page.raw)
        stamps = tuple(_stamps(text_page.raw, text))
    finally:
        text_page.close()
    found.append(Passage(lines=stamps, where="text box", page=number, apart=True))
    composed = nfc(text).replace("\r", "")
    if STAMPED.search(composed) or LETTERS.search(composed) or wording.may_hold(composed):
        found.extend(_laid_out(page, number, fonts))
    return len("".join(text.split()))


def _laid_out(page: pypdfium2.PdfPage, number: int, fonts: Fonts) -> Iterator[Passage]:
    content = take(page, number, fonts)
    layout = lay_out(content)
    tables = [part for part in layout.parts if isinstance(part, Table)]
    lines = tuple(line.text for line in layout.lines)
    yield Passage(lines=lines, where="text", page=number, head=_FIRST_LINES if number == 1 else _TOP_LINES)
    for table in tables:
        yield from cells_of([[cell.text for cell in row] for row in table.cells], number)
    outside = [word for word in content.words if not any(t.top <= word.foot <= t.bottom for t in tables)]
    if outside:
        # A mark between the columns of the letterhead: only the blanks around it tell that it stands alone.
        pieces = tuple(printed(piece.words).text for piece in cells_of_words(outside))
        yield Passage(lines=pieces, where="text", page=number)


def _stamps(text_page: object, text: str) -> Iterator[str]:
    """The text around each candidate with its size and angle: all of a stamp or watermark, much of a sentence."""
    for match, _ in zip(STAMPED.finditer(text), range(_MOST_STAMPS), strict=False):
        own = _size(text_page, match.start())
        start, end = match.start(), match.end()
        while start and match.start() - start < _REACH and _alike(text_page, text, start - 1, own):
            start -= 1
        while end < len(text) and end - match.end() < _REACH and _alike(text_page, text, end, own):
            end += 1
        yield " ".join(text[start:end].split())


def _alike(text_page: object, text: str, index: int, own: tuple[float, float]) -> bool:
    if text[index].isspace():
        return True
    height, angle = _size(text_page, index)
    return abs(height - own[0]) <= _SAME_SIZE * own[0] and abs(angle - own[1]) <= _SAME_ANGLE


def _size(text_page: object, index: int) -> tuple[float, float]:
    """Size of the font as shown, and angle of a character."""
    angle = math.remainder(pdfium.FPDFText_GetCharAngle(text_page, index), math.tau)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix))
    return pdfium.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d), angle


def _annotations(page: pypdfium2.PdfPage) -> tuple[tuple[str, ...], bool]:
    """The texts of the annotations of a page, and whether any but links are there."""
    texts: list[str] = []
    shown = False
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        if pdfium.FPDFAnnot_GetSubtype(annotation) not in _SILENT_ANNOTATIONS:
            shown = True
            texts.extend(_string(annotation, key) for key in _TEXTS_OF_ANNOTATIONS)
        pdfium.FPDFPage_CloseAnnot(annotation)
    return tuple(texts), shown


def _string(annotation: object, key: bytes) -> str:
    buffer = ctypes.create_string_buffer(_LONGEST_TEXT)
    pointer = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, pointer, _LONGEST_TEXT)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace") if 2 < length <= _LONGEST_TEXT else ""
