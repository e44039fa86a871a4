"""How a duty stands after all that people said of it: the later word counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from lotrinh.plans.coverage.duties import Duty
from lotrinh.plans.vocab import Taken, Verdict


class Said(Protocol):
    """What a decision must say, in the order in which they were made."""

    @property
    def parent_key(self) -> str:
        """The key of the duty."""

    @property
    def parent_lineage(self) -> UUID | None:
        """Its lasting name, where it has one."""

    @property
    def lineage(self) -> UUID | None:
        """The row of the plan; None for the duty as a whole."""

    @property
    def verdict(self) -> str:
        """A code of Verdict."""


@dataclass(slots=True)
class Standing:
    """What people said of one duty: the rows that take it up (with who said so), those that do not, and the whole."""

    taken: dict[UUID, Said] = field(default_factory=dict)
    refused: set[UUID] = field(default_factory=set)
    whole: Said | None = None

    def hear(self, said: Said) -> None:
        """One decision more: that a row takes the duty up and that the plan leaves it out exclude each other."""
        if said.lineage is None:
            self.taken.clear()
            self.whole = said
        elif said.verdict == Verdict.TAKES_UP:
            self.refused.discard(said.lineage)
            self.taken[said.lineage] = said
            self.whole = None
        else:
            self.taken.pop(said.lineage, None)
            self.refused.add(said.lineage)

    def state(self, there: Mapping[UUID, int], *, proposed: bool) -> Taken:
        """What becomes of the duty; `there` are the rows of the plan in force, `proposed`: a candidate is left."""
        if self.whole is not None:
            return Taken.OUT_OF_SCOPE if self.whole.verdict == Verdict.OUT_OF_SCOPE else Taken.LEFT_OUT
        if any(lineage in there for lineage in self.taken):
            return Taken.CONFIRMED
        return Taken.PROPOSED if proposed else Taken.MISSING


def folded(duties: Sequence[Duty], said: Iterable[Said]) -> tuple[Standing, ...]:
    """How each duty stands. A decision finds its duty by lineage, else by its words; one that finds none is no more."""
    by_lineage = {duty.lineage: index for index, duty in enumerate(duties) if duty.lineage is not None}
    by_key = {duty.key: index for index, duty in enumerate(duties)}
    standings = tuple(Standing() for _duty in duties)
    for one in said:
        place = by_lineage.get(one.parent_lineage) if one.parent_lineage is not None else None
        if place is None:
            place = by_key.get(one.parent_key)
        if place is not None:
            standings[place].hear(one)
    return standings
