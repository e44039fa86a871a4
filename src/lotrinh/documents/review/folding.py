"""Folding: from a record and an ordered row of decisions to the present items.

The outcome depends on nothing else. An item whose shape a person has just changed (split, merged, added) waits to be
accepted in its new form, so that nothing is adopted that nobody has seen as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from lotrinh.documents.review import fields as field_rules
from lotrinh.documents.review import reading, undoing
from lotrinh.documents.review.items import MANY, Address, Folded, Invalid, Item, Made, Values
from lotrinh.documents.review.proposed import proposed
from lotrinh.documents.review.returning import Returned, word_of
from lotrinh.documents.vocab import DecisionAction, ItemState, Part
from vanban.language.money import find_money
from vanban.language.normal import nfc
from vanban.record import PlanRecord, Span

_LONGEST_ADDITION: Final = 20_000
_FOR_MANY: Final = frozenset({DecisionAction.ACCEPT, DecisionAction.REJECT})


def fold(record: PlanRecord, decisions: Sequence[Made]) -> Folded:
    """The items after the decisions, which are in the order of their numbers.

    Raises:
        Invalid: a decision in force cannot be made where it stands.

    """
    state = _State(record)
    for decision in undoing.in_force(decisions):
        state.apply(decision)
    items = tuple(state.items[part, key] for part in Part.values for key in state.order[part])
    return Folded(
        items=items,
        gone=tuple(item for item in state.items.values() if item.state == ItemState.GONE),
        touched=undoing.touched(decisions),
        seq=decisions[-1].seq if decisions else 0,
        returned=state.returned.starts,
    )


def fitting(record: PlanRecord, decisions: Sequence[Made]) -> list[bool]:
    """For each decision, undos aside, whether it can be made after those before it that can."""
    state = _State(record)
    return [state.fits(decision) for decision in decisions]


def offset_of(item: Item, data: Mapping[str, Any]) -> int:
    """Where a split cuts the text of the item: at the offset `at`, or between the texts `first` and `second`.

    Raises:
        Invalid: the offset is no inner place of the text (`bad-offset`); the two texts are not its words
            (`words-differ`).

    """
    text = item.text
    if "at" in data:
        at = data["at"]
        if isinstance(at, str) and at.isdecimal() and len(at) < 9:
            at = int(at)
        if not isinstance(at, int) or isinstance(at, bool) or not text[: max(at, 0)].strip() or not text[at:].strip():
            raise Invalid("bad-offset")
        return at
    first, second = (_squeezed(data.get(name)) for name in ("first", "second"))
    if not first or not second:
        raise Invalid("bad-offset")
    if first + second != _squeezed(text):
        raise Invalid("words-differ")
    seen = 0
    for offset, character in enumerate(text):
        if seen == len(first):
            return offset
        seen += not character.isspace()
    raise Invalid("bad-offset")


def _squeezed(text: Any) -> str:
    """The text without blanks: two texts with the same are the same words."""
    return "".join(nfc(text).split()) if isinstance(text, str) else ""


def place_in(content: str, text: str, span: Span) -> Span:
    """Where the words of `text` stand inside the span; the whole span where they are not found as they are."""
    found = content.find(text, *span)
    return (found, found + len(text)) if found >= 0 and text else span


class _State:
    """The items while decisions are applied."""

    def __init__(self, record: PlanRecord) -> None:
        self.content = record.text.content
        self.record = record
        self.returned = Returned(record)
        self.items: dict[Address, Item] = {}
        self.order: dict[str, list[str]] = {part: [] for part in Part.values}
        for item in reading.items(record):
            self.items[item.address] = item
            self.order[item.part].append(item.key)

    def apply(self, decision: Made) -> None:
        """One decision."""
        if decision.part not in self.order or decision.action not in _ACTIONS:
            raise Invalid("unknown-action")
        if decision.action == DecisionAction.AS_READ:
            self.as_read(decision)
            return
        if decision.part == Part.DOCUMENT and decision.action not in {DecisionAction.ACCEPT, DecisionAction.EDIT}:
            raise Invalid("not-for-the-header")
        if decision.item == MANY and decision.action not in _FOR_MANY:
            raise Invalid("unknown-action")
        for part, key in undoing.addresses(decision) if decision.item == MANY else ((decision.part, decision.item),):
            _ACTIONS[decision.action](self, replace(decision, part=part, item=key))

    def fits(self, decision: Made) -> bool:
        """Apply the decision about one item if it can be made; an action checks all before it changes anything."""
        try:
            self.apply(decision)
        except Invalid:
            return False
        return True

    def _item(self, decision: Made, key: str | None = None) -> Item:
        item = self.items.get((decision.part, decision.item if key is None else key))
        if item is None:
            raise Invalid("no-such-item")
        if item.state == ItemState.GONE:
            raise Invalid("item-is-gone")
        return item

    def accept(self, decision: Made) -> None:
        """The item holds as it stands."""
        item = self._item(decision)
        if wrong := field_rules.missing(item.part, item.fields):
            raise Invalid("fields", wrong)
        self._put(item, decision, state=ItemState.EDITED if item.edited else ItemState.ACCEPTED)

    def edit(self, decision: Made) -> None:
        """Fields get other values; those that are not named stay."""
        item = self._item(decision)
        values = field_rules.checked(item.part, _fields(decision))
        merged = {**item.fields, **values}
        wrong = {**field_rules.missing(item.part, merged), **field_rules.incoherent(item.part, merged)}
        if wrong:
            raise Invalid("fields", wrong)
        self._put(item, decision, fields=merged, state=ItemState.EDITED)

    def reject(self, decision: Made) -> None:
        """The item is none."""
        self._put(self._item(decision), decision, state=ItemState.REJECTED)

    def split(self, decision: Made) -> None:
        """Two pieces take the place of the item; both inherit its fields."""
        item = self._item(decision)
        at = offset_of(item, decision.data)
        span = item.span or (0, 0)
        first, second = item.text[:at].strip(), item.text[at:].strip()
        head = place_in(self.content, first, span)
        # The second piece is looked for behind the first, so that words that come twice are not found twice.
        behind = (head[1], span[1]) if head != span else span
        tail = place_in(self.content, second, behind) if behind[0] < behind[1] else span
        pieces = []
        for number, (text, place) in enumerate(((first, head), (second, tail)), 1):
            piece = replace(
                item,
                key=f"{item.key}.{number}",
                fields={**item.fields, "text": text},
                read={**item.read, "text": text},
                span=place,
                state=ItemState.PENDING,
                carried=decision.carried,
                reshaped=True,
            )
            pieces.append(self._with_proposals(piece))
        self._leave(item, [piece.key for piece in pieces])
        for piece in pieces:
            self.items[piece.address] = piece

    def merge(self, decision: Made) -> None:
        """The item joins one before it: words in order, spans and lists together, empty fields from the other."""
        item = self._item(decision)
        into = self._item(decision, str(decision.data.get("into", "")))
        order = self.order[item.part]
        if order.index(into.key) >= order.index(item.key):
            raise Invalid("not-before")
        spans = [one.span or (0, 0) for one in (into, item)]
        joined = replace(
            into,
            fields=_joined(into.fields, item.fields, f"{into.text} {item.text}".strip()),
            read=_joined(into.read, item.read, f"{into.text} {item.text}".strip()),
            span=(min(span[0] for span in spans), max(span[1] for span in spans)),
            confidence=_least(into.confidence, item.confidence),
            state=ItemState.PENDING,
            carried=decision.carried,
            reshaped=True,
        )
        self.items[into.address] = self._with_proposals(joined)
        self._leave(item, [])

    def add(self, decision: Made) -> None:
        """An item from words of the source that the engine left out."""
        if decision.item != f"+{decision.seq}":
            raise Invalid("bad-key")
        span = self._span(decision.data.get("span"))
        text = reading.words(self.content, span)
        known: dict[str, Any] = {**field_rules.empty(decision.part), "text": text}
        if decision.part == Part.TARGETS:
            known["name"] = text
        if decision.part == Part.BUDGET:
            sums = find_money(text)
            known |= {"label": text, "kind": "part", "amount": sums[0].amount if len(sums) == 1 else None}
        # the source shows words that were given back: what is added from it holds them
        shown = {name: self.returned.words(span) for name, value in known.items() if value == text}
        values = {**known, **shown, **field_rules.checked(decision.part, _fields(decision))}
        if wrong := field_rules.incoherent(decision.part, values):
            raise Invalid("fields", wrong)
        item = Item(
            part=decision.part,
            key=decision.item,
            fields=values,
            read=known,
            span=span,
            confidence=None,
            carried=decision.carried,
            reshaped=True,
        )
        order = self.order[item.part]
        later = (i for i, key in enumerate(order) if (self.items[item.part, key].span or (0, 0)) > span)
        order.insert(next(later, len(order)), item.key)
        self.items[item.address] = self._with_proposals(item)

    def as_read(self, decision: Made) -> None:
        """A restored word stands as it was read in the items that are listed; an undecided one stays so."""
        word = word_of(self.record, decision.data)
        if self.returned.has(word):
            raise Invalid("word-given-back")
        for part, key in undoing.addresses(decision):
            item = self._item(replace(decision, part=part, item=key))
            fresh = self.returned.changed(item, word)
            if fresh is not None:
                state = ItemState.EDITED if item.state == ItemState.ACCEPTED else item.state
                self._put(item, decision, state=state, fields=fresh.fields)
        self.returned.add(word)

    def _span(self, given: Any) -> Span:
        if not isinstance(given, list | tuple) or len(given) != 2 or not all(type(end) is int for end in given):
            raise Invalid("bad-span")
        start, end = given
        if not 0 <= start < end <= len(self.content) or end - start > _LONGEST_ADDITION:
            raise Invalid("bad-span")
        if not any(character.isalnum() for character in self.content[start:end]):
            raise Invalid("no-words")
        return (start, end)

    def _leave(self, item: Item, instead: Iterable[str]) -> None:
        order = self.order[item.part]
        place = order.index(item.key)
        order[place : place + 1] = instead
        self.items[item.address] = replace(item, state=ItemState.GONE)

    def _put(self, item: Item, decision: Made, *, state: str, fields: Values | None = None) -> None:
        changed = replace(item, fields=item.fields if fields is None else fields, state=state, carried=decision.carried)
        self.items[item.address] = changed if fields is None else self._with_proposals(changed)

    def _lines_of(self, span: Span) -> str:
        """The whole lines that a span touches: in a row of a table the owner stands in another cell than the task."""
        start = self.content.rfind("\n", 0, span[0]) + 1
        end = self.content.find("\n", span[1])
        return self.content[start : end if end >= 0 else len(self.content)]

    def _with_proposals(self, item: Item) -> Item:
        words = self._lines_of(item.span) if item.span else ""
        return replace(item, proposed=proposed(item.part, item.read, item.fields, words))


def _fields(decision: Made) -> Mapping[str, Any]:
    fields = decision.data.get("fields", {})
    if not isinstance(fields, Mapping):
        raise Invalid("unknown-field")
    return fields


def _joined(first: Values, second: Values, text: str) -> dict[str, Any]:
    joined: dict[str, Any] = {}
    for name, value in first.items():
        other = second.get(name)
        if isinstance(value, list):
            joined[name] = list(dict.fromkeys((*value, *(other or ()))))
        else:
            joined[name] = other if value is None or value == "" else value
    return {**joined, "text": text}


def _least(first: float | None, second: float | None) -> float | None:
    known = [value for value in (first, second) if value is not None]
    return min(known) if known else None


_ACTIONS: Final[Mapping[str, Callable[[_State, Made], None]]] = MappingProxyType(
    {
        DecisionAction.ACCEPT: _State.accept,
        DecisionAction.EDIT: _State.edit,
        DecisionAction.REJECT: _State.reject,
        DecisionAction.SPLIT: _State.split,
        DecisionAction.MERGE: _State.merge,
        DecisionAction.ADD: _State.add,
        DecisionAction.AS_READ: _State.as_read,
    }
)
