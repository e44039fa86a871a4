"""Reading webhooks and what was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.outbox.models import OutboxEntry
from lotrinh.core.problems import Missing
from lotrinh.core.vocab import OutboxState
from lotrinh.core.webhooks import policies
from lotrinh.core.webhooks.emitting import key_of
from lotrinh.core.webhooks.models import Delivery, Webhook
from lotrinh.core.webhooks.policies import Action
from lotrinh.core.webhooks.registry import event_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A delivery with what became of it; what is in the outbox no longer has an outcome that nobody knows."""

    delivery: Delivery
    state: OutboxState
    code: str
    attempts: int
    again: bool

    @property
    def event_label(self) -> object:
        """What the event is called; its code where nobody enters it any more."""
        event = event_of(self.delivery.event)
        return event.label if event is not None else self.delivery.event


def webhooks(actor: Actor) -> QuerySet[Webhook]:
    """The webhooks that the actor sees, their own first; `last_tried` is the time of the last attempt."""
    last = Max("deliveries__tried_at", filter=Q(deliveries__shown=True))
    return policies.visible(actor).annotate(last_tried=last).order_by("name", "id")


def get(actor: Actor, webhook_id: int, action: Action = Action.SEE) -> Webhook:
    """The webhook, if the actor may do this with it; one query.

    Raises:
        Missing, NotAllowed: see `policies.require`.

    """
    webhook = Webhook.objects.filter(pk=webhook_id).first()
    if webhook is None:
        raise Missing(_("Không có địa chỉ nhận thông báo này."), code="webhook-missing")
    policies.require(actor, action, webhook)
    return webhook


def deliveries(actor: Actor, webhook: Webhook) -> QuerySet[Delivery]:
    """What was told, newest first; what the owner was not seen to have the right to know of is not among it.

    Only the owner sees what it was about.
    """
    rows = Delivery.objects.filter(webhook=webhook, shown=True)
    return rows if policies.allowed(actor, Action.USE, webhook) else rows.none()


def told(rows: Sequence[Delivery]) -> tuple[Told, ...]:
    """These deliveries with their states; one query."""
    entries = OutboxEntry.objects.in_bulk([key_of(row) for row in rows], field_name="key")
    return tuple(_told(row, entries.get(key_of(row))) for row in rows)


def _told(row: Delivery, entry: OutboxEntry | None) -> Told:
    state = OutboxState(entry.state) if entry is not None else OutboxState.UNKNOWN
    return Told(
        delivery=row,
        state=state,
        code=entry.error_code if entry is not None else "not-kept",
        attempts=entry.attempts if entry is not None else 0,
        again=state in {OutboxState.FAILED, OutboxState.UNKNOWN, OutboxState.DROPPED},
    )
