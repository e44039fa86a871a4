"""The keys most like a name, found without comparing all of them to the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz, process

#: From this likeness (0–100, without marks) on, a unit is a candidate for a name that is none of its own.
LIKELY: Final = 84.0
#: Keys of one word that are looked at first.
_FEW: Final = 60


class Alike:
    """Keys in order of their length, with an index of their words.

    The answer is that of `process.extract` over all keys. The few that share the name's rarest words are compared
    first; the least of the best so far then is the bar for the rest, which says how long a key can be at all, and lets
    most comparisons end after a few characters.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys: Final = sorted(keys, key=lambda key: (len(key), key))
        self._starts: Final = _starts(self.keys)
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for key in self.keys:
            for word in dict.fromkeys(key.split()):
                self._by_word[word].append(key)

    def nearest(self, name: str, most: int) -> list[tuple[str, float]]:
        """At most so many keys with their likeness, the most alike first; the shorter, then by the alphabet."""
        if not name:
            return []
        bar = self._bar(name, most)
        found = process.extract(name, self._within(len(name), bar), scorer=fuzz.ratio, score_cutoff=bar, limit=most)
        return [(key, likeness) for key, likeness, _place in found]

    def _bar(self, name: str, most: int) -> float:
        """A likeness that so many keys are known to have."""
        few: dict[str, None] = {}
        known = sorted((self._by_word[word] for word in dict.fromkeys(name.split()) if word in self._by_word), key=len)
        for keys in known[:2]:
            few.update(dict.fromkeys(keys[:_FEW]))
        found = process.extract(name, list(few), scorer=fuzz.ratio, score_cutoff=LIKELY, limit=most)
        return float(found[-1][1]) if len(found) == most else LIKELY

    def _within(self, length: int, bar: float) -> list[str]:
        """The keys that are neither too short nor too long to reach the bar."""
        # All of the shorter one may be in the longer: 2·shorter / (shorter + longer) has to reach the bar.
        share = bar / (200.0 - bar)
        shortest, longest = int(length * share), int(length / share) + 1
        return self.keys[self._from(shortest) : self._from(longest + 1)]

    def _from(self, length: int) -> int:
        return self._starts[min(max(length, 0), len(self._starts) - 1)]


def _starts(keys: list[str]) -> list[int]:
    """For each length the place of the first key that is not shorter; the last one is the end."""
    longest = len(keys[-1]) if keys else 0
    starts, place = [], 0
    for length in range(longest + 2):
        while place < len(keys) and len(keys[place]) < length:
            place += 1
        starts.append(place)
    return starts
