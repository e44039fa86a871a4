"""Which words are Vietnamese syllables: onset, rhyme and tone, all combinations the spelling allows.

The inventory follows the description of the Vietnamese syllable by Đoàn Thiện Thuật (Ngữ âm tiếng Việt, 1977) with the
spelling rules of Decision 240/QĐ (05/03/1984): k, gh, ngh before e, ê, i, y; q only with u; a rhyme that ends in
c, ch, p or t carries only the tones sắc and nặng. Both placements of a tone mark are accepted (hòa, hoà).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from vanban.language import lexicon
from vanban.language.normal import fold, place_tones

#: the letters with marks, in small letters
MARKED: Final = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
#: a letter that no other language writes, and no recogniser without Vietnamese yields
ONLY_VIETNAMESE: Final = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")

#: combining characters of the tones: ngang, huyền, sắc, hỏi, ngã, nặng
_TONES: Final = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_CLOSED_TONES: Final = ("\u0301", "\u0323")
_CLOSED: Final = ("c", "ch", "p", "t")

_FRONT: Final = "eêiy"


def _fits(onset: str, rhyme: str) -> bool:
    front = rhyme[0] in _FRONT
    if onset in {"k", "gh", "ngh"}:
        return front
    return not (onset in {"c", "g", "ng"} and front)


def _with_tone(rhyme: str, tone: str, vowel: int) -> str:
    return unicodedata.normalize("NFC", rhyme[: vowel + 1] + tone + rhyme[vowel + 1 :])


def _vowels(rhyme: str) -> list[int]:
    return [i for i, c in enumerate(rhyme) if c in "aăâeêioôơuưy"]


def _places(rhyme: str) -> set[int]:
    """Which vowels of the rhyme may carry the tone mark; more than one only where two placements are in use."""
    vowels = _vowels(rhyme)
    marked = [i for i in vowels if rhyme[i] in "ăâêôơư"]
    if marked:
        return {marked[-1]}
    if len(vowels) == 1:
        return {vowels[0]}
    if rhyme in {"oa", "oe", "uy"}:
        return {vowels[0], vowels[1]}
    if rhyme[0] in "ou" and rhyme[:2] in {"oa", "oe", "uy"}:
        return {vowels[1]}
    return {vowels[1]} if rhyme.startswith("oo") else {vowels[0]}


def _tones(rhyme: str) -> tuple[str, ...]:
    return _CLOSED_TONES if rhyme.endswith(_CLOSED) else _TONES


def _spellings(onset: str, rhyme: str) -> set[str]:
    if onset == "q":
        body = rhyme[1:]
        return {"qu" + _with_tone(body, tone, place) for tone in _tones(rhyme) for place in _places(body)}
    return {onset + _with_tone(rhyme, tone, place) for tone in _tones(rhyme) for place in _places(rhyme)}


def _parts(name: str) -> tuple[str, ...]:
    parts: str = lexicon.load("syllables")[name]
    return tuple(parts.split())


def _bodies(onset: str) -> Iterator[tuple[str, str]]:
    """The spellings of an onset with the rhymes that it takes."""
    if onset == "q":
        yield from ((onset, rhyme) for rhyme in _parts("after_q"))
    elif onset == "gi":
        yield from ((onset, rhyme) for rhyme in (*_parts("plain"), *_parts("gi_rounded")) if rhyme[0] not in "iy")
        yield from (("g", rhyme) for rhyme in _parts("gi_shared"))
    elif onset == "":
        bare = (rhyme for rhyme in _parts("plain") if not rhyme.startswith("iê"))
        yield from ((onset, rhyme) for rhyme in (*bare, *_parts("rounded"), *_parts("bare_y")))
    else:
        yield from ((onset, rhyme) for rhyme in (*_parts("plain"), *_parts("rounded")) if _fits(onset, rhyme))


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """All Vietnamese syllables in lower case, NFC, in both placements of the tone mark (about 18,000)."""
    found: set[str] = set()
    for onset in ("", *_parts("onsets")):
        for start, rhyme in _bodies(onset):
            found |= _spellings(start, rhyme)
    return frozenset(found | {place_tones(word) for word in found})


@lru_cache(maxsize=1)
def skeletons() -> frozenset[str]:
    """All syllables in lower case without their marks (about 2,500)."""
    return frozenset(map(fold, syllables()))


def is_syllable(word: str) -> bool:
    """Whether `word` (NFC, any case) is a possible Vietnamese syllable; a foreign word or an abbreviation is not."""
    return word.lower() in syllables()
