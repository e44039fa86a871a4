"""One document that makes the proposals of many rows binding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from lotrinh.core.actor import Actor
from lotrinh.core.writes import service
from lotrinh.plans.services.confirming import confirm_proposal
from lotrinh.plans.vocab import RowKind


@service
def confirm_proposals(  # noqa: PLR0913 - the facts of a confirmation
    actor: Actor,
    *,
    proposals: Iterable[tuple[UUID, str]],
    number: str,
    issued_on: dt.date | None,
    issuer: str,
    kind: str = RowKind.TASK,
) -> int:
    """Confirm proposed values of rows, given as lineage and field, by one document: all of them or none; how many.

    Raises:
        Missing, NotAllowed, Refused: see `confirm_proposal`.

    """
    done = 0
    for lineage, field in proposals:
        confirm_proposal(
            actor, kind=kind, lineage=lineage, field=field, number=number, issued_on=issued_on, issuer=issuer
        )
        done += 1
    return done
