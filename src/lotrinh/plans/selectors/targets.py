"""Lists of targets across all plans that a person may read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.plans.models import IN_FORCE, Target
from lotrinh.plans.selectors.tasks import readable


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFilters:
    """What a list of targets is narrowed to; a field left as it is narrows nothing.

    indicator: its code. year: to be reached in it. measurable: only those with a value. text: with or without
    diacritics.
    """

    plan_id: int | None = None
    indicator: str = ""
    year: int | None = None
    measurable: bool = False
    text: str = ""


def targets(actor: Actor, filters: TargetFilters) -> QuerySet[Target]:
    """The targets in force of the plans that the actor may read, narrowed, in the order of their plans; one query."""
    found = Target.objects.filter(IN_FORCE & readable(actor, filters.plan_id))
    if filters.indicator:
        found = found.filter(indicator=filters.indicator)
    if filters.year:
        found = found.filter(year=filters.year)
    if filters.measurable:
        found = found.filter(value__isnull=False)
    if filters.text.strip():
        found = found.filter(search__contains=words.fold(filters.text))
    return found.order_by("plan_id", "position", "id")
