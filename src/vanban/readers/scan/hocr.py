"""What Tesseract says it saw, as words in pixels of the picture that it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec
from lxml import etree

_BOX: Final = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE: Final = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_SIZE: Final = re.compile(r"\bx_size (-?[\d.]+)")
_DESCENDERS: Final = re.compile(r"\bx_descenders (-?[\d.]+)")
_SURE: Final = re.compile(r"\bx_wconf (\d+)")
_NAMES: Final = "{http://www.w3.org/1999/xhtml}"
_LINES: Final = frozenset(("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"))


class Seen(msgspec.Struct, kw_only=True):
    """A word: box, the line on which it stands, the height of its line's letters, and how sure Tesseract is (0-100)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    foot: float
    size: float
    sure: int


def moved(word: Seen, x: float, y: float) -> Seen:
    """The word of a piece of a page, whose corner lies there, in pixels of the page."""
    return msgspec.structs.replace(
        word, x0=word.x0 + x, x1=word.x1 + x, top=word.top + y, bottom=word.bottom + y, foot=word.foot + y
    )


def shared(one: Seen, other: Seen) -> float:
    """The area that the boxes of two words have in common."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(across, 0.0) * max(down, 0.0)


def area(word: Seen) -> float:
    """The area of the box of a word."""
    return (word.x1 - word.x0) * (word.bottom - word.top)


def pages(hocr: bytes) -> list[list[Seen]]:
    """The words of each page, in the order in which Tesseract gives them."""
    if not hocr.strip():
        return []
    root = etree.fromstring(
        hocr, etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    )
    if root is None:
        return []
    return [list(_words(page)) for page in root.iter(f"{_NAMES}div") if page.get("class") == "ocr_page"]


def words(hocr: bytes) -> list[Seen]:
    """The words of the only page."""
    return next(iter(pages(hocr)), [])


def _words(page: etree._Element) -> Iterator[Seen]:
    for line in page.iter(f"{_NAMES}span"):
        if line.get("class") not in _LINES:
            continue
        title = line.get("title") or ""
        box = _BOX.search(title)
        if box is None:
            continue
        left, _, _, bottom = map(int, box.groups())
        slope, offset = _pair(_BASELINE.search(title))
        size, below = _number(_SIZE.search(title)), _number(_DESCENDERS.search(title))
        for word in line.iter(f"{_NAMES}span"):
            if word.get("class") == "ocrx_word":
                seen = _word(word, left, bottom + offset, slope, size, below)
                if seen is not None:
                    yield seen


def _word(  # noqa: PLR0913, PLR0917 - the measures of its line
    word: etree._Element, left: float, foot: float, slope: float, size: float, below: float
) -> Seen | None:
    title = word.get("title") or ""
    box, sure = _BOX.search(title), _SURE.search(title)
    text = "".join(map(str, word.itertext())).strip()
    if box is None or not text:
        return None
    x0, top, x1, bottom = map(int, box.groups())
    middle = (x0 + x1) / 2
    return Seen(
        text=text,
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        foot=foot + slope * (middle - left),
        size=max(size, below, 1.0),
        sure=int(sure.group(1)) if sure else 0,
    )


def _pair(match: re.Match[str] | None) -> tuple[float, float]:
    return (float(match.group(1)), float(match.group(2))) if match else (0.0, 0.0)


def _number(match: re.Match[str] | None) -> float:
    return float(match.group(1)) if match else 0.0
