"""Rows of tables as readers print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

CELL_BORDER: Final = " | "


def joined_row(cells: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """The text of a row, and the offset in it at which each cell begins."""
    starts: list[int] = []
    offset = 0
    for cell in cells:
        starts.append(offset)
        offset += len(cell) + len(CELL_BORDER)
    return CELL_BORDER.join(cells), tuple(starts)
