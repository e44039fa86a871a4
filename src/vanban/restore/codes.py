"""Numbers of documents and abbreviations: what their grammar says of a letter that was misread, and nothing else.

A digit is never changed. `569/QD-TTg` is a number whose kind stands after the stroke: the kinds that official texts use
are known, with their Đ (Decree 30/2020/NĐ-CP, annex III).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from vanban.language import lexicon
from vanban.language.normal import fold

#: what a recogniser without Vietnamese makes of a capital Đ
_MISREAD: Final = re.compile(r"D[PB]|[DPBÐ]")
_LETTERS: Final = re.compile(r"[A-ZÐĐ]{2,12}")
#: a number of a document, or abbreviations joined by a hyphen or an ampersand
_CODED: Final = re.compile(
    r"[\W\d]*(?:[A-ZÐĐ]{1,12}(?:Tg|[Tt]r)?\d*)(?:[/\-–&+,][A-ZÐĐ]{1,12}(?:Tg|[Tt]r)?\d*)*[\W\d]*(?:-\n?)?"
)
_VOWELS: Final = frozenset("aeiouy")
_CAPITALS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZÐĐ")
#: a P or B may be a Đ only in abbreviations of so many letters: there are too many short ones
_LONG: Final = 4
#: no number of a document is longer, and no more is matched: the pattern takes the square of the length
_LONGEST: Final = 60


@lru_cache(maxsize=1)
def foreign() -> frozenset[str]:
    """Words in small letters that are no Vietnamese and stand in official texts: names, measures, `gdp`."""
    table = lexicon.load("spelling")["foreign"]
    return frozenset(f"{table['words']} {table['function_words']}".split())


def looks_coded(token: str) -> bool:
    """Whether a token (between blanks) is a number of a document, or made of abbreviations in capitals."""
    if len(token) > _LONGEST or not _CODED.fullmatch(token):
        return False
    return ("/" in token and any(c.isdigit() for c in token)) or (
        any(c in "&-/+" for c in token[1:-1]) and sum(c in _CAPITALS for c in token) > 3
    )


def mended(token: str, short: Mapping[str, str], *, trusted: bool) -> str:
    """`token` with the Đ of its abbreviations; the same object where nothing is known to be wrong."""

    def one(match: re.Match[str]) -> str:
        return abbreviation(match.group(), short, trusted=trusted)

    return _LETTERS.sub(one, token)


def abbreviation(word: str, short: Mapping[str, str], *, trusted: bool) -> str:
    """An abbreviation in capitals as it is written, as it stands where nothing better is known.

    short: what abbreviations without marks are; one that is usual as it stands is there, too, as itself. trusted: its
    letters are right but for the stroke of a Đ; else a recogniser may have seen another letter in the Đ.
    """
    known = short.get(word)
    if known is not None:
        return known
    if trusted or word in _kinds() or word.lower() in foreign():
        return word
    for match in _MISREAD.finditer(word):
        if match.group() in "PB" and len(word) < _LONG:
            continue
        known = short.get(f"{word[: match.start()]}D{word[match.end() :]}")
        if known is not None and known[match.start()] == "Đ":
            return known
    return word


def is_marked_short(word: str) -> bool:
    """Whether a word in capitals has a Đ and no vowel: the mark was read, so that it is the abbreviation it seems."""
    return "Đ" in word and len(word) > 1 and _VOWELS.isdisjoint(fold(word))


@lru_cache(maxsize=1)
def _kinds() -> frozenset[str]:
    """The abbreviations of kinds of documents and of who issues them."""
    table = lexicon.load("findings")["citation"]
    return frozenset((*table["kinds"], *table["state_organs"], *table["party_organs"]))
