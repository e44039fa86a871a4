"""Recording what a decision does to units: who ends, who begins, what passes to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing, Refused
from lotrinh.core.validation import clean
from lotrinh.core.writes import service
from lotrinh.organisations import policies
from lotrinh.organisations.history import Flaw, History, Line, Period, faults
from lotrinh.organisations.models import Reorganisation, Succession, Unit, UnitState
from lotrinh.organisations.selectors.acts import followers
from lotrinh.organisations.selectors.history import line_of
from lotrinh.organisations.services.units import (
    EARLIEST,
    LATEST,
    UnitData,
    change_unit,
    create_unit,
    data_of,
    lock_tree,
    refuse_circle,
    replant,
    unit_for,
)
from lotrinh.organisations.vocab import ENDING, ReorganisationKind

_DAY: Final = dt.timedelta(days=1)
#: One decision of 2025 made 168 communes; more in one act is a mistake, not a decision.
MOST_LINES: Final = 2000

_FLAWS: Final[Mapping[Flaw, str | Promise]] = {
    Flaw.CYCLE: gettext_lazy("“%(old)s” chuyển vòng về chính nó trong cùng một ngày."),
    Flaw.TOO_EARLY: gettext_lazy("“%(old)s” chưa hoạt động trước ngày %(day)s."),
    Flaw.ENDED: gettext_lazy("“%(old)s” đã kết thúc hoạt động trước ngày %(day)s."),
    Flaw.NO_SUCCESSOR: gettext_lazy("“%(new)s” không hoạt động vào ngày %(day)s."),
    Flaw.TWICE: gettext_lazy("“%(old)s” chuyển cùng một nội dung cho “%(new)s” hai lần."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The deciding document. effective_on: the first day of the new state."""

    effective_on: dt.date
    number: str
    issued_on: dt.date | None = None
    issuer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """One line: what of the old unit passes to which unit.

    successor: a unit that exists, what a new one is to be (equal data make one unit), or None where nobody takes over.
    """

    predecessor_id: int
    successor: int | UnitData | None
    subject: str = ""
    cues: str = ""


def line_field(index: int) -> str:
    """The name under which `Refused.fields` speaks of a line, counted from 0; `lines` is all of them."""
    return f"lines.{index}"


@service
def reorganise(actor: Actor, *, kind: str, decision: Decision, lines: Sequence[Passing]) -> Reorganisation:
    """Record a merger, split, abolition or transfer; units end and begin by it.

    In a merger into a unit that goes on, the lines are those of the units that end. Some ten queries
    for each unit that begins, and thirty beside them however many end.

    Raises:
        NotAllowed, Missing: a unit is not the actor's, or not there.
        Refused: the decision is not well given, or the lines cannot be; `fields` has `lines`, or `line_field` for each.

    """
    if kind not in ReorganisationKind.values or kind == ReorganisationKind.RENAME:
        raise Refused(_("Hãy chọn hình thức sắp xếp."), code="wrong-fields", fields={"kind": _("Hãy chọn hình thức.")})
    _check_lines(kind, lines)
    lock_tree()
    act = _new_act(actor, ReorganisationKind(kind), decision)
    known = _units(actor, lines)
    closed = _end(known, lines, decision.effective_on - _DAY) if kind in ENDING else frozenset()
    made: dict[UnitData, Unit] = {}
    rows = [
        Succession(
            reorganisation=act,
            predecessor=known[passing.predecessor_id],
            successor=_successor(actor, passing.successor, decision.effective_on, known, made, line_field(index)),
            subject=" ".join(passing.subject.split()),
            cues=" ".join(passing.cues.split()),
            closes=passing.predecessor_id in closed,
        )
        for index, passing in enumerate(lines)
    ]
    _check_words(rows)
    _check_history(rows)
    Succession.objects.bulk_create(rows)
    settle_heirs({row.predecessor_id for row in rows})
    audit.note(
        actor, "unit.reorganised", kind="unit", id=rows[0].predecessor_id, label=rows[0].predecessor.name,
        after={
            **_described(act),
            "lines": [
                {"from": row.predecessor.name, "to": str(row.successor or ""), "subject": row.subject} for row in rows
            ],
        },
    )  # fmt: skip
    return act


