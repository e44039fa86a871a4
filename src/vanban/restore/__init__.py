"""Damaged or legacy text made Vietnamese again."""

from __future__ import annotations

from vanban.restore.legacy import Encoding, convert, looks_legacy
from vanban.restore.reading import mend

__all__ = ["Encoding", "convert", "looks_legacy", "mend"]
