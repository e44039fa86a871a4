"""Digits and signs that recognisers see in letters: what a token says when each is read as the letter it looks like."""

from __future__ import annotations

from typing import Final

_LETTERS: Final = str.maketrans("0146259¢£€©°@ø", "olaoasgceecooo")
#: signs that stand for a letter and never beside a number
_SIGNS: Final = frozenset("¢£€©")
#: a nine is seen in an o with a dot below as well
_NINES: Final = str.maketrans("9", "o")
_STROKES: Final = str.maketrans("1|!", "iii")
#: letters that a recogniser takes for digits
_DIGITS: Final = str.maketrans("012469", "olaaog")
_AS_I: Final = str.maketrans("1", "i")


def seen_in(digits: str) -> tuple[str, ...]:
    """What letters, without marks, a recogniser may have taken for these digits."""
    found = dict.fromkeys((digits.translate(_DIGITS), digits.translate(_AS_I).translate(_DIGITS)))
    return tuple(word for word in found if word.isalpha())


def lettered(token: str) -> tuple[str, ...]:
    """`token` with a letter for every digit and sign in it, where that leaves letters alone; else nothing.

    A number is none of them: at least one letter must have been read.
    """
    if token.isalpha() or not any(c.isalpha() or c in _SIGNS for c in token):
        return ()
    readings = (token, token.translate(_STROKES), token.translate(_NINES))
    found = dict.fromkeys(reading.translate(_LETTERS) for reading in readings)
    loud = token.isupper() and sum(c.isalpha() for c in token) > 1
    return tuple(word.upper() if loud else word for word in found if word.isalpha())


def explains(token: str, reading: str, skeleton: str) -> bool:
    """Whether every digit of `token` is a letter of a word that looks like it.

    reading: what `lettered` makes of the token, skeleton: the word, both in small letters without marks. Of the other
    letters one may be another, missing or too many; where the token begins as a number does, only a sign.
    """
    if len(reading) != len(token):
        return reading == skeleton
    if token[0].isdigit():
        free = [place for place, c in enumerate(token) if not c.isalnum()]
    else:
        free = [place for place, c in enumerate(token) if not c.isdigit()]
    if len(skeleton) == len(reading):
        wrong = [place for place, (a, b) in enumerate(zip(reading, skeleton, strict=True)) if a != b]
        return not wrong or (len(wrong) == 1 and wrong[0] in free)
    if len(skeleton) == len(reading) - 1:
        return any(reading[:place] + reading[place + 1 :] == skeleton for place in free)
    return (
        not token[0].isdigit()
        and len(skeleton) == len(reading) + 1
        and any(skeleton[:place] + skeleton[place + 1 :] == reading for place in range(len(skeleton)))
    )
