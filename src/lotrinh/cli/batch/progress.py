"""A line on standard error that says how far a long run is."""

from __future__ import annotations

import shutil
import sys
import time
from typing import Final

from lotrinh.cli.texts import Lang, say

_BAR: Final = 24
_EVERY_ON_TERMINAL: Final = 0.1
_EVERY_IN_LOG: Final = 30.0
_MINUTE: Final = 60


class Progress:
    """Counts of a run: a bar that is drawn anew on a terminal, a line every half minute in a log."""

    def __init__(self, total: int, lang: Lang) -> None:
        self._total = total
        self._lang = lang
        self._stream = sys.stderr
        self._terminal = self._stream.isatty()
        self._start = time.monotonic()
        self._last = self._start if not self._terminal else 0.0
        self.done = 0
        self.errors = 0

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    def line(self) -> str:
        """The counts, the rate and the time that is left."""
        rate = self.done / self.seconds if self.seconds > 0 else 0.0
        left = (self._total - self.done) / rate if rate > 0 else None
        words = say(
            "many.progress",
            self._lang,
            done=self.done,
            total=self._total,
            errors=self.errors,
            rate=decimal(rate, self._lang),
            left=_clock(left) if left is not None else "--:--",
        )
        filled = _BAR * self.done // self._total if self._total else _BAR
        return f"[{'█' * filled}{'░' * (_BAR - filled)}] {words}"

    def show(self, *, last: bool = False) -> None:
        """Draw the line when it is time."""
        now = time.monotonic()
        if not last and now - self._last < (_EVERY_ON_TERMINAL if self._terminal else _EVERY_IN_LOG):
            return
        self._last = now
        if self._terminal:
            self._stream.write("\r\x1b[K" + self.line()[: shutil.get_terminal_size().columns - 1])
        elif not last:
            self._stream.write(self.line() + "\n")
        self._stream.flush()

    def clear(self) -> None:
        """Take the bar away, so that another line can be printed."""
        if self._terminal:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def decimal(value: float, lang: Lang) -> str:
    """One decimal, with the comma that Vietnamese uses."""
    printed = f"{value:.1f}"
    return printed if lang == "en" else printed.replace(".", ",")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
