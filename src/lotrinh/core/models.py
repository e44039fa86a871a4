"""The tables of `core`; each part keeps its own models."""

from __future__ import annotations

from lotrinh.core.audit.models import AuditEntry, AuditHead
from lotrinh.core.files.models import StoredFile
from lotrinh.core.jobs.models import Job, WorkerBeat

__all__ = ["AuditEntry", "AuditHead", "Job", "StoredFile", "WorkerBeat"]
