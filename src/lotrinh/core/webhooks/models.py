"""Who wants to be told of what, and what was told."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotrinh.core.vocab import WebhookOff


class Webhook(models.Model):
    """An address that is told of events, with the eyes of the person who entered it."""

    owner_id = models.BigIntegerField(db_index=True)
    name = models.CharField(_("Tên"), max_length=80)
    url = models.CharField(_("Địa chỉ nhận"), max_length=500)
    #: codes of events (`registry.events`)
    events = models.JSONField(_("Sự kiện"), default=list)
    #: the secret is made from this and the key of the installation, and is kept nowhere
    salt = models.CharField(max_length=64)
    #: tells whether the key of the installation is still the one with which the secret was made
    fingerprint = models.CharField(max_length=16)
    active = models.BooleanField(default=True)
    off_reason = models.CharField(max_length=10, choices=WebhookOff.choices, blank=True)
    #: attempts in a row that did not reach their end
    failures = models.PositiveIntegerField(default=0)
    #: after an attempt that did not reach its end, or a slow one: nothing is sent before
    rests_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Scheme and host: what is behind them may be a key of the receiver, which only the owner has seen."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


class Delivery(models.Model):
    """One event that an address is told of; its state is that of the outbox entry with the same key."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    thing_kind = models.CharField(max_length=20)
    thing_id = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    #: the owner was seen to have the right to know of it: before, nobody is shown the row
    shown = models.BooleanField(default=False)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField(null=True)
    #: the beginning of what was answered
    answer = models.CharField(max_length=1024, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("webhook", "-id"), name="delivery_of_webhook"),)

    def __str__(self) -> str:
        return f"{self.event} {self.thing_kind} {self.thing_id}"
