"""The charts of a plan's overview: marks are links to the tasks that they count."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from typing import Any, Final

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lotrinh.plans.selectors.overview import DueCount, LeadCount
from lotrinh.plans.vocab import PartyRole, RowKind
from lotrinh.web.charts import Bar, Chart, bars
from lotrinh.web.plans.addresses import part_url
from lotrinh.web.templatetags.ui.values import partial_date
from vanban.language.wording import shorten

#: From this many quarters on, years are counted.
_MOST_QUARTERS: Final = 12
_LONGEST_NAME: Final = 42


def by_deadline(plan: Any, counts: Sequence[DueCount]) -> Chart | None:
    """Tasks by the quarter (over many years: the year) of their last day; None where no task has one."""
    dated = [item for item in counts if item.year is not None]
    if not dated:
        return None
    whole_years = len(dated) > _MOST_QUARTERS
    held: dict[tuple[int, int | None], int] = {}
    for item in dated:
        key = (item.year or 0, None if whole_years else item.quarter)
        held[key] = held.get(key, 0) + item.tasks
    items = [
        Bar(_period(year, quarter), tasks, _due_url(plan, year, quarter)) for (year, quarter), tasks in held.items()
    ]
    undated = sum(item.tasks for item in counts if item.year is None)
    if undated:
        items.append(Bar(_("Không ghi ngày"), undated, f"{part_url(plan.pk, RowKind.TASK)}?sort=-due", "muted"))
    return bars(_("Nhiệm vụ theo thời hạn"), items, (_("Thời hạn"), _("Nhiệm vụ")))


def by_lead(plan: Any, counts: Sequence[LeadCount]) -> Chart | None:
    """The agencies that lead most tasks; None where nobody leads any."""
    if not counts:
        return None
    items = [Bar(shorten(item.name, _LONGEST_NAME), item.tasks, _lead_url(plan, item)) for item in counts]
    return bars(_("Nhiệm vụ theo cơ quan chủ trì"), items, (_("Cơ quan chủ trì"), _("Nhiệm vụ")))


def _period(year: int, quarter: int | None) -> str:
    return str(year) if quarter is None else partial_date(f"{year}-Q{quarter}")


def _due_url(plan: Any, year: int, quarter: int | None) -> str:
    first, last = (1, 12) if quarter is None else (3 * quarter - 2, 3 * quarter)
    end = calendar.monthrange(year, last)[1]
    query = {"from": f"01/{first:02}/{year}", "to": f"{end:02}/{last:02}/{year}"}
    return f"{part_url(plan.pk, RowKind.TASK)}?{urlencode(query)}"


def _lead_url(plan: Any, item: LeadCount) -> str:
    if item.unit_id is None:
        return f"{part_url(plan.pk, RowKind.TASK)}?{urlencode({'q': item.name})}"
    query = {"unit": str(item.unit_id), "role": str(PartyRole.LEAD.value)}
    return f"{part_url(plan.pk, RowKind.TASK)}?{urlencode(query)}"
