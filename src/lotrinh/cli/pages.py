"""A line on a terminal that says how many pages of a scan are read; in a pipe or a log nothing is said."""

from __future__ import annotations

import sys

from lotrinh.cli.texts import Lang, say


class Pages:
    """The line, drawn anew for each page; `clear` takes it away."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._stream = sys.stderr
        self._shown = False

    def show(self, done: int, count: int) -> None:
        """`done` of `count` pages are recognised."""
        if self._stream.isatty():
            self._stream.write("\r\x1b[K" + say("read.pages", self._lang, done=done, count=count))
            self._stream.flush()
            self._shown = True

    def clear(self) -> None:
        """Take the line away, so that what follows begins on a line of its own."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False
