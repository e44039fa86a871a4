"""Text whose letters are numbers of glyphs: a substitution of letters, solved by the language.

A PDF font without a map to Unicode hands out the number of each glyph as if it were a letter. TrueType fonts number
their first glyphs alike: blank is 3, then ASCII in its order, then the letters of the Macintosh set (Apple, TrueType
Reference Manual, table `post`, format 1). Beyond them every font has an order of its own: those letters are found by
the words that they give. Glyphs below 32 (digits, most signs) come out as control characters; where a program dropped
those, they are gone.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from vanban.language.normal import place_tones
from vanban.language.syllables import syllables
from vanban.restore.changes import Edits, Restoration
from vanban.restore.model import SCALE, Model
from vanban.restore.words import END, OTHER

#: distance of a glyph from its letter in ASCII
_SHIFT: Final = 29
_FIRST: Final = 0x20
#: letters from glyph 98 on
_MACINTOSH: Final = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
_LETTERS: Final = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_ALL: Final = _LETTERS + _LETTERS.upper()
#: words with a letter beyond ASCII that a text must have, and the share of them that must become syllables
_ENOUGH: Final = 8
_SOLVED: Final = 0.8
_ROUNDS: Final = 80
_MOST_UNKNOWN: Final = 2
_SURE: Final = 0.9
#: a word that is rarer among those that fit has no vote
_RARE: Final = 0.01
#: a glyph at the head of a word may be a capital, nearly as likely
_CAPITAL: Final = 0.9
#: share of the votes that needs no second look
_FIRM: Final = 0.98
#: looks at most, and letters that each weighs for a glyph
_LOOKS: Final = 3
_OPTIONS: Final = 4
#: glyphs in the order of the Vietnamese block from which the order is believed
_ENOUGH_ORDER: Final = 5
#: places at which a glyph is weighed
_SAMPLE: Final = 16
#: confidence of a token that is a word by now, and of another
_READS_WELL: Final = 0.97
_READS_BADLY: Final = 0.5
#: what it costs a letter to break the order of the Vietnamese block
_OUT_OF_ORDER: Final = 6 * SCALE
#: letters that no Vietnamese word has: a glyph that would be one stands for itself
_FOREIGN: Final = frozenset("fjwzFJWZ")
#: signs that may stand before or behind a word in a sound font
_BEFORE: Final = "([“\"'–-"
_BEHIND: Final = ")]”\"':;…,.!?–-"
_GLYPH_SIGNS: Final = re.compile(r"([\x03-\x08\x0b\x0c\x0e-\x1f\ue003-\ue01f]+)")
_TOKEN: Final = re.compile(r"[^ \t\n\r\u00a0]+")
_SOUND_SIGNS: Final = re.compile(r"[-–—/,.;:()“”\"'%]+")
#: a word of ASCII alone that is taken for glyphs has so many letters
_SHORTEST: Final = 3
_LETTER: Final = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _base() -> dict[str, str]:
    """Glyph number as a letter -> the letter, for the glyphs that all fonts number alike."""
    table = {chr(code): chr(code + _SHIFT) for code in range(_FIRST, 0x7F - _SHIFT)}
    table |= {chr(98 + place): letter for place, letter in enumerate(_MACINTOSH[: 0x7F - 98])}
    return {glyph: letter for glyph, letter in table.items() if letter.isalpha() and letter not in _FOREIGN}


#: where the reader of text files puts control characters
_PRIVATE: Final = 0xE000
#: control characters, except those that end lines, and the signs and digits that they number
_CONTROLS: Final = {
    chr(place + code): chr(code + _SHIFT)
    for code in range(3, _FIRST)
    for place in (0, _PRIVATE)
    if chr(code) not in "\t\n\r"
}


def _strange(character: str) -> bool:
    """Whether a letter is none of those that Vietnamese writes."""
    return ord(character) > 0x7E and character not in _ALL and (character.isalpha() or ord(character) >= 0x0250)


def suspicious(token: str) -> bool:
    """Whether a token holds the number of a glyph that no Vietnamese letter has."""
    return any(map(_strange, token))


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    known = syllables()
    return known | frozenset(place_tones(word) for word in known)


def _word(text: str) -> bool:
    """Whether `text` is a syllable, its capitals where capitals can stand."""
    regular = text.islower() or text.isupper() or text[1:].islower()
    return regular and text.isalpha() and text.lower() in _words()


class Cipher:
    """One font's substitution, as far as it was solved."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        self.letters: Mapping[str, str] = dict(letters)
        self._table = str.maketrans(self.letters)
        self._big = str.maketrans({glyph: letter for glyph, letter in self.letters.items() if letter.isupper()})
        self._controls = str.maketrans(_CONTROLS)
        self.word = lru_cache(maxsize=1 << 14)(self._word)

    def _word(self, token: str) -> str:
        """A token (between blanks) with its glyphs as letters; one that is sound stays as it is."""
        pieces = _GLYPH_SIGNS.split(token)
        if len(pieces) > 1:
            return "".join(
                self._piece(piece) if at % 2 == 0 else piece.translate(self._controls)
                for at, piece in enumerate(pieces)
            )
        return self._piece(token)

    def _piece(self, token: str) -> str:
        strange = suspicious(token)
        if not token or (not strange and _sound(token)):
            return token
        for table in (self._table, self._big):
            for lead, core, trail in _cuts(token):
                new = core.translate(table)
                if _word(new) and (strange or len(new) >= _SHORTEST or not new.isascii()):
                    return lead + new + trail
        return token.translate(self._table) if strange else token


