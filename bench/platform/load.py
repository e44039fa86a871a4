"""Asking a running platform for pages, as one person or as many at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from statistics import quantiles

from tests.e2e.e2e_visitor import Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a series took: p95 in milliseconds, answers a second, how many answers with those before it."""

    p95: float
    per_second: float
    answers: int


def measured(person: Visitor, paths: Sequence[str], *, users: int, rounds: int) -> Load:
    """Each of `users` asks for all `paths` in turn, `rounds` times, after a first time that does not count.

    Raises:
        VisitorError: a page answered anything but 200.

    """
    people = [person.twin() for _ in range(users)]
    times: list[float] = []
    lock = threading.Lock()
    ready = threading.Barrier(users + 1)

    def walk(one: Visitor) -> None:
        for path in paths:
            one.page(path)
        ready.wait()
        mine = []
        for _ in range(rounds):
            for path in paths:
                start = time.perf_counter()
                one.page(path)
                mine.append((time.perf_counter() - start) * 1000)
        with lock:
            times.extend(mine)

    with ThreadPoolExecutor(users) as pool, ExitStack() as stack:
        for one in people:
            stack.callback(one.close)
        walks = [pool.submit(walk, one) for one in people]
        for done in walks:
            # A walk that fails early would leave the others waiting.
            done.add_done_callback(lambda walk: ready.abort() if walk.exception() else None)
        with suppress(threading.BrokenBarrierError):
            ready.wait()
        start = time.perf_counter()
        for done in as_completed(walks):
            # The first that failed says why.
            done.result()
        seconds = time.perf_counter() - start
    return Load(
        p95=quantiles(times, n=20)[-1], per_second=len(times) / seconds, answers=len(times) + users * len(paths)
    )