@service
def rename(  # noqa: PLR0913 - what a decision may say of a name
    actor: Actor, *, unit_id: int, decision: Decision, name: str, short_name: str = "", parent_id: int | None = None
) -> Unit:
    """Give the unit another name (and place in the tree, where `parent_id` is given) from a day on; it stays the unit.

    Raises:
        NotAllowed, Missing: see `unit_for`.
        Refused: the day is in the future or not after the latest change of the name, or a value is wrong (`fields`).

    """
    lock_tree()
    unit = unit_for(actor, unit_id, locked=True)
    day = decision.effective_on
    latest = unit.states.order_by("-ends_on").first()
    if day > clock.today():
        raise _wrong("effective_on", _("Tên mới chỉ ghi được từ ngày có hiệu lực; hãy ghi lại vào ngày đó."))
    _check_day(day)
    if not unit.exists(day) or not unit.exists(day - _DAY):
        raise _wrong("effective_on", _("Cơ quan không hoạt động vào ngày này."))
    if latest is not None and latest.ends_on >= day - _DAY:
        raise _wrong("effective_on", _("Đã ghi một lần đổi tên vào ngày này hoặc muộn hơn."))
    if " ".join(name.split()) == unit.name and parent_id in {None, unit.parent_id}:
        raise _wrong("name", _("Tên mới giống tên đang dùng."))
    act = _new_act(actor, ReorganisationKind.RENAME, decision)
    before = {"name": unit.name, "short_name": unit.short_name, "parent": unit.parent_id}
    UnitState.objects.create(
        unit=unit, name=unit.name, short_name=unit.short_name, parent=unit.parent, ends_on=day - _DAY,
        reorganisation=act,
    )  # fmt: skip
    Succession.objects.create(reorganisation=act, predecessor=unit, successor=unit)
    wanted = replace(data_of(unit), name=name, short_name=short_name, parent_id=parent_id or unit.parent_id)
    unit = change_unit(actor, unit_id=unit.pk, data=wanted)
    audit.note(
        actor, "unit.reorganised", kind="unit", id=unit.pk, label=unit.name,
        before=before, after={**_described(act), "name": unit.name, "short_name": unit.short_name},
    )  # fmt: skip
    return unit


@service
def withdraw(actor: Actor, *, reorganisation_id: int) -> None:
    """Take back an act that was recorded by mistake.

    Units that got their last day by it go on, names are what they were; units that it began stay, unconnected.

    Raises:
        NotAllowed, Missing: see `unit_for`, what a succession left to the actor's units does not count; where a unit
            goes back below another, the other is the actor's as well.
        Refused: an act that was recorded for a later day, or after it for the same day, rests on it; or a unit that
        would go on has a namesake by now.

    """
    lock_tree()
    act = Reorganisation.objects.select_for_update().filter(pk=reorganisation_id).first()
    if act is None:
        raise Missing(_("Không có lần sắp xếp này."), code="reorganisation-missing")
    rows = list(act.lines.select_related("predecessor", "successor"))
    own = policies.uninherited(actor)
    for unit in (unit for row in rows for unit in (row.predecessor, row.successor) if unit is not None):
        policies.require_unit(own, unit)
    if not rows:
        policies.require_all(actor)
    states = list(act.states.select_related("unit__parent", "parent"))
    for state in states:
        _check_return(actor, state)
    if followers(act):
        raise Refused(
            _("Đã có lần sắp xếp sau dựa vào lần này. Hãy rút lần sau trước."), code="reorganisation-followed"
        )
    before = {
        **_described(act),
        "lines": [{"from": row.predecessor.name, "to": str(row.successor or "")} for row in rows],
    }
    others = _closed_otherwise(act, {row.predecessor_id for row in rows})
    act.delete()
    for state in states:
        _restore(state)
    reopened = {row.predecessor_id: row.predecessor for row in rows if row.closes and row.predecessor_id not in others}
    for unit in reopened.values():
        if unit.ends_on == act.effective_on - _DAY:
            unit.ends_on = None
            _keep(unit)
    settle_heirs({row.predecessor_id for row in rows})
    first = rows[0].predecessor if rows else None
    audit.note(
        actor, "unit.reorganisation_withdrawn", kind="unit", id=first.pk if first else 0,
        label=first.name if first else str(act), before=before,
        after={"reopened": [unit.name for unit in reopened.values()]},
    )  # fmt: skip


def settle_heirs(units: Iterable[int]) -> None:
    """Keep `heir` of these units in step with the successions; two queries and one update."""
    wanted = set(units)
    lines = [line_of(row) for row in _rows(wanted)]
    history = History(lines)
    found = list(Unit.objects.filter(pk__in=wanted))
    for unit in found:
        unit.heir_id = history.heir(unit.pk)
    Unit.objects.bulk_update(found, ("heir",), batch_size=200)


def _rows(units: Iterable[int]) -> QuerySet[Succession]:
    return Succession.objects.filter(predecessor_id__in=units).select_related("reorganisation")


def _new_act(actor: Actor, kind: ReorganisationKind, decision: Decision) -> Reorganisation:
    act = Reorganisation(
        kind=kind,
        effective_on=decision.effective_on,
        number=" ".join(decision.number.split()),
        issued_on=decision.issued_on,
        issuer=" ".join(decision.issuer.split()),
        note=" ".join(decision.note.split()),
        made_by_id=actor.user_id,
    )
    clean(act)
    _check_day(decision.effective_on)
    if act.issued_on is not None and act.issued_on > clock.today():
        raise _wrong("issued_on", _("Ngày ban hành chưa đến."))
    act.save()
    return act


