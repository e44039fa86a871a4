"""The texts that scripts learn from: a folder of .txt, .md and .xz, one paragraph a line."""

from __future__ import annotations

import lzma
import pathlib
import unicodedata
from collections.abc import Iterator


def paragraphs(folder: pathlib.Path) -> Iterator[str]:
    """The paragraphs of all texts in the folder, NFC, in order."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".xz":
            text = lzma.decompress(path.read_bytes()).decode("utf-8")
        elif path.suffix in {".txt", ".md"}:
            text = path.read_text(encoding="utf-8")
        else:
            continue
        yield from unicodedata.normalize("NFC", text).split("\n")
