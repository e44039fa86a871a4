"""Reading plans: lists, pages, duties, figures, versions, exports. Each says how many queries it takes."""

from __future__ import annotations

from lotrinh.plans.selectors.bodies import bodies_today
from lotrinh.plans.selectors.duties import Duties, duties_of
from lotrinh.plans.selectors.figures import Figures, figures
from lotrinh.plans.selectors.plans import (
    Coordinating,
    Permalink,
    PlanFilters,
    PlanPage,
    confirmations,
    permalink,
    plan_of,
    plan_page,
    plans,
    rows,
)
from lotrinh.plans.selectors.records import record_of
from lotrinh.plans.selectors.schedule import last_day, schedule_of
from lotrinh.plans.selectors.tasks import TaskFilters, TaskLine, TaskPage, task_page, tasks
from lotrinh.plans.selectors.versions import (
    Difference,
    FieldChange,
    Piece,
    RowChange,
    Words,
    difference,
    shown,
    version_of,
    versions,
)
from lotrinh.plans.selectors.views import saved_views

__all__ = [
    "Coordinating",
    "Difference",
    "Duties",
    "FieldChange",
    "Figures",
    "Permalink",
    "Piece",
    "PlanFilters",
    "PlanPage",
    "RowChange",
    "TaskFilters",
    "TaskLine",
    "TaskPage",
    "Words",
    "bodies_today",
    "confirmations",
    "difference",
    "duties_of",
    "figures",
    "last_day",
    "permalink",
    "plan_of",
    "plan_page",
    "plans",
    "record_of",
    "rows",
    "saved_views",
    "schedule_of",
    "shown",
    "task_page",
    "tasks",
    "version_of",
    "versions",
]
