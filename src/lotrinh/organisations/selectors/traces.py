"""Which part of the audit trail a person sees."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from lotrinh.core.actor import Actor
from lotrinh.core.audit import selectors as audit
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Missing
from lotrinh.organisations import policies
from lotrinh.organisations.models import Unit


@dataclass(frozen=True, slots=True)
class TracePage:
    """One row of the trail with what it changed."""

    entry: AuditEntry
    action: str
    kind: str
    chain_name: str
    differences: tuple[audit.Difference, ...]


def traces(actor: Actor) -> QuerySet[AuditEntry]:
    """The rows that the actor may see, the latest first; at most two queries.

    Raises:
        Missing: the actor sees no part of the trail.

    """
    scope = policies.trail_scope(actor)
    if scope is None:
        raise Missing(policies.NO_TRAIL, code="trail-missing")
    return audit.entries(chains=scope.chains, restricted_of=scope.looks)


def trace_page(actor: Actor, entry_id: int) -> TracePage:
    """One row.

    Raises:
        Missing: there is no such row, or the actor does not see it.

    """
    entry = traces(actor).filter(pk=entry_id).first()
    if entry is None:
        raise Missing(policies.NO_TRAIL, code="trail-missing")
    return TracePage(
        entry=entry,
        action=str(audit.action_label(entry.action)),
        kind=str(audit.kind_label(entry.thing_kind)),
        chain_name=chain_names().get(entry.chain, ""),
        differences=audit.differences(entry),
    )


def chain_names() -> dict[int, str]:
    """The unit's name for each chain."""
    return dict(Unit.objects.values_list("pk", "name"))