def _cuts(token: str) -> Iterator[tuple[str, str, str]]:
    """The token whole, then without the signs that may be none of its glyphs."""
    first = len(token) - len(token.lstrip(_BEFORE))
    last = len(token.rstrip(_BEHIND))
    for begin in range(first + 1):
        for end in range(len(token), max(last, begin + 1) - 1, -1):
            yield token[:begin], token[begin:end], token[end:]


def _sound(token: str) -> bool:
    """Whether all parts of a token are syllables or numbers, so that nothing speaks for glyphs."""
    parts = _SOUND_SIGNS.split(token)
    return all(not part or part.isdigit() or _word(part) for part in parts)


def solve(tokens: Sequence[str], model: Model) -> Cipher | None:
    """The cipher of tokens (between blanks) that hold glyph numbers; None where the language finds no sense in them.

    The letters that all fonts number alike are known; each other glyph takes the letter with which the words that hold
    it are likeliest, the surest first, and those fix the next.
    """
    counts = Counter(piece for token in tokens for piece in _GLYPH_SIGNS.split(token)[::2] if suspicious(piece))
    if sum(counts.values()) < _ENOUGH:
        return None
    letters = dict(_base())
    doubtful: set[str] = set()
    options: dict[str, set[str]] = defaultdict(set)
    waiting = list(counts)
    for _ in range(_ROUNDS):
        votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        waiting = [token for token in waiting if any(c not in letters and _strange(c) for c in token)]
        for token in waiting:
            for glyph, letter, share in _votes(token, letters, model):
                votes[glyph][letter] += counts[token] * share
        for glyph, counter in votes.items():
            options[glyph].update(letter for letter, _ in _ranked(counter)[:_OPTIONS])
        sure = _surest(votes, {letter for glyph, letter in letters.items() if ord(glyph) > 0x7E})
        if not sure:
            break
        letters |= {glyph: letter for glyph, (letter, _) in sure.items()}
        doubtful |= {glyph for glyph, (_, share) in sure.items() if share < _FIRM}
    letters = _completed(letters, counts)
    for _ in range(_LOOKS):
        before = letters
        again = {glyph: options[glyph] for glyph in doubtful | _disordered(letters)}
        letters = _polished(letters, again, tokens, model)
        doubtful = set()
        if letters == before:
            break
    cipher = Cipher(letters)
    total = sum(counts.values())
    good = sum(times for token, times in counts.items() if any(map(_word, _LETTER.findall(cipher.word(token)))))
    return cipher if good >= _SOLVED * total else None


