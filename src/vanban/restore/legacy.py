"""Vietnamese in the encodings of before Unicode, or in UTF-8 that was taken for such: recognise and convert.

The input is text whose bytes were read one by one as Windows-1252 or Latin-1; a Word file whose runs use a font such as
.VnTime or VNI-Times holds the same characters. The tables are data: `language/lexicon/legacy.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec

from vanban.language import lexicon
from vanban.language.patterns import alternatives
from vanban.language.quality import DAMAGED, quality
from vanban.language.syllables import MARKED, ONLY_VIETNAMESE, syllables

#: what one word of a legacy text can hold; © ® and others count as letters
_WORD: Final = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_EDGE: Final = "¡¢£¤¥¦§¨©ª«¬®µ¶·¸¹»¼½¾"
_VIETNAMESE: Final = frozenset(MARKED)

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


def _bytes_shown() -> dict[str, int]:
    """A character that Windows-1252 or Latin-1 shows for a byte from 0x80 on -> the byte."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        table[bytes((byte,)).decode("cp1252", "ignore") or chr(byte)] = byte
    return table


_SHOWN: Final = _bytes_shown()
_FOLLOWING: Final = "[" + re.escape("".join(c for c, byte in _SHOWN.items() if byte < 0xC0)) + "]"
#: what UTF-8 writes for one letter beyond ASCII, each byte shown as a character; a no-break space may have become plain
_SHOWN_LETTER: Final = re.compile(
    rf"[\xc2-\xdf]{_FOLLOWING}|[\xe0-\xef]{_FOLLOWING}{{2}}|[\xf0-\xf4]{_FOLLOWING}{{3}}|\xc3 "
)


class Encoding(StrEnum):
    """The legacy encodings that provincial offices used until about 2003, and in old files still; UTF-8 misread."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    UTF8 = "utf-8"  # Unicode, its bytes taken for letters of Windows-1252 or Latin-1


#: the first letter of a sentence behind the label of a line, or behind the end of another, where it lacks its capital
_HEAD: Final = re.compile(
    r"(?:^\s*(?:[-–+•*]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[IVX]+[.)-])\s+|(?<=[a-zà-ỹ)][.!?] ))"
    r"[àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]"
)


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


def _shown_letter(match: re.Match[str]) -> str:
    shown = match.group().replace(" ", "\xa0")
    try:
        return bytes(_SHOWN[c] for c in shown).decode()
    except UnicodeDecodeError:
        return match.group()


def misread_letters(text: str) -> int:
    """How many Vietnamese letters of `text` are shown as the characters of their bytes in UTF-8."""
    return sum(
        _shown_letter(match).lower() in _VIETNAMESE for match in _SHOWN_LETTER.finditer(text) if match[0] != "\xc3 "
    )


def _looks_misread(text: str) -> bool:
    """Whether the letters beyond ASCII are mostly those of UTF-8 shown byte by byte."""
    found = misread_letters(text)
    return found >= _ENOUGH and found >= sum(c.isalpha() and not c.isascii() for c in _SHOWN_LETTER.sub("", text))


def _capital_words(source: str, converted: str) -> str:
    """TCVN3 has no capitals with a tone: a word whose plain letters are all capitals gets them (CéNG is CỘNG).

    So does a word without plain letters (X·) between such words, and the first letter of a sentence.
    """
    if len(source) != len(converted):
        return converted
    matches = list(_WORD.finditer(source))
    shouting = [_case(match.group()) for match in matches]
    letters = list(converted)
    before = _before(source, matches, shouting)
    behind = _behind(source, matches, shouting)
    for match, own, one, two in zip(matches, shouting, before, behind, strict=True):
        if own or (own is None and True in (one, two) and False not in (one, two)):
            start, end = match.span()
            letters[start:end] = converted[start:end].upper()
    for found in _HEAD.finditer(converted):
        letters[found.end() - 1] = letters[found.end() - 1].upper()
    return "".join(letters)


def _case(word: str) -> bool | None:
    """Whether the plain letters of a word are capitals, more than one; None where they say nothing."""
    if any(c.isascii() and c.islower() for c in word):
        return False
    return True if sum(c.isascii() and c.isupper() for c in word) > 1 else None


def _before(source: str, matches: Sequence[re.Match[str]], shouting: Sequence[bool | None]) -> list[bool | None]:
    """For every word whether the last word before it that tells it is in capitals; nothing but blanks between them."""
    found: list[bool | None] = []
    last: bool | None = None
    end = 0
    for match, own in zip(matches, shouting, strict=True):
        if source[end : match.start()].strip():
            last = None
        found.append(last)
        last = last if own is None else own
        end = match.end()
    return found


def _behind(source: str, matches: Sequence[re.Match[str]], shouting: Sequence[bool | None]) -> list[bool | None]:
    """The same for the first word behind it."""
    found: list[bool | None] = []
    following: bool | None = None
    start = len(source)
    for match, own in zip(reversed(matches), reversed(shouting), strict=True):
        if source[match.end() : start].strip():
            following = None
        found.append(following)
        following = following if own is None else own
        start = match.start()
    return found[::-1]


def convert(text: str, encoding: Encoding, *, upper_font: bool = False) -> str:
    """`text` in Unicode (NFC). `upper_font`: the text stood in a TCVN3 font of capitals (.VnTimeH)."""
    if encoding is Encoding.UTF8:
        converted = _SHOWN_LETTER.sub(_shown_letter, text)
    elif encoding is Encoding.VNI:
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
    if _looks_misread(text):
        return Encoding.UTF8
    words = sum(1 for _ in _high(text))
    if len(ONLY_VIETNAMESE.findall(text)) > _UNICODE_SHARE * words:
        return None
    found = {encoding: evidence(text, encoding) for encoding in (Encoding.TCVN3, Encoding.VNI)}
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
