"""Writing a table of units that was looked through: all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from django.db import IntegrityError
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Conflict, Refused
from lotrinh.core.search.changes import touch
from lotrinh.core.writes import service
from lotrinh.organisations.models import Unit, UnitName
from lotrinh.organisations.searching import SOURCE
from lotrinh.organisations.services.importing.checking import plan_of
from lotrinh.organisations.services.importing.nodes import PLAIN, Node, Register
from lotrinh.organisations.services.importing.passages import Act, Passage, Passages
from lotrinh.organisations.services.importing.rows import Report, UnitRow
from lotrinh.organisations.services.reorganising import Decision, Passing, reorganise
from lotrinh.organisations.services.units import data_of, lock_tree, replant
from lotrinh.organisations.vocab import UnitKind

_BATCH: Final = 200
#: Columns that follow from others.
_KEYS: Final = ("sort_key", "search")
#: A unit that takes over from one of its own name below the same parent waits with this last day until that one ends.
_WAITING: Final = dt.date.max


@service
def load_units(actor: Actor, *, rows: Sequence[UnitRow], mark: str = "", source: str = "") -> Report:
    """Make and change the units of the table and record what they took over; one wrong row and nothing is written.

    mark: the `Report.mark` of what the actor has seen. source: the name of the file, for the trail.

    Raises:
        NotAllowed, Refused: see `check_units`; Refused also where a row is wrong.
        Conflict: what loading does is no longer what was seen.

    """
    lock_tree()
    plan = plan_of(actor, rows)
    report = plan.report
    if mark and report.mark != mark:
        raise Conflict(
            _("Danh mục cơ quan vừa thay đổi nên kết quả khác lúc xem trước. Hãy xem lại rồi xác nhận."),
            code="table-changed",
        )
    if not report.is_good:
        raise Refused(
            _("Còn %(count)d dòng sai; chưa dòng nào được ghi.") % {"count": report.counts["wrong"]}, code="rows-wrong"
        )
    new = [node for node in plan.nodes if node.is_new]
    old = [node for node in plan.nodes if not node.is_new]
    before = {node.key: _state(node.unit, node.names) for node in plan.nodes}
    try:
        _change(old)
        waiting = _make(new, plan.passages)
        _move(old, plan.register)
        _name(plan.nodes)
        _reorganise(actor, plan.passages.new, waiting)
    except IntegrityError:
        raise Conflict(
            _("Người khác vừa thêm cơ quan cùng tên, hoặc có cơ quan đổi chỗ cho nhau. Chưa dòng nào được ghi."),
            code="table-clash",
        ) from None
    touch(SOURCE, (node.unit.pk for node in plan.nodes))
    for node in plan.nodes:
        _note(actor, node, before[node.key])
    counts = report.counts
    if counts["add"] or counts["change"]:
        label = source or _("Bảng cơ quan")
        audit.note(actor, "unit.imported", kind="unit", id=0, label=label, after=dict(counts))
    return report


def _change(nodes: Sequence[Node]) -> None:
    """Change the columns of units that exist, those apart that move it in the tree; a query for each unit."""
    renamed = [node.unit.pk for node in nodes if node.name != node.unit.name]
    for start in range(0, len(renamed), _BATCH):
        # Units that take each other's names would clash on the way.
        between = Concat(Value("~"), Cast(F("pk"), CharField()))
        Unit.objects.filter(pk__in=renamed[start : start + _BATCH]).update(name=between)
    for node in nodes:
        unit = node.unit
        before = {column: getattr(unit, column) for column in (*PLAIN, *_KEYS)}
        _set(node, unit)
        unit.set_keys()
        changed = {column: getattr(unit, column) for column in before if getattr(unit, column) != before[column]}
        if changed:
            Unit.objects.filter(pk=unit.pk).update(**changed)


def _make(nodes: Sequence[Node], passages: Passages) -> list[Node]:
    """Make the new units, parents first; gives those that wait for one of their name to end."""
    ending = {
        (passage.predecessor.parent.key if passage.predecessor.parent else None, passage.predecessor.name)
        for passage in passages.new
        if passage.predecessor.ended_by_act
    }
    successors = {passage.successor.key for passage in passages.new if passage.successor is not None}
    waiting = []
    levels: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        levels[sum(above.is_new for above in node.above())].append(node)
    for depth in sorted(levels):
        for node in levels[depth]:
            unit = node.unit
            _set(node, unit)
            unit.kind = node.kind
            unit.parent = node.parent.unit if node.parent else None
            unit.set_keys()
            namesake = (node.parent.key if node.parent else None, node.name) in ending
            if unit.ends_on is None and namesake and node.key in successors:
                unit.ends_on = _WAITING
                waiting.append(node)
        Unit.objects.bulk_create([node.unit for node in levels[depth]], batch_size=_BATCH)
        _plant(levels[depth])
    return waiting


def _plant(nodes: Iterable[Node]) -> None:
    """Give new units their paths; a query for each parent and for its divisions."""
    groups: dict[tuple[Node | None, bool], list[Unit]] = defaultdict(list)
    for node in nodes:
        groups[node.parent, node.parent is not None and node.kind == UnitKind.DIVISION].append(node.unit)
    for (parent, is_division), units in groups.items():
        above, agency = (parent.unit.path, parent.unit.agency_id) if parent else ("/", 0)
        rows = Unit.objects.filter(parent=parent.unit if parent else None, path="")
        rows = rows.filter(kind=UnitKind.DIVISION) if is_division else rows.exclude(kind=UnitKind.DIVISION)
        rows.update(
            path=Concat(Value(above), Cast(F("pk"), CharField()), Value("/")),
            agency_id=agency if is_division else F("pk"),
        )
        for unit in units:
            unit.path, unit.agency_id = f"{above}{unit.pk}/", agency if is_division else unit.pk


def _move(nodes: Iterable[Node], register: Register) -> None:
    """Put units below their new parents, those nearest the top first, with all that is below them."""
    has_below = {node.unit.parent_id for node in register.nodes.values()}
    moved = [
        node
        for node in nodes
        if node.kind != node.unit.kind or (node.parent is not None and node.parent.unit.pk != node.unit.parent_id)
    ]
    for node in sorted(moved, key=lambda node: len(list(node.above()))):
        # The unit and its parent may have moved along with one above them.
        unit = Unit.objects.get(pk=node.unit.pk)
        path = unit.path
        unit.kind = node.kind
        unit.parent = Unit.objects.get(pk=node.parent.unit.pk) if node.parent else None
        unit.save()
        if unit.pk in has_below:
            replant(path, unit)
        node.unit = unit


def _name(nodes: Iterable[Node]) -> None:
    rows = [UnitName(unit=node.unit, name=name, search=words.fold(name)) for node in nodes for name in node.new_names]
    UnitName.objects.bulk_create(rows, batch_size=_BATCH)


def _reorganise(actor: Actor, passages: Iterable[Passage], waiting: Sequence[Node]) -> None:
    """Record the acts, the earliest first; who waited for one of their name to end goes on without a last day."""
    acts: dict[Act, list[Passage]] = defaultdict(list)
    for passage in passages:
        acts[passage.act].append(passage)
    days = sorted({act.effective_on for act in acts})
    left = list(waiting)
    for day in days:
        for act, lines in acts.items():
            if act.effective_on == day:
                reorganise(
                    actor,
                    kind=act.how,
                    decision=Decision(effective_on=day, number=act.number, issued_on=act.issued_on),
                    lines=[
                        Passing(
                            predecessor_id=line.predecessor.unit.pk,
                            successor=line.successor.unit.pk if line.successor else None,
                            subject=line.subject,
                        )
                        for line in lines
                    ],
                )
        begun = [node for node in left if day == days[-1] or (node.starts_on is not None and node.starts_on <= day)]
        left = [node for node in left if node not in begun]
        Unit.objects.filter(pk__in=[node.unit.pk for node in begun]).update(ends_on=None)
        for node in begun:
            node.unit.ends_on = None


def _set(node: Node, unit: Unit) -> None:
    """Let the row be what the node is; the last day that an act brings is set when the act is recorded."""
    for column in PLAIN:
        if column != "ends_on" or not node.ended_by_act:
            setattr(unit, column, getattr(node, column))


def _note(actor: Actor, node: Node, before: dict[str, Any]) -> None:
    unit = node.unit
    after = _state(unit, {*node.names, *node.new_names})
    if node.is_new:
        audit.note(actor, "unit.created", kind="unit", id=unit.pk, label=unit.name, after=after)
    elif after != before:
        audit.note(actor, "unit.changed", kind="unit", id=unit.pk, label=unit.name, before=before, after=after)


def _state(unit: Unit, names: Iterable[str]) -> dict[str, Any]:
    """What the trail keeps of a unit, its other names included."""
    data = {key.removesuffix("_id"): value for key, value in asdict(data_of(unit)).items()}
    return {**data, "names": sorted(names)}
