"""Text read by a recogniser that knows Vietnamese: a word is changed only where all speaks for another.

Few words of such a text are wrong, and most of the wrong ones are words too. So what was read stays unless the marks
that recognisers miss, learned from drawn pages, and the words on both sides make another word far likelier; on a page
where little is doubtful, more is asked of each change than on a bad one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from vanban.language.quality import shares
from vanban.record import Span
from vanban.restore.changes import Edits, Restoration
from vanban.restore.choices import Mode
from vanban.restore.labels import labels
from vanban.restore.model import BITS, SCALE, Model, load
from vanban.restore.search import best
from vanban.restore.slots import Slot, Slots
from vanban.restore.words import END, SYMBOLS

#: share of words that are wrong on the pages that the costs of marks were learned from
_LEARNED_RATE: Final = 0.05
#: what a page is thought to be like before it is seen: so many changes in so many words
_USUAL_CHANGES: Final = 2
_USUAL_WORDS: Final = 400
#: odds, as a natural logarithm, at which a change counts towards the rate of its page, and at which it is made
_CLEAR: Final = 3.0
_ENOUGH: Final = 1.0
_PARAGRAPH: Final = re.compile(r"\S(?:(?!\n\s*\n).)*", re.DOTALL)
#: share of foreign function words that makes a paragraph foreign; share of possible syllables below which it is no text
_FOREIGN: Final = 0.06
_SENSE: Final = 0.5
#: a line that begins with the capacity of a signer, or with the numeral of a heading, but for its full stop; V, X, VI
#: and XI are words or parts of words too
_BEGINNING: Final = re.compile(
    r"^(?:(?:TM|KT|TL|TUQ)[,:]|(?P<numeral>X{0,2}(?:I[XV]|I{2,3}|VI{2,3})),?)(?= (?P<next>\w{2}))", re.MULTILINE
)
_ABOVE: Final = 8
_ENDS: Final = ".;:!?"
#: words that begin with capitals, one behind the other, are a name, in which any syllable may stand: more is asked
_FOR_A_NAME: Final = 4.0
_BEFORE: Final = re.compile(r"([^\W\d_])[^\W\d_]* \Z")
_BEHIND: Final = re.compile(r" ([^\W\d_])")
_LONGEST: Final = 12
#: the highest confidence, and that of an abbreviation whose spelling tells the letter
_HIGHEST: Final = 0.95
_BY_SPELLING: Final = 0.8


def repaired(text: str) -> Restoration:
    """`text`, of one page, with the words that were surely misread put right; digits and other languages stay.

    Of signs only the full stop behind a label or the capacity of a signer is put where it was lost.
    """
    spans = list(_vietnamese(text))
    edits = Edits(text)
    last = 0
    marked = ((*label, _BY_SPELLING) for label in labels(text))
    for start, end, word, sure in sorted([*_words(text, spans), *_stops(text, spans), *marked]):
        if start >= last:
            edits.put(start, end, word, sure)
            last = end
    return edits.done()


def _words(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, str, float]]:
    """Places of words, what belongs there, how sure that is."""
    model = load()
    cut = Slots(text, Mode.RECOGNISED)
    for start, end in spans:
        cut.add(start, end)
    slots = cut.found
    chosen = best(model, [slot.choices for slot in slots])
    numbers = [END, *(slot.choices[place][0] for slot, place in zip(slots, chosen, strict=True)), END, END]
    doubtful: list[tuple[Slot, str, float]] = []
    words = clear = 0
    for at, (slot, place) in enumerate(zip(slots, chosen, strict=True)):
        if slot.words is None:
            continue
        words += 1
        word = slot.words[place]
        if text[slot.start : slot.end] == word:
            continue
        if len(slot.words) == 1:
            yield slot.start, slot.end, word, _BY_SPELLING
        elif _is_backed(model, numbers[at : at + 3]):
            odds = _odds(model, slot, place, numbers, at + 1)
            if _is_name(text, slot.start, slot.end) and word.lower() != slot.words[0].lower():
                odds -= _FOR_A_NAME
            clear += odds > _CLEAR
            doubtful.append((slot, word, odds))
    worse = math.log((clear + _USUAL_CHANGES) / (words + _USUAL_WORDS) / _LEARNED_RATE)
    for slot, word, odds in doubtful:
        if odds + worse >= _ENOUGH:
            sure = 1 / (1 + math.exp(-odds - worse))
            yield slot.start, slot.end, word, round(min(_HIGHEST, sure), 2)


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether a word with a capital has another one before or behind it; a line in capitals tells nothing."""
    if not text[start].isupper() or text[start:end].isupper():
        return False
    beside = (_BEFORE.search(text[max(start - _LONGEST, 0) : start]), _BEHIND.match(text, end))
    return any(match is not None and match[1].isupper() for match in beside)


def _stops(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, str, float]]:
    """The full stops that were lost, or read as commas, behind what stands at the beginning of a line."""
    for match in chain.from_iterable(_BEGINNING.finditer(text, *span) for span in spans):
        start, end = match.span()
        above = text[max(start - _ABOVE, 0) : start].rstrip(" ")
        is_heading = not above.strip() or above.endswith("\n\n") or above.rstrip()[-1] in _ENDS
        if match["next"][0].isupper() and (is_heading if match["numeral"] else match["next"].isupper()):
            yield start, end, f"{match.group().rstrip(',:')}.", _BY_SPELLING


def _vietnamese(text: str) -> Iterator[Span]:
    """The paragraphs that are not in another language."""
    for match in _PARAGRAPH.finditer(text):
        counts = shares(match.group())
        if counts.foreign < _FOREIGN * counts.words and counts.good >= _SENSE * counts.words:
            yield match.span()


def _is_backed(model: Model, three: Sequence[int]) -> bool:
    """Whether the texts hold the word in the middle beside the word before it or the one behind it."""
    before, word, after = three
    return (before >= SYMBOLS and before << BITS | word in model.two) or (
        after >= SYMBOLS and word << BITS | after in model.two
    )


def _odds(model: Model, slot: Slot, place: int, numbers: Sequence[int], at: int) -> float:
    """How much likelier the choice is than what was read, beside the words chosen around it, as a natural logarithm."""
    before, after = numbers[max(at - 2, 0) : at], numbers[at + 1 : at + 3]
    (read, kept), (word, dear) = slot.choices[0], slot.choices[place]
    return (kept + _cost(model, [*before, read, *after]) - dear - _cost(model, [*before, word, *after])) / SCALE


def _cost(model: Model, numbers: Sequence[int]) -> int:
    """What the words cost one after the other, from the second on."""
    total = model.pair(numbers[0], numbers[1])
    for first, second, third in zip(numbers, numbers[1:], numbers[2:], strict=False):
        at = model.two.get(first << BITS | second)
        known = None if at is None else model.three.get(at << BITS | third)
        if known is None:
            known = model.pair(second, third) + (0 if at is None else model.two_back[at])
        total += known
    return total
