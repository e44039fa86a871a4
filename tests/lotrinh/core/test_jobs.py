"""Background jobs: started once, taken up again after the death of their worker, ended with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from lotrinh.core import clock
from lotrinh.core.jobs import registry, running, services
from lotrinh.core.jobs.models import Job
from lotrinh.core.problems import Refused
from lotrinh.core.vocab import JobState

pytestmark = pytest.mark.django_db
_ran: list[Mapping[str, Any]] = []


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """Three kinds of jobs: one works, one is refused, one breaks."""

    def works(arguments: Mapping[str, Any], progress: registry.Progress) -> None:
        progress(50, "half")
        _ran.append(arguments)

    def refused(arguments: Mapping[str, Any], progress: registry.Progress) -> None:
        raise Refused("Tệp trống.", code="empty")

    def breaks(arguments: Mapping[str, Any], progress: registry.Progress) -> None:
        raise ZeroDivisionError

    for name, runner in {"works": works, "refused": refused, "breaks": breaks}.items():
        registry.register(name)(runner)
    _ran.clear()
    yield
    for name in ("works", "refused", "breaks"):
        registry._RUNNERS.pop(name)


def _start(kind: str) -> Job:
    with transaction.atomic():
        return services.start(kind, f"{kind}:1", {"n": 1})


def _run_queued() -> None:
    for call in DBTaskResult.objects.filter(status="READY"):
        running.run(call.args_kwargs["args"][0])


def test_a_job_runs_and_ends_done() -> None:
    job = _start("works")
    _run_queued()
    job.refresh_from_db()
    assert (job.state, job.progress, job.attempts) == (JobState.DONE, 100, 1)
    assert _ran == [{"n": 1}]


def test_starting_twice_queues_once() -> None:
    assert _start("works").pk == _start("works").pk
    assert DBTaskResult.objects.count() == 1


def test_two_calls_for_one_job_run_it_once() -> None:
    job = _start("works")
    running.run(job.pk)
    running.run(job.pk)
    assert len(_ran) == 1


def test_a_refusal_keeps_its_sentence_and_a_retry_starts_again() -> None:
    job = _start("refused")
    _run_queued()
    job.refresh_from_db()
    assert (job.state, job.error_code, job.error_message) == (JobState.FAILED, "empty", "Tệp trống.")
    assert _start("refused").state == JobState.QUEUED


def test_a_fault_of_the_program_shows_no_inside() -> None:
    job = _start("breaks")
    _run_queued()
    job.refresh_from_db()
    assert (job.state, job.error_code, job.error_message) == (JobState.FAILED, "internal", "")


def test_the_job_of_a_dead_worker_is_queued_again_and_given_up_in_the_end() -> None:
    job = _start("works")
    for attempt in range(1, services.MOST_ATTEMPTS + 1):
        Job.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING,
            attempts=attempt,
            beat_at=clock.now() - services.STALE_AFTER - dt.timedelta(seconds=1),
        )
        assert services.sweep() == 1
        job.refresh_from_db()
        assert job.state == (JobState.QUEUED if attempt < services.MOST_ATTEMPTS else JobState.FAILED)
    assert job.error_code == "worker-died"


def test_a_job_that_lives_is_left_alone() -> None:
    job = _start("works")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=1, beat_at=clock.now())
    assert services.sweep() == 0


def test_a_call_that_was_lost_with_its_worker_is_made_again() -> None:
    job = _start("works")
    DBTaskResult.objects.all().delete()
    Job.objects.filter(pk=job.pk).update(created_at=clock.now() - services.UNTAKEN_AFTER - dt.timedelta(seconds=1))
    assert services.sweep() == 1
    _run_queued()
    assert len(_ran) == 1
