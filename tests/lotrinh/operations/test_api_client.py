"""The program in the documentation works as it stands there, against the server that `lotrinh serve` starts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.e2e.e2e_platform import started
from tests.factories.place import Place

pytestmark = [pytest.mark.slow, pytest.mark.network]
PAGE: Final = "docs/how-to/use-the-api.md"
BLOCK: Final = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: A small province with a plan; what is printed is the key of the coordinator's token and the text of another plan.
PROVINCE: Final = """
    import json
    from tests.factories.papers import plan_text
    from tests.factories.plans import plan
    from tests.factories.tokens import key
    from tests.factories.world import World
    world = World()
    plan(world, tasks=10)
    print(json.dumps([key(world.coordinator), plan_text().decode()]))
"""


def _run(folder: Path, url: str, key: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "client.py", *words],
        cwd=folder,
        env={**os.environ, "API_URL": url, "API_TOKEN": key, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_program_of_the_documentation_works(place: Place, root: Path, tmp_path: Path) -> None:
    programs = BLOCK.findall((root / PAGE).read_text(encoding="utf-8"))
    assert len(programs) == 1
    (tmp_path / "client.py").write_text(programs[0], encoding="utf-8")
    key, text = json.loads(place.python(PROVINCE).splitlines()[-1])
    (tmp_path / "ke-hoach.txt").write_text(text, encoding="utf-8")
    with started(place.folder, demo=False) as platform:
        said = _run(tmp_path, platform.url, key, "ke-hoach.txt")
        assert re.search(r"^ke-hoach\.txt: document \d+, 2 tasks read$", said, re.MULTILINE), said
        lines = (tmp_path / "tasks.csv").read_text(encoding="utf-8-sig").splitlines()
        assert (lines[0], len(lines)) == ("task,lead,due,state", 7)
        assert "tasks.csv: nothing has changed" in _run(tmp_path, platform.url, key)
