"""The tree of units as it stood on a day, read in few columns: it may hold every commune of the country."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.organisations.models import UnitState
from lotrinh.organisations.selectors.units import units_on
from lotrinh.organisations.vocab import UnitKind

_ORDER: Final = {kind: number for number, kind in enumerate(UnitKind.values)}


class Leaf(NamedTuple):
    """A unit on the day; `detached`: what it stood below exists no more."""

    pk: int
    name: str
    kind: str
    sort_key: str
    parent_id: int | None
    detached: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """The units of a day. `tops` stand below none; `below` has those under each, by kind and then by name."""

    day: dt.date
    tops: tuple[Leaf, ...]
    below: dict[int, list[Leaf]]
    count: int

    def kinds(self, leaf: Leaf) -> Iterator[tuple[str, tuple[Leaf, ...]]]:
        """Those under a unit, together with others of their kind."""
        for kind, found in groupby(self.below.get(leaf.pk, ()), key=attrgetter("kind")):
            yield kind, tuple(found)


def tree(actor: Actor, day: dt.date) -> Tree:
    """The units that exist on the day, from the top, under the names that they had; two queries."""
    columns = ("pk", "name", "kind", "sort_key", "parent_id")
    rows = {row[0]: Leaf(*row) for row in units_on(actor, day).order_by("sort_key", "pk").values_list(*columns)}
    for unit_id, name, parent_id in _former(day):
        if unit_id in rows:
            rows[unit_id] = rows[unit_id]._replace(name=name, parent_id=parent_id, sort_key=words.sort_key(name))
    below: dict[int, list[Leaf]] = {}
    tops: list[Leaf] = []
    for leaf in rows.values():
        if leaf.parent_id in rows and leaf.parent_id is not None:
            below.setdefault(leaf.parent_id, []).append(leaf)
        else:
            tops.append(leaf._replace(detached=leaf.parent_id is not None))
    for found in (tops, *below.values()):
        found.sort(key=_place)
    return Tree(day=day, tops=tuple(tops), below=below, count=len(rows))


def _place(leaf: Leaf) -> tuple[int, str, int]:
    return _ORDER.get(leaf.kind, len(_ORDER)), leaf.sort_key, leaf.pk


def _former(day: dt.date) -> list[tuple[int, str, int | None]]:
    """Unit, name and parent of the states that held on the day."""
    states = UnitState.objects.filter(ends_on__gte=day).order_by("-ends_on")
    first = {row[0]: row for row in states.values_list("unit_id", "name", "parent_id")}
    return list(first.values())
