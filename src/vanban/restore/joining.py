"""What a printer or a recogniser took apart, put together before words are repaired.

Capitals that were set wide (`K E  H O A C H`), words hyphenated at the end of a line, words cut in two by a line end
or a blank. Only what gives one word that is known, by the language or by the rest of the text, is joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from vanban.language import lexicon
from vanban.language.normal import fold
from vanban.language.syllables import skeletons
from vanban.record import Span
from vanban.restore.changes import Edits, Restoration
from vanban.restore.choices import channel

#: confidence of a word that was joined
_JOINED: Final = 0.8
#: a row of single capitals, blanks between them
_SPACED: Final = re.compile(r"(?<!\S)[^\W\d_](?:[ \t]{1,6}[^\W\d_]){3,60}(?!\S)")
_GAP: Final = re.compile(r"[ \t]+")
_WORD_GAP: Final = re.compile(r"[ \t]{2,}")
_HYPHENED: Final = re.compile(r"(?<!\S)([^\W\d_]{1,6})[-\u00ad¬]\n[ \t]{0,4}([^\W\d_]{1,6})(?=[\s.,;:)]|\Z)")
#: two neighbours that may be one word: abbreviations anywhere, pieces of a word only at the end of a line
_ABBREVIATED: Final = re.compile(
    r"(?<![^\s(\"“])([A-ZÐĐ&]{1,12})([ \t]{1,2}|\n[ \t]{0,4})(?=([A-ZÐĐ&]{2,12})(?![\w&]))"
)
_CUT: Final = re.compile(r"(?<!\S)([^\W\d_]{1,6})\n(?=([^\W\d_]{1,6})(?![^\W_]))")
_TOKEN: Final = re.compile(r"[^\s.,;:()\"“”]+")
_VOWELS: Final = frozenset("aeiouy")
_LONGEST_SYLLABLE: Final = 7
#: how often the whole word must stand elsewhere in the text
_SEEN: Final = 2


def with_words_joined(text: str, spans: Iterable[Span]) -> Restoration:
    """`text` with the words of the passages at `spans` (damaged, in order) in one piece each."""
    seen = Counter(_TOKEN.findall(text))
    edits = Edits(text)
    for start, end in spans:
        last = start
        for first, stop, new in sorted(_joins(text, start, end, seen)):
            if first >= last:
                edits.put(first, stop, new, _JOINED)
                last = stop
    return edits.done()


def _joins(text: str, start: int, end: int, seen: Counter[str]) -> Iterator[tuple[int, int, str]]:
    for match in _SPACED.finditer(text, start, end):
        new = _tight(match.group())
        if new is not None:
            yield (*match.span(), new)
    for match in _HYPHENED.finditer(text, start, end):
        if fold(match[1] + match[2]) in skeletons():
            yield (*match.span(), match[1] + match[2])
    for match in _ABBREVIATED.finditer(text, start, end):
        if seen[match[1] + match[3]] >= _SEEN:
            yield match.start(), match.end(3), match[1] + match[3]
    for match in _CUT.finditer(text, start, end):
        if match[2].islower() and seen[match[1] + match[2]] >= _SEEN and _is_piece(match[1], match[2]):
            yield match.start(), match.end(2), match[1] + match[2]


def _is_piece(first: str, second: str) -> bool:
    """Whether one of the two cannot be a word: no vowel, or no syllable however it is marked."""
    return any(_VOWELS.isdisjoint(fold(part)) or fold(part) not in skeletons() for part in (first, second))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Names of instruments without marks and blanks, with their blanks: how single blanks between letters are told."""
    found = {}
    for item in lexicon.load("instruments")["instrument"]:
        for name in item["names"]:
            found[fold(name).replace(" ", "")] = name
    return found


def _tight(spaced: str) -> str | None:
    """`K E  H O A C H` as `KE HOACH`: words by their wider gaps, by a known name, else by what syllables there are."""
    if not any(c.isupper() for c in spaced) or any(c.islower() for c in spaced):
        return None
    if _WORD_GAP.search(spaced):
        return " ".join(_GAP.sub("", word) for word in _WORD_GAP.split(spaced))
    letters = _GAP.sub("", spaced)
    name = _names().get(fold(letters))
    sizes = [len(word) for word in name.split(" ")] if name is not None else _syllable_sizes(fold(letters))
    if sizes is None:
        return None
    words, at = [], 0
    for size in sizes:
        words.append(letters[at : at + size])
        at += size
    return " ".join(words)


def _syllable_sizes(letters: str) -> list[int] | None:
    """The lengths of the likeliest syllables that make up `letters`, None where none do."""
    ways: list[tuple[int, list[int]] | None] = [(0, []), *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before, dear = ways[start], _dear(letters[start:end])
            if before is None or dear is None:
                continue
            current = ways[end]
            if current is None or before[0] + dear < current[0]:
                ways[end] = (before[0] + dear, [*before[1], end - start])
    found = ways[-1]
    return found[1] if found is not None else None


def _dear(skeleton: str) -> int | None:
    """What the likeliest syllable with these letters costs, None where there is none."""
    if skeleton not in skeletons():
        return None
    model = channel().model
    return min((model.one[model.numbers[word]] for word in channel().spelt(skeleton)), default=None)
