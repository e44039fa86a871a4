"""Which unit a row is, and below which it stands: existing ones, and those that other rows make."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from lotrinh.core import clock
from lotrinh.organisations.models import Unit
from lotrinh.organisations.services.cells import name_key
from lotrinh.organisations.services.importing.nodes import Node, Register, composed, overlap
from lotrinh.organisations.services.importing.rows import Draft
from lotrinh.organisations.vocab import ENDING


def match(drafts: Sequence[Draft], register: Register) -> None:
    """Give each row its unit and parent, parents before those below; rows whose parents run in a circle stay without.

    Rows that add to the history of a unit that another row describes are told so by `follows`.
    """
    above = _above(drafts)
    named_in: dict[int, list[set[int]]] = defaultdict(list)
    for rows in {id(rows): rows for rows in above}.values():
        for index in rows:
            named_in[index].append(rows)
    waiting = dict.fromkeys(range(len(drafts)))
    while True:
        ready = [index for index in waiting if not above[index] or above[index] == {index}]
        if not ready:
            break
        ready.sort(key=lambda index: (drafts[index].first_day or dt.date.min, index))
        for index in ready:
            del waiting[index]
            _settle(index, drafts, register)
        for index in ready:
            for rows in named_in[index]:
                rows.discard(index)
    for index in waiting:
        drafts[index].wrong("parent", _("Cấp trên lặp vòng: cơ quan trực thuộc chính nó hoặc đơn vị cấp dưới của nó."))


def _above(drafts: Sequence[Draft]) -> list[set[int]]:
    """For each row the rows that may describe its parent, itself perhaps among them; rows of one parent share a set."""
    by_sign: dict[str, set[int]] = defaultdict(set)
    for index, draft in enumerate(drafts):
        row = draft.row
        for sign in {row.code, *map(name_key, (row.name, row.short_name, *draft.names))} - {""}:
            by_sign[sign].add(index)
    texts = [composed(draft.row.parent) for draft in drafts]
    called = {text: by_sign.get(text, set()) | by_sign.get(name_key(text), set()) for text in set(texts) - {""}}
    return [called.get(text, set()) for text in texts]


def _settle(index: int, drafts: Sequence[Draft], register: Register) -> None:
    draft = drafts[index]
    if draft.row.parent.strip():
        draft.parent = _parent(draft, register)
    node = _existing(draft, register)
    if node is not None and node.claimed is not None:
        other = drafts[node.claimed]
        same_time = overlap((draft.first_day, draft.ends_on), (other.first_day, other.ends_on))
        if same_time and _continues(draft, other):
            draft.node, draft.follows = node, node.claimed
            return
        if same_time or (not node.is_new and draft.row.code and draft.row.code == node.code):
            _say_twice(draft, other)
            return
        node = None
    if node is None and draft.row.name.strip():
        node = _new(index, draft, register)
    if node is not None:
        node.claimed = index
        draft.node = node
        register.enter_names(node, (draft.row.name, draft.row.short_name, *draft.names), composed(draft.row.code))


def _continues(draft: Draft, other: Draft) -> bool:
    """Whether the row says of the unit nothing but what the other row says, and something of its history."""
    if not draft.row.has_history:
        return False
    cells = ("code", "short_name", "level", "parent", "names", "place", "starts_on", "ends_on")
    pairs = ((getattr(draft.row, cell), getattr(other.row, cell)) for cell in cells)
    said = (draft.effective_on, draft.how, draft.row.subject, draft.predecessors)
    theirs = (other.effective_on, other.how, other.row.subject, other.predecessors)
    return draft.kind == other.kind and said != theirs and all(mine in {"", theirs_} for mine, theirs_ in pairs)


def _say_twice(draft: Draft, other: Draft) -> None:
    draft.wrong(
        "code" if draft.row.code and draft.row.code == other.row.code else "name",
        _("Trùng với dòng %(number)d: cùng một cơ quan trong cùng thời gian.") % {"number": other.row.number},
    )


def _parent(draft: Draft, register: Register) -> Node | None:
    text = composed(draft.row.parent)
    # Two of one name, one below the other, could not be told apart when the table is loaded again.
    own = {name_key(name) for name in (draft.row.name, draft.row.short_name, *draft.names)} | {draft.row.code}
    if own & {text, name_key(text)}:
        draft.wrong("parent", _("Một cơ quan không thể trực thuộc chính nó."))
        return None
    called = register.called(text)
    if not called:
        draft.wrong("parent", _("Không có cơ quan “%(name)s” trong hệ thống hay trong bảng.") % {"name": text[:200]})
        return None
    period = (draft.first_day, draft.ends_on)
    standing = [node for node in called if overlap((node.starts_on, node.ends_on), period)]
    if not standing:
        draft.wrong("parent", _("Cấp trên “%(name)s” không hoạt động trong thời gian này.") % {"name": text[:200]})
        return None
    day = draft.first_day or draft.ends_on or clock.today()
    chosen = standing if len(standing) == 1 else [node for node in standing if node.exists(day)]
    if len(chosen) != 1:
        draft.wrong("parent", _("Có nhiều cơ quan tên “%(name)s”; hãy ghi mã định danh.") % {"name": text[:200]})
        return None
    return chosen[0]


def _existing(draft: Draft, register: Register) -> Node | None:
    """The unit that the row describes: by code, else by exact name below the same parent."""
    row = draft.row
    name, code = composed(row.name), composed(row.code)
    found = _of_the_time(draft, register.coded(code))
    if len(found) > 1:
        draft.wrong("code", _("Có nhiều cơ quan mang mã “%(code)s” trong thời gian này.") % {"code": code[:40]})
        return None
    if found:
        return found[0]
    if not name or draft.has_fault("parent"):
        return None
    found = _of_the_time(draft, register.below(draft.parent, name))
    if len(found) > 1:
        draft.wrong(
            "name",
            _("Có nhiều cơ quan cùng tên ở cấp trên này qua các thời kỳ; hãy ghi mã định danh hoặc ngày hoạt động."),
        )
        return None
    if found:
        return found[0]
    elsewhere = [] if row.parent.strip() else _of_the_time(draft, register.named(name))
    if elsewhere:
        above = elsewhere[0].parent
        draft.wrong(
            "parent",
            _("Đã có cơ quan tên này trực thuộc “%(name)s”; hãy ghi cấp trên.") % {"name": above.name if above else ""},
        )
    return None


def _of_the_time(draft: Draft, nodes: Sequence[Node]) -> list[Node]:
    """Those that exist when the row's unit does and are not what it took the place of; one, if one can be told."""
    period = (draft.first_day, draft.ends_on)
    found = [node for node in nodes if overlap((node.starts_on, node.ends_on), period) and not _replaced(draft, node)]
    if len(found) > 1 and draft.first_day is not None:
        return [node for node in found if node.starts_on == draft.first_day] or found
    if len(found) > 1 and draft.ends_on is None:
        return [node for node in found if node.ends_on is None] or found
    return found


def _replaced(draft: Draft, node: Node) -> bool:
    """Whether the row says that its unit begins on the day after this one of the same name has ended."""
    if draft.how not in ENDING or draft.effective_on is None or draft.first_day != draft.effective_on:
        return False
    called = {name_key(name) for name in draft.predecessors}
    meant = {name_key(name) for name in (node.name, node.short_name, node.code) if name} & called
    return bool(meant) and (node.starts_on is None or node.starts_on < draft.effective_on)


def _new(index: int, draft: Draft, register: Register) -> Node:
    """What the row makes; it starts with what no check can refuse, the rest is filled in later."""
    unit = Unit(kind=draft.kind, name=composed(draft.row.name))
    node = Node(-1 - index, unit, is_new=True)
    node.parent = draft.parent
    node.starts_on, node.ends_on = draft.first_day, draft.ends_on
    register.add(node)
    return node
