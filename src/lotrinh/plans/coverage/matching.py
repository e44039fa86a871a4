"""Which duties of a plan may take up which duties of a higher document, by their words alone.

A proposal, never an answer: what counts is what a person confirms. Each duty of the plan is asked which duties of the
document it is most like; a duty of the document then has those that named it. Targets are proposed for targets only,
and tasks and assignments for tasks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from vanban.comparing import Copied, Likeness, Ranking, Rarity, Shingles, Wording, explained, likeness, worded

#: Of so many duties of the document a duty of the plan is a candidate.
CANDIDATES: Final = 3
#: From this score on, a candidate is proposed; below it, the duty counts as not seen in the plan. Chosen on the part of
#: the gold table that is for choosing.
LIKELY: Final = 0.3
#: From this share of copied words on, a duty repeats what it answers to.
REPEATED: Final = 0.8
#: A text, the heading above it, and whether it is a target.
Said: TypeAlias = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A duty of the plan by its index, its score, and the share of its words that stand word for word in the other."""

    index: int
    score: float
    copied: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Two lists of duties with what one proposes for the other.

    rarities: what words weigh beside each duty of the parent. candidates: for each of them, those of the child that
    name it, the most alike first. copied: what of each
    duty of the child stands word for word anywhere in the text of the parent.
    """

    parents: tuple[Wording, ...]
    children: tuple[Wording, ...]
    rarities: tuple[Rarity, ...]
    candidates: tuple[tuple[Candidate, ...], ...]
    copied: tuple[Copied, ...]

    def explain(self, parent: int, child: int) -> Likeness:
        """The score of a pair with the words that make it."""
        return explained(self.parents[parent], self.children[child], self.rarities[parent])

    def candidate(self, parent: int, child: int) -> Candidate:
        """Any pair, be it proposed or not."""
        found = next((item for item in self.candidates[parent] if item.index == child), None)
        if found is not None:
            return found
        score = likeness(self.parents[parent], self.children[child], self.rarities[parent])
        return Candidate(child, score, _repeated(self.parents[parent], self.children[child]))

    def all_for(self, parent: int) -> tuple[Candidate, ...]:
        """Every duty of the child for one of the parent, the most alike first."""
        scores = [likeness(self.parents[parent], wording, self.rarities[parent]) for wording in self.children]
        order = sorted(range(len(scores)), key=lambda index: (-scores[index], index))
        return tuple(
            Candidate(index, scores[index], _repeated(self.parents[parent], self.children[index])) for index in order
        )


@lru_cache(maxsize=8)
def matched(parents: tuple[Said, ...], children: tuple[Said, ...], parent_text: str) -> Matching:
    """Compare the texts of two lists of duties; the last few stay computed, as texts say all there is to know."""
    above = tuple(worded(text, heading) for text, heading, _target in parents)
    below = tuple(worded(text, heading) for text, heading, _target in children)
    rarities: list[Rarity] = [Rarity()] * len(above)
    named: dict[int, list[Candidate]] = defaultdict(list)
    for targets in (False, True):
        places = [index for index, (_text, _heading, target) in enumerate(parents) if target is targets]
        wordings = [above[index] for index in places]
        rarity = Rarity(wordings)
        ranking = Ranking(wordings, rarity)
        runs: dict[int, Shingles] = {}
        for place in places:
            rarities[place] = rarity
        for index, (_text, _heading, target) in enumerate(children):
            if target is not targets:
                continue
            for item in ranking.best(below[index], CANDIDATES):
                if item.score >= LIKELY:
                    if item.index not in runs:
                        runs[item.index] = Shingles((wordings[item.index].text,))
                    copied = runs[item.index].copied(below[index].text).share
                    named[places[item.index]].append(Candidate(index, item.score, copied))
    whole = Shingles((parent_text, *(text for text, _heading, _target in parents)))
    return Matching(
        parents=above,
        children=below,
        rarities=tuple(rarities),
        candidates=tuple(_ordered(named[index]) for index in range(len(above))),
        copied=tuple(whole.copied(wording.text) for wording in below),
    )


def _ordered(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda item: (-item.score, item.index)))


def _repeated(parent: Wording, child: Wording) -> float:
    return Shingles((parent.text,)).copied(child.text).share
