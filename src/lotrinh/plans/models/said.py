"""What people said of a plan or keep for themselves, beside the rows of its versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotrinh.documents.models import Document
from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans.models.plans import Plan
from lotrinh.plans.vocab import ProposedField, RowKind


class Confirmation(models.Model):
    """A document with number and date that makes a proposed value binding.

    It belongs to the lineage of the row, so that it holds in later versions that propose the same value.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="confirmations")
    kind = models.CharField(max_length=12, choices=RowKind.choices)
    lineage = models.UUIDField()
    field = models.CharField(_("Thông tin"), max_length=12, choices=ProposedField.choices)
    #: what was confirmed, as JSON: a text, a number or a list of names
    value = models.JSONField()
    number = models.CharField(_("Số, ký hiệu"), max_length=60)
    issued_on = models.DateField(_("Ngày ban hành"))
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("lineage", "field"), name="confirmation_of_row"),)

    def __str__(self) -> str:
        return f"{self.field}: {self.number}"


class NameChoice(models.Model):
    """What a reviewer said that a printed name of a document stands for: a unit, a group, or neither."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    printed = models.CharField(max_length=500)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.CharField(max_length=24, choices=GroupKind.choices, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("document", "printed"), name="name_chosen_once"),
            models.CheckConstraint(condition=Q(unit__isnull=True) | Q(group=""), name="name_of_one_kind"),
        )

    def __str__(self) -> str:
        return self.printed


class SavedView(models.Model):
    """A list that a person wants to see again: its filters and order as the query of its address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    name = models.CharField(_("Tên"), max_length=80)
    query = models.CharField(max_length=1000)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("user", "page", "name"), name="view_name_once"),)

    def __str__(self) -> str:
        return self.name
