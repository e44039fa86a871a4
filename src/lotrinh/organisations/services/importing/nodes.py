"""Units as they will be when the table is loaded: those that exist with what rows change, and those that rows make."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from lotrinh.organisations.models import Unit, UnitName
from lotrinh.organisations.services.cells import name_key

#: The columns of a unit that rows change, without those that move it in the tree.
PLAIN: Final = ("name", "short_name", "code", "level", "place_id", "starts_on", "ends_on")


class Node:
    """A unit as it will be. `key` is its key, or a negative number that the row which makes it gives."""

    __slots__ = (
        "claimed", "code", "ended_by_act", "ends_on", "is_new", "key", "kind", "level", "name", "names", "new_names",
        "parent", "place_id", "short_name", "starts_on", "unit",
    )  # fmt: skip

    def __init__(self, key: int, unit: Unit, *, is_new: bool) -> None:
        self.key = key
        self.unit = unit
        self.is_new = is_new
        self.kind = unit.kind
        self.level = unit.level
        self.name = unit.name
        self.short_name = unit.short_name
        self.code = unit.code
        self.place_id: int | None = unit.place_id
        self.starts_on: dt.date | None = unit.starts_on
        self.ends_on: dt.date | None = unit.ends_on
        self.parent: Node | None = None
        self.names: set[str] = set()
        self.new_names: tuple[str, ...] = ()
        #: the row that says what the unit is
        self.claimed: int | None = None
        #: it gets its last day by an act of the table, no row says it
        self.ended_by_act = False

    def exists(self, day: dt.date) -> bool:
        """Whether the unit exists on the day."""
        return not (self.starts_on and self.starts_on > day) and not (self.ends_on and self.ends_on < day)

    def above(self) -> Iterator[Node]:
        """The units above it, from the nearest on; ends where a circle closes."""
        seen = {self.key}
        node = self.parent
        while node is not None and node.key not in seen:
            seen.add(node.key)
            yield node
            node = node.parent


def overlap(one: tuple[dt.date | None, dt.date | None], other: tuple[dt.date | None, dt.date | None]) -> bool:
    """Whether two periods, their last days included, have a day in common; None is open."""
    return not (one[1] and other[0] and one[1] < other[0]) and not (other[1] and one[0] and other[1] < one[0])


class Register:
    """All nodes, found by code and by name. Built with two queries."""

    def __init__(self) -> None:
        self.nodes: dict[int, Node] = {}
        self._by_code: dict[str, list[Node]] = defaultdict(list)
        self._by_name: dict[str, list[Node]] = defaultdict(list)
        self._by_other: dict[str, list[Node]] = defaultdict(list)
        self._exact: dict[tuple[int | None, str], list[Node]] = defaultdict(list)
        units = list(Unit.objects.order_by("pk"))
        for unit in units:
            self.nodes[unit.pk] = Node(unit.pk, unit, is_new=False)
        for unit in units:
            self.nodes[unit.pk].parent = self.nodes.get(unit.parent_id or 0)
        for unit_id, name in UnitName.objects.values_list("unit_id", "name"):
            self.nodes[unit_id].names.add(name)
        for node in self.nodes.values():
            self._enter(node)

    def add(self, node: Node) -> None:
        """Take in what a row makes."""
        self.nodes[node.key] = node
        self._enter(node)

    def enter_names(self, node: Node, names: Iterable[str], code: str) -> None:
        """Let the node be found under what a row calls it, beside what it is called."""
        for name in names:
            found = self._by_other[name_key(name)]
            if name and node not in found:
                found.append(node)
        if code and node not in self._by_code[code]:
            self._by_code[code].append(node)

    def coded(self, code: str) -> list[Node]:
        """The units with this code."""
        return self._by_code.get(code, []) if code else []

    def below(self, parent: Node | None, name: str) -> list[Node]:
        """The units with exactly this name directly below the parent (at the top)."""
        return self._exact.get((parent.key if parent else None, composed(name)), [])

    def named(self, name: str) -> list[Node]:
        """The units whose full name is this, whatever the case of letters."""
        return self._by_name.get(name_key(name), [])

    def called(self, text: str, besides: Node | None = None) -> list[Node]:
        """The units meant by a code or name, without one; the surest sign first: code, full name, other names."""
        key = name_key(text)
        for found in (self.coded(text), self._by_name.get(key, []), self._by_other.get(key, [])):
            others = [node for node in found if node is not besides]
            if others:
                return others
        return []

    def _enter(self, node: Node) -> None:
        self._exact[node.parent.key if node.parent else None, composed(node.name)].append(node)
        self._by_name[name_key(node.name)].append(node)
        for name in {node.short_name, *node.names} - {""}:
            self._by_other[name_key(name)].append(node)
        if node.code:
            self._by_code[node.code].append(node)


def composed(name: str) -> str:
    """The name with composed letters and single spaces."""
    return unicodedata.normalize("NFC", " ".join(name.split()))
