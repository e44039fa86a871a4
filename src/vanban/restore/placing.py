"""Where the restored words of the blocks stand in the re-flowed text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from vanban.record import RestoredWord
from vanban.restore.changes import Change

_TOKEN: Final = re.compile(r"\S+")
#: how far the two texts are searched for the next two words that they share: a page header, a note moved away
_REACH: Final = 400
_STEP: Final = 40


class _Token(msgspec.Struct, gc=False):
    """What stands between blanks in a block, with the changes inside, whose spans count in it."""

    text: str
    changes: tuple[Change, ...] = ()


def placed(texts: Sequence[str], changes: Mapping[int, Sequence[Change]], content: str) -> tuple[RestoredWord, ...]:
    """The restored words by their place in `content`; those of lines that were dropped (running heads) are left out.

    texts: of the blocks, in order. changes: place of a block -> its changes.
    """
    if not changes:
        return ()
    source = [token for place, text in enumerate(texts) for token in _tokens(text, changes.get(place, ()))]
    target = [(match.group(), match.start()) for match in _TOKEN.finditer(content)]
    found: list[RestoredWord] = []
    one = two = 0
    while one < len(source) and two < len(target):
        word, start = target[two]
        token = source[one]
        if token.text == word:
            found += _moved(token, start)
            one, two = one + 1, two + 1
        elif one + 1 < len(source) and token.text + source[one + 1].text == word:
            found += _moved(token, start)
            found += _moved(source[one + 1], start + len(token.text))
            one, two = one + 2, two + 1
        else:
            skipped = _next(source[one : one + _REACH], target[two : two + _REACH])
            if skipped is None:
                one, two = one + _STEP, two + _STEP
            else:
                one, two = one + skipped[0], two + skipped[1]
    return tuple(found)


def _tokens(text: str, changes: Sequence[Change]) -> Iterator[_Token]:
    waiting = list(reversed(changes))
    for match in _TOKEN.finditer(text):
        inside = []
        while waiting and waiting[-1].span[0] < match.end():
            change = waiting.pop()
            span = (change.span[0] - match.start(), change.span[1] - match.start())
            inside.append(msgspec.structs.replace(change, span=span))
        yield _Token(match.group(), tuple(inside))


def _moved(token: _Token, start: int) -> Iterator[RestoredWord]:
    for change in token.changes:
        if change.restored:
            span = (start + change.span[0], start + change.span[1])
            yield RestoredWord(span=span, read=change.read, confidence=change.confidence)


def _next(source: Sequence[_Token], target: Sequence[tuple[str, int]]) -> tuple[int, int] | None:
    """How far to go in each until two words in a row agree; the shortest way together."""
    places: dict[tuple[str, str], int] = {}
    for at in range(len(source) - 1):
        places.setdefault((source[at].text, source[at + 1].text), at)
    best: tuple[int, int] | None = None
    for at in range(len(target) - 1):
        if best is not None and at >= sum(best):
            break
        there = places.get((target[at][0], target[at + 1][0]))
        if there is not None and (best is None or at + there < sum(best)):
            best = (there, at)
    return best
