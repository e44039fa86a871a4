"""Whether words stand together as they do in official texts: what parts a repair from letters that give words."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from vanban.language.normal import place_tones
from vanban.restore.model import BITS, Model
from vanban.restore.words import OTHER, PIECE, SYMBOLS

#: as many pairs that are known are added, since a share of few pairs says little
_PRIOR: Final = 2


def sense(text: str, model: Model) -> float:
    """The share of pairs of neighbouring words of `text` that the counted texts hold, 0 to 1.

    Official text that no part of the model was learned from has 0.85 and more, words thrown together below 0.5.
    """
    numbers, two = model.numbers, model.two
    words = [
        numbers.get(piece, OTHER) if piece[0].isalpha() else 0 for piece in PIECE.findall(place_tones(text.lower()))
    ]
    known = total = _PRIOR
    for first, second in pairwise(words):
        if first and second:
            total += 1
            known += first >= SYMBOLS and second >= SYMBOLS and first << BITS | second in two
    return known / total
