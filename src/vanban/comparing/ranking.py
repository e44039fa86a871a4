"""The texts that are most like a given one, found by an index of their words: not every pair is looked at."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import msgspec

from vanban.comparing.likeness import LONGER, Rarity, raw_ratio
from vanban.comparing.words import Wording

#: So many entries of the index are read for one question, those of the rarest words first; what is common beyond that
#: finds nobody, and counts in the scores of those whom rarer words find.
_MOST_READ: Final = 4_000
#: So many texts with the heaviest shared words are scored then.
_MOST_SCORED: Final = 32


class Candidate(msgspec.Struct, frozen=True):
    """A text of the ranking, by its index, with its score."""

    index: int
    score: float


class Ranking:
    """Texts that are looked for; made once for many questions."""

    def __init__(self, wordings: Sequence[Wording], rarity: Rarity) -> None:
        self._wordings = tuple(wordings)
        self._rarity = rarity
        self._totals = [rarity.total(wording) for wording in self._wordings]
        self._logs = [math.log(max(1, total)) for total in self._totals]
        self._having: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for index, wording in enumerate(self._wordings):
            for feature, strength in wording.strength.items():
                self._having[feature].append((index, strength * rarity.weight(feature)))

    def best(self, asked: Wording, most: int = 3) -> tuple[Candidate, ...]:
        """At most `most` texts that share anything, the best first; of equal ones the earlier first."""
        shared, whole = self._read(asked)
        total = self._rarity.total(asked)
        if len(shared) > _MOST_SCORED:
            log = math.log(total)
            rank = {index: math.log(points) - self._penalty(index, log) for index, points in shared.items()}
            likely = heapq.nsmallest(max(_MOST_SCORED, most), rank, key=lambda index: (-rank[index], index))
        else:
            likely = list(shared)
        if not whole:
            shared = {index: self._rarity.shared(asked, self._wordings[index]) for index in likely}
        order = sorted((-raw_ratio(shared[index], total, self._totals[index]), index) for index in likely)
        return tuple(Candidate(index=index, score=min(1.0, -score)) for score, index in order[:most])

    def _penalty(self, index: int, log: float) -> float:
        """What the logarithm of a score loses by the totals of both texts."""
        other = self._logs[index]
        return LONGER * max(log, other) + (1 - LONGER) * min(log, other)

    def _read(self, asked: Wording) -> tuple[dict[int, int], bool]:
        """What the texts share with the one that is asked about, and whether that is all they share."""
        found = [(having, asked.strength[name]) for name in asked.strength if (having := self._having.get(name))]
        left = _MOST_READ
        whole = sum(len(having) for having, _strength in found) <= left
        if not whole:
            found.sort(key=lambda item: len(item[0]))
        shared: dict[int, int] = defaultdict(int)
        for having, strength in found:
            left -= len(having)
            if left < 0 and shared:
                break
            for index, points in having:
                shared[index] += points * strength
        return shared, whole
