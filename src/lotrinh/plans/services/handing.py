"""Giving duties of bodies that ended, or lost their field, to others by a document; taking that back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Conflict, Missing, Refused
from lotrinh.core.search.changes import touch
from lotrinh.core.validation import clean
from lotrinh.core.webhooks.emitting import emit_many
from lotrinh.core.writes import service
from lotrinh.documents.services.reviewing import person
from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans import policies
from lotrinh.plans.models import (
    AssignmentParty,
    Handover,
    HandoverChoice,
    HandoverLine,
    Plan,
    ReportingParty,
    TaskParty,
)
from lotrinh.plans.policies import Action
from lotrinh.plans.searching import TASKS
from lotrinh.plans.selectors.holding import group_owner, group_sizes
from lotrinh.plans.services.addressing import address
from lotrinh.plans.services.building import Built
from lotrinh.plans.vocab import RowKind

AnyParty = TaskParty | AssignmentParty | ReportingParty
#: The parties of each kind of rows, and the name of the row.
PARTIES: Final[Mapping[RowKind, tuple[type[AnyParty], str]]] = {
    RowKind.TASK: (TaskParty, "task"),
    RowKind.ASSIGNMENT: (AssignmentParty, "assignment"),
    RowKind.REPORTING: (ReportingParty, "duty"),
}
_DAY: Final = dt.timedelta(days=1)
#: No document is older than the Republic.
_FIRST_DAY: Final = dt.date(1945, 9, 2)
#: More than any decision hands over at once.
MOST_LINES: Final = 10_000
_MOST_NOTED: Final = 200
_CHUNK: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """One party of a row in force and who takes its duty over: units, each of them, or a group.

    subject: the field of duties by which they were chosen, as the succession calls it.
    """

    kind: RowKind
    party_id: int
    to_units: tuple[int, ...] = ()
    to_group: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """The document that decides. effective_on: the first day on which the new bodies owe the duties."""

    number: str
    issued_on: dt.date | None
    issuer: str
    effective_on: dt.date | None
    note: str = ""


@service
def hand_over(actor: Actor, *, decision: Deciding, passings: Sequence[Passing]) -> Handover:
    """Give the duties to those who take them over, from a day on: all of them or none.

    The parties that held them end the day before. New agencies are entered as recipients of the plans' documents, as
    adopting does. What the actor had chosen for these rows is done and forgotten.

    Raises:
        Missing, NotAllowed: a row is of a plan that the actor does not coordinate.
        Refused: the decision is not well given, nothing is handed over, or to nobody who exists on the day (`fields`).
        Conflict: a duty was handed over in between, or is no longer in force.

    """
    made = _decision(actor, decision)
    if not passings:
        raise _wrong("lines", _("Hãy chọn ít nhất một dòng và cơ quan tiếp nhận."))
    if len(passings) > MOST_LINES:
        raise _wrong("lines", _("Nhiều nhất %(most)d dòng mỗi lần.") % {"most": MOST_LINES})
    parties = _taken(passings)
    plans = _plans(actor, {row_of(kind, party).plan_id for (kind, _pk), party in parties.items()})
    units = _takers(passings, made.effective_on)
    made.save()
    lines, begun = [], []
    for passing in passings:
        party = parties[passing.kind, passing.party_id]
        _check_party(party, passing, made.effective_on)
        party.ends_on = made.effective_on - _DAY
        for unit, group in (
            *((pk, "") for pk in passing.to_units),
            *([(None, passing.to_group)] * bool(passing.to_group)),
        ):
            lines.append(_line(made, passing, party, units.get(unit or 0), group))
            begun.append((passing.kind, party))
    HandoverLine.objects.bulk_create(lines, batch_size=_CHUNK)
    _begin(lines, begun, made.effective_on)
    for kind, (model, _row) in PARTIES.items():
        ended = [party for (of, _pk), party in parties.items() if of == kind]
        model._default_manager.bulk_update(ended, ("ends_on",), batch_size=_CHUNK)  # type: ignore[arg-type]  # noqa: SLF001 - the manager of a model known only at run time
        HandoverChoice.objects.filter(
            user_id=made.made_by_id, kind=kind, party_id__in=[party.pk for party in ended]
        ).delete()
    touch(TASKS, (row_of(kind, party).pk for (kind, _pk), party in parties.items() if kind == RowKind.TASK))
    _tell(actor, made, plans, lines)
    emit_many("task.changed", "task", _tasks(lines))
    return made


@service
def withdraw_handover(actor: Actor, *, handover_id: int) -> None:
    """Take a handover back that was recorded by mistake: the parties that it ended hold their duties again.

    Raises:
        Missing: there is none, or a plan of it is not for this person to coordinate.
        Refused: a later handover rests on it.

    """
    made = Handover.objects.select_for_update().filter(pk=handover_id).first()
    lines = list(made.lines.all()) if made is not None else []
    plans = _plans(actor, {line.plan_id for line in lines})
    if made is None:
        raise Missing(_("Không có lần chuyển giao này, hoặc bạn không được xem."), code="handover-missing")
    keys = [line.pk for line in lines]
    for model, _row in PARTIES.values():
        if model._default_manager.filter(handed__in=keys, ends_on__isnull=False).exists():  # noqa: SLF001 - see above
            raise Refused(
                _("Đã có lần chuyển giao sau dựa vào lần này. Hãy rút lần sau trước."), code="handover-followed"
            )
    for kind, (model, row) in PARTIES.items():
        of_kind = [line for line in lines if line.kind == kind]
        if not of_kind:
            continue
        manager = model._default_manager  # noqa: SLF001 - see above
        manager.filter(handed__in=[line.pk for line in of_kind]).delete()
        ended = manager.filter(**{f"{row}__lineage__in": {line.lineage for line in of_kind}})
        found = _ended_by(of_kind, kind, ended.filter(ends_on=made.effective_on - _DAY).select_related(row))
        manager.filter(pk__in=[party.pk for party in found]).update(ends_on=None)
        if kind == RowKind.TASK:
            touch(TASKS, (row_of(kind, party).pk for party in found))
    for plan in plans.values():
        audit.note(
            actor, "plan.handover_withdrawn", kind="plan", id=plan.pk, label=plan.title, unit_id=plan.owner_id,
            before={**_described(made), "lines": sum(line.plan_id == plan.pk for line in lines)},
        )  # fmt: skip
    emit_many("task.changed", "task", _tasks(lines))
    made.delete()


def _tasks(lines: Iterable[HandoverLine]) -> Iterable[UUID]:
    """The tasks of which the lines speak."""
    return (line.lineage for line in lines if line.kind == RowKind.TASK)


def hold_on(plan: Plan, built: Built) -> None:
    """Let handovers hold in the rows of a new version, not saved yet.

    They hold where the row goes on and still prints the same name in the same role.
    """
    lines = list(
        plan.handed.select_related("handover", "to_unit").order_by("handover__effective_on", "handover_id", "pk")
    )
    if not lines:
        return
    for kind, parties in (
        (RowKind.TASK, built.task_parties),
        (RowKind.ASSIGNMENT, built.assignment_parties),
        (RowKind.REPORTING, built.reporting_parties),
    ):
        _hold_on(kind, parties, [line for line in lines if line.kind == kind])  # type: ignore[arg-type]  # one of three


def _hold_on(kind: RowKind, parties: list[AnyParty], lines: Sequence[HandoverLine]) -> None:
    model, row = PARTIES[kind]
    standing: dict[tuple[UUID, str, str], list[AnyParty]] = defaultdict(list)
    for party in parties:
        standing[row_of(kind, party).lineage, party.role, party.printed].append(party)
    ended: dict[tuple[Any, ...], AnyParty] = {}
    for line in lines:
        here = standing.get(_place(line), [])
        taken = (line.handover_id, _place(line), line.from_unit_id, line.from_group)
        before = ended.get(taken) or _held_before(here, line)
        if before is None:
            continue
        ended[taken] = before
        before.ends_on = line.handover.effective_on - _DAY
        begun = model(
            **{row: row_of(kind, before)}, role=before.role, position=before.position, printed=before.printed,
            unit=line.to_unit, group=line.to_group, starts_on=line.handover.effective_on, handed=line,
        )  # fmt: skip
        here.append(begun)
        parties.append(begun)


def _held_before(parties: Iterable[AnyParty], line: HandoverLine) -> AnyParty | None:
    """The party from which the line takes: of the document, whomever its name stands for now, or the line's own."""
    open_ones = [party for party in parties if party.ends_on is None]
    for party in open_ones:
        if (party.unit_id, party.group) == (line.from_unit_id, line.from_group):
            return party
    return next((party for party in open_ones if party.handed is None), None)


