"""Two runs on one output, and processes that have too little memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lotrinh.cli.batch.journal import Journal
from lotrinh.cli.problems import CommandError

FAILURE = b'{"filename":"%s","sha256":null,"error":{"code":"empty","vi":"","en":""}}\n'

locks = pytest.mark.skipif(sys.platform == "win32", reason="files are locked on POSIX systems only")


@locks
def test_one_output_has_one_writer(tmp_path: Path) -> None:
    path = tmp_path / "ra.jsonl"
    with Journal(path) as journal:
        journal.append(FAILURE.strip() % b"a")
        with pytest.raises(CommandError) as refusal:
            Journal(path)
        assert refusal.value.key == "many.busy"
        assert "ra.jsonl" in refusal.value.message("vi")
    with Journal(path) as journal:
        assert set(journal.entries) == {"a"}


@locks
def test_the_lock_stays_when_the_output_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "ra.jsonl"
    path.write_bytes(FAILURE % b"a" + FAILURE % b"b")
    journal = Journal(path)
    journal.drop({"a"})
    with pytest.raises(CommandError):
        Journal(path)
    with journal:
        journal.append(FAILURE.strip() % b"c")
    assert list(Journal(path).entries) == ["b", "c"]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process to its address space")
def test_too_little_memory_is_a_line_without_a_traceback(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("KẾ HOẠCH\n", encoding="utf-8")
    program = "import sys; from lotrinh.cli import main; sys.exit(main())"
    result = subprocess.run(
        [sys.executable, "-c", program, "read-many", str(folder), "-o", str(tmp_path / "ra.jsonl"), "--jobs", "1"],
        env={**os.environ, "LOTRINH_MAX_MEMORY_BYTES": "1000000"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in result.stderr
    assert result.returncode == 0
    assert b'"error"' in (tmp_path / "ra.jsonl").read_bytes()
