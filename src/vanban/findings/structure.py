"""Rules on the labels of headings and points: repeated, skipped.

Labels follow Decree 30/2020/NĐ-CP, Annex I, II.5: Roman and Arabic numerals, points by the Vietnamese alphabet
(a, b, c, d, đ, e, g, h, i, k …). Lists that skip đ, or that count f and j, are in use and are not reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from vanban.findings.context import Context, Hit
from vanban.structure.text import Label, LabelKind, Paragraph, ParagraphKind

_ALPHABET: Final = "abcdđefghijklmnopqrstuvwxyz"
_OPTIONAL: Final = frozenset("đfjwz")
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ORDINALS: Final = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_RANKS: Final = {kind: rank * 10 for rank, kind in enumerate(LabelKind)}
#: at most so many labels are missing; a wider jump is a number at the start of a line, not a label
_WIDEST: Final = 2
#: a longer number at the start of a line is a year, an amount or the number of a document
_DIGITS: Final = 2
#: kinds whose first label, standing twice in a row, is a repetition and not the start of another list
_UNIQUE: Final = frozenset({LabelKind.PART, LabelKind.CHAPTER, LabelKind.LETTER, LabelKind.ROMAN})


def _roman(text: str) -> int | None:
    values = [_ROMAN.get(c) for c in text.lower()]
    if not values or None in values:
        return None
    total = 0
    for place, value in enumerate(values):
        following = values[place + 1] if place + 1 < len(values) else 0
        total += -(value or 0) if (value or 0) < (following or 0) else (value or 0)
    return total


def _ordinal(label: Label) -> tuple[str, int] | None:
    """The list that a label counts in, and its place there from 1; None for a label that does not count."""
    value = label.value.strip().rstrip(".")
    last = value.rsplit(".", 1)[-1]
    prefix = value[: len(value) - len(last)]
    if last.isdecimal() and len(last) <= _DIGITS:
        return prefix, int(last)
    if label.kind in {LabelKind.POINT, LabelKind.LETTER}:
        place = _ALPHABET.find(last.lower()) if len(last) == 1 else -1
        return (prefix, place + 1) if place >= 0 else None
    lower = last.lower()
    if lower in _ORDINALS:
        return prefix, _ORDINALS.index(lower) + 1
    roman = _roman(last)
    return (prefix, roman) if roman else None


class _Last(msgspec.Struct):
    prefix: str
    ordinal: int
    value: str
    count: int
    seen: set[int]
    end: int


def _missing(kind: LabelKind, last: _Last, ordinal: int) -> list[str]:
    """The labels between the last one and this one that should be there."""
    between = range(last.ordinal + 1, ordinal)
    if kind in {LabelKind.POINT, LabelKind.LETTER}:
        letters = [_ALPHABET[place - 1] for place in between if _ALPHABET[place - 1] not in _OPTIONAL]
        return [letter.upper() if last.value.isupper() else letter for letter in letters]
    if last.value.rsplit(".", 1)[-1].isdecimal():
        return [f"{last.prefix}{place}" for place in between]
    return [_to_roman(place) for place in between]


def _inline(label: str, text: str) -> bool:
    """Whether the label stands inside the text between, as after a lost line break (`… b. Địa điểm`)."""
    return any(f"{before}{label}{mark}" in text for before in " \n" for mark in (". ", ") ", "- ", "/ "))


def _to_roman(number: int) -> str:
    table = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, letters in table:
        while number >= value:
            text += letters
            number -= value
    return text


def _span(paragraph: Paragraph, label: Label) -> tuple[int, int]:
    end = len(paragraph.text[: label.end].rstrip()) or len(paragraph.text)
    return (paragraph.start, paragraph.start + max(1, end))


def _labels(context: Context) -> Iterator[tuple[Paragraph, Label, int, str, int]]:
    """Labelled paragraphs in reading order with their rank (depth of the label), list and place in it."""
    for paragraph in context.structure.paragraphs:
        label = paragraph.label
        if label is None or label.kind is LabelKind.BULLET or paragraph.kind in {ParagraphKind.ROW, ParagraphKind.NOTE}:
            continue
        counted = _ordinal(label)
        if counted is not None and paragraph.text:
            prefix, ordinal = counted
            yield paragraph, label, _RANKS[label.kind] + prefix.count("."), prefix, ordinal


def _problems(context: Context) -> Iterator[tuple[str, Hit]]:
    """All repeated and skipped labels: (`duplicate` or `gap`, hit). Labels of a damaged text are not trusted."""
    if context.damaged:
        return
    stack: dict[int, _Last] = {}
    instrument = -1
    for paragraph, label, rank, prefix, ordinal in _labels(context):
        if paragraph.instrument != instrument:
            stack, instrument = {}, paragraph.instrument
        for deeper in [r for r in stack if r > rank]:
            del stack[deeper]
        last = stack.get(rank)
        end = paragraph.start + label.end
        fresh = _Last(prefix, ordinal, label.value, 1, {ordinal}, end)
        if last is None or last.prefix != prefix:
            stack[rank] = fresh
            continue
        repeats = ordinal in last.seen and (ordinal != 1 or (label.kind in _UNIQUE and last.count == 1))
        if repeats:
            span = _span(paragraph, label)
            yield "duplicate", Hit(span=span, fields={"label": label.value})
        elif ordinal == 1:
            stack[rank] = fresh
            continue
        elif ordinal > last.ordinal + 1:
            missing = _missing(label.kind, last, ordinal)
            between = context.structure.content[last.end : paragraph.start]
            if 0 < len(missing) <= _WIDEST and not all(_inline(name, between) for name in missing):
                fields = {"label": label.value, "before": last.value, "missing": ", ".join(missing)}
                yield "gap", Hit(span=_span(paragraph, label), fields=fields)
        last.seen.add(ordinal)
        stack[rank] = _Last(prefix, ordinal, label.value, last.count + 1, last.seen, end)


def section_label_duplicate(context: Context) -> Iterator[Hit]:
    """A label that its list already used (two parts D)."""
    return (hit for kind, hit in _problems(context) if kind == "duplicate")


def section_label_gap(context: Context) -> Iterator[Hit]:
    """A label that leaves out one or two before it (1, 2, 4)."""
    return (hit for kind, hit in _problems(context) if kind == "gap")
