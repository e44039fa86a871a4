"""Which row of a new version is which row of the one before.

A row keeps its lineage where its words are the same; else where a row under the same heading is nearly the same. Each
row is taken once: the most alike first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rapidfuzz import fuzz

from vanban.language.normal import key, nfc

#: From this likeness (0–100) on, two texts under the same heading are one row with other words.
SAME_ROW: Final = 75.0
_EDGES: Final = " .;,:-–—+•*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a row is recognised by: its words, and the names of its heading (its path, its title)."""

    words: str
    places: tuple[Hashable, ...]


def normal(text: str) -> str:
    """The words of a text as they are compared: one case, one tone placement, one blank, no marks at the edges."""
    return " ".join(key(nfc(text)).split()).strip(_EDGES)


def matched(old: Sequence[tuple[UUID, Matter]], new: Sequence[Matter]) -> dict[int, UUID]:
    """The lineage for each index of `new` that goes on from a row of `old`."""
    found: dict[int, UUID] = {}
    left = dict(enumerate(old))
    for within_heading in (True, False):
        _same(left, new, found, within_heading=within_heading)
    _alike(left, new, found)
    return found


def _same(
    left: dict[int, tuple[UUID, Matter]], new: Sequence[Matter], found: dict[int, UUID], *, within_heading: bool
) -> None:
    """Take the rows with the same words, under the same heading first; equal ones in their order."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for index, (_lineage, matter) in left.items():
        for name in _names(matter, within_heading=within_heading):
            waiting[name].append(index)
    for index, matter in enumerate(new):
        if index in found:
            continue
        for name in _names(matter, within_heading=within_heading):
            place = next((item for item in waiting[name] if item in left), None)
            if place is not None:
                found[index] = left.pop(place)[0]
                break


def _names(matter: Matter, *, within_heading: bool) -> tuple[Hashable, ...]:
    words = normal(matter.words)
    return tuple((words, place) for place in matter.places) if within_heading else (words,)


def _alike(left: dict[int, tuple[UUID, Matter]], new: Sequence[Matter], found: dict[int, UUID]) -> None:
    """Take the pairs under one heading that are alike, the most alike first."""
    by_place: dict[Hashable, list[int]] = defaultdict(list)
    for index, (_lineage, matter) in left.items():
        for place in matter.places:
            by_place[place].append(index)
    texts = {index: normal(matter.words) for index, (_lineage, matter) in left.items()}
    pairs: dict[tuple[int, int], float] = {}
    for index, matter in enumerate(new):
        if index in found:
            continue
        words = normal(matter.words)
        for other in {item for place in matter.places for item in by_place[place]}:
            likeness = fuzz.ratio(words, texts[other], score_cutoff=SAME_ROW)
            if likeness:
                pairs[index, other] = likeness
    for (index, other), _likeness in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        if index not in found and other in left:
            found[index] = left.pop(other)[0]
