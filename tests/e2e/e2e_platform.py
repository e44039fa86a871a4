"""Starting the platform in processes of its own, and signing in to it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from playwright.sync_api import Page

#: Longer than a start takes on two busy cores; the demonstration reads and adopts a plan first.
START_SECONDS: Final = 120


@dataclass
class Platform:
    """One running installation."""

    url: str
    data_dir: Path
    process: subprocess.Popen[str]
    #: by role (the first who holds it) and by user name
    accounts: dict[str, tuple[str, str]] = field(default_factory=dict)

    def sign_in(self, page: Page, who: str) -> None:
        """Sign in as the demonstration's person in this role, or of this user name."""
        username, password = self.accounts[who]
        page.goto(f"{self.url}/tai-khoan/dang-nhap/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/dang-nhap" not in url)

    def log(self) -> str:
        """What the processes have printed."""
        return (self.data_dir / "serve.log").read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(data_dir: Path, *, demo: bool, database_url: str = "") -> Iterator[Platform]:
    """`lotrinh serve` on this data folder, until the block ends."""
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LOTRINH_", "DJANGO_"))}
    environment |= {"LOTRINH_PROFILE": "demo", "LOTRINH_DATA_DIR": str(data_dir), "DATABASE_URL": database_url}
    command = [
        str(Path(sys.executable).parent / "lotrinh"),
        "serve",
        "--port",
        str(port),
        *(["--demo"] if demo else []),
    ]
    with (data_dir / "serve.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, text=True)
        platform = Platform(f"http://127.0.0.1:{port}", data_dir, process)
        try:
            _wait(platform)
            accounts = data_dir / "demo-accounts.json"
            if accounts.exists():
                for row in reversed(json.loads(accounts.read_text(encoding="utf-8"))):
                    account = (row["username"], row["password"])
                    platform.accounts |= {row["role"]: account, row["username"]: account}
            yield platform
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _wait(platform: Platform) -> None:
    """Until it answers; what it printed where it does not."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if platform.process.poll() is not None:
            raise RuntimeError(f"the server ended: {platform.log()}")
        try:
            with urlopen(f"{platform.url}/tai-khoan/dang-nhap/", timeout=5):  # noqa: S310 - our own server
                return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the server does not answer: {platform.log()}")
