"""Kinds of units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.vocab import Role


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
    DEPARTMENTS_FRONTS = "departments_fronts", _("các sở, ban, ngành, đoàn thể")
    DEPARTMENTS_COMMUNES = "departments_communes", _("các sở, ban, ngành; UBND cấp xã")
    COMMUNES = "communes", _("UBND cấp xã")
    FRONTS = "fronts", _("Mặt trận và các đoàn thể")
    PARTIES = "parties", _("các cơ quan Đảng")
    ALL = "all", _("các cơ quan, đơn vị, địa phương")


#: Whom a group takes in: every agency of these kinds that is in force.
GROUP_MEMBERS: Final[Mapping[GroupKind, frozenset[UnitKind]]] = {
    GroupKind.DEPARTMENTS: frozenset({UnitKind.DEPARTMENT}),
    GroupKind.DEPARTMENTS_FRONTS: frozenset({UnitKind.DEPARTMENT, UnitKind.FRONT}),
    GroupKind.DEPARTMENTS_COMMUNES: frozenset({UnitKind.DEPARTMENT, UnitKind.COMMUNE}),
    GroupKind.COMMUNES: frozenset({UnitKind.COMMUNE}),
    GroupKind.FRONTS: frozenset({UnitKind.FRONT}),
    GroupKind.PARTIES: frozenset({UnitKind.PARTY}),
    GroupKind.ALL: frozenset({UnitKind.DEPARTMENT, UnitKind.COMMUNE, UnitKind.PARTY, UnitKind.FRONT}),
}


#: The steps of approval where the unit has set none (product rule: specialist → head of division → leadership).
DEFAULT_CHAIN: Final = (Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY)
#: Those who can be a step of approval.
APPROVERS: Final = (Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY, Role.OFFICE, Role.LEADER)
