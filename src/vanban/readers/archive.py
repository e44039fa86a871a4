"""Zip archives (docx, odt) read member by member, within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import Final

from vanban.errors import VanbanError
from vanban.readers.limits import Limits

_ENCRYPTED: Final = 0x1


class Archive:
    """An open archive. Raises `damaged`, `encrypted` or `unsafe-archive` when it is opened or read."""

    def __init__(self, data: bytes, limits: Limits, short_name: str) -> None:
        self._limits = limits
        self._short_name = short_name
        self._read_so_far = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise VanbanError("damaged", format=short_name) from error
        self._members = {info.filename: info for info in self._zip.infolist()}
        self._check()

    def _check(self) -> None:
        """Refuse what the directory itself shows to be a bomb: sizes, ratios, and members that share their bytes."""
        members = self._zip.infolist()
        limits = self._limits
        unpacked = sum(info.file_size for info in members)
        if len(members) > limits.max_members or unpacked > limits.max_unpacked_bytes:
            raise VanbanError("unsafe-archive")
        for info in members:
            if info.flag_bits & _ENCRYPTED:
                raise VanbanError("encrypted")
            if info.file_size > limits.ratio_floor_bytes and info.file_size > info.compress_size * limits.max_ratio:
                raise VanbanError("unsafe-archive")

    def names(self) -> list[str]:
        """The names of all members."""
        return list(self._members)

    def read(self, name: str) -> bytes | None:
        """One member unpacked, None when there is none; all that is read together stays below `max_text_bytes`."""
        info = self._members.get(name)
        if info is None:
            return None
        left = self._limits.max_text_bytes - self._read_so_far
        if info.file_size > left:
            raise VanbanError("too-large", size=self._read_so_far + info.file_size, limit=self._limits.max_text_bytes)
        data = self._unpacked(info, left)
        self._read_so_far += len(data)
        return data

    def picture(self, name: str) -> Callable[[], bytes]:
        """What unpacks a picture of at most `max_bytes`; pictures are unpacked one by one and do not add up."""
        return partial(self._unpacked, self._members[name], self._limits.max_bytes)

    def _unpacked(self, info: zipfile.ZipInfo, left: int) -> bytes:
        try:
            with self._zip.open(info) as member:
                data = member.read(left + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OSError,
            NotImplementedError,
            EOFError,
            RuntimeError,
        ) as error:
            raise VanbanError("damaged", format=self._short_name) from error
        if len(data) > left:
            raise VanbanError("unsafe-archive")
        return data
