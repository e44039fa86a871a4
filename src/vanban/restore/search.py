"""The likeliest sequence of words: a beam over the choices of each place, judged by the language of three words."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, Final

from vanban.restore.model import BITS, Model
from vanban.restore.words import END

#: hypotheses that go on from each place, and how much dearer than the best they may be
_WIDTH: Final = 8
_FAR: Final = 80

#: number of a word, what it costs to take the token for it
Choice = tuple[int, int]

#: number of the word, its place among the choices, its own cost, that after the word before, the pair that both make
#: (-1 where it is not known), what it costs to back off from that pair
_Step = tuple[int, int, int, int, int, int]


def best(model: Model, slots: Sequence[Sequence[Choice]]) -> list[int]:
    """For each slot the place of its choice on the cheapest way through all of them (Viterbi, cut to a beam)."""
    three = model.three.get
    total = itemgetter(0)
    # cost so far, pair of words before (-1: not known), its back-off, the word before, the way as nested pairs
    beam: list[tuple[int, int, int, int, Any]] = [(0, -1, 0, END, None)]
    for slot in slots:
        rows: dict[int, list[_Step]] = {}
        found: dict[int, tuple[int, int, int, int, Any]] = {}
        for cost, pair, back, before, way in beam:
            row = rows.get(before)
            if row is None:
                row = rows[before] = _row(model, before, slot)
            for word, place, own, after, next_pair, next_back in row:
                if pair < 0:
                    value = cost + own + after
                else:
                    known = three(pair | word)
                    value = cost + own + (back + after if known is None else known)
                state = next_pair if next_pair >= 0 else -2 - word
                old = found.get(state)
                if old is None or value < old[0]:
                    found[state] = (value, next_pair, next_back, word, (way, place))
        beam = sorted(found.values(), key=total)
        if len(beam) > 1:
            far = beam[0][0] + _FAR
            beam = [one for one in beam[:_WIDTH] if one[0] < far]
    places = []
    way = beam[0][4]
    while way is not None:
        way, place = way
        places.append(place)
    return places[::-1]


def _row(model: Model, before: int, slot: Sequence[Choice]) -> list[_Step]:
    """The choices of a slot behind a word."""
    row = []
    key, less = before << BITS, model.one_back[before]
    for place, (word, own) in enumerate(slot):
        at = model.two.get(key | word)
        if at is None:
            row.append((word, place, own, less + model.one[word], -1, 0))
        else:
            row.append((word, place, own, model.two_cost[at], at << BITS, model.two_back[at]))
    return row
