"""What changed on the page after a gesture, small enough to be sent after each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lotrinh.documents.review import undoing
from lotrinh.documents.review.items import Address
from lotrinh.documents.selectors.reviews import Present
from lotrinh.documents.vocab import DecisionAction, ItemState
from lotrinh.web.reviews import labels, screen
from lotrinh.web.reviews.lines import RowView
from lotrinh.web.reviews.source import Changed, Source

#: With more lines than this only their states are sent.
_MOST_ROWS: Final = 60
_STILL: Final = frozenset({DecisionAction.ACCEPT, DecisionAction.EDIT, DecisionAction.AS_READ})


def patch(present: Present, touched: Iterable[Address], *, unless: Address | None = None) -> dict[str, Any]:
    """The lines of the list and of the source that these items changed; the line `unless` is sent open, elsewhere.

    rows: lines anew, each knowing the line before it. states: (anchor, state) where there are too many lines.
    gone: anchors that are no more. lines: the source around them, where marks have moved or an item was rejected.
    """
    changed = tuple(dict.fromkeys(touched))
    alive = present.folded.by_address()
    gone = [labels.anchor_of(*address) for address in changed if address not in alive]
    here = [alive[address] for address in changed if address in alive]
    few = len(here) <= _MOST_ROWS
    return {
        "changed_rows": _rows(present, {item.address for item in here if few} | ({unless} if unless else set())),
        "states": [] if few else [(labels.anchor_of(*item.address), item.state) for item in here],
        "gone": gone,
        "lines": _lines(present, changed) if changed else None,
        "badges": {state: (labels.BADGES[state], ItemState(state).label) for state in ItemState},
    }


def _rows(present: Present, wanted: set[Address]) -> list[RowView]:
    rows = []
    before = ""
    for item in present.folded.items:
        if item.address in wanted:
            rows.append(screen.row_of(item, before))
        before = labels.anchor_of(*item.address)
    return rows


def _lines(present: Present, changed: Iterable[Address]) -> Changed | None:
    """The source around items whose marks may have moved: accepting, editing and giving words back move none."""
    moved = {
        address
        for decision in present.decisions
        if decision.action not in _STILL and decision.action != DecisionAction.UNDO
        for address in undoing.addresses(decision)
    }
    wanted = moved.intersection(changed)
    known = (item for item in (*present.folded.items, *present.folded.gone) if item.address in wanted)
    spans = [item.span for item in known if item.span is not None]
    # An addition that was taken out again is nowhere any more: its words stand in its decision.
    spans += [
        (decision.data["span"][0], decision.data["span"][1])
        for decision in present.decisions
        if decision.action == DecisionAction.ADD and (decision.part, decision.item) in wanted
    ]
    return Source(present.record, present.folded.items, present.folded.returned).around(spans) if spans else None
