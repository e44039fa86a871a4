"""Numbers of list labels in the forms that word processors know."""

from __future__ import annotations

from typing import Final

_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST_ROMAN: Final = 4000
_ALPHABET: Final = 26
_MOST_LETTERS: Final = 20


def format_number(value: int, form: str) -> str:
    """A number in one of Word's number formats (`upperRoman`, `lowerLetter`, …); unknown ones print decimal digits."""
    if form in {"upperRoman", "lowerRoman"}:
        printed = _roman(value)
        return printed.lower() if form == "lowerRoman" else printed
    if form in {"upperLetter", "lowerLetter"}:
        printed = _letters(value)
        return printed.lower() if form == "lowerLetter" else printed
    if form == "decimalZero":
        return f"{value:02d}"
    return "" if form == "none" else str(value)


def _roman(value: int) -> str:
    if not 0 < value < _MOST_ROMAN:
        return str(value)
    parts: list[str] = []
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        parts.append(sign * count)
    return "".join(parts)


def _letters(value: int) -> str:
    """A … z, then aa, bb, as Word counts."""
    if not 0 < value <= _ALPHABET * _MOST_LETTERS:
        return str(value)
    rounds, place = divmod(value - 1, _ALPHABET)
    return chr(ord("A") + place) * (rounds + 1)
