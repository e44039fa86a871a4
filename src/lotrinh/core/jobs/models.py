"""Jobs: what the pages show of work in the background."""

from __future__ import annotations

from django.db import models

from lotrinh.core.vocab import JobState


class Job(models.Model):
    """One piece of work, known by its key; running it twice does what running it once does."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    #: 0 to 100
    progress = models.PositiveSmallIntegerField(default=0)
    #: what it is doing, a code that the page has words for
    step = models.CharField(max_length=60, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("state", "beat_at"), name="job_state_beat"),)

    def __str__(self) -> str:
        return self.key


class WorkerBeat(models.Model):
    """The sign of life of one worker process."""

    worker = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