def _ended_by(lines: Iterable[HandoverLine], kind: RowKind, parties: Iterable[AnyParty]) -> list[AnyParty]:
    """Of parties that ended on the day those that these lines ended, in every version; another decision has others."""
    taken = {(_place(line), line.from_unit_id, line.from_group) for line in lines}
    standing: dict[tuple[int, tuple[UUID, str, str]], list[AnyParty]] = defaultdict(list)
    for party in parties:
        row = row_of(kind, party)
        standing[row.pk, (row.lineage, party.role, party.printed)].append(party)
    found: list[AnyParty] = []
    for (_row, place), here in standing.items():
        for unit, group in ((unit, group) for of, unit, group in taken if of == place):
            same = [party for party in here if (party.unit_id, party.group) == (unit, group)]
            found += same or [party for party in here if party.handed_id is None]
    return found


def row_of(kind: RowKind, party: Any) -> Any:
    """The row of the party."""
    return getattr(party, PARTIES[kind][1])


def _place(line: HandoverLine) -> tuple[UUID, str, str]:
    return line.lineage, line.role, line.printed


def _decision(actor: Actor, given: Deciding) -> Handover:
    if given.issued_on is None or given.effective_on is None:
        missing = {"issued_on": given.issued_on, "effective_on": given.effective_on}
        raise Refused(
            _("Chưa ghi được: hãy xem lại các ô được đánh dấu."), code="wrong-fields",
            fields={name: _("Hãy điền mục này.") for name, day in missing.items() if day is None},
        )  # fmt: skip
    if not _FIRST_DAY <= given.issued_on <= clock.today():
        raise _wrong("issued_on", _("Ngày ban hành không được sau hôm nay."))
    if given.effective_on < _FIRST_DAY:
        raise _wrong("effective_on", _("Ngày này không hợp lý; hãy xem lại."))
    made = Handover(
        number=" ".join(given.number.split()), issued_on=given.issued_on, issuer=" ".join(given.issuer.split()),
        effective_on=given.effective_on, note=" ".join(given.note.split()), made_by_id=person(actor),
    )  # fmt: skip
    clean(made)
    return made


