"""Likely typing errors, found by pairs of words.

A word is reported when the pair that it makes with a neighbour is not in use, while a word that is one slip away makes
a set phrase with that neighbour (địa bản, địa bàn), and when its other neighbour does not explain it. Phrases that hold
less firmly need the other neighbour's support too. Pairs with function words, which stand beside anything, say nothing.

The pairs are data (`lexicon/pairs.toml`, made by `scripts/build_spelling.py` from official texts). A slip is: another
mark or tone, one of the onsets that sound alike (s and x, ch and tr, d, gi and r, l and n), or another final consonant.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final, TypeAlias

import msgspec

from vanban.language import lexicon
from vanban.language.normal import fold, place_tones
from vanban.language.syllables import syllables

Pair: TypeAlias = tuple[str, str]

#: words, runs of digits, any other mark alone; blanks that are not a single space end a phrase
TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|\n|[^\S\n]{2,}|[^\S\n ]|_")
_ONSETS: Final = {"x": "s", "tr": "ch", "gi": "d", "r": "d", "n": "l"}
_ONSET: Final = re.compile(r"ngh|ng|nh|gh|gi(?=[aăâeêoôơuư])|ch|kh|ph|th|tr|qu|[bcdđghklmnpqrstvx]")
_FINAL: Final = re.compile(r"(?<=[aeiouy])(?:ch|ng|nh|[cmnpt])\Z")
NUMBER: Final = "#"
EDGE: Final = "|"
OTHER: Final = "?"
_CLASSES: Final = frozenset({NUMBER, EDGE, OTHER})


class Mistake(msgspec.Struct, frozen=True):
    """A likely error: [start, end) of the text, and the words probably meant."""

    start: int
    end: int
    suggestion: str


class Pairs(msgspec.Struct, frozen=True):
    """The data.

    used: pairs in use. words: the words of those pairs. phrases: set phrases by the skeletons of their words.
    firm: those phrases whose words hardly stand apart.
    """

    used: frozenset[Pair]
    words: frozenset[str]
    phrases: Mapping[Pair, tuple[Pair, ...]]
    firm: frozenset[Pair]

    @classmethod
    def of(cls, used: Iterable[Pair], phrases: Iterable[Pair], firm: Iterable[Pair]) -> Pairs:
        """The data with its indexes."""
        every = frozenset(used) | frozenset(phrases)
        return cls(every, frozenset(word for pair in every for word in pair), by_skeleton(phrases), frozenset(firm))


@lru_cache(maxsize=1 << 15)
def skeleton(word: str) -> str:
    """What words one slip apart have in common: no marks, one onset for those that sound alike, no final consonant."""
    onset, vowels, _ = _parts(word)
    start = fold(onset)
    return _ONSETS.get(start, start) + vowels


@lru_cache(maxsize=1 << 15)
def _parts(word: str) -> tuple[str, str, str]:
    """Onset, vowels without marks, final consonant."""
    match = _ONSET.match(word)
    onset = match.group() if match else ""
    bare = fold(word[len(onset) :])
    match = _FINAL.search(bare)
    final = match.group() if match else ""
    return onset, bare[: len(bare) - len(final)], final


@lru_cache(maxsize=1 << 15)
def one_slip(wrong: str, right: str) -> bool:
    """Whether the words differ by one slip: marks only, the onset only, or the final consonant only."""
    if wrong == right:
        return False
    if fold(wrong) == fold(right):
        return True
    first, second = _parts(wrong), _parts(right)
    vowels = [word[len(parts[0]) : len(word) - len(parts[2])] for word, parts in ((wrong, first), (right, second))]
    return vowels[0] == vowels[1] and (first[0] == second[0]) != (first[2] == second[2])


def slipped(wrong: Pair, right: Pair) -> int | None:
    """Which word of the pair is one slip away from the right one, the other being the same; None otherwise."""
    if wrong[0] == right[0]:
        return 1 if one_slip(wrong[1], right[1]) else None
    return 0 if wrong[1] == right[1] and one_slip(wrong[0], right[0]) else None


def by_skeleton(phrases: Iterable[Pair]) -> dict[Pair, tuple[Pair, ...]]:
    """The pairs by the skeletons of their words."""
    found: dict[Pair, list[Pair]] = defaultdict(list)
    for pair in sorted(phrases):
        found[skeleton(pair[0]), skeleton(pair[1])].append(pair)
    return {skeletons: tuple(pairs) for skeletons, pairs in found.items()}


def value(token: str) -> str:
    """How a token in lower case counts: a Vietnamese word as itself, anything else by its class."""
    if token in syllables():
        return token
    if token[0].isdigit():
        return NUMBER
    if not token[0].isalpha():
        return EDGE
    return OTHER if token.isascii() else token


@lru_cache(maxsize=1)
def functions() -> frozenset[str]:
    """Function words: pairs with them tell nothing."""
    return frozenset(lexicon.load("spelling")["functions"]["words"].split())


def _ungroup(text: str) -> Iterator[Pair]:
    """The pairs of lines `first: second second …`."""
    for line in text.splitlines():
        first, _, seconds = line.partition(":")
        for second in seconds.split():
            yield (first, second)


@lru_cache(maxsize=1)
def shipped() -> Pairs:
    """The shipped data, read once."""
    table = lexicon.load("pairs")
    firm = frozenset(_ungroup(table["firm"]))
    return Pairs.of(_ungroup(table["used"]), firm | frozenset(_ungroup(table["loose"])), firm)


@lru_cache(maxsize=1)
def _valid() -> frozenset[Pair]:
    """Pairs that only look like a misprint of a set phrase."""
    return frozenset((first, second) for first, second in map(str.split, lexicon.load("spelling")["valid"]["pairs"]))


@lru_cache(maxsize=1)
def _errors() -> dict[Pair, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Errors known as such, by their last two words: the wrong words and the right ones."""
    found: dict[Pair, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    for wrong, right in lexicon.load("spelling")["errors"]["pairs"].items():
        words = tuple(wrong.split())
        found[words[-2], words[-1]].append((words, tuple(right.split())))
    return dict(found)


class _Line(msgspec.Struct, frozen=True):
    """One line as tokens: where each stands in the text, as printed, and how it counts."""

    starts: Sequence[int]
    printed: Sequence[str]
    values: Sequence[str]

    def at(self, place: int) -> str:
        """How the token counts, EDGE beyond both ends."""
        return self.values[place] if 0 <= place < len(self.values) else EDGE

    def mistake(self, first: int, last: int, right: Sequence[str]) -> Mistake:
        """The error in the tokens from `first` to `last`, the suggestion with their capitals."""
        suggestion = " ".join(
            _cased(word, shown) for word, shown in zip(right, self.printed[first : last + 1], strict=False)
        )
        return Mistake(self.starts[first], self.starts[last] + len(self.printed[last]), suggestion)

    def named(self, place: int) -> bool:
        """Whether the word has a capital of its own, as names have: inside a phrase and not in a line of capitals."""
        printed = self.printed[place]
        inside = place > 0 and self.values[place - 1] not in {EDGE, NUMBER}
        return inside and printed[0].isupper() and not (len(printed) > 1 and printed.isupper())


def _cased(word: str, printed: str) -> str:
    if len(printed) > 1 and printed.isupper():
        return word.upper()
    return word.capitalize() if printed[:1].isupper() else word


def _line(text: str, lowered: str, start: int, end: int) -> _Line:
    """The line [start, end) of the text."""
    matches = list(TOKEN.finditer(text, start, end))
    values = [value(lowered[match.start() : match.end()]) for match in matches]
    return _Line([match.start() for match in matches], [match.group() for match in matches], values)


def _correction(data: Pairs, pair: Pair) -> tuple[Pair, int] | None:
    """The set phrase one slip away and which word slipped; None where there is none, or more than one."""
    if not _CLASSES.isdisjoint(pair) or not functions().isdisjoint(pair) or pair in _valid():
        return None
    found = [
        (candidate, side)
        for candidate in data.phrases.get((skeleton(pair[0]), skeleton(pair[1])), ())
        if (side := slipped(pair, candidate)) is not None
    ]
    return found[0] if len(found) == 1 else None


def _believable(data: Pairs, line: _Line, place: int, right: Pair, side: int) -> bool:
    """Whether the pair at `place` is an error for `right`, by the neighbour on the other side of the slipped word."""
    at = place + side
    word, meant = line.at(at), right[side]
    neighbour = line.at(at + 1) if side else line.at(at - 1)
    here, there = ((word, neighbour), (meant, neighbour)) if side else ((neighbour, word), (neighbour, meant))
    if here in data.used:
        return False
    supported = there in data.used
    if line.named(at) and not supported:
        return right in data.firm and word not in data.words
    if word not in data.words:
        return True
    return fold(word) == fold(meant) and (supported or right in data.firm)


def _known_error(line: _Line, place: int) -> Mistake | None:
    for wrong, right in _errors().get((line.at(place), line.at(place + 1)), ()):
        first = place + 2 - len(wrong)
        if first >= 0 and tuple(line.at(first + step) for step in range(len(wrong))) == wrong:
            return line.mistake(first, first + len(right) - 1, right)
    return None


def _suspects(data: Pairs, tokens: Sequence[str]) -> set[Pair]:
    """Pairs of neighbouring tokens that may be errors, judged without their neighbours."""
    known = _errors()
    found = set()
    for pair in set(pairwise(tokens)):
        if pair in data.used and pair not in known:
            continue
        values = (value(pair[0]), value(pair[1]))
        if values in known or _correction(data, values) is not None:
            found.add(pair)
    return found


def _lower(text: str) -> str:
    """Lower case with one tone placement, as long as the text."""
    lowered = text.lower()
    return place_tones(lowered if len(lowered) == len(text) else "".join(map(_lower_one, text)))


def _lower_one(character: str) -> str:
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


def _in_line(data: Pairs, line: _Line) -> Iterator[Mistake]:
    end = -1
    for place, pair in enumerate(pairwise([*line.values, EDGE])):
        mistake = _known_error(line, place) if pair in _errors() else None
        if mistake is None and pair not in data.used and (found := _correction(data, pair)) is not None:
            right, side = found
            if _believable(data, line, place, right, side):
                mistake = line.mistake(place, place + 1, right)
        if mistake is not None and mistake.start >= end:
            end = mistake.end
            yield mistake


def mistakes(text: str, data: Pairs | None = None) -> Iterator[Mistake]:
    """Likely typing errors of `text` (NFC), in order, none overlapping another; `data` is what ships by default."""
    data = data or shipped()
    lowered = _lower(text)
    tokens = TOKEN.findall(lowered)
    tokens.append(EDGE)
    suspects = _suspects(data, tokens)
    if not suspects:
        return
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    breaks = [place for place, word in enumerate(tokens) if word == "\n"]
    suspected = {bisect_right(breaks, place) for place, pair in enumerate(pairwise(tokens)) if pair in suspects}
    for number in sorted(suspected):
        yield from _in_line(data, _line(text, lowered, starts[number], starts[number + 1] - 1))
