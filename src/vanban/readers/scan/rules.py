"""Straight lines drawn on a page: found in a grey picture, and painted over so that they are not taken for letters."""

from __future__ import annotations

import re
from typing import Final

import msgspec
from PIL import Image, ImageChops, ImageDraw

from vanban.readers.pdf.geometry import Rule

#: All measures are parts of an inch; no stroke of a letter is so long without a break.
_PIECE: Final = 0.1
_SHORTEST: Final = 0.28
#: A line as long as this is one wherever it stands.
_SURE: Final = 0.6
_THICKEST: Final = 0.05
_DARK: Final = 165
#: Share of a piece that must be dark.
_SOLID: Final = 240
#: How far the end of an upright line may be from the line that it leads to.
_NEAR: Final = 0.03
_GAP: Final = 2


class Lines(msgspec.Struct, kw_only=True):
    """Lines in pixels: (start, end, place from, place to) along the line and across it."""

    horizontal: list[tuple[int, int, int, int]] = []
    vertical: list[tuple[int, int, int, int]] = []


def find(picture: Image.Image, dpi: int) -> Lines:
    """The straight lines of a level page: long ones, and upright ones that lead from one line to another."""
    dark = picture.point(lambda value: 255 if value < _DARK else 0)
    upright = dark.transpose(Image.Transpose.TRANSPOSE)
    sure = round(dpi * _SURE)
    horizontal = [line for line in _level(dark, dpi) if line[1] - line[0] >= sure]
    near = round(dpi * _NEAR)
    vertical = [
        line
        for line in _level(upright, dpi)
        if line[1] - line[0] >= sure
        or (_meets(line[0], line, horizontal, near) and _meets(line[1], line, horizontal, near))
    ]
    return Lines(horizontal=horizontal, vertical=vertical)


def _meets(y: int, line: tuple[int, int, int, int], horizontal: list[tuple[int, int, int, int]], near: int) -> bool:
    """Whether one end of an upright line lies on a horizontal one."""
    return any(
        top - near <= y <= bottom + near and start - near <= line[2] <= end + near
        for start, end, top, bottom in horizontal
    )


def _level(dark: Image.Image, dpi: int) -> list[tuple[int, int, int, int]]:
    """Horizontal lines: runs of pieces that are dark throughout, those of neighbouring rows made one."""
    width, height = dark.size
    piece = max(3, round(dpi * _PIECE))
    count = width // piece
    if count < 2:
        return []
    thick = ImageChops.lighter(dark, ImageChops.offset(dark, 0, 1))
    pieces = thick.crop((0, 0, count * piece, height)).resize((count, height), Image.Resampling.BOX)
    cells = pieces.point(lambda value: 1 if value >= _SOLID else 0).tobytes()
    least = max(2, round(dpi * _SHORTEST / piece))
    pattern = re.compile(rb"\x01{%d,}" % least)
    most = max(3, round(dpi * _THICKEST))
    open_lines: list[list[int]] = []
    found: list[list[int]] = []
    for y in range(height):
        row = cells[y * count : (y + 1) * count]
        if 1 not in row:
            continue
        open_lines = [line for line in open_lines if y - line[3] <= _GAP]
        for match in pattern.finditer(row):
            start, end = match.start(), match.end()
            for line in open_lines:
                if start <= line[1] and line[0] <= end:
                    line[0], line[1], line[3] = min(line[0], start), max(line[1], end), y
                    break
            else:
                line = [start, end, y, y]
                open_lines.append(line)
                found.append(line)
    ink = thick.tobytes()
    return [
        (*_ends(ink, width, (start * piece, end * piece, top, bottom), piece), top, bottom)
        for start, end, top, bottom in found
        if bottom - top + 1 <= most + 2
    ]


def _ends(ink: bytes, width: int, line: tuple[int, int, int, int], piece: int) -> tuple[int, int]:
    """Where a line that was found piece by piece begins and ends, to the pixel."""
    start, end, top, bottom = line

    def is_dark(x: int) -> bool:
        return any(ink[y * width + x] for y in range(top, bottom + 1))

    for _ in range(piece):
        if start > 0 and is_dark(start - 1):
            start -= 1
        if end < width and is_dark(end):
            end += 1
    return start, end


def as_rules(lines: Lines, points: float) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical lines in points; `points` is the size of a pixel."""
    horizontal = [
        Rule(x0=start * points, y0=(top + bottom) / 2 * points, x1=end * points, y1=(top + bottom) / 2 * points)
        for start, end, top, bottom in lines.horizontal
    ]
    vertical = [
        Rule(x0=(left + right) / 2 * points, y0=start * points, x1=(left + right) / 2 * points, y1=end * points)
        for start, end, left, right in lines.vertical
    ]
    return horizontal, vertical


def painted_over(picture: Image.Image, lines: Lines) -> Image.Image:
    """A copy of the picture without the lines."""
    clean = picture.copy()
    pen = ImageDraw.Draw(clean)
    for start, end, top, bottom in lines.horizontal:
        pen.rectangle((start - 2, top - 1, end + 2, bottom + 1), fill=255)
    for start, end, left, right in lines.vertical:
        pen.rectangle((left - 1, start - 2, right + 1, end + 2), fill=255)
    return clean
