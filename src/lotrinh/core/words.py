"""Vietnamese words for searching and sorting, the same on every database.

`fold` is for searching with or without diacritics; codes such as ĐA and DA must never be compared through it.
`sort_key` is plain lower-case ASCII, two characters a letter, so that every collation orders it alike.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

#: The order of the alphabet (TCVN 6909): ă after a, â after ă, đ after d, and so on.
_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
#: ngang, huyền, hỏi, ngã, sắc, nặng: the order of dictionaries.
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_VOWEL_MARKS: Final = {"\u0306": 1, "\u0302": 2, "\u031b": 3}
#: đ, and the two letters that old fonts and keyboards put in its place: ð, ɖ.
_LIKE_D: Final = str.maketrans("đðɖ", "ddd")
_SPACES: Final = re.compile(r"\s+")
_MARKS: Final = re.compile(r"[\u0300-\u036f]")
_RANKS: Final = {letter: index for index, letter in enumerate(_ALPHABET)}
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def fold(text: str) -> str:
    """The text in lower case without diacritics, đ as d, spaces single: what searches compare."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold().translate(_LIKE_D)))
    return _SPACES.sub(" ", bare).strip()


@functools.lru_cache(maxsize=4096)
def _letter(char: str) -> tuple[str, str]:
    """The code of a letter and of its tone."""
    parts = unicodedata.normalize("NFD", char)
    base = parts[0]
    tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
    marks = "".join(mark for mark in parts[1:] if mark in _VOWEL_MARKS)
    rank = _RANKS.get(unicodedata.normalize("NFC", base + marks))
    if rank is not None:
        return f"m{_DIGITS[rank]}", str(tone)
    if char.isdigit():
        return f"d{_DIGITS[unicodedata.digit(char, 0)]}", "0"
    return ("00", "0") if not char.isalnum() else (f"z{_DIGITS[ord(char) % 36]}", "0")


def sort_key(text: str, *, longest: int = 60) -> str:
    """A key of ASCII letters and digits that orders texts as a Vietnamese dictionary does.

    Letters first, tones only where the letters are the same. Only the first `longest` characters count.
    """
    words = unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip().lower())[:longest]
    letters = [_letter(char) for char in words]
    return "".join(code for code, _ in letters) + "0000" + "".join(tone for _, tone in letters)


def person_sort_key(name: str) -> str:
    """A key that orders people by given name, then by family and middle names, as Vietnamese lists do."""
    parts = name.split()
    return sort_key(" ".join((*parts[-1:], *parts[:-1])))
