"""Standard output and standard error: colours only where a person looks, nothing that a file name could smuggle in."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from pathlib import Path
from typing import Final, TextIO

import click

_WIDTH: Final = 100
_UNSAFE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def open_missing_streams() -> None:
    """Put the null device where the caller closed a standard stream (`>&-`), so that nobody meets None."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end


def coloured(stream: TextIO) -> bool:
    """Whether `stream` is a terminal that may show colours (`NO_COLOR` and `TERM=dumb` say no)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns of the terminal (or `COLUMNS`), 100 where there is none."""
    return shutil.get_terminal_size((_WIDTH, 24)).columns


def printable(text: str) -> str:
    """The text on one line, with control characters and direction marks as escapes."""
    if text.isprintable():
        return text
    return "".join(
        f"\\x{ord(character):02x}" if unicodedata.category(character) in _UNSAFE else character for character in text
    )


def complain(message: str, *, label: str | None = None) -> None:
    """Print a sentence on standard error, after `lotrinh: ` and a label (`lỗi`)."""
    prefix = f"lotrinh: {label}: " if label else "lotrinh: "
    if coloured(sys.stderr):
        prefix = click.style(prefix, bold=True, fg="red" if label else None)
    sys.stderr.write(f"{prefix}{printable(message)}\n")
    sys.stderr.flush()


def emit(data: bytes) -> None:
    """Write bytes to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
