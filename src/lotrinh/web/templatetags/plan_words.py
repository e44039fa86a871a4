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
register.filter("number", wording.count)


@register.filter
def distance(amount: int) -> int:
    """How far a sum is off, whichever way."""
    return abs(amount)


@register.filter
def plain_number(number: int) -> str:
    """A number for programs, without the dots of thousands."""
    return str(number)