def _taken(passings: Sequence[Passing]) -> dict[tuple[RowKind, int], AnyParty]:
    """The parties, locked until the end of the transaction.

    Raises:
        Conflict: one is no more.

    """
    found: dict[tuple[RowKind, int], AnyParty] = {}
    for kind, (model, row) in PARTIES.items():
        # In order, so that two who want the same rows do not wait for each other.
        wanted = sorted(passing.party_id for passing in passings if passing.kind == kind)
        for start in range(0, len(wanted), _CHUNK):
            rows = model._default_manager.select_for_update(of=("self",)).select_related(row)  # noqa: SLF001 - see above
            chosen = rows.filter(**{"pk__in": wanted[start : start + _CHUNK], f"{row}__current": True})
            found |= {(kind, party.pk): party for party in chosen.order_by("pk")}
    if len(found) < len({(passing.kind, passing.party_id) for passing in passings}):
        raise Conflict(
            _("Có dòng không còn trong kế hoạch đang theo dõi. Hãy tải lại trang để xem danh sách mới nhất."),
            code="changed-meanwhile",
        )
    if len(found) < len(passings):
        raise _wrong("lines", _("Có dòng được chọn hai lần."))
    return found


def _check_party(party: AnyParty, passing: Passing, day: dt.date) -> None:
    named = {"name": party.printed, "day": f"{day:%d/%m/%Y}"}
    if party.ends_on is not None:
        raise Conflict(
            _("Nhiệm vụ của “%(name)s” vừa được người khác chuyển giao. Hãy tải lại trang để xem danh sách mới nhất.")
            % named,
            code="handed-meanwhile",
        )
    if party.starts_on is not None and party.starts_on >= day:
        raise _wrong("effective_on", _("“%(name)s”: nhiệm vụ đã được chuyển giao từ ngày này hoặc muộn hơn.") % named)
    if passing.to_units == (party.unit_id,) or (passing.to_group and passing.to_group == party.group):
        raise _wrong("lines", _("“%(name)s” không thể chuyển giao cho chính nó.") % named)


