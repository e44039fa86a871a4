"""The tables of `core`; each part keeps its own models."""

from __future__ import annotations

from lotrinh.core.audit.models import AuditEntry, AuditHead
from lotrinh.core.files.models import StoredFile
from lotrinh.core.jobs.models import Job, WorkerBeat
from lotrinh.core.outbox.models import OutboxEntry
from lotrinh.core.search.models import SearchEntry
from lotrinh.core.webhooks.models import Delivery, Webhook

__all__ = [
    "AuditEntry",
    "AuditHead",
    "Delivery",
    "Job",
    "OutboxEntry",
    "SearchEntry",
    "StoredFile",
    "Webhook",
    "WorkerBeat",
]
