"""What Tesseract takes for words and is none: specks, pieces of stamps, of signatures and of drawn lines."""

from __future__ import annotations

import unicodedata
from typing import Final

import msgspec

from vanban.readers.scan.hocr import Seen, area, shared

#: A word that Tesseract is less sure of is a guess about something that is no word.
_LEAST_SURE: Final = 20
#: Signs alone are believed when they are more surely read, and stand where signs stand.
_SURE_SIGN: Final = 60
_LIST_MARKS: Final = frozenset("-–—+•*●▪")
_NEAR: Final = 1.5
#: Between the dash or bullet that begins a line and its words stands a tab of this many sizes at most.
_TAB: Final = 4.0
#: A full stop or comma stands closer to its word than this part of the size.
_CLOSE: Final = 0.35
#: Strokes close nothing: at the end of a line they are the edge of a seal or of a table.
_STROKES: Final = frozenset("/|\\")
#: Two words share at most this part of the smaller one's box; words that do are looked for in rows of so many pixels.
_SHARED: Final = 0.5
_ROW: Final = 64
_IN_WORDS: Final = frozenset(("Ll", "Lu", "Lo", "Lt", "Nd"))


def without_doubles(words: list[Seen]) -> list[Seen]:
    """The words without those that stand twice in their place: now and then a cell is read twice over."""
    rows: dict[int, list[Seen]] = {}
    kept: set[int] = set()
    for word in sorted(words, key=lambda word: -word.sure):
        row = int(word.foot // _ROW)
        beside = (other for near in (row - 1, row, row + 1) for other in rows.get(near, ()))
        if not any(_is_double(word, other) for other in beside):
            rows.setdefault(row, []).append(word)
            kept.add(id(word))
    return [word for word in words if id(word) in kept]


def _is_double(one: Seen, other: Seen) -> bool:
    return one.text == other.text and shared(one, other) > _SHARED * min(area(one), area(other))


def without_specks(words: list[Seen]) -> list[Seen]:
    """The words of a page, in order, without what is no word and the strokes that a tab before them left."""
    kept = [
        msgspec.structs.replace(word, text=word.text.strip("_") or "_") if "_" in word.text else word
        for word in words
        if word.sure >= _LEAST_SURE
    ]
    return [word for index, word in enumerate(kept) if _is_word(word) or _has_place(kept, index)]


def _is_word(word: Seen) -> bool:
    return any(unicodedata.category(character) in _IN_WORDS for character in word.text)


def _has_place(words: list[Seen], index: int) -> bool:
    """Whether a sign stands between words, or is a dash or bullet before one."""
    word = words[index]
    before = words[index - 1] if index else None
    after = words[index + 1] if index + 1 < len(words) else None
    if word.text in _LIST_MARKS:
        begins = before is None or abs(before.foot - word.foot) > word.size / 2
        return after is not None and _is_beside(word, after, _TAB if begins else _NEAR)
    if word.text == "_":  # what leads from a label to its words
        return False
    return word.sure >= _SURE_SIGN and (
        (_is_beside(before, word, _CLOSE) and not _STROKES.issuperset(word.text))
        or (after is not None and _is_beside(before, word, _NEAR) and _is_beside(word, after, _NEAR))
    )


def _is_beside(left: Seen | None, right: Seen, reach: float) -> bool:
    if left is None or abs(left.foot - right.foot) > right.size / 2:
        return False
    return -right.size < right.x0 - left.x1 < reach * right.size
