"""Territories as the State lists them, those of today and those before; loaded from the dated reference files."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.organisations.vocab import PLACE_WORDS, Level, PlaceKind


class Place(models.Model):
    """A province, district or commune in the time in which it exists.

    A merged place is a new one, though it may keep the name and even the code of an old one: `edition` says which list
    the code belongs to (decision 124/2004/QĐ-TTg: `2004`, decision 19/2025/QĐ-TTg: `2025`). A place that goes on
    unchanged stands once, under the latest list that has it.
    """

    edition = models.CharField(max_length=4)
    level = models.CharField(_("Cấp"), max_length=10, choices=Level.choices)
    code = models.CharField(_("Mã số"), max_length=10)
    kind = models.CharField(_("Loại"), max_length=20, choices=PlaceKind.choices)
    name = models.CharField(_("Tên"), max_length=100)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    #: where it lay until that place ended, of a place that goes on where those around it changed (its old district)
    parent_before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(_("Từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    source = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    #: changed by the operator: loading the reference files leaves it alone
    corrected = models.BooleanField(default=False)
    #: its code in the reference files, where the operator gave it another
    listed_code = models.CharField(max_length=10, blank=True, editable=False)
    sort_key = models.CharField(max_length=200, editable=False)
    search = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ("sort_key", "id")
        constraints = (
            models.UniqueConstraint(fields=("edition", "level", "code"), name="place_code_in_list"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="place_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the keys in step."""
        self.set_keys()
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """The name with its kind: `xã Bình An`, `thành phố Hải Phòng`."""
        return f"{PLACE_WORDS[PlaceKind(self.kind)]} {self.name}"

    def set_keys(self) -> None:
        """Keep the keys for order and search in step."""
        self.sort_key = words.sort_key(self.name)[:200]
        self.search = words.fold(f"{self.full_name} {self.code}")[:200]


class PlaceChange(models.Model):
    """What became of a place; many to many. `part`: only a part of the old place went into the new one."""

    predecessor = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="origins")
    #: the first day of the new place
    effective_on = models.DateField()
    part = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    corrected = models.BooleanField(default=False)

    class Meta:
        ordering = ("effective_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("predecessor", "successor", "effective_on"), name="place_change_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="place_changes_into_another"),
        )

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
