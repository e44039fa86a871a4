"""Damaged or legacy text made Vietnamese again."""

from __future__ import annotations

from vanban.restore.changes import Change, Restoration
from vanban.restore.doubts import Doubt, doubtful_numbers
from vanban.restore.legacy import Encoding, convert, looks_legacy
from vanban.restore.passages import Passage, examine, restored
from vanban.restore.placing import placed
from vanban.restore.reading import Mended, mend

__all__ = [
    "Change",
    "Doubt",
    "Encoding",
    "Mended",
    "Passage",
    "Restoration",
    "convert",
    "doubtful_numbers",
    "examine",
    "looks_legacy",
    "mend",
    "placed",
    "restored",
]
