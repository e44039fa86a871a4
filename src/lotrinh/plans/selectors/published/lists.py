"""Lists of plans, targets and tasks as people outside read them, page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.documents.models import AudienceDecision, Document
from lotrinh.documents.selectors.standing import with_standing
from lotrinh.documents.vocab import Audience, Standing
from lotrinh.plans import policies
from lotrinh.plans.models import IN_FORCE, Plan, PlanVersion, Section, Target, Task
from lotrinh.plans.selectors.overview import sections
from lotrinh.plans.selectors.stated import proposes, stated
from lotrinh.plans.selectors.tasks import TaskFilters, readable, task_page
from lotrinh.plans.vocab import ProposedField

_T = TypeVar("_T")
SIZE: Final = 50
#: No plan reaches further; a year that is read wrong makes no endless list.
_MOST_YEARS: Final = 60
#: Nobody chooses among more, and every name is in the page.
_MOST_NAMES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Generic[_T]):
    """One page of a list; `number` is 1-based and lies within the pages that there are."""

    lines: Sequence[_T]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWanted:
    """What the list of plans is narrowed to: words of title, number or issuer; year of issue; keeping agency."""

    text: str = ""
    year: int | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A plan in a list, with its document and owner. opened_at: when it was opened to the public, else adopted."""

    plan: Plan
    standing: Standing
    targets: int
    tasks: int
    opened_at: Any
    changed_at: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """By what the lists can be narrowed: years of issue, agencies that keep plans (key, name)."""

    years: tuple[int, ...]
    owners: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNames:
    """Plans to choose from (key, title), by title; `more`: there are others, issued before them."""

    names: tuple[tuple[int, str], ...]
    more: bool


def facets(actor: Actor) -> Facets:
    """What there is to choose from; one query."""
    rows = policies.visible(actor).order_by().values_list("document__issued_on", "owner_id", "owner__name")
    found = list(rows.distinct())
    years = {int(day[:4]) for day, _unit, _name in found if day[:4].isdecimal()}
    owners = {(unit, name) for _day, unit, name in found}
    return Facets(
        years=tuple(sorted(years, reverse=True)),
        owners=tuple(sorted(owners, key=lambda item: words.sort_key(item[1]))),
    )


def plan_sheet(actor: Actor, wanted: PlanWanted, number: int = 1, size: int = SIZE) -> Sheet[PlanLine]:
    """One page of the plans, those issued last first; three queries."""
    found = policies.visible(actor)
    if wanted.text:
        found = found.filter(search__contains=words.fold(wanted.text))
    if wanted.year is not None:
        found = found.filter(document__issued_on__startswith=f"{wanted.year}")
    if wanted.owner_id is not None:
        found = found.filter(owner_id=wanted.owner_id)
    return _sheet(found.order_by("-document__issued_on", "-id"), number, size, plan_lines)


def plan_lines(rows: QuerySet[Plan]) -> tuple[PlanLine, ...]:
    """The plans with what lists say of them; two queries."""
    opened = AudienceDecision.objects.filter(document=OuterRef("document"), after=Audience.PUBLIC).order_by()
    latest = PlanVersion.objects.filter(plan=OuterRef("pk"), number=OuterRef("current")).values("adopted_at")
    plans = list(
        rows.select_related("document", "owner").annotate(
            target_count=_counted(Target),
            task_count=_counted(Task),
            opened_at=Coalesce(
                Subquery(opened.values("document").annotate(at=Max("decided_at")).values("at")), "adopted_at"
            ),
            version_at=Coalesce(Subquery(latest), "adopted_at"),
        )
    )
    documents = Document.objects.filter(pk__in=[plan.document_id for plan in plans])
    standings = dict(with_standing(documents).order_by().values_list("pk", "standing_now"))  # type: ignore[misc]  # annotated
    return tuple(
        PlanLine(
            plan=plan,
            standing=Standing(standings[plan.document_id]),
            targets=plan.target_count,
            tasks=plan.task_count,
            opened_at=plan.opened_at,
            changed_at=max(plan.opened_at, plan.version_at),
        )
        for plan in plans
    )


