"""Decisions that what one agency kept is kept by another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lotrinh.documents.models.documents import Document
from lotrinh.organisations.models import Unit


class Keeping(models.Model):
    """A decision that what one agency kept is kept by another: rights over a document are rights in its keeper."""

    giver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("Số, ký hiệu"), max_length=60)
    issued_on = models.DateField(_("Ngày ban hành"))
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    #: the keys of the plans that went along
    plans = models.JSONField(default=list, blank=True)
    #: when it was taken back, because it was recorded by mistake
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.CheckConstraint(condition=~Q(giver=F("keeper")), name="keeping_by_another"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.giver_id} → {self.keeper_id}"


class KeptDocument(models.Model):
    """A document that a decision on keeping names."""

    keeping = models.ForeignKey(Keeping, on_delete=models.CASCADE, related_name="lines")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="keepings")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("keeping", "document"), name="kept_once"),)

    def __str__(self) -> str:
        return f"{self.keeping_id}: {self.document_id}"
