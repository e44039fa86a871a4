"""Measures the running platform: pages, fifty uploads at once, a country of units, what `kill -9` leaves: `make bench`.

Every line names what is measured, the figure, the bar it has to reach and whether it does; the exit status is 1 where
one does not. The server is the one that `lotrinh serve` starts, asked over HTTP by other processes' connections; both
share this machine. p95 is that of the best of several series, so that other work on the machine counts less.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from bench.platform.api import LISTS, headers_of
from bench.platform.load import measured
from bench.platform.organisations import COMMUNES, TREES, USER
from bench.platform.papers import LARGE_PAGES, large, small
from bench.platform.portal import asked
from bench.platform.search import USER as SEARCHER
from bench.platform.seed import PASSWORD

# The tests start and stop the same server.
from tests.e2e import e2e_drills as drills
from tests.e2e.e2e_platform import Platform, started
from tests.e2e.e2e_visitor import Visitor, signed_in
from tests.factories.place import Place

HERE: Final = Path(__file__).resolve().parent

POSTGRESQL: Final = os.environ.get("LOTRINH_BENCH_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
PARTS: Final = ("pages", "portal", "api", "uploads", "organisations", "search", "survival")
PLANS: Final = 200
TASKS: Final = 50_000
BAR: Final = 60.0
TREE_BAR: Final = 100
LOADING_BAR: Final = 60
UPLOADS: Final = 50
#: Pages of several plans, so that no single one is kept somewhere.
_SOME: Final = (3, 40, 77, 120, 200)
#: (what, addresses, whether the bar holds for it)
PAGES: Final = (
    ("plan page", [f"/ke-hoach/{number}/" for number in _SOME], True),
    ("tasks of a plan", [f"/ke-hoach/{number}/nhiem-vu/" for number in _SOME], True),
    ("task list", ["/nhiem-vu/"], True),
    ("task list, one agency", ["/nhiem-vu/?unit=5", "/nhiem-vu/?unit=60"], True),
    ("task list, by deadline", ["/nhiem-vu/?sort=due"], True),
    ("task list, page 20", ["/nhiem-vu/?page=20"], True),
    ("task list, words that many tasks have", ["/nhiem-vu/?q=nguon+nhan+luc"], False),
    ("task list, words that few tasks have", ["/nhiem-vu/?q=quan+trac+so+241"], False),
)
#: How many documents are searched on each database, and the bar in milliseconds.
SEARCHED: Final = {"SQLite": (2_000, 50), "PostgreSQL": (160_000, 300)}
SEARCHES: Final = [
    f"/tim-kiem/?{urlencode({'q': text})}"
    for text in ("phat trien", "Hòa Bình", "12 kh-ubnd", '"khoa học"', "xuan kieu", "dat dai doanh nghiep")
]
#: (what, addresses) on the public portal; the bar holds for answering who has the page already.
PUBLIC: Final = (
    ("front", ["/cong-khai/"]),
    ("plan", [f"/cong-khai/ke-hoach/{number}/" for number in _SOME]),
    ("task list", ["/cong-khai/nhiem-vu/", "/cong-khai/nhiem-vu/?trang=20", "/cong-khai/nhiem-vu/?co-quan=5"]),
    ("who does what", ["/cong-khai/co-quan/", "/cong-khai/co-quan/5/"]),
    ("open data", ["/cong-khai/du-lieu/", "/cong-khai/du-lieu/catalog.jsonld"]),
)
UNCHANGED_BAR: Final = 10
PUBLIC_BYTES: Final = 200_000
_SERIES: Final = 3
_ANSWERS: Final = 40
_COORDINATOR: Final = ("dau.moi", PASSWORD)
_OPEN_REVIEW: Final = re.compile(r'"(/ra-soat/mo/\d+/)"')
_DOWNLOAD: Final = re.compile(r'"(/van-ban/tep/\d+/tai-ve/)"')

_failed: list[str] = []


def main() -> int:
    """Prints all figures; 0 when every bar is reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--kills", type=int, default=5, help="how often a reading, and how often adopting, is killed")
    parser.add_argument("--database", choices=("SQLite", "PostgreSQL"), action="append")
    parser.add_argument("--series", type=int, default=_SERIES)
    given = parser.parse_args()
    wanted = given.only or PARTS
    print(f"platform, {os.cpu_count()} cores, load before: {os.getloadavg()[0]:.1f}")
    for name, database in databases() if {"pages", "portal", "api", "uploads"} & set(wanted) else ():
        if given.database and name not in given.database:
            continue
        with tempfile.TemporaryDirectory(prefix="lotrinh-bench-") as folder, database as address:
            place = Place(Path(folder), address)
            seed(name, place)
            with started(place.folder, demo=False, database_url=address) as platform:
                if "pages" in wanted:
                    pages(name, platform, given.series)
                if "portal" in wanted:
                    portal(name, platform, given.series)
                if "api" in wanted:
                    api(name, place, platform, given.series)
                if "uploads" in wanted:
                    uploads(name, platform)
    for name, database in databases() if "organisations" in wanted else ():
        if not given.database or name in given.database:
            with tempfile.TemporaryDirectory(prefix="lotrinh-bench-") as folder, database as address:
                organisations(name, Place(Path(folder), address), given.series)
    for name, database in databases() if "search" in wanted else ():
        if not given.database or name in given.database:
            with tempfile.TemporaryDirectory(prefix="lotrinh-bench-") as folder, database as address:
                search(name, Place(Path(folder), address))
    if "survival" in wanted:
        survival(given.kills)
    return 1 if _failed else 0


