"""A text as the words, pairs of words and topics by which it is compared with another."""

from __future__ import annotations

import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

import msgspec

from vanban.language import lexicon
from vanban.language.normal import key, normalise

#: The strength of a word that stands once; one that stands n times has 1 + ln n.
ONCE: Final = 100
#: A word of the heading above counts half, a topic of it as much as one in the text.
_HEADING_WORD: Final = 50
_HEADING_TOPIC: Final = 100
#: No feature that is a word has this mark.
_TOPIC: Final = "#"
_WORD: Final = re.compile(r"[^\W_]+(?:[&-][^\W_]+)*")
_PART: Final = re.compile(r"[^&-]+")
#: What parts two words that do not belong together: punctuation, brackets, the end of a line.
_BREAK: Final = re.compile(r"[^\w ]|\n")
#: A final y after these onsets is the i of the other spelling: kỹ and kĩ, tỷ and tỉ, lý and lí.
_FINAL_Y: Final = re.compile(r"^([hklmst]|qu)([yỳýỷỹỵ])$")
_I: Final = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


class Word(msgspec.Struct, frozen=True):
    """One word in normal form and its place in the text; `joined`: nothing but a blank parts it from the one before."""

    form: str
    start: int
    end: int
    joined: bool


class Cue(msgspec.Struct, frozen=True):
    """Words of a topic and their place in the text."""

    topic: str
    start: int
    end: int


class Wording(msgspec.Struct, frozen=True):
    """What a text is compared by.

    words: in reading order, shorthand written in full (its words share one place); cues: of topics. strength: of each
    word, each pair of words that follow each other (`cơ sở`) and each topic, in hundredths, the heading above included.
    own: those of the text itself. Words that only join others say nothing, unless a text has no others.
    """

    text: str
    words: tuple[Word, ...]
    cues: tuple[Cue, ...]
    strength: Mapping[str, int]
    own: frozenset[str]

    def pair(self, index: int) -> str:
        """The pair of the words at `index - 1` and `index`; empty where they do not follow each other or say little."""
        return _pair(self.words, index)


def worded(text: str, heading: str = "") -> Wording:
    """The words of a text under a heading; linear in their length."""
    words = tuple(_words(text))
    cues = tuple(_cues(words))
    counts = _counts(words, cues)
    strength = {feature: round(ONCE * (1 + math.log(count))) for feature, count in counts.items()}
    if heading.strip():
        above = tuple(_words(heading))
        for feature in _counts(above, tuple(_cues(above))):
            more = _HEADING_TOPIC if feature.startswith(_TOPIC) else _HEADING_WORD
            strength[feature] = strength.get(feature, 0) + more
    return Wording(text=text, words=words, cues=cues, strength=strength, own=frozenset(counts))


def is_pair(feature: str) -> bool:
    """Whether a feature is a pair of words."""
    return " " in feature


def topic_of(feature: str) -> str:
    """The code of the topic that a feature is; empty for words."""
    return feature[1:] if feature.startswith(_TOPIC) else ""


def topic_label(topic: str) -> str:
    """What a topic is called in Vietnamese."""
    label: str = lexicon.load("comparing")["topics"][topic]["label"]
    return label


def _counts(words: Sequence[Word], cues: Sequence[Cue]) -> Counter[str]:
    light = _light()
    counts = Counter(word.form for word in words if word.form not in light) or Counter(word.form for word in words)
    counts.update(sys.intern(pair) for index in range(1, len(words)) if (pair := _pair(words, index)))
    counts.update(sys.intern(_TOPIC + cue.topic) for cue in cues)
    return counts


def _pair(words: Sequence[Word], index: int) -> str:
    if index < 1 or not words[index].joined:
        return ""
    first, second = words[index - 1].form, words[index].form
    return "" if first in _light() or second in _light() else f"{first} {second}"


def _words(text: str) -> Iterator[Word]:
    normal = normalise(text)
    keyed = key(normal.text)
    short = _short()
    last = 0
    first = True
    for match in _WORD.finditer(keyed):
        joined = not first and _BREAK.search(keyed, last, match.start()) is None
        first, last = False, match.end()
        full = short.get(match.group())
        if full is not None:
            span = normal.span(match.start(), match.end())
            yield from (Word(form, *span, joined or index > 0) for index, form in enumerate(full))
            continue
        # The parts of a joined token are words of their own: `xã hội-văn hóa`, `57-NQ`.
        for part in _PART.finditer(match.group()):
            span = normal.span(match.start() + part.start(), match.start() + part.end())
            yield Word(_spelt(part.group()), *span, joined and part.start() == 0)


def _cues(words: Sequence[Word]) -> Iterator[Cue]:
    """The cues of topics, the longest at each place; none reaches into another."""
    known = _topics()
    index = 0
    while index < len(words):
        step = 1
        for forms, topics in known.get(words[index].form, ()):
            end = index + len(forms)
            if end <= len(words) and all(words[index + at].form == form for at, form in enumerate(forms)):
                yield from (Cue(topic, words[index].start, words[end - 1].end) for topic in topics)
                step = len(forms)
                break
        index += step


def _spelt(form: str) -> str:
    return sys.intern(form.translate(_I) if _FINAL_Y.match(form) else form)


@cache
def _light() -> frozenset[str]:
    return frozenset(map(_spelt, lexicon.load("comparing")["light"]["words"]))


@cache
def _short() -> Mapping[str, tuple[str, ...]]:
    table = lexicon.load("comparing")["short"]
    return {name: tuple(map(_spelt, full.split())) for name, full in table.items() if name != "source"}


@cache
def _topics() -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """The cues by their first word, the longest first, each with its topics."""
    topics: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for topic, table in lexicon.load("comparing")["topics"].items():
        for cue in table["cues"]:
            topics[tuple(word.form for word in _words(cue))].append(topic)
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    for forms in sorted(topics, key=lambda item: (-len(item), item)):
        found[forms[0]].append((forms, tuple(topics[forms])))
    return {first: tuple(cues) for first, cues in found.items()}
