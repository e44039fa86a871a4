"""The chain as a picture: which document stands in which row. No database, no pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lotrinh.documents.vocab import ChainLayer


@dataclass(frozen=True, slots=True)
class Row:
    """Documents that stand side by side; `first`: the row opens its layer."""

    layer: ChainLayer
    keys: tuple[str, ...]
    first: bool


def ranks(keys: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many documents stand above each, along the longest way; edges lead from the lower to the upper.

    An edge that closes a circle counts for nothing: of a circle, the key that comes first stands lowest.
    """
    above: dict[str, list[str]] = defaultdict(list)
    known = set(keys)
    for lower, upper in edges:
        if lower in known and upper in known and lower != upper:
            above[lower].append(upper)
    done: dict[str, int] = {}
    for start in keys:
        # The way from a key upwards, with what is still to be seen above each; no recursion, however long the chain.
        way: list[tuple[str, list[str]]] = [] if start in done else [(start, list(above[start]))]
        on_way = {key for key, _left in way}
        while way:
            key, left = way[-1]
            if not left:
                way.pop()
                on_way.discard(key)
                done[key] = max((done[item] + 1 for item in above[key] if item in done), default=0)
                continue
            above_it = left.pop()
            if above_it not in done and above_it not in on_way:
                way.append((above_it, list(above[above_it])))
                on_way.add(above_it)
    return done


def rows(
    layers: Mapping[str, ChainLayer], edges: Sequence[tuple[str, str]], *, order: Mapping[str, str], most: int
) -> tuple[Row, ...]:
    """The rows from top to bottom: layer by layer, in a layer what stands above comes first, at most `most` in a row.

    order: what sorts documents of one rank, such as their dates.
    """
    found: list[Row] = []
    for layer in ChainLayer:
        keys = sorted((key for key, its in layers.items() if its is layer), key=lambda key: (order.get(key, ""), key))
        rank = ranks(keys, edges)
        by_rank: dict[int, list[str]] = defaultdict(list)
        for key in keys:
            by_rank[rank[key]].append(key)
        for _rank, same in sorted(by_rank.items()):
            for at in range(0, len(same), most):
                first = not any(row.layer is layer for row in found)
                found.append(Row(layer, tuple(same[at : at + most]), first))
    return tuple(found)
