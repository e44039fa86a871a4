"""Concepts of adopted plans."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyRole(models.TextChoices):
    """What a body owes in a task or duty."""

    LEAD = "lead", _("Chủ trì")
    PARTNER = "partner", _("Phối hợp")


class ProposedField(models.TextChoices):
    """Fields that the document does not fill: a value given here is a proposal until a document confirms it."""

    LEAD = "lead", _("Cơ quan chủ trì")
    DEADLINE = "deadline", _("Thời hạn")
    DELIVERABLE = "deliverable", _("Sản phẩm")
