"""Who may do what with a plan: reading follows the plan's document, the rest belongs to its coordinators."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing, NotAllowed
from lotrinh.documents import policies as documents
from lotrinh.plans.models import Plan


class Action(StrEnum):
    """What can be done with a plan."""

    READ = "read"
    READ_FINDINGS = "read_findings"
    #: say which duties of a higher document it takes up
    COMPARE = "compare"
    #: say who follows up, confirm proposals, adopt a new version
    COORDINATE = "coordinate"


_OF_DOCUMENT: Final = {
    Action.READ: documents.Action.READ,
    Action.READ_FINDINGS: documents.Action.READ_FINDINGS,
    Action.COMPARE: documents.Action.REVIEW,
    Action.COORDINATE: documents.Action.ADOPT,
}


def allowed(actor: Actor, action: Action, plan: Plan) -> bool:
    """Whether the actor may do this with the plan."""
    return documents.allowed(actor, _OF_DOCUMENT[action], plan.document)


def visible(actor: Actor, action: Action = Action.READ) -> QuerySet[Plan]:
    """All plans with which the actor may do this."""
    return Plan.objects.filter(document__in=documents.visible(actor, _OF_DOCUMENT[action]))


def require(actor: Actor, action: Action, plan: Plan) -> None:
    """Let the actor pass or raise.

    Raises:
        Missing: the plan does not exist for this person.
        NotAllowed: they may read it, not more.

    """
    if allowed(actor, action, plan):
        return
    if not allowed(actor, Action.READ, plan):
        raise Missing(_("Không có kế hoạch này, hoặc bạn không được xem."), code="plan-missing")
    raise NotAllowed(_("Vai trò của bạn không cho phép làm việc này với kế hoạch."), code="not-allowed")