def _check_day(day: dt.date) -> None:
    if not EARLIEST <= day <= LATEST:
        raise _wrong("effective_on", _("Hãy xem lại năm."))


def _check_lines(kind: str, lines: Sequence[Passing]) -> None:
    if not lines:
        raise _wrong("lines", _("Hãy ghi ít nhất một cơ quan."))
    if len(lines) > MOST_LINES:
        raise _wrong("lines", _("Nhiều nhất %(most)d dòng mỗi lần.") % {"most": MOST_LINES})
    wrong = {}
    for index, line in enumerate(lines):
        if line.successor == line.predecessor_id:
            wrong[line_field(index)] = _(
                "Cơ quan cũ và cơ quan nhận là một. Cơ quan tiếp tục hoạt động thì chỉ đứng ở ô cơ quan nhận."
            )
        elif kind == ReorganisationKind.TRANSFER and not (line.subject.strip() and line.successor):
            wrong[line_field(index)] = _("Chuyển một lĩnh vực thì mỗi dòng cần lĩnh vực và cơ quan nhận.")
        elif kind in {ReorganisationKind.MERGE, ReorganisationKind.SPLIT} and not line.successor:
            wrong[line_field(index)] = _("Hợp nhất, sáp nhập, chia, tách thì mỗi dòng cần cơ quan nhận.")
    if wrong:
        raise _wrong_lines(wrong)


def _units(actor: Actor, lines: Sequence[Passing]) -> dict[int, Unit]:
    """The units of the lines that are there already, all of them the actor's; one query.

    Who takes over is asked as well: nobody is given another's duties by somebody who does not run them.
    """
    named = {line.successor for line in lines if isinstance(line.successor, int)}
    wanted = named | {line.predecessor_id for line in lines}
    # Locked: of two who record the same act at once, the second finds that the units have ended.
    rows = Unit.objects.select_for_update(of=("self",)).select_related("parent").order_by("pk")
    found = {unit.pk: unit for unit in rows.filter(pk__in=wanted)}
    if any(pk not in found for pk in (*named, *(line.predecessor_id for line in lines))):
        raise Missing(_("Không có cơ quan này."), code="unit-missing")
    for unit in found.values():
        policies.require_unit(actor, unit)
    return found


def _end(known: Mapping[int, Unit], lines: Sequence[Passing], last: dt.date) -> frozenset[int]:
    """Let the predecessors end on the day; those that got their last day by it. A unit may end once."""
    closed: set[int] = set()
    wrong: dict[str, str] = {}
    givers = {line.predecessor_id for line in lines}
    renamed = set(UnitState.objects.filter(unit_id__in=givers, ends_on__gte=last).values_list("unit_id", flat=True))
    for index, line in enumerate(lines):
        unit = known[line.predecessor_id]
        said = {"old": unit.name, "day": f"{last + _DAY:%d/%m/%Y}"}
        if unit.starts_on is not None and unit.starts_on > last:
            wrong[line_field(index)] = _FLAWS[Flaw.TOO_EARLY] % said
        elif unit.pk in renamed:
            # It would have got the name for no day.
            wrong[line_field(index)] = (
                _("“%(old)s” được ghi đổi tên từ ngày %(day)s hoặc muộn hơn; hãy rút lần đổi tên trước.") % said
            )
        elif unit.ends_on is None:
            unit.ends_on = last
            closed.add(unit.pk)
        elif unit.ends_on != last:
            ended = {"old": unit.name, "day": f"{unit.ends_on:%d/%m/%Y}"}
            wrong[line_field(index)] = _("“%(old)s” đã được ghi là kết thúc hết ngày %(day)s.") % ended
    if wrong:
        raise _wrong_lines(wrong)
    Unit.objects.bulk_update([known[pk] for pk in closed], ("ends_on",), batch_size=200)
    return frozenset(closed)


def _successor(  # noqa: PLR0913, PLR0917 - one place where units begin
    actor: Actor,
    wanted: int | UnitData | None,
    day: dt.date,
    known: Mapping[int, Unit],
    made: dict[UnitData, Unit],
    field: str,
) -> Unit | None:
    if wanted is None:
        return None
    if isinstance(wanted, int):
        return known[wanted]
    if wanted not in made:
        try:
            made[wanted] = create_unit(actor, data=replace(wanted, starts_on=wanted.starts_on or day))
        except Refused as problem:
            raise _wrong_lines(
                {field: " ".join(str(text) for text in problem.fields.values()) or str(problem)}
            ) from None
    return made[wanted]


