"""Numbers of glyphs that stand for letters: what all fonts have in common, and how a token reads under a cipher.

A PDF font without a map to Unicode hands out the number of each glyph as if it were a letter. TrueType fonts number
their first glyphs alike: blank is 3, then ASCII in its order, then the letters of the Macintosh set (Apple, TrueType
Reference Manual, table `post`, format 1). Beyond them every font has an order of its own. Glyphs below 32 (digits,
most signs) come out as control characters; where a program dropped those, they are gone.

Whether a token holds numbers of glyphs, or is what it seems, is a question of what is likelier: `OLA` may be a name or
the word *lid*. Both readings have a cost; whoever knows how many tokens beside are ciphered chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

import msgspec

from vanban.language.normal import place_tones
from vanban.language.syllables import MARKED, syllables
from vanban.restore.model import SCALE, Model

#: distance of a glyph from its letter in ASCII
_SHIFT: Final = 29
_FIRST: Final = 0x20
#: letters from glyph 98 on
_MACINTOSH: Final = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
#: dashes and quotes from glyph 177 on, as the fonts of Windows number them
_TYPOGRAPHIC: Final = "–—“”‘’"
_FIRST_TYPOGRAPHIC: Final = 177
ALL: Final = frozenset(MARKED + MARKED.upper())
#: letters that no Vietnamese word has: in a word that is ciphered in part such a glyph stands for itself
_FOREIGN: Final = frozenset("fjwzFJWZ")
#: signs that may stand before or behind a word in a sound font
BEFORE: Final = "([“\"'–-"
BEHIND: Final = ")]”\"':;…,.!?–-"
#: where the reader of text files puts control characters
_PRIVATE: Final = 0xE000
#: control characters, except those that end lines, and the signs and digits that they number
_CONTROLS: Final = {
    chr(place + code): chr(code + _SHIFT)
    for code in range(3, _FIRST)
    for place in (0, _PRIVATE)
    if chr(code) not in "\t\n\r"
}
#: numbers of glyphs that are control characters; the blank is none of them, it parts tokens
GLYPH_SIGNS: Final = re.compile(r"([\x04-\x08\x0b\x0c\x0e-\x1f\ue004-\ue01f]+)")
_PARTS: Final = re.compile(r"[^\W\d_]+|\d+|[\W_]")
#: a token with more characters is no word
_LONGEST: Final = 200

#: costs of what is no word: an abbreviation, anything else in ASCII, in other letters, and each of their letters
_ABBREVIATION: Final = 6 * SCALE
_ABBREVIATION_LETTER: Final = 5 * SCALE // 2
_LONG_ABBREVIATION: Final = 16 * SCALE
_LONGEST_ABBREVIATION: Final = 6
#: abbreviations with a small letter in the numbers of documents (Decree 30/2020/NĐ-CP, annex VI)
_IN_NUMBERS: Final = frozenset({"TTg", "TTr", "CTr", "Tg"})
_UNKNOWN: Final = 11 * SCALE
_UNKNOWN_LETTER: Final = 2 * SCALE
_STRANGE: Final = 24 * SCALE
#: capitals where no word has them
_OUT_OF_PLACE: Final = 8 * SCALE
_NUMBER: Final = 4 * SCALE
_SIGN: Final = 2 * SCALE
_ODD_SIGN: Final = 7 * SCALE
_USUAL_SIGNS: Final = frozenset(".,;:()-/%\"'–—“”‘’…+•&")
#: a digit beside a letter
_TOUCHING: Final = 5 * SCALE
_TOUCHING_CAPITALS: Final = SCALE
_UNIT: Final = 3 * SCALE
#: a token of which a part only is ciphered
_IN_PART: Final = 4 * SCALE
#: a digit that is none of its glyphs
_KEPT_DIGIT: Final = 20 * SCALE


def _numbered() -> dict[str, str]:
    table = {chr(code): chr(code + _SHIFT) for code in range(_FIRST + 1, 0x7F - _SHIFT)}
    table |= {chr(98 + place): letter for place, letter in enumerate(_MACINTOSH)}
    return table | {chr(_FIRST_TYPOGRAPHIC + place): sign for place, sign in enumerate(_TYPOGRAPHIC)}


#: glyph number as a character -> the character, for the glyphs that all fonts number alike
_FULL: Final = _numbered() | _CONTROLS
#: the same for control characters alone, as `str.translate` wants it
SIGNS: Final = str.maketrans(_CONTROLS)


@lru_cache(maxsize=1)
def base() -> dict[str, str]:
    """The same for the letters that Vietnamese words have."""
    return {
        glyph: letter
        for glyph, letter in _numbered().items()
        if ord(glyph) < 0x7F and letter.isalpha() and letter not in _FOREIGN
    }


def strange(character: str) -> bool:
    """Whether a letter is none of those that Vietnamese writes."""
    return ord(character) > 0x7E and character not in ALL and (character.isalpha() or ord(character) >= 0x0250)


_strange = lru_cache(maxsize=1 << 12)(strange)
#: typographic signs, that any text may hold, and what the reader of text files put in private use
_HARMLESS: Final = re.compile("[\u2000-\u206f\u20ab\u2022\u25a0-\u27bf\ue003-\ue01f\uf000-\uf0ff\ufeff\ufffd]")


@lru_cache(maxsize=1 << 12)
def is_glyph(character: str) -> bool:
    """Whether a character must be the number of a glyph, where the text holds such numbers."""
    return strange(character) and _HARMLESS.match(character) is None


def suspicious(token: str) -> bool:
    """Whether a token holds the number of a glyph that no Vietnamese letter has."""
    return not token.isascii() and any(map(is_glyph, token))


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    known = syllables()
    return known | frozenset(place_tones(word) for word in known)


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def is_word(text: str) -> bool:
    """Whether `text` is a syllable, its capitals where capitals can stand."""
    regular = text.islower() or text.isupper() or text[1:].islower()
    return regular and text.isalpha() and text.lower() in _words()


def cuts(token: str) -> Iterator[tuple[str, str, str]]:
    """The token whole, then without the signs before or behind it that may be none of its glyphs."""
    size = len(token)
    first = size - len(token.lstrip(BEFORE))
    last = len(token.rstrip(BEHIND))
    for begin in dict.fromkeys((0, first)):
        for end in dict.fromkeys((size, size - 1, last)):
            if begin < end and end >= last:
                yield token[:begin], token[begin:end], token[end:]


class Reading(msgspec.Struct, frozen=True, gc=False):
    """A token as it stands, ciphered as a whole, and ciphered in part, with what it costs to believe each."""

    as_it_is: int
    whole: str
    ciphered: int
    part: str
    ciphered_in_part: int

    @property
    def best(self) -> str:
        """The token as the cipher has it, whether as a whole or in part."""
        return self.whole if self.ciphered <= self.ciphered_in_part else self.part

    @property
    def cost(self) -> int:
        """What it costs to believe that."""
        return min(self.ciphered, self.ciphered_in_part)


class Cipher:
    """One font's substitution, as far as it was solved."""

    def __init__(self, letters: Mapping[str, str], model: Model) -> None:
        self.letters: Mapping[str, str] = dict(letters)
        self._model = model
        self._full = str.maketrans(_FULL | self.letters)
        self._table = str.maketrans(self.letters)
        big = {glyph: letter for glyph, letter in self.letters.items() if letter.isupper() or ord(glyph) > 0x7E}
        self._big = str.maketrans(big)
        self.read = lru_cache(maxsize=1 << 14)(self._read)

    def _read(self, token: str) -> Reading:
        """A token (between blanks) in all ways; a sign that no text holds is never taken as it is."""
        as_it_is = cost(token, self._model)
        whole = token.translate(self._full)
        dear = cost(whole, self._model)
        if len(token) > _LONGEST:
            return Reading(as_it_is, whole, dear, whole, dear)
        part = "".join(
            self._piece(piece) if at % 2 == 0 else piece.translate(SIGNS)
            for at, piece in enumerate(GLYPH_SIGNS.split(token))
        )
        more = _IN_PART + (_KEPT_DIGIT if _digits(part) > _digits(whole) else 0)
        return Reading(as_it_is, whole, dear, part, cost(part, self._model) + more)

    def _piece(self, piece: str) -> str:
        """A piece without control characters that may be ciphered in part."""
        if not piece:
            return piece
        options = [(cost(piece, self._model), piece)]
        for table in (self._full, self._table, self._big):
            for lead, core, trail in cuts(piece):
                new = lead + core.translate(table) + trail
                options.append((cost(new, self._model), new))
        return min(options)[1]


