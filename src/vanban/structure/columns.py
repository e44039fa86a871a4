"""Two columns that a plain text lays out with blanks, one below the other: the letterhead, recipients and signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.readers.blocks import Block, BlockKind

#: What follows a gutter begins like a line of its own; blanks left for a number or a day are none.
_GUTTER: Final = re.compile(r"(?<=\S) {4,}(?=[^\W\d_a-z])")
#: The mark of a signature behind recipients on one line, glued by a recogniser: `Nơi nhận: TM. ỦY BAN NHÂN DÂN`.
_SIGNED: Final = re.compile(r"\s(?=(?:TM|T/M|KT|K/T|TL|T/L|TUQ)\s?[./]?\s+\S+\s\S)")
_LONGEST_GLUED: Final = 120
_LOUD: Final = 0.8
#: so many lines behind such a mark a position may be glued to the recipients
_SIGNATURE_LINES: Final = 8
_RIGHT_INDENT: Final = 20
_LONGEST_LEFT: Final = 60


def unfold_columns(blocks: Sequence[Block]) -> Iterator[Block]:
    """`blocks` with every run of side-by-side lines given as the left column, then the right one.

    Lines of recipients that a recogniser glued to those of the signature are parted one by one.
    """
    blocks = [*_parted(blocks)]
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


def _parted(blocks: Sequence[Block]) -> Iterator[Block]:
    """`blocks` with every line that holds a recipient and a line of the signature as two lines."""
    signed = 0
    for block in blocks:
        cut = _glued(block, signed=signed > 0)
        signed = _SIGNATURE_LINES if cut else signed - (block.kind is not BlockKind.BLANK)
        if not cut:
            yield block
            continue
        yield msgspec.structs.replace(block, text=block.text[:cut].rstrip())
        yield msgspec.structs.replace(block, text=block.text[cut:].strip())


def _glued(block: Block, *, signed: bool) -> int:
    """Where the signature begins in a line that opens with a recipient, 0 where none does."""
    text = block.text.rstrip()
    if (
        block.kind is not BlockKind.LINE
        or len(text) > _LONGEST_GLUED
        or _GUTTER.search(text)
        or not text[-1:].isupper()
    ):
        return 0
    mark = _SIGNED.search(text)
    if mark is not None:
        left, right = ([c for c in part if c.isalpha()] for part in (text[: mark.start()], text[mark.end() :]))
        loud = sum(c.isupper() for c in right) >= _LOUD * len(right)
        return mark.end() if loud and any(c.islower() for c in left) else 0
    if not signed:
        return 0
    words = text.split(" ")
    first = len(words)
    while first and words[first - 1].isupper():
        first -= 1
    ends = (" ".join(words[place:]) for place in range(max(1, first), len(words)))
    position = next((end for end in ends if key(end) in _positions()), "")
    return len(text) - len(position) if position else 0


@lru_cache(maxsize=1)
def _positions() -> frozenset[str]:
    """Positions of more than one word, which no abbreviation of a recipient looks like."""
    return frozenset(word for word in load("positions")["positions"]["words"] if " " in word)
