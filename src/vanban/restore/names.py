"""Names of people inside a line: a surname, then two or three words, all with a capital.

They follow no words that were counted. Surnames and the usual words behind them: `language/lexicon/positions.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from vanban.language import lexicon
from vanban.restore.candidates import bare

_CAPITAL: Final = re.compile(r"[^\W\d_][^\W\d_]{0,6}")
_ENDS: Final = ",;.:)"
_SHORTEST, _LONGEST = 3, 4


@lru_cache(maxsize=1)
def people() -> tuple[frozenset[str], frozenset[str]]:
    """Surnames, and the usual words behind them, in small letters."""
    table = lexicon.load("positions")["people"]
    return frozenset(table["surnames"]), frozenset(table["middle"])


@lru_cache(maxsize=1)
def _doubtful() -> frozenset[str]:
    """Surnames that are, marks aside, the first words of titles and places, too: a usual middle word must follow."""
    return frozenset(word.title() for word in lexicon.load("positions")["people"]["surnames_like_titles"])


@lru_cache(maxsize=1)
def _by_letters() -> tuple[dict[str, str], dict[str, str]]:
    """Surnames and middle words by what they are without marks; of several the first of the list, the most usual."""
    table = lexicon.load("positions")["people"]
    surnames, middle = (
        {bare(word).title(): word.title() for word in reversed(table[name])} for name in ("surnames", "middle")
    )
    return surnames, middle


def named(tokens: Sequence[str]) -> dict[int, str]:
    """For places of tokens (between blanks) in a row, the words of names whose marks are sure."""
    surnames, middles = _by_letters()
    found: dict[int, str] = {}
    start = 0
    while start < len(tokens):
        stop = start
        while stop < len(tokens) and _is_capital(tokens[stop].rstrip(_ENDS)):
            stop += 1
            if tokens[stop - 1][-1] in _ENDS:
                break
        family = surnames.get(bare(tokens[start])) if _SHORTEST <= stop - start <= _LONGEST else None
        middle = None if family is None else middles.get(bare(tokens[start + 1]))
        if family is not None and (middle is not None or family not in _doubtful()):
            found[start] = family
            if middle is not None:
                found[start + 1] = middle
        start = max(stop, start + 1)
    return found


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and (word[1:].islower() or len(word) == 1) and _CAPITAL.fullmatch(word) is not None
