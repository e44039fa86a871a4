"""Two columns that a plain text lays out with blanks, one below the other: the letterhead, recipients and signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.readers.blocks import Block, BlockKind

#: What follows a gutter begins like a line of its own; blanks left for a number or a day are none.
_GUTTER: Final = re.compile(r"(?<=\S) {4,}(?=[^\W\d_a-z])")
_RIGHT_INDENT: Final = 20
_LONGEST_LEFT: Final = 60


def unfold_columns(blocks: Sequence[Block]) -> Iterator[Block]:
    """`blocks` with every run of side-by-side lines given as the left column, then the right one."""
    index = 0
    while index < len(blocks):
        if not _has_gutter(blocks[index]):
            yield blocks[index]
            index += 1
            continue
        left: list[Block] = []
        right: list[Block] = []
        index = _take_run(blocks, index, left, right)
        yield from left
        yield from right


def _has_gutter(block: Block) -> bool:
    return block.kind is BlockKind.LINE and block.box is None and _GUTTER.search(block.text.strip()) is not None


def _take_run(blocks: Sequence[Block], index: int, left: list[Block], right: list[Block]) -> int:
    """Put the lines of a run into its columns; gives the index of the block after it."""
    recipients = key(blocks[index].text.strip()).startswith(tuple(load("sections")["closing"]["recipients"]))
    while index < len(blocks):
        block = blocks[index]
        text = block.text.strip()
        if block.kind is BlockKind.BLANK:
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if following is None or not (_has_gutter(following) or _is_right(following)):
                break
        elif block.kind is not BlockKind.LINE:
            break
        elif (gutter := _GUTTER.search(text)) is not None:
            left.append(msgspec.structs.replace(block, text=text[: gutter.start()]))
            right.append(msgspec.structs.replace(block, text=text[gutter.end() :].strip()))
        elif _is_right(block):
            right.append(msgspec.structs.replace(block, text=text))
        elif recipients and len(text) <= _LONGEST_LEFT:
            left.append(msgspec.structs.replace(block, text=text))
        else:
            break
        index += 1
    return index


def _is_right(block: Block) -> bool:
    return block.kind is BlockKind.LINE and len(block.text) - len(block.text.lstrip(" ")) >= _RIGHT_INDENT
