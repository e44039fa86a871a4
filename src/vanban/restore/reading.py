"""Mending what a reader yielded: old encodings block by block, damaged letters by the language, passage by passage.

Readers and restoration are neighbours that do not know each other: a reading is whatever has blocks of this shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol, TypeVar, cast

import msgspec

from vanban.language.foreign import is_foreign
from vanban.language.quality import Damage, damage
from vanban.reading_warnings import warning
from vanban.record import Span
from vanban.restore.changes import Change, Restoration, composed, from_old, moved, moved_spans
from vanban.restore.conversion import How, conversion, encoding_of
from vanban.restore.deciphering import holds_glyphs
from vanban.restore.legacy import Encoding, convert, looks_legacy
from vanban.restore.passages import restored
from vanban.restore.recognised import repaired

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
_CONTROLS: Final = {code: code - 0xE000 for code in range(0xE003, 0xE020)}
#: what stands between the cells in the text of a row
_BAR: Final = " | "


class Word(Protocol):
    """A frozen msgspec struct about a word of a block; `span` counts in the text of the block."""

    @property
    def span(self) -> Span:
        """Where the word stands."""


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
    def page(self) -> int | None:
        """The page on which the block stands, from 1."""

    @property
    def cells(self) -> tuple[str, ...] | None:
        """For a row the texts of its cells."""

    @property
    def notes_called(self) -> tuple[tuple[str, int], ...]:
        """Marks of the notes that the text calls, with their offsets."""

    @property
    def words(self) -> tuple[Word, ...]:
        """Words that have a place on a page, in order."""


class Reading(Protocol):
    """A frozen msgspec struct with the blocks of one file in order."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks in reading order."""

    @property
    def recognised(self) -> tuple[int, ...]:
        """The pages whose text was recognised from their pictures by a recogniser that knows Vietnamese."""


class Mended(msgspec.Struct, frozen=True):
    """What was done: whether anything was, warnings in Vietnamese, and the words replaced in each block.

    changes: place of a block among the blocks -> its changes, whose spans count in the text of the block.
    misread: whether a recogniser without Vietnamese read the text, so that digits may stand for letters.
    """

    restored: bool
    warnings: tuple[str, ...]
    changes: dict[int, tuple[Change, ...]]
    misread: bool = False


_B = TypeVar("_B", bound=Block)
_R = TypeVar("_R", bound=Reading)
_S = TypeVar("_S")


def _unhurried() -> None:
    """There is time."""


def _replaced(item: _S, **changes: object) -> _S:
    return cast("_S", msgspec.structs.replace(cast("msgspec.Struct", item), **changes))


def _mend(block: _B, how: How) -> _B:
    """The block converted; notes and words stay with the letters that they stand at."""
    encoding, capitals = how
    text = convert(block.text, encoding, upper_font=capitals)
    cells = None if block.cells is None else tuple(convert(c, encoding, upper_font=capitals) for c in block.cells)
    calls, words = block.notes_called, block.words
    if len(text) != len(block.text):

        def moved_to(place: int) -> int:
            # half a letter that is shown byte by byte is longer than the letter
            return min(len(text), len(convert(block.text[:place], encoding, upper_font=capitals)))

        calls = tuple((mark, moved_to(place)) for mark, place in calls)
        words = _at(words, moved_to)
    return _replaced(block, text=text, cells=cells, notes_called=calls, words=words)


def _at(words: tuple[Word, ...], place: Callable[[int], int]) -> tuple[Word, ...]:
    """The words at other places of the text, each place found by itself."""
    return tuple(_replaced(word, span=(place(word.span[0]), place(word.span[1]))) for word in words)


