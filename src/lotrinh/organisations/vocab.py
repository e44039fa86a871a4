"""Kinds of units."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What a unit is."""

    PROVINCE = "province", _("Ủy ban nhân dân tỉnh")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    COMMUNE = "commune", _("Ủy ban nhân dân cấp xã")
    PARTY = "party", _("Cơ quan Đảng")
    FRONT = "front", _("Mặt trận và đoàn thể")
    DIVISION = "division", _("Phòng, đơn vị trực thuộc")
    OTHER = "other", _("Cơ quan, tổ chức khác")


class GroupKind(models.TextChoices):
    """A group that plans name as an owner: each member owes the duty."""

    DEPARTMENTS = "departments", _("các sở, ban, ngành")
    COMMUNES = "communes", _("UBND cấp xã")
    FRONTS = "fronts", _("Mặt trận và các đoàn thể")
    PARTIES = "parties", _("các cơ quan Đảng")
    ALL = "all", _("các cơ quan, đơn vị, địa phương")
