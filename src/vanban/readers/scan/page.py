"""One picture of a page to what stands on it: words and lines in points, on the page set upright and level."""

from __future__ import annotations

import itertools
import statistics
from typing import Final

import msgspec
from PIL import Image

from vanban.language.quality import shares
from vanban.readers.pdf.geometry import PageContent, Word
from vanban.readers.pdf.placement import Lens, Placement, Recognised
from vanban.readers.scan import handwriting, hocr, photographs, preparation, rest, roman, rules, seals, stamps
from vanban.readers.scan.cells import cells_of, read_cells
from vanban.readers.scan.dashes import with_dashes
from vanban.readers.scan.hocr import Seen, shared
from vanban.readers.scan.receipts import without_receipts
from vanban.readers.scan.specks import without_doubles, without_specks
from vanban.readers.scan.tesseract import PAGE, Tesseract

#: Dots to an inch at which pages are read: more costs time and reads no better.
DPI: Final = 200
_POINTS: Final = 72.0 / DPI
#: What Tesseract calls the height of a line, as a part of the size of its font.
_HEIGHT: Final = 0.95
_SAME_SIZE: Final = 0.2
_ABOVE: Final = 0.9
_BELOW: Final = 0.25
#: Below this share of words that can be Vietnamese, the page may stand on its head.
_GARBLED: Final = 0.55
_FEW: Final = 5
#: Dots to an inch below which marks and digits are misread: one character of a hundred at 75, one of 600 at 90.
_COARSE: Final = 90
#: Where a word was read less surely than this, another look is worth its time.
_BELIEVED: Final = 40
#: Between two words stands a blank of at least this part of their size, however close their boxes are.
_BLANK: Final = 0.12
#: A page without its seals has so many words more: fewer may be a matter of chance.
_GAIN: Final = 3
_SURE_RED: Final = 75
#: So many places with red ink are looked at; what is higher than this part of an inch is a seal.
_RED_PLACES: Final = 12
_SEAL: Final = 0.9


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """The picture of the page `number` (1-based), with so many dots to an inch.

    dots: how many it had before it was drawn anew.
    """

    number: int
    picture: Image.Image
    dpi: float
    dots: float


class _Attempt(msgspec.Struct, kw_only=True):
    """A page as it was set and read once."""

    words: list[Seen]
    level: Image.Image
    lines: rules.Lines
    angle: float


def recognise(picture: Picture, engine: Tesseract, part: float = 1.0) -> Recognised:
    """Read a page, or the upper `part` of it.

    Raises `too-long`, `damaged`.
    """
    page, placement = _set(preparation.plain(picture.picture), picture.dpi)
    grey, red = preparation.parted(page)
    grey = preparation.dark_on_light(grey)
    if preparation.is_blank(grey) and red is None:
        return Recognised(content=_content(picture.number, placement, [], rules.Lines()), placement=placement)
    grey = preparation.evened(grey)
    quarters, angle = preparation.stance(grey)
    attempt = _attempt(_quartered(grey, quarters), angle, engine, part)
    if part < 1.0 and len(attempt.words) < _FEW:
        # the empty half of a page may be its lower one: the page may lie on its head
        part = 1.0
        attempt = _attempt(_quartered(grey, quarters), angle, engine, part)
    if _is_garbled(attempt.words):
        more = _right_turn(attempt, quarters, engine)
        if more:
            upright = _quartered(grey, quarters + more)
            again = _attempt(upright, angle if more == 2 else preparation.stance(upright)[1], engine, part)
            if _sense(again.words) > _sense(attempt.words):
                quarters, attempt = quarters + more, again
    if red is None and not _is_garbled(attempt.words):
        attempt = _without_seals(attempt, engine)
    words = attempt.words
    if red is not None:
        level = preparation.turned(_quartered(red, quarters), attempt.angle)
        words = [*words, *_stamped(level, words, engine)]
    placement = msgspec.structs.replace(placement, quarters=quarters % 4, angle=attempt.angle)
    return Recognised(
        content=_content(picture.number, placement, words, attempt.lines),
        placement=placement,
        coarse=picture.dots < _COARSE,
        vietnamese=not _is_foreign(words),
    )


def _set(picture: Image.Image, dpi: float) -> tuple[Image.Image, Placement]:
    """The page in the density in which it is read, drawn flat if it was photographed, and how it lay before."""
    width, height = picture.width / dpi * 72, picture.height / dpi * 72
    sheet = photographs.sheet(picture, DPI)
    if sheet is None:
        return _scaled(picture, dpi), Placement(quarters=0, angle=0.0, width=width, height=height)
    lens = Lens(numbers=photographs.lens(sheet, DPI / 72, 72 / dpi), width=width, height=height)
    return photographs.flat(picture, sheet), Placement(
        quarters=0, angle=0.0, width=sheet.width * _POINTS, height=sheet.height * _POINTS, lens=lens
    )


def _scaled(picture: Image.Image, dpi: float) -> Image.Image:
    factor = DPI / dpi
    if abs(factor - 1) < 0.02:
        return picture
    size = (max(round(picture.width * factor), 1), max(round(picture.height * factor), 1))
    if factor > 1:
        return picture.resize(size, Image.Resampling.BICUBIC)
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)


def _quartered(picture: Image.Image, quarters: int) -> Image.Image:
    """The picture turned counter-clockwise by so many right angles."""
    turns = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}
    turn = turns.get(quarters % 4)
    return picture if turn is None else picture.transpose(turn)


