"""Entering effects, sending what is due, and what happens to those whose worker died.

An entry is claimed by one statement before anything is sent, so that of many workers one sends it. It is tried again
by itself only after an outcome that says that it had no effect. Where the outcome is not known (the worker died, the
answer never came) it stays as it is, is shown as such, and goes out again only when a person says so.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import F, QuerySet

from lotrinh.core import clock
from lotrinh.core.outbox.models import OutboxEntry
from lotrinh.core.outbox.registry import Outcome, say_lost, sender_of
from lotrinh.core.vocab import OutboxState

_log: Final = logging.getLogger(__name__)
#: How long after each attempt that had no effect the next one comes; after the last one it is given up.
DELAYS: Final = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))
#: No sender takes so long: one that was claimed before has lost its worker.
LOST_AFTER: Final = dt.timedelta(minutes=2)
#: What has ended is kept this long.
KEPT: Final = dt.timedelta(days=90)
_AT_ONCE: Final = 10
_ENDED: Final = (OutboxState.SENT, OutboxState.FAILED, OutboxState.UNKNOWN, OutboxState.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Something to send: its key is its own for good."""

    key: str
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)


def put(effects: Iterable[Effect]) -> None:
    """Enter effects, as part of the transaction of what causes them; one with a known key is entered already."""
    now = clock.now()
    OutboxEntry.objects.bulk_create(
        [OutboxEntry(key=e.key, kind=e.kind, payload=dict(e.payload), next_at=now) for e in effects],
        batch_size=500,
        ignore_conflicts=True,
    )


def put_again(effect: Effect) -> bool:
    """Have an effect sent that failed, was dropped or whose outcome is not known; whether it was not on its way.

    Only a person decides this: it may then have its effect twice. One that is in the table no longer is entered anew.
    """
    moved = OutboxEntry.objects.filter(
        key=effect.key, state__in=(OutboxState.FAILED, OutboxState.UNKNOWN, OutboxState.DROPPED)
    ).update(state=OutboxState.WAITING, attempts=0, next_at=clock.now(), error_code="", finished_at=None)
    if not moved and not OutboxEntry.objects.filter(key=effect.key).exists():
        put([effect])
        return True
    return bool(moved)


def send_due(most: int = 100) -> int:
    """Send what is due, one after the other; how many attempts were made."""
    for done in range(most):
        entry = _claim()
        if entry is None:
            return done
        _record(entry, _send(entry))
    return most


def put_off(kind: str, until: dt.datetime, code: str, **about: object) -> None:
    """Have what waits and is about this (fields of the payload) wait longer; `code` says why."""
    rows = _waiting(kind, about).filter(next_at__lt=until)
    rows.update(next_at=until, error_code=code)


def go_on(kind: str, code: str, **about: object) -> None:
    """Have what was put off for this reason sent now."""
    _waiting(kind, about).filter(error_code=code).update(next_at=clock.now())


def sweep() -> int:
    """Say of entries whose worker died that their outcome is not known; how many."""
    now = clock.now()
    sending = OutboxEntry.objects.filter(state=OutboxState.SENDING, claimed_at__lt=now - LOST_AFTER)
    moved = 0
    for entry in list(sending):
        if sending.filter(pk=entry.pk).update(state=OutboxState.UNKNOWN, error_code="worker-died", finished_at=now):
            moved += 1
            _say_lost(entry)
    if moved:
        _log.warning("%d effects lost their worker while they were sent", moved)
    return moved


def tidy() -> int:
    """Remove what ended long ago; how many."""
    old = OutboxEntry.objects.filter(state__in=_ENDED, finished_at__lt=clock.now() - KEPT)
    removed, _ = old.delete()
    return removed


def _claim() -> OutboxEntry | None:
    now = clock.now()
    due = OutboxEntry.objects.filter(state=OutboxState.WAITING, next_at__lte=now).order_by("next_at", "id")
    for pk in list(due.values_list("pk", flat=True)[:_AT_ONCE]):
        # One statement: whoever comes second finds it taken.
        taken = OutboxEntry.objects.filter(pk=pk, state=OutboxState.WAITING).update(
            state=OutboxState.SENDING, claimed_at=now, attempts=F("attempts") + 1
        )
        if taken:
            return OutboxEntry.objects.get(pk=pk)
    return None


def _send(entry: OutboxEntry) -> Outcome:
    try:
        sender = sender_of(entry.kind)
    except KeyError:
        _log.error("nobody sends effects of the kind %s", entry.kind)
        return Outcome(OutboxState.DROPPED, "unknown-kind")
    try:
        return sender(entry.payload)
    except Exception:  # noqa: BLE001 - whatever a sender raises, nobody knows what became of it
        _log.exception("sending %s broke", entry.key)
        _say_lost(entry)
        return Outcome(OutboxState.UNKNOWN, "internal")


def _say_lost(entry: OutboxEntry) -> None:
    try:
        say_lost(entry.kind, entry.payload)
    except Exception:  # noqa: BLE001 - what became of the entry is recorded all the same
        _log.exception("nobody could be told that %s was lost", entry.key)


def _record(entry: OutboxEntry, outcome: Outcome) -> None:
    now = clock.now()
    state, next_at, finished_at, attempts = outcome.state, entry.next_at, None, entry.attempts
    if outcome.until is not None:
        next_at, attempts = outcome.until, attempts - 1
    elif state == OutboxState.WAITING and attempts > len(DELAYS):
        state = OutboxState.FAILED
    elif state == OutboxState.WAITING:
        next_at = now + DELAYS[attempts - 1]
    if state != OutboxState.WAITING:
        finished_at = now
    OutboxEntry.objects.filter(pk=entry.pk, state=OutboxState.SENDING).update(
        state=state, next_at=next_at, finished_at=finished_at, attempts=attempts, error_code=outcome.code
    )


def _waiting(kind: str, about: Mapping[str, object]) -> QuerySet[OutboxEntry]:
    wanted = {f"payload__{name}": value for name, value in about.items()}
    return OutboxEntry.objects.filter(kind=kind, state=OutboxState.WAITING, **wanted)
