"""The bytes of what is to be read: a path, bytes or an open file, never more of them than the limit allows."""

from __future__ import annotations

import os
import select
import stat
from os import PathLike
from pathlib import Path
from typing import IO, Final

from vanban.errors import VanbanError
from vanban.readers.limits import Deadline, Limits

_CHUNK: Final = 1 << 20
#: A pipe that nobody writes to must not keep the opening waiting; systems without pipes in folders lack the flag.
_OPEN_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def load(
    source: str | PathLike[str] | bytes | IO[bytes], filename: str | None, limits: Limits
) -> tuple[bytes, str | None]:
    """The bytes of `source`, and its name: `filename`, else the last part of the path.

    A pipe or device is read to its end within `limits.max_seconds`; a file that grows is read up to the limit.
    Raises VanbanError: `not-found`, `unreadable`, `too-large`, `too-long`.
    """
    if isinstance(source, bytes):
        return _bounded(source, limits), _valid(filename)
    if isinstance(source, str | PathLike):
        path = os.fsdecode(source)
        name = _valid(Path(path).name or path)
        try:
            data = _from_path(path, limits)
        except FileNotFoundError as error:
            raise VanbanError("not-found", name=name) from error
        except (OSError, ValueError) as error:
            raise VanbanError("unreadable", name=name, reason=getattr(error, "strerror", None) or error) from error
        return data, _valid(filename) or name
    try:
        data = _from_stream(source, limits)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise VanbanError("unreadable", name=_valid(filename) or "", reason=reason) from error
    return data, _valid(filename)


def _valid(name: str | None) -> str | None:
    """A name as Unicode: bytes of a path that are none, and halves of surrogate pairs, become U+FFFD."""
    if name is None:
        return None
    return name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _bounded(data: bytes, limits: Limits) -> bytes:
    if len(data) > limits.max_bytes:
        raise VanbanError("too-large", size=len(data), limit=limits.max_bytes)
    return data


def _from_path(path: str, limits: Limits) -> bytes:
    handle = os.open(path, _OPEN_FLAGS)
    with open(handle, "rb", buffering=0) as stream:  # noqa: PTH123 - a handle is opened, not a path
        status = os.fstat(handle)
        if stat.S_ISREG(status.st_mode):
            if status.st_size > limits.max_bytes:
                raise VanbanError("too-large", size=status.st_size, limit=limits.max_bytes)
            return _from_stream(stream, limits)
        return _from_pipe(handle, limits)


def _from_stream(stream: IO[bytes], limits: Limits) -> bytes:
    """All of a stream; what is unbuffered may give less than was asked for before its end."""
    pieces: list[bytes] = []
    left = limits.max_bytes + 1
    while left > 0 and (piece := stream.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return _bounded(b"".join(pieces), limits)


def _from_pipe(handle: int, limits: Limits) -> bytes:
    deadline = Deadline(limits)
    data = bytearray()
    while len(data) <= limits.max_bytes:
        select.select([handle], [], [], deadline.left)
        deadline.check()
        try:
            piece = os.read(handle, _CHUNK)
        except BlockingIOError:
            continue
        if not piece:
            break
        data += piece
    return _bounded(bytes(data), limits)
