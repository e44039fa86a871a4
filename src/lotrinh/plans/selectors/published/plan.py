"""A plan as people outside read it, on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, F, TextField, Value, When
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.documents import policies as documents
from lotrinh.documents.models import Document, DocumentRelation
from lotrinh.documents.selectors.standing import StandingNow, standing_on
from lotrinh.plans.models import BudgetLine, Plan, PlanVersion, ReportingDuty, Section, Target, Task
from lotrinh.plans.selectors.figures import total_of
from lotrinh.plans.selectors.plans import plan_of, rows
from lotrinh.plans.selectors.published.bodies import Body, bodies
from lotrinh.plans.selectors.published.lists import SIZE, Sheet
from lotrinh.plans.selectors.stated import stated
from lotrinh.plans.vocab import RowKind
from vanban import PlanRecord
from vanban.record import SectionRole

#: A general objective is a paragraph or two.
_LONGEST_AIM: Final = 1500
_MOST: Final = 40
_MOST_BODIES: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a heading of the objectives says in words, where it lists no targets."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Tasks under one heading, in the order of the document; `heading` is None for those under none."""

    heading: Section | None
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSheet:
    """The page of a plan; `tasks` are those of one page, `years` counts all by the year of their last day (None: none).

    ended_by: the document that ended it, where it is open to the reader. targets, reporting and bodies are the first
    ones, their counts say how many there are. versions: those whose document is open, newest first.
    """

    plan: Plan
    standing: StandingNow
    ended_by: Document | None
    versions: tuple[PlanVersion, ...]
    aims: tuple[Aim, ...]
    targets: tuple[Target, ...]
    target_count: int
    groups: tuple[Group, ...]
    tasks: Sheet[Task]
    years: tuple[tuple[int | None, int], ...]
    bodies: tuple[Body, ...]
    body_count: int
    budget: tuple[BudgetLine, ...]
    money: int | None
    reporting: tuple[ReportingDuty, ...]
    reporting_count: int


def plan_page(actor: Actor, plan_id: int, number: int = 1, size: int = SIZE) -> PlanSheet:
    """The page of a plan; at most twelve queries, and those of a long history of units.

    Raises:
        Missing: it does not exist, or not for this person.

    """
    plan = plan_of(actor, plan_id)
    listed = version_lines(actor, plan, with_record=True)
    version = next((item for item in listed if item.number == plan.current), None)
    if version is None:
        raise Missing(_("Không có kế hoạch này, hoặc bạn không được xem."), code="plan-missing")
    standing, ended_by = _standing(actor, plan.document)
    headings = tuple(Section.objects.filter(version=version).order_by("position"))
    targets = [stated(row) for row in rows(plan, RowKind.TARGET) if isinstance(row, Target)]
    tasks = _tasks(plan)
    pages = max(1, -(-len(tasks) // size))
    number = min(max(number, 1), pages)
    shown = tuple(tasks[(number - 1) * size : number * size])
    held = sorted(bodies(actor, plan.pk), key=lambda body: (-body.led, -body.joined, -body.others))
    budget = tuple(row for row in rows(plan, RowKind.BUDGET) if isinstance(row, BudgetLine))
    reporting = tuple(ReportingDuty.objects.filter(plan=plan, current=True).order_by("position"))
    return PlanSheet(
        plan=plan,
        standing=standing,
        ended_by=ended_by,
        versions=listed,
        aims=_aims(version, headings, targets),
        targets=tuple(targets[:_MOST]),
        target_count=len(targets),
        groups=_groups(shown, headings),
        tasks=Sheet(lines=shown, total=len(tasks), number=number, pages=pages),
        years=_years(tasks),
        bodies=tuple(held[:_MOST_BODIES]),
        body_count=len(held),
        budget=budget[:_MOST],
        money=total_of(budget)[0],
        reporting=tuple(map(stated, reporting[:_MOST])),
        reporting_count=len(reporting),
    )


def version_lines(actor: Actor, plan: Plan, *, with_record: bool = False) -> tuple[PlanVersion, ...]:
    """The versions whose own document the actor may read, newest first; one query.

    with_record: the record of the version in force is in its `kept`.
    """
    found = plan.versions.filter(review__document__in=documents.visible(actor).order_by().values("pk"))
    if with_record:
        kept = Case(When(number=F("plan__current"), then=F("record")), default=Value(""), output_field=TextField())
        found = found.annotate(kept=kept)
    return tuple(found.select_related("review__document").defer("record").order_by("-number"))


def _standing(actor: Actor, document: Document) -> tuple[StandingNow, Document | None]:
    """How the document stands, and by what it ended where the reader may read that; at most two queries."""
    relations = list(DocumentRelation.objects.filter(target=document).select_related("source"))
    found = standing_on(document, relations)
    source = found.ended_by.source if found.ended_by is not None else None
    if source is not None and not documents.visible(actor).filter(pk=source.pk).exists():
        source = None
    return found, source


def _tasks(plan: Plan) -> Sequence[Task]:
    found = Task.objects.filter(plan=plan, current=True).order_by("position")
    return [stated(task) for task in found.defer("search", "specificity", "lead_sort")]


def _years(tasks: Sequence[Task]) -> tuple[tuple[int | None, int], ...]:
    counted = Counter(task.due_on.year if task.due_on else None for task in tasks)
    return tuple(sorted(counted.items(), key=lambda item: (item[0] is None, item[0] or 0)))


def _groups(tasks: Sequence[Task], headings: Sequence[Section]) -> tuple[Group, ...]:
    known = {heading.key: heading for heading in headings}
    found: list[tuple[str, list[Task]]] = []
    for task in tasks:
        if not found or found[-1][0] != task.section_key:
            found.append((task.section_key, []))
        found[-1][1].append(task)
    return tuple(Group(heading=known.get(key), tasks=tuple(group)) for key, group in found)


def _aims(version: PlanVersion, headings: Sequence[Section], targets: Sequence[Target]) -> tuple[Aim, ...]:
    """What stands under headings of objectives that list no targets, in the words of the source."""
    content = PlanRecord.from_json(version.kept).text.content  # type: ignore[attr-defined]  # annotated above
    listing = {target.section_key for target in targets}
    found = []
    for index, heading in enumerate(headings):
        if heading.role != SectionRole.OBJECTIVES or heading.key in listing:
            continue
        end = headings[index + 1].span_start if index + 1 < len(headings) else len(content)
        text = content[heading.span_end : end].strip() if heading.span_end < end else ""
        if text:
            found.append(Aim(heading=heading.heading, text=text[:_LONGEST_AIM]))
    return tuple(found)
