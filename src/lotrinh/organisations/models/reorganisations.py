"""Decisions that change units, and who took over from whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lotrinh.organisations.models.units import Unit
from lotrinh.organisations.vocab import ReorganisationKind


class Reorganisation(models.Model):
    """One act of one deciding document, on the first day of what it makes."""

    kind = models.CharField(_("Hình thức"), max_length=10, choices=ReorganisationKind.choices)
    #: the first day of the new state; units that end do so the day before
    effective_on = models.DateField(_("Có hiệu lực từ ngày"))
    number = models.CharField(_("Số, ký hiệu văn bản"), max_length=60)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    #: None where it comes from the reference data
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("effective_on", "id")
        indexes = (models.Index(fields=("effective_on",), name="reorganisation_day"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y} ({self.number})"


class Succession(models.Model):
    """What passed from one unit to another; many to many, by subject.

    A subject is a field of duties in words for people; `cues` are words by which a task of that field is recognised,
    commas between them (empty: the words of the subject). Without a subject everything passes, or all that no other
    line of the same act names. A renaming leads from the unit to itself.
    """

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="lines")
    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    #: None: nobody took over
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="origins")
    subject = models.CharField(_("Lĩnh vực"), max_length=300, blank=True)
    cues = models.CharField(_("Từ nhận biết"), max_length=1000, blank=True)
    #: the predecessor got its last day by this line: taking the act back opens it again
    closes = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("reorganisation", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("reorganisation", "predecessor", "successor", "subject"), name="succession_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class UnitState(models.Model):
    """What a unit was called, and below whom it stood, until a day: it holds from the end of the state before."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="states")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    #: the last day
    ends_on = models.DateField()
    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="states")

    class Meta:
        ordering = ("ends_on", "id")
        constraints = (models.UniqueConstraint(fields=("unit", "ends_on"), name="unit_state_once"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.ends_on:%d/%m/%Y})"
