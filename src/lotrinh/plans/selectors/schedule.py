"""What the calendar says of a task: one rule, said for one task and for all."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from django.db.models import Case, CharField, Q, Value, When

from lotrinh.plans.models import Task
from lotrinh.plans.vocab import SOON_DAYS, Schedule
from vanban.record import Recurrence

_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])\Z")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z")


def last_day(deadline: str) -> dt.date | None:
    """The last day that a deadline allows: of the year, quarter or month, or the day; None for what is no date."""
    quarter = _QUARTER.match(deadline)
    if quarter:
        year, month, day = int(quarter[1]), 3 * int(quarter[2]), 0
    else:
        date = _DATE.match(deadline)
        if date is None:
            return None
        year, month, day = int(date[1]), int(date[2] or 12), int(date[3] or 0)
    try:
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def due_on(deadline: str | None, every: str | None) -> dt.date | None:
    """The day on which a task is due; a continuous task is never due."""
    return None if every == Recurrence.CONTINUOUS or not deadline else last_day(deadline)


def schedule_of(task: Task, today: dt.date) -> Schedule:
    """Where the task stands on a day by the calendar alone."""
    if task.due_on is None:
        return Schedule.RECURRING if task.every else Schedule.UNDATED
    if task.due_on < today:
        return Schedule.OVERDUE
    return Schedule.SOON if task.due_on <= today + dt.timedelta(days=SOON_DAYS) else Schedule.NOT_DUE


def schedule_rule(schedule: str, today: dt.date) -> Q:
    """The tasks that stand so on a day: `schedule_of` for all.

    Raises:
        ValueError: there is no such standing.

    """
    soon = today + dt.timedelta(days=SOON_DAYS)
    match Schedule(schedule):
        case Schedule.OVERDUE:
            return Q(due_on__lt=today)
        case Schedule.SOON:
            return Q(due_on__gte=today, due_on__lte=soon)
        case Schedule.NOT_DUE:
            return Q(due_on__gt=soon)
        case Schedule.RECURRING:
            return Q(due_on__isnull=True) & ~Q(every="")
        case Schedule.UNDATED:
            return Q(due_on__isnull=True, every="")


def schedule_expression(today: dt.date) -> Case:
    """The standing as a column."""
    return Case(
        *(When(schedule_rule(code, today), then=Value(code)) for code in Schedule.values),
        output_field=CharField(),
    )
