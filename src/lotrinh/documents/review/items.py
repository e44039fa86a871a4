"""The shapes that folding works with: decisions as they were made, items as they stand after them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import UUID

from lotrinh.documents.vocab import ItemState, Part
from vanban.record import Span

#: An item by its part and its key in it.
Address: TypeAlias = tuple[str, str]
#: JSON values by the names of `fields.FIELDS`.
Values: TypeAlias = Mapping[str, Any]

#: The one item of the part `document`.
HEADER: Final = "0"
#: The key of a decision about many items at once: accepted or rejected, `items` of its data lists part and key of each.
MANY: Final = "*"
#: States in which somebody has decided.
DECIDED: Final = frozenset({ItemState.ACCEPTED, ItemState.EDITED, ItemState.REJECTED})


class Invalid(Exception):  # noqa: N818 - an answer about a decision, no error of the program
    """The decision cannot be made. `code` says why; `fields` has a code for each field that is wrong."""

    def __init__(self, code: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.fields = dict(fields or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One decision.

    `data` has `items` for a decision about many, `fields` for an edit, `at` for a split, `into` for a merge, `span` and
    `fields` for an addition, `span` (of the word in the text) and `items` for a word given back as it was read, `batch`
    for an undo.
    """

    seq: int
    part: str
    item: str
    action: str
    data: Mapping[str, Any]
    batch: UUID
    by: int | None = None
    carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as it stands.

    `fields` has the present values, `read` those of the reading (for an item whose shape a person changed: what it
    inherits from the reading); `span` is None only for the header; `confidence` is None where a person made the item.
    `proposed` names the fields that the document leaves empty and a reviewer filled.
    """

    part: str
    key: str
    fields: Values
    read: Values
    span: Span | None
    confidence: float | None
    state: str = ItemState.PENDING
    proposed: tuple[str, ...] = ()
    carried: bool = False
    #: split, merged or added by a person
    reshaped: bool = False

    @property
    def address(self) -> Address:
        """Part and key."""
        return (self.part, self.key)

    @property
    def text(self) -> str:
        """The words of the item; empty for the header."""
        return str(self.fields.get("text") or "")

    @property
    def edited(self) -> tuple[str, ...]:
        """The fields that differ from the reading."""
        return tuple(name for name, value in self.fields.items() if value != self.read.get(name))

    @property
    def decided(self) -> bool:
        """Whether somebody has decided about it."""
        return self.state in DECIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """All items after all decisions, with the number of the last decision that touched each of them.

    `returned` are the places in the text where restored words begin that somebody gave back as they were read.
    """

    items: tuple[Item, ...]
    gone: tuple[Item, ...]
    touched: Mapping[Address, int]
    seq: int
    returned: tuple[int, ...] = ()

    def get(self, part: str, key: str) -> Item | None:
        """The item, also one that is gone."""
        return next((item for item in (*self.items, *self.gone) if item.key == key and item.part == part), None)

    def by_address(self) -> dict[Address, Item]:
        """The items that are not gone, by part and key."""
        return {item.address: item for item in self.items}

    def of(self, part: str) -> tuple[Item, ...]:
        """The items of a part, in order."""
        return tuple(item for item in self.items if item.part == part)

    @property
    def pending(self) -> tuple[Item, ...]:
        """What nobody has decided about."""
        return tuple(item for item in self.items if not item.decided)

    def before(self, part: str, key: str) -> Item | None:
        """The item before this one in its part that is not rejected: what a merge joins to."""
        found: Item | None = None
        for item in self.of(part):
            if item.key == key:
                return found
            if item.state != ItemState.REJECTED:
                found = item
        return None


def parts() -> tuple[str, ...]:
    """The parts in the order in which they are shown."""
    return tuple(Part.values)
