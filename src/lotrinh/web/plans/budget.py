"""Sums of a plan: lines under the lines they are part of, and whether they add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from vanban.record import BudgetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A line with its depth. `parts` is the sum of the lines under it, None where there are none."""

    line: Any
    depth: int
    parts: int | None

    @property
    def missing(self) -> int | None:
        """What the parts lack to give the line (below zero: what they exceed it by); None where nothing is wrong."""
        if self.parts is None or self.parts == self.line.amount:
            return None
        return int(self.line.amount) - self.parts


def checked(lines: Iterable[Any]) -> list[Sum]:
    """The lines in the order of the document, each followed by its parts; averages are no parts of a sum."""
    rows = list(lines)
    known = {row.lineage for row in rows}
    below: dict[Any, list[Any]] = {}
    for row in rows:
        parent = row.parent_lineage if row.parent_lineage in known and row.parent_lineage != row.lineage else None
        below.setdefault(parent, []).append(row)
    placed = list(_placed(below, None, 0, set()))
    seen = {item.line.lineage for item in placed}
    lost = [Sum(line=row, depth=0, parts=None) for row in rows if row.lineage not in seen]
    return [*placed, *lost]


def _placed(below: dict[Any, list[Any]], parent: Any, depth: int, seen: set[Any]) -> Iterator[Sum]:
    for row in below.get(parent, ()):
        if row.lineage in seen:
            continue
        seen.add(row.lineage)
        parts = [part.amount for part in below.get(row.lineage, ()) if part.kind != BudgetKind.AVERAGE]
        yield Sum(line=row, depth=depth, parts=sum(parts) if parts else None)
        yield from _placed(below, row.lineage, depth + 1, seen)
