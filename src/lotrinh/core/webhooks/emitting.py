"""Saying that something happened: what is to be told is entered just before the commit of the outermost service.

An event that a service says twice of one thing is told once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from lotrinh.core import clock
from lotrinh.core.outbox import services as outbox
from lotrinh.core.outbox.services import Effect
from lotrinh.core.webhooks.models import Delivery, Webhook
from lotrinh.core.webhooks.registry import events

KIND: Final = "webhook"
#: Event, kind of thing, id of the thing.
_Said = tuple[str, str, str]

_pending: ContextVar[dict[_Said, None] | None] = ContextVar("lotrinh_events", default=None)


def emit(event: str, thing_kind: str, thing_id: object) -> None:
    """Say that something happened to a thing; called inside a service.

    Raises:
        RuntimeError: called outside a service.
        ValueError: nobody entered the event.

    """
    emit_many(event, thing_kind, (thing_id,))


def emit_many(event: str, thing_kind: str, thing_ids: Iterable[object]) -> None:
    """The same of many things."""
    said = _pending.get()
    if said is None:
        raise RuntimeError("emit is called by services only (lotrinh.core.writes.service)")
    if event not in events():
        raise ValueError(f"nobody entered the event {event}")
    for thing_id in thing_ids:
        said[event, thing_kind, str(thing_id)] = None


@contextmanager
def collecting() -> Iterator[None]:
    """Collect what a service says; the outermost one enters it when it ends well: one query where nobody listens."""
    if _pending.get() is not None:
        yield
        return
    said: dict[_Said, None] = {}
    token = _pending.set(said)
    try:
        yield
        if said:
            _enter(said)
    finally:
        _pending.reset(token)


def _enter(said: Collection[_Said]) -> None:
    listening = tuple(Webhook.objects.filter(active=True).values_list("pk", "events"))
    deliver((pk, *item) for item in said for pk, codes in listening if item[0] in codes)


def deliver(wanted: Iterable[tuple[int, str, str, str]]) -> list[Delivery]:
    """Enter deliveries, each given as webhook, event, kind and id of the thing; two statements for each 500."""
    now = clock.now()
    rows = [
        Delivery(webhook_id=pk, event=event, thing_kind=kind, thing_id=thing_id, occurred_at=now)
        for pk, event, kind, thing_id in wanted
    ]
    if rows:
        Delivery.objects.bulk_create(rows, batch_size=500)
        outbox.put(map(effect_of, rows))
    return rows


def effect_of(delivery: Delivery) -> Effect:
    """The entry of the outbox that sends a delivery."""
    return Effect(
        key=key_of(delivery), kind=KIND, payload={"delivery": str(delivery.key), "webhook": delivery.webhook_id}
    )


def key_of(delivery: Delivery) -> str:
    """The key of that entry."""
    return f"{KIND}:{delivery.key}"
