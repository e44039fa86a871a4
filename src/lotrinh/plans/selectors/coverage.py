"""A plan beside a higher document: what it takes up, what it leaves out, what it repeats word for word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.documents.models import Document
from lotrinh.documents.selectors import documents as kept
from lotrinh.documents.selectors import readings
from lotrinh.plans import policies
from lotrinh.plans.coverage.aims import Conflict, conflicts
from lotrinh.plans.coverage.duties import Aim, Duty, keyed, of_record, plain, under
from lotrinh.plans.coverage.matching import REPEATED, Candidate, Matching, matched
from lotrinh.plans.coverage.standing import Standing, folded
from lotrinh.plans.models import IN_FORCE, Assignment, CoverageDecision, Plan, PlanVersion, Section, Target, Task
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.plans import plan_of
from lotrinh.plans.vocab import ProposedField, RowKind, Taken
from vanban.record import PlanRecord

#: What makes a task clear, in the order in which it is shown.
CLEAR: Final = ("owner", "deadline", "deliverable", "measure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """A document whose duties are asked about.

    plan: the plan that was adopted from it, whose rows its duties then are; else they are those of its latest reading,
    if there is one (`read`). text: all its words.
    """

    document: Document
    plan: Plan | None
    read: bool
    duties: tuple[Duty, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A row of the plan beside a duty: its score, and the share of its words that stand word for word in the duty.

    decision: by which a person said that it takes the duty up; None where it is only proposed.
    """

    duty: Duty
    index: int
    score: float
    copied: float
    decision: CoverageDecision | None = None

    @property
    def repeats(self) -> bool:
        """Whether it says the duty again instead of saying what is done; a target has the name of its indicator."""
        return self.copied >= REPEATED and self.duty.kind != RowKind.TARGET


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A duty of the parent with what becomes of it; `answers`: those confirmed, then those proposed and not refused.

    gone: how many rows were confirmed and are no more in the version in force.
    """

    index: int
    duty: Duty
    state: Taken
    answers: tuple[Answer, ...]
    said: CoverageDecision | None
    refused: int
    gone: int = 0

    @property
    def repeated(self) -> bool:
        """Whether the plan takes it up word for word."""
        return any(answer.repeats for answer in self.answers[:1])

    @property
    def decided(self) -> bool:
        """Whether a person has said what becomes of it."""
        return self.state in {Taken.CONFIRMED, Taken.LEFT_OUT, Taken.OUT_OF_SCOPE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A plan beside a higher document.

    lines: the duties of the document in its order. children: the rows of the plan that were compared. clear: of its
    tasks, how many say who, by when, what comes out, how it is measured. copied_share: of the words of all its rows,
    how many stand word for word in the document. last: the decision that was made last, to be taken back.
    """

    plan: Plan
    above: Above
    lines: tuple[Line, ...]
    children: tuple[Duty, ...]
    matching: Matching
    conflicts: tuple[Conflict, ...]
    tasks: int
    clear: Mapping[str, int]
    last: tuple[CoverageDecision, ...]

    @property
    def copied_share(self) -> float:
        """The words of the plan's tasks that stand word for word in the document, of all their words."""
        tasks = [self.matching.copied[place] for place, duty in enumerate(self.children) if duty.kind == RowKind.TASK]
        words = sum(item.words for item in tasks)
        return sum(item.copied for item in tasks) / words if words else 0.0

    def count(self, state: Taken) -> int:
        """How many duties stand so."""
        return sum(1 for line in self.lines if line.state is state)

    @property
    def decided(self) -> int:
        """Of how many duties a person has said what becomes of them."""
        return sum(1 for line in self.lines if line.decided)

    def line(self, key: str) -> Line | None:
        """The duty with this key."""
        return next((line for line in self.lines if line.duty.key == key), None)