def _votes(token: str, letters: Mapping[str, str], model: Model) -> Iterator[tuple[str, str, float]]:
    """What the words that a token may be say of its unknown glyphs: glyph, letter, share of the words."""
    for _, core, _ in _cuts(token):
        unknown = [c for c in core if c not in letters and _strange(c)]
        if not unknown or len(set(unknown)) > _MOST_UNKNOWN:
            return
        plain = "".join("?" if c in unknown else letters.get(c, c) for c in core)
        rest = [c for c in plain if c != "?"]
        loud = bool(rest) and all(c.isupper() for c in rest)
        if not plain.replace("?", "a").isalpha() or (not loud and any(c.isupper() for c in rest[1:])):
            continue
        chances = _fitting(plain.lower(), model)
        if not chances:
            continue
        for value, chance in chances.items():
            for at, (glyph, letter) in enumerate(zip(unknown, value, strict=True)):
                yield glyph, letter.upper() if loud else letter, chance
                if plain[0] == "?" and at == 0 and not loud:
                    yield glyph, letter.upper(), _CAPITAL * chance
        return


@lru_cache(maxsize=1 << 14)
def _fitting(plain: str, model: Model) -> Mapping[tuple[str, ...], float]:
    """The letters that make a word of `plain` in the place of its `?`, with the share of such words that they make."""
    found: dict[tuple[str, ...], float] = {}
    for word in _patterns(model).get("".join("?" if not c.isascii() else c for c in plain), ()):
        if all(a in ("?", b) for a, b in zip(plain, word, strict=True)):
            value = tuple(b for a, b in zip(plain, word, strict=True) if a == "?")
            found[value] = found.get(value, 0.0) + math.exp(-model.one[model.numbers[word]] / SCALE)
    total = sum(found.values())
    return {value: chance / total for value, chance in found.items() if chance >= _RARE * total}


