"""What a unit has to do with plans: the part of its page that speaks of duties."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Value

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.organisations.models import Unit
from lotrinh.plans import policies
from lotrinh.plans.models import (
    IN_FORCE,
    Assignment,
    AssignmentParty,
    Plan,
    ReportingDuty,
    ReportingParty,
    Task,
    TaskParty,
)
from lotrinh.plans.selectors.holding import concerning, holding_on, reach
from lotrinh.plans.selectors.schedule import schedule_expression
from lotrinh.plans.selectors.tasks import readable
from lotrinh.plans.vocab import PartyRole, Schedule

MOST_PLANS: Final = 10
#: Counted up to here: nobody reads on.
_MOST_COUNTED: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many tasks of one standing the unit leads, and in how many it joins."""

    schedule: Schedule
    led: int
    joined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDuties:
    """What a unit holds today by the plans that the reader may read, itself or through a group.

    Of a unit that has ended: what the plans gave it.

    `kept` are the plans that the unit keeps, `followed` those that it follows up or whose reports or difficulties it
    receives: at most ten of each, `kept_count` and `followed_count` are all of them (counted up to 500).
    """

    shares: tuple[Share, ...]
    led: int
    joined: int
    assignments: int
    reporting: int
    kept: tuple[Plan, ...]
    kept_count: int
    followed: tuple[Plan, ...]
    followed_count: int


def duties_of_unit(actor: Actor, unit: Unit) -> UnitDuties:
    """What the unit has to do with the plans that the actor may read; six queries, and those of a long history."""
    where = reach((unit.pk,))
    in_force = IN_FORCE & readable(actor)
    leads = concerning(TaskParty, "task_id", where, PartyRole.LEAD)
    joins = concerning(TaskParty, "task_id", where, PartyRole.PARTNER)
    led, joined = _by_schedule(in_force, leads, joins)
    assignments, reporting = _counts(
        Assignment.objects.filter(in_force & concerning(AssignmentParty, "assignment_id", where)),
        ReportingDuty.objects.filter(in_force & concerning(ReportingParty, "duty_id", where)),
    )
    kept, followed = _plans(actor, unit.pk)
    return UnitDuties(
        shares=tuple(
            Share(schedule=schedule, led=led.get(schedule, 0), joined=joined.get(schedule, 0))
            for schedule in Schedule
            if led.get(schedule) or joined.get(schedule)
        ),
        led=sum(led.values()),
        joined=sum(joined.values()),
        assignments=assignments,
        reporting=reporting,
        kept=tuple(kept[:MOST_PLANS]),
        kept_count=len(kept),
        followed=tuple(followed[:MOST_PLANS]),
        followed_count=len(followed),
    )


def led_by(units: Collection[int]) -> Mapping[int, int]:
    """How many tasks in force name each of the units as a lead; one query.

    Of all plans, whoever may read them: it says how much a reorganisation moves, and only how much.
    """
    holding = holding_on(clock.today())
    rows = TaskParty.objects.filter(holding, unit_id__in=units, role=PartyRole.LEAD, task__current=True).order_by()
    return dict(rows.values_list("unit_id").annotate(n=Count("task_id", distinct=True)))


def _by_schedule(rule: Q, leads: Q, joins: Q) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """How many of the tasks are led and joined, by schedule; one query."""
    found = Task.objects.filter(rule & (leads | joins)).order_by().annotate(schedule=schedule_expression(clock.today()))
    counted = found.values("schedule").annotate(led=Count("pk", filter=leads), joined=Count("pk", filter=joins))
    rows = list(counted.values_list("schedule", "led", "joined"))
    return {schedule: led for schedule, led, _ in rows}, {schedule: joined for schedule, _, joined in rows}


def _counts(*wanted: QuerySet[Any]) -> tuple[int, ...]:
    """How many rows each has; one query."""
    counted = [
        rows.order_by().annotate(of=Value(index)).values("of").annotate(n=Count("pk")).values_list("of", "n")
        for index, rows in enumerate(wanted)
    ]
    found = dict(counted[0].union(*counted[1:], all=True))
    return tuple(found.get(index, 0) for index in range(len(wanted)))


def _plans(actor: Actor, unit_id: int) -> tuple[list[Plan], list[Plan]]:
    """The plans that the unit keeps, and those that it follows up, the latest first; one query."""
    followed = Q(follow_up_id=unit_id) | Q(reports_to_id=unit_id) | Q(difficulties_to_id=unit_id)
    found = policies.visible(actor).filter(Q(owner_id=unit_id) | followed).select_related("document")
    plans = list(found.order_by("-adopted_at", "-id")[:_MOST_COUNTED])
    others = [plan for plan in plans if unit_id in {plan.follow_up_id, plan.reports_to_id, plan.difficulties_to_id}]
    return [plan for plan in plans if plan.owner_id == unit_id], others
