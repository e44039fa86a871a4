"""Guessed words that make no set phrase with their neighbour, though the same letters with other marks do.

The counts of words see neighbours and hold whatever a text once misspelt; the set phrases of the checker
(`vanban.language.spelling`) know better: *tổ chúc*, *chuyên đổi*. So do the words that belong to a number: rates
(*/1 vạn dân*), sums (*226 tỷ đồng*), shares (*đạt 15%*), ranks. Only words that the repair guessed are looked at,
and in damaged passages those without marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from vanban.language import lexicon
from vanban.language.normal import fold
from vanban.language.patterns import trie
from vanban.language.spelling import mistakes
from vanban.record import Span
from vanban.restore.changes import Edits, Restoration, composed, inside

#: the unit of a sum as it is read, marks aside; the word before a share that is no placing
_BILLION: Final = re.compile(r"t[iy] d[oe6]ng")
_REACHED: Final = re.compile(
    r"(?<!\w)đặt(?= (?:(?:trên|từ|khoảng|tối thiểu|ít nhất|tỷ lệ) )?\d[\d.,]{0,8}\s?(?:%|(?:ha|tỷ|triệu|điểm|người)\b))"
)
#: confidence of a word that a set phrase decided
_BY_PHRASE: Final = 0.8
_WORD: Final = re.compile(r"[^\s/]+")


def with_set_phrases(done: Restoration, spans: Sequence[Span]) -> Restoration:
    """`done` with the guessed words that a set phrase tells otherwise; so are unmarked ones at `spans` (damaged)."""
    text = done.text
    guessed = {change.span for change in done.changes}
    edits = Edits(text)
    last = 0
    sums = [*_sums(done)]
    ends = {end for _, end, _ in sums}
    told = sorted([*_told(text), *sums])
    damaged = inside([start for start, _, _ in told], spans)
    for (start, end, phrase), within in zip(told, damaged, strict=True):
        for place, word in _differing(text, start, end, phrase):
            now = text[slice(*place)]
            guess = place in guessed or (within and now.isascii())
            if guess and place[0] >= last and (end in ends or _may_be(now, word)):
                edits.put(*place, word, _BY_PHRASE)
                last = place[1]
    return composed(done, edits.done())


def _may_be(guess: str, word: str) -> bool:
    """Whether `guess` is `word` with other marks, or with one letter lost."""
    one, other = fold(guess), fold(word)
    return one == other or any(one == other[:place] + other[place + 1 :] for place in range(len(other)))


def _told(text: str) -> Iterator[tuple[int, int, str]]:
    """Places of phrases with what they should be."""
    for mistake in mistakes(text):
        if mistake.suggestion:
            yield mistake.start, mistake.end, mistake.suggestion
    for match in _REACHED.finditer(text):
        yield (*match.span(), "đạt")
    folded = fold(text)
    for pattern, phrases in (_rates(), _ranks()):
        for match in pattern.finditer(folded):
            if text[slice(*match.span())].islower():
                yield (*match.span(), phrases[match.group()])


def _sums(done: Restoration) -> Iterator[tuple[int, int, str]]:
    """Sums of money whose unit was read as `ti déng`: places in the repaired text."""
    for one, other in pairwise(done.changes):
        if one.span[1] + 1 == other.span[0] and _BILLION.fullmatch(fold(f"{one.read} {other.read}")):
            before = done.text[max(0, one.span[0] - 2) : one.span[0]]
            if before[-1:].isspace() and before[:1].isdigit():
                yield one.span[0], other.span[1], "tỷ đồng"


@lru_cache(maxsize=1)
def _rates() -> tuple[re.Pattern[str], dict[str, str]]:
    """What stands behind a number and makes it a rate (`/1 vạn dân`): a pattern for folded text, the phrases by it."""
    table = lexicon.load("units")["per"]
    phrases = [phrase for name, own in table.items() if name != "source" for phrase in own if " " in phrase]
    found = {
        fold(phrase): phrase for phrase in phrases if any(c in "/0123456789" for c in phrase) or phrase.count(" ") > 1
    }
    return re.compile(rf"{trie(found)}(?!\w)"), found


@lru_cache(maxsize=1)
def _ranks() -> tuple[re.Pattern[str], dict[str, str]]:
    """What makes a number behind `nhóm` a rank (`03 tỉnh đứng đầu`): a pattern for folded text, the phrases by it."""
    table = lexicon.load("numbers")
    phrases = (f"{unit} {first}" for unit in table["of_all"]["words"] for first in table["rank"]["first"])
    found = {fold(phrase): phrase for phrase in phrases}
    return re.compile(rf"(?<=\d ){trie(found)}(?!\w)"), found


def _differing(text: str, start: int, end: int, phrase: str) -> Iterator[tuple[Span, str]]:
    """The words at a place that `phrase` spells otherwise."""
    places = [match.span() for match in _WORD.finditer(text, start, end)]
    words = _WORD.findall(phrase)
    if len(places) == len(words):
        yield from ((place, word) for place, word in zip(places, words, strict=True) if text[slice(*place)] != word)
