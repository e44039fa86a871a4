"""Plans: the list, one of them, its record."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from ninja import Router
from ninja.params import Query

from lotrinh.api.calls import ApiRequest, actor_of
from lotrinh.api.operations import reads
from lotrinh.api.paging import page
from lotrinh.api.routes.readings import record
from lotrinh.api.shapes import plans as shapes
from lotrinh.api.shapes.values import Id, UnitRef
from lotrinh.plans import policies, selectors
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.overview import row_counts

TAG: Final = "plans"
router = Router()


@reads(router, "plans", shapes.PlanList, looks="plan", listed=True)
def list_plans(request: ApiRequest, query: Query[shapes.PlanQuery]) -> shapes.PlanList:
    """The plans that you may read."""
    filters = selectors.PlanFilters(text=query.text, owner_id=query.owner_id, sort=query.sort)
    rows = selectors.plans(actor_of(request), filters)
    part = rows[query.offset : query.offset + query.limit]
    items = [shapes.PlanLine(**_said(row), task_count=row.task_count) for row in part]  # type: ignore[attr-defined]  # annotated
    return shapes.PlanList(**page(request, query, rows.count()), items=items)


@reads(router, "plans/{int:plan_id}", shapes.Plan, looks="plan", missing=True)
def get_plan(request: ApiRequest, plan_id: Id) -> shapes.Plan:
    """A plan with its versions and who coordinates it."""
    actor = actor_of(request)
    plan = selectors.plan_of(actor, plan_id)
    counts = row_counts(plan)
    return shapes.Plan(
        **_said(plan),
        versions=[
            shapes.Version(number=row.number, adopted_at=row.adopted_at, reason=row.reason)
            for row in selectors.versions(actor, plan)
        ],
        counts=shapes.RowCounts(**{str(kind): count for kind, count in counts.items()}),
        follow_up=_named(plan.follow_up, plan.follow_up_printed),
        reports_to=_named(plan.reports_to, plan.reports_to_printed),
        difficulties_to=_named(plan.difficulties_to, plan.difficulties_to_printed),
    )


@reads(router, "plans/{int:plan_id}/record", shapes.RecordBody, looks="plan", missing=True)
def get_plan_record(request: ApiRequest, plan_id: Id, query: Query[shapes.VersionQuery]) -> HttpResponse:
    """A version as the plan record `lotrinh.plan/1`.

    It says what the adopted document says: proposals are left out. The checker's findings are in it for those inside.
    """
    found = selectors.version_of(actor_of(request), plan_id, query.version)
    inside = policies.allowed(actor_of(request), Action.READ_FINDINGS, found.plan)
    return record(request, selectors.record_of(found, findings=inside).to_json())


def _said(plan: Any) -> dict[str, Any]:
    """What a list and the page of one both say."""
    return {
        "id": plan.pk,
        "title": plan.title,
        "document_id": plan.document_id,
        "number": plan.document.number,
        "issued_on": plan.document.issued_on,
        "issuer": plan.document.issuer,
        "owner": UnitRef(id=plan.owner_id, name=plan.owner.name),
        "adopted_at": plan.adopted_at,
        "version": plan.current,
    }


def _named(unit: Any, printed: str) -> shapes.Named:
    return shapes.Named(printed=printed, unit=UnitRef(id=unit.pk, name=unit.name) if unit else None)
