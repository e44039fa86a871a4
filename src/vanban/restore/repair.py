"""Damaged text to Vietnamese, word by word: the likeliest way through the choices of all words.

Blanks, line ends, digits and signs stay where they are. What a word replaces is kept, so that it can be undone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from vanban.record import Span
from vanban.restore.changes import Edits, Restoration
from vanban.restore.model import SCALE, Model, load
from vanban.restore.search import Choice, best
from vanban.restore.slots import Mode, Slots
from vanban.restore.words import END

#: confidence of a number or abbreviation whose grammar tells the letter; the highest that words beside give
_BY_GRAMMAR: Final = 0.8
_HIGHEST: Final = 0.99
#: bound of an exponent
_TOP: Final = 50.0


def repair(text: str, mode: Mode = Mode.READ, spans: Iterable[Span] | None = None) -> Restoration:
    """`text` with the words of the passages at `spans` (all of it) restored; they must be known to be damaged."""
    model = load()
    cut = Slots(text, mode)
    for start, end in [(0, len(text))] if spans is None else spans:
        cut.add(start, end)
    chosen = best(model, [slot.choices for slot in cut.found])
    numbers = [END, *(slot.choices[place][0] for slot, place in zip(cut.found, chosen, strict=True)), END]
    edits = Edits(text)
    for at, (slot, place) in enumerate(zip(cut.found, chosen, strict=True)):
        if slot.words is not None and text[slot.start : slot.end] != slot.words[place]:
            sure = _sure(model, slot.choices, place, (numbers[at], numbers[at + 2]))
            edits.put(slot.start, slot.end, slot.words[place], sure)
    return edits.done()


def _sure(model: Model, choices: Sequence[Choice], place: int, beside: tuple[int, int]) -> float:
    """How likely the choice is among the others, by the words before and behind it."""
    if len(choices) == 1:
        return _BY_GRAMMAR
    before, after = beside
    costs = [dear + model.pair(before, word) + model.pair(word, after) for word, dear in choices]
    own = costs[place]
    return round(min(_HIGHEST, 1 / sum(math.exp(min(_TOP, (own - other) / SCALE)) for other in costs)), 2)
