"""The looks of inspectors, seen by their superior only."""

from __future__ import annotations

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.writes import service


def only_inspects(actor: Actor) -> bool:
    """Whether the person holds no role but that of an inspector."""
    return bool(actor.grants) and all(grant.role == Role.INSPECTOR for grant in actor.grants)


@service
def note_look(actor: Actor, *, kind: str, thing_id: str, label: str) -> None:
    """A restricted row in the chain of each agency for which the actor inspects."""
    for agency_id in actor.agencies(Role.INSPECTOR):
        audit.note(actor, "looked", kind=kind, id=thing_id, label=label, unit_id=agency_id, restricted=True)