def coverage(actor: Actor, plan_id: int, document_id: int) -> Coverage:
    """The plan beside the document; at most ten queries, whatever their length.

    Raises:
        Missing: one of the two does not exist for this person, or is nothing that can be compared.
        NotAllowed: the plan may be read, what is found in it not.

    """
    plan = plan_of(actor, plan_id)
    policies.require(actor, Action.READ_FINDINGS, plan)
    above = above_of(actor, document_id)
    if above.document.pk == plan.document_id:
        raise Missing(_("Không đối chiếu kế hoạch với chính nó."), code="coverage-of-itself")
    children = rows_of((plan.pk,))[plan.pk]
    said = decisions(plan, above.document)
    return compared(plan, above, children, said)


def compared(plan: Plan, above: Above, children: tuple[Duty, ...], said: tuple[CoverageDecision, ...] = ()) -> Coverage:
    """The same from what was fetched; no query."""
    matching = matched(
        tuple((duty.words, duty.heading, duty.kind == RowKind.TARGET) for duty in above.duties),
        tuple((duty.words, duty.heading, duty.kind == RowKind.TARGET) for duty in children),
        above.text,
    )
    standings = folded(above.duties, said)
    places = {duty.lineage: index for index, duty in enumerate(children) if duty.lineage is not None}
    lines = tuple(
        _line(index, duty, standing, matching, children, places)
        for index, (duty, standing) in enumerate(zip(above.duties, standings, strict=True))
    )
    tasks = [duty for duty in children if duty.kind == RowKind.TASK]
    return Coverage(
        plan=plan,
        above=above,
        lines=lines,
        children=children,
        matching=matching,
        conflicts=conflicts(above.duties, children),
        tasks=len(tasks),
        clear={name: sum(1 for duty in tasks if name in duty.clear) for name in CLEAR},
        last=tuple(one for one in said if one.batch == said[-1].batch) if said else (),
    )


def _line(  # noqa: PLR0913, PLR0917 - what stands around a duty
    index: int,
    duty: Duty,
    standing: Standing,
    matching: Matching,
    children: tuple[Duty, ...],
    places: Mapping[UUID, int],
) -> Line:
    taken = [places[lineage] for lineage in standing.taken if lineage in places]
    proposed = [
        item
        for item in matching.candidates[index]
        if item.index not in taken and children[item.index].lineage not in standing.refused
    ]
    answers = [_answer(matching.candidate(index, place), children, standing) for place in taken]
    answers += [_answer(item, children, standing) for item in proposed]
    whole = standing.whole
    return Line(
        index=index,
        duty=duty,
        state=standing.state(places, proposed=bool(proposed)),
        answers=tuple(answers),
        said=whole if isinstance(whole, CoverageDecision) else None,
        refused=len(standing.refused),
        gone=len(standing.taken) - len(taken),
    )


def _answer(candidate: Candidate, children: tuple[Duty, ...], standing: Standing) -> Answer:
    duty = children[candidate.index]
    said = standing.taken.get(duty.lineage) if duty.lineage is not None else None
    return Answer(
        duty=duty,
        index=candidate.index,
        score=candidate.score,
        copied=candidate.copied,
        decision=said if isinstance(said, CoverageDecision) else None,
    )


def more_answers(found: Coverage, line: Line) -> tuple[Answer, ...]:
    """All other rows of the plan for one duty, the best first, whatever their score; no query."""
    shown = {answer.index for answer in line.answers}
    best = found.matching.all_for(line.index)
    return tuple(_answer(item, found.children, Standing()) for item in best if item.index not in shown)


def decisions(plan: Plan, document: Document) -> tuple[CoverageDecision, ...]:
    """What people said and did not take back, in the order in which they said it; one query."""
    rows = CoverageDecision.objects.filter(plan=plan, parent=document, withdrawn_at=None)
    return tuple(rows.select_related("made_by").order_by("id"))


