"""Values of plans in words, for templates."""

from __future__ import annotations

from django import template

from lotrinh.web.plans import wording

register = template.Library()

for _name in (
    "budget_kind",
    "document_name",
    "frequency",
    "plain",
    "proposed",
    "recurrence",
    "schedule_badge",
    "severity",
    "standing",
    "target_value",
    "task_when",
    "years",
):
    register.filter(_name, getattr(wording, _name))
