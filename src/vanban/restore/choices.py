"""What a word may have been, by what it suffered and where it stands, with the cost of each assumption."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from vanban.language.syllables import syllables
from vanban.restore import codes
from vanban.restore.candidates import Candidate, Channel
from vanban.restore.marks import Marks, is_mixed
from vanban.restore.model import SCALE, Model, load
from vanban.restore.search import Choice
from vanban.restore.words import NUMBER, OTHER


class Mode(StrEnum):
    """What the words have suffered."""

    READ = "read"  # letters and marks guessed by a recogniser
    UNMARKED = "unmarked"  # marks lost, letters right
    RECOGNISED = "recognised"  # read by a recogniser that knows Vietnamese: a mark wrong now and then


#: what stood before a word decides its capital: start of a sentence, a word in small letters, a capital
START, SMALL, CAPITAL = range(3)
#: longest word in capitals that is taken for an abbreviation
LONGEST_ABBREVIATION: Final = 6

#: a number of a list with its letter, that pages have shown as a misread word as well: 1a
_USUAL: Final = re.compile(r"\d+[a-zđA-Z]")
_VOWEL: Final = re.compile(r"[AEIOUY]")
#: a word in capitals where the words beside have none, or the other way round
_OUT_OF_PLACE: Final = 14 * SCALE
#: a word that stays as it is, though it is none that the model knows; one with letters beyond ASCII; with a digit
_STRANGE: Final = 12 * SCALE
_STRANGER: Final = 24 * SCALE
_WITH_DIGIT: Final = 14 * SCALE
_USUAL_WITH_DIGIT: Final = 4 * SCALE
#: a syllable that the model does not know, read by a recogniser that knows Vietnamese
_RARE: Final = 6 * SCALE
#: a word with capitals where none can stand, though a recogniser that knows Vietnamese read it
_MIXED_CASE: Final = 6 * SCALE


@lru_cache(maxsize=1)
def channel() -> Channel:
    """The candidates under the model of the package."""
    return Channel(load())


@lru_cache(maxsize=1)
def _marks() -> Marks:
    """The candidates for words read by who knows Vietnamese."""
    return Marks(channel())


@lru_cache(maxsize=1 << 16)
def choices_of(read: str, mode: Mode, state: int, loud: bool) -> tuple[list[Choice], list[str]]:  # noqa: FBT001
    """The choices of a word at a place of that kind; last the word as it was read, where it may stay."""
    candidates = channel()
    model = candidates.model
    found = candidates.read(read) if mode is Mode.READ else candidates.unmarked(read)
    choices = [(model.numbers[word.lower()], dear + _capital(model, word, state, loud=loud)) for word, dear in found]
    words = [word for word, _ in found]
    if read not in words:
        word, dear = _kept(read, model, loud=loud, trusted=mode is Mode.UNMARKED)
        choices.append((model.numbers.get(word.lower(), NUMBER if any(c.isdigit() for c in read) else OTHER), dear))
        words.append(word)
    return choices, words


@lru_cache(maxsize=1 << 16)
def doubted(read: str, state: int, loud: bool) -> tuple[list[Choice], list[str]]:  # noqa: FBT001
    """The choices of a word that a recogniser with Vietnamese read: first itself, then what it may have been."""
    model = channel().model
    low = read.lower()
    number = model.numbers.get(low, OTHER)
    if number != OTHER:
        dear = _MIXED_CASE if is_mixed(read) else _capital(model, read, state, loud=loud)
    elif (read.isascii() and not loud) or low in codes.foreign() or (state != START and not loud and read[0].isupper()):
        return [(OTHER, 0)], [read]  # a foreign word, or a name that the model does not know
    else:
        dear = _RARE if read.isascii() or low in syllables() else _STRANGER
    found = _marks().read(read)
    choices = [(model.numbers[word.lower()], cost + _capital(model, word, state, loud=loud)) for word, cost in found]
    return [(number, dear), *choices], [read, *(word for word, _ in found)]


def _capital(model: Model, word: str, state: int, *, loud: bool) -> int:
    """What the capitals of a candidate cost."""
    if len(word) > 1 and word.isupper():
        return 0 if loud else _OUT_OF_PLACE
    if loud:
        return _OUT_OF_PLACE if len(word) > 1 or word.islower() else 0
    return model.case[model.numbers[word.lower()] * 6 + state * 2 + word[0].isupper()]


def _kept(read: str, model: Model, *, loud: bool, trusted: bool) -> Candidate:
    """The word as it is, and what it costs to believe it."""
    if read.isupper() and read.isascii() and read.isalpha() and len(read) <= LONGEST_ABBREVIATION:
        doubtful = loud and len(read) > 1 and _VOWEL.search(read) and model.short.get(read) != read
        return codes.abbreviation(read, model.short, trusted=trusted), _OUT_OF_PLACE if doubtful else 0
    if any(c.isdigit() for c in read):
        return read, _USUAL_WITH_DIGIT if _USUAL.fullmatch(read) else _WITH_DIGIT
    if read.lower() in codes.foreign():
        return read, 0
    return read, _STRANGE if read.isascii() else _STRANGER
