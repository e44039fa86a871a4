"""Installations in folders of their own, worked by real processes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.factories.place import Place


@pytest.fixture(autouse=True)
def _nothing_collected(settings: Settings) -> None:
    """Nobody has collected the static files of a test."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def _fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = Place(tmp_path_factory.mktemp("fresh") / "data")
    done = place.lotrinh("upgrade")
    assert done.returncode == 0, done.stderr
    return place.folder


@pytest.fixture
def place(_fresh: Path, tmp_path: Path) -> Place:
    """An installation on SQLite whose tables are made and empty."""
    shutil.copytree(_fresh, tmp_path / "data")
    return Place(tmp_path / "data")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Place:
    """A data folder that does not exist yet."""
    return Place(tmp_path / "elsewhere")


def _psql(*words: str) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[Place]:
    """An installation on a database of PostgreSQL of its own; skips, with a line that says so, where none answers."""
    name = f"lotrinh_drill_{os.getpid()}"
    if shutil.which("createdb") is None or not _psql("createdb", name):
        pytest.skip("no PostgreSQL answers on its usual socket, or this user may not make databases")
    yield Place(tmp_path / "on-postgresql", f"postgresql:///{name}")
    assert _psql("dropdb", "--force", name)


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def ended() -> Iterator[Callable[[subprocess.Popen[str]], subprocess.Popen[str]]]:
    """Ends, when the test does, the processes that were handed to it."""
    started: list[subprocess.Popen[str]] = []

    def keep(process: subprocess.Popen[str]) -> subprocess.Popen[str]:
        started.append(process)
        return process

    yield keep
    for process in started:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if process.stdout is not None:
            process.stdout.close()
