"""Starting jobs and bringing those of dead workers back."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django_tasks import task

from lotrinh.core import clock
from lotrinh.core.jobs import running
from lotrinh.core.jobs.models import Job, WorkerBeat
from lotrinh.core.vocab import JobState

_log: Final = logging.getLogger(__name__)

#: A running job whose last sign of life is older than this has lost its worker.
STALE_AFTER: Final = dt.timedelta(seconds=30)
#: A queued job that nobody took for this long is offered again: its call may have been lost with the worker.
UNTAKEN_AFTER: Final = dt.timedelta(minutes=2)
#: A job that killed its worker this often is given up.
MOST_ATTEMPTS: Final = 3


@task()
def run_job(job_id: int) -> None:
    """What the queue calls."""
    running.run(job_id)


def start(kind: str, key: str, arguments: dict[str, Any], *, by: int | None = None) -> Job:
    """Enter the job with this key and queue it after the commit; one that waits or runs already is left alone.

    A job that failed, or that is done, is started again.
    """
    job, created = Job.objects.select_for_update().get_or_create(
        key=key, defaults={"kind": kind, "arguments": arguments, "started_by_id": by}
    )
    if not created:
        if job.state in {JobState.QUEUED, JobState.RUNNING}:
            return job
        job.state, job.progress, job.step, job.attempts = JobState.QUEUED, 0, "", 0
        job.error_code = job.error_message = ""
        job.arguments, job.created_at, job.started_by_id = arguments, clock.now(), by
        job.beat_at = job.started_at = job.finished_at = None
        job.save()
    _offer(job.pk)
    return job


def sweep() -> int:
    """Put jobs of dead workers back into the queue; the number of jobs that were moved."""
    now = clock.now()
    lost = Job.objects.filter(
        Q(state=JobState.RUNNING, beat_at__lt=now - STALE_AFTER)
        | Q(state=JobState.QUEUED, beat_at__isnull=True, created_at__lt=now - UNTAKEN_AFTER)
        | Q(state=JobState.QUEUED, beat_at__lt=now - UNTAKEN_AFTER)
    )
    moved = 0
    for pk in list(lost.values_list("pk", flat=True)):
        with transaction.atomic():
            job = Job.objects.select_for_update().filter(pk=pk).filter(Q(pk__in=lost.values("pk"))).first()
            if job is None:
                continue
            if job.state == JobState.RUNNING and job.attempts >= MOST_ATTEMPTS:
                job.state, job.finished_at = JobState.FAILED, now
                job.error_code = "worker-died"
            else:
                job.state, job.beat_at = JobState.QUEUED, now
                _offer(job.pk)
            job.save()
            moved += 1
            _log.warning("job %s lost its worker: now %s", job.key, job.state)
    WorkerBeat.objects.filter(beat_at__lt=now - dt.timedelta(days=1)).delete()
    return moved


def _offer(job_id: int) -> None:
    """Hand the job to the queue; the call is part of the transaction, so it is there exactly when the job is."""
    run_job.enqueue(job_id)
