"""What is to be sent, and what became of it."""

from __future__ import annotations

from django.db import models

from lotrinh.core.vocab import OutboxState


class OutboxEntry(models.Model):
    """One effect outside the database, known by its key: it stands here from the commit of what causes it."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=OutboxState.choices, default=OutboxState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: not before
    next_at = models.DateTimeField()
    #: why it was not sent the last time, a code that the page has words for
    error_code = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("state", "next_at"), name="outbox_state_next"),)

    def __str__(self) -> str:
        return self.key
