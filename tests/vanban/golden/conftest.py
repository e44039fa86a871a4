"""Readings that several golden tests look at: each document is read once in a worker."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from vanban.pipeline import read
from vanban.record import PlanRecord

Reader = Callable[[Path], PlanRecord]


@cache
def _read(path: Path) -> PlanRecord:
    return read(path)


@pytest.fixture(scope="session")
def reading() -> Reader:
    """Reads a file, or returns what an earlier test read from it."""
    return _read


def load(path: Path) -> Mapping[str, Any]:
    answers: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return answers


@pytest.fixture(scope="session")
def sample_gold(samples: Path) -> Mapping[str, Mapping[str, Any]]:
    """What an officer would write down from each sample, by name."""
    return {path.stem: load(path) for path in sorted((samples / "gold").glob("*.json"))}
