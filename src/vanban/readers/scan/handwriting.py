"""The number and the day of a letterhead, which are often written by hand: what is not surely printed is left blank.

A blank number is null in the record, with the finding that it is missing: better than a guess.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from vanban.language.normal import fold
from vanban.readers.scan.hocr import Seen

#: A printed digit is read with more confidence than this; a written one seldom is.
_PRINTED: Final = 85
#: How far behind `Số:` the signs of the number begin, and how far the line of the date may lie above or below it.
_REACH: Final = 9
_LEVEL: Final = 1.2
_NUMBER: Final = re.compile(r"so[:.;,]{0,2}")
_WORD: Final = "ngay"
_DAY: Final = re.compile(rf"{_WORD}(?P<behind>.*)")


def blanked(words: list[Seen], height: float) -> list[Seen]:
    """The words of a page without what is unsure between `Số:` and `/`, and between `ngày` and `tháng` beside it.

    Only in the letterhead, in the upper third of a page of this height: the numbers of cited documents are not touched.
    """
    head = [word for word in words if word.foot < height / 3]
    number = next((word for word in head if _NUMBER.fullmatch(fold(word.text)) and _opens(word, head)), None)
    if number is None:
        return words
    changed: dict[int, Seen | None] = {}
    _blank_number(number, head, changed)
    _blank_day(number, head, changed)
    return [new for word in words if (new := changed.get(id(word), word)) is not None]


def _opens(word: Seen, head: list[Seen]) -> bool:
    """Whether nothing stands before a word on its line."""
    return not any(
        abs(other.foot - word.foot) < word.size / 2 and 0 < word.x0 - other.x0 < _REACH * word.size for other in head
    )


def _behind(word: Seen, head: list[Seen], reach: float) -> list[Seen]:
    """The words behind a word on its line, from left to right."""
    near = [
        other
        for other in head
        if abs(other.foot - word.foot) < word.size * 0.6 and 0 < other.x0 - word.x0 < reach * word.size
    ]
    return sorted(near, key=lambda other: other.x0)


def _is_printed(text: str, word: Seen) -> bool:
    return word.sure >= _PRINTED and text.strip(".,").isdigit()


def _blank_number(number: Seen, head: list[Seen], changed: dict[int, Seen | None]) -> None:
    between: list[Seen] = []
    for word in _behind(number, head, _REACH):
        before, slash, signs = word.text.partition("/")
        if not slash:
            between.append(word)
            continue
        if before and not _is_printed(before, word):
            share = len(before) / len(word.text)
            changed[id(word)] = msgspec.structs.replace(
                word, text=slash + signs, x0=word.x0 + (word.x1 - word.x0) * share, sure=_PRINTED
            )
        changed.update((id(other), None) for other in between if not _is_printed(other.text, other))
        return


def _blank_day(number: Seen, head: list[Seen], changed: dict[int, Seen | None]) -> None:
    for day in head:
        found = _DAY.fullmatch(fold(day.text))
        if found is None or abs(day.foot - number.foot) > _LEVEL * number.size:
            continue
        between: list[Seen] = []
        for word in _behind(day, head, _REACH):
            if fold(word.text).endswith("thang"):
                break
            between.append(word)
        else:
            continue
        if found["behind"] and not _is_printed(found["behind"], day):
            width = day.x1 - day.x0
            width *= len(_WORD) / len(day.text)
            changed[id(day)] = msgspec.structs.replace(
                day, text=day.text[: len(_WORD)], x1=day.x0 + width, sure=_PRINTED
            )
        changed.update((id(word), None) for word in between if not _is_printed(word.text, word))
        return
