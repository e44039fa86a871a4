"""A damaged text as a row of slots: for every word what it may have been, for every sign what it is.

Numbers, addresses and signs have one choice: themselves. A word that holds a digit (`s6`, `1a`) may be a word that was
misread; a number never is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from vanban.language.addresses import is_address
from vanban.language.normal import place_tones
from vanban.restore import codes, digits, names
from vanban.restore.choices import CAPITAL, LONGEST_ABBREVIATION, SMALL, START, Mode, channel, choices_of, doubted
from vanban.restore.search import Choice
from vanban.restore.words import END, NUMBER, OTHER, sign

#: signs that recognisers see in letters; they may stand inside a misread word
_ODD: Final = "¢£§¥€®©°¤¡¬@&’'"
_CHUNK: Final = re.compile(r"\S+")
_PIECE: Final = re.compile(rf"[\w{_ODD}][\w{_ODD}\u0300-\u036f]*|[^\w\s]")
_NUMBER: Final = re.compile(r"\d[\d.,/\-–:%]*")
_AROUND: Final = '()[].,;:"“”'
#: signs that more likely end a word than belong to it
_BEHIND: Final = ".,;:)"
#: a hook that was read as a question mark: the line goes on, as official texts ask nothing
_HOOK: Final = re.compile(r"[^\W\d]\?[^\n]")
_NUMERAL: Final = re.compile(r"[IVX|l][IVXvl1L|]{0,4}[.)-]")
_NUMERAL_ALONE: Final = re.compile(r"[IVX]{2,5}")
#: a numeral before another, as in a list of them
_BEHIND_NUMERAL: Final = re.compile(r"(?<!\w)[IVX]+[,;]?\s\Z")
_BEFORE: Final = 8
#: letters that are words by themselves once they have their marks (à, ế, ở, ủ, ý)
_WORDS_OF_ONE: Final = frozenset("AEOUY")
#: names of products and companies: IoT, MobiFone
_NAME: Final = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*")
#: a word of a name as printed below a signature; such lines have no more words
_NAMED: Final = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]{0,7}")
_LONGEST_NAME: Final = 5
_ROMAN: Final = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})[.)-]")
_LABEL: Final = re.compile(r"[-+•*–]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ][.)]\s|[IVXL]{1,5}[.)]\s")
#: what a page break leaves inside a sentence
_PAGE_NUMBER: Final = re.compile(r"\s*-?\s?\d{1,4}\s?-?\s*")
_TERMINAL: Final = frozenset(".:;!?…")
#: a text with a longer line is not wrapped: each of its lines is a paragraph
_LONGEST_LINE: Final = 160
#: so many tokens in capitals, one after the other, are a heading inside a line
_RUN: Final = 4

#: shortest abbreviation whose D a recogniser with Vietnamese is thought to have misread: shorter ones mean many things
_TELLING: Final = 4


class Slot(msgspec.Struct, gc=False):
    """A place of the text with its choices; `words` are what each would put there, None where nothing changes."""

    start: int
    end: int
    choices: list[Choice]
    words: list[str] | None = None


class Slots:
    """Cuts passages of one text into slots."""

    def __init__(self, text: str, mode: Mode) -> None:
        self.found: list[Slot] = []
        self._text = text
        self._mode = mode
        self._trusted = mode is Mode.UNMARKED
        self._channel = channel()
        self._model = self._channel.model
        self._whole: Mapping[str, str] = self._model.channel.whole if mode is Mode.READ else {}
        self._wrapped = max(map(len, text.split("\n"))) <= _LONGEST_LINE
        self._hooks = len(_HOOK.findall(text)) > 1
        self._state = START
        self._loud = self._alone = self._named = False
        self._after_d = False
        self._family: str | None = None
        self._last = 0

    def add(self, start: int, end: int) -> None:
        """The slots of the passage from `start` to `end`; a sentence that a page break cut goes on in it."""
        if _PAGE_NUMBER.fullmatch(self._text, start, end):
            return
        if self._goes_on(start):
            self._state = SMALL
        else:
            self._end(start)
        self._last = end
        chunks = list(_CHUNK.finditer(self._text, start, end))
        loud = self._loudness(chunks)
        named = self._names(chunks)
        families = self._families(chunks)
        alone = _lonely([_case(match.group()) for match in chunks])
        last = start
        for place, match in enumerate(chunks):
            if self._is_page_number(match):
                last = match.end()
                continue
            gap = self._text[last : match.start()]
            if "\n" in gap and (
                not self._wrapped or gap.count("\n") > 1 or _LABEL.match(self._text, match.start(), end)
            ):
                self._end(last)
            last = match.end()
            self._loud, self._alone, self._named = loud[place], alone[place], named[place]
            self._family = families.get(place)
            self._token(match.start(), match.group())

    def _families(self, chunks: Sequence[re.Match[str]]) -> dict[int, str]:
        """By the place of a token, the word of a name that it is; names do not go on in the next line."""
        if self._mode is Mode.RECOGNISED:
            return {}
        text = self._text
        return names.named(
            [f"{one.group()};" if text[one.end() : one.end() + 1] == "\n" else one.group() for one in chunks]
        )

    def close(self) -> None:
        """Ends the last sentence."""
        self._end(self._last)

    def _goes_on(self, start: int) -> bool:
        """Whether the passage at `start` goes on with the sentence of the one before."""
        if self._last == 0 or self._text[self._last - 1] in _TERMINAL or _LABEL.match(self._text, start):
            return False
        return self._text[start : start + 1].islower()

    def _is_page_number(self, match: re.Match[str]) -> bool:
        """Whether a token is a number alone on its line."""
        before, after = self._text[max(0, match.start() - 1) : match.start()], self._text[match.end() : match.end() + 1]
        return before == "\n" == after and _PAGE_NUMBER.fullmatch(match.group()) is not None

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
                found[first:last] = [0 < own_big >= own_small for own_big, own_small in cases[first:last]]
            else:
                run = first
                for place in range(first, last + 1):
                    if place == last or cases[place][0] <= cases[place][1]:
                        if place - run >= _RUN:
                            found[run:place] = [True] * (place - run)
                        run = place + 1
            first = last
        return found

    def _names(self, chunks: Sequence[re.Match[str]]) -> list[bool]:
        """For every token whether it stands in a line that holds a name alone, as below a signature."""
        found = [False] * len(chunks)
        first = 0
        while first < len(chunks):
            last = first + 1
            while last < len(chunks) and "\n" not in self._text[chunks[last - 1].end() : chunks[last].start()]:
                last += 1
            if 2 <= last - first <= _LONGEST_NAME and all(
                _NAMED.fullmatch(one.group()) and one.group()[0].isupper() for one in chunks[first:last]
            ):
                found[first:last] = [True] * (last - first)
            first = last
        return found

    def _of_a_name(self, read: str, words: Sequence[str]) -> list[int]:
        """The places of words with a capital: surnames at the head of a name, usual ones for what lost its marks."""
        capital = [at for at, word in enumerate(words) if word[0].isupper()] or [*range(len(words))]
        surnames, middle = names.people()
        if self._state != START and not read.isascii():
            return capital
        usual = surnames if self._state == START else middle
        return [at for at in capital if words[at].lower() in usual] or capital

    def _end(self, place: int) -> None:
        if not self.found or self.found[-1].choices[0][0] != END:
            self.found.append(Slot(place, place, [(END, 0)]))
        self._state = START

    def _token(self, start: int, token: str) -> None:
        """What stands between two blanks."""
        end = start + len(token)
        if _NUMBER.fullmatch(token.strip(_AROUND)):
            self.found.append(Slot(start, end, [(NUMBER, 0)]))
            if self._state == START:
                self._state = START if token[-1] == "." else SMALL
            if not token[-1].isalnum():
                self._sign(end - 1, token[-1])
        elif self._state == START and self._mode is Mode.READ and _NUMERAL.fullmatch(token):
            self.found.append(Slot(start, end, [(END, 0)], [_numeral(token)]))
        elif is_address(token):
            self.found.append(Slot(start, end, [(OTHER, 0)]))
            self._state = SMALL
        elif token not in self._whole and codes.looks_coded(token):
            kind = NUMBER if any(c.isdigit() for c in token) else OTHER
            words = (
                None
                if self._mode is Mode.RECOGNISED
                else [codes.mended(token, self._model.short, trusted=self._trusted)]
            )
            self.found.append(Slot(start, end, [(kind, 0)], words))
            self._state = SMALL
        else:
            for first, piece in self._pieces(token):
                if any(c.isdigit() for c in piece) and self._stays(piece):
                    self.found.append(Slot(start + first, start + first + len(piece), [(NUMBER, 0)]))
                    self._state = SMALL
                elif piece[0].isalnum() or len(piece) > 1 or piece in _ODD:
                    self._word(start + first, piece)
                elif not (piece == "?" and self._hook(start + first)):
                    self._sign(start + first, piece)

    def _sign(self, place: int, character: str) -> None:
        value = sign(character)
        self.found.append(Slot(place, place, [(value, 0)]))
        if value == END:
            self._state = START

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
        whole = self._whole
        if token.isalpha() or (token in whole and token[-1] not in _BEHIND and not token.isdigit()):
            return [(0, token)]
        joined: list[tuple[int, str]] = []
        for match in _PIECE.finditer(token):
            piece = match.group()
            parted = 0
            if self._mode is not Mode.RECOGNISED and piece not in whole and not piece.isalpha():
                parted = digits.parted(piece, self._is_word)
            if parted:
                joined += [(match.start(), piece[:parted]), (match.start() + parted, piece[parted:])]
                continue
            if joined and piece not in _BEHIND and joined[-1][1] not in "(-–":
                before, last = joined[-1]
                if before + len(last) == match.start() and last + piece in whole:
                    joined[-1] = (before, last + piece)
                    continue
            joined.append((match.start(), piece))
        return joined

    def _is_word(self, letters: str) -> bool:
        """Whether letters without marks are a word, and no symbol of a unit (`5ha`)."""
        return bool(self._channel.spelt(letters)) and letters not in codes.foreign()

    def _stays(self, piece: str) -> bool:
        """Whether the digits of a piece are digits, so that all of it stays."""
        if piece.isdigit() or self._mode is Mode.UNMARKED:
            return True
        is_measure = piece not in self._whole and piece.lstrip("0123456789").lower() in codes.foreign()
        return is_measure or not digits.is_misread(piece, self._whole)

    def _known(self, start: int, piece: str) -> str | None:
        """What a piece is by its form alone: letter of a list, numeral, name, abbreviation; None for others."""
        if self._mode is Mode.RECOGNISED:
            return self._believed(piece)
        trusted = self._trusted
        if piece in "dđ" and self._state == START and self._text[start + 1 : start + 2] in {")", "."}:
            # the letters of a list run a, b, c, d, đ, e
            self._after_d = not self._after_d
            return "d" if self._after_d else "đ"
        if len(piece) == 1:
            if self._state == START and piece.islower():
                self._after_d = False
                if self._text[start + 1 : start + 2] in {")", "."}:
                    return piece
            if self.found[-1].choices[0][0] == NUMBER and piece.upper() not in _WORDS_OF_ONE:
                return piece  # a unit: 5 m, 12 h
            return piece if trusted and piece.isalpha() and piece.upper() not in _WORDS_OF_ONE else None
        if piece.isupper() and self._is_short(start, piece):
            return piece
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
            and len(piece) <= LONGEST_ABBREVIATION
        ):
            return codes.abbreviation(piece, self._model.short, trusted=True)
        return None

    def _is_short(self, start: int, piece: str) -> bool:
        """Whether a piece in capitals is a numeral, a usual abbreviation or a foreign name, not a word of a heading."""
        low = piece.lower()
        may_be_word = any(word != low for word in self._channel.spelt(low))
        if _NUMERAL_ALONE.fullmatch(piece):
            return not may_be_word or bool(_BEHIND_NUMERAL.search(self._text, max(0, start - _BEFORE), start))
        usual = self._model.short.get(piece) == piece or low in codes.foreign() or codes.is_marked_short(piece)
        return usual and not (self._loud and may_be_word)

    def _believed(self, piece: str) -> str | None:
        """The same where the recogniser knew Vietnamese: only words are doubted."""
        if len(piece) == 1 or not piece.isalpha() or _NUMERAL_ALONE.fullmatch(piece):
            return piece
        if not piece.isupper():
            return piece if _NAME.fullmatch(piece) else None
        if piece.lower() in self._model.numbers and not self._alone:
            return None
        if (
            piece.isascii()
            and len(piece) <= LONGEST_ABBREVIATION
            and not (self._loud and self._channel.spelt(piece.lower()))
        ):
            return self._model.short.get(piece, piece) if len(piece) >= _TELLING else piece
        return None if self._loud else piece

    def _word(self, start: int, piece: str) -> None:
        if self._family is not None and len(self._family) == len(piece):
            number = self._model.numbers.get(self._family.lower(), OTHER)
            self.found.append(Slot(start, start + len(piece), [(number, 0)], [self._family]))
            self._state = CAPITAL
            return
        read = place_tones(piece)
        kept = self._known(start, piece)
        if kept is not None:
            self.found.append(Slot(start, start + len(piece), [(OTHER, 0)], [kept]))
            self._state = SMALL
            return
        if self._mode is Mode.RECOGNISED:
            choices, words = doubted(read, self._state, self._loud)
            words = [piece, *words[1:]]
        else:
            choices, words = choices_of(read, self._mode, self._state, self._loud)
            if self._named:
                places = self._of_a_name(read, words)
                choices, words = [choices[at] for at in places], [words[at] for at in places]
            if read != piece and words[-1] == read:
                words = [*words[:-1], piece]
        self.found.append(Slot(start, start + len(piece), choices, words))
        self._state = CAPITAL if piece[0].isupper() else SMALL


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
    """A Roman numeral with its sign, its strokes read right; the token itself where that gives none."""
    new = token.upper().replace("1", "I").replace("|", "I").replace("L", "I").replace("VV", "V")
    return new if _ROMAN.fullmatch(new) and len(token) > 2 else token
