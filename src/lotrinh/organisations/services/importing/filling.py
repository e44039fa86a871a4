"""What rows make of units: their columns as they will be, and what of it cannot be."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, islice
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.organisations import policies
from lotrinh.organisations.models import Place, Unit
from lotrinh.organisations.services.importing.nodes import Node, Register, composed, overlap
from lotrinh.organisations.services.importing.rows import Change, Draft
from lotrinh.organisations.vocab import LEVEL_OF_KIND, Level, UnitKind

#: The path of a deeper unit would not fit into its column.
_DEEPEST: Final = 20
_SOME: Final = 500
#: How many digits the codes of a level have (decisions 124/2004/QĐ-TTg and 19/2025/QĐ-TTg).
_DIGITS: Final = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}
_UNCHECKED: Final = ("id", "parent", "place", "path", "agency_id", "heir", "sort_key", "search")


class Places:
    """The territories with the codes of a table, of all times, and those of its units; a query for each 500."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        codes = sorted({form for draft in drafts for form in _forms(draft.row.place.strip())})
        self._by_code: dict[str, list[Place]] = defaultdict(list)
        self.names: dict[int, str] = {}
        for start in range(0, len(codes), _SOME):
            for place in Place.objects.filter(code__in=codes[start : start + _SOME]):
                self._by_code[place.code].append(place)
                self.names[place.pk] = f"{place.code} {place.name}"
        given = {draft.node.place_id for draft in drafts if draft.row.place.strip() and draft.node is not None}
        others = sorted({pk for pk in given if pk} - set(self.names))
        for start in range(0, len(others), _SOME):
            found = Place.objects.filter(pk__in=others[start : start + _SOME]).values_list("pk", "code", "name")
            self.names |= {pk: f"{code} {name}" for pk, code, name in found}

    def find(self, draft: Draft, node: Node) -> int | None:
        """The key of the territory that the row means for its unit; says so where there is none."""
        code = draft.row.place.strip()
        found = [place for form in _forms(code) for place in self._by_code.get(form, ())]
        if node.kind in {UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE}:
            found = [place for place in found if place.level == node.level]
        if not found:
            draft.wrong("place", _("Không có địa danh mã “%(code)s” ở cấp này.") % {"code": code[:20]})
            return None
        if node.place_id in {place.pk for place in found}:
            return node.place_id
        day = node.starts_on or node.ends_on or clock.today()
        standing = [place for place in found if _holds(place, day)]
        if not standing:
            draft.wrong(
                "place",
                _("Địa danh mã “%(code)s” không tồn tại vào ngày %(day)s.")
                % {"code": code[:20], "day": f"{day:%d/%m/%Y}"},
            )
            return None
        return max(standing, key=lambda place: place.edition).pk


def fill(draft: Draft, places: Places) -> None:
    """Let the unit of the row be what the row says; an empty cell leaves what is known."""
    node = draft.node
    if node is None or draft.follows is not None:
        return
    row = draft.row
    node.kind = draft.kind or node.kind
    node.level = draft.level or node.level or LEVEL_OF_KIND.get(node.kind, Level.PROVINCE)
    node.name = composed(row.name) or node.name
    node.short_name = composed(row.short_name) or node.short_name
    node.code = composed(row.code) or node.code
    node.starts_on = draft.starts_on or node.starts_on
    node.ends_on = draft.ends_on or node.ends_on
    old_parent, node.parent = node.parent, draft.parent or node.parent
    node.new_names = tuple(name for name in draft.names if name not in node.names and name != node.name)
    if row.place.strip() and not draft.has_fault("place"):
        node.place_id = places.find(draft, node) or node.place_id
    if not node.is_new:
        draft.changes += _changes(node, old_parent, places)


def check(actor: Actor, drafts: Sequence[Draft], register: Register) -> None:
    """Say of each row what its unit cannot be; no query."""
    for draft in drafts:
        node = draft.node
        if node is None or draft.follows is not None:
            continue
        _check_tree(draft, node)
        if node.is_new or draft.changes:
            _check_columns(draft, node)
    _check_scope(actor, drafts)
    _check_namesakes(drafts, register)


def _changes(node: Node, old_parent: Node | None, places: Places) -> list[Change]:
    unit = node.unit
    old_place = places.names.get(unit.place_id or 0, str(unit.place_id or ""))
    pairs = (
        ("code", unit.code, node.code),
        ("name", unit.name, node.name),
        ("short_name", unit.short_name, node.short_name),
        ("kind", _label(UnitKind, unit.kind), _label(UnitKind, node.kind)),
        ("level", _label(Level, unit.level), _label(Level, node.level)),
        ("names", "", "; ".join(node.new_names)),
        ("place", old_place, places.names.get(node.place_id or 0, str(node.place_id or ""))),
        ("starts_on", _written(unit.starts_on), _written(node.starts_on)),
        ("ends_on", _written(unit.ends_on), _written(node.ends_on)),
    )
    found = [Change(column, before, after) for column, before, after in pairs if before != after]
    if node.parent is not None and node.parent is not old_parent:
        found.append(Change("parent", old_parent.name if old_parent else "", node.parent.name))
    return found


