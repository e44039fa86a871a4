"""What the reader needs of one PDF page, taken from PDFium."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]

from vanban.readers.pdf.drawing import Drawing
from vanban.readers.pdf.frame import Frame
from vanban.readers.pdf.geometry import PageContent
from vanban.readers.pdf.words import Fonts, WordReader


def take(page: pypdfium2.PdfPage, number: int, fonts: Fonts) -> PageContent:
    """Everything that the reader needs of a page; raises PdfiumError for a page that cannot be loaded."""
    frame = Frame(page)
    fonts.forget()
    text_page = page.get_textpage()
    try:
        words = WordReader(text_page.raw, frame, fonts).read()
    finally:
        text_page.close()
    drawing = Drawing(frame)
    drawing.read(page)
    return PageContent(
        number=number,
        width=frame.width,
        height=frame.height,
        words=words,
        horizontal=drawing.horizontal,
        vertical=drawing.vertical,
        picture_share=min(1.0, drawing.picture_area / max(frame.width * frame.height, 1.0)),
    )
