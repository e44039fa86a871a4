"""The blocks of the first page: what waits for a person, one function for each area."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lotrinh.core.actor import Actor
from lotrinh.web.home import duties
from lotrinh.web.home.block import Block

__all__ = ["Block", "blocks_for"]

#: In the order of the page. A function answers None where it has nothing for this person.
BLOCKS: Final[tuple[Callable[[Actor], Block | None], ...]] = (
    duties.standing_in,
    duties.my_reviews,
    duties.my_duties,
    duties.new_plans,
)


def blocks_for(actor: Actor) -> Iterator[Block]:
    """What waits for this person."""
    for make in BLOCKS:
        block = make(actor)
        if block is not None:
            yield block