def _attempt(
    grey: Image.Image, angle: float, engine: Tesseract, part: float = 1.0, lines: rules.Lines | None = None
) -> _Attempt:
    """Reads the page; `lines` are those drawn on it, where they are known already."""
    level = preparation.turned(grey, angle)
    if part < 1.0:
        level = level.crop((0, 0, level.width, max(round(level.height * part), 1)))
    if lines is None:
        lines = rules.find(level, DPI)
    clean = rules.painted_over(level, lines)
    boxes = cells_of(lines, DPI)
    words = read_cells(clean, boxes, DPI, engine)
    for table in boxes:
        clean.paste(255, table.box)
    if not preparation.is_blank(clean):
        seen = hocr.words(engine.read([clean], DPI, PAGE))
        words = [*with_dashes(seen, clean), *words]
        if seen and not _is_garbled(seen):
            believed = [word for word in words if word.sure >= _BELIEVED]
            more = rest.read(clean, believed, DPI, engine)
            words = [word for word in words if not any(rest.is_same(word, other) for other in more)] + more
    words = without_receipts(without_doubles(words), lines, level.width, level.height)
    words = roman.counted(words, level)
    return _Attempt(words=words, level=level, lines=lines, angle=angle)


def _without_seals(attempt: _Attempt, engine: Tesseract) -> _Attempt:
    """The page read once more without the pale ink of seals, where it then makes more sense."""
    believed = [word for word in attempt.words if word.sure >= _BELIEVED]
    clean = seals.without_pale_seals(rules.painted_over(attempt.level, attempt.lines), believed, DPI)
    if clean is None:
        return attempt
    again = _attempt(clean, 0.0, engine, lines=attempt.lines)
    if _sense(again.words) < _sense(attempt.words) + _GAIN:
        return attempt
    again.angle = attempt.angle
    return again


def _right_turn(attempt: _Attempt, quarters: int, engine: Tesseract) -> int:
    """How many quarters more, counter-clockwise, a page must be turned that cannot be read as it stands."""
    degrees = engine.turn(attempt.level, DPI)
    if degrees is None:
        return 2 if quarters else 0
    return (4 - degrees // 90) % 4


def _sense(words: list[Seen]) -> float:
    """How many words are Vietnamese, less those that are not."""
    counted = shares(" ".join(word.text for word in words))
    return 2 * counted.good - counted.words


def _is_garbled(words: list[Seen]) -> bool:
    counted = shares(" ".join(word.text for word in words))
    return counted.words < _FEW or counted.good < _GARBLED * counted.words


def _is_foreign(words: list[Seen]) -> bool:
    """Whether most words that can be judged cannot be Vietnamese."""
    counted = shares(" ".join(word.text for word in words))
    return counted.words >= _FEW and counted.good < _GARBLED * counted.words


def _stamped(red: Image.Image, words: list[Seen], engine: Tesseract) -> list[Seen]:
    """What is printed or stamped in red, where nothing was read in black: stamps of secrecy, coloured headings."""
    clean = rules.painted_over(red, rules.find(red, DPI))
    # one place after the other: beside a seal the recogniser sees no stamp
    places = [box for box in rest.places_of(clean, [], DPI, _RED_PLACES) if box[3] - box[1] < _SEAL * DPI]
    read = [word for seen in rest.at(clean, places, DPI, engine) for word in seen]
    spelt = stamps.spelt(read, red=True)
    sensible = {id(word) for line in rest.lines_of(spelt) for word in rest.sense(line)}
    return [
        word
        for word in spelt
        if (stamps.is_stamp(word) or (id(word) in sensible and word.sure >= _SURE_RED))
        and not any(shared(word, other) > 0 for other in words if other.sure >= _BELIEVED)
    ]


def _content(number: int, placement: Placement, words: list[Seen], lines: rules.Lines) -> PageContent:
    horizontal, vertical = rules.as_rules(lines, _POINTS)
    wide, high = placement.width, placement.height
    if placement.quarters % 2:
        wide, high = high, wide
    return PageContent(
        number=number,
        width=wide,
        height=high,
        words=_in_points(number, without_specks(handwriting.blanked(stamps.spelt(words), high / _POINTS))),
        horizontal=horizontal,
        vertical=vertical,
        picture_share=0.0,
    )


def _in_points(number: int, words: list[Seen]) -> list[Word]:
    """Sizes that hardly differ from the usual one are that one: the recogniser measures them by the letters it saw."""
    if not words:
        return []
    usual = statistics.median(word.size for word in words)
    result: list[Word] = []
    for word, following in itertools.zip_longest(words, words[1:]):
        size = usual if abs(word.size - usual) <= _SAME_SIZE * usual else word.size
        x1 = word.x1
        if following is not None and word.x0 < following.x0 and abs(word.foot - following.foot) < size / 2:
            x1 = max(min(x1, following.x0 - _BLANK * size), word.x0 + 1)
        points, foot = size / _HEIGHT * _POINTS, word.foot * _POINTS
        result.append(
            Word(
                text=word.text,
                x0=word.x0 * _POINTS,
                top=foot - _ABOVE * points,
                x1=x1 * _POINTS,
                bottom=foot + _BELOW * points,
                foot=foot,
                size=points,
                page=number,
            )
        )
    return result
