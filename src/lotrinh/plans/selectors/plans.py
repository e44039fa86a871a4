"""Plans: the list, and what the page of one shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.documents import policies as documents
from lotrinh.organisations.models import Unit
from lotrinh.plans import policies
from lotrinh.plans.models import (
    IN_FORCE,
    Assignment,
    BudgetLine,
    Confirmation,
    Plan,
    PlanVersion,
    ReportingDuty,
    Section,
    Target,
    Task,
)
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.figures import Figures, figures
from lotrinh.plans.vocab import PlanSort, RowKind

AnyRow: TypeAlias = Target | Task | Assignment | ReportingDuty | BudgetLine
MODELS: Final[dict[RowKind, type[AnyRow]]] = {
    RowKind.TARGET: Target,
    RowKind.TASK: Task,
    RowKind.ASSIGNMENT: Assignment,
    RowKind.REPORTING: ReportingDuty,
    RowKind.BUDGET: BudgetLine,
}
_WITH_PARTIES: Final = frozenset({RowKind.TASK, RowKind.ASSIGNMENT, RowKind.REPORTING})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFilters:
    """What the list of plans is narrowed to. text: title, number or issuer, with or without diacritics."""

    text: str = ""
    owner_id: int | None = None
    sort: str = PlanSort.NEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinating:
    """A body of the plan's coordination: the unit where it is known here, else the words; both empty: not said."""

    unit: Unit | None
    printed: str

    def __str__(self) -> str:
        return self.unit.name if self.unit else self.printed

    def __bool__(self) -> bool:
        return bool(self.unit or self.printed)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """What the page of a plan shows.

    `plan.document` and `plan.owner` are fetched; `version` is the one in force, without its record; `may` are the
    actions that the reader is allowed.
    """

    plan: Plan
    version: PlanVersion
    versions: int
    sections: tuple[Section, ...]
    figures: Figures
    follow_up: Coordinating
    reports_to: Coordinating
    difficulties_to: Coordinating
    may: frozenset[Action]


def plans(actor: Actor, filters: PlanFilters | None = None) -> QuerySet[Plan]:
    """The plans that the actor may read, each with `task_count` and its document; one query."""
    wanted = filters or PlanFilters()
    found = policies.visible(actor).select_related("document", "owner")
    if wanted.text.strip():
        found = found.filter(search__contains=words.fold(wanted.text))
    if wanted.owner_id is not None:
        found = found.filter(owner_id=wanted.owner_id)
    counted = Task.objects.filter(IN_FORCE, plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count("pk"))
    found = found.annotate(task_count=Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0))
    return found.order_by(*(("sort_key", "id") if wanted.sort == PlanSort.TITLE else ("-adopted_at", "-id")))


def plan_of(actor: Actor, plan_id: int) -> Plan:
    """The plan with its document and owner; one query.

    Raises:
        Missing: it does not exist, or not for this person.

    """
    plan = (
        policies.visible(actor)
        .select_related("document__owner", "owner", "follow_up", "reports_to", "difficulties_to")
        .filter(pk=plan_id)
        .first()
    )
    if plan is None:
        raise Missing(_("Không có kế hoạch này, hoặc bạn không được xem."), code="plan-missing")
    return plan


def plan_page(actor: Actor, plan_id: int) -> PlanPage:
    """What the page of a plan shows; at most thirteen queries.

    Raises:
        Missing: it does not exist, or not for this person.

    """
    plan = plan_of(actor, plan_id)
    listed = list(plan.versions.defer("record").select_related("adopted_by").order_by("-number"))
    version = next(item for item in listed if item.number == plan.current)
    return PlanPage(
        plan=plan,
        version=version,
        versions=len(listed),
        sections=tuple(version.sections.order_by("position")),
        figures=figures(plan),
        follow_up=Coordinating(unit=plan.follow_up, printed=plan.follow_up_printed),
        reports_to=Coordinating(unit=plan.reports_to, printed=plan.reports_to_printed),
        difficulties_to=Coordinating(unit=plan.difficulties_to, printed=plan.difficulties_to_printed),
        may=frozenset(action for action in Action if policies.allowed(actor, action, plan)),
    )


def rows(plan: Plan, kind: RowKind | str) -> QuerySet[AnyRow]:
    """The rows of one kind of the version in force, in the order of the document.

    One query; one or two more for the parties (with their units) of tasks and duties.
    """
    wanted = RowKind(kind)
    found: QuerySet[AnyRow] = MODELS[wanted]._default_manager.filter(IN_FORCE, plan=plan).order_by("position")  # noqa: SLF001 - Django's public name for the manager of a model that is known only at run time
    return found.prefetch_related("parties__unit") if wanted in _WITH_PARTIES else found


def confirmations(plan: Plan) -> QuerySet[Confirmation]:
    """The documents that made proposals of the plan binding; one query."""
    return Confirmation.objects.filter(plan=plan).select_related("made_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Permalink:
    """A row under its lasting name.

    `row` is the one in force, or the last there was (`row.current` says which); `history` has the row of each version
    that had it and that the reader may see, newest first: the first promise is the last of them.
    """

    kind: RowKind
    plan: Plan
    row: AnyRow
    history: tuple[AnyRow, ...]
    confirmations: tuple[Confirmation, ...]


def permalink(actor: Actor, lineage: UUID | str, kind: RowKind | str | None = None) -> Permalink:
    """The row with this lineage; at most nine queries, five where `kind` is known.

    Raises:
        Missing: there is none, or not for this person.

    """
    for wanted in (RowKind(kind),) if kind else RowKind:
        history = tuple(_history(actor, wanted, lineage))
        if history:
            plan = plan_of(actor, history[0].plan_id)
            return Permalink(
                kind=wanted,
                plan=plan,
                row=history[0],
                history=history,
                confirmations=tuple(Confirmation.objects.filter(lineage=lineage).select_related("made_by")),
            )
    raise Missing(_("Không có mục này, hoặc bạn không được xem."), code="row-missing")


def _history(actor: Actor, kind: RowKind, lineage: UUID | str) -> QuerySet[AnyRow]:
    """The row in each version whose own document the actor may read."""
    manager = MODELS[kind]._default_manager  # noqa: SLF001 - see `rows`
    readable = documents.visible(actor).order_by().values("pk")
    found: QuerySet[Any] = manager.filter(lineage=lineage, version__review__document__in=readable)
    found = found.select_related("version").defer("version__record")
    found = found.order_by("-version__number")
    return found.prefetch_related("parties__unit") if kind in _WITH_PARTIES else found
