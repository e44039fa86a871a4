"""Pages read side by side, each by a process of Tesseract; how far it is, and the end before its time."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from vanban.errors import VanbanError
from vanban.readers.limits import Deadline, Limits
from vanban.readers.pdf.placement import Recognised
from vanban.readers.scan.page import Picture, recognise
from vanban.readers.scan.tesseract import Tesseract


def recognised(
    pictures: Iterable[Picture], count: int, limits: Limits, on_page: Callable[[int, int], None], part: float
) -> dict[int, Recognised]:
    """What stands on each page; one that cannot be read, or takes too long, is missing. `on_page` is told of each page.

    `part` is how much of each page, from its top, is read.

    No more pictures are made than are read: a thousand pages take no more memory than two. Raises `too-long`, and, if
    no page can be read, what the last one raised.
    """
    deadline = Deadline(limits, limits.max_recognition_seconds)
    engine = Tesseract(limits, deadline)
    found: dict[int, Recognised] = {}
    done = 0
    waiting: deque[tuple[int, Future[Recognised]]] = deque()
    workers = max(1, min(limits.max_page_workers, _processors(), count))

    def take() -> None:
        nonlocal done
        number, future = waiting.popleft()
        try:
            found[number] = future.result()
        except VanbanError:
            deadline.check()
            if not found and done == count - 1:
                raise  # nothing at all was read: what happened to the last page says why
        done += 1
        on_page(done, count)

    with ThreadPoolExecutor(workers, thread_name_prefix="page") as pool:
        try:
            for picture in pictures:
                deadline.check()
                if len(waiting) > workers:
                    take()
                work = pool.submit(recognise, picture, engine, part)
                waiting.append((picture.number, work))
            while waiting:
                take()
        except BaseException:
            engine.stop()
            pool.shutdown(cancel_futures=True)
            raise
    return found


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
