"""Running one job: claim, heartbeat, progress, outcome."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import close_old_connections, connection, transaction
from django.db.models import F

from lotrinh.core import clock
from lotrinh.core.jobs import registry
from lotrinh.core.jobs.models import Job
from lotrinh.core.problems import Problem
from lotrinh.core.vocab import JobState

_log: Final = logging.getLogger(__name__)
#: How often a running job says that it lives, in seconds.
BEAT: Final = 5.0


def run(job_id: int) -> None:
    """Run the job, if it still waits; its outcome stands in its row, whatever happens."""
    now = clock.now()
    taken = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, started_at=now, beat_at=now, attempts=F("attempts") + 1, progress=0, step=""
    )
    if not taken:
        return
    job = Job.objects.get(pk=job_id)

    def progress(percent: int, step: str) -> None:
        Job.objects.filter(pk=job_id).update(progress=max(0, min(99, percent)), step=step, beat_at=clock.now())

    try:
        with _beating(job_id):
            registry.runner_of(job.kind)(job.arguments, progress)
    except Problem as problem:
        _finish(job_id, JobState.FAILED, problem.code, str(problem.message))
    except Exception:  # noqa: BLE001 - whatever a job raises is its outcome
        _log.exception("job %s failed", job.key)
        _finish(job_id, JobState.FAILED, "internal", "")
    else:
        _finish(job_id, JobState.DONE)


def _finish(job_id: int, state: JobState, code: str = "", message: str = "") -> None:
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        job.state, job.error_code, job.error_message, job.finished_at = state, code, message, clock.now()
        if state == JobState.DONE:
            job.progress = 100
        job.save()


@contextmanager
def _beating(job_id: int) -> Iterator[None]:
    """Give signs of life from a thread of its own while the job works."""
    if connection.in_atomic_block:
        # Inside a transaction (tests, immediate jobs) nobody else could see the beats.
        yield
        return
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(BEAT):
            try:
                Job.objects.filter(pk=job_id).update(beat_at=clock.now())
            except Exception:  # noqa: BLE001 - a missed beat must not end the job
                _log.warning("job %s could not give a sign of life", job_id, exc_info=True)
                close_old_connections()
        connection.close()

    thread = threading.Thread(target=beat, name=f"beat-{job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
