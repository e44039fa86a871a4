"""What a repair replaced, and where it stands: so that a reviewer sees and undoes it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from vanban.record import Span


class Change(msgspec.Struct, frozen=True):
    """One word that was replaced: its place in the new text, what was read there, how sure the repair is (0 to 1)."""

    span: Span
    read: str
    restored: str
    confidence: float


class Restoration(msgspec.Struct, frozen=True):
    """A text after repair, with all that was changed, in order."""

    text: str
    changes: tuple[Change, ...] = ()

    def undone(self) -> str:
        """The text as it was read."""
        pieces: list[str] = []
        end = 0
        for change in self.changes:
            pieces += (self.text[end : change.span[0]], change.read)
            end = change.span[1]
        return "".join(pieces) + self.text[end:]


class Edits:
    """Collects replacements in a text, from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[str] = []
        self._changes: list[Change] = []
        self._end = 0
        self._length = 0

    def put(self, start: int, end: int, new: str, confidence: float) -> None:
        """Replaces what stands from `start` to `end`; nothing happens where it is the same."""
        old = self._text[start:end]
        if old == new:
            return
        self._pieces += (self._text[self._end : start], new)
        self._length += start - self._end
        span = (self._length, self._length + len(new))
        self._changes.append(Change(span=span, read=old, restored=new, confidence=confidence))
        self._length += len(new)
        self._end = end

    def done(self) -> Restoration:
        """The new text."""
        return Restoration(text="".join(self._pieces) + self._text[self._end :], changes=tuple(self._changes))


def moved(changes: Iterable[Change], places: Iterable[int]) -> list[int]:
    """Places of the old text (sorted) as places of the new one; a place inside a changed word goes to its end."""
    found = []
    waiting = iter(changes)
    change = next(waiting, None)
    shift = 0
    for place in places:
        while change is not None and change.span[0] - shift < place:
            shift += len(change.restored) - len(change.read)
            change = next(waiting, None)
        found.append(place + shift)
    return found
