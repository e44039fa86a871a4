"""Killing a running platform in the middle of its work, and looking at what is left in its data folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Final

from lotrinh.documents.vocab import ReviewState
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_visitor import Visitor, VisitorError
from tests.factories.place import Place

#: What a plan consists of; a half plan would show in one of them.
PLAN_TABLES: Final = (
    "plans_plan",
    "plans_planversion",
    "plans_section",
    "plans_target",
    "plans_task",
    "plans_taskparty",
    "plans_assignment",
    "plans_assignmentparty",
    "plans_reportingduty",
    "plans_reportingparty",
    "plans_budgetline",
)
#: A province with a coordinator, and as many approved reviews of a plan of so many tasks as are asked for.
_PROVINCE: Final = """
    from tests.factories.approved import large, review
    from tests.factories.world import PASSWORD, World
    from lotrinh.accounts.models import User

    world = World()
    record = large({tasks}) if {reviews} else None
    for _ in range({reviews}):
        print(review(world, record).pk)
    print(User.objects.get(pk=world.coordinator.user_id).username)
    print(PASSWORD)
"""
_LOOK_EVERY: Final = 0.01


_HEAD: Final = """ỦY BAN NHÂN DÂN
TỈNH SÔNG TRÀ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}/KH-UBND
Sông Trà, ngày 05 tháng 02 năm 2026
KẾ HOẠCH
Phát triển khoa học và công nghệ, lần thứ {number}
I. MỤC TIÊU
1. Tỷ lệ doanh nghiệp có hoạt động đổi mới sáng tạo đạt {number}%.
II. NHIỆM VỤ
"""
_LINE: Final = (
    "{line}. Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Tài chính rà soát phần việc thứ {line}, hoàn thành trước"
    " ngày 30 tháng 6 năm 2026.\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """Who signs in as the coordinator, and the reviews that wait for being adopted."""

    account: tuple[str, str]
    reviews: tuple[int, ...]


def province(place: Place, *, tasks: int = 0, reviews: int = 0) -> Province:
    """Make the tables, the invented province, and `reviews` approved reviews of plans of `tasks` tasks."""
    made = place.lotrinh("upgrade")
    if made.returncode:
        raise RuntimeError(made.stderr)
    *numbers, username, password = place.python(_PROVINCE.format(tasks=tasks, reviews=reviews)).splitlines()
    return Province(account=(username, password), reviews=tuple(map(int, numbers)))


def long_plan(lines: int, *, number: int = 1) -> bytes:
    """A plan of so many tasks as plain text, another for each number."""
    return (_HEAD.format(number=number) + "".join(_LINE.format(line=line) for line in range(1, lines + 1))).encode()


def processes(platform: Platform) -> list[int]:
    """The supervisor and everything that it has started, by number."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found = [platform.process.pid]
    for process in found:
        found += children.get(process, ())
    return found


def kill_everything(platform: Platform) -> None:
    """`kill -9` of supervisor, web server and worker at once, as when the machine loses its power."""
    victims = processes(platform)
    for process in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    platform.process.wait(10)
    end = time.monotonic() + 10
    while any(Path(f"/proc/{process}").exists() for process in victims):
        if time.monotonic() > end:
            raise RuntimeError("a process outlived kill -9")
        time.sleep(_LOOK_EVERY)


def kill_worker(platform: Platform) -> None:
    """`kill -9` of the worker alone; the supervisor lives and starts another."""
    for process in processes(platform):
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
            if words[-2:] == [b"worker", b""] and b"lotrinh.cli" in words:
                os.kill(process, signal.SIGKILL)
                return
    raise RuntimeError("there is no worker")


@contextlib.contextmanager
def looking(data_dir: Path) -> Iterator[sqlite3.Connection]:
    """The rows of an installation on SQLite, beside the processes that work with them."""
    connection = sqlite3.connect(f"file:{data_dir / 'lotrinh.sqlite3'}?mode=ro", uri=True, timeout=20)
    try:
        yield connection
    finally:
        connection.close()


def jobs(data_dir: Path) -> dict[str, tuple[str, str, int]]:
    """State, step and number of attempts of each job, by its key."""
    with looking(data_dir) as rows:
        found = rows.execute("select key, state, step, attempts from core_job").fetchall()
    return {key: (state, step, attempts) for key, state, step, attempts in found}


