"""Pieces of letters and digits: which digits are digits, and which a recogniser saw in the letters of a word.

A digit is a letter only inside a word (`d6i` for *đổi*), or where pages have shown that the piece is a misread word
(`1a` for *là*). Everything else stays: `4x4`, `3rd`, `A1`, `B12`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from typing import Final

from vanban.restore.shapes import lettered

_BEHIND: Final = re.compile(r"\d+(?=[^\W\d_]{2,}\Z)")
_BEFORE: Final = re.compile(r"[^\W\d_]{2,}(?=\d{2,}\Z)")
_TWO: Final = re.compile(r"\d\d")
#: two digits in a row are letters only where both look like the vowels of a word: `c40` for *cáo*
_VOWELS: Final = re.compile(r"[a-z]{1,3}40")
#: signs that recognisers see in letters
_SIGNS: Final = "¢£€©&@"
#: a stroke before a vowel is an l: nobody writes `1uong` for a number and a word
_STROKE: Final = re.compile(rf"1[aeiouyéAEIOUY{_SIGNS}]")
#: of the pieces of two only these may be words that no page has shown
_SHORT: Final = re.compile(rf"1[aeiouyé{_SIGNS}]|[{_SIGNS}][0469]")
#: digits that look like no letter
_NEVER: Final = frozenset("378")
#: what has digits and letters and may stand in a sound text: 5G, H5N1, m2
_CODE: Final = re.compile(r"[A-ZĐ]{2,4}(?:\d{2,}|[02-9])|[kcdm]?m[23]|[A-ZĐ]\d[A-ZĐ]\d")
#: no word is longer
_LONGEST: Final = 12


def parted(piece: str, is_word: Callable[[str], bool]) -> int:
    """Where a number and a word that touch are parted (`6thang`, `thang12`), 0 where they are not.

    is_word: whether letters without marks are a word.
    """
    if len(piece) > _LONGEST + 4:
        return 0
    match = _BEHIND.match(piece) or _BEFORE.match(piece)
    if match is None or _STROKE.match(piece):
        return 0
    letters = piece[match.end() :] if piece[0].isdigit() else match.group()
    return match.end() if is_word(letters.lower()) else 0


def is_misread(piece: str, whole: Container[str]) -> bool:
    """Whether a piece with digits may be a word; `whole` holds the misread words that pages have shown."""
    if piece in whole or _VOWELS.fullmatch(piece):
        return True
    letters = sum(c.isalpha() or c in _SIGNS for c in piece)
    if len(piece) == 2:
        return _SHORT.fullmatch(piece) is not None
    return (
        len(piece) <= _LONGEST
        and letters > sum(c.isdigit() for c in piece)
        and _NEVER.isdisjoint(piece)
        and _TWO.search(piece) is None
        and _CODE.fullmatch(piece) is None
        and bool(lettered(piece))
    )
