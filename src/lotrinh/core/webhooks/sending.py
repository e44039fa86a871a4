"""Sending one delivery: whether its owner may still know of it, the request, what is kept of the answer."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.db.models import F

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.outbox import services as outbox
from lotrinh.core.outbox.registry import Outcome, register
from lotrinh.core.vocab import OutboxState, WebhookOff
from lotrinh.core.webhooks import guard, http, policies, signing
from lotrinh.core.webhooks.emitting import KIND
from lotrinh.core.webhooks.models import Delivery, Webhook
from lotrinh.core.webhooks.registry import PING, Event, actor_with, event_of
from lotrinh.core.webhooks.services import RESTING, give_up

#: After so many attempts in a row without success an address is switched off.
MOST_FAILURES: Final = 20
#: How long an address is left alone after each of them, so that many things at once in a short outage are neither all
#: tried in vain nor switch it off: it takes at least half a day.
RESTS: Final = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 60))
#: An address that takes longer for its answer rests as long again, so that others get their turn.
_SLOW: Final = dt.timedelta(seconds=1)
#: Answers that ask to come again later, though the fault is said to be the sender's.
_LATER: Final = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
)


def reveal(payload: Mapping[str, Any]) -> None:
    """Show the owner a delivery that was lost before anything was known of their right to it, if they have it now."""
    delivery = _delivery(payload)
    event = event_of(delivery.event) if delivery is not None else None
    if delivery is None or event is None or delivery.shown:
        return
    actor = _owner(delivery.webhook)
    if actor is not None and event.visible(actor, delivery.thing_id):
        Delivery.objects.filter(pk=delivery.pk).update(shown=True)


@register(KIND, lost=reveal)
def send(payload: Mapping[str, Any]) -> Outcome:
    """Tell the address of the delivery `payload["delivery"]` once, if its owner may know of the event now."""
    delivery = _delivery(payload)
    if delivery is None:
        return Outcome(OutboxState.DROPPED, "webhook-gone")
    webhook, event = delivery.webhook, event_of(delivery.event)
    if event is None or not (webhook.active or delivery.event == PING):
        return Outcome(OutboxState.DROPPED, "switched-off")
    if delivery.event != PING and webhook.rests_until is not None and webhook.rests_until > clock.now():
        return Outcome(OutboxState.WAITING, RESTING, until=webhook.rests_until)
    actor = _owner(webhook)
    if actor is None:
        give_up(webhook.pk, WebhookOff.OWNER)
        return Outcome(OutboxState.DROPPED, "owner-gone")
    if not event.visible(actor, delivery.thing_id):
        return Outcome(OutboxState.DROPPED, "not-visible")
    if not signing.is_intact(webhook):
        give_up(webhook.pk, WebhookOff.SECRET)
        return Outcome(OutboxState.DROPPED, "secret-changed")
    Delivery.objects.filter(pk=delivery.pk).update(shown=True, tried_at=clock.now())
    started = time.monotonic()
    outcome = _tell(delivery, event)
    _count(webhook, outcome, dt.timedelta(seconds=time.monotonic() - started))
    return outcome


def _delivery(payload: Mapping[str, Any]) -> Delivery | None:
    return Delivery.objects.select_related("webhook").filter(key=payload["delivery"]).first()


def _owner(webhook: Webhook) -> Actor | None:
    """The owner, if they are still there with a role that has webhooks."""
    actor = actor_with(webhook.owner_id)
    return actor if actor is not None and policies.may_make(actor) else None


def _tell(delivery: Delivery, event: Event) -> Outcome:
    kept = Delivery.objects.filter(pk=delivery.pk)
    body = json.dumps(_body(delivery, event), ensure_ascii=False).encode()
    try:
        target = guard.target_of(delivery.webhook.url)
        addresses = guard.addresses_of(target)
    except guard.UnsafeUrlError as error:
        return Outcome(OutboxState.FAILED, error.code)
    except (OSError, UnicodeError):
        return Outcome(OutboxState.WAITING, "no-address")
    try:
        answer = http.post(target, addresses, body, _headers(delivery, body))
    except http.UnreachableError as error:
        return Outcome(OutboxState.WAITING, error.code)
    except http.UnansweredError as error:
        return Outcome(OutboxState.UNKNOWN, error.code)
    kept.update(status=answer.status, answer=answer.text, milliseconds=answer.milliseconds)
    return _judged(delivery.webhook, answer.status)


def _judged(webhook: Webhook, status: int) -> Outcome:
    """What an answer means: taken; not taken, come again; not wanted."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Outcome(OutboxState.SENT)
    if status == HTTPStatus.GONE:
        give_up(webhook.pk, WebhookOff.GONE)
        return Outcome(OutboxState.FAILED, "answered-gone")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER:
        return Outcome(OutboxState.WAITING, "answered-later")
    redirected = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
    return Outcome(OutboxState.FAILED, "answered-redirect" if redirected else "answered-refused")


def _count(webhook: Webhook, outcome: Outcome, took: dt.timedelta) -> None:
    """Count attempts in a row that did not reach their end; the address rests after each, and ends by one too many."""
    rows = Webhook.objects.filter(pk=webhook.pk)
    if outcome.state == OutboxState.SENT:
        if rows.exclude(failures=0, rests_until=None).update(failures=0, rests_until=None):
            outbox.go_on(KIND, RESTING, webhook=webhook.pk)
        if took > _SLOW:
            _rest(webhook, took)
        return
    rows.update(failures=F("failures") + 1)
    _rest(webhook, RESTS[min(webhook.failures, len(RESTS) - 1)])
    if rows.filter(active=True, failures__gte=MOST_FAILURES).exists():
        give_up(webhook.pk, WebhookOff.FAILURES)


def _rest(webhook: Webhook, length: dt.timedelta) -> None:
    until = clock.now() + length
    Webhook.objects.filter(pk=webhook.pk).update(rests_until=until)
    outbox.put_off(KIND, until, RESTING, webhook=webhook.pk)


def _body(delivery: Delivery, event: Event) -> dict[str, object]:
    """What is told: which thing, not what stands in it; that is read by the API, with the rights of its reader."""
    identity = delivery.thing_id
    path = event.path.format(id=identity) if event.path else ""
    return {
        "delivery": str(delivery.key),
        "event": delivery.event,
        "kind": delivery.thing_kind,
        "id": int(identity) if identity.isdecimal() else identity,
        "url": f"{_origin()}{path}" if path else "",
        "at": delivery.occurred_at.isoformat(),
    }


def _origin() -> str:
    """The beginning of the platform's own addresses, where the settings name a host."""
    host = next((host for host in settings.ALLOWED_HOSTS if not host.startswith(".")), "")
    return f"https://{host}" if host and not settings.ENVIRONMENT.demo else ""


def _headers(delivery: Delivery, body: bytes) -> dict[str, str]:
    now = int(clock.now().timestamp())
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Lotrinh-Webhook/1",
        "Lotrinh-Event": delivery.event,
        "Lotrinh-Delivery": str(delivery.key),
        "Idempotency-Key": str(delivery.key),
        "Lotrinh-Signature": signing.signature(signing.secret_of(delivery.webhook.salt), now, body),
    }
