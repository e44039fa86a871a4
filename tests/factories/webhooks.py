"""Webhooks that lead to a receiver on this machine."""

from __future__ import annotations

from collections.abc import Collection

from lotrinh.core.actor import Actor
from lotrinh.core.outbox.models import OutboxEntry
from lotrinh.core.outbox.services import send_due
from lotrinh.core.webhooks import services
from lotrinh.core.webhooks.models import Delivery, Webhook
from lotrinh.core.webhooks.registry import events
from lotrinh.core.webhooks.services import MadeWebhook


def webhook(
    actor: Actor, url: str = "http://127.0.0.1:9/nhan", codes: Collection[str] = (), *, name: str = "Trục liên thông"
) -> MadeWebhook:
    """A webhook of the actor, for all events unless some are named."""
    return services.make(actor, name=name, url=url, events=codes or tuple(events()))


def state_of(delivery: Delivery) -> tuple[str, str]:
    """State and code of the entry that sends a delivery."""
    entry = OutboxEntry.objects.get(key=f"webhook:{delivery.key}")
    return entry.state, entry.error_code


def tried(actor: Actor, made: Webhook) -> tuple[str, str]:
    """Send the ping; state and code after one attempt."""
    delivery = services.try_out(actor, webhook_id=made.pk)
    send_due()
    return state_of(delivery)