def mend(reading: _R, check: Callable[[], None] = _unhurried) -> tuple[_R, Mended]:
    """The reading in Unicode and in Vietnamese, and what was done to it; sound blocks stay as they are.

    check: called now and then; what it raises ends the work (the time that a reading may take is over).
    """
    blocks, changes, used = _converted(reading.blocks)
    warnings = []
    named = ", ".join(name for one, name in _NAMES.items() if one in used)
    if named:
        warnings.append(warning("converted", names=named))
    if Encoding.UTF8 in used:
        warnings.append(warning("misread-utf-8"))
    sample = _sample(blocks)
    lost = any(_LOST.search(text) for text in sample)
    whole = "\n".join(sample)
    kind = damage(whole)
    repairs: dict[int, tuple[Change, ...]] = {}
    if kind is not Damage.NONE or holds_glyphs(whole):
        old = blocks
        blocks, repairs = _restored(old, check)
        changes |= {
            place: _after(old[place].text, changes.get(place, ()), blocks[place].text, own)
            for place, own in repairs.items()
        }
    if not repairs and not reading.recognised and is_foreign(whole):
        warnings.append(warning("not-vietnamese"))
    elif repairs or kind is not Damage.NONE:
        warnings.append(_told(kind, blocks, repairs))
    if reading.recognised:
        blocks, more = _misread(blocks, frozenset(reading.recognised), changes)
        if more:
            changes |= more
            warnings.append(warning("marks-repaired", count=sum(map(len, more.values()))))
    if lost:
        blocks = [_without_lost(block) for block in blocks]
        changes = {place: tuple(map(_held, own)) for place, own in changes.items()}
    if changes or lost:
        reading = _replaced(reading, blocks=tuple(blocks))
    misread = bool(repairs) and kind in {Damage.OCR, Damage.MIXED}
    return reading, Mended(restored=bool(changes), warnings=tuple(warnings), changes=changes, misread=misread)


def _converted(blocks: Sequence[_B]) -> tuple[list[_B], dict[int, tuple[Change, ...]], set[Encoding]]:
    """The blocks in Unicode, the changes of each, and the encodings that were found."""
    whole = looks_legacy("\n".join(_sample(blocks)))
    new = list(blocks)
    changes: dict[int, tuple[Change, ...]] = {}
    used: set[Encoding] = set()
    for place, block in enumerate(blocks):
        how = encoding_of(block.text, block.font, whole)
        if how is not None:
            used.add(how[0])
            changes[place] = conversion(block.text, how)
            new[place] = _mend(block, how)
    return new, {place: own for place, own in changes.items() if own}, used


def _after(before: str, first: Sequence[Change], after: str, second: Sequence[Change]) -> tuple[Change, ...]:
    """The changes of a block as one: `first` made the text `before`, then `second` the text `after`."""
    if not first:
        return tuple(second)
    return composed(Restoration(before, tuple(first)), Restoration(after, tuple(second))).changes


def _held(change: Change) -> Change:
    """The change with the control characters that the file held, which the reader of text files puts elsewhere."""
    return msgspec.structs.replace(change, read=change.read.translate(_CONTROLS))


def _without_lost(block: _B) -> _B:
    """The block without the glyphs that no letter was found for; those of a solved text are gone already."""
    if _LOST.search(block.text) is None:
        return block
    cells = None if block.cells is None else tuple(_LOST.sub("", cell) for cell in block.cells)
    calls = tuple((mark, len(_LOST.sub("", block.text[:place]))) for mark, place in block.notes_called)
    words = _at(block.words, lambda place: len(_LOST.sub("", block.text[:place])))
    return _replaced(block, text=_LOST.sub("", block.text), cells=cells, notes_called=calls, words=words)


def _sample(blocks: Sequence[Block]) -> list[str]:
    texts: list[str] = []
    size = 0
    for block in blocks:
        texts.append(block.text)
        size += len(block.text)
        if size > _SAMPLE:
            break
    return texts


def _told(kind: Damage, blocks: Sequence[Block], changes: dict[int, tuple[Change, ...]]) -> str:
    """What was wrong, and whether it was mended."""
    count = sum(map(len, changes.values()))
    left = damage("\n".join(_sample(blocks)))
    if not count or left is not Damage.NONE:
        return warning(_DAMAGE[kind if left is Damage.NONE else left])
    return warning("repaired", count=count)


def _restored(blocks: Sequence[_B], check: Callable[[], None]) -> tuple[list[_B], dict[int, tuple[Change, ...]]]:
    """All blocks with their damaged words repaired, and the changes of each."""
    text, starts = _together(blocks)
    fonts: dict[str | None, list[tuple[int, int]]] = {}
    for block, start in zip(blocks, starts, strict=True):
        fonts.setdefault(block.font, []).append((start, start + len(block.text)))
    return _applied(blocks, restored(text, list(fonts.values()) if len(fonts) > 1 else (), check).changes, starts)


