"""What people outside read of plans: only what documents say, no proposals, no findings, nobody's name.

Whose eyes these are is the actor's matter as everywhere (`core.actor.VISITOR` reads what is open to the public).
"""

from __future__ import annotations

from lotrinh.plans.selectors.published.bodies import Body, UnitSheet, bodies, named_units, unit_sheet, units_with_page
from lotrinh.plans.selectors.published.lists import (
    Facets,
    PlanLine,
    PlanWanted,
    Sheet,
    all_plans,
    facets,
    plan_lines,
    plan_names,
    plan_sheet,
    plans_by_document,
    sections_of,
    target_sheet,
    task_sheet,
    years_due,
    years_reached,
)
from lotrinh.plans.selectors.published.open_data import (
    Counts,
    TargetRow,
    TaskRow,
    WhoRow,
    counts,
    row_addresses,
    spans,
    target_rows,
    task_rows,
    who_rows,
)
from lotrinh.plans.selectors.published.plan import PlanSheet, plan_page, version_lines
from lotrinh.plans.selectors.published.rows import RowSheet, row_page
from lotrinh.plans.selectors.published.stamp import Stamp, stamp

__all__ = [
    "Body",
    "Counts",
    "Facets",
    "PlanLine",
    "PlanSheet",
    "PlanWanted",
    "RowSheet",
    "Sheet",
    "Stamp",
    "TargetRow",
    "TaskRow",
    "UnitSheet",
    "WhoRow",
    "all_plans",
    "bodies",
    "counts",
    "facets",
    "named_units",
    "plan_lines",
    "plan_names",
    "plan_page",
    "plan_sheet",
    "plans_by_document",
    "row_addresses",
    "row_page",
    "sections_of",
    "spans",
    "stamp",
    "target_rows",
    "target_sheet",
    "task_rows",
    "task_sheet",
    "unit_sheet",
    "units_with_page",
    "version_lines",
    "who_rows",
    "years_due",
    "years_reached",
]
