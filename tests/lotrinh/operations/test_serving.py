"""The server as people meet it: processes that start, die, come back, and end."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.factories.place import Place

pytestmark = [pytest.mark.slow, pytest.mark.network]
Keep = Callable[["subprocess.Popen[str]"], "subprocess.Popen[str]"]


def until(condition: Callable[[], bool], *, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def ask(port: int, path: str, *, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def answers(port: int) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return ask(port, "/he-thong/san-sang")[0] == 200
    return False


def below(process: int) -> set[int]:
    """The process numbers of all children of a process and of theirs."""
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == process:
                found |= {int(entry.name), *below(int(entry.name))}
    return found


def alive(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def words_of(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
    return ""


def worker_of(server: int) -> int:
    return next((process for process in below(server) if words_of(process).endswith("lotrinh.cli worker ")), 0)


@pytest.fixture
def server(place: Place, port: int, ended: Keep) -> subprocess.Popen[str]:
    process = ended(place.start("serve", "--port", port, "--workers", 1))
    assert until(lambda: answers(port) or process.poll() is not None), "no answer"
    assert process.poll() is None, process.stdout and process.stdout.read()
    return process


def test_it_answers_a_proxy_names_its_address_and_ends_whole(
    server: subprocess.Popen[str], place: Place, port: int
) -> None:
    status, headers, body = ask(port, "/he-thong/song", Host="10.0.0.7")
    assert (status, body) == (200, b"ok\n")
    assert (
        headers["content-security-policy"].startswith("default-src 'self'")
        or "default-src 'self'" in headers["content-security-policy"]
    )
    assert ask(port, "/he-thong/song", method="HEAD")[0] == 200
    assert (place.folder / "static").stat().st_mode & 0o077 == 0, "what the server writes is open to others"
    again = place.lotrinh("serve", "--port", port)
    assert again.returncode == 2
    assert f"tiến trình {server.pid}" in again.stderr
    children = below(server.pid)
    assert len(children) >= 3
    server.send_signal(signal.SIGTERM)
    assert server.wait(40) == 0
    assert not any(map(alive, children))
    assert server.stdout is not None
    assert f"http://127.0.0.1:{port}" in server.stdout.read()


def test_a_port_that_is_taken_is_said_in_a_sentence(server: subprocess.Popen[str], elsewhere: Place, port: int) -> None:
    del server
    result = elsewhere.lotrinh("serve", "--port", port)
    assert result.returncode == 2
    assert f"Cổng {port} đang có chương trình khác dùng" in result.stderr


def test_nothing_is_left_running_when_the_server_is_killed(server: subprocess.Popen[str], port: int) -> None:
    children = below(server.pid)
    server.kill()
    server.wait()
    assert until(lambda: not any(map(alive, children)), seconds=20), [words_of(child) for child in children]
    assert not answers(port)


def test_a_process_that_is_killed_is_started_again(server: subprocess.Popen[str], port: int) -> None:
    first = worker_of(server.pid)
    os.kill(first, signal.SIGKILL)
    assert until(lambda: worker_of(server.pid) not in {0, first}, seconds=20)
    web = next(process for process in below(server.pid) if "platform.web" in words_of(process))
    os.kill(web, signal.SIGKILL)
    assert until(lambda: not answers(port), seconds=10)
    assert until(lambda: answers(port), seconds=40)


def test_a_request_that_is_too_large_is_refused_before_it_is_sent(server: subprocess.Popen[str], port: int) -> None:
    del server
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("POST", "/tai-khoan/login/")
    connection.putheader("Content-Length", str(200 * 1024 * 1024))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert "quá lớn" in answer.read().decode()
    connection.close()


def test_the_demo_serves_this_machine_only(elsewhere: Place, port: int) -> None:
    result = elsewhere.lotrinh("serve", "--demo", "--host", "0.0.0.0", "--port", port)  # noqa: S104 - it is refused
    assert result.returncode == 2
    assert "chỉ phục vụ máy này" in result.stderr
    assert not elsewhere.folder.exists()


SLOW = """
    import pathlib, sys, time
    from lotrinh.core import lifeline
    from lotrinh.core.jobs import registry
    from lotrinh.core.jobs.worker import JobWorker

    @registry.register("test-slow")
    def slow(arguments, progress):
        path = pathlib.Path(arguments["path"])
        attempt = len(path.read_text()) if path.exists() else 0
        path.write_text("x" * (attempt + 1))
        progress(50, "half")
        if attempt == 0:
            time.sleep(300)

    JobWorker().run()
"""
START = """
    from lotrinh.core.jobs import services
    from lotrinh.core.writes import service

    @service
    def begin():
        services.start("test-slow", "slow", {{"path": {path!r}}})

    begin()
"""
STATE = "from lotrinh.core.jobs.selectors import job_of; job = job_of('slow'); print(job.state, job.attempts)"


def test_the_job_of_a_killed_worker_is_taken_up_by_itself_within_45_seconds(
    place: Place, tmp_path: Path, ended: Keep
) -> None:
    mark = tmp_path / "attempts"
    first = ended(place.background(SLOW))
    assert until(lambda: place.python("from lotrinh.core.jobs.selectors import live_workers as n; print(n())") == "1")
    place.python(START.format(path=str(mark)))
    assert until(mark.exists, seconds=5), "a job starts at once"
    ended(place.background(SLOW))
    first.kill()
    killed = time.monotonic()
    assert until(lambda: mark.read_text() == "xx", seconds=60)
    assert time.monotonic() - killed < 45
    assert until(lambda: place.python(STATE) == "done 2", seconds=10)
