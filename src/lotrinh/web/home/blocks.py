"""The blocks of the first page: what waits for a person, one function for each area."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise

from lotrinh.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Block:
    """A titled part of the first page; `template` gets `context` with the key `block` for this block itself."""

    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    href: str = ""


#: In the order of the page. A function answers None where it has nothing for this person.
BLOCKS: Final[tuple[Callable[[Actor], Block | None], ...]] = ()


def blocks_for(actor: Actor) -> Iterator[Block]:
    """What waits for this person."""
    for make in BLOCKS:
        block = make(actor)
        if block is not None:
            yield block
