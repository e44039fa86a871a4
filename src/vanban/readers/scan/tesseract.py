"""Tesseract by its command line: pictures in through a pipe, words with their boxes out as hOCR.

Each call is one process with one thread: threads inside Tesseract make it slower, pages side by side make it faster.
Nothing is written to the disk.
"""

from __future__ import annotations

import io
import os
import resource
import shutil
import signal
import subprocess
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from vanban.errors import VanbanError
from vanban.readers.limits import Deadline, Limits

if TYPE_CHECKING:
    from PIL import Image

LANGUAGE: Final = "vie"
_ORIENTATION: Final = "osd"
#: What Debian calls the program and the data of each language.
_PACKAGES: Final = {"tesseract": "tesseract-ocr", "vie": "tesseract-ocr-vie"}
#: The extra of this distribution that brings the library of pictures.
_EXTRA: Final = "lotrinh[scan]"
_LISTING_SECONDS: Final = 20

#: How Tesseract divides a picture: a whole page, one block of text.
PAGE: Final = 3
BLOCK: Final = 6


def missing() -> tuple[str, ...]:
    """What must be installed before pages can be recognised, by its names in Debian and in Python."""
    extra = () if find_spec("PIL") else (_EXTRA,)
    program = shutil.which("tesseract")
    if program is None:
        return (*_PACKAGES.values(), *extra)
    known = _languages(program, os.environ.get("TESSDATA_PREFIX"))
    return (*(() if LANGUAGE in known else (_PACKAGES[LANGUAGE],)), *extra)


@lru_cache(maxsize=4)
def _languages(program: str, folder: str | None) -> frozenset[str]:  # noqa: ARG001 - another folder, other languages
    try:
        listed = subprocess.run(  # noqa: S603 - a fixed program without a document
            [program, "--list-langs"],
            capture_output=True,
            check=False,
            env=_environment(),
            timeout=_LISTING_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset((listed.stdout + listed.stderr).decode("utf-8", "replace").split())


def require() -> None:
    """Raise `needs-tesseract`, which names the packages, where something is missing."""
    packages = missing()
    if packages:
        raise VanbanError("needs-tesseract", packages=" ".join(packages))


class Tesseract:
    """The processes of one reading; `stop` ends all of them, and later calls raise `too-long`."""

    def __init__(self, limits: Limits, deadline: Deadline) -> None:
        require()
        self._program = shutil.which("tesseract") or "tesseract"
        self._limits = limits
        self._deadline = deadline
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def read(self, pictures: Sequence[Image.Image], dpi: int, division: int) -> bytes:
        """The words of pictures in grey, as hOCR with one page for each. Raises `too-long`, `damaged`."""
        return self._run(
            _packed(pictures),
            ["-l", LANGUAGE, "--psm", str(division), "--dpi", str(dpi), "hocr"],
        )

    def turn(self, picture: Image.Image, dpi: int) -> int | None:
        """By how many degrees, clockwise, a picture must be turned to stand upright; None where nothing tells."""
        if _ORIENTATION not in _languages(self._program, os.environ.get("TESSDATA_PREFIX")):
            return None
        try:
            told = self._run(_packed([picture]), ["-l", _ORIENTATION, "--psm", "0", "--dpi", str(dpi)])
        except VanbanError as error:
            if error.code == "damaged":  # too few letters to tell
                return None
            raise
        for line in told.decode("utf-8", "replace").splitlines():
            if line.startswith("Rotate:"):
                return int(line.split(":")[1]) % 360
        return None

    def stop(self) -> None:
        """End every process."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                _end(process)

    def _run(self, data: bytes, arguments: Sequence[str]) -> bytes:
        seconds = min(self._limits.max_page_seconds, self._deadline.left)
        with self._lock:
            if self._stopped or seconds <= 0:
                raise VanbanError("too-long", limit=self._limits.max_recognition_seconds)
            process = subprocess.Popen(  # noqa: S603 - a fixed program; the picture goes in through a pipe
                [self._program, "-", "-", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,
            )
            self._running.add(process)
        with process:
            try:
                if hasattr(resource, "prlimit"):
                    bound = (self._limits.max_memory_bytes, self._limits.max_memory_bytes)
                    resource.prlimit(process.pid, resource.RLIMIT_AS, bound)
                told, _ = process.communicate(data, timeout=seconds)
            except subprocess.TimeoutExpired as error:
                raise VanbanError("too-long", limit=round(seconds)) from error
            except ProcessLookupError:
                told, _ = process.communicate()
            finally:
                with self._lock:
                    self._running.discard(process)
                _end(process)
        if self._stopped:
            raise VanbanError("too-long", limit=self._limits.max_recognition_seconds)
        if process.returncode != 0:
            raise VanbanError("damaged", format="Tesseract")
        return told


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("TESSDATA_PREFIX",) if name in os.environ}
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", **kept}


def _packed(pictures: Sequence[Image.Image]) -> bytes:
    """One file in memory with all pictures, in a form that costs no time to write or read."""
    buffer = io.BytesIO()
    if len(pictures) == 1:
        pictures[0].save(buffer, "PPM")
    else:
        pictures[0].save(buffer, "TIFF", save_all=True, append_images=list(pictures[1:]))
    return buffer.getvalue()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
