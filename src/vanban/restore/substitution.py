"""A substitution of letters solved by the language: which letter each number of a glyph stands for.

The letters that all fonts number alike are known; each other glyph takes the letter with which the words that hold it
are likeliest, the surest first, and those fix the next. Then each doubtful one is judged once more by pairs of words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from vanban.language import lexicon
from vanban.language.normal import place_tones
from vanban.restore.glyphs import ALL, BEFORE, BEHIND, GLYPH_SIGNS, SIGNS, base, cuts, is_glyph, is_word, suspicious
from vanban.restore.model import SCALE, Model
from vanban.restore.words import END, OTHER

#: words with a letter beyond ASCII that a text must have, and the share of them that must become syllables
ENOUGH: Final = 8
_SOLVED: Final = 0.8
_ROUNDS: Final = 80
_MOST_UNKNOWN: Final = 2
_SURE: Final = 0.9
#: what a name costs that the model does not know
_RARE_NAME: Final = 10 * SCALE
#: a word that is rarer among those that fit has no vote
_RARE: Final = 0.01
#: a letter whose glyph all fonts number alike has rarely another
_SECOND: Final = 0.02
#: a glyph that stands at heads of words only may be a capital, nearly as likely
_CAPITAL: Final = 0.9
#: share of the votes that needs no second look
_FIRM: Final = 0.98
#: looks at most, and letters that each weighs for a glyph
_LOOKS: Final = 2
_OPTIONS: Final = 8
#: glyphs in the order of the Vietnamese block from which the order is believed
_ENOUGH_ORDER: Final = 5
#: places at which a glyph is weighed
_SAMPLE: Final = 16
#: what it costs a letter to break the order of the Vietnamese block
_OUT_OF_ORDER: Final = 6 * SCALE
#: a piece with more letters is no word
_LONGEST: Final = 40


def solve(tokens: Sequence[str], model: Model) -> dict[str, str] | None:
    """Glyph -> letter for tokens (between blanks) that hold glyph numbers.

    None where the language finds no sense in them: at least _SOLVED of the tokens with strange letters must give words.
    """
    counts = Counter(
        piece
        for token in tokens
        if suspicious(token)
        for piece in GLYPH_SIGNS.split(token)[::2]
        if suspicious(piece) and len(piece) <= _LONGEST
    )
    if sum(counts.values()) < ENOUGH:
        return None
    letters = dict(base())
    doubtful: set[str] = set()
    options: dict[str, set[str]] = defaultdict(set)
    waiting = list(counts)
    small = _inside(counts)
    for _ in range(_ROUNDS):
        votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        waiting = [token for token in waiting if any(c not in letters and is_glyph(c) for c in token)]
        for token in waiting:
            for glyph, letter, share in _votes(token, letters, small, model):
                votes[glyph][letter] += counts[token] * share
        for glyph, counter in votes.items():
            options[glyph].update(letter for letter, _ in _ranked(counter)[:_OPTIONS])
        sure = _surest(votes, {letter for glyph, letter in letters.items() if ord(glyph) > 0x7E})
        if not sure:
            break
        letters |= {glyph: letter for glyph, (letter, _) in sure.items()}
        doubtful |= {glyph for glyph, (_, share) in sure.items() if share < _FIRM}
    letters = _completed(letters, counts)
    if _read_share(counts, letters) < _SOLVED:
        return None
    signed = [token.translate(SIGNS) for token in tokens]
    for _ in range(_LOOKS):
        before = letters
        again = {glyph: options[glyph] for glyph in doubtful | _disordered(letters)}
        letters = _polished(letters, again, small, signed, model)
        if letters == before:
            break
    letters = _cased(letters, small, counts)
    return letters if _read_share(counts, letters) >= _SOLVED else None


def _cased(letters: Mapping[str, str], small: frozenset[str], counts: Mapping[str, int]) -> dict[str, str]:
    """Two glyphs for a letter at heads of words only (đ, Đ): the capital is in words of capitals, or rarer."""
    found = dict(letters)
    holders = {letter: glyph for glyph, letter in letters.items() if ord(glyph) > 0x7E}
    for letter, glyph in holders.items():
        other = holders.get(letter.upper())
        if not letter.islower() or other is None or glyph in small or other in small:
            continue
        one, two = _weight(glyph, letters, counts), _weight(other, letters, counts)
        if one > two:
            found[glyph], found[other] = letter.upper(), letter
    return found


def _weight(glyph: str, letters: Mapping[str, str], counts: Mapping[str, int]) -> tuple[int, int]:
    """What speaks for a capital: how often a glyph stands among capitals, and how seldom at all."""
    loud = total = 0
    for piece, times in counts.items():
        if glyph in piece:
            total += times
            rest = [letters.get(c, c) for c in piece if c != glyph]
            loud += times * (len(rest) > 1 and all(c.isupper() for c in rest))
    return loud, -total


def _read_share(counts: Mapping[str, int], letters: Mapping[str, str]) -> float:
    """The share of pieces that are words under `letters`, 0 to 1."""
    table = str.maketrans(dict(letters))
    total = sum(counts.values())
    good = sum(times for piece, times in counts.items() if is_word(guess(piece, table).strip(BEFORE + BEHIND)))
    return good / total if total else 0.0


def guess(piece: str, table: Mapping[int, str]) -> str:
    """A piece as the cipher has it: the first way to leave out signs that gives a word."""
    if len(piece) > _LONGEST or (piece.isascii() and is_word(piece.strip(BEFORE + BEHIND))):
        return piece
    for lead, core, trail in cuts(piece):
        new = core.translate(table)
        if is_word(new):
            return lead + new + trail
    return piece.translate(table) if suspicious(piece) else piece


def _inside(pieces: Iterable[str]) -> frozenset[str]:
    """The glyphs that stand behind a small letter: no capital does."""
    table = base()
    return frozenset(
        glyph
        for piece in pieces
        for before, glyph in pairwise(piece)
        if is_glyph(glyph) and table.get(before, "").islower()
    )


def _votes(
    token: str, letters: Mapping[str, str], small: frozenset[str], model: Model
) -> Iterator[tuple[str, str, float]]:
    """What the words that a token may be say of its unknown glyphs: glyph, letter, share of the words."""
    for _, core, _ in cuts(token):
        unknown = [c for c in core if c not in letters and is_glyph(c)]
        if not unknown or len(set(unknown)) > _MOST_UNKNOWN:
            return
        if "?" in core:  # which stands for an unknown letter here, and in no word
            continue
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
                if glyph not in small:
                    # of two letters the first may be a capital alone
                    head = (plain[0] == "?" and at == 0) or (loud and len(rest) == 1)
                    if loud or head:
                        yield glyph, letter.upper(), _CAPITAL * chance if head else chance
                    if loud and not head:
                        continue
                yield glyph, letter, chance * _SECOND if letter in _known() else chance
        return


@lru_cache(maxsize=1 << 14)
def _fitting(plain: str, model: Model) -> Mapping[tuple[str, ...], float]:
    """The letters that make a word of `plain` in the place of its `?`, with the share of such words that they make."""
    found: dict[tuple[str, ...], float] = {}
    for word in _patterns(model).get("".join("?" if not c.isascii() else c for c in plain), ()):
        if all(a in ("?", b) for a, b in zip(plain, word, strict=True)):
            value = tuple(b for a, b in zip(plain, word, strict=True) if a == "?")
            found[value] = found.get(value, 0.0) + math.exp(-_one(word, model) / SCALE)
    total = sum(found.values())
    return {value: chance / total for value, chance in found.items() if chance >= _RARE * total}


def _one(word: str, model: Model) -> int:
    number = model.numbers.get(word)
    return _RARE_NAME if number is None else model.one[number]


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


def _distance(letters: Mapping[str, str]) -> int | None:
    """How far glyphs of the Vietnamese block stand from their letters, where the font keeps its order."""
    found = Counter(ord(c) - ord(g) for g, c in letters.items() if ord(g) > 0x7E and 0x1EA0 <= ord(c) <= 0x1EF9)
    if not found:
        return None
    offset, times = found.most_common(1)[0]
    return offset if times >= _ENOUGH_ORDER and times * 2 > found.total() else None


def _disordered(letters: Mapping[str, str]) -> set[str]:
    """Glyphs that break the order of the Vietnamese block."""
    offset = _distance(letters)
    return {g for g, c in letters.items() if ord(g) > 0x17F and offset is not None and ord(c) - ord(g) != offset}


def _completed(letters: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, str]:
    """Most fonts keep the order of the Vietnamese block: a glyph without votes takes the letter at its distance."""
    found = dict(letters)
    used = set(found.values())
    offset = _distance(letters)
    if offset is not None:
        for glyph in sorted({c for token in counts for c in token if is_glyph(c) and c not in found}):
            letter = chr(ord(glyph) + offset) if 0x1EA0 <= ord(glyph) + offset <= 0x1EF9 else ""
            if letter and letter not in used:
                found[glyph] = letter
    return found


def _polished(
    letters: Mapping[str, str],
    doubtful: Mapping[str, set[str]],
    small: frozenset[str],
    tokens: Sequence[str],
    model: Model,
) -> dict[str, str]:
    """Each doubtful glyph once more, judged by the words beside: the letter whose pairs of words are likeliest."""
    found = dict(letters)
    places: dict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(tokens):
        if not token.isascii():
            for glyph in {c for c in token if is_glyph(c)}:
                places[glyph].append(at)
    offset = _distance(found)
    words = _Words(found)
    for glyph in sorted(places, key=lambda one: (len(places[one]), one)):
        if glyph not in doubtful:
            continue
        old = found[glyph]
        nearby = {chr(max(0, ord(glyph) + offset))} & ALL if offset is not None else set()
        holders = {letter: other for other, letter in found.items() if ord(other) > 0x7E and other in places}
        best, gain = found, 0
        for letter in sorted((doubtful[glyph] | {old.swapcase()} | nearby) - {old}):
            for change in _changes(glyph, old, letter, holders, small):
                trial = {**found, **change}
                saved = _disorder(found, change, offset) - _disorder(trial, change, offset)
                others = _Words(trial, words, change)
                seen = {at for one in change for at in places[one][:_SAMPLE]}
                for at in sorted({at + step for at in seen for step in (0, 1) if 0 < at + step < len(tokens)}):
                    one, two = tokens[at - 1], tokens[at]
                    saved += _pair(words[one], words[two], model) - _pair(others[one], others[two], model)
                if saved > gain:
                    best, gain = trial, saved
        if gain:
            found = best
            words = _Words(found)
    return found


def _changes(
    glyph: str, old: str, letter: str, holders: Mapping[str, str], small: frozenset[str]
) -> Iterator[dict[str, str]]:
    """The ways to give a glyph another letter: each letter has one glyph, so that its holder takes another, too."""
    if glyph in small and letter.isupper():
        return
    holder = holders.get(letter)
    if holder is None:
        yield {glyph: letter}
        return
    yield {glyph: letter, holder: old}
    other = letter.swapcase()
    if other not in (old, *holders) and not (holder in small and other.isupper()):
        yield {glyph: letter, holder: other}


class _Words(dict[str, str]):
    """Tokens as a cipher has them; those without a `changed` glyph as another cipher has them."""

    def __init__(self, letters: Mapping[str, str], other: _Words | None = None, changed: Iterable[str] = ()) -> None:
        self._table = str.maketrans(dict(letters))
        self._other = other
        self._changed = tuple(changed)

    def __missing__(self, token: str) -> str:
        if self._other is not None and not any(glyph in token for glyph in self._changed):
            return self._other[token]
        word = self[token] = guess(token, self._table)
        return word


def _disorder(letters: Mapping[str, str], glyphs: Iterable[str], offset: int | None) -> int:
    """What it costs that glyphs break the order of the Vietnamese block, or stand for a letter that has another."""
    total = 0
    for glyph in glyphs:
        letter = letters[glyph]
        out = offset is not None and ord(letter) >= 0x1EA0 and ord(letter) - ord(glyph) != offset
        total += _OUT_OF_ORDER * (out + (letter in _known()))
    return total


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """The letters whose glyphs all fonts number alike."""
    return frozenset(base().values())


@lru_cache(maxsize=1 << 16)
def _pair(one: str, two: str, model: Model) -> int:
    """What the second word costs after the first."""
    first = model.numbers.get(place_tones(one.strip(BEFORE).lower()), OTHER)
    if not one[-1:].isalnum():
        first = END
    core = two.strip(BEFORE + BEHIND)
    second = model.numbers.get(place_tones(core.lower()), OTHER) if is_word(core) else OTHER
    if second == OTHER:
        return 2 * model.one[OTHER] + 10 * SCALE
    return model.pair(first, second)


@lru_cache(maxsize=1)
def _patterns(model: Model) -> dict[str, list[str]]:
    """Syllables, and words of the names of provinces, by their shape: letters beyond ASCII as `?`."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted({*model.words, *_names()}):
        if not word.isascii() and word.isalpha():
            found["".join(c if c.isascii() else "?" for c in word)].append(word)
    return found


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Words of the names of provinces, in small letters: not all of them (Đắk, Lắk) are words of official texts."""
    names = (province["name"] for province in lexicon.load("provinces")["province"])
    return frozenset(place_tones(word.lower()) for name in names for word in name.split())