def _ranked(counter: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(counter.items(), key=lambda item: -item[1])


def _surest(votes: Mapping[str, Mapping[str, float]], used: set[str]) -> dict[str, tuple[str, float]]:
    """The glyphs whose letter is plain by now, with its share of the votes; the clearest at least, each letter once."""
    ranked = []
    for glyph, counter in votes.items():
        left = [(letter, value) for letter, value in _ranked(counter) if letter not in used]
        if not left:
            continue
        letter, most = left[0]
        total = sum(value for other, value in left if other.lower() != letter.lower()) + most
        share = most / total
        ranked.append((share * (1 - 1 / (1 + most)), share, glyph, letter))
    ranked.sort(reverse=True)
    chosen: dict[str, tuple[str, float]] = {}
    taken = set()
    for place, (_, share, glyph, letter) in enumerate(ranked):
        if (place == 0 or share >= _SURE) and letter not in taken:
            chosen[glyph] = (letter, share)
            taken.add(letter)
    return chosen


def _distance(letters: Mapping[str, str]) -> tuple[int | None, int, int]:
    """How far glyphs of the Vietnamese block mostly stand from their letters, how many do so, how many there are."""
    found = Counter(ord(c) - ord(g) for g, c in letters.items() if ord(g) > 0x7E and 0x1EA0 <= ord(c) <= 0x1EF9)
    if not found:
        return None, 0, 0
    offset, times = found.most_common(1)[0]
    return offset, times, found.total()


def _disordered(letters: Mapping[str, str]) -> set[str]:
    """Glyphs that break the order of the Vietnamese block."""
    offset, _, _ = _distance(letters)
    return {g for g, c in letters.items() if ord(g) > 0x17F and offset is not None and ord(c) - ord(g) != offset}


def _completed(letters: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, str]:
    """Most fonts keep the order of the Vietnamese block: a glyph without votes takes the letter at its distance."""
    found = dict(letters)
    used = set(found.values())
    offset, times, total = _distance(letters)
    if offset is not None and times >= _ENOUGH_ORDER and times * 2 > total:
        for glyph in sorted({c for token in counts for c in token if _strange(c) and c not in found}):
            letter = chr(ord(glyph) + offset) if 0x1EA0 <= ord(glyph) + offset <= 0x1EF9 else ""
            if letter and letter not in used:
                found[glyph] = letter
    return found


def _polished(
    letters: Mapping[str, str], doubtful: Mapping[str, set[str]], tokens: Sequence[str], model: Model
) -> dict[str, str]:
    """Each doubtful glyph once more, judged by the words beside: the letter whose pairs of words are likeliest."""
    found = dict(letters)
    places: dict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(tokens):
        for glyph in {c for c in token if _strange(c)}:
            places[glyph].append(at)
    offset, _, _ = _distance(found)
    for glyph in sorted(places, key=lambda one: len(places[one])):
        if glyph not in doubtful:
            continue
        old = found[glyph]
        nearby = {chr(max(0, ord(glyph) + offset))} & set(_ALL) if offset is not None else set()
        holders = {letter: other for other, letter in found.items() if ord(other) > 0x7E and other in places}
        best, gain = found, 0
        for letter in sorted((doubtful[glyph] | {old.swapcase()} | nearby) - {old}):
            trial = {**found, glyph: letter}
            seen = set(places[glyph][:_SAMPLE])
            if letter in holders:
                # each letter has one glyph: the two change places
                trial[holders[letter]] = old
                seen |= set(places[holders[letter]][:_SAMPLE])
            near = sorted({place + step for place in seen for step in (0, 1) if 0 < place + step < len(tokens)})
            saved = _total(found, near, tokens, model) - _total(trial, near, tokens, model)
            saved += _disorder(found, offset) - _disorder(trial, offset)
            if saved > gain:
                best, gain = trial, saved
        found = best
    return found


def _total(letters: Mapping[str, str], near: Sequence[int], tokens: Sequence[str], model: Model) -> int:
    cipher = Cipher(letters)
    return sum(_pair(cipher.word(tokens[at - 1]), cipher.word(tokens[at]), model) for at in near)


def _disorder(letters: Mapping[str, str], offset: int | None) -> int:
    """What it costs that glyphs break the order of the Vietnamese block."""
    if offset is None:
        return 0
    return _OUT_OF_ORDER * sum(
        ord(letter) >= 0x1EA0 and ord(letter) - ord(glyph) != offset for glyph, letter in letters.items()
    )


def _pair(one: str, two: str, model: Model) -> int:
    """What the second word costs after the first."""
    first = model.numbers.get(place_tones(one.strip(_BEFORE).lower()), OTHER)
    if not one[-1:].isalnum():
        first = END
    core = two.strip(_BEFORE + _BEHIND)
    second = model.numbers.get(place_tones(core.lower()), OTHER) if _word(core) else OTHER
    if second == OTHER:
        return 2 * model.one[OTHER] + 10 * SCALE
    return model.pair(first, second)


@lru_cache(maxsize=1)
def _patterns(model: Model) -> dict[str, list[str]]:
    """Syllables by their shape, letters beyond ASCII as `?`."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in model.words:
        if not word.isascii() and word.isalpha():
            found["".join(c if c.isascii() else "?" for c in word)].append(word)
    return found


def deciphered(text: str, model: Model) -> Restoration | None:
    """`text` with its glyphs as letters; None where it holds none, or none that the language can solve."""
    cipher = solve(_TOKEN.findall(text), model)
    if cipher is None:
        return None
    edits = Edits(text)
    for match in _TOKEN.finditer(text):
        new = cipher.word(match.group())
        edits.put(match.start(), match.end(), new, _READS_WELL if _sound(new) else _READS_BADLY)
    return edits.done()
