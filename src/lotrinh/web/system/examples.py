"""What the page of components shows: invented rows, one for each state."""

from __future__ import annotations

from typing import Any


def examples() -> dict[str, Any]:
    """The context of the page."""
    return {}
