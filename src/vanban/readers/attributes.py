"""Numbers in attributes of files that nobody vouches for."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 9


def whole_number(printed: str | None, default: int, most: int) -> int:
    """A number of plain decimal digits, `most` where it is larger, `default` for anything else."""
    text = (printed or "").strip()
    if not (text.isascii() and text.isdigit()):
        return default
    return min(int(text), most) if len(text) <= _LONGEST else most
