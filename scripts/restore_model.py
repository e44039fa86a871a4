"""Build `src/vanban/restore/model.bin`, what the repair of damaged text knows of the language and of recognisers.

usage: python -m scripts.restore_model TEXTS [--pages PAGES] [--letters] [-o MODEL]

TEXTS holds official Vietnamese texts (.txt, .md, .xz), one paragraph a line; every HELD-th paragraph is left out, so
that the repair can be measured on it. PAGES (default build/restore-pages) is the folder of `restore_pages.py`: what is
not there yet is drawn and read first, by a recogniser without Vietnamese (five seconds a page) and by one with it (two
seconds). With --letters only what the latter misses is learned anew, all other parts of MODEL stay as they are. The
same texts, fonts and Tesseract give the same file.
"""

from __future__ import annotations

import argparse
import math
import pathlib
import time
from array import array
from collections import Counter
from collections.abc import Iterable

from scripts.restore_channel import channel
from scripts.restore_letters import letters
from scripts.restore_pages import COUNT, COUNT_VIE, held_in, make
from scripts.texts import paragraphs
from vanban.language.normal import place_tones
from vanban.language.syllables import syllables
from vanban.restore.candidates import bare
from vanban.restore.model import BITS, SCALE, TOP, Tables, with_letters, write
from vanban.restore.words import END, NUMBER, OTHER, PIECE, SYMBOLS, sign

#: how often a syllable, and any other word, must stand in the texts to be known
MIN_SYLLABLE = 2
MIN_WORD = 12
MIN_ABBREVIATION = 3
LONGEST = 20
_LEXICON = pathlib.Path(__file__).parents[1] / "src" / "vanban" / "language" / "lexicon"
_TARGET = pathlib.Path(__file__).parents[1] / "src" / "vanban" / "restore" / "model.bin"


def lexicon_text() -> str:
    """What the lexicon of the engine holds: names of places and bodies, abbreviations."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(_LEXICON.glob("*.toml")))


def vocabulary(texts: Iterable[str]) -> list[str]:
    """The words of the model, most frequent first; the number of a word is its place plus SYMBOLS."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(piece for piece in PIECE.findall(place_tones(text.lower())) if piece.isalpha())
    known = syllables()
    named = {word for word in PIECE.findall(place_tones(lexicon_text().lower())) if word.isalpha()}

    def enough_of(word: str) -> int:
        if word in named and not word.isascii():
            return 1
        return MIN_SYLLABLE if word in known else MIN_WORD

    enough = [word for word, times in counts.items() if times >= enough_of(word) and len(word) <= LONGEST]
    enough.sort(key=lambda word: (-counts[word], word))
    return enough[: (1 << BITS) - SYMBOLS]


def sequence(text: str, numbers: dict[str, int]) -> list[int]:
    """A paragraph as numbers of the model, between two ends of sentence."""
    found = [END]
    for piece in PIECE.findall(place_tones(text.lower())):
        value = numbers.get(piece)
        if value is None:
            if piece.isalpha():
                value = OTHER
            elif len(piece) == 1 and not piece.isalnum():
                value = sign(piece)
                if value == END and found[-1] == END:
                    continue
            else:
                value = NUMBER
        found.append(value)
    if found[-1] != END:
        found.append(END)
    return found


def capitals(texts: Iterable[str], words: list[str]) -> array[int]:
    """Six costs a word: small letter, capital at the start of a sentence, after a small and after a capital word."""
    numbers = {word: place for place, word in enumerate(words)}
    counts = [0] * (len(words) * 6)
    for text in texts:
        state = 0
        for piece in PIECE.findall(place_tones(text)):
            if not piece.isalpha():
                if len(piece) == 1 and sign(piece) == END:
                    state = 0
                elif piece[0].isdigit():
                    state = 1 if state else 0
                continue
            big = piece[0].isupper()
            if big and piece.isupper():
                state = 2
                continue
            place = numbers.get(piece.lower())
            if place is not None:
                counts[place * 6 + state * 2 + big] += 1
            state = 2 if big else 1
    sums = [sum(counts[at::6]) for at in range(6)]
    costs = array("B")
    for place in range(len(words)):
        for state in range(3):
            small, big = counts[place * 6 + state * 2], counts[place * 6 + state * 2 + 1]
            usual = (sums[state * 2] + 1) / (sums[state * 2] + sums[state * 2 + 1] + 2)
            share = (small + 2 * usual) / (small + big + 2)
            costs.append(cost(share))
            costs.append(cost(1 - share))
    return costs


def abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """Abbreviations by what they are without marks: with their Đ where that is more usual, else as they are.

    A word in capitals that may also be a syllable counts only where it stands between words in small letters more often
    than it does in small letters itself: headings are no abbreviations.
    """
    counts: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        pieces = PIECE.findall(text)
        counts.update(piece for piece in pieces if piece.isupper() and piece.isalpha())
        words = ["", *(piece for piece in pieces if piece.isalpha()), ""]
        for before, word, after in zip(words, words[1:], words[2:], strict=False):
            if not word.isascii() or len(word) < 2:
                continue
            if not word.isupper():
                small[word.upper()] += 1
            elif not (_is_loud(before) or _is_loud(after)):
                alone[word] += 1
    own = {word for word in PIECE.findall(lexicon_text()) if word.isupper() and word.isalpha()}
    counts.update(dict.fromkeys(own, MIN_ABBREVIATION))
    known = syllables()
    found: dict[str, str] = {}
    for word, times in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        plain = word.replace("Đ", "D")
        rare = times < MIN_ABBREVIATION or times <= counts[plain]
        if "Đ" in word and plain.isascii() and len(word) > 1 and not rare and word.lower() not in known:
            found.setdefault(plain, word)
    skeletons = {bare(syllable).upper() for syllable in known}
    for word, times in counts.items():
        may_be_word = word in skeletons and alone[word] <= small[word]
        if word.isascii() and len(word) > 1 and times >= MIN_ABBREVIATION and not may_be_word:
            found.setdefault(word, word)
    return found


