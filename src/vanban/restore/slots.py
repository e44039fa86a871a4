"""A damaged text as a row of slots: for every word what it may have been, for every sign what it is.

Numbers, addresses and signs have one choice: themselves. A word that holds a digit (`s6`, `1a`) may be a word that was
misread; a number never is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec

from vanban.language import lexicon
from vanban.language.normal import place_tones
from vanban.restore import codes
from vanban.restore.candidates import Candidate, Channel
from vanban.restore.model import SCALE, Model, load
from vanban.restore.search import Choice
from vanban.restore.words import END, NUMBER, OTHER, sign


class Mode(StrEnum):
    """What the words have suffered."""

    READ = "read"  # letters and marks guessed by a recogniser
    UNMARKED = "unmarked"  # marks lost, letters right


#: signs that recognisers see in letters; they may stand inside a misread word
_ODD: Final = "¢£§¥€®©°¤¡¬@&’'"
_CHUNK: Final = re.compile(r"\S+")
_PIECE: Final = re.compile(rf"[\w{_ODD}]+|[^\w\s]")
_NUMBER: Final = re.compile(r"\d[\d.,/\-–:%]*")
_AROUND: Final = '()[].,;:"“”'
#: signs that more likely end a word than belong to it
_BEHIND: Final = ".,;:)"
_ADDRESS: Final = re.compile(r"\w@\w+\.\w|://|www\.")
#: what has digits and letters and may stand in a sound text: 1a, 5G, H5N1, m2
_MIXED: Final = re.compile(r"\d+[a-zđA-Z]|[A-Z]{2,4}\d+|[A-Z]\d{2,}|[kcdm]?m[23]|[A-Z]\d[A-Z]\d")
#: a hook that was read as a question mark: the line goes on, as official texts ask nothing
_HOOK: Final = re.compile(r"[^\W\d]\?[^\n]")
_NUMERAL: Final = re.compile(r"[IVX|l][IVXvl1L|]{0,4}\.")
_NUMERAL_ALONE: Final = re.compile(r"[IVX]{2,5}")
#: letters that are words by themselves once they have their marks (à, ế, ở, ủ, ý)
_WORDS_OF_ONE: Final = frozenset("AEOUY")
#: names of products and companies: IoT, MobiFone
_NAME: Final = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*")
_ROMAN: Final = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})\.")
_LABEL: Final = re.compile(r"[-+•*–]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ][.)]\s|[IVXL]{1,5}[.)]\s")
_VOWEL: Final = re.compile(r"[AEIOUY]")
#: a text with a longer line is not wrapped: each of its lines is a paragraph
_LONGEST_LINE: Final = 160
#: so many tokens in capitals, one after the other, are a heading inside a line
_RUN: Final = 4
#: longest word in capitals that is taken for an abbreviation
_ABBREVIATION: Final = 6

#: a word in capitals where the words beside have none, or the other way round
_OUT_OF_PLACE: Final = 14 * SCALE
#: a word that stays as it is, though it is none that the model knows; one with letters beyond ASCII; with a digit
_STRANGE: Final = 12 * SCALE
_STRANGER: Final = 24 * SCALE
_WITH_DIGIT: Final = 14 * SCALE
_USUAL_WITH_DIGIT: Final = 4 * SCALE

#: what stood before a word decides its capital: start of a sentence, a word in small letters, a capital
_START, _SMALL, _CAPITAL = range(3)


class Slot(msgspec.Struct, gc=False):
    """A place of the text with its choices; `words` are what each would put there, None where nothing changes."""

    start: int
    end: int
    choices: list[Choice]
    words: list[str] | None = None


@lru_cache(maxsize=1)
def channel() -> Channel:
    """The candidates under the model of the package."""
    return Channel(load())


@lru_cache(maxsize=1)
def _foreign() -> frozenset[str]:
    table = lexicon.load("spelling")["foreign"]
    return frozenset(f"{table['words']} {table['function_words']}".split())


class Slots:
    """Cuts passages of one text into slots."""

    def __init__(self, text: str, mode: Mode) -> None:
        self.found: list[Slot] = []
        self._text = text
        self._mode = mode
        self._channel = channel()
        self._model = self._channel.model
        self._wrapped = max(map(len, text.split("\n"))) <= _LONGEST_LINE
        self._hooks = len(_HOOK.findall(text)) > 1
        self._state = _START
        self._loud = self._alone = False
        self._after_d = False

    def add(self, start: int, end: int) -> None:
        """The slots of the passage from `start` to `end`, between two ends of sentence."""
        self._end(start)
        chunks = list(_CHUNK.finditer(self._text, start, end))
        loud = self._loudness(chunks)
        alone = _lonely([_case(match.group()) for match in chunks])
        last = start
        for place, match in enumerate(chunks):
            gap = self._text[last : match.start()]
            if "\n" in gap and (
                not self._wrapped or gap.count("\n") > 1 or _LABEL.match(self._text, match.start(), end)
            ):
                self._end(last)
            last = match.end()
            self._loud, self._alone = loud[place], alone[place]
            self._token(match.start(), match.group())
        self._end(end)

    def _loudness(self, chunks: Sequence[re.Match[str]]) -> list[bool]:
        """For every token whether it stands among capitals: in such a line, or in a run of such tokens."""
        cases = [_case(match.group()) for match in chunks]
        found = [False] * len(chunks)
        first = 0
        while first < len(chunks):
            last = first + 1
            while last < len(chunks) and "\n" not in self._text[chunks[last - 1].end() : chunks[last].start()]:
                last += 1
            big = sum(one[0] for one in cases[first:last])
            small = sum(one[1] for one in cases[first:last])
            if big > small:
                found[first:last] = [own_big > own_small for own_big, own_small in cases[first:last]]
            else:
                run = first
                for place in range(first, last + 1):
                    if place == last or cases[place][0] <= cases[place][1]:
                        if place - run >= _RUN:
                            found[run:place] = [True] * (place - run)
                        run = place + 1
            first = last
        return found

    def _end(self, place: int) -> None:
        if not self.found or self.found[-1].choices[0][0] != END:
            self.found.append(Slot(place, place, [(END, 0)]))
        self._state = _START

    def _token(self, start: int, token: str) -> None:
        """What stands between two blanks."""
        end = start + len(token)
        if _NUMBER.fullmatch(token.strip(_AROUND)):
            self.found.append(Slot(start, end, [(NUMBER, 0)]))
            if self._state == _START:
                self._state = _START if token[-1] == "." else _SMALL
            if not token[-1].isalnum():
                self._sign(end - 1, token[-1])
        elif self._state == _START and _NUMERAL.fullmatch(token):
            self.found.append(Slot(start, end, [(END, 0)], [_numeral(token)]))
        elif _ADDRESS.search(token):
            self.found.append(Slot(start, end, [(OTHER, 0)]))
            self._state = _SMALL
        elif token not in self._model.channel.whole and codes.looks_coded(token):
            kind = NUMBER if any(c.isdigit() for c in token) else OTHER
            self.found.append(Slot(start, end, [(kind, 0)], [codes.mended(token, self._model.short)]))
            self._state = _SMALL
        else:
            for first, piece in self._pieces(token):
                if piece[0].isalnum() or len(piece) > 1 or piece in _ODD:
                    self._word(start + first, piece)
                elif not (piece == "?" and self._hook(start + first)):
                    self._sign(start + first, piece)

    def _sign(self, place: int, character: str) -> None:
        value = sign(character)
        self.found.append(Slot(place, place, [(value, 0)]))
        if value == END:
            self._state = _START

    def _hook(self, place: int) -> bool:
        """Takes a question mark behind a word for the hook of its letter, where the sentence goes on."""
        last = self.found[-1]
        if self._mode is not Mode.READ or last.words is None or last.end != place:
            return False
        after = self._text[place + 1 : place + 2]
        if not self._hooks and (not after or after == "\n"):
            return False
        last.end += 1
        return True

    def _pieces(self, token: str) -> list[tuple[int, str]]:
        """Words and signs of a token; a sign that is known to be part of a misread word stays with it."""
        whole = self._model.channel.whole if self._mode is Mode.READ else {}
        if token.isalpha() or (token in whole and token[-1] not in _BEHIND):
            return [(0, token)]
        joined: list[tuple[int, str]] = []
        for match in _PIECE.finditer(token):
            piece = match.group()
            if joined and piece not in _BEHIND and joined[-1][1] not in "(-–":
                before, last = joined[-1]
                if before + len(last) == match.start() and last + piece in whole:
                    joined[-1] = (before, last + piece)
                    continue
            joined.append((match.start(), piece))
        return joined

    def _known(self, start: int, piece: str) -> str | None:
        """What a piece is by its form alone: letter of a list, numeral, name, abbreviation; None for others."""
        trusted = self._mode is Mode.UNMARKED
        if piece in "dđ" and self._state == _START and self._text[start + 1 : start + 2] in {")", "."}:
            # the letters of a list run a, b, c, d, đ, e
            self._after_d = not self._after_d
            return "d" if self._after_d else "đ"
        if len(piece) == 1:
            if self._state == _START and piece.islower():
                self._after_d = False
            return piece if trusted and piece.isalpha() and piece.upper() not in _WORDS_OF_ONE else None
        if self._loud:
            return None
        if _NUMERAL_ALONE.fullmatch(piece) or (trusted and _NAME.fullmatch(piece)):
            return piece
        if (
            trusted
            and self._alone
            and piece.isascii()
            and piece.isalpha()
            and piece.isupper()
            and len(piece) <= _ABBREVIATION
        ):
            return codes.abbreviation(piece, self._model.short)
        return None

    def _word(self, start: int, piece: str) -> None:
        read = place_tones(piece)
        kept = self._known(start, piece)
        if kept is not None:
            self.found.append(Slot(start, start + len(piece), [(OTHER, 0)], [kept]))
            self._state = _SMALL
            return
        choices, words = _choices(read, self._mode, self._state, self._loud)
        if read != piece and words[-1] == read:
            words = [*words[:-1], piece]
        self.found.append(Slot(start, start + len(piece), choices, words))
        self._state = _CAPITAL if piece[0].isupper() else _SMALL


def _case(token: str) -> tuple[int, int]:
    """How many capitals and how many small letters a token has; a number of a document says nothing."""
    big, small = sum(c.isupper() for c in token), sum(c.islower() for c in token)
    if "/" in token or (big == 1 and any(c.isdigit() for c in token)):
        return 0, 0
    return big, small


def _lonely(cases: Sequence[tuple[int, int]]) -> list[bool]:
    """For every token whether it stands in capitals between tokens that do not."""
    big = [False, *(one > 1 and one > two for one, two in cases), False]
    return [own and not before and not after for before, own, after in zip(big, big[1:], big[2:], strict=False)]


def _numeral(token: str) -> str:
    """A Roman numeral with a full stop, its strokes read right; the token itself where that gives none."""
    new = token.upper().replace("1", "I").replace("|", "I").replace("L", "I").replace("VV", "V")
    return new if _ROMAN.fullmatch(new) and len(token) > 2 else token


@lru_cache(maxsize=1 << 16)
def _choices(read: str, mode: Mode, state: int, loud: bool) -> tuple[list[Choice], list[str]]:  # noqa: FBT001
    """The choices of a word at a place of that kind; last the word as it was read, where it may stay."""
    candidates = channel()
    model = candidates.model
    found = candidates.read(read) if mode is Mode.READ else candidates.unmarked(read)
    choices = [(model.numbers[word.lower()], dear + _capital(model, word, state, loud=loud)) for word, dear in found]
    words = [word for word, _ in found]
    if read not in words:
        word, dear = _kept(read, model, loud=loud)
        choices.append((model.numbers.get(word.lower(), NUMBER if any(c.isdigit() for c in read) else OTHER), dear))
        words.append(word)
    return choices, words


def _capital(model: Model, word: str, state: int, *, loud: bool) -> int:
    """What the capitals of a candidate cost."""
    if len(word) > 1 and word.isupper():
        return 0 if loud else _OUT_OF_PLACE
    if loud:
        return _OUT_OF_PLACE if len(word) > 1 or word.islower() else 0
    return model.case[model.numbers[word.lower()] * 6 + state * 2 + word[0].isupper()]


def _kept(read: str, model: Model, *, loud: bool) -> Candidate:
    """The word as it is, and what it costs to believe it."""
    if read.isupper() and read.isascii() and read.isalpha() and len(read) <= _ABBREVIATION:
        doubtful = loud and len(read) > 1 and _VOWEL.search(read)
        return codes.abbreviation(read, model.short), _OUT_OF_PLACE if doubtful else 0
    if any(c.isdigit() for c in read):
        return read, _USUAL_WITH_DIGIT if _MIXED.fullmatch(read) else _WITH_DIGIT
    if read.lower() in _foreign():
        return read, 0
    return read, _STRANGE if read.isascii() else _STRANGER
