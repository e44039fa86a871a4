"""Which words a token may have been before it was damaged, and how dear each assumption is."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from vanban.language.syllables import syllables
from vanban.restore.model import SCALE, TOP, Model
from vanban.restore.shapes import explains, lettered

#: a word of the truth as it is written, its cost
Candidate = tuple[str, int]

#: words that one token is taken for at most, and how much dearer than the best they may be
_MOST: Final = 10
_MOST_UNMARKED: Final = 24
_FAR: Final = 11 * SCALE
#: a token that only its parts explain, and one that stays as it is
_BY_PARTS: Final = 2 * SCALE
_SURPLUS: Final = 5 * SCALE
#: capitals that differ from their small letters in size alone
_SAME_SHAPE: Final = frozenset("CKOPSUVWXZ")
_SMALL: Final = 5 * SCALE
#: a token that only likeness explains, and each letter that differs
_NEAR: Final = 5 * SCALE
_OTHER_LETTER: Final = 4 * SCALE
#: a letter that is taken for a word whose vowel was lost
_LOST_VOWEL: Final = 6 * SCALE
_VOWELS: Final = frozenset("aeiouy")
_LONGEST: Final = 12
#: a longer token is no word, however it was read
_LONGEST_READ: Final = 24
_LONGEST_ONSET: Final = 4
_LONGEST_CODA: Final = 3
_MEMORY: Final = 1 << 16


def _candidates(row: str) -> Iterator[Candidate]:
    """The `word:cost` of a row of the model."""
    for item in row.split():
        word, _, value = item.rpartition(":")
        yield word, int(value)


def bare(word: str) -> str:
    """`word` without marks, capitals as they are."""
    plain = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def shaped(word: str, like: str) -> str:
    """`word` (small letters) in capitals as `like` has them."""
    if like.islower():
        return word
    if sum(c.isupper() for c in like) > 1 and like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


class Channel:
    """The candidates of tokens under one model; each distinct token is looked up once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.read = lru_cache(maxsize=_MEMORY)(self._read)
        self.unmarked = lru_cache(maxsize=_MEMORY)(self._unmarked)
        self._parts = tuple(
            lru_cache(maxsize=_MEMORY)(self._unpacked(table))
            for table in (model.channel.onsets, model.channel.nuclei, model.channel.codas)
        )
        self._bare: dict[str, list[str]] = defaultdict(list)
        known = syllables()
        for word in model.words:
            # the capital of a micro sign is a Greek letter, which no small letter of the model belongs to
            if word in known or (not word.isascii() and word.upper().lower() == word):
                self._bare[bare(word)].append(word)
        self._almost: dict[str, set[str]] = defaultdict(set)
        for skeleton in self._bare:
            for key in (skeleton, *_shorter(skeleton)):
                self._almost[key].add(skeleton)

    def spelt(self, skeleton: str) -> Sequence[str]:
        """The words (small letters) that are `skeleton` without their marks, the most frequent first."""
        return self._bare.get(skeleton, ())

    def near(self, skeleton: str) -> Iterator[str]:
        """The words whose letters, marks aside, are those of `skeleton` but for one: another, missing, or too many."""
        for like in sorted({other for key in (skeleton, *_shorter(skeleton)) for other in self._almost.get(key, ())}):
            yield from self._bare[like]

    @staticmethod
    def _unpacked(table: Mapping[str, str]) -> Callable[[str], tuple[Candidate, ...]]:
        def look(read: str) -> tuple[Candidate, ...]:
            return tuple(_candidates(table.get(read, "")))

        return look

    def _unmarked(self, token: str) -> tuple[Candidate, ...]:
        if len(token) > _LONGEST_READ:
            return ()
        words = self._bare.get(bare(token).lower())
        if not words:
            return ()
        one, numbers = self.model.one, self.model.numbers
        if not token.isascii():
            plain = token.lower()
            words = [word for word in words if _fits(plain, word)] or words
        words = sorted(words, key=lambda word: one[numbers[word]])[:_MOST_UNMARKED]
        return tuple((shaped(word, token), 0) for word in words)

    def _read(self, token: str) -> tuple[Candidate, ...]:
        if len(token) > _LONGEST_READ:
            return ()
        found: dict[str, int] = {}
        row = self.model.channel.whole.get(token, "")
        numbers, one = self.model.numbers, self.model.one
        found.update(_candidates(row))
        self._add(found, self._by_parts(token), _BY_PARTS)
        if not row and len(token) > 2:
            for place in range(len(token)):
                self._add(found, self._by_parts(token[:place] + token[place + 1 :]), _SURPLUS)
        if not row:
            self._add(found, self._near(token), _NEAR)
            readings = [bare(word).lower() for word in lettered(token)]
            for word, reading in zip(lettered(token), readings, strict=True):
                alike = self._bare.get(reading, ())
                self._add(found, {shaped(one, word): 0 for one in alike}, _NEAR)
            if any(c.isdigit() for c in token):
                found = {
                    word: value
                    for word, value in found.items()
                    if any(explains(token, reading, bare(word).lower()) for reading in readings)
                }
        if len(token) == 1:
            self._add(found, self._opened(token), _LOST_VOWEL)
        if not found:
            return ()
        if token[0] in _SAME_SHAPE:
            for word, value in tuple(found.items()):
                if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
                    small = word.lower()
                    found[small] = min(value + _SMALL, found.get(small, TOP))
        ranked = sorted(found.items(), key=lambda item: (item[1] + one[numbers[item[0].lower()]], item[0]))
        best = ranked[0][1] + one[numbers[ranked[0][0].lower()]]
        return tuple(
            (word, value) for word, value in ranked[:_MOST] if value + one[numbers[word.lower()]] < best + _FAR
        )

    def _near(self, token: str) -> dict[str, int]:
        """Syllables that differ in one letter at most, marks not counted."""
        plain = bare(token).lower()
        found: dict[str, int] = {}
        if not 2 <= len(plain) <= _LONGEST:
            return found
        for key in {plain, *_shorter(plain)}:
            for skeleton in self._almost.get(key, ()):
                dear = 0 if skeleton == plain else _OTHER_LETTER
                for word in self._bare[skeleton]:
                    found[shaped(word, token)] = dear
        return found

    def _opened(self, token: str) -> dict[str, int]:
        """Words of a consonant and one vowel that was lost: `b` for *bộ*."""
        first = token.lower()
        if not first.isalpha() or first in _VOWELS:
            return {}
        skeletons = (skeleton for skeleton in self._almost.get(bare(first), ()) if len(skeleton) == 2)
        return {
            shaped(word, token): 0
            for skeleton in skeletons
            for word in self._bare[skeleton]
            if word[0] == first and bare(word[1]) in _VOWELS
        }

    @staticmethod
    def _add(found: dict[str, int], more: dict[str, int], dear: int) -> None:
        for word, value in more.items():
            if value + dear < found.get(word, TOP):
                found[word] = value + dear

    def _by_parts(self, token: str) -> dict[str, int]:
        """Syllables whose onset, vowels and coda have been read as those of the token."""
        found: dict[str, int] = {}
        if len(token) > _LONGEST:
            return found
        numbers = self.model.numbers
        onsets, nuclei, codas = self._parts
        size = len(token)
        for first in range(min(_LONGEST_ONSET, size - 1) + 1):
            heads = onsets(token[:first])
            if not heads:
                continue
            for last in range(max(first, size - _LONGEST_CODA), size + 1):
                middles = nuclei(token[first:last])
                tails = codas(token[last:])
                if not middles or not tails:
                    continue
                for head, dear in heads:
                    for middle, more in middles:
                        start = head + middle
                        for tail, most in tails:
                            word = start + tail
                            value = dear + more + most
                            if word.lower() in numbers and _regular(word) and value < found.get(word, 1 << 30):
                                found[word] = value
        return found


def _shorter(word: str) -> Iterator[str]:
    """The word without each of its letters in turn."""
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _regular(word: str) -> bool:
    return word.islower() or word.isupper() or word[1:].islower()


def _fits(token: str, word: str) -> bool:
    """Whether every mark of the token is a mark of the word."""
    if len(token) != len(word):
        return False
    return all(
        a.isascii() or set(unicodedata.normalize("NFD", a)) <= set(unicodedata.normalize("NFD", b))
        for a, b in zip(token, word, strict=True)
    )
