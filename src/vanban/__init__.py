"""Official Vietnamese documents ("văn bản"): reads a plan into a checked record. Pure Python, no network, no state."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vanban.errors import VanbanError
    from vanban.pipeline import read
    from vanban.readers.scan.page_image import PageImage, page_image
    from vanban.record import PlanRecord
    from vanban.secrecy import SecrecyMark, secrecy_mark

__all__ = ["PageImage", "PlanRecord", "SecrecyMark", "VanbanError", "page_image", "read", "secrecy_mark"]

_HOMES = {
    "PageImage": "vanban.readers.scan.page_image",
    "PlanRecord": "vanban.record",
    "SecrecyMark": "vanban.secrecy",
    "VanbanError": "vanban.errors",
    "page_image": "vanban.readers.scan.page_image",
    "read": "vanban.pipeline",
    "secrecy_mark": "vanban.secrecy",
}


def __getattr__(name: str) -> object:
    """Load the public names on first use: `import vanban` alone stays cheap."""
    if name not in _HOMES:
        message = f"module 'vanban' has no attribute {name!r}"
        raise AttributeError(message)
    import importlib  # noqa: PLC0415 - only when a name is asked for

    return getattr(importlib.import_module(_HOMES[name]), name)
