"""How well a text reads as Vietnamese, and what its damage looks like.

Only the spelling of words is judged, not their sense: the share of words that can be Vietnamese syllables, and the
share of words that carry a mark. In official Vietnamese nearly nine words of ten carry one (seven at least, measured
on paragraphs of laws and plans); a text that lost its marks, or that a recogniser for another language guessed, shows
one of ten. Abbreviations, numbers, addresses and known foreign words are not judged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec

from vanban.language import lexicon
from vanban.language.addresses import is_address
from vanban.language.normal import fold, nfc
from vanban.language.syllables import skeletons, syllables

_PARTS: Final = re.compile(r"[^\W\d_]+")
_VOWELS: Final = frozenset("AEIOUY")
_CAPITALS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZĐĂÂÊÔƠƯ")
#: letters that no Vietnamese, English or French word needs, but both legacy encodings use throughout
_ODD: Final = frozenset("¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇËÌÎÏÐÑÒÖ×ØÜÝÞßáãäåæëìíîïñòóöøùúûüýþÁÀÅÃÄÙÛ")

_UNTONED: Final = frozenset("abcdeghiklmnopqrstuvxyăâđêôơư")

#: as many clean words are added to every count, since a share of few words says little
_PRIOR: Final = 4
#: a text with fewer words is never called damaged
_FEW: Final = 12
#: share of possible words at which a text counts as clean, and at which it is worth nothing
_CLEAN_WORDS: Final = 0.96
_LOST_WORDS: Final = 0.50
#: share of words with a mark at which nothing is missing
_CLEAN_MARKS: Final = 0.60
#: quality below which a text is damaged
DAMAGED: Final = 0.75
_ENGLISH: Final = 0.06
_STRANGE: Final = 0.08
_ODD_WORDS: Final = 0.20
_GUESSED: Final = 0.02
#: share of words that have lost letters from which a recogniser did it
_BROKEN: Final = 0.06
#: share of words without their tone from which marks are lost here and there; so many words at least
_LOST: Final = 0.025
_FEW_LOST: Final = 3
_SOME: Final = 0.04
_MOST: Final = 0.80
_LONGEST: Final = 60
_SHORT_CODE: Final = 3
_LONG_CODE: Final = 5
_MEMORY: Final = 1 << 17


class Damage(StrEnum):
    """What is wrong with the letters of a text."""

    NONE = "none"
    LEGACY = "legacy"  # an encoding from before Unicode (TCVN3, VNI), or glyph codes shown as letters
    OCR = "ocr"  # letters and marks guessed wrongly by a recogniser
    UNMARKED = "unmarked"  # typed or stored without marks
    MIXED = "mixed"  # some lines clean, others damaged


class Shares(msgspec.Struct, frozen=True):
    """Counts of words: all that were judged, possible syllables, those of them with a mark.

    foreign: function words of English and French, which tell a text in those languages. guessed: impossible words with
    a letter beyond ASCII or a digit inside; odd: words with a letter of the legacy encodings; strange: words with
    Latin letters and letters of another script (words wholly in another script are not judged); broken: words in small
    letters without marks that no mark makes a syllable; lost: words that a tone, or a tone and other marks, would make
    a syllable, of those without any mark only the ones in small letters.
    """

    words: int = 0
    good: int = 0
    marked: int = 0
    foreign: int = 0
    guessed: int = 0
    odd: int = 0
    strange: int = 0
    broken: int = 0
    lost: int = 0

    @property
    def quality(self) -> float:
        """0 to 1; a text in another language counts as sound."""
        if not self.words or self.foreign >= _ENGLISH * self.words:
            return 1.0
        total = self.words + _PRIOR
        possible = ((self.good + _PRIOR) / total - _LOST_WORDS) / (_CLEAN_WORDS - _LOST_WORDS)
        marks = (self.marked + _PRIOR) / total / _CLEAN_MARKS
        return max(0.0, min(1.0, possible)) * min(1.0, marks)


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Foreign words that official texts use, and function words that tell a foreign text."""
    table = lexicon.load("spelling")
    return frozenset(table["foreign"]["words"].split()), frozenset(table["foreign"]["function_words"].split())


