"""Who does what: the bodies that hold duties of open plans today, and the duties of one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock, words
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans import policies
from lotrinh.plans.models import (
    IN_FORCE,
    Assignment,
    AssignmentParty,
    ReportingDuty,
    ReportingParty,
    Task,
    TaskParty,
)
from lotrinh.plans.selectors.holding import AnyParty, Given, Owner, concerning, holders_in_brief, holding_on, reach
from lotrinh.plans.selectors.published.lists import Sheet, task_sheet
from lotrinh.plans.selectors.stated import proposes, stated
from lotrinh.plans.selectors.tasks import TaskFilters, readable
from lotrinh.plans.vocab import PartyRole, ProposedField, RowKind

#: The parties of each kind of row, the way from them to it, the proposal that would name them.
PARTIES: Final[Mapping[RowKind, tuple[AnyParty, str, ProposedField]]] = {
    RowKind.TASK: (TaskParty, "task", ProposedField.LEAD),
    RowKind.ASSIGNMENT: (AssignmentParty, "assignment", ProposedField.LEAD),
    RowKind.REPORTING: (ReportingParty, "duty", ProposedField.BY),
}
_MOST: Final = 50


@dataclass(slots=True, kw_only=True)
class Body:
    """A body with its duties: a unit, a group (`members` agencies) or, where neither is known, a printed name.

    counts: duties by kind of row and role.
    """

    unit: Unit | None = None
    group: str = ""
    members: int = 0
    printed: str = ""
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def group_name(self) -> str:
        """What the group is called."""
        return str(GroupKind(self.group).label) if self.group else ""

    @property
    def led(self) -> int:
        """How often it leads a task."""
        return self.counts.get((RowKind.TASK, PartyRole.LEAD), 0)

    @property
    def joined(self) -> int:
        """How often it joins in a task."""
        return self.counts.get((RowKind.TASK, PartyRole.PARTNER), 0)

    @property
    def others(self) -> int:
        """How many duties of organisation and reporting it has."""
        return sum(n for (kind, _role), n in self.counts.items() if kind != RowKind.TASK)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSheet:
    """The duties of a unit today, itself or through a group; assignments and reports at most fifty."""

    unit: Unit
    tasks: Sheet[Task]
    assignments: tuple[Assignment, ...]
    reporting: tuple[ReportingDuty, ...]


def parties_of(actor: Actor, kind: RowKind, plan_id: int | None = None) -> QuerySet[Any]:
    """The parties that documents name and that hold their duty today, of the rows in force of the plans; no query."""
    model, way, proposal = PARTIES[kind]
    visible = policies.visible(actor).order_by()
    if plan_id is not None:
        visible = visible.filter(pk=plan_id)
    rows: QuerySet[Any] = model._default_manager.filter(holding_on(clock.today()))  # noqa: SLF001 - see `plans.rows`
    rows = rows.filter(**{f"{way}__current": True, f"{way}__plan_id__in": visible.values("pk")})
    return rows.exclude(Q(role=PartyRole.LEAD) & proposes(proposal, row=f"{way}__")).order_by()


def bodies(actor: Actor, plan_id: int | None = None) -> tuple[Body, ...]:
    """The bodies with duties today, units by name, then groups, then names; at most four queries and history's."""
    grouped = []
    for kind in PARTIES:
        rows = parties_of(actor, kind, plan_id).values_list(
            "unit_id", "group", "handed__subject", "starts_on", "role", "printed"
        )
        grouped.append(rows.annotate(row_kind=Value(str(kind)), n=Count("pk")))
    found: dict[tuple[int, str, str], Body] = {}
    counted = list(grouped[0].union(*grouped[1:], all=True))
    owners = holders_in_brief(dict.fromkeys(_given(row) for row in counted))
    for row in counted:
        *_thing, role, printed, kind, n = row
        for body in _bodies(found, owners[_given(row)], printed):
            body.counts[kind, role] = body.counts.get((kind, role), 0) + n
    return tuple(sorted(found.values(), key=_place))


