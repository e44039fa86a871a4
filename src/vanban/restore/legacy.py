"""Vietnamese in the encodings of before Unicode: recognise and convert.

The input is text whose bytes were read one by one as Windows-1252 or Latin-1; a Word file whose runs use a font such as
.VnTime or VNI-Times holds the same characters. The tables are data: `language/lexicon/legacy.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec

from vanban.language import lexicon
from vanban.language.patterns import alternatives
from vanban.language.quality import DAMAGED, quality
from vanban.language.syllables import syllables

#: what one word of a legacy text can hold; © ® and others count as letters
_WORD: Final = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_EDGE: Final = "¡¢£¤¥¦§¨©ª«¬®µ¶·¸¹»¼½¾"
_UNICODE: Final = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")

#: words with a high letter that a text must have before it is judged
_ENOUGH: Final = 3
#: a recogniser that knows no Vietnamese marks guesses the same few letters again and again
_LETTERS: Final = 4
#: at least this share of them must become syllables, at most that share may already be syllables
_AFTER: Final = 0.85
_BEFORE: Final = 0.50
#: one letter of Unicode Vietnamese for so many legacy words speaks against a legacy text
_UNICODE_SHARE: Final = 0.5
#: the beginning of a text on which the result of a conversion is judged
_SAMPLE: Final = 20_000


class Encoding(StrEnum):
    """The legacy encodings that provincial offices used until about 2003, and in old files still."""

    TCVN3 = "tcvn3"
    VNI = "vni"


class Evidence(msgspec.Struct, frozen=True):
    """Words with a letter beyond ASCII: how many, how many are syllables as they stand, how many once converted.

    letters: how many different letters beyond ASCII they hold.
    """

    words: int
    before: int
    after: int
    letters: int

    @property
    def convincing(self) -> bool:
        """Whether conversion turns nonsense into words."""
        return (
            self.words >= _ENOUGH
            and self.letters >= _LETTERS
            and self.after >= _AFTER * self.words
            and self.before <= _BEFORE * self.words
            and self.after > self.before
        )


@lru_cache(maxsize=1)
def _tcvn3() -> dict[int, str]:
    return {ord(key): value for key, value in lexicon.load("legacy")["tcvn3"]["letters"].items()}


@lru_cache(maxsize=1)
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    table = lexicon.load("legacy")["vni"]
    letters = dict(table["letters"])
    pairs = dict(letters)
    for base, marks in table["bases"].items():
        for mark in marks:
            letter = unicodedata.normalize("NFC", letters.get(base, base) + table["marks"][mark])
            for one in (base, base.upper()):
                for two in (mark, mark.upper()):
                    pairs[one + two] = letter.upper() if one.isupper() else letter
    pairs |= {key.upper(): value.upper() for key, value in letters.items()}
    return re.compile(alternatives(pairs)), pairs


def _convert_vni(text: str) -> str:
    pattern, pairs = _vni()
    return pattern.sub(lambda match: pairs[match.group()], text)


def _capital_words(source: str, converted: str) -> str:
    """TCVN3 has no capitals with a tone: a word whose plain letters are all capitals gets them (CéNG is CỘNG)."""
    if len(source) != len(converted):
        return converted
    shouting = [
        sum(c.isascii() and c.isupper() for c in match.group()) > 1
        and not any(c.isascii() and c.islower() for c in match.group())
        for match in _WORD.finditer(source)
    ]
    if not any(shouting):
        return converted
    pieces, end = [], 0
    matches = list(_WORD.finditer(source))
    for place, match in enumerate(matches):
        word = converted[match.start() : match.end()]
        quiet = any(c.isascii() and c.islower() for c in match.group())
        beside = any(shouting[max(0, place - 1) : place + 2])
        pieces.append(converted[end : match.start()])
        pieces.append(word.upper() if shouting[place] or (beside and not quiet) else word)
        end = match.end()
    return "".join(pieces) + converted[end:]


def convert(text: str, encoding: Encoding, *, upper_font: bool = False) -> str:
    """`text` in Unicode (NFC). `upper_font`: the text stood in a TCVN3 font of capitals (.VnTimeH)."""
    if encoding is Encoding.VNI:
        converted = _convert_vni(text)
    else:
        lines = ((line, line.translate(_tcvn3())) for line in text.split("\n"))
        converted = "\n".join(_capital_words(source, line) for source, line in lines)
    return converted.upper() if upper_font else converted


def _high(text: str) -> Iterable[str]:
    return (word for word in _WORD.findall(text) if not word.isascii())


def evidence(text: str, encoding: Encoding) -> Evidence:
    """What conversion from `encoding` would do to the words of `text`."""
    known = syllables()
    words = before = after = 0
    letters: set[str] = set()
    for word, times in Counter(_high(text)).items():
        words += times
        before += times * (word.strip(_EDGE).lower() in known)
        after += times * (convert(word, encoding).lower() in known)
        letters.update(word)
    return Evidence(words=words, before=before, after=after, letters=sum(not c.isascii() for c in letters))


def looks_legacy(text: str) -> Encoding | None:
    """The legacy encoding that `text` is in, None for any other text.

    Judged by its words: converted they must be Vietnamese syllables, as they stand they must not, and the whole must
    read well afterwards; text with Vietnamese letters that only Unicode has is not legacy.
    """
    if text.isascii():
        return None
    words = sum(1 for _ in _high(text))
    if len(_UNICODE.findall(text)) > _UNICODE_SHARE * words:
        return None
    found = {encoding: evidence(text, encoding) for encoding in Encoding}
    best = max(found, key=lambda encoding: found[encoding].after)
    if not found[best].convincing:
        return None
    return best if quality(convert(text[:_SAMPLE], best)) >= DAMAGED else None


def font_encoding(font: str | None) -> tuple[Encoding, bool] | None:
    """The encoding that a font's name tells, and whether it draws capitals; None for other fonts."""
    if not font:
        return None
    name = font.strip().lower()
    table = lexicon.load("legacy")
    if name.startswith(table["tcvn3"]["fonts"]):
        return Encoding.TCVN3, name.endswith(table["tcvn3"]["capital_suffix"])
    return (Encoding.VNI, False) if name.startswith(table["vni"]["fonts"]) else None
