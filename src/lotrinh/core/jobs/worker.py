"""The worker: takes one job after the other, sends what is due, gives signs of life, brings jobs back, tidies daily."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import socket
import threading
import time
from typing import Final

from django.contrib.sessions.models import Session
from django.db import close_old_connections, connection
from django.db.models import Q
from django.db.utils import DatabaseError, OperationalError
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from lotrinh.core import clock
from lotrinh.core.jobs import services
from lotrinh.core.jobs.models import WorkerBeat
from lotrinh.core.outbox import services as outbox
from lotrinh.core.outbox.sending import keep_sending
from lotrinh.core.webhooks import services as webhooks

_log: Final = logging.getLogger(__name__)

#: Seconds between two looks at an empty queue.
LOOK_EVERY: Final = 0.2
#: Seconds between two signs of life, and between two sweeps.
BEAT: Final = 5.0
SWEEP: Final = 10.0
_DAY: Final = 24 * 3600.0
#: Calls of the queue are kept this long; the jobs themselves stay.
KEEP_CALLS: Final = dt.timedelta(days=7)


class JobWorker(Worker):
    """One process that works through the queue until it is told to stop."""

    def __init__(self, name: str = "") -> None:
        super().__init__(
            queue_names=["default"],
            interval=LOOK_EVERY,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name or new_name(),
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Work until a signal ends it; a database that is away for a while is waited for."""
        stop = threading.Event()
        keeper = threading.Thread(target=keep, args=(self.worker_id, stop), name="keeper", daemon=True)
        sender = threading.Thread(target=keep_sending, args=(stop,), name="outbox", daemon=True)
        keeper.start()
        sender.start()
        try:
            while self.running:
                close_old_connections()
                try:
                    worked = self._take_one()
                except OperationalError:
                    _log.warning("the database does not answer", exc_info=True)
                    worked = False
                    time.sleep(1)
                if not worked:
                    time.sleep(self.interval)
        finally:
            stop.set()
            keeper.join(2)
            # What is on its way may still be answered; what is cut off here is shown as of unknown outcome.
            sender.join(2)

    def _take_one(self) -> bool:
        """Run the first waiting call; whether there was one.

        An empty queue is seen by reading alone, so that looking often takes the writer's lock from nobody.
        """
        waiting = DBTaskResult.objects.ready().filter(backend_name=self.backend_name, queue_name__in=self.queue_names)
        if not waiting.exists():
            return False
        with exclusive_transaction(waiting.db):
            try:
                call = waiting.get_locked()
                if call is not None:
                    call.claim(self.worker_id)
            except OperationalError as error:
                if not is_locked_database_exception(error):
                    raise
                call = None
        if call is None:
            return False
        self.run_task(call)
        return True


def new_name() -> str:
    """A name for a worker that no other has: host, process, a few random letters."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"


def keep(worker: str, stop: threading.Event) -> None:
    """Give signs of life, sweep and tidy until `stop` is set; the worker's row goes when it ends."""
    started = clock.now()
    swept = tidied = float("-inf")
    while True:
        try:
            WorkerBeat.objects.update_or_create(
                worker=worker,
                defaults={"beat_at": clock.now()},
                create_defaults={"started_at": started, "beat_at": clock.now()},
            )
            if time.monotonic() - swept >= SWEEP:
                services.sweep()
                swept = time.monotonic()
            if time.monotonic() - tidied >= _DAY:
                tidy()
                tidied = time.monotonic()
        except DatabaseError:
            _log.warning("worker %s could not give a sign of life", worker, exc_info=True)
        close_old_connections()
        if stop.wait(BEAT):
            break
    try:
        WorkerBeat.objects.filter(worker=worker).delete()
    except DatabaseError:
        _log.warning("worker %s could not sign off", worker, exc_info=True)
    connection.close()


def tidy() -> None:
    """Remove old calls of the queue (those of killed workers too), what was sent long ago, sessions that have ended."""
    before = clock.now() - KEEP_CALLS
    done = Q(status__in=(TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED), finished_at__lt=before)
    lost = Q(status=TaskResultStatus.RUNNING, started_at__lt=before)
    calls, _ = DBTaskResult.objects.filter(done | lost).delete()
    outbox.tidy()
    webhooks.tidy()
    sessions, _ = Session.objects.filter(expire_date__lt=clock.now()).delete()
    if calls or sessions:
        _log.info("tidied: %d old calls, %d sessions that had ended", calls, sessions)