def _check_tree(draft: Draft, node: Node) -> None:
    above = [node, *islice(node.above(), _DEEPEST + 1)]
    if len(above) > _DEEPEST:
        draft.wrong("parent", _("Sơ đồ cơ quan có nhiều nhất %(most)d cấp.") % {"most": _DEEPEST})
    elif above[-1].parent is not None:
        draft.wrong("parent", _("Cấp trên lặp vòng: cơ quan trực thuộc chính nó hoặc đơn vị cấp dưới của nó."))
    if node.kind == UnitKind.DIVISION and node.parent is None and not draft.has_fault("parent"):
        draft.wrong("parent", _("Phòng, đơn vị trực thuộc phải thuộc một cơ quan."))
    above_it = node.parent
    if node.is_new and above_it is not None and above_it.ended_by_act and not draft.has_fault("parent"):
        periods = ((above_it.starts_on, above_it.ends_on), (node.starts_on, node.ends_on))
        if not overlap(*periods):
            said = {"name": above_it.name[:200]}
            draft.wrong("parent", _("Cấp trên “%(name)s” không hoạt động trong thời gian này.") % said)
    if node.starts_on and node.ends_on and node.ends_on < node.starts_on:
        draft.wrong("ends_on", _("Ngày kết thúc trước ngày bắt đầu."))


def _check_columns(draft: Draft, node: Node) -> None:
    """What the columns of a unit cannot hold, by the rules of the model."""
    unit = Unit(
        kind=node.kind, level=node.level, name=node.name, short_name=node.short_name, code=node.code,
        starts_on=node.starts_on, ends_on=node.ends_on,
    )  # fmt: skip
    try:
        unit.clean_fields(exclude=_UNCHECKED)
    except ValidationError as error:
        for column, messages in error.message_dict.items():
            if not draft.has_fault(column):
                draft.wrong(column, " ".join(messages))


def _check_scope(actor: Actor, drafts: Sequence[Draft]) -> None:
    """Say where a row touches what the actor does not run."""
    for draft in drafts:
        node = draft.node
        if node is None or draft.has_fault("parent"):
            continue
        touched = bool(draft.changes) or draft.row.has_history
        if not node.is_new and touched and not policies.allowed(actor, policies.Action.MANAGE_UNIT, node.unit):
            draft.wrong("name", _("Cơ quan này ngoài phạm vi quản trị của bạn."))
        moved = any(change.column == "parent" for change in draft.changes)
        if node.is_new or moved or _changes_agency(node):
            base = next((above for above in node.above() if not above.is_new), None)
            if not (
                policies.allowed(actor, policies.Action.MANAGE_UNIT, base.unit) if base else policies.manages_all(actor)
            ):
                draft.wrong("parent", _("Hãy ghi cấp trên trong phạm vi quản trị của bạn."))


def _changes_agency(node: Node) -> bool:
    """Whether the unit becomes a division, which works with the rights of the agency above, or is one no more."""
    return node.parent is not None and (node.kind == UnitKind.DIVISION) != (node.unit.kind == UnitKind.DIVISION)


def _check_namesakes(drafts: Sequence[Draft], register: Register) -> None:
    """Two of one name below one parent, or of one code, exist one after the other only."""
    by_name: dict[tuple[int | None, str], list[Node]] = defaultdict(list)
    by_code: dict[str, list[Node]] = defaultdict(list)
    for node in register.nodes.values():
        by_name[node.parent.key if node.parent else None, node.name].append(node)
        if node.code:
            by_code[node.code].append(node)
    sentences = {
        "name": _("Cấp trên này đã có một đơn vị tên như vậy hoạt động trong cùng thời gian."),
        "code": _("Mã này đã thuộc về “%(name)s” trong cùng thời gian."),
    }
    for column, groups in (("name", by_name.values()), ("code", by_code.values())):
        for group in groups:
            for one, other in islice(combinations(group, 2), _SOME):
                if not overlap((one.starts_on, one.ends_on), (other.starts_on, other.ends_on)):
                    continue
                for node, twin in ((one, other), (other, one)):
                    draft = drafts[node.claimed] if node.claimed is not None else None
                    if draft is not None and (node.is_new or _touches(draft, column)):
                        draft.wrong(column, sentences[column] % {"name": twin.name})


def _touches(draft: Draft, column: str) -> bool:
    """Whether the row brings the clash about; what was so before is not its fault."""
    return any(change.column in {column, "parent", "starts_on", "ends_on"} for change in draft.changes)


def _label(choices: type[UnitKind | Level], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _written(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _holds(place: Place, day: dt.date) -> bool:
    return not (place.starts_on and place.starts_on > day) and not (place.ends_on and place.ends_on < day)


def _forms(code: str) -> tuple[str, ...]:
    """The code as it was typed, and with the noughts that a spreadsheet takes from its beginning."""
    if not code:
        return ()
    padded = (code.zfill(digits) for digits in _DIGITS.values()) if code.isascii() and code.isdecimal() else ()
    return tuple(dict.fromkeys((code, *padded)))
