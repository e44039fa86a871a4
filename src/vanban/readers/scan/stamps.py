"""Stamps of secrecy and urgency: words in capitals that stand alone, whose marks a recogniser easily gets wrong."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec
from rapidfuzz.distance import Levenshtein

from vanban.language import lexicon
from vanban.language.normal import fold
from vanban.readers.scan.hocr import Seen

_NEAR: Final = 1.2
_LONGEST: Final = 2
_LETTERS: Final = re.compile(r"[^\W\d_]+")
#: What was compared with a word of the language is no guess any more.
_SURE: Final = 95


@lru_cache(maxsize=1)
def _stamps() -> dict[str, tuple[str, ...]]:
    """The words of each stamp by their letters without marks."""
    marks = lexicon.load("positions")["marks"]
    return {fold(stamp): tuple(stamp.upper().split()) for stamp in (*marks["secrecy"], *marks["urgency"])}


def spelt(words: list[Seen], *, red: bool = False) -> list[Seen]:
    """The words, those of stamps as they are spelt: `MẠT` alone on its line is `MẬT`.

    In red ink one letter may be wrong: there are few words in red, and a secret that comes in costs more than a word.
    """
    changed: dict[int, Seen] = {}
    for run in _alone(words):
        letters = [piece for word in run if (piece := "".join(_LETTERS.findall(word.text)))]
        stamp = _stamp(fold(" ".join(letters)), red=red) if letters and all(map(str.isupper, letters)) else None
        if stamp is not None and len(stamp) == len(run):
            for word, text in zip(run, stamp, strict=True):
                changed[id(word)] = msgspec.structs.replace(word, text=text, sure=max(word.sure, _SURE))
    return [changed.get(id(word), word) for word in words]


def _stamp(letters: str, *, red: bool) -> tuple[str, ...] | None:
    found = _stamps().get(letters)
    if found is None and red:
        near = [stamp for key, stamp in _stamps().items() if Levenshtein.distance(letters, key, score_cutoff=1) <= 1]
        return near[0] if near else None
    return found


def is_stamp(word: Seen) -> bool:
    """Whether a word is one of those that stamps are made of."""
    return word.sure >= _SURE and any(word.text in stamp for stamp in _stamps().values())


def _alone(words: list[Seen]) -> list[list[Seen]]:
    """Runs of at most two words with nothing beside them on their line."""
    ordered = sorted(words, key=lambda word: (round(word.foot / max(word.size, 1)), word.x0))
    runs: list[list[Seen]] = []
    for word in ordered:
        last = runs[-1][-1] if runs else None
        beside = (
            last is not None
            and abs(last.foot - word.foot) < word.size / 2
            and word.x0 - last.x1 < _NEAR * max(word.size, last.size)
        )
        if beside:
            runs[-1].append(word)
        else:
            runs.append([word])
    return [run for run in runs if len(run) <= _LONGEST]
