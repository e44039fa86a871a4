"""What a repair replaced, and where it stands: so that a reviewer sees and undoes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
        self._known: dict[str, str] = {}
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
        # the same words come again and again: one object for each halves the memory of a long text
        own = self._known.setdefault
        self._changes.append(Change(span=span, read=own(old, old), restored=own(new, new), confidence=confidence))
        self._length += len(new)
        self._end = end

    def done(self) -> Restoration:
        """The new text."""
        return Restoration(text="".join(self._pieces) + self._text[self._end :], changes=tuple(self._changes))


def composed(first: Restoration, second: Restoration) -> Restoration:
    """Two repairs, one after the other, as one: `second` was made of the text of `first`.

    Where both changed the same letters there is one change, from what was read to what stands there at last.
    """
    if not first.changes or not second.changes:
        return Restoration(text=second.text, changes=first.changes or second.changes)
    edits: list[tuple[int, int, int, Change]] = [(*change.span, 0, change) for change in first.changes]
    edits += [(start, end, 1, change) for start, end, change in from_old(second.changes)]
    edits.sort(key=lambda edit: edit[:3])
    found: list[Change] = []
    shift = at = 0
    while at < len(edits):
        start, end, _, change = edits[at]
        last = at + 1
        while last < len(edits) and edits[last][0] < end:
            end = max(end, edits[last][1])
            last += 1
        if last == at + 1:
            place = (start + shift, start + shift + len(change.restored))
            found.append(Change(place, change.read, change.restored, change.confidence))
            at = last
            if edits[at - 1][2]:
                shift += len(change.restored) - len(change.read)
            continue
        group = edits[at:last]
        read = _applied(first.text, start, end, [(a, b, change.read) for a, b, which, change in group if not which])
        new = _applied(first.text, start, end, [(a, b, change.restored) for a, b, which, change in group if which])
        if read != new:
            sure = min(change.confidence for *_, change in group)
            found.append(
                Change(span=(start + shift, start + shift + len(new)), read=read, restored=new, confidence=sure)
            )
        shift += len(new) - (end - start)
        at = last
    return Restoration(text=second.text, changes=tuple(found))


def _applied(text: str, start: int, end: int, edits: Iterable[tuple[int, int, str]]) -> str:
    """What stands in `text` from `start` to `end` with `edits` (start, end, new words; in order) made."""
    pieces: list[str] = []
    for first, last, new in edits:
        pieces += (text[start:first], new)
        start = last
    return "".join(pieces) + text[start:end]


def from_old(changes: Iterable[Change]) -> Iterator[tuple[int, int, Change]]:
    """Changes with where each begins and ends in the old text."""
    shift = 0
    for change in changes:
        start = change.span[0] - shift
        yield start, start + len(change.read), change
        shift += len(change.restored) - len(change.read)


def moved_spans(changes: Iterable[Change], spans: Iterable[Span]) -> list[Span]:
    """Stretches of the old text (in order, none beginning before the one before ends) as stretches of the new one."""
    places = moved(changes, [place for span in spans for place in span])
    return list(zip(places[::2], places[1::2], strict=True))


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


def inside(places: Sequence[int], spans: Sequence[Span]) -> list[bool]:
    """For each place (in order) whether it lies in one of `spans` (in order)."""
    found, at = [], 0
    for place in places:
        while at < len(spans) and spans[at][1] <= place:
            at += 1
        found.append(at < len(spans) and spans[at][0] <= place)
    return found
