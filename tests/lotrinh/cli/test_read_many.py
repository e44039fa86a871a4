"""Reading a folder: nothing that one file does stops the others, and nothing that was done is done again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lotrinh.cli.batch.journal import Journal
from lotrinh.cli.batch.pool import Pool, Result
from lotrinh.cli.batch.worker import Job
from lotrinh.cli.problems import CommandError
from vanban.readers.limits import Limits

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

WORKERS = '''
"""Reading processes that behave badly on purpose."""
import os, signal, time
from lotrinh.cli.batch.worker import Answer

def bad(connection, limits, lang):
    connection.send("ready")
    while (job := connection.recv()) is not None:
        if "segv" in job.name:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "exit" in job.name:
            os._exit(3)
        if "hang" in job.name:
            time.sleep(600)
        if "scan" in job.name:
            for _ in range(4):
                time.sleep(0.5)
                connection.send("page")
        peak = 2**40 if "fat" in job.name else 0
        connection.send(Answer(b'{"name":"%s","pid":%d}' % (job.name.encode(), os.getpid()), None, peak))

def stillborn(connection, limits, lang):
    os._exit(9)
'''


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def names(path: Path) -> list[str]:
    return sorted(line.get("filename") or line["source"]["filename"] for line in lines(path))


@pytest.fixture
def folder(tmp_path: Path, plan: Path) -> Path:
    root = tmp_path / "vao"
    (root / "con").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "con/c.txt"):
        (root / name).write_bytes(plan.read_bytes() + name.encode())
    (root / "hong.docx").write_bytes(b"PK\x03\x04 nothing")
    (root / "rong.txt").write_bytes(b"")
    (root / ".an.txt").write_bytes(plan.read_bytes())
    (root / "~$khoa.docx").write_bytes(b"x")
    return root


def read_many(run: Run, folder: Path, *more: object) -> tuple[subprocess.CompletedProcess[bytes], Path]:
    output = folder.parent / "ra.jsonl"
    return run("read-many", folder, "-o", output, "--jobs", 2, *more), output


def test_every_file_has_one_line_and_bad_files_say_why(run: Run, folder: Path) -> None:
    result, output = read_many(run, folder)
    assert result.returncode == 0, result.stderr.decode()
    assert names(output) == ["a.txt", "b.txt", "con/c.txt", "hong.docx", "rong.txt"]
    errors = {line["filename"]: line["error"] for line in lines(output) if "error" in line}
    assert set(errors) == {"hong.docx", "rong.txt"}
    assert errors["rong.txt"]["code"] == "empty"
    assert set(errors["rong.txt"]) == {"code", "vi", "en"}
    assert "3 tệp đã đọc, 2 tệp lỗi, 0 tệp bỏ qua" in result.stderr.decode()
    assert result.stdout == b""


def test_a_second_run_skips_what_was_done(run: Run, folder: Path) -> None:
    _, output = read_many(run, folder)
    before = output.read_bytes()
    result, _ = read_many(run, folder)
    assert "5 tệp bỏ qua" in result.stderr.decode()
    assert output.read_bytes() == before


def test_a_changed_file_is_read_again_and_its_line_replaced(run: Run, folder: Path) -> None:
    _, output = read_many(run, folder)
    (folder / "a.txt").write_text("KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n- Sở Tài chính xây dựng dự toán.\n", encoding="utf-8")
    result, _ = read_many(run, folder)
    assert "1 tệp đã đọc" in result.stderr.decode()
    assert names(output) == ["a.txt", "b.txt", "con/c.txt", "hong.docx", "rong.txt"]


def test_failures_are_tried_again_only_when_asked_for(run: Run, folder: Path, plan: Path) -> None:
    _, output = read_many(run, folder)
    result, _ = read_many(run, folder, "--retry-errors")
    assert "0 tệp đã đọc, 2 tệp lỗi, 3 tệp bỏ qua" in result.stderr.decode()
    (folder / "rong.txt").write_bytes(plan.read_bytes())
    result, _ = read_many(run, folder)
    assert "1 tệp đã đọc, 0 tệp lỗi" in result.stderr.decode()
    assert len(names(output)) == 5


@pytest.mark.parametrize("cut", [1, 10, 1000])
def test_a_half_written_last_line_is_repaired(run: Run, folder: Path, cut: int) -> None:
    _, output = read_many(run, folder)
    whole = output.read_bytes()
    output.write_bytes(whole[: max(len(whole) - cut, 1)])
    result, _ = read_many(run, folder)
    assert result.returncode == 0
    assert "ghi dở" in result.stderr.decode()
    assert len(names(output)) == 5


def test_another_file_is_not_taken_for_the_output(run: Run, folder: Path) -> None:
    output = folder.parent / "ra.jsonl"
    for content in (b"a,b\n1,2\n", b'{"x": 1}\n{"y": 2}\n', b"text without end"):
        output.write_bytes(content)
        result = run("read-many", folder, "-o", output)
        assert result.returncode == 2
        assert output.read_bytes() == content


def test_the_output_may_stand_in_the_folder_itself(run: Run, folder: Path) -> None:
    output = folder / "ra.jsonl"
    run("read-many", folder, "-o", output)
    result = run("read-many", folder, "-o", output)
    assert "5 tệp bỏ qua" in result.stderr.decode()


@pytest.mark.parametrize(
    "arguments", [("khong-co", "-o", "x"), (".", "-o", "khong-co/x"), (".", "-o", "x", "--jobs", "0")]
)
def test_wrong_arguments_are_status_2(run: Run, folder: Path, arguments: tuple[str, ...]) -> None:
    placed = [str(folder) if argument == "." else argument for argument in arguments]
    result = run("read-many", *placed)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr


def test_ctrl_c_ends_all_processes_and_the_next_run_goes_on(
    folder: Path, plan: Path, command: list[str], run: Run
) -> None:
    for number in range(900):
        (folder / f"{number:03}.txt").write_bytes(plan.read_bytes() + b"\n%d" % number)
    output = folder.parent / "ra.jsonl"
    process = subprocess.Popen(
        [*command, "read-many", str(folder), "-o", str(output), "--jobs", "2"],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    for _ in range(600):
        if output.exists() and output.read_bytes().count(b"\n") >= 5:
            break
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    done = output.read_bytes().count(b"\n")
    assert 5 <= done < 905
    assert run("read-many", folder, "-o", output).returncode == 0
    found = names(output)
    assert len(found) == len(set(found)) == 905


def pool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, target: str, seconds: int = 60) -> Pool:
    (tmp_path / "bad_workers.py").write_text(WORKERS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    sys.modules.pop("bad_workers", None)
    import bad_workers  # type: ignore[import-not-found]

    return Pool(2, Limits(max_seconds=seconds), "vi", target=getattr(bad_workers, target))


def read(pool: Pool, *names: str) -> dict[str, Result]:
    jobs = [Job(f"/nowhere/{name}", name) for name in names]
    return {result.job.name: result for result in pool.run(jobs, lambda: None)}


def test_a_process_that_dies_fails_its_own_file_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    results = read(pool(monkeypatch, tmp_path, "bad"), "1", "segv", "2", "exit", "3", "4")
    assert len(results) == 6
    failures = {name: result.failure for name, result in results.items() if result.failure is not None}
    assert set(failures) == {"segv", "exit"}
    assert failures["segv"].code == "worker-crashed"
    assert "SIGSEGV" in failures["segv"].vi
    assert "exit status 3" in failures["exit"].en
    line = json.loads(results["segv"].line)
    assert (line["filename"], line["sha256"], line["error"]["code"]) == ("segv", None, "worker-crashed")


def test_a_process_that_reads_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("lotrinh.cli.batch.pool._GRACE", 0)
    results = read(pool(monkeypatch, tmp_path, "bad", seconds=1), "hang", "1", "2")
    assert results["hang"].failure is not None
    assert results["hang"].failure.code == "timed-out"
    assert results["1"].failure is results["2"].failure is None


def test_a_scan_whose_pages_come_is_not_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("lotrinh.cli.batch.pool._GRACE", 0)
    results = read(pool(monkeypatch, tmp_path, "bad", seconds=1), "scan")
    assert results["scan"].failure is None


def test_pages_of_scans_are_not_multiplied_by_processes(
    run: Run, monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path
) -> None:
    made: list[tuple[int, Limits]] = []

    def noted(size: int, limits: Limits, lang: str) -> Pool:
        made.append((size, limits))
        return Pool(size, limits, "vi" if lang == "vi" else "en")

    monkeypatch.setattr("lotrinh.cli.read_many.Pool", noted)
    monkeypatch.setattr("lotrinh.cli.read_many.processors", lambda: 8)
    run("read-many", folder, "--jobs", 4, "-o", tmp_path / "a.jsonl")
    run("read-many", folder, "--jobs", 1, "-o", tmp_path / "b.jsonl", "--timeout", 50)
    run("read-many", folder, "--jobs", 64, "-o", tmp_path / "c.jsonl")
    assert [(size, limits.max_page_workers) for size, limits in made] == [(4, 2), (1, 4), (5, 1)]
    assert made[1][1].max_recognition_seconds == made[1][1].max_seconds == 50


def test_a_process_that_holds_too_much_memory_is_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("lotrinh.cli.batch.pool._MOST_JOBS", 10_000)
    one = pool(monkeypatch, tmp_path, "bad")
    one._size = 1
    results = read(one, "fat1", "fat2", "fat3")
    assert len({json.loads(result.line)["pid"] for result in results.values()}) == 3


def test_processes_that_never_start_end_the_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be started"):
        read(pool(monkeypatch, tmp_path, "stillborn"), "1")


def test_no_process_outlives_a_run_that_is_left_half_way(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one = pool(monkeypatch, tmp_path, "bad")
    results = one.run([Job("x", str(number)) for number in range(50)], lambda: None)
    pid = json.loads(next(results).line)["pid"]
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_journal_keeps_the_last_line_of_each_file(tmp_path: Path) -> None:
    path = tmp_path / "ra.jsonl"
    path.write_bytes(
        b'{"filename":"a","sha256":"1","error":{"code":"empty","vi":"","en":""}}\n'
        b'{"schema":"lotrinh.plan/1","source":{"filename":"a","media_type":"t","sha256":"2","pages":null}}\n'
    )
    journal = Journal(path)
    assert journal.entries["a"].sha256 == "2"
    assert not journal.entries["a"].failed
    journal.drop({"a", "b"})
    assert path.read_bytes() == b""
    with journal:
        journal.append(b'{"filename":"c","sha256":null,"error":{}}')
    assert Journal(path).entries["c"].failed
