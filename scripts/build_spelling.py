"""Make `lexicon/pairs.toml`, the pairs of words by which the checker knows likely typing errors.

usage: build_spelling.py FOLDER [-o PAIRS.toml] [--held N]

FOLDER holds official Vietnamese texts (.txt, .md, .xz), one paragraph a line. Pairs of words go into the result, no
sentences. With `--held N` every N-th line is left out of the counts, and the errors found in those lines are counted
and printed instead of writing a file: some are errors of the texts, the others false alarms, to be judged by eye.

firm, loose: set phrases, at least MIN_PHRASE times, whose words attract each other (pointwise mutual information).
used: all other pairs seen at least MIN_USED times, or at least twice where they are one slip from a set phrase and are
not so rare beside it that they must be its misprint (1 : MISPRINT).
"""

from __future__ import annotations

import argparse
import math
import pathlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from scripts.texts import paragraphs
from vanban.language import spelling
from vanban.language.normal import place_tones
from vanban.language.spelling import EDGE, NUMBER, OTHER, Pair, Pairs

MIN_PHRASE = 40
MIN_USED = 6
MIN_LOOKALIKE = 2
MISPRINT = 80
LOOSE = 3.0
FIRM = 4.5
_SKIPPED = frozenset({EDGE, NUMBER, OTHER})
_TARGET = pathlib.Path(__file__).parents[1] / "src" / "vanban" / "language" / "lexicon" / "pairs.toml"
_HEAD = """# Made by scripts/build_spelling.py; do not edit. Lines are `first word:second words`.

source = "pairs of words counted in {words} words of Vietnamese laws, decrees, circulars and other official texts"

"""


def count(texts: Iterable[str]) -> Counter[Pair]:
    """How often each pair of neighbours stands in the texts."""
    values: dict[str, str] = {}
    found: Counter[Pair] = Counter()
    for text in texts:
        tokens = spelling.TOKEN.findall(place_tones(text.lower()))
        line = [values.get(token) or values.setdefault(token, spelling.value(token)) for token in tokens]
        found.update(pairwise([*line, EDGE]))
    return found


def choose(found: Counter[Pair]) -> tuple[set[Pair], set[Pair], set[Pair]]:
    """The pairs that are firm phrases, loose phrases, and merely in use."""
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for (first, second), times in found.items():
        left[first] += times
        right[second] += times
    total = sum(found.values())
    silent = _SKIPPED | spelling.functions()
    content = {pair: times for pair, times in found.items() if silent.isdisjoint(pair)}

    def attraction(pair: Pair) -> float:
        return math.log(found[pair] * total / (left[pair[0]] * right[pair[1]]))

    phrases = {pair for pair, times in content.items() if times >= MIN_PHRASE and attraction(pair) >= LOOSE}
    index = spelling.by_skeleton(phrases)
    used = {pair for pair, times in content.items() if times >= MIN_USED}
    for pair, times in content.items():
        alike = [
            other
            for other in index.get((spelling.skeleton(pair[0]), spelling.skeleton(pair[1])), ())
            if spelling.slipped(pair, other) is not None
        ]
        if alike and times * MISPRINT < max(found[other] for other in alike):
            used.discard(pair)
            phrases.discard(pair)
        elif alike and times >= MIN_LOOKALIKE:
            used.add(pair)
    firm = {pair for pair in phrases if attraction(pair) >= FIRM}
    return firm, phrases - firm, used - phrases


def grouped(pairs: Iterable[Pair]) -> str:
    """The pairs as lines `first:second second`."""
    groups: dict[str, list[str]] = defaultdict(list)
    for first, second in sorted(pairs):
        groups[first].append(second)
    return "\n".join(f"{first}:{' '.join(seconds)}" for first, seconds in groups.items())


def main(arguments: list[str]) -> int:
    """Count, choose, and write or report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("-o", "--output", type=pathlib.Path, default=_TARGET)
    parser.add_argument("--held", type=int, default=0)
    options = parser.parse_args(arguments)
    every = list(paragraphs(options.folder))
    held = every[:: options.held] if options.held else []
    counted = [line for place, line in enumerate(every) if not options.held or place % options.held]
    found = count(counted)
    firm, loose, used = choose(found)
    if not options.held:
        head = _HEAD.format(words=f"{sum(found.values()):,}")
        body = "".join(
            f'{name} = """\n{grouped(pairs)}\n"""\n\n'
            for name, pairs in (("firm", firm), ("loose", loose), ("used", used))
        )
        options.output.write_text(head + body.rstrip("\n") + "\n", encoding="utf-8")
        return 0
    text = "\n".join(held)
    data = Pairs.of(used, firm | loose, firm)
    errors = list(spelling.mistakes(text, data))
    words = len(text.split())
    for error in errors:
        before, after = text[max(0, error.start - 30) : error.start], text[error.end : error.end + 30]
        line = f"{before}[{text[error.start : error.end]} -> {error.suggestion}]{after}"
        sys.stdout.write(line.replace("\n", " ") + "\n")
    sys.stdout.write(f"{len(errors)} in {words} words: {len(errors) / words * 100_000:.1f} in 100,000\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
