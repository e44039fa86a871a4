"""Checks only what the change touches: `make quick`, `make quick BASE=main`.

The change is what differs from BASE (default HEAD) in the working tree, new files included. Changed Python files are
formatted, linted and typed. Which tests run follows from the paths (see RULES): the tests of a touched package, never
more; `make test` runs the rest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent

#: (prefix of a changed path, tests that prove it); the first rule that fits decides.
RULES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("src/vanban/evaluate.py", ("tests/vanban/unit", "tests/vanban/golden")),
    ("src/vanban/findings/", ("tests/vanban/unit", "tests/vanban/clauses", "tests/architecture")),
    ("src/vanban/restore/", ("tests/vanban/restore", "tests/vanban/unit/test_restore.py")),
    ("src/vanban/", ("tests/vanban/unit", "tests/vanban/clauses")),
    ("src/lotrinh/api/", ("tests/lotrinh/api", "tests/architecture")),
    ("src/lotrinh/cli/", ("tests/lotrinh/cli", "tests/lotrinh/operations", "tests/architecture")),
    ("src/lotrinh/portal/", ("tests/lotrinh/portal", "tests/architecture")),
    # The public pages are drawn with styles and parts of the staff's.
    ("src/lotrinh/web/", ("tests/lotrinh/web", "tests/lotrinh/portal", "tests/architecture")),
    ("src/lotrinh/", ("tests/lotrinh", "tests/architecture")),
    ("samples/", ("tests/vanban/golden",)),
    ("tests/conftest.py", ("tests/architecture",)),
    ("tests/factories/", ("tests/lotrinh",)),
    ("docs/", ("tests/architecture",)),
    ("README", ("tests/architecture",)),
    ("CHANGELOG.md", ("tests/architecture",)),
    ("CONTRIBUTING.md", ("tests/architecture",)),
    ("LICENSE", ("tests/architecture",)),
    ("bench/", ("tests/architecture",)),
    ("pyproject.toml", ("tests/architecture",)),
    ("requirements/", ("tests/architecture",)),
    ("Makefile", ("tests/architecture",)),
    ("scripts/", ("tests/architecture",)),
)


def changed(base: str) -> list[Path]:
    """Paths, relative to the root, that differ from `base` and still exist."""
    differing = _git("diff", "--name-only", "--diff-filter=d", base)
    new = _git("ls-files", "--others", "--exclude-standard")
    return sorted({Path(line) for line in (*differing, *new) if (ROOT / line).is_file()})


def tests_of(paths: list[Path]) -> list[str]:
    """The test files and folders that the rules name for these paths."""
    chosen: set[str] = set()
    for path in paths:
        name = path.as_posix()
        if path.match("tests/**/test_*.py") or (name.startswith("tests/") and path.name.startswith("test_")):
            chosen.add(name)
            continue
        rule = next((tests for prefix, tests in RULES if name.startswith(prefix)), None)
        if rule is not None:
            chosen.update(rule)
        elif name.startswith("tests/"):
            chosen.add(path.parent.as_posix())
    folders = {name for name in chosen if (ROOT / name).is_dir()}
    return sorted(
        name
        for name in chosen
        if (ROOT / name).exists() and not any(Path(folder) in Path(name).parents for folder in folders)
    )


def main(argv: list[str]) -> int:
    """Runs the checks; the exit status is that of the first that failed, 0 where nothing did."""
    paths = changed(argv[1] if len(argv) > 1 else "HEAD")
    python = [path.as_posix() for path in paths if path.suffix == ".py"]
    tests = tests_of(paths)
    print(f"{len(paths)} changed files, {len(python)} of them Python; tests: {', '.join(tests) or 'none'}")
    steps: list[list[str]] = []
    if python:
        steps += [["ruff", "format", "--check", *python], ["ruff", "check", *python], ["mypy", *python]]
        if any(name.startswith("src/") for name in python):
            steps.append(["lint-imports", "--no-logo"])
    if tests:
        steps.append(["pytest", "-n", "2", "-q", *tests])
    for step in steps:
        status = _run(step)
        if status:
            return status
    return 0


def _run(step: list[str]) -> int:
    # The tools that load Django's settings touch nothing of a real installation.
    os.environ.update(LOTRINH_PROFILE="demo", LOTRINH_DATA_DIR=str(ROOT / "build/checked"))
    tool = Path(sys.executable).parent / step[0]
    return subprocess.run([tool, *step[1:]], cwd=ROOT, check=False).returncode


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
