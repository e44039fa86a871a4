"""Duties that pass from body to body by a document."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans.models.plans import Plan
from lotrinh.plans.vocab import PartyRole, RowKind


class Handover(models.Model):
    """A document that gives duties of bodies that ended, or lost their field, to others from a day on."""

    number = models.CharField(_("Số, ký hiệu"), max_length=60)
    issued_on = models.DateField(_("Ngày ban hành"))
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200)
    #: the first day on which the new bodies owe them
    effective_on = models.DateField(_("Có hiệu lực từ ngày"))
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-effective_on", "-id")

    def __str__(self) -> str:
        return self.number


class HandoverLine(models.Model):
    """What passes of one row: the duty of a printed body, from a unit or group to a unit or group.

    It belongs to the lineage of the row, so that it holds in later versions that name the same body.
    """

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="lines")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="handed")
    kind = models.CharField(max_length=12, choices=RowKind.choices)
    lineage = models.UUIDField()
    role = models.CharField(max_length=8, choices=PartyRole.choices)
    printed = models.TextField()
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_group = models.CharField(max_length=24, choices=GroupKind.choices, blank=True)
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_group = models.CharField(max_length=24, choices=GroupKind.choices, blank=True)
    #: the field of duties by which the new body was chosen, as the succession calls it
    subject = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("handover", "id")
        indexes = (models.Index(fields=("lineage",), name="handed_by_lineage"),)

    def __str__(self) -> str:
        return f"{self.printed} ({self.role})"


class HandoverChoice(models.Model):
    """What a coordinator has chosen for one party of a row, before a decision is confirmed: kept between visits.

    choice: the code of a body (`u12`, `gcommunes`), of several at once (`each`), or `keep` where the row is left out.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=RowKind.choices)
    party_id = models.BigIntegerField()
    choice = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "kind", "party_id"), name="handover_choice_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.party_id}: {self.choice}"
