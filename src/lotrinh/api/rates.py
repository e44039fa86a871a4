"""How often one token may ask: so many requests a minute, counted in the memory of each web process.

A count that all processes share would cost a write for each request; the limit is there so that one program that asks
in a loop does not take the machine from the people, and for that a count of each process does.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Final

_WINDOW: Final = 60
#: More tokens than ask in a minute: past windows are thrown away then.
_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a token has left in this minute; `wait`: seconds until the next. `left` is -1 once nothing was left."""

    limit: int
    left: int
    wait: int

    @property
    def headers(self) -> dict[str, str]:
        """As the answer says it."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.left)),
            "RateLimit-Reset": str(self.wait),
        }


class Counter:
    """The requests of each token in the present minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: dict[int, tuple[int, int]] = {}

    def take(self, token_id: int, limit: int, *, now: float | None = None) -> Allowance:
        """Count one request."""
        at = time.time() if now is None else now
        window = int(at) // _WINDOW
        with self._lock:
            if len(self._asked) > _MOST:
                self._asked = {key: value for key, value in self._asked.items() if value[0] == window}
            begun, asked = self._asked.get(token_id, (window, 0))
            asked = asked + 1 if begun == window else 1
            self._asked[token_id] = (window, asked)
        return Allowance(limit=limit, left=max(-1, limit - asked), wait=max(1, (window + 1) * _WINDOW - int(at)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._asked.clear()


COUNTER: Final = Counter()
