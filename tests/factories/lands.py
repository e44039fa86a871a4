"""The territories of single provinces, from the reference files."""

from __future__ import annotations

from lotrinh.organisations.models import Place, PlaceChange
from lotrinh.organisations.provinces import province
from lotrinh.organisations.reference.places import BEFORE, SINCE, Key, ListedPlace, national


def load(*codes: str) -> None:
    """Load the places of these provinces (codes since 1 July 2025) with all that went into them."""
    listed = {item.key: item for item in national().places}
    tops = {(SINCE, code) for code in codes}
    for code in codes:
        found = province(code)
        assert found is not None
        tops |= {(BEFORE, old.code) for old in found.formed_from}
    rows: dict[Key, Place] = {}
    for level in (2, 3, 5):
        batch = [item for item in listed.values() if len(item.code) == level and _within(item, listed, tops)]
        made = [
            Place(
                edition=item.edition,
                level=item.level,
                code=item.code,
                kind=item.kind,
                name=item.name,
                parent=rows[item.parent] if item.parent else None,
                parent_before=rows[item.parent_before] if item.parent_before else None,
                starts_on=item.starts_on,
                ends_on=item.ends_on,
                source=item.source,
            )
            for item in batch
        ]
        for place in made:
            place.set_keys()
        Place.objects.bulk_create(made)
        rows |= dict(zip((item.key for item in batch), made, strict=True))
    PlaceChange.objects.bulk_create(
        PlaceChange(
            predecessor=rows[change.old],
            successor=rows[change.new],
            effective_on=change.effective_on,
            part=change.part,
            source=change.source,
        )
        for change in national().changes
        if change.old in rows and change.new in rows
    )


def _within(item: ListedPlace, listed: dict[Key, ListedPlace], tops: set[Key]) -> bool:
    here: ListedPlace | None = item
    while here is not None and here.key not in tops:
        here = listed[here.parent] if here.parent else None
    return here is not None
