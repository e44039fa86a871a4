"""Numbers that stand where a word should: `16 trình` for *lộ trình*. They are never changed, only pointed out.

A recogniser that knows no Vietnamese sees digits in short words. Whether a word is meant is judged by the words beside
alone, so that nothing is certain: the reviewer looks at the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from vanban.language import lexicon
from vanban.language.normal import place_tones
from vanban.record import Span
from vanban.restore.choices import channel
from vanban.restore.model import SCALE, Model
from vanban.restore.shapes import seen_in
from vanban.restore.words import NUMBER, OTHER, PIECE, sign

#: a number of one or two digits between blanks, inside a line; cells of tables are numbers
_ALONE: Final = re.compile(r"(?<=[^\s|] )\d{1,2}(?= [^\s|\d])")
_BESIDE: Final = 24
#: by how much the word may be dearer than the number at the head of a clause, where numbers hardly stand; by how much
#: it must be cheaper behind another word
_AT_HEAD: Final = 3 * SCALE // 2
_INSIDE: Final = -5 * SCALE // 4


class Doubt(msgspec.Struct, frozen=True):
    """A number that may be a misread word: its place, and the word that fits there best."""

    span: Span
    suggestion: str


def doubtful_numbers(text: str) -> tuple[Doubt, ...]:
    """The numbers of a text, read without Vietnamese and repaired, that may be words."""
    found = []
    model = channel().model
    for match in _ALONE.finditer(text):
        word = _fitting(model, text, *match.span())
        if word is not None:
            found.append(Doubt(span=match.span(), suggestion=word))
    return tuple(found)


def _fitting(model: Model, text: str, start: int, end: int) -> str | None:
    """The word that fits better than the number at a place, or nearly as well; None where none does."""
    before, after = _beside(text, start, end)
    if before.lower() in lexicon.load("numbers")["ordered"]["words"]:
        return None
    one, other = _number(model, before), _number(model, after)
    most = model.pair(one, NUMBER) + model.pair(NUMBER, other) + (_INSIDE if before.isalpha() else _AT_HEAD)
    costs = [
        (model.pair(one, number) + model.pair(number, other), word)
        for word in _words(text[start:end])
        if (number := model.numbers.get(word)) is not None
    ]
    cost, word = min(costs, default=(most + 1, ""))
    return word if cost <= most else None


def _words(digits: str) -> Iterator[str]:
    """Words with marks that a recogniser may see as these digits."""
    for skeleton in seen_in(digits):
        yield from (word for word in channel().spelt(skeleton) if not word.isascii())


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The pieces before and behind a place."""
    before = PIECE.findall(text, max(0, start - _BESIDE), start)
    after = PIECE.search(text, end, end + _BESIDE)
    return before[-1], after.group() if after is not None else "."


def _number(model: Model, piece: str) -> int:
    """How the model counts a word or sign."""
    if piece[0].isalpha():
        return model.numbers.get(place_tones(piece.lower()), OTHER)
    return NUMBER if any(c.isdigit() for c in piece) else sign(piece)
