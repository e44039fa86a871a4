"""Reading the audit trail. Whose eyes see which chains is decided above (`organisations.selectors.traces`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.audit.vocab import ACTIONS, FIELDS, KINDS


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that a write changed, with its name; empty where there was none before or is none after."""

    label: str | Promise
    before: str
    after: str


def entries(
    *, chains: Collection[int] | QuerySet[Any], restricted_of: Collection[int] | QuerySet[Any] = ()
) -> QuerySet[AuditEntry]:
    """The rows of some chains without the looks of inspectors, and the looks of others; the latest first."""
    rule = Q(restricted=False, chain__in=chains) | Q(restricted=True, chain__in=restricted_of)
    return AuditEntry.objects.filter(rule).order_by("-id")


def of_thing(kind: str, thing_id: object) -> QuerySet[AuditEntry]:
    """What was done to one thing, the latest first, looks excepted: the history on the thing's own page."""
    return AuditEntry.objects.filter(thing_kind=kind, thing_id=str(thing_id), restricted=False).order_by("-id")


def action_label(action: str) -> str | Promise:
    """What an act is called."""
    return ACTIONS.get(action, action)


def kind_label(kind: str) -> str | Promise:
    """What a kind of things is called."""
    return KINDS.get(kind, kind)


def differences(entry: AuditEntry) -> tuple[Difference, ...]:
    """What the write changed, value by value."""
    before, after = entry.before or {}, entry.after or {}
    return tuple(
        Difference(FIELDS.get(name, name), _text(before.get(name)), _text(after.get(name)))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(item)}" for name, item in value.items())
    return str(value)