@lru_cache(maxsize=1 << 16)
def cost(text: str, model: Model) -> int:
    """How unlikely a token is: the costs of its words, numbers and signs."""
    total = 0
    before = ""
    for part in _PARTS.findall(text):
        if (part[0].isdigit() and before.isalpha()) or (before.isdigit() and part[0].isalpha()):
            total += _TOUCHING_CAPITALS if text.isupper() else _TOUCHING
            total += min(_part(part, model), _UNIT) if len(part) == 1 else _part(part, model)
        else:
            total += _part(part, model)
        before = part
    return total


@lru_cache(maxsize=1 << 15)
def _part(part: str, model: Model) -> int:
    first = part[0]
    if first.isdigit():
        return _NUMBER + SCALE * (len(part) - 1) // 2 if part.isascii() else _STRANGE
    if not first.isalpha():
        if first in _USUAL_SIGNS:
            return _SIGN
        return _STRANGE if first < " " or is_glyph(first) or "\ue003" <= first <= "\ue01f" else _ODD_SIGN
    low = place_tones(part.lower())
    number = model.numbers.get(low)
    if part in _IN_NUMBERS:
        return _ABBREVIATION
    loud = part.isupper()
    if number is not None or low in _words():
        dear = model.one[number] if number is not None else _UNKNOWN
        return dear if loud or part.islower() or part[1:].islower() else dear + _OUT_OF_PLACE
    if loud and len(part) <= _LONGEST_ABBREVIATION and not any(map(is_glyph, part)):
        return min(_ABBREVIATION + _ABBREVIATION_LETTER * len(part), _LONG_ABBREVIATION)
    regular = loud or part.islower() or part[1:].islower()
    letters = sum(_STRANGE if is_glyph(c) else _UNKNOWN_LETTER for c in part)
    return _UNKNOWN + letters + (0 if regular else _OUT_OF_PLACE)
