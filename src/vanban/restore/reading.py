"""Mending what a reader yielded: old encodings block by block, damaged letters by the language, passage by passage.

Readers and restoration are neighbours that do not know each other: a reading is whatever has blocks of this shape.
"""

from __future__ import annotations

import re
from typing import Final, Protocol, TypeVar, cast

import msgspec

from vanban.language.quality import Damage, damage
from vanban.reading_warnings import warning
from vanban.restore.changes import Change, moved
from vanban.restore.legacy import Encoding, convert, evidence, font_encoding, looks_legacy
from vanban.restore.passages import restored

_NAMES: Final = {Encoding.TCVN3: "TCVN3 (ABC)", Encoding.VNI: "VNI"}
_DAMAGE: Final = {
    Damage.LEGACY: "legacy-font",
    Damage.OCR: "poor-recognition",
    Damage.UNMARKED: "no-marks",
    Damage.MIXED: "partly-damaged",
}
#: blocks are sampled up to so many characters to judge the whole file
_SAMPLE: Final = 400_000
#: numbers of glyphs below 32, where the reader of text files puts them
_LOST: Final = re.compile("[\ue003-\ue01f]")
#: what stands between the cells in the text of a row
_BAR: Final = " | "


class Block(Protocol):
    """A frozen msgspec struct with the text of a paragraph, line or row, and the font of its runs."""

    @property
    def kind(self) -> str:
        """What the block is in its source; `line` for a printed line, that may be a piece of a paragraph."""

    @property
    def text(self) -> str:
        """The text; for a row the cells joined."""

    @property
    def font(self) -> str | None:
        """The name of the font, where the source names one."""

    @property
    def cells(self) -> tuple[str, ...] | None:
        """For a row the texts of its cells."""

    @property
    def notes_called(self) -> tuple[tuple[str, int], ...]:
        """Marks of the notes that the text calls, with their offsets."""


class Reading(Protocol):
    """A frozen msgspec struct with the blocks of one file in order."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks in reading order."""


class Mended(msgspec.Struct, frozen=True):
    """What was done: whether anything was, warnings in Vietnamese, and the words replaced in each block.

    changes: place of a block among the blocks -> its changes, whose spans count in the text of the block.
    """

    restored: bool
    warnings: tuple[str, ...]
    changes: dict[int, tuple[Change, ...]]


_B = TypeVar("_B", bound=Block)
_R = TypeVar("_R", bound=Reading)
_S = TypeVar("_S")


def _replaced(item: _S, **changes: object) -> _S:
    return cast("_S", msgspec.structs.replace(cast("msgspec.Struct", item), **changes))


def _encoding(block: Block, whole: Encoding | None) -> tuple[Encoding, bool] | None:
    """How to convert the block, None to leave it.

    A font's name decides unless the text contradicts it: fonts keep their names when a text is pasted in Unicode.
    """
    named = font_encoding(block.font)
    if named is not None:
        encoding, capitals = named
        if block.text.isascii():
            return named if capitals else None
        found = evidence(block.text, encoding)
        return (encoding, capitals) if found.after >= max(found.before, 1) and _latin(block.text) else None
    if block.text.isascii() or not _latin(block.text):
        return None
    if whole is None:
        own = looks_legacy(block.text)
        return (own, False) if own else None
    found = evidence(block.text, whole)
    return (whole, False) if found.after >= found.before else None


def _latin(text: str) -> bool:
    """Whether no letter stands outside Latin-1, as in every legacy text; typographic signs may."""
    return not any(ord(c) > 0xFF and c.isalpha() for c in text)


def _mend(block: _B, how: tuple[Encoding, bool]) -> _B:
    encoding, capitals = how
    text = convert(block.text, encoding, upper_font=capitals)
    cells = None if block.cells is None else tuple(convert(c, encoding, upper_font=capitals) for c in block.cells)
    calls = block.notes_called
    if calls and len(text) != len(block.text):
        calls = tuple((mark, len(convert(block.text[:place], encoding, upper_font=capitals))) for mark, place in calls)
    return _replaced(block, text=text, cells=cells, notes_called=calls)


