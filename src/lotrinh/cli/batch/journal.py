"""The output of read-many as its own memory: which files stand in it, and the repair of a line that was cut off."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from lotrinh.cli.problems import CommandError


class _Origin(msgspec.Struct):
    filename: str | None = None
    sha256: str | None = None


class _Line(msgspec.Struct):
    """What the journal needs of a line: a record names its file in `source`, a failure by itself."""

    source: _Origin | None = None
    filename: str | None = None
    sha256: str | None = None
    error: msgspec.Raw = msgspec.Raw(b"")

    @property
    def entry(self) -> Entry | None:
        """The file that the line stands for; None for a line that is not ours."""
        if self.source is not None and self.source.filename is not None:
            return Entry(self.source.filename, self.source.sha256, failed=False)
        if self.filename is not None and bytes(self.error):
            return Entry(self.filename, self.sha256, failed=True)
        return None


class Entry(msgspec.Struct, frozen=True):
    """One line of the output: the file it stands for, the hash of what was read, and whether reading failed."""

    name: str
    sha256: str | None
    failed: bool


class Journal:
    """The output file; every line is written whole or, after a kill, dropped when it is opened again.

    From its making to the end of the `with` block no other run can write the file; one that tries gets a CommandError.
    entries: what stands in the file, by name (the last line wins). repaired: whether a half-written line was dropped.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}
        self.repaired = False
        self._stream: BinaryIO | None = None
        self._lock = _locked(path)
        self._scan()

    def _scan(self) -> None:
        """Fill `entries`; cut off a last line that is half written. Raises CommandError for a file of another kind."""
        decoder = msgspec.json.Decoder(_Line)
        good = 0
        broken = 0
        with self.path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if broken:
                    raise CommandError("many.foreign", name=self.path, line=broken)
                try:
                    entry = decoder.decode(line).entry
                except (msgspec.MsgspecError, UnicodeDecodeError):
                    entry = None
                if entry is None or not line.endswith(b"\n"):
                    broken = number
                    continue
                good += len(line)
                self.entries[entry.name] = entry
        if broken:
            if broken == 1 and not self._is_cut_off():
                raise CommandError("many.foreign", name=self.path, line=broken)
            os.truncate(self.path, good)
            self.repaired = True

    def _is_cut_off(self) -> bool:
        """Whether the one line of the file is the beginning of a line of ours."""
        with self.path.open("rb") as stream:
            head = stream.read(24)
        return any(start.startswith(head[: len(start)]) for start in (b'{"schema":"lotrinh.plan/', b'{"filename":"'))

    def drop(self, names: set[str]) -> None:
        """Take the lines of these files out, so that newer ones can stand in their place."""
        names = names & self.entries.keys()
        if not names:
            return
        decoder = msgspec.json.Decoder(_Line)

        def kept(line: bytes) -> bool:
            entry = decoder.decode(line).entry
            return entry is not None and entry.name not in names

        self._rewrite(kept)
        for name in names:
            del self.entries[name]

    def __enter__(self) -> Self:
        self._stream = self.path.open("ab")
        return self

    def append(self, line: bytes) -> None:
        """Write one line and hand it to the system."""
        if self._stream is not None:
            self._stream.write(line + b"\n")
            self._stream.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._stream is not None:
            with suppress(OSError):
                os.fsync(self._stream.fileno())
            self._stream.close()
            self._stream = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _rewrite(self, keep: Callable[[bytes], bool]) -> None:
        temporary = self.path.with_name(f".{self.path.name}.tmp")
        try:
            with self.path.open("rb") as old, temporary.open("wb") as new:
                new.writelines(line for line in old if keep(line))
                new.flush()
                os.fsync(new.fileno())
            # The new file is held before it takes the place of the old one: no other run comes in between.
            lock = _locked(temporary)
            temporary.replace(self.path)
            if self._lock is not None:
                os.close(self._lock)
            self._lock = lock
        finally:
            temporary.unlink(missing_ok=True)


def _locked(path: Path) -> int | None:
    """A handle that holds the file, which is made if need be, for this run; None where the system knows no locks.

    Raises CommandError when another run holds it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    if sys.platform == "win32":
        os.close(handle)
        return None
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise CommandError("many.busy", name=path) from error
    except OSError:
        os.close(handle)
        return None
    if not os.path.samestat(os.fstat(handle), path.stat()):
        os.close(handle)
        raise CommandError("many.busy", name=path)
    return handle
