"""`make quick` runs tests for whatever a change touches."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
#: What no test looks at.
UNTESTED: Final = (".",)


@pytest.fixture(scope="module")
def quick() -> ModuleType:
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("quick", ROOT / "scripts/quick.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        ("tests/conftest.py", ["tests/architecture"]),
        ("tests/factories/world.py", ["tests/lotrinh"]),
        ("tests/vanban/conftest.py", ["tests/vanban"]),
        ("tests/vanban/golden/conftest.py", ["tests/vanban/golden"]),
        ("tests/vanban/unit/test_restore.py", ["tests/vanban/unit/test_restore.py"]),
        ("tests/vanban/clauses/agencies.toml", ["tests/vanban/clauses"]),
        ("bench/inputs.py", ["tests/architecture"]),
        ("CHANGELOG.md", ["tests/architecture"]),
        ("CONTRIBUTING.md", ["tests/architecture"]),
        ("docs/glossary.md", ["tests/architecture"]),
        ("src/lotrinh/cli/problems.py", ["tests/architecture", "tests/lotrinh/cli", "tests/lotrinh/operations"]),
        ("src/lotrinh/core/clock.py", ["tests/architecture", "tests/lotrinh"]),
        ("src/lotrinh/web/asking.py", ["tests/architecture", "tests/lotrinh/portal", "tests/lotrinh/web"]),
        ("src/vanban/findings/bodies.py", ["tests/architecture", "tests/vanban/clauses", "tests/vanban/unit"]),
    ],
)
def test_tests_of_a_path(quick: ModuleType, path: str, tests: list[str]) -> None:
    assert (ROOT / path).is_file()
    assert quick.tests_of([Path(path)]) == tests


def test_every_file_has_tests(quick: ModuleType) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [Path(name) for name in listed.stdout.decode().split("\0") if name and not name.startswith(UNTESTED)]
    assert [path.as_posix() for path in paths if not quick.tests_of([path])] == []
