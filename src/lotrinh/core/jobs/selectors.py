"""Reading jobs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from lotrinh.core import clock
from lotrinh.core.jobs.models import Job, WorkerBeat

#: A worker that was silent for longer is dead.
SILENT_AFTER: Final = dt.timedelta(seconds=20)


def job_of(key: str) -> Job | None:
    """The job with this key; one query."""
    return Job.objects.filter(key=key).first()


def jobs_of(keys: Iterable[str]) -> dict[str, Job]:
    """The jobs with these keys, by key; one query."""
    return {job.key: job for job in Job.objects.filter(key__in=list(keys))}


def live_workers() -> int:
    """How many workers gave a sign of life lately; one query."""
    return WorkerBeat.objects.filter(beat_at__gte=clock.now() - SILENT_AFTER).count()
