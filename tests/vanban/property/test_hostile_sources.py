"""Paths that are no ordinary files: reading them neither hangs nor fills the memory nor raises anything unforeseen."""

from __future__ import annotations

import io
import os
import sys
import threading
from pathlib import Path

import pytest

from vanban import read
from vanban.errors import VanbanError
from vanban.readers import Limits
from vanban.record import PlanRecord

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices have names on POSIX systems only")


def code_of(source: object, limits: Limits | None = None) -> str:
    with pytest.raises(VanbanError) as refusal:
        read(source, limits=limits)  # type: ignore[arg-type]
    assert "{" not in refusal.value.vietnamese
    return refusal.value.code


@posix
def test_an_endless_device_is_too_large() -> None:
    assert code_of("/dev/zero", Limits(max_bytes=100_000)) == "too-large"


@posix
def test_a_pipe_that_nobody_writes_to_takes_too_long(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert code_of(tmp_path / "pipe", Limits(max_seconds=1)) == "too-long"


@posix
def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)

    def write() -> None:
        with path.open("w", encoding="utf-8") as stream:
            for number in range(3):
                stream.write(f"{number}. Xây dựng kế hoạch.\n")
                stream.flush()

    writer = threading.Thread(target=write)
    writer.start()
    record = read(path)
    writer.join()
    assert record.source.filename == "pipe"
    assert record.text.content.count("\n") == 2


def test_a_raw_stream_that_gives_little_at_a_time_is_read_to_its_end() -> None:
    class Slow(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            super().__init__()
            self.data = data

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            piece, self.data = self.data[:3], self.data[3:]
            buffer[: len(piece)] = piece
            return len(piece)

    assert read(Slow("Kế hoạch công tác".encode())).text.content == "Kế hoạch công tác"  # type: ignore[arg-type]


def test_a_file_that_is_larger_than_it_says_is_too_large() -> None:
    # Files of /proc say that they are empty; a file that grows while it is read is the same case.
    path = Path("/proc/self/maps")
    if not path.exists():
        pytest.skip("no /proc on this system")
    assert code_of(path, Limits(max_bytes=100)) == "too-large"


def test_what_is_no_file_is_refused_in_words(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    closed = io.BytesIO(b"a")
    closed.close()
    assert code_of(tmp_path) == "unreadable"
    assert code_of(loop) == "unreadable"
    assert code_of("a\0b") == "unreadable"
    assert code_of("x" * 5000) == "unreadable"
    assert code_of("\ud800") == "unreadable"
    assert code_of(closed) == "unreadable"
    assert code_of("") == "not-found"
    assert code_of(tmp_path / "none") == "not-found"


def test_a_name_that_is_no_unicode_still_makes_json(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"k\xff.txt")
    try:
        path.write_text("Kế hoạch", encoding="utf-8")
    except OSError:
        pytest.skip("this file system refuses such names")
    for record in (read(path), read(b"abc", "k\udcff.txt")):
        assert record.source.filename == "k\ufffd.txt"
        assert PlanRecord.from_json(record.to_json()) == record


@pytest.mark.parametrize("value", ["abc", "0", "000", "-1", "1e3", "１２", "1_000", "9" * 26])
def test_a_limit_that_is_no_sensible_number_is_named(value: str) -> None:
    with pytest.raises(ValueError, match="LOTRINH_MAX_SECONDS"):
        Limits.from_environment({"LOTRINH_MAX_SECONDS": value})
