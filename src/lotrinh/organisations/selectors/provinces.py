"""The province that the platform works for."""

from __future__ import annotations

from lotrinh.core import words
from lotrinh.organisations.models import Unit
from lotrinh.organisations.provinces import PROVINCES, Province
from lotrinh.organisations.vocab import UnitKind


def own_province() -> Province | None:
    """The province of the topmost committee, None where it is none of the 34 or there are several; one query."""
    tops = Unit.objects.filter(parent=None, kind=UnitKind.PROVINCE, ends_on=None).order_by("pk")
    found = {
        known.code: known
        for name, province in tops.values_list("name", "province")
        for known in PROVINCES
        if words.fold(name) == words.fold(known.committee) or words.fold(province) == words.fold(known.name)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def top() -> Unit | None:
    """The topmost committee, the first that was entered where there are several; one query."""
    return Unit.objects.filter(parent=None, kind=UnitKind.PROVINCE, ends_on=None).order_by("pk").first()
