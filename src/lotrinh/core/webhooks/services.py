"""Entering addresses, switching them off and on, trying them, telling once more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor, system
from lotrinh.core.audit import services as audit
from lotrinh.core.outbox import services as outbox
from lotrinh.core.problems import Conflict, Missing, Refused
from lotrinh.core.validation import clean
from lotrinh.core.vocab import WebhookOff
from lotrinh.core.webhooks import emitting, guard, policies, signing
from lotrinh.core.webhooks.emitting import KIND
from lotrinh.core.webhooks.models import Delivery, Webhook
from lotrinh.core.webhooks.policies import Action
from lotrinh.core.webhooks.registry import PING, events
from lotrinh.core.writes import service

#: More addresses than systems for which one person answers.
MOST: Final = 10
#: Why a delivery waits whose address is left alone for a while.
RESTING: Final = "resting"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeWebhook:
    """A webhook with its secret, which is kept nowhere."""

    webhook: Webhook
    secret: str


@service
def make(actor: Actor, *, name: str, url: str, events: Collection[str]) -> MadeWebhook:
    """Enter an address that is told of events from now on, as far as the actor may see what they are about.

    Raises:
        NotAllowed: see `policies`.
        Refused: no name, no event, an address to which none may lead, or too many already (`fields`).

    """
    owner_id = policies.require_maker(actor)
    if Webhook.objects.filter(owner_id=owner_id).count() >= MOST:
        raise Refused(
            _("Bạn đã có %(count)d địa chỉ nhận thông báo; hãy xóa địa chỉ không dùng nữa.") % {"count": MOST},
            code="webhook-too-many",
        )
    webhook = Webhook(owner_id=owner_id)
    secret = _renewed(webhook)
    _fill(webhook, name, url, events)
    webhook.save()
    _note(actor, "webhook.made", webhook, after=_state(webhook))
    return MadeWebhook(webhook=webhook, secret=secret)


@service
def change(actor: Actor, *, webhook_id: int, name: str, url: str, events: Collection[str]) -> Webhook:
    """Give the webhook another name, address or other events.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: as `make`.

    """
    webhook = _taken(actor, Action.USE, webhook_id)
    before, url_before = _state(webhook), webhook.url
    _fill(webhook, name, url, events)
    if (_state(webhook), webhook.url) != (before, url_before):
        webhook.save()
        if webhook.url != url_before:
            _wake(webhook)
        _note(actor, "webhook.changed", webhook, before=before, after=_state(webhook))
    return webhook


@service
def renew_secret(actor: Actor, *, webhook_id: int) -> MadeWebhook:
    """Make another secret: the one before signs nothing more.

    Raises:
        Missing, NotAllowed: see `policies`.

    """
    webhook = _taken(actor, Action.USE, webhook_id)
    secret = _renewed(webhook)
    webhook.save(update_fields=("salt", "fingerprint"))
    _note(actor, "webhook.secret_renewed", webhook)
    return MadeWebhook(webhook=webhook, secret=secret)


@service
def switch(actor: Actor, *, webhook_id: int, active: bool) -> Webhook:
    """Switch the webhook on or off; what waits for one that is off is not told.

    Raises:
        Missing, NotAllowed: see `policies`.

    """
    webhook = _taken(actor, Action.USE if active else Action.STOP, webhook_id)
    if webhook.active != active:
        webhook.active, webhook.failures = active, 0
        webhook.off_reason = "" if active else WebhookOff.PERSON
        webhook.save(update_fields=("active", "off_reason", "failures"))
        _wake(webhook)
        _note(actor, "webhook.switched_on" if active else "webhook.switched_off", webhook)
    return webhook


@service
def remove(actor: Actor, *, webhook_id: int) -> str:
    """Remove the webhook with all that is kept of its deliveries; its name.

    Raises:
        Missing, NotAllowed: see `policies`.

    """
    webhook = _taken(actor, Action.STOP, webhook_id)
    _note(actor, "webhook.removed", webhook, before=_state(webhook))
    webhook.delete()
    return webhook.name


@service
def try_out(actor: Actor, *, webhook_id: int) -> Delivery:
    """Tell the address an event without a thing, also while it is switched off.

    Raises:
        Missing, NotAllowed: see `policies`.

    """
    webhook = _taken(actor, Action.USE, webhook_id)
    (delivery,) = emitting.deliver([(webhook.pk, PING, KIND, str(webhook.pk))])
    _note(actor, "webhook.tried", webhook)
    return delivery


@service
def send_again(actor: Actor, *, webhook_id: int, key: UUID) -> Delivery:
    """Tell an event once more that was not taken, or of which nobody knows whether it was.

    Raises:
        Missing, NotAllowed: see `policies`; there is no such delivery.
        Conflict: it is on its way, or was taken.

    """
    webhook = _taken(actor, Action.USE, webhook_id)
    delivery = webhook.deliveries.filter(key=key, shown=True).first()
    if delivery is None:
        raise Missing(_("Không có lần gửi này."), code="delivery-missing")
    if not outbox.put_again(emitting.effect_of(delivery)):
        raise Conflict(_("Lần gửi này đang chờ gửi hoặc đã được nhận."), code="delivery-under-way")
    _wake(webhook)
    _note(actor, "webhook.sent_again", webhook, after={"event": delivery.event})
    return delivery


@service
def give_up(webhook_id: int, reason: WebhookOff) -> None:
    """Switch a webhook off because it leads nowhere; nobody has to ask for it."""
    webhook = Webhook.objects.select_for_update().filter(pk=webhook_id, active=True).first()
    if webhook is None:
        return
    webhook.active, webhook.off_reason = False, reason
    webhook.save(update_fields=("active", "off_reason"))
    _note(system("webhooks"), "webhook.gave_up", webhook, after={"reason": str(reason)})


def tidy() -> int:
    """Remove deliveries of long ago; how many."""
    removed, _rows = Delivery.objects.filter(occurred_at__lt=clock.now() - outbox.KEPT).delete()
    return removed


def _renewed(webhook: Webhook) -> str:
    webhook.salt = signing.new_salt()
    secret = signing.secret_of(webhook.salt)
    webhook.fingerprint = signing.fingerprint(secret)
    return secret


def _fill(webhook: Webhook, name: str, url: str, codes: Collection[str]) -> None:
    """Give the webhook what a person typed, checked."""
    webhook.name, webhook.url = " ".join(name.split()), url.strip()
    webhook.events = [code for code in events() if code in set(codes)]
    if not webhook.events or len(webhook.events) != len(set(codes)):
        sentence = _("Hãy chọn ít nhất một sự kiện.")
        raise Refused(sentence, code="webhook-events", fields={"events": sentence})
    clean(webhook)
    try:
        guard.target_of(webhook.url)
    except guard.UnsafeUrlError as error:
        raise Refused(
            guard.SENTENCES[error.code], code=error.code, fields={"url": guard.SENTENCES[error.code]}
        ) from None


def _wake(webhook: Webhook) -> None:
    """Let an address that rests be told again at once: a person says that it may be reached."""
    webhook.rests_until = None
    webhook.save(update_fields=("rests_until",))
    outbox.go_on(KIND, RESTING, webhook=webhook.pk)


def _taken(actor: Actor, action: Action, webhook_id: int) -> Webhook:
    webhook = Webhook.objects.select_for_update().filter(pk=webhook_id).first()
    if webhook is None:
        raise Missing(_("Không có địa chỉ nhận thông báo này."), code="webhook-missing")
    policies.require(actor, action, webhook)
    return webhook


def _state(webhook: Webhook) -> dict[str, object]:
    return {"name": webhook.name, "url": webhook.place, "events": list(webhook.events)}


def _note(
    actor: Actor,
    action: str,
    webhook: Webhook,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    audit.note(actor, action, kind=KIND, id=webhook.pk, label=webhook.name, before=before, after=after)
