"""Things that stand on a page. All measures are points; y runs down from the top edge of the page as it is shown."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable
from typing import Final

import msgspec

from vanban.readers.blocks import BlockWord
from vanban.readers.footnotes import is_power

_NEARLY_ALL: Final = 0.8


class Word(msgspec.Struct, kw_only=True):
    """Characters without blanks between them; `foot` is the line on which they stand, `size` the size of their font.

    `page` is the page on which the word was recognised; words of a text layer have none, and their place is not kept.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    foot: float
    size: float
    bold: bool = False
    italic: bool = False
    font: str | None = None
    #: The note that the word calls with a raised number, and the offset of the call in the word.
    raised: tuple[str, int] | None = None
    page: int | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A straight drawn line, horizontal where y0 equals y1, vertical where x0 equals x1."""

    x0: float
    y0: float
    x1: float
    y1: float


class PageContent(msgspec.Struct, kw_only=True):
    """What was taken from one page; `picture_share` is the part of its area that pictures cover."""

    number: int
    width: float
    height: float
    words: list[Word]
    horizontal: list[Rule]
    vertical: list[Rule]
    picture_share: float = 0.0


class Line(msgspec.Struct, kw_only=True):
    """Words that stand on one line, in one column."""

    words: list[Word]
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """The size of the word in the middle, so that a raised number or a glyph of another font does not count."""
        return statistics.median_high(word.size for word in self.words)

    @property
    def foot(self) -> float:
        """The line on which most words stand."""
        return statistics.median_low(word.foot for word in self.words)

    @property
    def height(self) -> float:
        """The height of the line."""
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        """The middle of the line."""
        return (self.x0 + self.x1) / 2

    @property
    def bold(self) -> bool:
        """Whether at least four fifths of the characters are bold."""
        return mostly_bold(self.words)

    @property
    def italic(self) -> bool:
        """Whether at least four fifths of the characters are italic."""
        return _share(self.words, [word.italic for word in self.words])

    @property
    def font(self) -> str | None:
        """The font of the longest word."""
        return max(self.words, key=lambda word: len(word.text)).font


def mostly_bold(words: list[Word]) -> bool:
    """Whether at least four fifths of the characters of words are bold."""
    return _share(words, [word.bold for word in words])


def _share(words: list[Word], flags: list[bool]) -> bool:
    total = sum(len(word.text) for word in words)
    flagged = sum(len(word.text) for word, flag in zip(words, flags, strict=True) if flag)
    return flagged > 0 and flagged >= total * _NEARLY_ALL


def line_of(words: list[Word]) -> Line:
    """The line that words in order from left to right make."""
    return Line(
        words=words,
        x0=min(word.x0 for word in words),
        top=min(word.top for word in words),
        x1=max(word.x1 for word in words),
        bottom=max(word.bottom for word in words),
    )


#: Pieces of a word that a program set apart stand closer than any blank, measured in parts of the font size.
_TIGHT: Final = 0.08
_RAISED_SIZE: Final = 0.8
_RAISED_FOOT: Final = 0.12
_CALL: Final = re.compile(r"\[?(\d{1,3})\]?$")


class Printed(msgspec.Struct, frozen=True):
    """The text of words in order, the notes that they call with their offsets in it, and the recognised words."""

    text: str
    calls: tuple[tuple[str, int], ...]
    words: tuple[BlockWord, ...]


def printed(words: list[Word]) -> Printed:
    """Words in order as they are printed."""
    parts: list[str] = []
    calls: list[tuple[str, int]] = []
    recognised: list[BlockWord] = []
    length = 0
    previous: Word | None = None
    largest = max(words, key=lambda word: word.size)
    for word in words:
        mark = _raised_mark(word, largest)
        if mark is not None and not is_power(parts[-1] if parts else "", mark):
            calls.append((mark, length))
            continue
        if previous is not None and mark is None and word.x0 - previous.x1 > _TIGHT * min(word.size, previous.size):
            parts.append(" ")
            length += 1
        if word.raised is not None:
            calls.append((word.raised[0], length + word.raised[1]))
        parts.append(word.text)
        if word.page is not None:
            box = (word.x0, word.top, word.x1, word.bottom)
            recognised.append(BlockWord((length, length + len(word.text)), word.page, box))
        length += len(word.text)
        previous = word
    return Printed("".join(parts), tuple(calls), tuple(recognised))


def shifted(words: Iterable[BlockWord], by: int) -> tuple[BlockWord, ...]:
    """Words whose text stands so many characters further on."""
    return tuple(BlockWord((word.span[0] + by, word.span[1] + by), word.page, word.box) for word in words)


def _raised_mark(word: Word, largest: Word) -> str | None:
    """The number of a note that stands as a word of its own, small and raised."""
    if word.size > largest.size * _RAISED_SIZE or word.foot > largest.foot - largest.size * _RAISED_FOOT:
        return None
    match = _CALL.match(word.text)
    return match.group(1) if match else None
