"""Words that the repair restored and a reviewer gave back as they were read: where they stand in the fields of items.

A value holds a word of the source where the words around it are those of the source: the value is looked for in the
text around the word, so that the same word elsewhere is left alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from lotrinh.documents.review.fields import FIELDS, Kind
from lotrinh.documents.review.items import Address, Folded, Invalid, Item
from vanban.record import PlanRecord, RestoredWord, Span

#: Kinds of fields that hold words of the source.
_WORDS: Final = frozenset({Kind.TEXT, Kind.LONG, Kind.NAMES})


def word_of(record: PlanRecord, data: Mapping[str, Any]) -> RestoredWord:
    """The restored word at the `span` of a decision.

    Raises:
        Invalid: there is none (`no-such-word`).

    """
    span = data.get("span")
    if isinstance(span, list | tuple) and len(span) == 2 and all(type(end) is int for end in span):
        changes = record.text.changes
        index = bisect_left(changes, span[0], key=lambda word: word.span[0])
        if index < len(changes) and changes[index].span == tuple(span):
            return changes[index]
    raise Invalid("no-such-word")


class Returned:
    """The text of a record in which some restored words stand as they were read."""

    def __init__(self, record: PlanRecord, starts: Iterable[int] = ()) -> None:
        self._content = record.text.content
        given_back = frozenset(starts)
        self._given_back = {word.span[0]: word for word in record.text.changes if word.span[0] in given_back}

    @property
    def starts(self) -> tuple[int, ...]:
        """Where the words begin that were given back, in order."""
        return tuple(sorted(self._given_back))

    def has(self, word: RestoredWord) -> bool:
        """Whether the word was given back already."""
        return word.span[0] in self._given_back

    def add(self, word: RestoredWord) -> None:
        """Give the word back."""
        self._given_back[word.span[0]] = word

    def changed(self, item: Item, word: RestoredWord) -> Item | None:
        """The item with the word as it was read in all fields that hold it; None where none does.

        Asked before the word is added.
        """
        if item.span is not None and not self._touches(item.span, word.span):
            return None
        changed = {}
        for field in FIELDS[item.part]:
            value = item.fields.get(field.name)
            if field.kind in _WORDS and value:
                fresh = self._value(value, word)
                if fresh != value:
                    changed[field.name] = fresh
        if "text" in item.fields and "text" not in changed:
            # the words of a report or a sum are shown and not edited
            fresh = self._one(item.text, word)
            if fresh != item.text:
                changed["text"] = fresh
        return replace(item, fields={**item.fields, **changed}) if changed else None

    def words(self, span: Span) -> str:
        """The words of a stretch of the source as they stand now, on one line."""
        return " ".join(self._read(*span).split())

    def _touches(self, span: Span, word: Span) -> bool:
        """Whether the word stands in the lines of the span: the owner of a row stands in another cell than its task."""
        start = self._content.rfind("\n", 0, span[0]) + 1
        end = self._content.find("\n", span[1])
        return start <= word[0] and (end < 0 or word[1] <= end)

    def _value(self, value: Any, word: RestoredWord) -> Any:
        if isinstance(value, list):
            return [self._one(name, word) for name in value]
        return self._one(value, word) if isinstance(value, str) else value

    def _one(self, value: str, word: RestoredWord) -> str:
        start, end = word.span
        reach = len(value)
        before, after = self._read(start - reach, start), self._read(end, end + reach)
        middle = self._content[start:end]
        around = f"{before}{middle}{after}".replace("\n", " ")
        place = len(before)
        found = around.find(value)
        while 0 <= found <= place:
            at = place - found
            if at + len(middle) <= len(value):
                return f"{value[:at]}{word.read}{value[at + len(middle) :]}"
            found = around.find(value, found + 1)
        return value

    def _read(self, start: int, end: int) -> str:
        """A stretch of the text as it stands now; at its edges a word that was given back may be cut."""
        start, end = max(start, 0), min(max(end, 0), len(self._content))
        pieces: list[str] = []
        for at in self.starts:
            word = self._given_back[at]
            if start <= at and word.span[1] <= end:
                pieces += (self._content[start:at], word.read)
                start = word.span[1]
        return "".join(pieces) + self._content[start:end]


def holding(folded: Folded, record: PlanRecord, word: RestoredWord) -> list[Address]:
    """The items with a field that holds the word.

    Raises:
        Invalid: it was given back already (`word-given-back`).

    """
    returned = Returned(record, folded.returned)
    if returned.has(word):
        raise Invalid("word-given-back")
    return [item.address for item in folded.items if returned.changed(item, word) is not None]
