"""Words of one PDF page, taken from PDFium.

Only the first and the last character of each word are measured: a page costs some thousand calls into the library, and
measuring every character would double them.
"""

from __future__ import annotations

import ctypes
import re
from typing import Final

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from vanban.readers.footnotes import is_power
from vanban.readers.pdf.frame import Frame
from vanban.readers.pdf.geometry import Word
from vanban.readers.symbols import plain_symbols

_WORD: Final = re.compile("[^\\s\u00a0\u2007\u202f\uffff]+")
#: What a word cannot hold as it is: control characters, hyphens that the library marks as soft, halves of surrogates.
_ODD: Final = re.compile("[\\x00-\\x1f\u00ad\ud800-\udfff\ufffe]")
_SOFT_HYPHENS: Final = "\x02\u00ad\ufffe"
#: Shown for a glyph that the file maps to no character, so that the loss can be seen.
_UNKNOWN: Final = "\ufffd"
_BOLD: Final = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC: Final = re.compile(r"italic|oblique", re.IGNORECASE)
_SUBSET: Final = re.compile(r"[A-Z]{6}\+")
_CALL: Final = re.compile(r"[^\W\d][)”\"’.,;:]{0,3}(\d{1,3}|\[\d{1,3}\])[.,;:)”\"]{0,2}$")
_CALL_END: Final = frozenset('0123456789.,;:)]”"')
_RAISED_SIZE: Final = 0.8
_RAISED_FOOT: Final = 0.12
_ABOVE: Final = 0.9
_BELOW: Final = 0.25
_LEAST_HEIGHT: Final = 0.35
_MOST_HEIGHT: Final = 3.0
_USUAL_HEIGHT: Final = 1.15
_BLANK_WIDTH: Final = 0.3
_WIDEST_CHARACTER: Final = 1.3
_UPRIGHT: Final = 0


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


class WordReader:
    """The words of a text page in the order of the file."""

    def __init__(self, text_page: object, frame: Frame, fonts: Fonts) -> None:
        self._page = text_page
        self._frame = frame
        self._fonts = fonts
        self._rectangle = pdfium.FS_RECTF()
        self._pointer = ctypes.byref(self._rectangle)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._x_pointer, self._y_pointer = ctypes.byref(self._x), ctypes.byref(self._y)
        self._upright = frame.turn == _UPRIGHT

    def read(self) -> list[Word]:
        """All words."""
        text = characters(self._page)
        words: list[Word] = []
        for match in _WORD.finditer(text):
            self._add(words, match.group(), match.start())
        return words

    def _sides(self, index: int) -> tuple[float, float, float]:
        """Left side, right side and height of a character."""
        box = self._rectangle
        if not pdfium.FPDFText_GetLooseCharBox(self._page, index, self._pointer):
            return 0.0, 0.0, 0.0
        if self._upright:
            offset = self._frame.left
            return box.left - offset, box.right - offset, box.top - box.bottom
        x0, top, x1, bottom = self._frame.box(box.left, box.bottom, box.right, box.top)
        return x0, x1, bottom - top

    def _foot(self, index: int) -> float:
        pdfium.FPDFText_GetCharOrigin(self._page, index, self._x_pointer, self._y_pointer)
        x, y = self._x.value, self._y.value
        return self._frame.top - y if self._upright else self._frame.box(x, y, x, y)[1]

    def _size(self, index: int, height: float) -> float:
        """The size of a character as shown; the library knows it before the scaling of the text only."""
        size: float = pdfium.FPDFText_GetFontSize(self._page, index)
        if size <= 0 or not _LEAST_HEIGHT <= height / size <= _MOST_HEIGHT:
            return max(height / _USUAL_HEIGHT, 1.0)
        return size

    def _add(self, words: list[Word], text: str, start: int) -> None:
        sides = self._sides(start)
        if len(text) > 1:
            x0, right, height = sides
            x1 = self._sides(start + len(text) - 1)[1]
            if x1 < x0 or x1 - x0 > len(text) * max(height, 1.0) * _WIDEST_CHARACTER:
                self._add_pieces(words, text, start)
                return
            sides = (x0, max(x1, right), height)
        self._append(words, text, start, sides)

    def _add_pieces(self, words: list[Word], text: str, start: int) -> None:
        """Characters that the file runs together though they stand apart, as neighbours in two cells may."""
        sides = [self._sides(start + index) for index in range(len(text))]
        begin = 0
        for index in range(1, len(text) + 1):
            if index < len(text):
                height = max(sides[index - 1][2], 1.0)
                if -height < sides[index][0] - sides[index - 1][1] < height * _BLANK_WIDTH:
                    continue
            piece = (sides[begin][0], max(sides[index - 1][1], sides[begin][0]), sides[begin][2])
            self._append(words, text[begin:index], start + begin, piece)
            begin = index

    def _append(self, words: list[Word], source: str, start: int, sides: tuple[float, float, float]) -> None:
        text = _ODD.sub(_plain, source)
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
        if text[-1] in _CALL_END and len(text) == len(source) > 1:
            self._raise(word, start)
        words.append(word)

    def _raise(self, word: Word, start: int) -> None:
        """Take a raised number off the end of a word: the call of a note."""
        call = _CALL.search(word.text)
        if call is None:
            return
        at = start + call.start(1)
        mark = call.group(1).strip("[]")
        small = self._size(at, self._sides(at)[2]) < word.size * _RAISED_SIZE
        raised = self._foot(at) < word.foot - word.size * _RAISED_FOOT
        if small and raised and not is_power(word.text[: call.start(1)], mark):
            word.raised = (mark, call.start(1))
            word.text = word.text[: call.start(1)] + word.text[call.end(1) :]


def characters(page: object) -> str:
    """The text of a page, one character for each that the library counts.

    The library gives the whole text at once; where that does not count alike, each character is asked for.
    """
    count = pdfium.FPDFText_CountChars(page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(page, 0, count, buffer)
    text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    return "".join(_character(pdfium.FPDFText_GetUnicode(page, index)) for index in range(count))


def _character(code: int) -> str:
    return chr(code) if 0 <= code < 0x110000 else _UNKNOWN


def _plain(match: re.Match[str]) -> str:
    """What stands for a character that a word cannot hold."""
    character = match.group()
    if character in _SOFT_HYPHENS:
        return "-"
    return _UNKNOWN if character == "\0" else ""