def _is_loud(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def cost(probability: float) -> int:
    """A probability as the model stores it."""
    return min(TOP, max(0, round(-SCALE * math.log(probability))))


def language(texts: Iterable[str], words: list[str], case: array[int], short: dict[str, str]) -> Tables:
    """Counts of one, two and three words, smoothed after Kneser and Ney (Chen and Goodman 1998, interpolated)."""
    numbers = {word: place + SYMBOLS for place, word in enumerate(words)}
    three: Counter[int] = Counter()
    two_first: Counter[int] = Counter()
    for text in texts:
        line = sequence(text, numbers)
        if len(line) < 3:
            continue
        # the beginning of a paragraph has one end of sentence before it, no more
        two_first[line[0] << BITS | line[1]] += 1
        three.update((a << BITS | b) << BITS | c for a, b, c in zip(line, line[1:], line[2:], strict=False))
    mask = (1 << BITS) - 1
    size = len(words) + SYMBOLS
    # how many different words stand before a pair: the counts of the lower order
    two: Counter[int] = Counter(key & (mask << BITS | mask) for key in three)
    for key in two_first:
        two[key] += 1
    context: Counter[int] = Counter()
    for key, times in three.items():
        context[key >> BITS] += times
    one = [0] * size
    left = [0] * size
    follow = [0] * size
    for key, times in two.items():
        one[key & mask] += 1
        left[key >> BITS] += times
        follow[key >> BITS] += 1
    d2 = _discount(two.values())
    d3 = _discount(three.values())
    total = sum(one)
    floor = 0.5
    uni = [(one[place] + floor) / (total + floor * size) for place in range(size)]
    gamma = [(d2 * follow[place] / left[place]) if left[place] else 1.0 for place in range(size)]

    def second(key: int) -> float:
        """P(c | b), interpolated."""
        times = two.get(key, 0)
        b = key >> BITS
        seen = max(times - d2, 0.0) / left[b] if left[b] else 0.0
        return seen + gamma[b] * uni[key & mask]

    mass: Counter[int] = Counter()
    for key, times in three.items():
        mass[key >> BITS] += times - d3  # type: ignore[assignment]
    pairs = sorted(two)
    index = {key: place for place, key in enumerate(pairs)}
    print(f"{len(words)} words, {len(pairs)} pairs, {len(three)} triples", flush=True)
    backs = []
    for key in pairs:
        times = context.get(key, 0)
        backs.append(cost(max(1 - mass.get(key, 0) / times, 1e-4)) if times else 0)
    triples = []
    for key, times in three.items():
        pair = key >> BITS
        back = max(1 - mass[pair] / context[pair], 1e-4)
        chance = (times - d3) / context[pair] + back * second(key & (mask << BITS | mask))
        triples.append((index[pair] << BITS | key & mask, cost(chance)))
    triples.sort()
    return Tables(
        words=words,
        case=case,
        short=short,
        one=array("B", map(cost, uni)),
        one_back=array("B", map(cost, gamma)),
        two_keys=array("I", _steps(pairs)),
        two=array("B", (cost(second(key)) for key in pairs)),
        two_back=array("B", backs),
        three_keys=array("I", _steps([key for key, _ in triples])),
        three=array("B", (value for _, value in triples)),
    )


def _discount(counts: Iterable[int]) -> float:
    once = twice = 0
    for times in counts:
        once += times == 1
        twice += times == 2
    return once / (once + 2 * twice)


def _steps(keys: list[int]) -> Iterable[int]:
    """The distances between sorted keys."""
    before = 0
    for key in keys:
        yield key - before
        before = key


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=pathlib.Path)
    parser.add_argument("--pages", type=pathlib.Path, default=pathlib.Path("build/restore-pages"))
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--count-vie", type=int, default=COUNT_VIE)
    parser.add_argument("--letters", action="store_true")
    parser.add_argument("-o", type=pathlib.Path, default=_TARGET)
    given = parser.parse_args()
    make(given.texts, given.pages, given.count_vie, "vie", seed=2)
    if given.letters:
        given.o.write_bytes(with_letters(given.o.read_bytes(), letters(given.pages)))
        return
    make(given.texts, given.pages, given.count, "eng", seed=1)
    start = time.monotonic()
    lines = list(held_in(paragraphs(given.texts)))
    words = vocabulary(lines)
    tables = language(lines, words, capitals(lines, words), abbreviations(lines))
    print(f"language counted in {time.monotonic() - start:.0f} s", flush=True)
    learned = channel(given.pages, set(words), letters(given.pages))
    given.o.write_bytes(write(tables, learned))
    print(f"{given.o}: {given.o.stat().st_size:,} bytes, {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