def units_with_page(actor: Actor) -> tuple[Unit, ...]:
    """The units with duties today: those that have a page outside; as `bodies`."""
    return tuple(body.unit for body in bodies(actor) if body.unit is not None)


def named_units(actor: Actor) -> tuple[Unit, ...]:
    """The units that have a task by their own name or took one over, by name; three queries that look at few rows."""
    own = parties_of(actor, RowKind.TASK).filter(unit_id=OuterRef("pk"))
    heirs = units_taking_over(actor, (RowKind.TASK,))
    return tuple(Unit.objects.filter(Exists(own) | Q(pk__in=heirs)).order_by("sort_key", "pk"))


def units_taking_over(actor: Actor, kinds: Collection[RowKind] = tuple(PARTIES)) -> frozenset[int]:
    """The units of today to which one that documents name left everything, itself or through others; two queries."""
    today = clock.today()
    left = Unit.objects.filter(ends_on__lt=today, heir__isnull=False).order_by()
    heirs = {pk: (heir, ends_on) for pk, heir, ends_on in left.values_list("pk", "heir_id", "heir__ends_on")}
    if not heirs:
        return frozenset()
    named = Q()
    for kind in kinds:
        named |= Q(Exists(parties_of(actor, kind).filter(unit_id=OuterRef("pk"))))
    found: set[int] = set()
    waiting = list(left.filter(named).values_list("pk", flat=True))
    seen = set(waiting)
    while waiting:
        heir, ends_on = heirs[waiting.pop()]
        if ends_on is None or ends_on >= today:
            found.add(heir)
        elif heir in heirs and heir not in seen:
            seen.add(heir)
            waiting.append(heir)
    return frozenset(found)


def unit_sheet(actor: Actor, unit_id: int, role: str = "", number: int = 1) -> UnitSheet:
    """What a unit owes by the plans; at most nine queries, and those of a long history.

    Raises:
        Missing: no such unit is named in a plan that the actor may read.

    """
    where = reach((unit_id,))
    named = Q()
    for kind in PARTIES:
        named |= Q(Exists(parties_of(actor, kind).filter(unit_id__in=where.units)))
    unit = Unit.objects.filter(named, pk=unit_id).first()
    if unit is None:
        raise Missing(_("Không có cơ quan này trong các kế hoạch đã công khai."), code="unit-missing")
    tasks = task_sheet(actor, TaskFilters(unit_id=unit_id, role=role, stated=True), number)
    in_force = IN_FORCE & readable(actor)
    assignments = in_force & concerning(AssignmentParty, "assignment_id", where) & ~proposes(ProposedField.LEAD)
    reporting = in_force & concerning(ReportingParty, "duty_id", where) & ~proposes(ProposedField.BY)
    return UnitSheet(
        unit=unit,
        tasks=tasks,
        assignments=_first(Assignment.objects.filter(assignments)),
        reporting=_first(ReportingDuty.objects.filter(reporting)),
    )


def _first(rows: QuerySet[Any]) -> tuple[Any, ...]:
    return tuple(map(stated, rows.select_related("plan__document").order_by("-plan_id", "position")[:_MOST]))


def _given(row: Iterable[Any]) -> Given:
    unit, group, subject, since, *_rest = row
    return Given(unit_id=unit, group=group, subject=subject or "", since=since)


def _bodies(found: dict[tuple[int, str, str], Body], owner: Owner, printed: str) -> list[Body]:
    """Those who hold what was given: of one that ended without an heir, itself."""
    units = owner.units or ((owner.unit,) if owner.unit is not None else ())
    if units:
        return [found.setdefault((unit.pk, "", ""), Body(unit=unit)) for unit in units]
    if owner.group:
        return [found.setdefault((0, owner.group, ""), Body(group=owner.group, members=owner.members))]
    return [found.setdefault((0, "", words.fold(printed)), Body(printed=printed))]


def _place(body: Body) -> tuple[int, str]:
    if body.unit is not None:
        return 0, body.unit.sort_key
    return (1, body.group) if body.group else (2, words.sort_key(body.printed))


__all__ = ["Body", "UnitSheet", "bodies", "named_units", "parties_of", "unit_sheet", "units_taking_over"]
