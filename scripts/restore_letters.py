"""Which marks a recogniser that knows Vietnamese misses, learned from pages whose text is known (`restore_pages.py`).

Such a recogniser seldom errs in a letter and never in all words of a page: it takes one word of Vietnamese for another
whose marks look alike. So letters are counted, not words.
"""

from __future__ import annotations

import json
import math
import pathlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from scripts.restore_channel import bare, cores, pairs
from vanban.language.normal import place_tones
from vanban.restore.model import SCALE, TOP

#: a page with a greater part of its words misread teaches nothing: its letters cannot be told
WORST = 0.15
#: so many letters are thought to have been read as letters with the same marks are on the average
TRUST = 20.0
#: what was never seen of marks
_NEVER = 0.05
#: marks that make another letter; the rest are tones
_LETTER_MARKS = "\u0302\u0306\u031b"
_LETTERS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")

#: marks of a letter: those that make another letter of it, its tone
Marks = tuple[str, str]


def marks(letter: str) -> Marks:
    """The marks of a letter; the stroke of đ counts as one."""
    if letter == "đ":
        return "-", ""
    found = unicodedata.normalize("NFD", letter)[1:]
    return "".join(c for c in found if c in _LETTER_MARKS), "".join(c for c in found if c not in _LETTER_MARKS)


def counted(folder: pathlib.Path) -> dict[str, Counter[str]]:
    """Letter of the truth (small) -> letter as read -> times, over all pages for `vie` in the folder."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    words = wrong = left = 0
    for path in sorted(folder.glob("vie-*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        known = [core for one in pairs(page["text"], page["read"]) if (core := cores(*one)) is not None]
        read = [(truth, place_tones(text)) for truth, text in known]
        bad = sum(truth != text for truth, text in read)
        if not read or bad > WORST * len(read):
            left += 1
            continue
        words += len(read)
        wrong += bad
        for truth, text in read:
            if len(truth) == len(text):
                for one, two in zip(truth.lower(), text.lower(), strict=False):
                    found[one][two] += 1
    print(f"{wrong} of {words} words misread by who knows Vietnamese, {left} pages left out")
    return found


def _groups() -> Iterator[list[str]]:
    """Letters that differ in their marks only."""
    groups: dict[str, list[str]] = defaultdict(list)
    for letter in _LETTERS:
        for tone in _TONES:
            whole = unicodedata.normalize("NFC", letter + tone)
            groups[bare(whole)].append(whole)
    yield from groups.values()
    yield ["d", "đ"]


def letters(folder: pathlib.Path) -> Mapping[str, str]:
    """Letter as read -> `letter:cost` of those that it may be, the cheapest first."""
    counts = counted(folder)
    usual: dict[Marks, Counter[Marks]] = defaultdict(Counter)
    for truth, reads in counts.items():
        for read, times in reads.items():
            if bare(truth) == bare(read):
                usual[marks(truth)][marks(read)] += times

    def cost(truth: str, read: str) -> float:
        like = usual[marks(truth)]
        guess = (like[marks(read)] + _NEVER) / (like.total() + 1)
        seen = counts.get(truth, Counter[str]())
        return -math.log((seen[read] + TRUST * guess) / (seen.total() + TRUST)) * SCALE

    rows = {}
    for group in _groups():
        for read in group:
            own = cost(read, read)
            costs = sorted((max(1, round(cost(truth, read) - own)), truth) for truth in group if truth != read)
            rows[read] = " ".join(f"{truth}:{value}" for value, truth in costs if value <= TOP)
    return rows
