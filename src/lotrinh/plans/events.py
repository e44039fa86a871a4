"""What happens to plans and their tasks, for other systems that want to know."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.webhooks.registry import Event, register
from lotrinh.plans import policies
from lotrinh.plans.models import Task


def plan_visible(actor: Actor, thing_id: str) -> bool:
    """Whether the actor may read the plan; one query."""
    return policies.visible(actor).filter(pk=int(thing_id)).exists()


def task_visible(actor: Actor, thing_id: str) -> bool:
    """Whether the actor may read the plan in whose version in force the task stands; one query."""
    return Task.objects.filter(lineage=thing_id, current=True, plan__in=policies.visible(actor)).exists()


register(
    *(
        Event(code=code, label=label, thing_kind="plan", path="/api/v1/plans/{id}", visible=plan_visible)
        for code, label in (
            ("plan.adopted", _("Kế hoạch được đưa vào theo dõi")),
            ("plan.version", _("Kế hoạch có phiên bản mới")),
        )
    ),
    Event(
        code="task.changed",
        label=_("Nhiệm vụ được chuyển giao, xác nhận"),
        thing_kind="task",
        path="/api/v1/tasks/{id}",
        visible=task_visible,
    ),
)