def mend(reading: _R) -> tuple[_R, Mended]:
    """The reading in Unicode and in Vietnamese, and what was done to it; sound blocks stay as they are."""
    sample = _sample(reading.blocks)
    whole = looks_legacy("\n".join(sample))
    used: dict[Encoding, None] = {}
    blocks: list[Block] = []
    for block in reading.blocks:
        how = _encoding(block, whole)
        if how is None:
            blocks.append(block)
        else:
            used[how[0]] = None
            blocks.append(_mend(block, how))
    warnings = []
    if used:
        warnings.append(warning("converted", names=", ".join(_NAMES[encoding] for encoding in used)))
        sample = [block.text for block in blocks[: len(sample)]]
    changes: dict[int, tuple[Change, ...]] = {}
    lost = any(_LOST.search(text) for text in sample)
    kind = damage("\n".join(sample))
    if kind is not Damage.NONE:
        blocks, changes = _restored(blocks)
        warnings.append(_told(kind, blocks, changes))
    if lost:
        blocks = [_without_lost(block) for block in blocks]
    if used or changes or lost:
        reading = _replaced(reading, blocks=tuple(blocks))
    return reading, Mended(restored=bool(used or changes), warnings=tuple(warnings), changes=changes)


def _without_lost(block: _B) -> _B:
    """The block without the glyphs that no letter was found for; those of a solved text are gone already."""
    if _LOST.search(block.text) is None:
        return block
    cells = None if block.cells is None else tuple(_LOST.sub("", cell) for cell in block.cells)
    calls = tuple((mark, len(_LOST.sub("", block.text[:place]))) for mark, place in block.notes_called)
    return _replaced(block, text=_LOST.sub("", block.text), cells=cells, notes_called=calls)


def _sample(blocks: tuple[Block, ...]) -> list[str]:
    texts: list[str] = []
    size = 0
    for block in blocks:
        texts.append(block.text)
        size += len(block.text)
        if size > _SAMPLE:
            break
    return texts


def _told(kind: Damage, blocks: list[Block], changes: dict[int, tuple[Change, ...]]) -> str:
    """What was wrong, and whether it was mended."""
    count = sum(map(len, changes.values()))
    left = damage("\n".join(_sample(tuple(blocks))))
    if not count or left is not Damage.NONE:
        return warning(_DAMAGE[kind if left is Damage.NONE else left])
    return warning("repaired", count=count)


def _restored(blocks: list[Block]) -> tuple[list[Block], dict[int, tuple[Change, ...]]]:
    """All blocks with their damaged words repaired, and the changes of each."""
    pieces: list[str] = []
    starts: list[int] = []
    size = 0
    for block in blocks:
        # a line goes on in the next, any other block is a paragraph
        gap = "\n" if block.kind == "line" else "\n\n"
        pieces += (block.text, gap)
        starts.append(size)
        size += len(block.text) + len(gap)
    done = restored("".join(pieces))
    if not done.changes:
        return blocks, {}
    own: dict[int, list[Change]] = {}
    begins = moved(done.changes, starts)
    at = 0
    for change in done.changes:
        while at + 1 < len(begins) and begins[at + 1] <= change.span[0]:
            at += 1
        start, end = change.span
        own.setdefault(at, []).append(msgspec.structs.replace(change, span=(start - begins[at], end - begins[at])))
    new = list(blocks)
    for place, found in own.items():
        new[place] = _changed(blocks[place], found)
    return new, {place: tuple(found) for place, found in own.items()}


def _changed(block: _B, changes: list[Change]) -> _B:
    pieces: list[str] = []
    end = shift = 0
    for change in changes:
        start = change.span[0] - shift
        pieces += (block.text[end:start], change.restored)
        end = start + len(change.read)
        shift += len(change.restored) - len(change.read)
    text = "".join(pieces) + block.text[end:]
    cells = block.cells
    if cells is not None:
        ends: list[int] = []
        place = 0
        for cell in cells:
            ends += (place, place + len(cell))
            place += len(cell) + len(_BAR)
        places = moved(changes, ends)
        cells = tuple(text[start:end] for start, end in zip(places[::2], places[1::2], strict=True))
    calls = block.notes_called
    if calls:
        places = moved(changes, [place for _, place in calls])
        calls = tuple((mark, place) for (mark, _), place in zip(calls, places, strict=True))
    return _replaced(block, text=text, cells=cells, notes_called=calls)
