"""Text as the index holds it: folded words in their order, after those of a document number one for all of it.

Both databases get the same words of a–z and 0–9, so that both find the same. A number is known however it is written
(`20 NQ/TW`, `20-NQ/TW`) and its codes keep their diacritics: ĐA is not DA. Words that begin with `z` and a letter that
says what they are stand for what nobody types: numbers, whole names, kinds, years, units.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from lotrinh.core import words
from vanban.extract.citations.number import CODES, PRINTED, DocumentNumber, compose, parse_number

#: What is longer is no word.
LONGEST_WORD: Final = 40
#: So many characters of words are kept of one text: PostgreSQL takes a mebibyte of words and places.
LONGEST_TEXT: Final = 400_000
#: PostgreSQL knows so many places of one word, and so many of all.
_MOST_PLACES: Final = 255
_LAST_PLACE: Final = 16_382
#: The word of all entries with more places than these.
LONG: Final = "zl"
#: So many characters of pairs; a text with more of them has the word UNPAIRED instead.
LONGEST_PAIRS: Final = 250_000
UNPAIRED: Final = "zq"
_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(rf"(?<!\w){PRINTED}")
_WHOLE: Final = re.compile(r"zn[0-9a-f]{16}")
#: Dashes that word processors put for a hyphen, and one that is only seen at the end of a line.
_DASHES: Final = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u00ad": None})
_I_OR_Y: Final = re.compile(r"(?P<before>h|k|l|m|qu|s|t|v)[iy]")
_BARE: Final = re.compile(r"(?P<digits>\d{1,6})[ ]{0,2}(?P<code>[A-ZĐ]{1,6})[ /–-]{1,3}(?P<organ>[A-ZĐ]\w{0,13})")


def tokens(text: str, *, typed: bool = False) -> list[str]:
    """The words of a text in order; `typed`: a number is known in small letters and without its signs too."""
    found: list[str] = []
    at = 0
    text = _plain_dashes(text)
    whole = _without_signs(text) if typed else None
    if whole is not None:
        return _of_number(whole)
    for start, end, number in _numbers(text, typed=typed):
        found += _words(text[at:start])
        found += _of_number(number)
        at = end
    return found + _words(text[at:])


def _plain_dashes(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_DASHES)


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


def is_long(found: list[str]) -> bool:
    """Whether these are more words than PostgreSQL knows the places of."""
    return len(found) > _LAST_PLACE or max(Counter(found).values(), default=0) > _MOST_PLACES


def variants(word: str) -> tuple[str, ...]:
    """The word and how others write it: `ky` is `ki`, `tỷ` is `tỉ`, `9` is `09`."""
    if word.isdecimal():
        bare = word.lstrip("0") or "0"
        return tuple(dict.fromkeys((word, bare, bare.zfill(2))))
    match = _I_OR_Y.fullmatch(word)
    return (word,) if match is None else (word, f"{match['before']}{'i' if word.endswith('y') else 'y'}")


def numbers(text: str) -> list[str]:
    """For each document number in what was typed the word for a thing that is called so."""
    known = dict.fromkeys(exact(_of_number(number)) for _, _, number in _numbers(_plain_dashes(text), typed=True))
    return list(known)


def is_without_signs(text: str) -> bool:
    """Whether the whole text is a number whose signs are left out."""
    return _without_signs(_plain_dashes(text)) is not None


def is_number(word: str) -> bool:
    """Whether it is the word for all of a document number."""
    return _WHOLE.fullmatch(word) is not None


def exact(found: list[str]) -> str:
    """The word for a whole name or number that consists of these words; empty where there are none."""
    return f"zo{_digest(' '.join(found))}" if found else ""


def pair(first: str, second: str) -> str:
    """The word for two words that follow each other; no word of a text has such a sign."""
    return f"{first}_{second}"


def pairs(found: Sequence[str]) -> list[str]:
    """Each pair of words that follow each other, once; the one word UNPAIRED where they are too many.

    Folded syllables stand in most texts, and most words of Vietnamese are two of them: a pair tells texts apart.
    """
    known = list(dict.fromkeys(map(pair, found, found[1:])))
    return known if sum(map(len, known)) + len(known) <= LONGEST_PAIRS else [UNPAIRED]


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
