"""Units as of a day, and who took over from them."""

from __future__ import annotations

from typing import Final

from ninja import Router
from ninja.params import Query

from lotrinh.api.calls import ApiRequest, actor_of
from lotrinh.api.operations import reads
from lotrinh.api.paging import page
from lotrinh.api.shapes import units as shapes
from lotrinh.api.shapes.values import Id, UnitRef
from lotrinh.core import clock, words
from lotrinh.organisations.selectors import units
from lotrinh.organisations.selectors.history import successors
from lotrinh.organisations.selectors.units import UnitLine
from lotrinh.organisations.vocab import Level, UnitKind

TAG: Final = "units"
router = Router()


@reads(router, "units", shapes.UnitList, listed=True)
def list_units(request: ApiRequest, query: Query[shapes.UnitQuery]) -> shapes.UnitList:
    """The units that exist on a day, under the names that they had then."""
    day = query.as_of or clock.today()
    rows = units.units_on(actor_of(request), day, ended=query.ended).order_by("sort_key", "pk")
    chosen = {"kind": query.kind, "level": query.level}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    wanted = words.fold(query.text).split()
    if wanted:
        rows = units.named(rows, wanted)
    keys = list(rows.values_list("pk", flat=True)[query.offset : query.offset + query.limit])
    found = [_unit(line) for line in units.lines_on(keys, day)]
    return shapes.UnitList(**page(request, query, rows.count()), as_of=day, items=found)


@reads(router, "units/{int:unit_id}", shapes.Unit, missing=True)
def get_unit(request: ApiRequest, unit_id: Id, query: Query[shapes.UnitDay]) -> shapes.Unit:
    """A unit as it was on a day; `exists` says whether it was there."""
    return _unit(units.line_of(actor_of(request), unit_id, query.as_of or clock.today()))


@reads(router, "units/{int:unit_id}/successors", shapes.Successors, missing=True)
def get_successors(request: ApiRequest, unit_id: Id, query: Query[shapes.SuccessorQuery]) -> shapes.Successors:
    """Who holds on a day the duties of a subject that the unit was given."""
    actor, day = actor_of(request), query.on or clock.today()
    line = units.line_of(actor, unit_id, day)
    holding = successors(unit_id, day, query.subject, since=query.since)
    keys = {*holding.units, *(choice.successor for choice in holding.choices if choice.successor is not None)}
    names = {item.pk: UnitRef(id=item.pk, name=item.name) for item in units.lines_on(sorted(keys), day)}
    return shapes.Successors(
        unit=UnitRef(id=line.pk, name=line.name),
        on=day,
        subject=query.subject,
        units=[names[key] for key in sorted(holding.units)],
        choices=[
            shapes.Choice(unit=names[choice.successor], subject=choice.subject)
            for choice in holding.choices
            if choice.successor is not None
        ],
    )


def _unit(line: UnitLine) -> shapes.Unit:
    unit = line.unit
    return shapes.Unit(
        id=unit.pk,
        kind=UnitKind(unit.kind),
        level=Level(unit.level),
        name=line.name,
        short_name=line.short_name,
        code=unit.code,
        parent=UnitRef(id=line.parent_id, name=line.parent_name) if line.parent_id else None,
        province=unit.province,
        starts_on=unit.starts_on,
        ends_on=unit.ends_on,
        exists=line.exists,
    )
