"""Damaged or legacy text made Vietnamese again."""

from __future__ import annotations

from vanban.restore.changes import Change, Restoration
from vanban.restore.legacy import Encoding, convert, looks_legacy
from vanban.restore.passages import Passage, examine, restored
from vanban.restore.placing import placed
from vanban.restore.reading import Mended, mend

__all__ = [
    "Change",
    "Encoding",
    "Mended",
    "Passage",
    "Restoration",
    "convert",
    "examine",
    "looks_legacy",
    "mend",
    "placed",
    "restored",
]
