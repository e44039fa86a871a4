"""The wording of secrecy marks: whether a short piece of text is one.

A piece is compared in a bare form: letters, digits and colons, everything else a blank, letters that stand apart
(`M Ậ T`) made words again. Degrees: Law 29/2018/QH14 on the Protection of State Secrets, article 8.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Final, Literal, cast

import msgspec

from vanban.language import lexicon
from vanban.language.normal import fold, key, nfc
from vanban.language.patterns import alternatives, whole_words
from vanban.restore import Encoding, convert

Degree = Literal["mật", "tối mật", "tuyệt mật"]

_LEXICON: Final = lexicon.load("secrecy")
_DEGREES: Final = _LEXICON["degrees"]["words"]
_LABELS: Final = _LEXICON["labels"]["words"]
_LONGEST: Final = 160
_LATIN: Final = [chr(point) for low, high in ((0x41, 0x250), (0x1E00, 0x1F00)) for point in range(low, high)]
_VOWELS: Final = "".join(c for c in _LATIN if fold(c) in {"a", "e"})
_OPEN: Final = r"(?:[^\w\n]|_)"
#: The syllable in Unicode, in TCVN3 (mËt) and VNI (maät), letters apart or not; also as poor recognition gives it.
_SYLLABLE: Final = rf"{_OPEN}{{0,6}}[{_VOWELS}]{{1,2}}{_OPEN}{{0,6}}[tT](?![^\W_])"
#: What may stand behind it: the end of the line or of a piece of it, a tag, a bracket, the first word of other marks.
_BEHIND: Final = "|".join(sorted({re.escape(word.split()[0]) for word in _LEXICON["after"]["words"]} - {"độ"}))
_CANDIDATE: Final = re.compile(
    rf"[mM]{_SYLLABLE}(?:[ \xa0]{{2}}|{_OPEN}{{0,80}}(?:$|[\t|¦│┃║<\x80-\xff]|(?i:độ khẩn|{_BEHIND})(?!\w)))",
    re.MULTILINE,
)
_RIGHT: Final = alternatives(_LEXICON["compounds"]["right"])
#: A capital or a mark of two words, wherever it stands, unless a compound begins there.
STAMPED: Final = re.compile(rf"(?:M|(?<=[iItT] )m){_SYLLABLE}(?!{_OPEN}{{1,3}}(?i:{_RIGHT})(?!\w))")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BARE: Final = re.compile(r"[^\w:]+|_+")
_COLON: Final = re.compile(r" ?:(?: ?:)* ?")
_APART: Final = re.compile(r"(?<!\w)[^\W\d](?: [^\W\d]){2,20}(?!\w)")
_JOINED: Final = {degree.replace(" ", ""): degree for degree in _DEGREES}
_BRACKETED: Final = re.compile(r"\W{0,3}[(\[{«<].{1,40}[)\]}»>]\W{0,3}")
_LISTED: Final = re.compile(r"[-–—+•●▪*o][ \t\xa0]|.*[;,:]$")
_WIDE: Final = 0xFF


def _form(*, folded: bool) -> re.Pattern[str]:
    def phrases(words: Iterable[str]) -> str:
        return alternatives(fold(word) if folded else key(word) for word in words)

    before, after, carriers = (phrases(_LEXICON[table]["words"]) for table in ("before", "after", "carriers"))
    return re.compile(
        rf"(?:(?:{before}) ){{0,3}}"
        rf"(?:(?P<label>{phrases(_LABELS)}) (?P<colon>: )?|(?P<carrier>{carriers}) (?:: )?)?"
        rf"(?P<degree>{phrases(_DEGREES)})"
        rf"(?: (?:{after})(?!\w).{{0,{_LONGEST}}})?"
    )


_FORM: Final = _form(folded=False)
_FOLDED_FORM: Final = _form(folded=True)
_LABEL: Final = re.compile(f"(?:{alternatives(word for word in map(key, _LABELS) if word != 'độ')})(?: :)?")
_LETTERHEAD: Final = whole_words(map(key, _LEXICON["letterhead"]["words"]))


class Strength(IntEnum):
    """How far a piece of text is a mark by itself."""

    NONE = 0
    WEAK = 1  # `Mật`, `Tài liệu mật`: at the head of a document or apart from its text
    CARRIER = 2  # `TÀI LIỆU MẬT`: wherever it is not the end of a heading
    TITLE = 3  # `Tối mật`: wherever it stands alone, but in tables and lists
    SURE = 4  # `MẬT`, `[Mật]`, `Độ mật: mật`: wherever it stands alone


class Wording(msgspec.Struct, frozen=True):
    """What a piece of text says: a degree, and how surely. labelled: a label with a colon stands before it."""

    degree: Degree
    strength: Strength
    labelled: bool = False


def may_hold(text: str) -> bool:
    """Whether `text`, in NFC, holds the syllable of all marks; what does not needs no further look."""
    return _CANDIDATE.search(text) is not None


def bare(text: str) -> str:
    """Letters, digits and colons parted by single blanks, in the case of the text."""
    composed = unicodedata.normalize("NFKC", nfc(text))
    visible = _INVISIBLE.sub("", composed)
    plain = _COLON.sub(" : ", _BARE.sub(" ", visible)).strip()
    return _APART.sub(_closed, plain)


def _closed(match: re.Match[str]) -> str:
    """Letters that stand apart as the words that they spell, any others as they are."""
    letters = match.group().replace(" ", "")
    known: str | None = _JOINED.get(key(nfc(letters)))
    if known is None:
        return str(match.group())
    return known.upper() if letters.isupper() else known.capitalize()


def read(text: str) -> Wording | None:
    """The mark that `text`, a line or a piece of one, is as a whole; None for all other text."""
    if len(text) > _LONGEST * 3:
        return None
    piece = _TAG.sub(" ", text).strip()
    if not piece or len(piece) > _LONGEST:
        return None
    found = filter(None, map(_read, _spellings(piece)))
    return max(found, key=lambda wording: wording.strength, default=None)


def is_label(text: str) -> bool:
    """Whether `text` is the name of a field or column for the degree: `Độ mật`."""
    return len(text) <= _LONGEST and _LABEL.fullmatch(key(bare(text))) is not None


def is_letterhead(text: str) -> bool:
    """Whether a line holds the motto or the name of the Party that stand over a document."""
    return len(text) <= _LONGEST * 2 and _LETTERHEAD.search(key(bare(text))) is not None


def _spellings(piece: str) -> Iterator[str]:
    yield piece
    if not piece.isascii() and not any(ord(c) > _WIDE and c.isalpha() for c in piece):
        yield from (convert(piece, encoding) for encoding in Encoding)


def _read(piece: str) -> Wording | None:
    plain = bare(piece)
    if len(plain) > _LONGEST:
        return None
    match = _FORM.fullmatch(key(plain))
    if match is not None:
        return _judged(piece, plain, match)
    return _recognised(plain)


def _judged(piece: str, plain: str, match: re.Match[str]) -> Wording | None:
    degree = cast("Degree", match["degree"])
    printed = plain[slice(*match.span("degree"))]
    carrier = match["carrier"] and plain[slice(*match.span("carrier"))]
    if match["label"] == "độ" and not match["colon"] and degree == "mật":
        return None  # `ĐỘ MẬT` is the label itself
    strength = Strength.NONE
    if carrier:
        strength = Strength.CARRIER if carrier.isupper() and printed.isupper() else Strength.WEAK
    elif match["colon"] or printed.isupper():
        strength = Strength.SURE
    elif _LISTED.match(piece) or not printed[0].isupper():
        strength = Strength.NONE
    elif _BRACKETED.fullmatch(piece):
        strength = Strength.SURE
    else:
        strength = Strength.WEAK if degree == "mật" or match["label"] else Strength.TITLE
    return Wording(degree, strength, bool(match["colon"])) if strength else None


def _recognised(plain: str) -> Wording | None:
    """Capitals that a recogniser read badly or that were typed without marks: `TUYÊT MÂT`, `TOI MAT`."""
    if not plain.isupper():
        return None
    match = _FOLDED_FORM.fullmatch(fold(plain))
    if match is None or match["carrier"] or (match["label"] == "do" and match["degree"] == "mat"):
        return None
    degree = next(word for word in _DEGREES if fold(word) == match["degree"])
    alone = degree == "mật" and not match["colon"]
    return Wording(degree, Strength.WEAK if alone else Strength.SURE, bool(match["colon"]))
