"""A block of the first page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Block:
    """A titled part of the first page; `template` gets `context` with the key `block` for this block itself."""

    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    href: str = ""
