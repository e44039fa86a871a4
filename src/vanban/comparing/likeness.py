"""How alike two texts are: what they share against what they have.

A word, pair of words or topic weighs the more, the fewer texts of the corpus have it: ln(1 + N / n) for n of N texts,
in whole thousandths. With s and t its strength in two texts (1 + ln of how often it stands there), a shared one brings
weight x s x t; S is the sum over all they share, A >= B what each would share with itself. The score is
S / (A^p B^(1-p)), at most 1. With p = 1/2 that is the cosine; a duty of a higher document is often a paragraph of ten
orders of which a plan takes up one, so the longer text counts less (p = 0.25). All sums are of whole numbers: they are
the same in whatever order they are taken.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from vanban.comparing.words import Wording, is_pair, topic_of
from vanban.record import Span

#: How much the longer text counts.
LONGER: Final = 0.25
#: What a syllable alone weighs (the words of Vietnamese are mostly two), and what a topic does. These, `LONGER` and the
#: strength of headings were chosen on the part of the gold table that is for choosing.
SYLLABLE: Final = 0.5
TOPIC: Final = 5.0
_GRAIN: Final = 1000


class Shared(msgspec.Struct, frozen=True):
    """What both texts have.

    words: as the second prints them, for a topic all its words there; empty where only the headings have them. topic:
    its code, empty for words. share: of the score, 0 to 1; those of all shared things make 1. left, right: their places
    in both texts.
    """

    words: str
    topic: str
    share: float
    left: tuple[Span, ...]
    right: tuple[Span, ...]


class Likeness(msgspec.Struct, frozen=True):
    """A score between 0 (nothing shared) and 1 (the same words), and what makes it, the heaviest first."""

    score: float
    shared: tuple[Shared, ...]


class Rarity:
    """What words weigh among texts: those that are asked about, among which they have to tell one from another."""

    def __init__(self, wordings: Iterable[Wording] = ()) -> None:
        self._counts: Counter[str] = Counter()
        self._texts = 0
        for wording in wordings:
            self._texts += 1
            self._counts.update(wording.own)
        self._weights: dict[str, int] = {}

    @classmethod
    def counted(cls, counts: Mapping[str, int], texts: int) -> Rarity:
        """A rarity from how many of so many texts have each word; words that are not named are in none."""
        rarity = cls()
        rarity._counts, rarity._texts = Counter(counts), texts
        return rarity

    def weight(self, feature: str) -> int:
        """What a word, pair or topic weighs, in thousandths; at least 1."""
        found = self._weights.get(feature)
        if found is None:
            count = max(1, self._counts[feature])
            value = math.log1p(max(self._texts, count) / count)
            if topic_of(feature):
                value *= TOPIC
            elif not is_pair(feature):
                value *= SYLLABLE
            found = self._weights[feature] = max(1, round(value * _GRAIN))
        return found

    def total(self, wording: Wording) -> int:
        """What the text would share with itself."""
        return sum(self.weight(feature) * strength**2 for feature, strength in wording.strength.items())

    def shared(self, one: Wording, other: Wording) -> int:
        """What two texts share."""
        first, second = one.strength, other.strength
        if len(second) < len(first):
            first, second = second, first
        return sum(
            self.weight(feature) * strength * second[feature]
            for feature, strength in first.items()
            if feature in second
        )


def ratio(shared: int, one: int, other: int) -> float:
    """The score of two texts with these totals that share so much; 0 where one of them has no words."""
    if not shared or not one or not other:
        return 0.0
    return min(1.0, raw_ratio(shared, one, other))


def raw_ratio(shared: int, one: int, other: int) -> float:
    """The same without its bound: what candidates are put in order by."""
    if shared == one == other:
        return 1.0
    longer, shorter = max(one, other), min(one, other)
    return math.exp(math.log(shared) - LONGER * math.log(longer) - (1 - LONGER) * math.log(shorter))


def likeness(one: Wording, other: Wording, rarity: Rarity) -> float:
    """The score of two texts: the same whichever comes first."""
    return ratio(rarity.shared(one, other), rarity.total(one), rarity.total(other))


def explained(one: Wording, other: Wording, rarity: Rarity) -> Likeness:
    """The score with what makes it: shared words that follow each other in the second text stand together."""
    brought = {
        feature: rarity.weight(feature) * strength * other.strength[feature]
        for feature, strength in one.strength.items()
        if feature in other.strength
    }
    whole = sum(brought.values())
    left, right = _runs(one, brought), _runs(other, brought)
    rest = dict(brought)
    found: list[Shared] = []
    for forms, (spans, features) in sorted(right.items(), key=lambda item: (-len(item[0]), item[1][0])):
        weight = sum(rest.pop(feature, 0) for feature in sorted(features))
        if weight:
            start, end = spans[0]
            words = " ".join(other.text[start:end].split())
            found.append(Shared(words, "", weight / whole, _places(forms, left), spans))
    for feature in sorted(filter(topic_of, brought)):
        topic = topic_of(feature)
        spans = tuple((cue.start, cue.end) for cue in other.cues if cue.topic == topic)
        words = ", ".join(dict.fromkeys(" ".join(other.text[start:end].split()).lower() for start, end in spans))
        here = tuple((cue.start, cue.end) for cue in one.cues if cue.topic == topic)
        found.append(Shared(words, topic, rest.pop(feature) / whole, here, spans))
    if rest:
        found.append(Shared("", "", sum(rest.values()) / whole, (), ()))
    found.sort(key=lambda item: (-item.share, item.topic, item.words))
    return Likeness(score=likeness(one, other, rarity), shared=tuple(found))


def _runs(
    wording: Wording, common: Mapping[str, int]
) -> dict[tuple[str, ...], tuple[tuple[Span, ...], frozenset[str]]]:
    """Runs of shared words: their forms, their places, and the words and pairs they hold."""
    found: dict[tuple[str, ...], tuple[list[Span], set[str]]] = {}
    run: list[int] = []

    def close() -> None:
        if not run:
            return
        words = [wording.words[index] for index in run]
        forms = tuple(word.form for word in words)
        spans, features = found.setdefault(forms, ([], set()))
        spans.append((words[0].start, words[-1].end))
        features.update(forms)
        features.update(pair for index in run[1:] if (pair := wording.pair(index)))
        run.clear()

    for index, word in enumerate(wording.words):
        if word.form not in common:
            close()
            continue
        if run and wording.pair(index) not in common:
            close()
        run.append(index)
    close()
    return {forms: (tuple(spans), frozenset(features)) for forms, (spans, features) in found.items()}


def _places(
    forms: tuple[str, ...], runs: Mapping[tuple[str, ...], tuple[tuple[Span, ...], frozenset[str]]]
) -> tuple[Span, ...]:
    """Where the words stand in the other text: as the same run, else wherever it has one of them."""
    same = runs.get(forms)
    if same is not None:
        return same[0]
    wanted = set(forms)
    return tuple(sorted(span for others, (spans, _features) in runs.items() if wanted & set(others) for span in spans))
