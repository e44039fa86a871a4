"""Showing where the words that were looked for stand in a text, with or without diacritics."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from lotrinh.core import words
from lotrinh.core.search import tokens
from lotrinh.core.search.typed import Typed

#: The letters that Vietnamese and its neighbours write: ASCII, Latin-1, Extended-A and -B, Extended Additional.
_LETTERS: Final = (*range(0x41, 0x250), *range(0x1E00, 0x1F00))
#: So many places of a text are weighed for its snippet.
_MOST_PLACES: Final = 200
#: What may stand between the words of a phrase or the pieces of a number.
_BETWEEN: Final = r"[\W_]{1,5}"
_JOINED: Final = re.compile(r"[\s/–-]{1,3}\Z")
_NEVER: Final = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `hit`: it is what was looked for."""

    text: str
    hit: bool = False


def pattern(typed: Typed) -> re.Pattern[str]:
    """What finds the words and phrases in any NFC text, in linear time."""
    found = sorted(typed.shown, key=lambda term: sum(map(len, term)), reverse=True)
    if not found:
        return _NEVER
    # Each in a group of its own, so that a match says which it is.
    each = (f"({_BETWEEN.join(map(_word, term))})" for term in found)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(each)})(?![^\W_])")


def snippet(text: str, wanted: re.Pattern[str], *, longest: int = 260) -> tuple[Piece, ...]:
    """The part of the text, at most about so long, in which most of the words stand; its beginning where none does."""
    if len(text) <= longest:
        return _marked(text, wanted)
    start = max(0, _best([*islice(wanted.finditer(text), _MOST_PLACES)], longest * 3 // 4) - longest // 4)
    if start:
        start = text.find(" ", start, start + 40) + 1 or start
    end = min(len(text), start + longest)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + longest // 2)
    shown = " ".join(text[start:end].split())
    return _marked(f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}", wanted)


def holds(text: str, wanted: re.Pattern[str]) -> bool:
    """Whether one of the words stands in the text."""
    return wanted.search(text) is not None


def _best(places: list[re.Match[str]], longest: int) -> int:
    """Where the first stretch of this length begins in which most different words stand."""
    best = most = first = 0
    inside: Counter[int | None] = Counter()
    for place in places:
        inside[place.lastindex] += 1
        while place.end() > places[first].start() + longest and places[first] is not place:
            inside[places[first].lastindex] -= 1
            inside += Counter()
            first += 1
        if len(inside) > most:
            best, most = places[first].start(), len(inside)
    return best


def _marked(text: str, wanted: re.Pattern[str]) -> tuple[Piece, ...]:
    return tuple(_pieces(text, wanted))


def _pieces(text: str, wanted: re.Pattern[str]) -> Iterator[Piece]:
    at = 0
    start = end = -1
    for match in wanted.finditer(text):
        # The words of a number, or words side by side, are one mark.
        if end >= 0 and _JOINED.match(text[end : match.start()]):
            end = match.end()
            continue
        if end >= 0:
            yield from _two(text, at, start, end)
            at = end
        start, end = match.span()
    if end >= 0:
        yield from _two(text, at, start, end)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def _two(text: str, at: int, start: int, end: int) -> Iterator[Piece]:
    if at < start:
        yield Piece(text[at:start])
    yield Piece(text[start:end], hit=True)


def _word(word: str) -> str:
    each = ["".join(map(_letter, written)) for written in tokens.variants(word)]
    return f"(?:{'|'.join(each)})" if len(each) > 1 else each[0]


@cache
def _letter(letter: str) -> str:
    """A class of all letters that fold to this one, small and large: quicker than a search that minds no case."""
    same = _alike().get(letter, letter.upper() if len(letter.upper()) == 1 and letter.upper() != letter else "")
    return f"[{re.escape(letter)}{same}]" if same else re.escape(letter)


@cache
def _alike() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in _LETTERS:
        letter = chr(code)
        plain = words.fold(letter)
        if len(plain) == 1 and plain.isalnum() and plain != letter:
            found[sys.intern(plain)] = found.get(plain, "") + letter
    return found
