"""Installations in folders of their own, worked by real processes."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

_HEAD = "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'lotrinh.settings'\nimport django\ndjango.setup()\n"
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """A data folder (and, where it is named, a database of PostgreSQL)."""

    folder: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LOTRINH_", "DJANGO_"))}
        kept.pop("DATABASE_URL", None)
        own = {"LOTRINH_PROFILE": "demo", "LOTRINH_DATA_DIR": str(self.folder), "LOTRINH_LANG": "vi"}
        return {**kept, **own, **({"DATABASE_URL": self.url} if self.url else {}), "PYTHONPATH": str(_ROOT)}

    def lotrinh(self, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-P", "-m", "lotrinh.cli", *map(str, words)],
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def start(self, *words: object) -> subprocess.Popen[str]:
        """Start a command and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "lotrinh.cli", *map(str, words)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def background(self, code: str) -> subprocess.Popen[str]:
        """Start a program with Django loaded and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-c", _HEAD + textwrap.dedent(code)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def python(self, code: str) -> str:
        """Run a program with Django loaded; what it prints."""
        done = subprocess.run(
            [sys.executable, "-c", _HEAD + textwrap.dedent(code)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()