def _lacks_marks(word: str) -> bool:
    """Whether a word in small letters, none of them with a tone, would be a syllable with a tone or more marks."""
    return _UNTONED.issuperset(word) and fold(word) in skeletons()


def _abbreviation(word: str) -> bool:
    if word.isascii():
        short = len(word) <= _SHORT_CODE or _VOWELS.isdisjoint(word.upper())
        return len(word) == 1 or (sum(c.isupper() for c in word) > 1 and short)
    return len(word) <= _LONG_CODE and set(word) <= _CAPITALS


@lru_cache(maxsize=_MEMORY)
def _token(token: str) -> tuple[int, ...]:
    """The counts of Shares for what stands between two blanks."""
    words = good = marked = foreign = guessed = odd = strange = broken = lost = 0
    if is_address(token):
        return (0,) * 9
    known, functions = _known()
    mixed = False
    for piece in _PARTS.findall(token):
        lower = piece.lower()
        if lower in syllables():
            words += 1
            good += 1
            marked += not piece.isascii()
            continue
        if lower in functions:
            foreign += 1
            words += 1
            good += 1
            continue
        if lower in known or _abbreviation(piece):
            continue
        mixed = mixed or any(c.isdigit() for c in token)
        if mixed and piece.isascii():
            continue
        unusual = sum(ord(c) > 0x24F and not 0x1E00 <= ord(c) <= 0x1EFF for c in piece)
        if unusual == len(piece):
            continue  # a word in another script
        words += 1
        if not mixed and _lacks_marks(lower):
            # names and headings may be written without marks in a sound text
            lost += piece.islower() or not piece.isascii()
            continue
        guessed += mixed or not piece.isascii()
        broken += piece.isascii() and piece.islower()
        strange += unusual > 0
    odd = 1 if good < words and not _ODD.isdisjoint(token) else 0
    return (words, good, marked, foreign, guessed, odd, strange, broken, lost)


def shares(text: str) -> Shares:
    """The counts of `text`; each distinct word is judged once."""
    return _shares(nfc(text).split())


def _shares(tokens: Iterable[str]) -> Shares:
    sums = [0] * 9
    for token, times in Counter(tokens).items():
        for place, value in enumerate(_token(token[:_LONGEST])):
            if value:
                sums[place] += value * times
    return Shares(*sums)


def quality(text: str) -> float:
    """How well `text` reads, 0 to 1: clean official Vietnamese 0.97 or more, text without usable marks below 0.6.

    A text in English or French, or without any word, gives 1: nothing says that it is damaged.
    """
    return shares(text).quality


def guessed(counts: Shares) -> Damage:
    """What kind of damage words that read badly show."""
    if counts.strange >= _STRANGE * counts.words or counts.odd >= _ODD_WORDS * counts.words:
        return Damage.LEGACY
    misread = counts.guessed >= _GUESSED * counts.words or counts.broken >= _BROKEN * counts.words
    return Damage.OCR if misread else Damage.UNMARKED


def damage(text: str) -> Damage:
    """What happened to the letters of `text`; NONE for sound text, other languages and a dozen words or fewer."""
    whole = shares(text)
    if whole.words < _FEW:
        return Damage.NONE
    if whole.foreign >= _ENGLISH * whole.words:
        return Damage.NONE
    judged = [counts for counts in map(shares, text.split("\n")) if counts.words >= _FEW]
    words = sum(counts.words for counts in judged)
    good = [counts for counts in judged if counts.quality >= DAMAGED] or [whole]
    if guessed(whole) is Damage.UNMARKED and _lack_tones(good):
        return Damage.UNMARKED
    bad = sum(counts.words for counts in judged if counts.quality < DAMAGED)
    if words and _SOME * words <= bad <= _MOST * words:
        return Damage.MIXED
    return guessed(whole) if whole.quality < DAMAGED else Damage.NONE


def _lack_tones(lines: Iterable[Shares]) -> bool:
    """Whether lines that read well lack the marks of some of their words."""
    lost = words = 0
    for counts in lines:
        lost += counts.lost
        words += counts.words
    return lost >= max(_FEW_LOST, _LOST * words)