def above_of(actor: Actor, document_id: int) -> Above:
    """The document with its duties: four queries where a plan was adopted from it, three where it was only read.

    Raises:
        Missing: there is no such document for this person.

    """
    document = kept.get(actor, document_id)
    version = (
        PlanVersion.objects.filter(plan__document=document, number=F("plan__current")).select_related("plan").first()
    )
    if version is not None:
        rows = rows_of((version.plan_id,), kinds=(RowKind.TASK, RowKind.TARGET))[version.plan_id]
        text = _text_of_version(version.pk, version.record)
        return Above(document=document, plan=version.plan, read=True, duties=rows, text=text)
    reading = readings.latest(document.pk)
    if reading is None:
        return Above(document=document, plan=None, read=False, duties=(), text="")
    record = readings.record_of(reading)
    return Above(document=document, plan=None, read=True, duties=of_record(record), text=record.text.content)


@lru_cache(maxsize=32)
def _text_of_version(_version_id: int, record: str) -> str:
    return PlanRecord.from_json(record).text.content


def rows_of(
    plan_ids: Iterable[int], kinds: tuple[RowKind, ...] = (RowKind.TASK, RowKind.TARGET, RowKind.ASSIGNMENT)
) -> dict[int, tuple[Duty, ...]]:
    """The rows in force of plans, those of one kind after the other, as they are compared.

    One query a kind, and one for the headings.
    """
    wanted = tuple(plan_ids)
    headings: dict[int, dict[str, str]] = {plan: {} for plan in wanted}
    sections = Section.objects.filter(version__plan_id__in=wanted, version__number=F("version__plan__current"))
    for plan, path, heading in sections.order_by("position").values_list("version__plan_id", "path", "heading"):
        headings[plan].setdefault(path, heading)
    found: dict[int, list[Duty]] = {plan: [] for plan in wanted}
    if RowKind.TASK in kinds:
        for task in Task.objects.filter(IN_FORCE, plan_id__in=wanted).order_by("plan_id", "position"):
            found[task.plan_id].append(_task(task))
    if RowKind.TARGET in kinds:
        for target in Target.objects.filter(IN_FORCE, plan_id__in=wanted).order_by("plan_id", "position"):
            found[target.plan_id].append(_target(target))
    if RowKind.ASSIGNMENT in kinds:
        for row in Assignment.objects.filter(IN_FORCE, plan_id__in=wanted).order_by("plan_id", "position"):
            found[row.plan_id].append(_assignment(row))
    return {plan: under(headings[plan], keyed(duties)) for plan, duties in found.items()}


def _task(task: Task) -> Duty:
    clear = {
        "owner": bool(task.lead_names) and ProposedField.LEAD not in task.proposed,
        "deadline": bool(task.deadline or task.every) and ProposedField.DEADLINE not in task.proposed,
        "deliverable": bool(task.deliverable) and ProposedField.DELIVERABLE not in task.proposed,
        "measure": bool(task.specificity.get("measure")),
    }
    text = plain(task.text)
    return Duty(
        kind=RowKind.TASK,
        text=text,
        words=text,
        section=task.section,
        lineage=task.lineage,
        plan_id=task.plan_id,
        who=task.lead_names,
        when=task.deadline,
        clear=frozenset(name for name, said in clear.items() if said),
    )


def _target(target: Target) -> Duty:
    proposes = set(target.proposed)
    return Duty(
        kind=RowKind.TARGET,
        text=plain(target.text),
        words=target.name or target.text,
        section=target.section,
        lineage=target.lineage,
        plan_id=target.plan_id,
        who="; ".join(target.lead),
        aim=Aim(
            indicator=target.indicator,
            comparator=target.comparator,
            value=None if ProposedField.VALUE in proposes else target.value,
            value_high=None if ProposedField.VALUE in proposes else target.value_high,
            unit=target.unit,
            year_from=target.year_from,
            year=None if ProposedField.YEAR in proposes else target.year,
            every=target.every,
        ),
    )


def _assignment(row: Assignment) -> Duty:
    text = plain(row.text)
    return Duty(
        kind=RowKind.ASSIGNMENT,
        text=text,
        words=text,
        section=row.section,
        lineage=row.lineage,
        plan_id=row.plan_id,
        who=row.lead_names,
    )


def comparable(actor: Actor) -> QuerySet[Plan]:
    """The plans of which the actor may see what is found in them, with their document; one query."""
    return policies.visible(actor, Action.READ_FINDINGS).select_related("document", "owner")
