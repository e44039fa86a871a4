"""Kinds and levels of units and places, groups, ways of reorganising."""

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
    DISTRICT = "district", _("Ủy ban nhân dân cấp huyện")
    COMMUNE = "commune", _("Ủy ban nhân dân cấp xã")
    PARTY = "party", _("Cơ quan Đảng")
    FRONT = "front", _("Mặt trận và đoàn thể")
    DIVISION = "division", _("Phòng, đơn vị trực thuộc")
    FIRM = "firm", _("Doanh nghiệp, ngân hàng")
    OTHER = "other", _("Cơ quan, tổ chức khác")


class Level(models.TextChoices):
    """The level of government that a unit or place belongs to. The district level ended on 1 July 2025."""

    CENTRAL = "central", _("Trung ương")
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")


#: The level of units of a kind where nothing else is said; the others are of the province.
LEVEL_OF_KIND: Final[Mapping[str, Level]] = {
    UnitKind.DISTRICT: Level.DISTRICT,
    UnitKind.COMMUNE: Level.COMMUNE,
}


class PlaceKind(models.TextChoices):
    """What a territory is called; cities under the central government and under a province are different things."""

    PROVINCE = "province", _("tỉnh")
    CENTRAL_CITY = "central_city", _("thành phố trực thuộc Trung ương")
    URBAN_DISTRICT = "urban_district", _("quận")
    RURAL_DISTRICT = "rural_district", _("huyện")
    TOWN = "town", _("thị xã")
    CITY = "city", _("thành phố thuộc tỉnh")
    COMMUNE = "commune", _("xã")
    WARD = "ward", _("phường")
    TOWNSHIP = "township", _("thị trấn")
    SPECIAL_ZONE = "special_zone", _("đặc khu")


#: The word in a place's full name, which is Vietnamese in every language of the interface.
PLACE_WORDS: Final[Mapping[PlaceKind, str]] = {
    PlaceKind.PROVINCE: "tỉnh",
    PlaceKind.CENTRAL_CITY: "thành phố",
    PlaceKind.URBAN_DISTRICT: "quận",
    PlaceKind.RURAL_DISTRICT: "huyện",
    PlaceKind.TOWN: "thị xã",
    PlaceKind.CITY: "thành phố",
    PlaceKind.COMMUNE: "xã",
    PlaceKind.WARD: "phường",
    PlaceKind.TOWNSHIP: "thị trấn",
    PlaceKind.SPECIAL_ZONE: "đặc khu",
}


class ReorganisationKind(models.TextChoices):
    """What a decision does to units."""

    MERGE = "merge", _("Hợp nhất, sáp nhập")
    SPLIT = "split", _("Chia, tách")
    ABOLISH = "abolish", _("Giải thể, kết thúc hoạt động")
    TRANSFER = "transfer", _("Chuyển một lĩnh vực nhiệm vụ")
    RENAME = "rename", _("Đổi tên")


#: After these the units that are taken apart exist no more.
ENDING: Final = frozenset({ReorganisationKind.MERGE, ReorganisationKind.SPLIT, ReorganisationKind.ABOLISH})


class FoundingPart(models.TextChoices):
    """A part of a province's list of units that is made at once."""

    DEPARTMENTS = "departments", _("Sở, ban, ngành và cơ quan khác của tỉnh")
    PARTY = "party", _("Cơ quan Đảng cấp tỉnh")
    FRONTS = "fronts", _("Mặt trận và đoàn thể cấp tỉnh")
    COMMUNES = "communes", _("Ủy ban nhân dân cấp xã")
    FORMER = "former", _("Cơ quan đã kết thúc hoạt động và cơ quan kế thừa")


class GroupKind(models.TextChoices):
    """A group that plans name as an owner: each member owes the duty."""

    DEPARTMENTS = "departments", _("các sở, ban, ngành")
    DEPARTMENTS_FRONTS = "departments_fronts", _("các sở, ban, ngành, đoàn thể")
    DEPARTMENTS_COMMUNES = "departments_communes", _("các sở, ban, ngành; UBND cấp xã")
    DEPARTMENTS_DISTRICTS = "departments_districts", _("các sở, ban, ngành; UBND cấp huyện")
    DISTRICTS = "districts", _("UBND cấp huyện")
    DISTRICTS_COMMUNES = "districts_communes", _("UBND cấp huyện, cấp xã")
    COMMUNES = "communes", _("UBND cấp xã")
    FRONTS = "fronts", _("Mặt trận và các đoàn thể")
    PARTIES = "parties", _("các cơ quan Đảng")
    ALL = "all", _("các cơ quan, đơn vị, địa phương")


_DEPARTMENTS: Final = (UnitKind.DEPARTMENT, Level.PROVINCE)
_DISTRICTS: Final = (UnitKind.DISTRICT, Level.DISTRICT)
_COMMUNES: Final = (UnitKind.COMMUNE, Level.COMMUNE)
_FRONTS: Final = (UnitKind.FRONT, Level.PROVINCE)
_PARTIES: Final = (UnitKind.PARTY, Level.PROVINCE)
#: Whom a group takes in: every agency of these kinds and levels that exists on the day.
GROUP_MEMBERS: Final[Mapping[GroupKind, frozenset[tuple[str, str]]]] = {
    GroupKind.DEPARTMENTS: frozenset({_DEPARTMENTS}),
    GroupKind.DEPARTMENTS_FRONTS: frozenset({_DEPARTMENTS, _FRONTS}),
    GroupKind.DEPARTMENTS_COMMUNES: frozenset({_DEPARTMENTS, _COMMUNES}),
    GroupKind.DEPARTMENTS_DISTRICTS: frozenset({_DEPARTMENTS, _DISTRICTS}),
    GroupKind.DISTRICTS: frozenset({_DISTRICTS}),
    GroupKind.DISTRICTS_COMMUNES: frozenset({_DISTRICTS, _COMMUNES}),
    GroupKind.COMMUNES: frozenset({_COMMUNES}),
    GroupKind.FRONTS: frozenset({_FRONTS}),
    GroupKind.PARTIES: frozenset({_PARTIES}),
    GroupKind.ALL: frozenset({_DEPARTMENTS, _DISTRICTS, _COMMUNES, _PARTIES, _FRONTS}),
}


#: The steps of approval where the unit has set none (product rule: specialist → head of division → leadership).
DEFAULT_CHAIN: Final = (Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY)
#: Those who can be a step of approval.
APPROVERS: Final = (Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY, Role.OFFICE, Role.LEADER)
