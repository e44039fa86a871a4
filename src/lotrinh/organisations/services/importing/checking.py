"""Looking a table of units through: a verdict for each row, nothing written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lotrinh.core.actor import Actor
from lotrinh.organisations import policies
from lotrinh.organisations.services.cells import check_count
from lotrinh.organisations.services.importing.filling import Places, check, fill
from lotrinh.organisations.services.importing.matching import match
from lotrinh.organisations.services.importing.nodes import Node, Register
from lotrinh.organisations.services.importing.passages import Passages
from lotrinh.organisations.services.importing.rows import MOST_ROWS, Draft, Outcome, Report, UnitRow, Verdict, draft_of

_COLUMNS: Final = UnitRow.__slots__


@dataclass(frozen=True, slots=True)
class Plan:
    """What loading the table would do. `nodes`: the units that it makes or changes, in the order of the rows."""

    report: Report
    nodes: tuple[Node, ...]
    passages: Passages
    register: Register


def check_units(actor: Actor, *, rows: Sequence[UnitRow]) -> Report:
    """What each row will do or what is wrong with it; writes nothing.

    Two queries, one more where the table has history or changes days, and two for each 500 codes of places.

    Raises:
        NotAllowed: the actor is no operator. Refused: no row, or too many.

    """
    return plan_of(actor, rows).report


def plan_of(actor: Actor, rows: Sequence[UnitRow]) -> Plan:
    """See `check_units`."""
    policies.require_operator(actor)
    check_count(len(rows), MOST_ROWS)
    drafts = [draft_of(row) for row in rows]
    register = Register()
    match(drafts, register)
    places = Places(drafts)
    for draft in drafts:
        fill(draft, places)
    passages = Passages(drafts, register)
    check(actor, drafts, register)
    passages.check(actor)
    nodes = [
        draft.node
        for draft in drafts
        if draft.node is not None and draft.follows is None and (draft.node.is_new or draft.changes)
    ]
    return Plan(Report(tuple(map(_verdict, drafts))), tuple(nodes), passages, register)


def _verdict(draft: Draft) -> Verdict:
    node = draft.node
    if draft.faults or node is None:
        outcome = Outcome.WRONG
    elif node.is_new and draft.follows is None:
        outcome = Outcome.ADD
    else:
        outcome = Outcome.CHANGE if draft.changes else Outcome.SAME
    return Verdict(
        row=draft.row,
        outcome=outcome,
        faults=tuple(sorted(draft.faults, key=lambda fault: _COLUMNS.index(fault.column))),
        changes=tuple(draft.changes) if outcome is not Outcome.WRONG else (),
        unit_id=node.key if node is not None and not node.is_new else None,
    )
