"""Where readers put their blocks: it counts them and watches the clock."""

from __future__ import annotations

from typing import Final

from vanban.errors import VanbanError
from vanban.readers.blocks import Block
from vanban.readers.limits import Deadline, Limits

_CLOCK_EVERY: Final = 1024


class Collector:
    """Blocks in reading order; raises `too-many-parts` and `too-long` when a file passes its limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.deadline = Deadline(limits)
        self.blocks: list[Block] = []
        self._tables = 0
        self._weight = 0
        self._next_look = min(_CLOCK_EVERY, limits.max_blocks + 1)

    def add(self, block: Block) -> None:
        """Append a block; a row weighs as much as it has cells."""
        self._weight += len(block.cells) if block.cells else 1
        if self._weight >= self._next_look:
            self._look()
        self.blocks.append(block)

    def next_table(self) -> int:
        """The number of a table that begins here, counted from 0."""
        self._tables += 1
        return self._tables - 1

    def _look(self) -> None:
        if self._weight > self.limits.max_blocks:
            raise VanbanError("too-many-parts", limit=self.limits.max_blocks)
        self.deadline.check()
        self._next_look = min(self._weight + _CLOCK_EVERY, self.limits.max_blocks + 1)
