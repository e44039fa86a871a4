"""Child processes that are started again when they die and ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType
from typing import Final

from lotrinh.cli import terminal
from lotrinh.cli.texts import Lang, say

#: Seconds between two looks at the children.
_TICK: Final = 0.1
#: A child that lived this long is healthy again: its next restart is quick.
_HEALTHY: Final = 60.0
_SLOWEST: Final = 30.0
#: Children may finish what they have in hand in this time, in seconds.
_GRACE: Final = 25.0


class Child:
    """One process, by the arguments of `python -m`."""

    def __init__(self, name: str, module: Sequence[str]) -> None:
        self.name = name
        # -P: a file of the folder one happens to stand in is no module of the platform.
        self.words = [sys.executable, "-P", "-m", *module]
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.deaths = 0
        self.due = 0.0

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches it through the supervisor alone."""
        self.process = subprocess.Popen(self.words, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own program
        self.started = time.monotonic()

    def signal(self, number: int, *, group: bool = False) -> None:
        """Send it a signal; `group` sends it to its own children too."""
        if self.process is not None and (group or self.process.poll() is None):
            with suppress(ProcessLookupError, PermissionError):
                (os.killpg if group else os.kill)(self.process.pid, number)

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def revive(self, lang: Lang) -> None:
        """Start it again when it has died, later each time."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            status = self.process.returncode
            # What it started itself must not go on without it.
            self.signal(signal.SIGKILL, group=True)
            self.deaths = 1 if now - self.started > _HEALTHY else self.deaths + 1
            delay = min(_SLOWEST, 0.25 * 2**self.deaths)
            self.due = now + delay
            self.process = None
            terminal.complain(say("serve.died", lang, name=self.name, status=status, seconds=f"{delay:g}"))
        if self.process is None and now >= self.due:
            self.start()


class Supervisor:
    """Keeps children alive until a signal comes; a second signal ends them at once."""

    def __init__(self, children: Sequence[Child], lang: Lang) -> None:
        self.children = children
        self.lang = lang
        self.signals = 0

    def run(self, ready: Callable[[], bool]) -> int:
        """Run until SIGTERM or SIGINT; `ready` is asked until it says that the pages answer.

        Gives 0, or 1 where a child died again and again before the pages ever answered.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        answered = False
        try:
            while not self.signals:
                for child in self.children:
                    child.revive(self.lang)
                if not answered:
                    if any(child.deaths > 3 for child in self.children):
                        terminal.complain(say("serve.hopeless", self.lang), label=say("error", self.lang))
                        return 1
                    answered = ready()
                time.sleep(_TICK)
        finally:
            self._end()
        return 0

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.signals += 1

    def _end(self) -> None:
        if any(child.alive for child in self.children):
            terminal.complain(say("serve.ending", self.lang))
        for child in self.children:
            child.signal(signal.SIGTERM)
        end = time.monotonic() + _GRACE
        while any(child.alive for child in self.children) and time.monotonic() < end and self.signals < 2:
            time.sleep(_TICK / 2)
        for child in self.children:
            child.signal(signal.SIGKILL, group=True)
            if child.process is not None:
                child.process.wait()
