"""The kinds of jobs: each app enters its own when it is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol


class Progress(Protocol):
    """What a job tells of itself while it runs."""

    def __call__(self, percent: int, step: str) -> None:
        """Say how far it is (0–100) and with what."""


Runner = Callable[[Mapping[str, Any], Progress], None]

_RUNNERS: dict[str, Runner] = {}


def register(kind: str) -> Callable[[Runner], Runner]:
    """Enter the function that does jobs of this kind; it must be idempotent."""

    def entered(runner: Runner) -> Runner:
        if kind in _RUNNERS and _RUNNERS[kind] is not runner:
            raise ValueError(f"two runners for the job {kind}")
        _RUNNERS[kind] = runner
        return runner

    return entered


def runner_of(kind: str) -> Runner:
    """The function for jobs of this kind; KeyError where nobody entered one."""
    return _RUNNERS[kind]
