"""Keeping the index in step: things that changed are noted, and their entries written once, with the change itself.

Inside a service that is just before its commit, in its transaction; elsewhere right after the commit. Rows that are
written in bulk send no signals: whoever writes them calls `touch`.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

from django.db import transaction

from lotrinh.core.search import writing

Touched: TypeAlias = dict[str, set[int]]

_pending: ContextVar[Touched | None] = ContextVar("lotrinh_search", default=None)
#: What changed outside a service and waits for its commit; what a rollback leaves here is read again, and is as it was.
_waiting = threading.local()


def touch(source: str, keys: Iterable[int]) -> None:
    """Say that these things of a source changed, came or went."""
    changed = set(keys)
    if not changed:
        return
    pending = _pending.get()
    if pending is None:
        waiting: Touched = getattr(_waiting, "touched", None) or {}
        _waiting.touched = waiting
        waiting.setdefault(source, set()).update(changed)
        transaction.on_commit(_write_waiting, robust=True)
    else:
        pending.setdefault(source, set()).update(changed)


@contextmanager
def collecting() -> Iterator[None]:
    """Collect what a service touches; the outermost one writes the entries when it ends well."""
    if _pending.get() is not None:
        yield
        return
    touched: Touched = {}
    token = _pending.set(touched)
    try:
        yield
        _write(touched)
    finally:
        _pending.reset(token)


def _write_waiting() -> None:
    touched: Touched = getattr(_waiting, "touched", None) or {}
    _waiting.touched = None
    _write(touched)


def _write(touched: dict[str, set[int]]) -> None:
    for source, keys in touched.items():
        known: Collection[int] = sorted(keys)
        writing.write(source, known)
