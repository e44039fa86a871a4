"""Which part of the audit trail a person sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.audit import selectors as audit
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Missing
from lotrinh.organisations import policies
from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import Level, PlaceKind, ReorganisationKind, UnitKind


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
    names = chain_names()
    return TracePage(
        entry=entry,
        action=str(audit.action_label(entry.action)),
        kind=str(audit.kind_label(entry.thing_kind)),
        chain_name=names.get(entry.chain, ""),
        differences=audit.differences(entry, _words(entry, names)),
    )


def _words(entry: AuditEntry, names: Mapping[int, str]) -> dict[str, Mapping[str, Any]]:
    """What the codes in a row mean; a kind is one of what the row is about."""
    kinds = PlaceKind.choices if entry.thing_kind == "place" else (*UnitKind.choices, *ReorganisationKind.choices)
    roles = dict(Role.choices)
    return {
        "kind": dict(kinds),
        "level": dict(Level.choices),
        "parent": {str(pk): name for pk, name in names.items()},
        "role": roles,
        "roles": roles,
    }


def chain_names() -> dict[int, str]:
    """The unit's name for each chain."""
    return dict(Unit.objects.values_list("pk", "name"))
