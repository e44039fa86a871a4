"""Writing units, their other names and their chain of approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing, Refused
from lotrinh.core.validation import clean
from lotrinh.core.writes import service
from lotrinh.organisations import policies
from lotrinh.organisations.models import ApprovalChain, Unit, UnitName
from lotrinh.organisations.vocab import APPROVERS, UnitKind


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


def unit_for(actor: Actor, unit_id: int) -> Unit:
    """The unit, if the actor may change it.

    Raises:
        Missing: there is none. NotAllowed: it is somebody else's.

    """
    unit = Unit.objects.select_related("parent").filter(pk=unit_id).first()
    if unit is None:
        raise Missing(_("Không có cơ quan này."), code="unit-missing")
    policies.require_unit(actor, unit)
    return unit


@service
def create_unit(actor: Actor, *, data: UnitData) -> Unit:
    """A new unit below one that the actor runs; at the top only the operator of the whole platform makes one.

    Raises:
        NotAllowed, Missing: see `unit_for`. Refused: a value is wrong; `fields` says which.

    """
    unit = Unit()
    _place(actor, unit, data)
    audit.note(actor, "unit.created", kind="unit", id=unit.pk, label=unit.name, after=_state(unit))
    return unit


@service
def change_unit(actor: Actor, *, unit_id: int, data: UnitData) -> Unit:
    """Change what is known of a unit; with a new parent everything below moves along.

    Raises:
        NotAllowed, Missing, Refused: see `create_unit`.

    """
    unit = unit_for(actor, unit_id)
    before = _state(unit)
    if data.parent_id != unit.parent_id:
        _refuse_circle(unit, data.parent_id)
        old_path = unit.path
        _place(actor, unit, data)
        _replant(old_path, unit)
    else:
        _fill(unit, data)
        _replant(unit.path, unit)
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
    unit = unit_for(actor, unit_id)
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
    unit = unit_for(actor, unit_id)
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
    if unit.kind == UnitKind.DIVISION and unit.parent is None:
        raise Refused(
            _("Phòng, đơn vị trực thuộc phải thuộc một cơ quan."),
            code="division-without-agency",
            fields={"parent": _("Hãy chọn cơ quan cấp trên.")},
        )
    if Unit.objects.filter(parent=unit.parent, name=unit.name).exclude(pk=unit.pk).exists():
        raise Refused(
            _("Đã có cơ quan cùng tên."),
            code="unit-twice",
            fields={"name": _("Cấp trên này đã có một đơn vị tên như vậy.")},
        )
    clean(unit)
    unit.save()


def _refuse_circle(unit: Unit, parent_id: int | None) -> None:
    """A unit cannot be below itself."""
    if parent_id and Unit.objects.filter(pk=parent_id, path__startswith=unit.path).exists():
        raise Refused(
            _("Một cơ quan không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó."),
            code="unit-circle",
            fields={"parent": _("Hãy chọn cơ quan cấp trên khác.")},
        )


def _replant(old_path: str, top: Unit) -> None:
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
        "starts_on": unit.starts_on,
        "ends_on": unit.ends_on,
    }
