"""What was written into a page after it was made: the number and day that an office fills into a signed letter.

Such fields are annotations, no text of the page; drawn into it they are read where they stand. The pictures of
electronic signatures (a seal, a name, an address, a time) are larger, and are no words of the letter.
"""

from __future__ import annotations

from typing import Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

#: A field of one line is at most so high, in points.
_ONE_LINE: Final = 36.0
_MOST: Final = 200
_KINDS: Final = frozenset((pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP))


def filled(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    """The page with its fields of one line drawn into it; the file itself is not changed. Raises PdfiumError."""
    page = document[index]
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    if not 0 < count <= _MOST:
        return page
    kept = 0
    for number in range(count - 1, -1, -1):
        if _is_field(page, number):
            kept += 1
        else:
            pdfium.FPDFPage_RemoveAnnot(page.raw, number)
    if not kept:
        return page
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    return document[index]


def _is_field(page: pypdfium2.PdfPage, number: int) -> bool:
    annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
    if not annotation:
        return False
    try:
        if pdfium.FPDFAnnot_GetSubtype(annotation) not in _KINDS:
            return False
        box = pdfium.FS_RECTF()
        if not pdfium.FPDFAnnot_GetRect(annotation, box):
            return False
        height: float = abs(box.top - box.bottom)
        return 0 < height <= _ONE_LINE
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)
