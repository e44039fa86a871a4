"""Words of a sentence with their places, and tables of phrases that are looked up word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from vanban.language.normal import key

#: An abbreviation with `&` is one word (`KH&CN`, `LĐ-TB&XH`, `VH,TT&DL`), so is `đ/c` (đồng chí), so is any run of
#: letters, any other mark.
_TOKEN: Final = re.compile(
    r"[A-ZĐ]{1,6}(?:[-,][A-ZĐ]{1,6}){0,3}(?: ?& ?[A-ZĐ]{1,6}){1,2}(?![^\W\d_])|[Đđ]/[Cc]\b|\w+|\n|[^\w\s]",
)


class Tokens(msgspec.Struct, frozen=True):
    """The words of a text: where they begin and end, as printed, and in the form on which they are compared."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    words: Sequence[str]
    keys: Sequence[str]

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.keys)

    def capital(self, index: int) -> bool:
        """Whether the word opens with a capital letter."""
        return index < len(self.keys) and self.words[index][0].isupper()

    def shouted(self, index: int) -> bool:
        """Whether the word is printed in capitals only."""
        return index < len(self.keys) and len(self.words[index]) > 1 and self.words[index].isupper()

    def at(self, index: int) -> str:
        """The compared form of a word, empty behind the end."""
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def slice(self, start: int, end: int) -> str:
        """The printed words from `start` up to `end`, runs of blanks as one."""
        return " ".join(self.text[self.starts[start] : self.ends[end - 1]].split())


def _key(keyed: str, word: str) -> str:
    if word == "&":
        return "và"
    return keyed.replace(" ", "") if "&" in word else keyed


def tokenise(text: str) -> Tokens:
    """The words and marks of `text` in order."""
    matches = list(_TOKEN.finditer(text))
    words = [m.group() for m in matches]
    keyed = key(text)
    return Tokens(
        text,
        [m.start() for m in matches],
        [m.end() for m in matches],
        words,
        [_key(keyed[m.start() : m.end()], w) for m, w in zip(matches, words, strict=True)],
    )


class Phrases:
    """A set of phrases; `match` finds the longest one at a word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        table: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            first, *rest = tokenise(phrase.upper()).keys
            table.setdefault(first, []).append(tuple(rest))
        self._table = {first: sorted(set(rests), key=len, reverse=True) for first, rests in table.items()}

    @property
    def firsts(self) -> frozenset[str]:
        """The words with which phrases of this set begin."""
        return frozenset(self._table)

    def match(self, tokens: Tokens, index: int) -> int:
        """How many words at `index` make the longest phrase of this set, 0 when none stands there."""
        rests = self._table.get(tokens.at(index))
        if rests is None:
            return 0
        keys = tokens.keys
        for rest in rests:
            size = len(rest)
            if size == 0 or tuple(keys[index + 1 : index + 1 + size]) == rest:
                return size + 1
        return 0
