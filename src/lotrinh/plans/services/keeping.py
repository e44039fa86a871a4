"""The plans of an agency that ended go to the agency that keeps their documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.writes import service
from lotrinh.documents.models import Keeping
from lotrinh.documents.services import keeping
from lotrinh.documents.services.keeping import Deciding, state_of
from lotrinh.organisations.models import Unit
from lotrinh.plans.models import Plan


@service
def give(actor: Actor, *, giver_id: int, keeper_id: int, document_ids: Collection[int], decision: Deciding) -> Keeping:
    """Let the keeper keep these documents of an agency that ended, and the plans that were adopted from them.

    Raises:
        Missing, NotAllowed, Refused, Conflict: see `documents.services.keeping.give`.

    """
    adopted = Q(document__in=document_ids) | Q(versions__review__document__in=document_ids)
    plans = list(Plan.objects.filter(adopted, owner_id=giver_id).distinct().order_by("pk"))
    row = keeping.give(
        actor,
        giver_id=giver_id,
        keeper_id=keeper_id,
        document_ids=document_ids,
        decision=decision,
        plans=[plan.pk for plan in plans],
    )
    _move(actor, row, plans, before=row.giver, after=row.keeper, action="plan.kept_by")
    return row


@service
def withdraw(actor: Actor, *, keeping_id: int) -> Keeping:
    """Give the documents and plans back that a decision recorded by mistake moved.

    Raises:
        Missing, Refused, Conflict: see `documents.services.keeping.withdraw`.

    """
    row = keeping.withdraw(actor, keeping_id=keeping_id)
    plans = Plan.objects.filter(pk__in=row.plans, owner_id=row.keeper_id).order_by("pk")
    _move(actor, row, list(plans), before=row.keeper, after=row.giver, action="plan.keeping_withdrawn")
    return row


def _move(  # noqa: PLR0913 - one row of the trail for each plan
    actor: Actor, row: Keeping, plans: Iterable[Plan], *, before: Unit, after: Unit, action: str
) -> None:
    moved = list(plans)
    Plan.objects.filter(pk__in=[plan.pk for plan in moved]).update(owner=after)
    for plan in moved:
        audit.note(
            actor,
            action,
            kind="plan",
            id=plan.pk,
            label=plan.title,
            unit_id=before.pk,
            before=state_of(row, before, decided=action == "plan.keeping_withdrawn"),
            after=state_of(row, after, decided=action == "plan.kept_by"),
        )
