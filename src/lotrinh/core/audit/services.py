"""Writing the audit trail.

A service calls `note` once for each thing that it changes; the rows are appended to their chains when the outermost
service ends, inside its transaction.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from lotrinh.core import clock, words
from lotrinh.core.actor import Actor
from lotrinh.core.audit.models import AuditEntry, AuditHead

#: The chain of what belongs to no unit.
PLATFORM: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    actor: Actor
    chain: int
    action: str
    thing_kind: str
    thing_id: str
    thing_label: str
    before: Any
    after: Any
    restricted: bool


_pending: ContextVar[list[_Note] | None] = ContextVar("lotrinh_audit", default=None)


def note(  # noqa: PLR0913 - a row of the trail has these columns
    actor: Actor,
    action: str,
    *,
    kind: str,
    id: object,  # noqa: A002 - the identity of the thing
    label: str,
    unit_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    restricted: bool = False,
) -> None:
    """Say what a service has done; `unit_id` chooses the chain.

    Raises:
        RuntimeError: called outside a service.

    """
    notes = _pending.get()
    if notes is None:
        raise RuntimeError("audit.note is called by services only (lotrinh.core.writes.service)")
    notes.append(
        _Note(
            actor=actor,
            chain=unit_id or PLATFORM,
            action=action,
            thing_kind=kind,
            thing_id=str(id),
            thing_label=label[:300],
            before=_plain(before),
            after=_plain(after),
            restricted=restricted,
        )
    )


@contextmanager
def collecting() -> Iterator[None]:
    """Collect the notes of a service; the outermost one appends them when it ends well."""
    if _pending.get() is not None:
        yield
        return
    notes: list[_Note] = []
    token = _pending.set(notes)
    try:
        yield
        if notes:
            _append(notes)
    finally:
        _pending.reset(token)


def digest(entry: AuditEntry) -> str:
    """The hash that the row must carry: SHA-256 in hexadecimal."""
    content = {
        "chain": entry.chain,
        "seq": entry.seq,
        "at": entry.at.isoformat(timespec="microseconds"),
        "actor": [entry.actor_id, entry.actor_name],
        "via": [str(entry.via), entry.address],
        "action": entry.action,
        "thing": [entry.thing_kind, entry.thing_id, entry.thing_label],
        "before": entry.before,
        "after": entry.after,
        "restricted": entry.restricted,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{entry.previous}\n{text}".encode()).hexdigest()


def searched(entry: AuditEntry) -> str:
    """What the row's `search` must hold."""
    return words.fold(f"{entry.thing_label} {entry.actor_name}")[:600]


def _append(notes: list[_Note]) -> None:
    """Append the notes to their chains, chains in order, so that two services never wait for each other."""
    at = clock.now()
    with transaction.atomic():
        for chain, group in groupby(sorted(notes, key=lambda item: item.chain), key=lambda item: item.chain):
            AuditHead.objects.get_or_create(chain=chain)
            head = AuditHead.objects.select_for_update().get(chain=chain)
            entries = []
            for item in group:
                head.seq += 1
                entry = AuditEntry(
                    chain=chain,
                    seq=head.seq,
                    at=at,
                    actor_id=item.actor.user_id,
                    actor_name=item.actor.name[:200],
                    via=item.actor.via,
                    address=item.actor.address[:45],
                    action=item.action,
                    thing_kind=item.thing_kind,
                    thing_id=item.thing_id,
                    thing_label=item.thing_label,
                    before=item.before,
                    after=item.after,
                    restricted=item.restricted,
                    previous=head.hash,
                )
                entry.search = searched(entry)
                entry.hash = head.hash = digest(entry)
                entries.append(entry)
            AuditEntry.objects.bulk_create(entries)
            head.save(update_fields=("seq", "hash"))


def _plain(value: Mapping[str, Any] | None) -> Any:
    """The value as JSON gives it back, so that a hash taken now is the hash taken from the row."""
    return None if value is None else json.loads(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))
