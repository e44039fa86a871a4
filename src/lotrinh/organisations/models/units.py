"""Units: what they are today, what they were called before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.organisations.models.places import Place
from lotrinh.organisations.vocab import LEVEL_OF_KIND, Level, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """What a unit was on a day; `exists` is false before its first and after its last day."""

    unit_id: int
    exists: bool
    name: str
    short_name: str
    kind: str
    parent_id: int | None


class Unit(models.Model):
    """A body that gives, owes or follows tasks. Its columns say what it is now, or was last; see `states`."""

    kind = models.CharField(_("Loại"), max_length=20, choices=UnitKind.choices)
    level = models.CharField(_("Cấp"), max_length=10, choices=Level.choices, blank=True)
    name = models.CharField(_("Tên"), max_length=200)
    short_name = models.CharField(_("Tên viết tắt"), max_length=60, blank=True)
    #: sign of its documents (`SKHCN`) or its code in the national list of identifiers (`H12.05`)
    code = models.CharField(_("Mã định danh"), max_length=40, blank=True)
    #: the territory for which it works
    place = models.ForeignKey(Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    #: `/1/7/`: the numbers of the units from the top to this one
    path = models.CharField(max_length=200, editable=False, db_index=True)
    #: the unit itself or, for a division, the agency above it; kept in step by `save`
    agency_id = models.BigIntegerField(editable=False, default=0, db_index=True)
    province = models.CharField(_("Tỉnh, thành phố"), max_length=60, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    #: the one unit that took over everything when this one ended; kept in step with the successions
    heir = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="inherited"
    )
    sort_key = models.CharField(max_length=300, editable=False)
    search = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ("sort_key",)
        constraints = (
            # Two of one name in turn are two units: a merged commune often keeps the name of one of the old ones.
            models.UniqueConstraint(
                fields=("parent", "name"), condition=Q(ends_on__isnull=True), name="unit_name_in_parent"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="unit_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the keys for order, search and scope in step."""
        self.set_keys()
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        agency_id = self.parent.agency_id if self.parent and self.kind == UnitKind.DIVISION else self.pk
        if (path, agency_id) != (self.path, self.agency_id):
            self.path, self.agency_id = path, agency_id
            super().save(update_fields=("path", "agency_id"))

    def exists(self, on: dt.date) -> bool:
        """Whether the unit exists on the day."""
        return not (self.starts_on and self.starts_on > on) and not (self.ends_on and self.ends_on < on)

    def as_of(self, on: dt.date) -> AsOf:
        """What the unit was on a day; one query unless `states` is prefetched."""
        states = sorted((state for state in self.states.all() if state.ends_on >= on), key=lambda item: item.ends_on)
        then = states[0] if states else self
        return AsOf(
            unit_id=self.pk,
            exists=self.exists(on),
            name=then.name,
            short_name=then.short_name,
            kind=self.kind,
            parent_id=then.parent_id,
        )

    def set_keys(self) -> None:
        """Keep level and the keys for order and search in step."""
        self.level = self.level or LEVEL_OF_KIND.get(self.kind, Level.PROVINCE)
        self.sort_key = words.sort_key(self.name)
        self.search = words.fold(f"{self.name} {self.short_name} {self.code}".rstrip())[:300]


class UnitName(models.Model):
    """Another name under which documents know a unit: `search` is compared, see `words.fold`."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    search = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "name"), name="unit_name_once"),)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the key for search in step."""
        self.search = words.fold(self.name)
        super().save(*args, **kwargs)