def databases() -> Iterator[tuple[str, AbstractContextManager[str]]]:
    """SQLite, and PostgreSQL where it answers: names and what gives an empty database for a while."""
    yield "SQLite", _sqlite()
    if _psql("select 1"):
        yield "PostgreSQL", _postgresql()
    else:
        print(f"SKIPPED: no PostgreSQL answers at {POSTGRESQL} (LOTRINH_BENCH_POSTGRESQL names another)")


@contextmanager
def _sqlite() -> Iterator[str]:
    yield ""


@contextmanager
def _postgresql() -> Iterator[str]:
    name = f"lotrinh_bench_{os.getpid()}"
    if not _psql(f"create database {name}"):
        raise SystemExit(f"no database can be made at {POSTGRESQL}")
    try:
        yield f"{POSTGRESQL}/{name}"
    finally:
        _psql(f"drop database {name} with (force)")


def _psql(statement: str) -> bool:
    import psycopg

    try:
        with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True, connect_timeout=5) as connection:
            connection.execute(statement.encode())
    except psycopg.Error:
        return False
    return True


def seed(name: str, place: Place) -> None:
    """Make the tables and fill them."""
    made = place.lotrinh("upgrade")
    if made.returncode:
        raise SystemExit(made.stderr)
    begun = time.perf_counter()
    command = [sys.executable, str(HERE / "seed.py"), "--plans", str(PLANS), "--tasks", str(TASKS)]
    subprocess.run(command, env=place.environment, check=True, stdout=subprocess.DEVNULL)
    line(f"{name}: {PLANS} plans, {TASKS:,} tasks written", f"{time.perf_counter() - begun:.0f} s")


