"""Blocks of the first page: the tasks of my agencies by urgency, what waits for my review or approval, new plans."""

from __future__ import annotations

from typing import Final

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.documents.selectors import reviews
from lotrinh.plans import selectors
from lotrinh.plans.selectors import TaskFilters
from lotrinh.plans.selectors.schedule import schedule_expression
from lotrinh.plans.selectors.tasks import lines
from lotrinh.plans.vocab import Schedule, TaskSort
from lotrinh.web.home.block import Block

_MOST: Final = 8


def my_tasks(actor: Actor) -> Block | None:
    """The tasks of the person's agencies, the most urgent first; seven queries."""
    mine = selectors.tasks(actor, TaskFilters(mine=True, sort=TaskSort.DEADLINE))
    counted = mine.order_by().annotate(standing=schedule_expression(clock.today())).values_list("standing")
    counts = dict(counted.annotate(n=Count("pk")))
    if not counts:
        return None
    return Block(
        _("Nhiệm vụ của cơ quan tôi"),
        "web/home/tasks.html",
        {
            "lines": lines(list(mine.values_list("pk", flat=True)[:_MOST])),
            "counts": [(code, counts[code]) for code in Schedule.values if code in counts],
        },
        f"{reverse('plans:tasks')}?mine=on",
    )


def my_reviews(actor: Actor) -> Block | None:
    """Reviews that wait for the person: to sign, and to go through; two queries."""
    awaiting, to_do = reviews.awaiting(actor)[:_MOST], list(reviews.to_do(actor)[:_MOST])
    if not awaiting and not to_do:
        return None
    return Block(_("Chờ tôi duyệt hoặc rà soát"), "web/home/reviews.html", {"awaiting": awaiting, "to_do": to_do})


def new_plans(actor: Actor) -> Block | None:
    """The plans that were adopted last; one query."""
    plans = list(selectors.plans(actor)[:5])
    if not plans:
        return None
    return Block(_("Kế hoạch mới đưa vào theo dõi"), "web/home/plans.html", {"plans": plans}, reverse("plans:list"))
