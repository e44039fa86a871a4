"""Which words a token may have been that a recogniser with Vietnamese read: the same letters with other marks.

Such a recogniser puts one word of Vietnamese for another (`đề` for `để`), so that any word may be wrong though few are.
A token that is neither a known word nor a syllable may have one letter wrong besides. What was read is the measure: to
believe it is free.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import Final

from vanban.language.syllables import syllables
from vanban.restore.candidates import Candidate, Channel, bare, shaped
from vanban.restore.model import SCALE

#: words that one token is taken for at most, and the dearest of them
_MOST: Final = 12
_DEAREST: Final = 10 * SCALE
#: a letter that is another one, missing, or too many; capitals among small letters
_OTHER_LETTER: Final = 5 * SCALE
_OTHER_CASE: Final = SCALE
_SHORTEST: Final = 3
_LONGEST: Final = 12
_MEMORY: Final = 1 << 15


class Marks:
    """The candidates of tokens under one model; each distinct token is looked up once."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._costs = {
            (item[0], read): int(item[2:])
            for read, row in channel.model.channel.letters.items()
            for item in row.split()
        }
        self.read = lru_cache(maxsize=_MEMORY)(self._read)

    def _read(self, token: str) -> tuple[Candidate, ...]:
        """Words that the token may have been, in its capitals, the likeliest by their letters first; not itself."""
        low = token.lower()
        known = low in self._channel.model.numbers or low in syllables()
        found: dict[str, int] = {}
        for word in self._channel.spelt(bare(low)):
            if len(word) == len(low):
                dear = sum(
                    self._costs.get(pair, _DEAREST + 1) for pair in zip(word, low, strict=True) if pair[0] != pair[1]
                )
                found[_cased(word, token)] = dear
        if not known and _SHORTEST <= len(low) <= _LONGEST:
            for word in self._channel.near(bare(low)):
                found.setdefault(_cased(word, token), self._distance(word, low))
        if is_mixed(token):
            found = {word: dear + _OTHER_CASE for word, dear in found.items()}
        found.pop(token, None)
        ranked = sorted((dear, word) for word, dear in found.items() if dear <= _DEAREST)
        return tuple((word, dear) for dear, word in ranked[:_MOST])

    def _distance(self, word: str, read: str) -> int:
        """What it costs to take `read` for a word in which one letter is another, missing, or too many."""
        start = 0
        while start < min(len(word), len(read)) and word[start] == read[start]:
            start += 1
        one, two = word[start:], read[start:]
        if len(one) != len(two):
            one, two = (one[1:], two) if len(one) > len(two) else (one, two[1:])
            dear = _OTHER_LETTER
        else:
            dear = 0
        return dear + sum(self._costs.get(pair, _OTHER_LETTER) for pair in zip_longest(one, two) if pair[0] != pair[1])


def is_mixed(token: str) -> bool:
    """Whether a capital stands behind a small letter, or two of them before one: neither a word nor a name does so."""
    return not (token.islower() or token.isupper() or token[1:].islower())


def _cased(word: str, token: str) -> str:
    """`word` (small letters) with the capitals of the token; those of a token that no word has are put in order."""
    if is_mixed(token):
        return shaped(word, token[0])
    if len(word) == len(token) and not token.islower():
        return "".join(a.upper() if b.isupper() else a for a, b in zip(word, token, strict=True))
    return shaped(word, token)
