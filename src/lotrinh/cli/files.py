"""Files in and out: what is read, what it is called, and output that is either whole or not there."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

import vanban
from lotrinh.cli import terminal
from lotrinh.cli.pages import Pages
from lotrinh.cli.problems import CommandError
from lotrinh.cli.texts import Lang, say
from vanban.errors import VanbanError
from vanban.readers.limits import MOST_DIGITS, Limits, SettingError
from vanban.record import PlanRecord


class Input(msgspec.Struct, frozen=True):
    """One source: its path (None for standard input) and the name that people see."""

    path: Path | None
    name: str


def inputs(names: Sequence[str]) -> list[Input]:
    """The sources that the arguments name; `-` is standard input, at most once."""
    if names.count("-") > 1:
        raise CommandError("stdin-twice")
    if "" in names:
        raise CommandError("empty-name")
    return [Input(None, "-") if name == "-" else Input(Path(name), readable_name(name)) for name in names]


def target(output: str | None) -> Path | None:
    """The file or folder that `-o` names; None for standard output."""
    if output == "":
        raise CommandError("empty-name")
    return None if output in {None, "-"} else Path(str(output))


def readable_name(name: str) -> str:
    """The name of a file as valid Unicode; bytes that are none become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def limits() -> Limits:
    """The limits that the environment sets; raises CommandError for a value that is none."""
    try:
        return Limits.from_environment(os.environ)
    except SettingError as error:
        raise CommandError("bad-setting", name=error.name, given=error.given, digits=MOST_DIGITS) from error


def read(source: Input, bounds: Limits, lang: Lang) -> PlanRecord:
    """The record of one source; raises VanbanError or CommandError (also for a fault of the program itself)."""
    if source.path is None:
        if sys.stdin.isatty():
            terminal.complain(say("stdin-terminal", lang))
        # One byte more than allowed is enough for the reader to say that it is too much.
        return _read(sys.stdin.buffer.read(bounds.max_bytes + 1), None, bounds, lang)
    if source.path.is_dir():
        raise CommandError("folder-given", name=source.name)
    if not source.path.exists():
        raise VanbanError("not-found", name=source.name)
    return _read(source.path, readable_name(source.path.name), bounds, lang)


def _read(source: Path | bytes, name: str | None, bounds: Limits, lang: Lang) -> PlanRecord:
    pages = Pages(lang)
    try:
        return vanban.read(source, name, limits=bounds, lang=lang, on_page=pages.show)
    except VanbanError:
        raise
    except Exception as error:
        if os.environ.get("LOTRINH_DEBUG"):
            raise
        key = "out-of-memory" if isinstance(error, MemoryError) else "internal"
        raise CommandError(key, reason=type(error).__name__) from error
    finally:
        pages.clear()


def try_read(source: Input, bounds: Limits, lang: Lang) -> PlanRecord | None:
    """The record of one source of several; None, after a sentence on standard error, when it cannot be read."""
    try:
        return read(source, bounds, lang)
    except VanbanError as error:
        message = f"{error.message(lang)} [{error.code}]"
    except CommandError as error:
        message = error.message(lang)
    name = "" if source.name in message else f"{source.name}: "
    terminal.complain(name + message, label=say("error", lang))
    return None


def refuse_same(output: Path, sources: Iterable[Input]) -> None:
    """Raise CommandError when `output` is one of the sources."""
    for source in sources:
        if source.path is not None:
            with suppress(OSError):
                if output.samefile(source.path):
                    raise CommandError("same-file", name=output)


def write(output: Path, data: bytes) -> None:
    """Write a whole file: a reader sees the old one or the new one, never half of it. Raises CommandError.

    What is no regular file (`/dev/null`, a pipe) is written to directly.
    """
    target = Path(os.path.realpath(output))
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        _replace(target, data)
    except OSError as error:
        raise CommandError("cannot-write", name=output, reason=error) from error


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