def _takers(passings: Iterable[Passing], day: dt.date) -> dict[int, Unit]:
    """The units that take over, by key.

    Raises:
        Refused: a line has no taker, or one that does not exist on the day.

    """
    units = Unit.objects.in_bulk({pk for passing in passings for pk in passing.to_units})
    sizes = group_sizes(day)
    for passing in passings:
        if bool(passing.to_units) == bool(passing.to_group):
            raise _wrong("lines", _("Mỗi dòng cần một cơ quan hoặc một nhóm cơ quan tiếp nhận."))
        for pk in passing.to_units:
            if pk not in units or not units[pk].exists(day):
                name = units[pk].name if pk in units else str(pk)
                raise _wrong(
                    "effective_on",
                    _("“%(name)s” không hoạt động vào ngày %(day)s.") % {"name": name, "day": f"{day:%d/%m/%Y}"},
                )
        known = passing.to_group in GroupKind.values
        if passing.to_group and not (known and group_owner(GroupKind(passing.to_group), sizes).members):
            raise _wrong("lines", _("Nhóm cơ quan tiếp nhận không có cơ quan nào vào ngày hiệu lực."))
    return units


def _line(made: Handover, passing: Passing, party: AnyParty, unit: Unit | None, group: str) -> HandoverLine:
    row = row_of(passing.kind, party)
    return HandoverLine(
        handover=made, plan_id=row.plan_id, kind=passing.kind, lineage=row.lineage, role=party.role,
        printed=party.printed, from_unit_id=party.unit_id, from_group=party.group, to_unit=unit, to_group=group,
        subject=" ".join(passing.subject.split())[:300],
    )  # fmt: skip


def _begin(lines: Sequence[HandoverLine], begun: Sequence[tuple[RowKind, AnyParty]], day: dt.date) -> None:
    """Insert the parties that begin, one for each line."""
    for kind, (model, row) in PARTIES.items():
        new = [
            model(
                **{f"{row}_id": row_of(kind, party).pk},
                role=party.role,
                position=party.position,
                printed=party.printed,
                unit_id=line.to_unit_id,
                group=line.to_group,
                starts_on=day,
                handed=line,
            )
            for line, (of, party) in zip(lines, begun, strict=True)
            if of == kind
        ]
        model._default_manager.bulk_create(new, batch_size=_CHUNK)  # type: ignore[arg-type]  # noqa: SLF001 - see above


def _plans(actor: Actor, keys: Collection[int]) -> dict[int, Plan]:
    """The plans, all of which the actor coordinates.

    Raises:
        Missing, NotAllowed: see `policies.require`.

    """
    plans = {plan.pk: plan for plan in Plan.objects.filter(pk__in=keys).select_related("document__owner", "owner")}
    mine = set(policies.visible(actor, Action.COORDINATE).filter(pk__in=keys).values_list("pk", flat=True))
    for key, plan in plans.items():
        if key not in mine:
            policies.require(actor, Action.COORDINATE, plan)
    return plans


def _tell(actor: Actor, made: Handover, plans: Mapping[int, Plan], lines: Sequence[HandoverLine]) -> None:
    """Address the documents to those who took over, and leave a row in the trail of each plan."""
    for key, plan in plans.items():
        of_plan = [line for line in lines if line.plan_id == key]
        added = address(
            actor, plan.document,
            {line.to_unit.agency_id for line in of_plan if line.to_unit is not None},
            {line.to_group for line in of_plan if line.to_group},
        )  # fmt: skip
        audit.note(
            actor, "plan.handed_over", kind="plan", id=plan.pk, label=plan.title, unit_id=plan.owner_id,
            after={
                **_described(made),
                "lines": len(of_plan),
                "handed": sorted(set(map(_arrow, of_plan)))[:_MOST_NOTED],
                "recipients_added": added,
            },
        )  # fmt: skip


def _arrow(line: HandoverLine) -> str:
    return f"{line.printed} → {line.to_unit or line.get_to_group_display()}"


def _described(made: Handover) -> dict[str, Any]:
    return {
        "handover": made.pk,
        "number": made.number,
        "issued_on": made.issued_on,
        "issuer": made.issuer,
        "effective_on": made.effective_on,
    }


def _wrong(field: str, sentence: str) -> Refused:
    return Refused(_("Chưa ghi được: hãy xem lại các ô được đánh dấu."), code="wrong-fields", fields={field: sentence})
