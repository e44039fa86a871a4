"""Targets over all plans."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from ninja import Router
from ninja.params import Query

from lotrinh.api.calls import ApiRequest, actor_of
from lotrinh.api.operations import reads
from lotrinh.api.paging import page
from lotrinh.api.shapes import plans as shapes
from lotrinh.plans import selectors
from lotrinh.plans.selectors.targets import TargetFilters, targets
from lotrinh.plans.vocab import RowKind

TAG: Final = "targets"
router = Router()


@reads(router, "targets", shapes.TargetList, looks="plan", listed=True)
def list_targets(request: ApiRequest, query: Query[shapes.TargetQuery]) -> shapes.TargetList:
    """The targets in force of the plans that you may read."""
    rows = targets(actor_of(request), TargetFilters(**query.model_dump(exclude={"limit", "offset"})))
    part = rows[query.offset : query.offset + query.limit]
    return shapes.TargetList(**page(request, query, rows.count()), items=[_line(row) for row in part])


@reads(router, "targets/{uuid:lineage}", shapes.Target, looks="plan", missing=True)
def get_target(request: ApiRequest, lineage: UUID) -> shapes.Target:
    """A target under its lasting name, with what every version said of it."""
    found = selectors.permalink(actor_of(request), lineage, RowKind.TARGET)
    history: tuple[Any, ...] = found.history
    return shapes.Target(
        target=_line(found.row),
        in_force=found.row.current,
        history=[
            shapes.PastTarget(version=past.version.number, text=past.text, value=past.value, year=past.year)
            for past in history
        ],
    )


def _line(row: Any) -> shapes.TargetLine:
    return shapes.TargetLine(
        lineage=row.lineage,
        plan_id=row.plan_id,
        section=row.section,
        name=row.name,
        text=row.text,
        indicator=row.indicator,
        comparator=row.comparator,
        value=row.value,
        value_high=row.value_high,
        unit=row.unit,
        year=row.year,
        year_from=row.year_from,
        every=row.every,
        lead=list(row.lead),
        proposed=list(row.proposed),
    )
