"""The territories of a province, as the list of places has them."""

from __future__ import annotations

from django.db.models import Q

from lotrinh.organisations.models import Place, PlaceChange
from lotrinh.organisations.provinces import Province
from lotrinh.organisations.reference import places as reference
from lotrinh.organisations.reference.outline import Land, LandChange, Territory
from lotrinh.organisations.vocab import Level


def territory_of(place: Province) -> Territory | None:
    """The territories of the province from the list of places, None where it is not loaded; three queries."""
    codes = [old.code for old in place.formed_from]
    own = Q(edition=reference.SINCE, code=place.code) | Q(edition=reference.BEFORE, code__in=codes)
    provinces = list(Place.objects.filter(own, level=Level.PROVINCE))
    now = next((row.pk for row in provinces if row.edition == reference.SINCE), None)
    if now is None:
        return None
    tops = [row.pk for row in provinces]
    rows = list(Place.objects.filter(Q(parent__in=tops) | Q(parent__parent__in=tops)).order_by())
    lands = {
        row.pk: Land(
            id=row.pk, level=row.level, code=row.code, full_name=row.full_name, parent_id=row.parent_id,
            starts_on=row.starts_on, ends_on=row.ends_on,
            parent_before=row.parent_before_id,
        )
        for row in rows
    }  # fmt: skip
    changes = PlaceChange.objects.filter(
        Q(predecessor__parent__in=tops) | Q(predecessor__parent__parent__in=tops)
    ).order_by("effective_on", "id")
    return Territory(
        now=now,
        before={row.code: row.pk for row in provinces if row.edition == reference.BEFORE},
        lands=lands,
        changes=tuple(
            LandChange(
                predecessor=row.predecessor_id, successor=row.successor_id, on=row.effective_on, source=row.source
            )
            for row in changes
        ),
    )
