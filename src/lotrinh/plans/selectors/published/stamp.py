"""When what people outside read may last have changed: asked before a page is made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from lotrinh.core import clock
from lotrinh.core.audit import selectors as audit
from lotrinh.organisations.selectors.provinces import top

#: Acts that change nothing of any plan, document or unit, by how their codes begin. Any other is taken to change them.
QUIET: Final = (
    *("person.", "session.", "post.", "review.", "view.", "upload.", "looked", "token.", "webhook."),
    *("coverage.", "citation."),
    *("document.uploaded", "document.file_added"),
)

#: Two acts at once may be kept in the other order than their numbers: the last few are looked at.
_ACTS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A text that differs whenever an answer may differ, when that was, and the body whose plans these are."""

    token: str
    changed_at: dt.datetime
    publisher: str


def stamp() -> Stamp:
    """The stamp of the moment; two queries.

    The day is a part of it: what binds, and who holds a duty, may change at midnight without anybody's act.
    """
    today = clock.today()
    midnight = dt.datetime.combine(today, dt.time(), clock.ZONE)
    acts = audit.latest_besides(QUIET, most=_ACTS)
    unit = top()
    changed_at = max((midnight, *(at for _id, at in acts)))
    return Stamp(
        # With the time: after a backup was brought back, other acts have the same numbers.
        token=f"{today}:{','.join(f'{number}@{at.timestamp()}' for number, at in acts)}",
        changed_at=min(changed_at, clock.now()),
        publisher=unit.name if unit else "",
    )
