"""How a recogniser damages words, learned from pages whose text is known (`restore_pages.py`)."""

from __future__ import annotations

import json
import math
import pathlib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from vanban.language.normal import place_tones
from vanban.restore.model import SCALE, TOP, Misreadings

_EDGE = re.compile(r"^(\W*)(.*?)(\W*)$")
#: a word seen so often speaks for itself as much as its parts do
TRUST = 6.0
#: dearest and most numerous words that a token is taken for
DEAREST = 80
MOST = 10
MOST_PARTS = 24
#: slips that worn prints show more often than drawn pages do: onset, what is read, how often beside 1,000 onsets
SLIPS = (("Đ", "P", 60), ("Đ", "B", 40), ("Đ", "D", 100), ("đ", "d", 50))
_VOWELS = "aăâeêioôơuưy"


@lru_cache(maxsize=1 << 16)
def bare(text: str) -> str:
    """Small letters without marks, as long as `text` (NFC)."""
    out = []
    for character in text:
        plain = unicodedata.normalize("NFD", character)[0].lower()[:1]
        out.append("d" if plain == "đ" else plain)
    return "".join(out)


def parts(word: str) -> tuple[str, str, str]:
    """Onset, vowels, coda of a syllable, in the letters that stand there."""
    plain = unicodedata.normalize("NFD", word.lower())
    base = unicodedata.normalize("NFC", re.sub("[\u0300\u0301\u0303\u0309\u0323]", "", plain))
    start = 0
    while start < len(base) and base[start] not in _VOWELS:
        start += 1
    if start < len(base) - 1 and base[: start + 1] in {"qu", "gi"} and base[start + 1] in _VOWELS:
        start += 1
    end = start
    while end < len(base) and base[end] in _VOWELS:
        end += 1
    return word[:start], word[start:end], word[end:]


def aligned(text: str, read: str) -> list[int]:
    """For every place of `text` (and its end) the place in `read` that stands for it."""
    places = [0] * (len(text) + 1)
    for step in Levenshtein.opcodes(bare(text), bare(read)):
        for at in range(step.src_start, step.src_end):
            into = step.dest_start + (at - step.src_start if step.tag in {"equal", "replace"} else 0)
            places[at] = min(into, step.dest_end)
    places[-1] = len(read)
    return places


def tokens(text: str) -> list[tuple[int, int]]:
    """Where what stands between blanks begins and ends."""
    return [match.span() for match in re.finditer(r"\S+", text)]


def pairs(text: str, read: str) -> Iterator[tuple[str, str]]:
    """(token of the truth, token as read), one for one; tokens that were joined, cut or lost are left out."""
    text, read = place_tones(" ".join(text.split())), unicodedata.normalize("NFC", " ".join(read.split()))
    places = aligned(text, read)
    there = tokens(read)
    begins = [start for start, _ in there]
    taken: dict[int, list[int]] = defaultdict(list)
    spans = tokens(text)
    for number, (start, end) in enumerate(spans):
        first, last = places[start], max(places[end - 1], places[start])
        one, two = bisect_right(begins, first) - 1, bisect_right(begins, last) - 1
        # a place on the blank before a token belongs to that token
        if 0 <= one < two and there[one][1] <= first:
            one += 1
        for at in {one, two}:
            taken[at].append(number)
    counts = Counter(number for numbers in taken.values() for number in numbers)
    for at, numbers in taken.items():
        if at >= 0 and len(numbers) == 1 and counts[numbers[0]] == 1:
            (start, end), (first, last) = spans[numbers[0]], there[at]
            yield text[start:end], read[first:last]


def cores(truth: str, read: str) -> tuple[str, str] | None:
    """The word of the truth and what was read of it, without the signs around them; None where they do not fit."""
    match = _EDGE.match(truth)
    if match is None or not match[2].isalpha():
        return None
    lead, word, trail = match.groups()
    for _ in lead:
        if len(read) > 1 and not read[0].isalnum():
            read = read[1:]
    for _ in trail:
        if len(read) > 1 and not read[-1].isalnum():
            read = read[:-1]
    if not read or abs(len(read) - len(word)) > 3:
        return None
    if Levenshtein.distance(bare(word), bare(read)) > max(1, 0.67 * len(word)):
        return None
    return word, read


def cut(word: str, read: str) -> tuple[tuple[str, str], ...] | None:
    """The three parts of a syllable, each with what was read of it."""
    onset, nucleus, coda = parts(word)
    if not nucleus:
        return None
    places = aligned(word, read)
    one, two = places[len(onset)], places[len(onset) + len(nucleus)]
    if not onset:
        one = 0
    if not coda:
        two = len(read)
    if one > two:
        return None
    return (onset, read[:one]), (nucleus, read[one:two]), (coda, read[two:])


def _shaped(word: str) -> bool:
    return word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())


def _costs(counts: dict[str, Counter[str]]) -> dict[str, dict[str, float]]:
    """From truth -> read -> times to read -> truth -> cost of being read so."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for truth, reads in counts.items():
        total = sum(reads.values()) + 1
        for read, times in reads.items():
            found[read][truth] = -math.log(times / total) * SCALE
    return found


def _row(costs: dict[str, float], most: int) -> str:
    ranked = sorted(costs.items(), key=lambda item: (item[1], item[0]))[:most]
    return " ".join(f"{word}:{min(TOP, round(value))}" for word, value in ranked)


def channel(folder: pathlib.Path, known: set[str], letters: Mapping[str, str]) -> Misreadings:
    """What all pages of the folder for `eng` teach, with the `letters` that those for `vie` have taught."""
    whole: dict[str, Counter[str]] = defaultdict(Counter)
    three: tuple[dict[str, Counter[str]], ...] = tuple(defaultdict(Counter) for _ in range(3))
    taken = left = 0
    for path in sorted(folder.glob("eng-*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        for truth, read in pairs(page["text"], page["read"]):
            found = cores(truth, read)
            if found is None or found[0].lower() not in known or not _shaped(found[0]):
                left += 1
                continue
            taken += 1
            whole[found[0]][found[1]] += 1
            for table, one in zip(three, cut(*found) or (), strict=False):
                table[one[0]][one[1]] += 1
    for truth, read, times in SLIPS:
        three[0][truth][read] += 1 + three[0][truth].total() * times // 1000
    print(f"{taken} pairs learned, {left} left out, {len(whole)} words")
    onsets, nuclei, codas = (_costs(table) for table in three)
    costs: dict[str, dict[str, float]] = defaultdict(dict)
    for word, reads in whole.items():
        total = sum(reads.values())
        for read, times in reads.items():
            costs[read][word] = -math.log(times / (total + TRUST)) * SCALE
    return Misreadings(
        whole={read: _row(row, MOST) for read, row in costs.items() if " " not in read},
        onsets={read: _row(row, MOST_PARTS) for read, row in onsets.items()},
        nuclei={read: _row(row, MOST_PARTS) for read, row in nuclei.items()},
        codas={read: _row(row, MOST_PARTS) for read, row in codas.items()},
        letters=letters,
    )
