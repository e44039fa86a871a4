"""Raised numbers: the call of a note, or a power."""

from __future__ import annotations

import re
from typing import Final

#: Units of length: a raised 2 or 3 behind one is an area or a volume.
_UNIT_AT_END: Final = re.compile(r"(?:^|[^a-zA-Z\u00c0-\u1ef9])[cdkm]?m$")
_POWERS: Final = frozenset(("2", "3"))
LONGEST_UNIT: Final = 3


def is_power(before: str, mark: str) -> bool:
    """Whether a raised `mark` behind the text `before` is a power of a unit of length, no call of a note."""
    return mark in _POWERS and _UNIT_AT_END.search(before[-LONGEST_UNIT:]) is not None