def _misread(
    blocks: list[_B], pages: frozenset[int], before: Mapping[int, tuple[Change, ...]]
) -> tuple[list[_B], dict[int, tuple[Change, ...]]]:
    """The blocks with the words of recognised pages put right; a page in which words were restored `before` is left."""
    whole: dict[int, list[int]] = {}
    for place, block in enumerate(blocks):
        if block.page in pages:
            whole.setdefault(block.page, []).append(place)
    new = list(blocks)
    found: dict[int, tuple[Change, ...]] = {}
    for places in whole.values():
        if before.keys().isdisjoint(places):
            page = [blocks[place] for place in places]
            text, starts = _together(page)
            changed, own = _applied(page, repaired(text).changes, starts)
            for at, changes in own.items():
                new[places[at]], found[places[at]] = changed[at], changes
    return new, found


def _together(blocks: Sequence[Block]) -> tuple[str, list[int]]:
    """The text of blocks as one, and where each begins."""
    pieces: list[str] = []
    starts: list[int] = []
    size = 0
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        # a line goes on in the next, any other block is a paragraph
        gap = "\n" if following is not None and block.kind == following.kind == "line" else "\n\n"
        pieces += (block.text, gap)
        starts.append(size)
        size += len(block.text) + len(gap)
    return "".join(pieces), starts


def _applied(
    blocks: Sequence[_B], changes: Sequence[Change], starts: Sequence[int]
) -> tuple[list[_B], dict[int, tuple[Change, ...]]]:
    """The blocks with the changes of their common text, and the changes of each, their spans counted from its start."""
    own: dict[int, list[Change]] = {}
    begins = moved(changes, starts)
    new = list(blocks)
    at = shift = 0
    for change in changes:
        while at + 1 < len(begins) and begins[at + 1] <= change.span[0]:
            at += 1
        start, end = change.span
        beyond = start - shift + len(change.read) - starts[at] - len(blocks[at].text)
        shift += len(change.restored) - len(change.read)
        if beyond > 1:  # a word that a line end cut in two stands in the line where it began
            new[at + 1] = _without(blocks[at + 1], beyond - 1)
            begins[at + 1] = end
        mine = msgspec.structs.replace(
            change, span=(start - begins[at], end - begins[at]), read=change.read.replace("\n", " ")
        )
        own.setdefault(at, []).append(mine)
    for place, found in own.items():
        new[place] = _changed(new[place], found)
    return new, {place: tuple(found) for place, found in own.items()}


def _without(block: _B, size: int) -> _B:
    """A line without its first `size` characters."""
    calls = tuple((mark, max(0, place - size)) for mark, place in block.notes_called)
    left = tuple(word for word in block.words if word.span[1] > size)
    return _replaced(block, text=block.text[size:], notes_called=calls, words=_at(left, lambda at: max(0, at - size)))


def _changed(block: _B, changes: Sequence[Change]) -> _B:
    pieces: list[str] = []
    end = 0
    for start, stop, change in from_old(changes):
        pieces += (block.text[end:start], change.restored)
        end = stop
    text = "".join(pieces) + block.text[end:]
    cells = block.cells
    if cells is not None:
        spans: list[Span] = []
        place = 0
        for cell in cells:
            spans.append((place, place + len(cell)))
            place += len(cell) + len(_BAR)
        cells = tuple(text[slice(*span)] for span in moved_spans(changes, spans))
    calls = block.notes_called
    if calls:
        places = moved(changes, [place for _, place in calls])
        calls = tuple((mark, place) for (mark, _), place in zip(calls, places, strict=True))
    words = block.words
    if words:
        starts = moved(changes, [word.span[0] for word in words])
        ends = moved(changes, [word.span[1] for word in words])
        ranges = zip(starts, ends, strict=True)
        words = tuple(_replaced(word, span=span) for word, span in zip(words, ranges, strict=True))
    return _replaced(block, text=text, cells=cells, notes_called=calls, words=words)
