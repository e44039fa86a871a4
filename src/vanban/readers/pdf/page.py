"""Words, drawn lines and pictures of one PDF page, taken from PDFium.

Only the first and the last character of each word are measured: a page costs some thousand calls into the library, and
measuring every character would double them.
"""

from __future__ import annotations

import ctypes
import re
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from vanban.readers.footnotes import is_power
from vanban.readers.pdf.geometry import PageContent, Rule, Word
from vanban.readers.symbols import plain_symbols

_BLANK: Final = frozenset(
    (0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2002, 0x2003, 0x2009, 0x200A, 0x202F, 0x3000, 0xFFFE, 0xFFFF)
)
#: Shown for a glyph that the file maps to no character, so that the loss can be seen.
_UNKNOWN: Final = "\ufffd"
_SOFT_HYPHENS: Final = frozenset((0x02, 0xAD))
_SURROGATES: Final = range(0xD800, 0xE000)
_FIRST_PRINTED: Final = 0x20
_THIN: Final = 3.0
_SHORTEST_RULE: Final = 4.0
_STRAIGHT: Final = 0.7
_MOST_SEGMENTS: Final = 20_000
_MOST_OBJECTS: Final = 100_000
_MOST_FORMS_DEEP: Final = 4
_BOLD: Final = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC: Final = re.compile(r"italic|oblique", re.IGNORECASE)
_SUBSET: Final = re.compile(r"[A-Z]{6}\+")
_CALL: Final = re.compile(r"[^\W\d][)”\"’.,;:]{0,3}(\d{1,3}|\[\d{1,3}\])[.,;:)”\"]{0,2}$")
_RAISED_SIZE: Final = 0.8
_RAISED_FOOT: Final = 0.12
_ABOVE: Final = 0.9
_BELOW: Final = 0.25
_LEAST_HEIGHT: Final = 0.35
_MOST_HEIGHT: Final = 3.0
_USUAL_HEIGHT: Final = 1.15
_BLANK_WIDTH: Final = 0.3
_WIDEST_CHARACTER: Final = 1.3

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[_Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Frame:
    """From the space of the file to the page as it is shown: turned, cropped, y down."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.turn = page.get_rotation() % 360
        width, height = self.right - self.left, self.top - self.bottom
        self.width, self.height = (height, width) if self.turn in {90, 270} else (width, height)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of a box as shown."""
        if self.turn == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.turn == 270:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


class Fonts:
    """Names and styles of the fonts of one document, asked of the library once for each font."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str | None, bool, bool]] = {}

    def of(self, text_object: object) -> tuple[str | None, bool, bool]:
        """Name, bold, italic of the font of a text object."""
        font = pdfium.FPDFTextObj_GetFont(text_object)
        if not font:
            return None, False, False
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        known = self._known.get(address)
        if known is None:
            known = self._look_up(font)
            self._known[address] = known
        return known

    def forget(self) -> None:
        """Addresses are only good while their page is open."""
        self._known.clear()

    @staticmethod
    def _look_up(font: object) -> tuple[str | None, bool, bool]:
        buffer = ctypes.create_string_buffer(256)
        length = pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
        if not 1 < length <= 256:
            return None, False, False
        name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
        return name, _BOLD.search(name) is not None, _ITALIC.search(name) is not None


def take(page: pypdfium2.PdfPage, number: int, fonts: Fonts) -> PageContent:
    """Everything that the reader needs of a page; raises PdfiumError for a page that cannot be loaded."""
    frame = _Frame(page)
    fonts.forget()
    text_page = page.get_textpage()
    try:
        words = _Words(text_page.raw, frame, fonts).read()
    finally:
        text_page.close()
    drawing = _Drawing(frame)
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


class _Words:
    """The words of a text page in the order of the file."""

    def __init__(self, text_page: object, frame: _Frame, fonts: Fonts) -> None:
        self._page = text_page
        self._frame = frame
        self._fonts = fonts
        self._rectangle = pdfium.FS_RECTF()
        self._pointer = ctypes.byref(self._rectangle)
        self._origin = (ctypes.c_double(), ctypes.c_double())
        self._origin_pointers = tuple(map(ctypes.byref, self._origin))

    def read(self) -> list[Word]:
        get = pdfium.FPDFText_GetUnicode
        page = self._page
        codes = [get(page, index) for index in range(pdfium.FPDFText_CountChars(page))]
        words: list[Word] = []
        start = 0
        for end, code in enumerate([*codes, 0x20]):
            if code in _BLANK:
                if end > start:
                    self._add(words, codes, start, end)
                start = end + 1
        return words

    def _sides(self, index: int) -> tuple[float, float, float]:
        """Left side, right side and height of a character."""
        rectangle = self._rectangle
        if not pdfium.FPDFText_GetLooseCharBox(self._page, index, self._pointer):
            return 0.0, 0.0, 0.0
        x0, top, x1, bottom = self._frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        return x0, x1, bottom - top

    def _foot(self, index: int) -> float:
        pdfium.FPDFText_GetCharOrigin(self._page, index, *self._origin_pointers)
        x, y = (value.value for value in self._origin)
        return self._frame.box(x, y, x, y)[1]

    def _size(self, index: int, height: float) -> float:
        """The size of a character as shown; the library knows it before the scaling of the text only."""
        size: float = pdfium.FPDFText_GetFontSize(self._page, index)
        if size <= 0 or not _LEAST_HEIGHT <= height / size <= _MOST_HEIGHT:
            return max(height / _USUAL_HEIGHT, 1.0)
        return size

    def _add(self, words: list[Word], codes: list[int], start: int, end: int) -> None:
        x0, right, height = self._sides(start)
        x1 = self._sides(end - 1)[1] if end - start > 1 else right
        if end - start > 1 and (x1 - x0 > (end - start) * max(height, 1.0) * _WIDEST_CHARACTER or x1 < x0):
            self._add_pieces(words, codes, start, end)
        else:
            self._append(words, codes, start, end, (x0, max(x1, x0), height))

    def _add_pieces(self, words: list[Word], codes: list[int], start: int, end: int) -> None:
        """Characters that the file runs together though they stand apart, as neighbours in two cells may."""
        sides = [self._sides(index) for index in range(start, end)]
        begin = 0
        for index in range(1, end - start + 1):
            if index < end - start:
                height = max(sides[index - 1][2], 1.0)
                if -height < sides[index][0] - sides[index - 1][1] < height * _BLANK_WIDTH:
                    continue
            piece = (sides[begin][0], max(sides[index - 1][1], sides[begin][0]), sides[begin][2])
            self._append(words, codes, start + begin, start + index, piece)
            begin = index

    def _append(
        self, words: list[Word], codes: list[int], start: int, end: int, sides: tuple[float, float, float]
    ) -> None:
        text = _text(codes[start:end])
        if not text:
            return
        x0, x1, height = sides
        size, foot = self._size(start, height), self._foot(start)
        text_object = pdfium.FPDFText_GetTextObject(self._page, start)
        font, bold, italic = self._fonts.of(text_object) if text_object else (None, False, False)
        word = Word(
            text=plain_symbols(text, font),
            x0=x0,
            top=foot - _ABOVE * size,
            x1=x1,
            bottom=foot + _BELOW * size,
            foot=foot,
            size=size,
            bold=bold,
            italic=italic,
            font=font,
        )
        if end - start > 1 and text[-1] in '0123456789.,;:)]”"':
            self._raise(word, start, end)
        words.append(word)

    def _raise(self, word: Word, start: int, end: int) -> None:
        """Take a raised number off the end of a word: the call of a note."""
        call = _CALL.search(word.text)
        if call is None or len(word.text) != end - start:
            return
        at = start + call.start(1)
        mark = call.group(1).strip("[]")
        small = self._size(at, self._sides(at)[2]) < word.size * _RAISED_SIZE
        raised = self._foot(at) < word.foot - word.size * _RAISED_FOOT
        if small and raised and not is_power(word.text[: call.start(1)], mark):
            word.raised = (mark, call.start(1))
            word.text = word.text[: call.start(1)] + word.text[call.end(1) :]


def _text(codes: list[int]) -> str:
    """The characters of a word; hyphens that the library marks as soft are printed hyphens."""
    parts: list[str] = []
    for code in codes:
        if code in _SOFT_HYPHENS:
            parts.append("-")
        elif code == 0:
            parts.append(_UNKNOWN)
        elif code >= _FIRST_PRINTED and code not in _SURROGATES and code < 0x110000:
            parts.append(chr(code))
    return "".join(parts)


class _Drawing:
    """Straight lines and pictures among the objects of a page, those inside forms included."""

    def __init__(self, frame: _Frame) -> None:
        self._frame = frame
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.picture_area = 0.0
        self._floats = tuple(ctypes.c_float() for _ in range(4))
        self._pointers = tuple(map(ctypes.byref, self._floats))
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._segments = 0
        self._objects = 0

    def read(self, page: pypdfium2.PdfPage) -> None:
        """Read all objects of a page."""
        raw = page.raw
        for index in range(pdfium.FPDFPage_CountObjects(raw)):
            self._object(pdfium.FPDFPage_GetObject(raw, index), _IDENTITY, 0)

    def _object(self, item: object, matrix: _Matrix, depth: int) -> None:
        self._objects += 1
        if self._objects > _MOST_OBJECTS:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, top, x1, bottom = self._bounds(item, matrix)
            self.picture_area += max(x1 - x0, 0.0) * max(bottom - top, 0.0)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MOST_FORMS_DEEP:
            inner = _multiply(_matrix(item), matrix)
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._object(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _bounds(self, item: object, matrix: _Matrix) -> tuple[float, float, float, float]:
        if not pdfium.FPDFPageObj_GetBounds(item, *self._pointers):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = (value.value for value in self._floats)
        if matrix is not _IDENTITY:
            (left, bottom), (right, top) = _apply(matrix, left, bottom), _apply(matrix, right, top)
        return self._frame.box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))

    def _path(self, item: object, matrix: _Matrix) -> None:
        x0, top, x1, bottom = self._bounds(item, matrix)
        width, height = x1 - x0, bottom - top
        if width <= _THIN and height <= _THIN:
            return
        if height <= _THIN:
            self._add_rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
        elif width <= _THIN:
            self._add_rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
        elif self._is_stroked(item):
            self._outline(item, matrix)

    @staticmethod
    def _is_stroked(item: object) -> bool:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        return bool(pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)) and stroke.value)

    def _outline(self, item: object, matrix: _Matrix) -> None:
        """The straight pieces of a path: frames, and grids that are drawn in one stroke."""
        count = pdfium.FPDFPath_CountSegments(item)
        self._segments += max(count, 0)
        if self._segments > _MOST_SEGMENTS:
            return
        own = _multiply(_matrix(item), matrix)
        start = previous = (0.0, 0.0)
        x, y = ctypes.byref(self._x), ctypes.byref(self._y)
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            point = _apply(own, self._x.value, self._y.value)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                self._straight(previous, point)
            if kind != pdfium.FPDF_SEGMENT_MOVETO and pdfium.FPDFPathSegment_GetClose(segment):
                self._straight(point, start)
            previous = point

    def _straight(self, begin: tuple[float, float], end: tuple[float, float]) -> None:
        left, right = sorted((begin[0], end[0]))
        low, high = sorted((begin[1], end[1]))
        x0, top, x1, bottom = self._frame.box(left, low, right, high)
        self._add_rule(x0, top, x1, bottom)

    def _add_rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        if bottom - top <= _STRAIGHT and x1 - x0 >= _SHORTEST_RULE:
            self.horizontal.append(Rule(x0=x0, y0=(top + bottom) / 2, x1=x1, y1=(top + bottom) / 2))
        elif x1 - x0 <= _STRAIGHT and bottom - top >= _SHORTEST_RULE:
            self.vertical.append(Rule(x0=(x0 + x1) / 2, y0=top, x1=(x0 + x1) / 2, y1=bottom))


def _matrix(item: object) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _multiply(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """The matrix that applies `inner` first."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
