"""Blocks of the first page: what waits for my review or approval, what my agencies owe, new plans."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.documents.selectors import readings, reviews
from lotrinh.organisations.selectors import delegations
from lotrinh.plans import selectors
from lotrinh.web.home.block import Block

_MOST: Final = 8


def standing_in(actor: Actor) -> Block | None:
    """For whom the person stands in today; one query, none where for nobody."""
    rows = delegations.standing_in_today(actor)
    return Block(_("Bạn đang thay người vắng mặt"), "web/home/standing_in.html", {"rows": rows}) if rows else None


def my_duties(actor: Actor) -> Block | None:
    """What the person's agencies owe: tasks, the most urgent first, assignments and reports; at most eight queries."""
    duties = selectors.duties_of(actor, most=_MOST)
    if not (duties.task_count or duties.assignment_count or duties.reporting_count):
        return None
    return Block(
        _("Nhiệm vụ của cơ quan tôi"),
        "web/home/tasks.html",
        {"duties": duties, "counts": [(code, n) for code, n in duties.by_schedule.items() if n]},
        f"{reverse('plans:tasks')}?mine=on",
    )


def my_reviews(actor: Actor) -> Block | None:
    """What waits for the person: to sign, to go through, to adopt, to begin with; three queries."""
    awaiting, to_do = reviews.awaiting(actor)[:_MOST], list(reviews.to_do(actor)[:_MOST])
    unreviewed = list(readings.unreviewed(actor)[:_MOST])
    if not awaiting and not to_do and not unreviewed:
        return None
    return Block(
        _("Chờ tôi duyệt hoặc rà soát"),
        "web/home/reviews.html",
        {"awaiting": awaiting, "to_do": to_do, "unreviewed": unreviewed},
    )


def new_plans(actor: Actor) -> Block | None:
    """The plans that were adopted last; one query."""
    plans = list(selectors.plans(actor)[:5])
    if not plans:
        return None
    return Block(_("Kế hoạch mới đưa vào theo dõi"), "web/home/plans.html", {"plans": plans}, reverse("plans:list"))
