"""Cells of ruled tables, cut out of the page and read one by one, so that no line runs from one cell into the next."""

from __future__ import annotations

import msgspec
from PIL import Image

from vanban.readers.pdf.tables import Cell, grids
from vanban.readers.scan import hocr, preparation, rules
from vanban.readers.scan.hocr import Seen
from vanban.readers.scan.tesseract import BLOCK, Tesseract

#: Paper around the letters of a cell: at the very edge of a picture they are read badly.
_MARGIN = 12
_INSET = 3
_SMALLEST = 14
#: Ink is looked for in squares of this part of an inch; one with less of it (of 255) is paper.
_SQUARE = 0.04
_INK = 20


class TableBoxes(msgspec.Struct, frozen=True, kw_only=True):
    """A table and its cells, in pixels: left, top, right, bottom."""

    box: tuple[int, int, int, int]
    cells: tuple[tuple[int, int, int, int], ...]


def cells_of(lines: rules.Lines, dpi: int) -> list[TableBoxes]:
    """The tables that drawn lines make."""
    horizontal, vertical = rules.as_rules(lines, 72.0 / dpi)
    scale = dpi / 72.0
    found = []
    for grid in grids(horizontal, vertical):
        cells = tuple(_pixels(cell, scale) for cell in grid.cells)
        columns, rows = grid.columns, grid.rows
        found.append(TableBoxes(box=_pixels((columns[0], rows[0], columns[-1], rows[-1]), scale), cells=cells))
    return found


def _pixels(cell: Cell, scale: float) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = (round(value * scale) for value in cell)
    return x0, top, x1, bottom


def read_cells(page: Image.Image, tables: list[TableBoxes], dpi: int, engine: Tesseract) -> list[Seen]:
    """The words of all cells, in pixels of the page."""
    pictures: list[Image.Image] = []
    corners: list[tuple[int, int]] = []
    for table in tables:
        for x0, top, x1, bottom in table.cells:
            inner = (x0 + _INSET, top + _INSET, x1 - _INSET, bottom - _INSET)
            if inner[2] - inner[0] < _SMALLEST or inner[3] - inner[1] < _SMALLEST:
                continue
            written = _written(page.crop(inner), round(dpi * _SQUARE))
            if written is None:
                continue
            inner = (inner[0] + written[0], inner[1] + written[1], inner[0] + written[2], inner[1] + written[3])
            cell = page.crop(inner)
            framed = Image.new("L", (cell.width + 2 * _MARGIN, cell.height + 2 * _MARGIN), 255)
            framed.paste(cell, (_MARGIN, _MARGIN))
            pictures.append(framed)
            corners.append((inner[0] - _MARGIN, inner[1] - _MARGIN))
    if not pictures:
        return []
    words: list[Seen] = []
    for (x, y), found in zip(corners, hocr.pages(engine.read(pictures, dpi, BLOCK)), strict=False):
        words.extend(hocr.moved(word, x, y) for word in found)
    return words


def _written(cell: Image.Image, side: int) -> tuple[int, int, int, int] | None:
    """The part of a cell that holds letters, with the squares around it; None where it has less ink than one letter.

    In the noise of an empty cell beside a number the recogniser sees words.
    """
    dark = preparation.ink(cell)
    if dark.histogram()[255] < _SMALLEST:
        return None
    wide, high = -(-cell.width // side), -(-cell.height // side)
    squares = dark.crop((0, 0, wide * side, high * side)).resize((wide, high), Image.Resampling.BOX)
    box = squares.point(lambda value: 255 if value >= _INK else 0).getbbox()
    if box is None:
        return None
    left, top, right, bottom = ((place + grow) * side for place, grow in zip(box, (-1, -1, 1, 1), strict=True))
    return max(left, 0), max(top, 0), min(right, cell.width), min(bottom, cell.height)
