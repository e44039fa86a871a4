"""Mending what a reader yielded: legacy encodings are converted block by block, other damage is only named.

Readers and restoration are neighbours that do not know each other: a reading is whatever has blocks of this shape.
"""

from __future__ import annotations

from typing import Final, Protocol, TypeVar, cast

import msgspec

from vanban.language.quality import Damage, damage
from vanban.reading_warnings import warning
from vanban.restore.legacy import Encoding, convert, evidence, font_encoding, looks_legacy

_NAMES: Final = {Encoding.TCVN3: "TCVN3 (ABC)", Encoding.VNI: "VNI"}
_DAMAGE: Final = {
    Damage.LEGACY: "legacy-font",
    Damage.OCR: "poor-recognition",
    Damage.UNMARKED: "no-marks",
    Damage.MIXED: "partly-damaged",
}
#: blocks are sampled up to so many characters to judge the whole file
_SAMPLE: Final = 400_000


class Block(Protocol):
    """A frozen msgspec struct with the text of a paragraph, line or row, and the font of its runs."""

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


def mend(reading: _R) -> tuple[_R, bool, tuple[str, ...]]:
    """The reading with legacy text in Unicode, whether anything was restored, and warnings in Vietnamese.

    Damage that a recogniser did, lost marks and broken fonts are named in the warnings, not repaired.
    """
    sample: list[str] = []
    size = 0
    for block in reading.blocks:
        sample.append(block.text)
        size += len(block.text)
        if size > _SAMPLE:
            break
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
        reading = _replaced(reading, blocks=tuple(blocks))
        sample = [block.text for block in blocks[: len(sample)]]
    kind = damage("\n".join(sample))
    if kind is not Damage.NONE:
        warnings.append(warning(_DAMAGE[kind]))
    return reading, bool(used), tuple(warnings)
