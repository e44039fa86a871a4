"""How much one file may cost: the bounds that every reader keeps, and the clock of one reading."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final

import msgspec

from vanban.errors import VanbanError

_MEBIBYTE: Final = 1024 * 1024
_PREFIX: Final = "LOTRINH_"
#: Sizes and times beyond these overflow the counters of the operating system.
MOST_DIGITS: Final = 15


class SettingError(ValueError):
    """A setting, by its `name`, that was `given` as something that is no limit."""

    def __init__(self, name: str, given: str) -> None:
        self.name = name
        self.given = given
        super().__init__(f"{name} must be a positive integer of at most {MOST_DIGITS} digits, not {given!r}")


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds on one file; each may be set by the environment variable `LOTRINH_` + its name in capitals.

    max_bytes: size of the file. max_text_bytes: size of a plain text, Markdown or HTML file, and of all the XML that an
        archive is read for (a tree takes some ten times as much memory as its text).
    max_pages: pages of a PDF. max_seconds: time of one reading, the conversion by LibreOffice included.
    max_conversion_seconds: time of that conversion alone; a healthy file takes a few seconds, a hostile one all.
    max_recognition_seconds: time for recognising the pages of a scan, which does not count in max_seconds: a page takes
        one to two seconds of a processor. max_page_seconds: time for one step of one page.
    max_page_workers: pages that are recognised side by side; never more than there are processors.
    max_pixels: pixels of one picture.
    max_line: characters of one line. max_blocks: lines, paragraphs, table rows and cells of one file.
    max_table_depth: tables inside tables.
    max_members, max_unpacked_bytes: members of an archive, and their size when unpacked, all together.
    max_ratio: how many times its packed size a member of more than `ratio_floor_bytes` may grow; text shrinks 5 to 50
        times, a zip bomb about 1000 times.
    max_memory_bytes: address space of the converter process; callers that read in worker processes give them the same.
    """

    max_bytes: int = 200 * _MEBIBYTE
    max_text_bytes: int = 64 * _MEBIBYTE
    max_pages: int = 2000
    max_seconds: int = 600
    max_conversion_seconds: int = 120
    max_recognition_seconds: int = 3600
    max_page_seconds: int = 120
    max_page_workers: int = 4
    max_pixels: int = 100_000_000
    max_line: int = 16_000_000
    max_blocks: int = 1_000_000
    max_table_depth: int = 20
    max_members: int = 10_000
    max_unpacked_bytes: int = 1024 * _MEBIBYTE
    max_ratio: int = 200
    ratio_floor_bytes: int = 16 * _MEBIBYTE
    max_memory_bytes: int = 4096 * _MEBIBYTE

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Limits:
        """The limits that `environment` sets, the defaults for the rest.

        Raises SettingError for anything but a positive integer that the system can count to.
        """
        given: dict[str, int] = {}
        for field in cls.__struct_fields__:
            name = _PREFIX + field.upper()
            printed = environment.get(name, "").strip()
            if not printed:
                continue
            if not (printed.isascii() and printed.isdigit() and printed.strip("0") and len(printed) <= MOST_DIGITS):
                raise SettingError(name, printed)
            given[field] = int(printed)
        return cls(**given)


class Deadline:
    """The clock of one reading; readers ask it between pages, rows and paragraphs."""

    def __init__(self, limits: Limits, seconds: int | None = None) -> None:
        self._limit = limits.max_seconds if seconds is None else seconds
        self._end = time.monotonic() + self._limit

    @property
    def left(self) -> float:
        """Seconds that are left, never negative."""
        return max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """Raise `too-long` once the time is over."""
        if time.monotonic() > self._end:
            raise VanbanError("too-long", limit=self._limit)
