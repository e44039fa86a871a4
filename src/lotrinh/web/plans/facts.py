"""What the page of one row says of it: its fields, its bodies, what became of them from version to version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotrinh.plans import selectors
from lotrinh.plans.selectors.versions import FIELDS, FieldChange, word_difference
from lotrinh.plans.vocab import PartyRole, ProposedField, RowKind
from lotrinh.web.plans import wording
from lotrinh.web.templatetags.ui.values import dong


@dataclass(frozen=True, slots=True)
class Fact:
    """One field with its value; `proposed` where no document says so yet."""

    label: str | Promise
    value: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A body as the document names it, and what it is today."""

    role: str
    printed: str
    today: str
    known: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One version of a row: what differs from the version before; None for the first."""

    row: Any
    fields: tuple[FieldChange, ...] | None


_Reader = Callable[[Any], str]
_TASK: Final[tuple[tuple[str | Promise, str, _Reader], ...]] = (
    (_("Thời hạn"), ProposedField.DEADLINE, wording.task_when),
    (_("Sản phẩm"), ProposedField.DELIVERABLE, lambda row: row.deliverable),
    (_("Kinh phí"), "", lambda row: dong(row.budget)),
)
_FACTS: Final[Mapping[RowKind, tuple[tuple[str | Promise, str, _Reader], ...]]] = {
    RowKind.TASK: _TASK,
    RowKind.TARGET: (
        (_("Giá trị"), ProposedField.VALUE, wording.target_value),
        (_("Năm"), ProposedField.YEAR, wording.years),
        (_("Cơ quan chủ trì"), ProposedField.LEAD, lambda row: "; ".join(row.lead)),
    ),
    RowKind.ASSIGNMENT: (),
    RowKind.REPORTING: (
        (_("Kỳ báo cáo"), ProposedField.FREQUENCY, lambda row: wording.frequency(row.frequency)),
        (_("Thời hạn"), ProposedField.DUE, lambda row: row.due),
        (_("Nơi nhận"), ProposedField.TO, lambda row: row.to),
        (_("Gửi qua"), "", lambda row: row.through),
    ),
    RowKind.BUDGET: (
        (_("Số tiền"), "", lambda row: dong(row.amount)),
        (_("Loại"), "", lambda row: wording.budget_kind(row.kind)),
        (_("Giai đoạn"), "", wording.years),
        (_("Nguồn"), "", lambda row: row.source),
    ),
}


def of(kind: RowKind, row: Any) -> list[Fact]:
    """The fields of the row; an empty one says that the document does not give it."""
    return [Fact(label, read(row), field in row.proposed) for label, field, read in _FACTS[kind]]


def parties(row: Any) -> list[Body]:
    """The bodies of the row, leads first; none for rows that have no list of them."""
    if not hasattr(row, "parties"):
        return []
    found: Iterable[Any] = row.parties.all()
    ordered = sorted(found, key=lambda party: (party.role != PartyRole.LEAD, party.position))
    return [_body(party) for party in ordered]


def changes(kind: RowKind, history: Sequence[Any]) -> list[Step]:
    """The versions of a row, newest first, each with what it changed."""
    older = [*history[1:], None]
    return [
        Step(row, None if before is None else _fields(kind, before, row))
        for row, before in zip(history, older, strict=True)
    ]


def _fields(kind: RowKind, before: Any, after: Any) -> tuple[FieldChange, ...]:
    found = []
    for name, label in FIELDS[kind]:
        old, new = selectors.shown(kind, before, name), selectors.shown(kind, after, name)
        if old != new:
            words = word_difference(old, new)
            found.append(FieldChange(field=name, label=label, before=old, after=new, words=words))
    return tuple(found)


def _body(party: Any) -> Body:
    if party.unit is not None:
        today = party.unit.name if party.unit.name != party.printed else ""
        if party.unit.ends_on is not None:
            today = gettext("%(name)s (đã kết thúc hoạt động ngày %(day)s)") % {
                "name": party.unit.name,
                "day": f"{party.unit.ends_on:%d/%m/%Y}",
            }
        return Body(str(PartyRole(party.role).label), party.printed, today, known=True)
    if party.group:
        today = gettext("nhóm cơ quan: từng cơ quan thực hiện")
        return Body(str(PartyRole(party.role).label), party.printed, today, known=True)
    return Body(str(PartyRole(party.role).label), party.printed, "", known=False)
