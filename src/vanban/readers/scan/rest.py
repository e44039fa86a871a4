"""What a first look at a page left unread: lines beside stamps and seals, taken for parts of a picture."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageDraw

from vanban.language.syllables import syllables
from vanban.readers.scan import hocr, preparation
from vanban.readers.scan.hocr import Seen
from vanban.readers.scan.tesseract import BLOCK, Tesseract

#: Ink is counted in squares of this part of an inch.
_SQUARE: Final = 0.08
#: A square with less ink than this (of 255) is paper.
_INK: Final = 12
#: How many squares a place must measure to hold a line of text: across, down.
_LEAST: Final = (5, 1)
_MOST_PLACES: Final = 6
_SURE: Final = 60
_GOOD: Final = 0.6
#: A word lies in the place of another when so much of it does.
_SAME: Final = 0.3


def read(page: Image.Image, words: list[Seen], dpi: int, engine: Tesseract) -> list[Seen]:
    """The words in places with ink on which no word was read; only those that make sense."""
    found = [
        word
        for seen in at(page, places_of(page, words, dpi), dpi, engine)
        for line in lines_of(seen)
        for word in sense(line)
    ]
    return [word for word in found if not any(is_same(word, other) for other in words)]


def at(page: Image.Image, places: list[tuple[int, int, int, int]], dpi: int, engine: Tesseract) -> list[list[Seen]]:
    """The words in each place of a page, in pixels of the page."""
    if not places:
        return []
    told = hocr.pages(engine.read([page.crop(box) for box in places], dpi, BLOCK))
    return [[hocr.moved(word, box[0], box[1]) for word in seen] for box, seen in zip(places, told, strict=False)]


def lines_of(words: list[Seen]) -> list[list[Seen]]:
    """Words in order as lines."""
    lines: list[list[Seen]] = []
    for word in words:
        if lines and abs(lines[-1][-1].foot - word.foot) < word.size / 2 and word.x0 > lines[-1][-1].x0:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def sense(line: list[Seen]) -> list[Seen]:
    """A line without the specks at its ends, if most of the rest is Vietnamese."""
    sure = [word for word in line if word.sure >= _SURE and any(map(str.isalpha, word.text))]
    good = [word for word in sure if word.text.strip('.,:;()/"“”').lower() in syllables()]
    if len(good) < 2 or len(good) < _GOOD * len(sure) or len(sure) < _GOOD * len(line):
        return []
    first, last = line.index(sure[0]), len(line) - line[::-1].index(sure[-1])
    return line[first:last]


def is_same(word: Seen, other: Seen) -> bool:
    """Whether a word lies in the place of another."""
    return hocr.shared(word, other) > _SAME * hocr.area(word)


def places_of(
    page: Image.Image, words: list[Seen], dpi: int, most: int = _MOST_PLACES
) -> list[tuple[int, int, int, int]]:
    """Boxes around ink that no word covers, the largest first."""
    rest = preparation.ink(page)
    pen = ImageDraw.Draw(rest)
    for word in words:
        grow = word.size * 0.25
        pen.rectangle((word.x0 - grow, word.top - grow, word.x1 + grow, word.bottom + grow), fill=0)
    side = max(2, round(dpi * _SQUARE))
    wide, high = page.width // side, page.height // side
    if not wide or not high:
        return []
    squares = rest.crop((0, 0, wide * side, high * side)).resize((wide, high), Image.Resampling.BOX).tobytes()
    left = {index for index, ink in enumerate(squares) if ink >= _INK}
    boxes: list[tuple[int, int, int, int, int]] = []
    while left:
        group = _group(left, wide)
        columns, rows = [index % wide for index in group], [index // wide for index in group]
        across, down = max(columns) - min(columns) + 1, max(rows) - min(rows) + 1
        if across >= _LEAST[0] and down >= _LEAST[1]:
            boxes.append((len(group), min(columns), min(rows), max(columns) + 1, max(rows) + 1))
    boxes.sort(reverse=True)
    return [
        (
            max((x0 - 1) * side, 0),
            max((y0 - 1) * side, 0),
            min((x1 + 1) * side, page.width),
            min((y1 + 1) * side, page.height),
        )
        for _, x0, y0, x1, y1 in boxes[:most]
    ]


def _group(left: set[int], wide: int) -> list[int]:
    """Takes squares that lie beside each other out of `left`; two across may be blank, as between words."""
    waiting = [left.pop()]
    group = []
    while waiting:
        index = waiting.pop()
        group.append(index)
        for down in (-1, 0, 1):
            for across in (-3, -2, -1, 0, 1, 2, 3):
                near = index + down * wide + across
                if near in left and abs(near % wide - index % wide) <= 3:
                    left.discard(near)
                    waiting.append(near)
    return group
