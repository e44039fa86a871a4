"""The data folder, and the lock that keeps two servers (or a server and a restore) from working in it at once."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lotrinh.cli.problems import CommandError


def data_dir() -> Path:
    """The data folder, as the settings name it; Django is not needed to know it."""
    return Path(os.environ.get("LOTRINH_DATA_DIR", "").strip() or "./lotrinh-data").expanduser().absolute()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the data folder, which is made where there is none, readable by its owner alone.

    The system lets the lock go when the process ends, however it ends.

    Raises:
        CommandError: another process holds it, or it cannot be written.

    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CommandError("cannot-write", name=folder, reason=error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "?"
            raise CommandError("platform.folder-held", name=folder, process=holder) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