def pages(name: str, platform: Platform, series: int) -> None:
    """p95 and answers a second of pages, with one person and with twenty."""
    with signed_in(platform.url, _COORDINATOR) as person:
        review = open_large(name, person)
        for what, paths, barred in (*PAGES, (f"review of {LARGE_PAGES} pages", [review], False)):
            few = what.startswith("review")
            # Both web processes have then shown the pages, whichever answers.
            measured(person, paths, users=2 if few else 8, rounds=1)
            for users in (1, 20):
                rounds = max(1, (8 if few else _ANSWERS) // len(paths) // (1 if users == 1 else 8))
                before = processor_seconds(platform)
                found = [
                    measured(person, paths, users=users, rounds=rounds) for _ in range(series if users == 1 else 1)
                ]
                answers = sum(load.answers for load in found)
                spent = (processor_seconds(platform) - before) * 1000 / answers
                best = min(found, key=lambda load: load.p95)
                figure = f"p95 {best.p95:.0f} ms, {best.per_second:.1f} answers/s, {spent:.0f} ms of processor each"
                label = f"{name}: {what}, {users} user{'s' if users > 1 else ''}"
                if barred and users == 1:
                    line(label, figure, f"p95 < {BAR:.0f} ms", reached=best.p95 < BAR)
                else:
                    line(label, figure)


def portal(name: str, platform: Platform, series: int) -> None:
    """p95 of public pages, made anew and known to the asker; the largest page."""
    for what, paths in PUBLIC:
        rounds = max(5, _ANSWERS // len(paths))
        found = [asked(platform.url, paths, rounds=rounds) for _ in range(series)]
        line(f"{name}: public {what}, made anew", f"p95 {min(one.made for one in found):.0f} ms")
        unchanged = min(one.unchanged for one in found)
        bar = f"p95 < {UNCHANGED_BAR} ms"
        line(f"{name}: public {what}, unchanged", f"p95 {unchanged:.1f} ms", bar, reached=unchanged < UNCHANGED_BAR)
        if what != "open data":
            size = found[0].largest
            line(f"{name}: public {what}, largest page", f"{size // 1000} kB", "< 200 kB", reached=size < PUBLIC_BYTES)


def api(name: str, place: Place, platform: Platform, series: int) -> None:
    """p95 of answers of the API, made anew and known to the program."""
    for what, paths in LISTS:
        # A token for each, so that none uses its rate up.
        headers = headers_of(place, _COORDINATOR[0])
        found = [asked(platform.url, paths, rounds=max(5, 20 // len(paths)), headers=headers) for _ in range(series)]
        line(f"{name}: API, {what}, made anew", f"p95 {min(one.made for one in found):.0f} ms")
        unchanged = min(one.unchanged for one in found)
        bar = f"p95 < {UNCHANGED_BAR} ms"
        line(f"{name}: API, {what}, unchanged", f"p95 {unchanged:.1f} ms", bar, reached=unchanged < UNCHANGED_BAR)


def open_large(name: str, person: Visitor) -> str:
    """Bring the long document in, have it read, open its review; the address of its screen."""
    begun = time.perf_counter()
    document = person.upload(*large(), token=person.token("/van-ban/tai-len/"))
    kept = time.perf_counter() - begun
    page = when_read(person, document)
    line(f"{name}: a PDF of {LARGE_PAGES} pages", f"kept in {kept:.1f} s, read in {time.perf_counter() - begun:.0f} s")
    found = _OPEN_REVIEW.search(page)
    if not found:
        raise SystemExit(f"{document} offers no review")
    return person.send(found[1], {}, token=person.token(document)).partition("?")[0]


def when_read(person: Visitor, document: str, *, seconds: float = 600) -> str:
    """The page of the document once nothing of it waits to be read."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        status, _, _ = person.ask(f"{document}dang-doc/")
        if status == 204:
            return person.page(document)
        time.sleep(0.2)
    raise SystemExit(f"{document} is not read")


def processor_seconds(platform: Platform) -> float:
    """What the processes of the platform have spent so far; the database's own server is not among them."""
    ticks = 0
    for process in drills.processes(platform):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def uploads(name: str, platform: Platform) -> None:
    """Fifty files at once: each is a document, lies on the disk under its hash, comes back as it was, and is read."""
    papers = small(UPLOADS)
    hashes = {hashlib.sha256(data).hexdigest() for _, data in papers}
    with signed_in(platform.url, _COORDINATOR) as person:
        token = person.token("/van-ban/tai-len/")

        def bring(paper: tuple[str, bytes]) -> str:
            twin = person.twin()
            try:
                return twin.upload(*paper, token=token)
            finally:
                twin.close()

        begun = time.perf_counter()
        with ThreadPoolExecutor(UPLOADS) as pool:
            documents = list(pool.map(bring, papers))
        kept = time.perf_counter() - begun
        found = [when_read(person, document) for document in documents]
        seconds = time.perf_counter() - begun
        given_back = [_given_back(person, page) for page in found]
    stored = hashes & drills.stored_hashes(platform.data_dir)
    read = sum(bool(_OPEN_REVIEW.search(page)) for page in found)
    whole = [hashlib.sha256(data).hexdigest() for _, data in papers] == given_back
    counted = f"{len(set(documents))} documents, {len(stored)} files, {read} readings"
    figure = f"kept in {kept:.1f} s, read in {seconds:.0f} s: {counted}"
    reached = len(set(documents)) == len(stored) == read == UPLOADS and whole
    line(f"{name}: {UPLOADS} uploads at once", figure, "none lost, each as it was", reached=reached)


def _given_back(person: Visitor, page: str) -> str:
    """The hash of the file that the page of a document gives back."""
    found = _DOWNLOAD.search(page)
    return hashlib.sha256(person.ask(found[1])[1]).hexdigest() if found else ""


def organisations(name: str, place: Place, series: int) -> None:
    """Names, groups and history of the units of a whole country; p95 of the tree page."""
    made = place.lotrinh("upgrade")
    if made.returncode:
        raise SystemExit(made.stderr)
    for what in ("the national lists of places loaded", "loaded again"):
        begun = time.perf_counter()
        done = place.lotrinh("reference", "load")
        spent = time.perf_counter() - begun
        line(
            f"{name}: {what}",
            f"{spent:.1f} s",
            f"< {LOADING_BAR} s",
            reached=not done.returncode and spent < LOADING_BAR,
        )
    measuring = [sys.executable, str(HERE / "organisations.py")]
    figures(name, measuring, place)
    with (
        started(place.folder, demo=False, database_url=place.url) as platform,
        signed_in(platform.url, (USER, PASSWORD)) as person,
    ):
        for what, path in TREES:
            # Both web processes have then shown the page, whichever answers.
            measured(person, [path], users=8, rounds=1)
            before = processor_seconds(platform)
            found = [measured(person, [path], users=1, rounds=_ANSWERS) for _ in range(series)]
            spent = (processor_seconds(platform) - before) * 1000 / sum(load.answers for load in found)
            best = min(load.p95 for load in found)
            size = len(person.page(path).encode()) // 1024
            figure = f"p95 {best:.0f} ms, {spent:.0f} ms of processor each, {size} KiB"
            line(f"{name}: {what}, {COMMUNES:,} communes", figure, f"p95 < {TREE_BAR} ms", reached=best < TREE_BAR)


def figures(name: str, measuring: list[str], place: Place) -> None:
    """Run a measurement of its own and print what it prints: an object a line."""
    printed = subprocess.run(measuring, env=place.environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    for figure in map(json.loads, printed.splitlines()):
        bar, spent = figure["bar"], figure["milliseconds"]
        said = f"{spent:.0f} ms" + (f" ({figure['note']})" if figure["note"] else "")
        line(f"{name}: {figure['what']}", said, f"< {bar:.0f} ms" if bar else "", reached=not bar or spent < bar)


def search(name: str, place: Place) -> None:
    """Finding in many documents: by the selector for one person and for twenty, by the page for one."""
    made = place.lotrinh("upgrade")
    if made.returncode:
        raise SystemExit(made.stderr)
    number, bar = SEARCHED[name]
    asking = [sys.executable, str(HERE / "search.py"), "--documents", str(number), "--bar", str(bar)]
    figures(name, asking, place)
    with (
        started(place.folder, demo=False, database_url=place.url) as platform,
        signed_in(platform.url, (SEARCHER, PASSWORD)) as person,
    ):
        measured(person, SEARCHES, users=8, rounds=1)
        best = min(measured(person, SEARCHES, users=1, rounds=10).p95 for _ in range(_SERIES))
        line(f"{name}: page of results, {number:,} documents, 1 user", f"p95 {best:.0f} ms")


def survival(kills: int) -> None:
    """Readings and adoptings that are killed at a moment that nobody chose."""
    dice = random.Random()  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory(prefix="lotrinh-bench-") as folder:
        place = Place(Path(folder))
        made = drills.province(place, tasks=2000, reviews=kills + 1)
        with started(place.folder, demo=False) as platform, signed_in(platform.url, made.account) as person:
            seconds = drills.adopt(person, made.reviews[0])
        one = drills.plan_rows(place.folder)
        left = [adopting_killed(place, made, review, dice.random() * seconds, one) for review in made.reviews[1:]]
        figure = (
            f"{left.count(False)} times none, {left.count(True)} times a whole one (adopting takes {seconds:.1f} s)"
        )
        line(f"adopting 2,000 tasks, killed {kills} times", figure, "no half plan", reached=True)
        back = [reading_killed(place, made, number, dice) for number in range(1, kills + 1)]
        figure = f"{sum(back)} of {kills} done by themselves"
        line(f"reading, killed {kills} times", figure, "all", reached=all(back))
        with started(place.folder, demo=False) as platform, signed_in(platform.url, made.account) as person:
            for review in made.reviews:
                drills.adopt_if_needed(person, place.folder, review)
        drills.assert_whole(place.folder, one)
        broken = drills.damage(place)
        line("database file and audit trail after it", broken or "whole", "whole", reached=not broken)


def adopting_killed(place: Place, made: drills.Province, review: int, after: float, one: dict[str, int]) -> bool:
    """Kill everything so many seconds into adopting the review; whether its plan is there, whole."""
    before = drills.plan_rows(place.folder)["plans_plan"]
    with started(place.folder, demo=False) as platform, signed_in(platform.url, made.account) as person:
        drills.killed_while_adopting(platform, person, review, after=after)
    drills.assert_whole(place.folder, one)
    return drills.plan_rows(place.folder)["plans_plan"] > before


def reading_killed(place: Place, made: drills.Province, number: int, dice: random.Random) -> bool:
    """Kill everything while a new document is read; whether its reading is there once the server runs again."""
    with started(place.folder, demo=False) as platform, signed_in(platform.url, made.account) as person:
        token = person.token("/van-ban/tai-len/")
        person.upload("ke-hoach.txt", drills.long_plan(6000, number=number), token=token)
        key = max(drills.jobs(place.folder), key=lambda name: int(name.partition(":")[2]))
        drills.wait_for_step(place.folder, key)
        time.sleep(dice.random())
        drills.kill_everything(platform)
    before = drills.count(place.folder, "documents_reading")
    with started(place.folder, demo=False):
        state, _, _ = drills.wait_for_end(place.folder, [key])[key]
    return state == "done" and drills.count(place.folder, "documents_reading") in {before, before + 1}


def line(what: str, figure: str, bar: str = "", *, reached: bool = True) -> None:
    """One line of the table."""
    verdict = f"(bar: {bar}) {'ok' if reached else 'NOT REACHED'}" if bar else ""
    print(f"{what + ':':56s} {figure}  {verdict}", flush=True)
    if not reached:
        _failed.append(what)


if __name__ == "__main__":
    raise SystemExit(main())
