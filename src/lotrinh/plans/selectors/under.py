"""Plans that run under a directive."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from lotrinh.core.actor import Actor
from lotrinh.plans.models import Plan
from lotrinh.plans.selectors.plans import plans


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanUnder:
    """A plan, and how many of its duties are in force."""

    plan: Plan
    duties: int


def plans_under(actor: Actor, document_ids: Collection[int]) -> tuple[PlanUnder, ...]:
    """The plans of these documents that the actor may read, those with most duties first; one query."""
    rows: list[Any] = list(plans(actor).filter(document__in=document_ids)) if document_ids else []
    found = [PlanUnder(plan=row, duties=row.task_count) for row in rows]
    return tuple(sorted(found, key=lambda item: (-item.duties, item.plan.sort_key, item.plan.pk)))
