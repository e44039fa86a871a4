"""One reading process: takes jobs from a pipe, sends back one line of JSON for each."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

import vanban
from lotrinh.cli.texts import say
from vanban.errors import VanbanError
from vanban.readers.limits import Limits
from vanban.record import PlanRecord

_KIBIBYTE = 1024
_CHUNK = 1024 * 1024
_NO_MEMORY = 1


class Job(msgspec.Struct, frozen=True):
    """One file to read: its path, and the name that stands in the record."""

    path: str
    name: str


class Failure(msgspec.Struct, frozen=True):
    """Why a file could not be read: a code and one sentence in each language."""

    code: str
    vi: str
    en: str


class FailureLine(msgspec.Struct, frozen=True):
    """The line of the output that stands for a file that could not be read."""

    filename: str
    sha256: str | None
    error: Failure


class Answer(msgspec.Struct, frozen=True):
    """What a process says about one job: the line for the output, and how much memory the process has held (bytes)."""

    line: bytes
    failure: Failure | None
    peak: int


#: Over the pipe from the process: it is ready for its first job, has recognised a page of a scan, or answers a job.
Message: TypeAlias = Literal["ready", "page"] | Answer


def failure(code: str, **fields: object) -> Failure:
    """A failure of the run itself, with its two sentences from the texts."""
    return Failure(code, say(code, "vi", **fields), say(code, "en", **fields))


def sha256_of(path: str, most: int) -> str | None:
    """The SHA-256 of a file as the record has it; None for what cannot be read or is larger than `most` bytes."""
    try:
        if Path(path).stat().st_size > most:
            return None
        digest = hashlib.sha256()
        with Path(path).open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()
    except OSError:
        return None


def failure_line(job: Job, reason: Failure, most: int) -> bytes:
    """The line of the output for a file that could not be read, without its newline."""
    return msgspec.json.encode(FailureLine(job.name, sha256_of(job.path, most), reason))


def work(connection: Connection, limits: Limits, lang: Literal["vi", "en"]) -> None:
    """Answer jobs until None comes or the other end is gone. Runs in a process of its own."""
    # The parent decides what an interruption means; a process must not die half-way through an answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What reads, and what is said when there is no room, is loaded while there is room.
    read = partial(vanban.read, limits=limits, lang=lang, on_page=lambda _done, _count: connection.send("page"))
    no_room = failure("out-of-memory")
    _bound_memory(limits.max_memory_bytes)
    with suppress(BrokenPipeError, EOFError, ConnectionResetError):
        try:
            connection.send("ready")
            while (job := connection.recv()) is not None:
                connection.send(_answer(read, job, limits.max_bytes, no_room))
        except (MemoryError, SystemError):
            # Not even the answer found room (Python then loses errors, too): the parent sees a process that ended.
            os._exit(_NO_MEMORY)


def _answer(read: Callable[[Path, str], PlanRecord], job: Job, most: int, no_room: Failure) -> Answer:
    try:
        line = read(Path(job.path), job.name).to_json().encode()
        return Answer(line, None, _peak())
    except VanbanError as error:
        reason = Failure(error.code, error.vietnamese, error.english)
    except MemoryError:
        reason = no_room
    except Exception as error:  # noqa: BLE001 - one file must never stop the others
        reason = failure("internal", reason=type(error).__name__)
    return Answer(failure_line(job, reason, most), reason, _peak())


def _bound_memory(most: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _peak() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * _KIBIBYTE


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
