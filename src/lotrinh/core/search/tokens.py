"""Text as the index holds it: folded words in their order, after those of a document number one for all of it.

Both databases get the same words of a–z and 0–9, so that both find the same. A number is known however it is written
(`20 NQ/TW`, `20-NQ/TW`) and its codes keep their diacritics: ĐA is not DA. Words that begin with `z` and a letter that
says what they are stand for what nobody types: numbers, whole names, kinds, years, units.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from lotrinh.core import words
from vanban.extract.citations.number import CODES, PRINTED, DocumentNumber, compose, parse_number

#: What is longer is no word.
LONGEST_WORD: Final = 40
#: So many characters of words are kept of one text: PostgreSQL takes a mebibyte of words and places.
LONGEST_TEXT: Final = 400_000
_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(rf"(?<!\w){PRINTED}")
_BARE: Final = re.compile(r"(?P<digits>\d{1,6})[ ]{0,2}(?P<code>[A-ZĐ]{1,6})[ /–-]{1,3}(?P<organ>[A-ZĐ]\w{0,13})")


def tokens(text: str, *, typed: bool = False) -> list[str]:
    """The words of a text in order; `typed`: a number is known in small letters and without its signs too."""
    found: list[str] = []
    at = 0
    text = unicodedata.normalize("NFC", text)
    whole = _without_signs(text) if typed else None
    if whole is not None:
        return _of_number(whole)
    for start, end, number in _numbers(text, typed=typed):
        found += _words(text[at:start])
        found += _of_number(number)
        at = end
    return found + _words(text[at:])


def plain_words(text: str) -> list[str]:
    """The folded words of a text as people would write them."""
    return _WORD.findall(words.fold(text))


def _of_number(number: DocumentNumber) -> list[str]:
    """The words of a number, the same however it is written, with zeros before it or without, and one for all of it."""
    known = unicodedata.normalize("NFC", number.canonical).upper().lstrip("0")
    return [*_words(known), f"zn{_digest(known)}"]


def _without_signs(text: str) -> DocumentNumber | None:
    """The number that is all of the text where signs are left out: `20NQ/TW`, `20 nq tw`."""
    match = _BARE.fullmatch(text.strip().upper())
    if match is None or match["code"] not in CODES:
        return None
    return parse_number(f"{match['digits']}/{match['code']}-{match['organ']}")


def exact(found: list[str]) -> str:
    """The word for a whole name or number that consists of these words; empty where there are none."""
    return f"zo{_digest(' '.join(found))}" if found else ""


def head(word: str) -> str:
    """The word for this word in a title."""
    return f"zt{word}"


def of_kind(kind: str) -> str:
    """The word of all entries of this kind."""
    return f"zk{kind}"


def of_unit(unit_id: int) -> str:
    """The word of all entries that concern the unit."""
    return f"zu{unit_id}"


def of_year(year: int) -> str:
    """The word of all entries of this year."""
    return f"zy{year}"


def of_month(year: int, month: int = 0) -> str:
    """The word of all entries whose day is in this month, or in this year."""
    return f"zm{year}{month:02d}" if month else f"zm{year}"


def of_code(code: str) -> str:
    """The word of all entries of this type of document; ĐA is not DA."""
    return f"zd{_digest(unicodedata.normalize('NFC', code))}"


def _numbers(text: str, *, typed: bool) -> Iterator[tuple[int, int, DocumentNumber]]:
    large = text.upper() if typed else text
    if len(large) != len(text):
        large = text
    for match in _NUMBER.finditer(large):
        number = compose(match["digits"], match["year"], match["sign"], match["tail"])
        if number is None:
            continue
        # In small letters anything may look like a sign (`20/ngày`): there only a number with a known type counts.
        if text[match.start() : match.end()] == match.group() or number.kind is not None or number.year is not None:
            yield match.start(), match.end(), number


def _words(text: str) -> list[str]:
    return [_plain(word) for word in plain_words(text)]


def _plain(word: str) -> str:
    """The word of letters and digits that every database takes for one."""
    if not word.isascii():
        return f"zx{_digest(word)}"
    # PostgreSQL would read `12e3b` as a number and a word.
    return f"z{word}"[:LONGEST_WORD] if word[0].isdigit() and not word.isdigit() else word[:LONGEST_WORD]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
