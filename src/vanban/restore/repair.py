"""Damaged text to Vietnamese, word by word: the likeliest way through the choices of all words.

Blanks, line ends, digits and signs stay where they are. What a word replaces is kept, so that it can be undone.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from vanban.record import Span
from vanban.restore.changes import Edits, Restoration
from vanban.restore.choices import Mode
from vanban.restore.model import SCALE, Model, load
from vanban.restore.search import Choice, best
from vanban.restore.slots import Slot, Slots
from vanban.restore.words import END

#: confidence of a number or abbreviation whose grammar tells the letter; the highest that words beside give
_BY_GRAMMAR: Final = 0.8
_HIGHEST: Final = 0.99
#: a passage that stands so often in a text, numbers aside, is a running head; none is longer
_PAGES: Final = 3
_LONGEST_HEAD: Final = 80
_DIGITS: Final = re.compile(r"\d+")
#: characters of a passage, and slots, that are dealt with at a time
_WINDOW: Final = 100_000
_SLOTS: Final = 20_000
#: bound of an exponent
_TOP: Final = 50.0

#: place of a word, what stands there afterwards, how sure that is
_Edit = tuple[int, int, str, float]


def repair(
    text: str,
    mode: Mode = Mode.READ,
    spans: Iterable[Span] | None = None,
    check: Callable[[], None] = lambda: None,
) -> Restoration:
    """`text` with the words of the passages at `spans` (all of it) restored; they must be known to be damaged.

    check: called now and then; what it raises ends the work.
    """
    cut = Slots(text, mode)
    body, heads = _without_heads(text, [(0, len(text))] if spans is None else [*spans])
    found: list[_Edit] = []
    for start, end in _windows(text, (*body, *heads)):
        check()
        cut.add(start, end)
        if len(cut.found) >= _SLOTS:
            # a sentence that goes on is left for the next window
            last = max(at for at, slot in enumerate(cut.found) if slot.choices[0][0] == END)
            found += _chosen(text, cut.found[:last])
            del cut.found[:last]
    cut.close()
    found += _chosen(text, cut.found)
    if heads:
        found.sort()
    edits = Edits(text)
    for start, end, word, sure in found:
        edits.put(start, end, word, sure)
    return edits.done()


def _windows(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The passages, long ones cut at the ends of lines (else between words): memory must not grow with the text."""
    for start, last in spans:
        first = start
        while last - first > _WINDOW:
            end = text.rfind("\n", first + _WINDOW // 2, first + _WINDOW)
            end = end if end >= 0 else text.rfind(" ", first + _WINDOW // 2, first + _WINDOW)
            if end < 0:
                break
            yield first, end
            first = end + 1
        yield first, last


def _chosen(text: str, slots: Sequence[Slot]) -> Iterator[_Edit]:
    """The words that change on the likeliest way through the slots."""
    model = load()
    chosen = best(model, [slot.choices for slot in slots])
    numbers = [END, *(slot.choices[place][0] for slot, place in zip(slots, chosen, strict=True)), END]
    for at, (slot, place) in enumerate(zip(slots, chosen, strict=True)):
        if slot.words is not None and text[slot.start : slot.end] != slot.words[place]:
            sure = _sure(model, slot.choices, place, (numbers[at], numbers[at + 2]))
            yield slot.start, slot.end, slot.words[place], sure


def _without_heads(text: str, spans: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The passages, and those of them that stand on page after page: a head does not belong to the sentence it cuts."""
    lines = [_DIGITS.sub("", text[start:end]).strip() if end - start <= _LONGEST_HEAD else "" for start, end in spans]
    times = Counter(lines)
    running = [bool(line) and times[line] >= _PAGES for line in lines]
    body = [span for span, head in zip(spans, running, strict=True) if not head]
    return body, [span for span, head in zip(spans, running, strict=True) if head]


def _sure(model: Model, choices: Sequence[Choice], place: int, beside: tuple[int, int]) -> float:
    """How likely the choice is among the others, by the words before and behind it."""
    if len(choices) == 1:
        return _BY_GRAMMAR
    before, after = beside
    costs = [dear + model.pair(before, word) + model.pair(word, after) for word, dear in choices]
    own = costs[place]
    return round(min(_HIGHEST, 1 / sum(math.exp(min(_TOP, (own - other) / SCALE)) for other in costs)), 2)
