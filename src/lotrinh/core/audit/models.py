"""The audit trail: one row for each write, each carrying the hash of the row before it."""

from __future__ import annotations

from django.db import models

from lotrinh.core.immutable import Immutable
from lotrinh.core.vocab import Via


class AuditHead(models.Model):
    """The end of a chain: a chain for each unit (0: the platform itself)."""

    chain = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.chain}: {self.seq}"


class AuditEntry(Immutable):
    """One write: who, when, by which door, what, before and after.

    `hash` is SHA-256 over the hash of the row before and over the canonical JSON of everything else
    (`audit.services.digest`).
    """

    chain = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    via = models.CharField(max_length=10, choices=Via.choices)
    address = models.CharField(max_length=45, blank=True)
    action = models.CharField(max_length=60)
    thing_kind = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=64)
    thing_label = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    #: looks of an inspector: shown to the superior only
    restricted = models.BooleanField(default=False)
    #: what searches compare; follows from the label and the actor's name (`audit.services.searched`)
    search = models.CharField(max_length=600, editable=False)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("chain", "seq"), name="audit_chain_seq"),)
        indexes = (
            models.Index(fields=("thing_kind", "thing_id"), name="audit_thing"),
            models.Index(fields=("actor_id",), name="audit_actor"),
            models.Index(fields=("at",), name="audit_at"),
        )

    def __str__(self) -> str:
        return f"{self.chain}/{self.seq} {self.action}"
