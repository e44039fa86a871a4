"""Reading tells what it is doing, to whoever wants to know."""

from __future__ import annotations

from pathlib import Path

import pytest

import vanban
from vanban.pipeline import STEPS


def test_each_step_is_told_once_and_in_order(samples: Path) -> None:
    told: list[str] = []
    vanban.read(samples / "ke-hoach-quy-khoa-hoc.txt", on_step=told.append)
    assert tuple(told) == STEPS


def test_whoever_listens_may_end_the_reading(samples: Path) -> None:
    def enough(step: str) -> None:
        if step == "tasks":
            raise InterruptedError(step)

    with pytest.raises(InterruptedError):
        vanban.read(samples / "ke-hoach-quy-khoa-hoc.txt", on_step=enough)


def test_listening_changes_nothing(samples: Path) -> None:
    source = samples / "ke-hoach-quy-khoa-hoc.txt"
    assert vanban.read(source, on_step=lambda _: None) == vanban.read(source)