def _check_words(rows: Sequence[Succession]) -> None:
    wrong = {}
    for index, row in enumerate(rows):
        for text, most, label in ((row.subject, 300, _("Lĩnh vực")), (row.cues, 1000, _("Từ nhận biết"))):
            if "\x00" in text:
                wrong[line_field(index)] = str(ProhibitNullCharactersValidator.message)
            elif len(text) > most:
                wrong[line_field(index)] = _("%(field)s dài quá %(most)d ký tự.") % {"field": label, "most": most}
    if wrong:
        raise _wrong_lines(wrong)


def _check_history(rows: Sequence[Succession]) -> None:
    """Raise where the new lines cannot stand beside those that are there; four queries, mostly."""
    lines = [line_of(row) for row in rows]
    touched = {row.predecessor_id for row in rows} | {row.successor_id for row in rows if row.successor_id}
    beside = _beside(touched, lines[0].on)
    ends = {line.predecessor for line in (*lines, *beside)} | {line.successor for line in (*lines, *beside)}
    found = Unit.objects.in_bulk([pk for pk in ends if pk is not None])
    periods = {pk: Period(starts_on=unit.starts_on, ends_on=unit.ends_on) for pk, unit in found.items()}
    wrong: dict[str, str] = {}
    for fault in faults((*beside, *lines), periods):
        line = fault.line
        new = found[line.successor].name if line.successor is not None else ""
        said = {"old": found[line.predecessor].name, "new": new, "day": f"{line.on:%d/%m/%Y}"}
        if line in lines:
            wrong.setdefault(line_field(len(lines) - 1 - lines[::-1].index(line)), _FLAWS[fault.flaw] % said)
        elif line.predecessor in touched or line.successor in touched:
            wrong.setdefault("lines", _FLAWS[fault.flaw] % said)
    if wrong:
        raise _wrong_lines(wrong)


def _beside(units: Iterable[int], day: dt.date) -> list[Line]:
    """The recorded lines of these units, and those of the day to which they lead; a query for each step."""
    wanted = set(units)
    near = Succession.objects.filter(Q(predecessor_id__in=wanted) | Q(successor_id__in=wanted))
    found = {row.pk: line_of(row) for row in near.select_related("reorganisation")}
    known, wanted = wanted, {line.successor for line in found.values() if line.successor and line.on == day} - wanted
    while wanted:
        known |= wanted
        further = {row.pk: line_of(row) for row in _rows(wanted).filter(reorganisation__effective_on=day)}
        found |= further
        wanted = {line.successor for line in further.values() if line.successor is not None} - known
    return [line for line in found.values() if line.predecessor != line.successor]


def _closed_otherwise(act: Reorganisation, units: Iterable[int]) -> set[int]:
    """Those of the units that another act ends as well."""
    rows = Succession.objects.filter(predecessor_id__in=set(units), reorganisation__kind__in=ENDING)
    return set(rows.exclude(reorganisation=act).values_list("predecessor_id", flat=True))


def _check_return(actor: Actor, state: UnitState) -> None:
    """Going back below another unit, or to the top, is a move like any other: it gives rights in the unit and by it."""
    if state.parent is None and state.unit.parent is not None:
        policies.require_all(actor)
    elif state.parent is not None and state.parent != state.unit.parent:
        policies.require_unit(actor, state.parent)
        refuse_circle(state.unit, state.parent_id)


def _restore(state: UnitState) -> None:
    """Give the unit back the name and the place in the tree that a renaming took."""
    unit, old_path = state.unit, state.unit.path
    unit.name, unit.short_name, unit.parent = state.name, state.short_name, state.parent
    _keep(unit)
    replant(old_path, unit)


def _keep(unit: Unit) -> None:
    """Save a unit that is what it was again."""
    namesakes = Unit.objects.filter(parent_id=unit.parent_id, name=unit.name, ends_on=None).exclude(pk=unit.pk)
    if unit.ends_on is None and namesakes.exists():
        raise Refused(
            _("Đang có một đơn vị khác tên “%(name)s”. Hãy đổi tên hoặc ghi ngày kết thúc cho đơn vị đó rồi rút lại.")
            % {"name": unit.name},
            code="unit-twice",
        )
    clean(unit)
    unit.save()


def _wrong(field: str, sentence: str) -> Refused:
    return _wrong_lines({field: sentence})


def _wrong_lines(fields: Mapping[str, str]) -> Refused:
    return Refused(_("Chưa ghi được: hãy xem lại các ô được đánh dấu."), code="wrong-fields", fields=fields)


def _described(act: Reorganisation) -> dict[str, Any]:
    columns = ("kind", "effective_on", "number", "issued_on", "issuer")
    return {name: getattr(act, name) for name in columns}
