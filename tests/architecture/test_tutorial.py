"""The commands of README and tutorial work as they are printed.

A block marked `console` holds commands after `$ ` and what they print. `…` in the printed lines stands for anything,
a line of `…` alone for any number of lines. A command that ends with a status other than 0 is followed by
`# exit status N` or `# mã thoát N`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = ("README.md", "README.en.md", "docs/tutorial.md")
BLOCK: Final = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
STATUS: Final = re.compile(r"\s+# (?:exit status|mã thoát) (\d+)$")


def commands(page: str) -> list[tuple[str, list[str]]]:
    """Commands of a page with the lines that they print, those of `make`, `git` and `cd` left out."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif found:
                found[-1][1].append(line)
    return [(command, printed) for command, printed in found if not command.startswith(("make ", "git ", "cd "))]


def pattern(printed: list[str]) -> str:
    """A regular expression for the printed lines, bounded by lines."""
    lines = [
        r"(?:.*\n)*?" if line.strip() == "…" else "[^\n]*".join(map(re.escape, line.split("…"))) + r"[ \t]*\n"
        for line in printed
    ]
    return "".join(lines)


@pytest.fixture
def workplace(tmp_path: Path, samples: Path) -> Path:
    """An empty folder with a copy of the samples."""
    shutil.copytree(samples, tmp_path / "samples", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_the_page_do_what_it_says(page: str, workplace: Path) -> None:
    tools = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120", "NO_COLOR": "1"}
    environment.pop("LOTRINH_LANG", None)
    assert commands(page)
    for command, printed in commands(page):
        status = STATUS.search(command)
        done = subprocess.run(
            ["bash", "-c", STATUS.sub("", command)],
            cwd=workplace,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )
        assert done.returncode == int(status[1] if status else 0), (command, done.stdout, done.stderr)
        if printed:
            shown = done.stdout + done.stderr
            assert re.fullmatch(pattern(printed), shown), f"{command}\n--- printed\n{shown}\n--- documented\n{printed}"
