"""Which decisions count: an undo takes a batch out, and undoing the undo brings it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from lotrinh.documents.review.items import MANY, Address, Invalid, Made
from lotrinh.documents.vocab import DecisionAction


def undone_batch(decision: Made) -> UUID:
    """The batch that an undo takes out."""
    return UUID(str(decision.data["batch"]))


def out_of_force(decisions: Sequence[Made]) -> frozenset[UUID]:
    """The batches that are taken out, undos that are themselves undone included."""
    out: set[UUID] = set()
    # Later ones first: whether an undo counts is known when its own undo has been seen.
    for decision in reversed(decisions):
        if decision.action == DecisionAction.UNDO and decision.batch not in out:
            out.add(undone_batch(decision))
    return frozenset(out)


def in_force(decisions: Sequence[Made]) -> list[Made]:
    """The decisions that say something about items, without those that are taken out."""
    out = out_of_force(decisions)
    return [d for d in decisions if d.action != DecisionAction.UNDO and d.batch not in out]


def addresses(decision: Made) -> tuple[Address, ...]:
    """The items that a decision other than an undo touches."""
    part, key = decision.part, decision.item
    if key == MANY:
        return tuple((str(part), str(key)) for part, key in decision.data["items"])
    if decision.action == DecisionAction.SPLIT:
        return ((part, key), (part, f"{key}.1"), (part, f"{key}.2"))
    if decision.action == DecisionAction.MERGE:
        return ((part, key), (part, str(decision.data["into"])))
    return ((part, key),)


def touched(decisions: Iterable[Made]) -> dict[Address, int]:
    """The number of the last decision about each item; an undo touches what the batch touched that it takes out."""
    last: dict[Address, int] = {}
    of_batch: dict[UUID, set[Address]] = {}
    for decision in decisions:
        if decision.action == DecisionAction.UNDO:
            here = of_batch.get(undone_batch(decision), set())
        else:
            here = set(addresses(decision))
        of_batch.setdefault(decision.batch, set()).update(here)
        last.update(dict.fromkeys(here, decision.seq))
    return last


def latest(decisions: Sequence[Made], by: int | None) -> UUID | None:
    """The batch that this person's next undo takes out: their last one that is in force."""
    out = out_of_force(decisions)
    for decision in reversed(decisions):
        if decision.action != DecisionAction.UNDO and decision.batch not in out and decision.by == by:
            return None if decision.carried else decision.batch
    return None


def redoable(decisions: Sequence[Made], by: int | None) -> UUID | None:
    """The undo that this person's next redo takes out: their last one, unless they have decided since."""
    out = out_of_force(decisions)
    for decision in reversed(decisions):
        if decision.by != by or decision.batch in out:
            continue
        if decision.action != DecisionAction.UNDO:
            return None
        if not any(d.batch == undone_batch(decision) and d.action == DecisionAction.UNDO for d in decisions):
            return decision.batch
    return None


def require_undoable(decisions: Sequence[Made], batch: UUID) -> None:
    """Let an undo of this batch pass or raise.

    Raises:
        Invalid: there is no such batch in force (`nothing-to-undo`), or a later decision in force builds on it
            (`built-upon`).

    """
    if batch in out_of_force(decisions) or not any(d.batch == batch for d in decisions):
        raise Invalid("nothing-to-undo")
    subject = [d for d in decisions if d.batch == _root(decisions, batch)]
    mine = {address for decision in subject for address in addresses(decision)}
    first = min(decision.seq for decision in subject)
    for decision in in_force(decisions):
        if decision.seq > first and decision.batch != subject[0].batch and mine & set(addresses(decision)):
            raise Invalid("built-upon")


def _root(decisions: Sequence[Made], batch: UUID) -> UUID:
    """The batch of decisions that an undo, or the undo of an undo, is about in the end."""
    targets = {d.batch: undone_batch(d) for d in decisions if d.action == DecisionAction.UNDO}
    while batch in targets:
        batch = targets[batch]
    return batch
