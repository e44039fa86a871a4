"""What the page of one row says of it: its fields, its bodies, what became of them from version to version."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotrinh.plans import selectors
from lotrinh.plans.selectors.holding import Standing, standing
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body as the document names it, what it was then and who owes its duty today.

    then: its name on the day of the document, where that is not what is printed. now: names and addresses of those who
    owe the duty today; group, group_url, members: the group that does. by: the decisions by which it got to them.
    changed: they are others than those whom the document names.
    """

    role: str
    lead: bool
    printed: str
    then: str
    now: tuple[tuple[str, str], ...]
    group: str
    group_url: str
    members: int
    by: tuple[tuple[str, str], ...]
    known: bool
    lost: bool
    part_lost: bool
    changed: bool


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


def parties(row: Any, issued_on: str) -> list[Body]:
    """The bodies of the row, leads first; none for rows that have no list of them. `issued_on`: of the document."""
    if not hasattr(row, "parties"):
        return []
    return [_body(item) for item in standing(row.parties.all(), selectors.last_day(issued_on))]


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


def _body(item: Standing) -> Body:
    party = item.party
    known = party.unit is not None or bool(party.group)
    groups = [owner for owner in item.owners if owner.group]
    units = dict.fromkeys(unit for owner in item.owners for unit in owner.units)
    changed = known and (bool(item.handovers) or list(units) != ([party.unit] if party.unit else []))
    changed = changed or (party.unit is not None and item.then != party.unit.name)
    return Body(
        role=str(PartyRole(party.role).label),
        lead=party.role == PartyRole.LEAD,
        printed=party.printed,
        then=item.then if item.then != party.printed else "",
        now=tuple((unit.name, _unit_url(unit.pk)) for unit in units),
        group=wording.group_name(groups[0].group) if groups else "",
        group_url=_group_url(groups[0].group) if groups else "",
        members=sum(owner.members for owner in groups),
        by=tuple(_acts(item)),
        known=known,
        lost=known and item.lost,
        part_lost=any(owner.part_lost for owner in item.owners),
        changed=changed,
    )


def _acts(item: Standing) -> Iterator[tuple[str, str]]:
    """The decisions in words, each with its address where it has a page."""
    for act in item.acts:
        shown = {"number": act.number, "day": f"{act.effective_on:%d/%m/%Y}"}
        yield gettext("sắp xếp theo %(number)s, từ ngày %(day)s") % shown, ""
    for made in item.handovers:
        shown = {"number": made.number, "day": f"{made.effective_on:%d/%m/%Y}"}
        yield (
            gettext("chuyển giao theo %(number)s, từ ngày %(day)s") % shown,
            reverse("handovers:detail", args=(made.pk,)),
        )


def _unit_url(unit_id: int) -> str:
    return reverse("organisations:detail", args=(unit_id,))


def _group_url(code: str) -> str:
    """The page with the members of a group, where there is one."""
    try:
        return reverse("organisations:group", args=(code,))
    except NoReverseMatch:
        return ""
