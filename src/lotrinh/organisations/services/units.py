"""Writing units, their other names and their chain of approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing, Refused
from lotrinh.core.validation import clean, refuse_nulls
from lotrinh.core.writes import service
from lotrinh.organisations import policies
from lotrinh.organisations.models import ApprovalChain, Succession, Unit, UnitName
from lotrinh.organisations.vocab import APPROVERS, ENDING, UnitKind

_DAY: Final = dt.timedelta(days=1)
#: A day before or after is a slip of the pen: 0025 or 2925 for 2025.
EARLIEST: Final = dt.date(1900, 1, 1)
LATEST: Final = dt.date(2199, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitData:
    """What is entered about a unit."""

    kind: str
    name: str
    short_name: str = ""
    parent_id: int | None = None
    province: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    level: str = ""
    code: str = ""
    place_id: int | None = None


def data_of(unit: Unit) -> UnitData:
    """What is known of a unit, as it would be entered."""
    return UnitData(
        kind=unit.kind,
        name=unit.name,
        short_name=unit.short_name,
        parent_id=unit.parent_id,
        province=unit.province,
        starts_on=unit.starts_on,
        ends_on=unit.ends_on,
        level=unit.level,
        code=unit.code,
        place_id=unit.place_id,
    )


def unit_for(actor: Actor, unit_id: int, *, locked: bool = False) -> Unit:
    """The unit, if the actor may change it; `locked` until the end of the transaction.

    Raises:
        Missing: there is none. NotAllowed: it is somebody else's.

    """
    rows = Unit.objects.select_for_update(of=("self",)) if locked else Unit.objects.all()
    unit = rows.select_related("parent").filter(pk=unit_id).first()
    if unit is None:
        raise Missing(_("Không có cơ quan này."), code="unit-missing")
    policies.require_unit(actor, unit)
    return unit


def lock_tree() -> None:
    """Let those who change units or places wait for one another until the end of the transaction; one query.

    Namesakes, circles, paths and successions are looked for in more rows than are written. Who only points at a unit
    does not wait.
    """
    list(Unit.objects.select_for_update(no_key=True).filter(parent=None).order_by("pk").values_list("pk"))


@service
def create_unit(actor: Actor, *, data: UnitData) -> Unit:
    """A new unit below one that the actor runs; at the top only the operator of the whole platform makes one.

    Raises:
        NotAllowed, Missing: see `unit_for`. Refused: a value is wrong; `fields` says which.

    """
    lock_tree()
    unit = Unit()
    _place(actor, unit, data)
    audit.note(actor, "unit.created", kind="unit", id=unit.pk, label=unit.name, after=_state(unit))
    return unit


@service
def change_unit(actor: Actor, *, unit_id: int, data: UnitData) -> Unit:
    """Change what is known of a unit; with a new parent everything below moves along.

    Raises:
        NotAllowed, Missing, Refused: see `create_unit`. Refused also where its days would contradict a recorded act.

    """
    lock_tree()
    unit = unit_for(actor, unit_id)
    before = _state(unit)
    if (data.starts_on, data.ends_on) != (unit.starts_on, unit.ends_on):
        _check_days(unit, data)
    if (data.kind == UnitKind.DIVISION) != (unit.kind == UnitKind.DIVISION) and unit.parent is not None:
        # A division works with the rights of the agency above it: that one's operator says what belongs to it.
        policies.require_unit(actor, unit.parent)
    old_path = unit.path
    if data.parent_id != unit.parent_id:
        refuse_circle(unit, data.parent_id)
        _place(actor, unit, data)
    else:
        _fill(unit, data)
    replant(old_path, unit)
    after = _state(unit)
    if after != before:
        audit.note(actor, "unit.changed", kind="unit", id=unit.pk, label=unit.name, before=before, after=after)
    return unit


@service
def set_names(actor: Actor, *, unit_id: int, names: Iterable[str]) -> None:
    """The other names under which documents know the unit, in place of those that were there.

    Raises:
        NotAllowed, Missing: see `unit_for`. Refused: a name is too long.

    """
    unit = unit_for(actor, unit_id, locked=True)
    wanted = sorted({" ".join(name.split()) for name in names} - {"", unit.name})
    before = sorted(unit.names.values_list("name", flat=True))
    if wanted == before:
        return
    unit.names.exclude(name__in=wanted).delete()
    for name in wanted:
        if name not in before:
            row = UnitName(unit=unit, name=name)
            clean(row, as_field={"name": "names"})
            row.save()
    audit.note(
        actor, "unit.names_set", kind="unit", id=unit.pk, label=unit.name,
        before={"names": before}, after={"names": wanted},
    )  # fmt: skip


@service
def set_chain(actor: Actor, *, unit_id: int, roles: Sequence[str]) -> None:
    """The roles that approve in this unit, in order.

    Raises:
        NotAllowed, Missing: see `unit_for`. Refused: no step, a role twice, or a role that does not approve.

    """
    unit = unit_for(actor, unit_id, locked=True)
    if not roles or len(set(roles)) != len(roles) or not set(roles) <= set(APPROVERS):
        raise Refused(
            _("Quy trình duyệt cần ít nhất một bước, mỗi vai trò một lần."),
            code="chain-wrong",
            fields={"roles": _("Hãy chọn lại các bước duyệt.")},
        )
    row = ApprovalChain.objects.filter(unit=unit).first()
    before = {"roles": row.roles} if row else None
    after = {"roles": [str(role) for role in roles]}
    if before == after:
        return
    row = row or ApprovalChain(unit=unit)
    row.roles = after["roles"]
    clean(row)
    row.save()
    audit.note(actor, "unit.chain_set", kind="unit", id=unit.pk, label=unit.name, before=before, after=after)


def _check_days(unit: Unit, data: UnitData) -> None:
    """Refuse days on which the unit could not have handed on or taken over what it did; one query."""
    rows = Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit)).select_related("reorganisation")
    fields: dict[str, str] = {}
    for row in rows.order_by("reorganisation__effective_on", "id"):
        act = row.reorganisation
        gives, ends = row.predecessor_id == unit.pk, row.predecessor_id == unit.pk and act.kind in ENDING
        said = {"day": f"{act.effective_on:%d/%m/%Y}", "number": act.number}
        last = act.effective_on - _DAY
        if ends and data.ends_on != last:
            fields["ends_on"] = (
                _("Cơ quan kết thúc theo văn bản %(number)s, hiệu lực từ %(day)s. Muốn đổi ngày, hãy rút lần đó.")
                % said
            )
        elif not ends and data.ends_on is not None and data.ends_on < act.effective_on:
            fields["ends_on"] = _("Cơ quan còn hoạt động ngày %(day)s theo văn bản %(number)s.") % said
        if data.starts_on is not None and data.starts_on > (last if gives else act.effective_on):
            fields.setdefault("starts_on", _("Cơ quan đã hoạt động trước đó theo văn bản %(number)s (%(day)s).") % said)
    if fields:
        raise Refused(_("Thời gian hoạt động không khớp với các lần sắp xếp đã ghi."), code="unit-days", fields=fields)


def _place(actor: Actor, unit: Unit, data: UnitData) -> None:
    """Fill the unit and put it below its parent."""
    if data.parent_id is None:
        policies.require_all(actor)
        unit.parent = None
    else:
        unit.parent = unit_for(actor, data.parent_id)
    _fill(unit, data)


def _fill(unit: Unit, data: UnitData) -> None:
    unit.kind = data.kind
    unit.name = " ".join(data.name.split())
    unit.short_name = " ".join(data.short_name.split())
    unit.province = data.province.strip()
    unit.starts_on = data.starts_on
    unit.ends_on = data.ends_on
    unit.level = data.level
    unit.code = data.code.strip()
    unit.place_id = data.place_id
    if unit.kind == UnitKind.DIVISION and unit.parent is None:
        raise Refused(
            _("Phòng, đơn vị trực thuộc phải thuộc một cơ quan."),
            code="division-without-agency",
            fields={"parent": _("Hãy chọn cơ quan cấp trên.")},
        )
    days = {"starts_on": unit.starts_on, "ends_on": unit.ends_on}
    wrong = {name: _("Hãy xem lại năm.") for name, day in days.items() if day and not EARLIEST <= day <= LATEST}
    if wrong:
        raise Refused(_("Chưa lưu được: hãy xem lại các ô được đánh dấu."), code="wrong-fields", fields=wrong)
    refuse_nulls(unit)
    namesakes = Unit.objects.filter(parent=unit.parent, name=unit.name).exclude(pk=unit.pk)
    if any(overlap(unit, other) for other in namesakes):
        raise Refused(
            _("Đã có cơ quan cùng tên."),
            code="unit-twice",
            fields={"name": _("Cấp trên này đã có một đơn vị tên như vậy hoạt động trong cùng thời gian.")},
        )
    clean(unit)
    unit.save()


def overlap(one: Unit, other: Unit) -> bool:
    """Whether there is a day on which both exist."""
    apart = (one.ends_on and other.starts_on and one.ends_on < other.starts_on) or (
        other.ends_on and one.starts_on and other.ends_on < one.starts_on
    )
    return not apart


def refuse_circle(unit: Unit, parent_id: int | None) -> None:
    """A unit cannot be below itself."""
    if parent_id and Unit.objects.filter(pk=parent_id, path__startswith=unit.path).exists():
        raise Refused(
            _("Một cơ quan không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó."),
            code="unit-circle",
            fields={"parent": _("Hãy chọn cơ quan cấp trên khác.")},
        )


def replant(old_path: str, top: Unit) -> None:
    """Bring path and agency of everything below in step with a unit that moved or changed its kind."""
    below = list(Unit.objects.filter(path__startswith=old_path).exclude(pk=top.pk).order_by("path"))
    known = {top.pk: top}
    for unit in sorted(below, key=lambda item: item.path.count("/")):
        parent = known.get(unit.parent_id or 0) or unit.parent
        if parent is None:
            continue
        unit.path = f"{parent.path}{unit.pk}/"
        unit.agency_id = parent.agency_id if unit.kind == UnitKind.DIVISION else unit.pk
        known[unit.pk] = unit
    Unit.objects.bulk_update(below, ("path", "agency_id"))


def _state(unit: Unit) -> dict[str, Any]:
    return {
        "kind": unit.kind,
        "name": unit.name,
        "short_name": unit.short_name,
        "parent": unit.parent_id,
        "province": unit.province,
        "level": unit.level,
        "code": unit.code,
        "territory": str(unit.place) if unit.place else "",
        "starts_on": unit.starts_on,
        "ends_on": unit.ends_on,
    }
