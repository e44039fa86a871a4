"""How much of a text stands word for word in another: runs of words that both have in the same order.

A word is a longest run of letters and digits, whatever its case; it is copied where it is part of a run of at least
`run` words that a line of the source has too. Every word counts, also those that only join others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from vanban.language.normal import key, normalise
from vanban.record import Span

#: Shorter runs are turns of phrase that any two plans share.
RUN: Final = 8
_WORD: Final = re.compile(r"[^\W_]+")


class Copied(msgspec.Struct, frozen=True):
    """words: how many the text has; copied: how many of them stand in the source; spans: where, joined."""

    words: int
    copied: int
    spans: tuple[Span, ...]

    @property
    def share(self) -> float:
        """The copied words of all, 0 to 1; 0 for a text without words."""
        return self.copied / self.words if self.words else 0.0


class Shingles:
    """The runs of words of the lines of some texts. What more sources hold never makes less of a text copied."""

    def __init__(self, sources: Iterable[str], run: int = RUN) -> None:
        self._run = run
        lines = (line for source in sources for line in source.splitlines())
        self._lines = [[form for form, _span in _words(line)] for line in lines]
        self._runs: dict[int, frozenset[tuple[str, ...]]] = {}

    def copied(self, text: str) -> Copied:
        """What of the text stands in the sources. A text shorter than a run is copied where all of it stands there."""
        words = list(_words(text))
        forms = [form for form, _span in words]
        length = min(self._run, len(forms))
        if not length:
            return Copied(words=0, copied=0, spans=())
        known = self._of(length)
        covered = [False] * len(forms)
        until = 0
        for index in range(len(forms) - length + 1):
            if tuple(forms[index : index + length]) in known:
                for place in range(max(index, until), index + length):
                    covered[place] = True
                until = index + length
        return Copied(words=len(forms), copied=sum(covered), spans=_joined(words, covered))

    def _of(self, length: int) -> frozenset[tuple[str, ...]]:
        if length not in self._runs:
            self._runs[length] = frozenset(
                tuple(forms[index : index + length])
                for forms in self._lines
                for index in range(len(forms) - length + 1)
            )
        return self._runs[length]


def _words(text: str) -> Iterable[tuple[str, Span]]:
    normal = normalise(text)
    for match in _WORD.finditer(key(normal.text)):
        yield match.group(), normal.span(match.start(), match.end())


def _joined(words: list[tuple[str, Span]], covered: list[bool]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for index, (_form, (start, end)) in enumerate(words):
        if not covered[index]:
            continue
        if index and covered[index - 1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)
