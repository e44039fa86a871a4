"""Who of today stands behind the bodies that a plan's coordination names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lotrinh.core import clock
from lotrinh.documents.selectors.keeping import Proposed, proposals
from lotrinh.plans.models import Plan

BODIES: Final = ("follow_up", "reports_to", "difficulties_to")


def bodies_today(plan: Plan) -> Mapping[str, tuple[Proposed, ...]]:
    """For each body that has ended: the agencies that took over, none where nobody did.

    No query where none has ended, else one and the steps of succession; the bodies of `plan` are fetched.
    """
    today = clock.today()
    ended = {
        name: unit.pk
        for name in BODIES
        if (unit := getattr(plan, name)) is not None and unit.ends_on is not None and unit.ends_on < today
    }
    found = proposals(dict.fromkeys(ended.values()))
    return {name: found[pk] for name, pk in ended.items()}
