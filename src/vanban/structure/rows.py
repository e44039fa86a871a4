"""Rows of a table that were broken over lines, put together again.

A line break inside a cell cuts a row of a text table in two: `1 | Xây dựng` / `kho dữ liệu | Sở … | 2026`. The pieces
belong together when the first lacks cells, the second has no ordinal, and together they do not exceed the head.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from vanban.readers.blocks import Block, BlockKind
from vanban.structure.labels import is_group_ordinal, is_ordinal

_HEAD_ROWS: Final = 3
_LEAST_WIDTH: Final = 3
_SMALL_START: Final = "-–+•*(;,"


def mend_rows(blocks: Iterable[Block]) -> Iterator[Block]:
    """`blocks` with the broken rows of text tables (blocks with a line number) joined."""
    held: Block | None = None
    width = 0
    for block in blocks:
        if block.kind is not BlockKind.ROW or block.line is None or block.cells is None:
            if held is not None:
                yield held
                held = None
            yield block
            continue
        if held is None or held.table != block.table:
            width = 0
        if (block.row or 0) < _HEAD_ROWS:
            width = max(width, len(block.cells))
        if held is not None and held.table == block.table and _carries_on(held.cells or (), block.cells, width):
            held = _joined(held, block.cells)
            continue
        if held is not None:
            yield held
        held = block
    if held is not None:
        yield held


def _carries_on(row: tuple[str, ...], rest: tuple[str, ...], width: int) -> bool:
    first = rest[0]
    if width < _LEAST_WIDTH or not first or is_ordinal(first) or _names_group(row) or first.isupper():
        return False
    if len(row) + len(rest) - 1 > width or not is_ordinal(row[0]):
        return False
    small = first[0].islower() or first[0] in _SMALL_START
    if len(rest) == 1:
        return small
    return small or len(row) + len(rest) - 1 == width


def _names_group(row: tuple[str, ...]) -> bool:
    return is_group_ordinal(row[0]) or (len(row) > 1 and row[1].isupper())


def _joined(held: Block, rest: tuple[str, ...]) -> Block:
    cells = held.cells or ("",)
    merged = (*cells[:-1], f"{cells[-1]}\n{rest[0]}", *rest[1:])
    return msgspec.structs.replace(held, cells=merged, text=" | ".join(merged))