def plans_by_document(actor: Actor, documents: Collection[int]) -> Mapping[int, int]:
    """The plan of each of the documents that has one; one query, none for none."""
    if not documents:
        return {}
    rows = policies.visible(actor).filter(document_id__in=documents).order_by()
    return dict(rows.values_list("document_id", "pk"))


def all_plans(actor: Actor) -> tuple[PlanLine, ...]:
    """All plans, those issued last first; two queries."""
    return plan_lines(policies.visible(actor).order_by("-document__issued_on", "-id"))


def target_sheet(  # noqa: PLR0913 - by what targets are found
    actor: Actor,
    *,
    plan_id: int | None = None,
    year: int | None = None,
    text: str = "",
    number: int = 1,
    size: int = SIZE,
) -> Sheet[Target]:
    """One page of the targets in force, in the order of the plans; `year` is that of reaching them; two queries."""
    rule = IN_FORCE & readable(actor, plan_id)
    if year is not None:
        rule &= Q(year=year) & ~proposes(ProposedField.YEAR)
    if text:
        rule &= Q(search__contains=words.fold(text))
        rule &= ~proposes(ProposedField.LEAD) | Q(text__icontains=text)
    found = Target.objects.filter(rule).select_related("plan__document").order_by("-plan_id", "position")
    return _sheet(found, number, size, lambda rows: tuple(map(stated, rows)))


def task_sheet(actor: Actor, filters: TaskFilters, number: int = 1, size: int = SIZE) -> Sheet[Task]:
    """One page of the tasks in force, with `stated` set; at most four queries, with a unit two or three more."""
    page = task_page(actor, filters, number, size, with_leads=False)
    return Sheet(
        lines=tuple(stated(line.task) for line in page.lines), total=page.total, number=page.number, pages=page.pages
    )


def years_due(actor: Actor) -> tuple[int, ...]:
    """The years from the first to the last in which a task falls due, as documents say; two queries.

    Each walks the index of last days to the first row that counts.
    """
    rule = IN_FORCE & readable(actor) & Q(due_on__isnull=False) & ~proposes(ProposedField.DEADLINE)
    days = Task.objects.filter(rule).values_list("due_on", flat=True)
    first, last = days.order_by("due_on").first(), days.order_by("-due_on").first()
    return tuple(range(first.year, last.year + 1))[:_MOST_YEARS] if first and last else ()


def years_reached(actor: Actor) -> tuple[int, ...]:
    """The years by which targets are to be reached, as documents say; one query."""
    rule = IN_FORCE & readable(actor) & Q(year__isnull=False) & ~proposes(ProposedField.YEAR)
    years = Target.objects.filter(rule).order_by().values_list("year", flat=True).distinct()
    return tuple(sorted(year for year in years if year is not None))


def plan_names(actor: Actor, chosen: int | None = None) -> PlanNames:
    """The plans to choose from: of many those issued last, and the one that is chosen; at most two queries."""
    plans = policies.visible(actor).order_by("-document__issued_on", "-id").values_list("sort_key", "pk", "title")
    found = list(plans[: _MOST_NAMES + 1])
    more = len(found) > _MOST_NAMES
    found = found[:_MOST_NAMES]
    if more and chosen is not None and chosen not in {pk for _key, pk, _title in found}:
        found += plans.filter(pk=chosen)
    return PlanNames(names=tuple((pk, title) for _key, pk, title in sorted(found)), more=more)


def sections_of(actor: Actor, plan_id: int) -> tuple[Section, ...]:
    """The headings of a plan; none where the actor may not read it. Two queries."""
    plan = policies.visible(actor).filter(pk=plan_id).first()
    return sections(plan) if plan is not None else ()


def _counted(model: type[Target | Task]) -> Coalesce:
    rows = model._default_manager.filter(IN_FORCE, plan=OuterRef("pk")).order_by()  # noqa: SLF001 - see `plans.rows`
    return Coalesce(Subquery(rows.values("plan").annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _sheet(found: QuerySet[Any], number: int, size: int, made: Any) -> Sheet[Any]:
    total = found.order_by().count()
    pages = max(1, -(-total // size))
    number = min(max(number, 1), pages)
    lines: Iterable[Any] = made(found[(number - 1) * size : number * size])
    return Sheet(lines=tuple(lines), total=total, number=number, pages=pages)
