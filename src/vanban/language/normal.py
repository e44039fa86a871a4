"""The normal form of Vietnamese text, and the forms on which words are compared.

`fold` and `key` keep the length of the text, so that a place found in them is a place in the text itself.
Tone placement: the mark of an open `oa`, `oe`, `uy` stands on its first vowel (hòa, khỏe, ủy), the placement of
Decision 240/QĐ of the Ministry of Education (05/03/1984) being brought to the one that official documents print most.
After `q` the `u` is no vowel: quý and quỳ stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import msgspec

from vanban.record import Span

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uf02d"
#: A base character with its marks; runs of marks are cut at 30, as the stream-safe format of Unicode does (UAX #15).
_CLUSTER: Final = re.compile(r"(?s).[\u0300-\u036f]{0,30}")
_LONG_MARKS: Final = re.compile(r"[\u0300-\u036f]{31}")
_LONGEST_RUN: Final = 30
#: No mark is a letter or a digit.
_PERHAPS_MARKS: Final = re.compile(r"[^\w\x00-\x7f]{31}")
_GRAPHEME_JOINER: Final = "\u034f"
#: A text of so many characters is composed at once, whatever it holds.
_SHORT: Final = 1000


def _placements() -> dict[str, str]:
    moved = {}
    for first, second in ("oa", "oe", "uy"):
        for one in (first, first.upper()):
            for two in (second, second.upper()):
                for tone in _TONES:
                    moved[one + unicodedata.normalize("NFC", two + tone)] = (
                        unicodedata.normalize("NFC", one + tone) + two
                    )
    return moved


_PLACEMENTS: Final = _placements()
_PLACEMENT: Final = re.compile(
    "[oOuU][" + "".join(sorted({pair[1] for pair in _PLACEMENTS})) + r"](?!\w)(?<![qQ]..)",
)


class _Folding(dict[int, int]):
    """Code point to its bare letter in lower case, filled as characters come by."""

    def __missing__(self, point: int) -> int:
        character = chr(point)
        if character in "đĐ":
            value = "d"
        else:
            value = "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c)).lower()
        self[point] = ord(value) if len(value) == 1 else point
        return self[point]


class _Keying(dict[int, int]):
    """Code point to lower case; blanks to a space, dashes to a hyphen."""

    def __missing__(self, point: int) -> int:
        character = chr(point)
        value = character.lower()
        if character.isspace() or unicodedata.category(character) == "Zs":
            value = " "
        elif character in _DASHES:
            value = "-"
        self[point] = ord(value) if len(value) == 1 else point
        return self[point]


_ODD: Final = re.compile(rf"[^\S ]|[{_DASHES}]")
_FOLDING: Final = _Folding()
_KEYING: Final = _Keying()


class Normal(msgspec.Struct, frozen=True):
    """Text in normal form; `offsets[i]` is where `text[i]` stood in the source, the last one is the source's length."""

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The place in the source of `text[start:end]`."""
        return (self.offsets[start], self.offsets[end])


def nfc(text: str) -> str:
    """The text with composed letters (Unicode NFC).

    Sorting a run of marks takes the square of its length; in long texts no run is longer than 30 (UAX #15, 13).
    """
    if len(text) > _SHORT and _PERHAPS_MARKS.search(text):
        text = _with_short_runs(text)
    return unicodedata.normalize("NFC", text)


def _with_short_runs(text: str) -> str:
    """`text` with a grapheme joiner, which composes with nothing, after every 30 marks of one run."""
    pieces: list[str] = []
    start = run = 0
    for index, order in enumerate(map(unicodedata.combining, text)):
        if not order:
            run = 0
        elif run == _LONGEST_RUN:
            pieces.append(text[start:index])
            start, run = index, 1
        else:
            run += 1
    return _GRAPHEME_JOINER.join((*pieces, text[start:])) if pieces else text


def place_tones(text: str) -> str:
    """NFC text with one tone placement (hoà becomes hòa, uỷ becomes ủy); as long as before."""
    return _PLACEMENT.sub(lambda match: _PLACEMENTS.get(match.group(), match.group()), text)


def normalise(text: str) -> Normal:
    """NFC with one tone placement, from any form of Unicode, with the way back to the source."""
    if text.isascii() or (not _LONG_MARKS.search(text) and unicodedata.is_normalized("NFC", text)):
        return Normal(place_tones(text), range(len(text) + 1))
    pieces: list[str] = []
    offsets: list[int] = []
    for match in _CLUSTER.finditer(text):
        piece = unicodedata.normalize("NFC", match.group())
        last = match.end() - match.start() - 1
        pieces.append(piece)
        offsets += [match.start() + min(index, last) for index in range(len(piece))]
    offsets.append(len(text))
    return Normal(place_tones("".join(pieces)), tuple(offsets))


def fold(text: str) -> str:
    """Lower case without marks, `đ` as `d`; for NFC text as long as the text."""
    return text.translate(_FOLDING)


def key(text: str) -> str:
    """The form on which cue words are matched, as long as the text: lower case, one tone placement.

    Any blank is a space and any dash a hyphen.
    """
    lowered = text.lower()
    # Letters whose small form is longer (İ), odd blanks and dashes are rare: only they cost a look at each character.
    if len(lowered) != len(text) or _ODD.search(lowered) is not None:
        lowered = text.translate(_KEYING)
    return place_tones(lowered)


def slug(text: str) -> str:
    """ASCII words in lower case joined by hyphens; `đ` is `d`."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(nfc(text))))