def wait_for_step(data_dir: Path, key: str, *, seconds: float = 60) -> None:
    """Until the job is at work in a step of the engine.

    Raises:
        RuntimeError: it was not, or ended before anybody could see it.

    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state, step, _ = jobs(data_dir).get(key, ("", "", 0))
        if state == "running" and step:
            return
        if state in {"done", "failed"}:
            raise RuntimeError(f"{key} ended as {state} before it could be stopped: the file is too small")
        time.sleep(_LOOK_EVERY)
    raise RuntimeError(f"{key} has not begun")


def wait_for_end(data_dir: Path, keys: Sequence[str], *, seconds: float = 120) -> dict[str, tuple[str, str, int]]:
    """Until all these jobs have ended; how they did.

    Raises:
        RuntimeError: one has not.

    """
    end = time.monotonic() + seconds
    while True:
        found = jobs(data_dir)
        if all(found.get(key, ("",))[0] in {"done", "failed"} for key in keys):
            return found
        if time.monotonic() > end:
            raise RuntimeError(f"not ended: {[(key, found.get(key)) for key in keys][:5]}")
        time.sleep(0.1)


def plan_rows(data_dir: Path) -> dict[str, int]:
    """How many rows each table of plans has."""
    return {table: count(data_dir, table) for table in PLAN_TABLES}


def count(data_dir: Path, table: str) -> int:
    """How many rows a table has."""
    with looking(data_dir) as rows:
        return int(rows.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608 - names of our own


def review_states(data_dir: Path) -> dict[int, str]:
    """The state of each review, by its number."""
    with looking(data_dir) as rows:
        return dict(rows.execute("select id, state from documents_review").fetchall())


def damage(place: Place) -> str:
    """What is wrong with the database file or the audit trail; empty where nothing is."""
    problems = []
    with looking(place.folder) as rows:
        whole = rows.execute("pragma integrity_check").fetchall()
        strays = rows.execute("pragma foreign_key_check").fetchall()
    if whole != [("ok",)] or strays:
        problems.append(f"SQLite: {whole} {strays}")
    audit = place.lotrinh("audit", "verify")
    if audit.returncode:
        problems.append(audit.stdout + audit.stderr)
    return "\n".join(problems)


def lost_files(data_dir: Path) -> list[str]:
    """The hashes of files that the database knows and the disk has not, or not as they were."""
    with looking(data_dir) as rows:
        known = {sha256 for (sha256,) in rows.execute("select sha256 from core_storedfile")}
    return sorted(known - stored_hashes(data_dir))


def stored_hashes(data_dir: Path) -> set[str]:
    """The hashes of the files that are kept, taken from their bytes, where each lies under its own."""
    kept = (path for path in (data_dir / "files").rglob("*") if path.is_file())
    return {path.name for path in kept if hashlib.sha256(path.read_bytes()).hexdigest() == path.name}


def adopt(person: Visitor, review: int) -> float:
    """Adopt the review by the form; the seconds that the answer took.

    Raises:
        VisitorError: it was refused.

    """
    path = f"/ke-hoach/dua-vao-theo-doi/{review}/"
    token = person.token(path)
    begun = time.monotonic()
    person.send(path, {"title": f"Kế hoạch thử độ bền {review}"}, token=token)
    return time.monotonic() - begun


def killed_while_adopting(platform: Platform, person: Visitor, review: int, *, after: float) -> bool:
    """Adopt the review and kill everything `after` seconds later; whether the answer had arrived by then."""
    path = f"/ke-hoach/dua-vao-theo-doi/{review}/"
    token = person.token(path)
    answered = threading.Event()

    def send() -> None:
        with contextlib.suppress(OSError, HTTPException, VisitorError):
            person.send(path, {"title": f"Kế hoạch thử độ bền {review}"}, token=token)
            answered.set()

    sending = threading.Thread(target=send, daemon=True)
    sending.start()
    answered.wait(after)
    before = answered.is_set()
    kill_everything(platform)
    sending.join(10)
    return before


def adopt_if_needed(person: Visitor, data_dir: Path, review: int) -> None:
    """Adopt the review unless it is adopted already."""
    if review_states(data_dir)[review] != ReviewState.ADOPTED:
        adopt(person, review)


def assert_whole(data_dir: Path, one: Mapping[str, int]) -> None:
    """Every table holds what so many whole plans consist of; `one` are the rows of a single one.

    Raises:
        RuntimeError: a plan is not whole, or its review does not say so.

    """
    found = plan_rows(data_dir)
    plans = found["plans_plan"]
    adopted = sum(state == ReviewState.ADOPTED for state in review_states(data_dir).values())
    if adopted != plans or found != {table: rows * plans for table, rows in one.items()}:
        raise RuntimeError(
            f"half a plan: {found} for {plans} plans and {adopted} adopted reviews, of which each is {one}"
        )
