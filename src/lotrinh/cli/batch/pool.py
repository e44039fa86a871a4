"""A pool of reading processes that outlives any of them.

The pools of the standard library either wait forever for the answer of a dead process or give up altogether; here each
process has a pipe of its own, so that a death (a crash, the kernel's out-of-memory killer) or an overrun is the failure
of one known file, and a new process takes the place of the old one.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Final

import msgspec

from lotrinh.cli.batch.worker import Answer, Failure, Job, Message, failure, failure_line, work
from lotrinh.cli.problems import CommandError
from lotrinh.cli.texts import Lang
from vanban.readers.limits import Limits

#: A process is replaced after this many files or when it has held this much memory: leaks of libraries stay small.
_MOST_JOBS: Final = 500
_MOST_BYTES: Final = 1024 * 1024 * 1024
#: Seconds that reading may overrun its own clock before its process is killed.
_GRACE: Final = 5
_TICK: Final = 0.2
_MOST_FALSE_STARTS: Final = 3


class Result(msgspec.Struct, frozen=True):
    """The outcome of one job: the line for the output, and the failure it stands for, if any."""

    job: Job
    line: bytes
    failure: Failure | None


class _Slot:
    """One process with its pipe and the job it holds."""

    def __init__(self, start: Callable[[], tuple[SpawnProcess, Connection]]) -> None:
        self._start = start
        self.process, self.connection = start()
        self.job: Job | None = None
        self.ready = False
        self.done = 0
        self.deadline = float("inf")

    def give(self, job: Job, seconds: float) -> None:
        """Hand a job to the process."""
        self.job = job
        self.deadline = time.monotonic() + seconds
        self.connection.send(job)

    def extend(self, seconds: float) -> None:
        """Give the process more time from now on: pages of a scan are recognised, under a clock of their own."""
        self.deadline = time.monotonic() + seconds

    def renew(self) -> None:
        """Put a new process in the place of this one."""
        self.end()
        self.process, self.connection = self._start()
        self.job, self.ready, self.done, self.deadline = None, False, 0, float("inf")

    def end(self) -> None:
        """Make sure that the process is gone."""
        self.connection.close()
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


class Pool:
    """`size` processes that read under `limits`; messages of the records are in `lang`."""

    def __init__(self, size: int, limits: Limits, lang: Lang, *, target: Callable[..., None] = work) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._target = target
        self._arguments = (limits, lang)
        self._limits = limits
        self._size = size
        self._false_starts = 0

    def _spawn(self) -> tuple[SpawnProcess, Connection]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=self._target, args=(theirs, *self._arguments), daemon=True)
        process.start()
        theirs.close()
        return process, ours

    def run(self, jobs: Sequence[Job], tick: Callable[[], None]) -> Generator[Result, None, None]:
        """Results in the order in which they are ready; `tick` is called several times a second.

        Raises CommandError when processes die again and again before their first job.
        """
        queue = deque(jobs)
        slots: list[_Slot] = []
        try:
            slots += [_Slot(self._spawn) for _ in range(min(self._size, len(queue)))]
            while queue or any(slot.job is not None for slot in slots):
                yield from self._listen(slots)
                yield from self._overruns(slots)
                for slot in slots:
                    if slot.ready and slot.job is None and queue:
                        slot.give(queue.popleft(), self._limits.max_seconds + _GRACE)
                tick()
        finally:
            for slot in slots:
                slot.end()

    def _listen(self, slots: list[_Slot]) -> Iterator[Result]:
        """What the processes say within one tick."""
        by_pipe: dict[object, _Slot] = {slot.connection: slot for slot in slots}
        for pipe in wait([slot.connection for slot in slots], _TICK):
            slot = by_pipe[pipe]
            message = _receive(slot.connection)
            if message == "ready":
                slot.ready = True
                self._false_starts = 0
            elif message == "page":
                slot.extend(self._limits.max_seconds + _GRACE)
            elif isinstance(message, Answer) and slot.job is not None:
                yield Result(slot.job, message.line, message.failure)
                slot.job = None
                slot.done += 1
                if slot.done >= _MOST_JOBS or message.peak > _MOST_BYTES or _starved(message):
                    slot.renew()
            else:
                yield from self._death(slot)

    def _death(self, slot: _Slot) -> Iterator[Result]:
        """Put a new process in the place of one that died; the job that it held has failed."""
        slot.process.join()
        status, job = slot.process.exitcode, slot.job
        if not slot.ready:
            self._false_starts += 1
            if self._false_starts >= _MOST_FALSE_STARTS:
                raise CommandError("many.workers", code=status)
        slot.renew()
        if job is not None:
            yield self._failed(job, failure("worker-crashed", reason=_reason(status)))

    def _overruns(self, slots: list[_Slot]) -> Iterator[Result]:
        """End the processes that read for too long."""
        now = time.monotonic()
        for slot in slots:
            if slot.job is not None and now > slot.deadline:
                job = slot.job
                slot.renew()
                yield self._failed(job, failure("timed-out", seconds=self._limits.max_seconds))

    def _failed(self, job: Job, reason: Failure) -> Result:
        return Result(job, failure_line(job, reason, self._limits.max_bytes), reason)


def _starved(answer: Answer) -> bool:
    """Whether the process ran out of memory; what is left of the file may starve the next one too."""
    return answer.failure is not None and answer.failure.code == "out-of-memory"


def _receive(connection: Connection) -> Message | None:
    """The next message; None when the process is gone."""
    try:
        message: Message = connection.recv()
    except (EOFError, OSError):
        return None
    return message


def _reason(status: int | None) -> str:
    """An exit status in words: the name of the signal that ended the process, or its number."""
    if status is not None and status < 0:
        try:
            return signal.Signals(-status).name
        except ValueError:
            return f"signal {-status}"
    return f"exit status {status}"
