"""Numbers of documents and abbreviations: what their grammar says of a letter that was misread, and nothing else.

A digit is never changed. `569/QD-TTg` is a number whose kind stands after the stroke: the kinds that official texts use
are known, with their Đ (Decree 30/2020/NĐ-CP, annex III).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

#: what a recogniser without Vietnamese makes of a capital Đ
_MISREAD: Final = re.compile(r"DP|[DPBÐ]")
_LETTERS: Final = re.compile(r"[A-ZÐĐ]{2,12}")
#: a number of a document, or abbreviations joined by a hyphen or an ampersand
_CODED: Final = re.compile(
    r"[\W\d]*(?:[A-ZÐĐ]{1,12}(?:Tg|[Tt]r)?\d*)(?:[/\-–&+,][A-ZÐĐ]{1,12}(?:Tg|[Tt]r)?\d*)*[\W\d]*(?:-\n?)?"
)


_CAPITALS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZÐĐ")


def looks_coded(token: str) -> bool:
    """Whether a token (between blanks) is a number of a document, or made of abbreviations in capitals."""
    if not _CODED.fullmatch(token):
        return False
    return ("/" in token and any(c.isdigit() for c in token)) or (
        any(c in "&-/+" for c in token[1:-1]) and sum(c in _CAPITALS for c in token) > 3
    )


def mended(token: str, short: Mapping[str, str]) -> str:
    """`token` with the Đ of its abbreviations; the same object where nothing is known to be wrong."""

    def one(match: re.Match[str]) -> str:
        return abbreviation(match.group(), short)

    return _LETTERS.sub(one, token)


def abbreviation(word: str, short: Mapping[str, str]) -> str:
    """An abbreviation in capitals as it is written, as it stands where nothing better is known."""
    known = short.get(word)
    if known is not None:
        return known
    for match in _MISREAD.finditer(word):
        known = short.get(f"{word[: match.start()]}D{word[match.end() :]}")
        if known is not None and known[match.start()] == "Đ":
            return known
    return word
