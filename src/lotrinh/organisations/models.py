"""Units and posts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.vocab import Role
from lotrinh.core import words
from lotrinh.organisations.vocab import UnitKind


class Unit(models.Model):
    """A body that gives, owes or follows tasks."""

    kind = models.CharField(_("Loại"), max_length=20, choices=UnitKind.choices)
    name = models.CharField(_("Tên"), max_length=200)
    short_name = models.CharField(_("Tên viết tắt"), max_length=60, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    #: `/1/7/`: the numbers of the units from the top to this one
    path = models.CharField(max_length=200, editable=False, db_index=True)
    #: the unit itself or, for a division, the agency above it; kept in step by `save`
    agency_id = models.BigIntegerField(editable=False, default=0)
    province = models.CharField(_("Tỉnh, thành phố"), max_length=60, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    sort_key = models.CharField(max_length=300, editable=False)
    search = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ("sort_key",)
        constraints = (
            models.UniqueConstraint(fields=("parent", "name"), name="unit_name_in_parent"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="unit_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the keys for order, search and scope in step."""
        self.sort_key = words.sort_key(self.name)
        self.search = words.fold(f"{self.name} {self.short_name}")[:300]
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        agency_id = self.parent.agency_id if self.parent and self.kind == UnitKind.DIVISION else self.pk
        if (path, agency_id) != (self.path, self.agency_id):
            self.path, self.agency_id = path, agency_id
            super().save(update_fields=("path", "agency_id"))


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


class Post(models.Model):
    """A person in a role in a unit, from a day to a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến ngày"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "unit", "role", "starts_on"), name="post_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="post_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"


class ApprovalChain(models.Model):
    """The steps by which a unit approves: roles in order; without a row, the default chain holds."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="approval_chain")
    roles = models.JSONField()

    def __str__(self) -> str:
        return " → ".join(self.roles)
