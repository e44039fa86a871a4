"""Printed names become units or groups; what is only similar stays a candidate."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from lotrinh.organisations import naming
from lotrinh.organisations.models import UnitName
from lotrinh.organisations.naming import Likeness, Reason, resolve
from lotrinh.organisations.printed import group_of, key, unmarked
from lotrinh.organisations.vocab import GroupKind, UnitKind
from tests.factories.world import World, unit


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Sở Khoa học và Công nghệ", "Sở Khoa học và Công nghệ"),
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Sở KHCN", "Sở Khoa học và Công nghệ"),
        ("Sở Khoa học, Công nghệ", "Sở Khoa học và Công nghệ"),
        ("Sở Khoa học - Công nghệ tỉnh", "Sở Khoa học và Công nghệ"),
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ;", "Sở Khoa học và Công nghệ"),
        ("Giám đốc Sở Tài chính", "Sở Tài chính"),
        ("Sở Tài chính tỉnh Sông Trà", "Sở Tài chính"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Sông Trà"),
        ("UBND TỈNH", "Ủy ban nhân dân tỉnh Sông Trà"),
        ("Uỷ ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh Sông Trà"),
        ("Chủ tịch Ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh Sông Trà"),
        ("UBND xã Bình An", "Ủy ban nhân dân xã Bình An"),
        ("xã Bình An", "Ủy ban nhân dân xã Bình An"),
    ],
)
def test_the_ways_of_printing_a_name_are_one(world: World, printed: str, name: str) -> None:
    found = resolve(printed)
    assert found.unit is not None, found
    assert (found.unit.name, found.reason) == (name, Reason.NAME)


def test_a_name_without_marks_is_the_unit_s_when_only_one_fits(world: World) -> None:
    found = resolve("So Tai chinh")
    assert (found.unit, found.reason) == (world.finance, Reason.UNMARKED)


def test_two_communes_that_differ_in_marks_only_are_kept_apart(world: World) -> None:
    low = unit("Ủy ban nhân dân xã Tân Hà", UnitKind.COMMUNE, parent=world.province)
    high = unit("Ủy ban nhân dân xã Tân Hạ", UnitKind.COMMUNE, parent=world.province)
    assert resolve("UBND xã Tân Hạ").unit == high
    unclear = resolve("UBND xa Tan Ha")
    assert (unclear.unit, unclear.reason) == (None, Reason.AMBIGUOUS)
    assert {(item.unit, item.reason) for item in unclear.candidates} == {(low, Likeness.SAME), (high, Likeness.SAME)}


def test_codes_are_never_folded(world: World) -> None:
    unit("Ban Quản lý ĐA", parent=world.province)
    assert resolve("BQL ĐA").unit is not None
    assert resolve("BQL DA").unit is None
    assert unmarked(key("DA")) != unmarked(key("ĐA"))


def test_another_name_that_was_recorded_is_known(world: World) -> None:
    UnitName.objects.create(unit=world.finance, name="Sở Tài chính - Vật giá")
    found = resolve("Sở Tài chính, Vật giá")
    assert (found.unit, found.reason) == (world.finance, Reason.ALIAS)


def test_a_misspelt_name_yields_candidates_never_a_unit(world: World) -> None:
    found = resolve("Sở Tài chánh")
    assert (found.unit, found.reason) == (None, Reason.UNKNOWN)
    assert [(item.unit, item.reason) for item in found.candidates] == [(world.finance, Likeness.SPELLING)]
    assert resolve("Hợp tác xã Muối Trắng").candidates == ()


def test_the_body_of_another_province_is_not_ours(world: World) -> None:
    assert resolve("Sở Tài chính tỉnh Lai Châu").unit is None


def test_a_body_that_ended_elsewhere_names_its_successor(world: World) -> None:
    found = resolve("Sở Thông tin và Truyền thông")
    assert (found.unit, found.reason) == (None, Reason.UNKNOWN)
    assert [(item.unit, item.reason) for item in found.candidates] == [(world.science, Likeness.SUCCESSOR)]


def test_the_unit_of_the_day_is_chosen_and_an_ended_one_is_said_to_have_ended(world: World) -> None:
    old = unit("Sở Du lịch", parent=world.province)
    old.ends_on = dt.date(2025, 2, 28)
    old.save()
    assert resolve("Sở Du lịch", dt.date(2024, 5, 1)).reason is Reason.NAME
    now = resolve("Sở Du lịch", dt.date(2026, 5, 1))
    assert (now.unit, now.reason) == (old, Reason.FORMER)


@pytest.mark.parametrize(
    ("printed", "group"),
    [
        ("các sở, ban, ngành", GroupKind.DEPARTMENTS),
        ("Các sở, ban, ngành tỉnh", GroupKind.DEPARTMENTS),
        ("Các sở", GroupKind.DEPARTMENTS),
        ("Thủ trưởng các sở, ban, ngành cấp tỉnh", GroupKind.DEPARTMENTS),
        ("các cơ quan chuyên môn thuộc UBND tỉnh", GroupKind.DEPARTMENTS),
        ("các sở, ban, ngành, đoàn thể", GroupKind.DEPARTMENTS_FRONTS),
        ("các sở, ban, ngành, địa phương", GroupKind.DEPARTMENTS_COMMUNES),
        ("các sở, ban, ngành và UBND các xã, phường", GroupKind.DEPARTMENTS_COMMUNES),
        ("UBND các xã, phường", GroupKind.COMMUNES),
        ("Ủy ban nhân dân các xã, phường, đặc khu", GroupKind.COMMUNES),
        ("UBND cấp xã", GroupKind.COMMUNES),
        ("UBND các xã", GroupKind.COMMUNES),
        ("các địa phương", GroupKind.COMMUNES),
        ("Chủ tịch UBND các xã, phường", GroupKind.COMMUNES),
        ("Mặt trận Tổ quốc và các đoàn thể", GroupKind.FRONTS),
        ("UBMTTQ Việt Nam tỉnh và các tổ chức chính trị - xã hội", GroupKind.FRONTS),
        ("các tổ chức chính trị - xã hội", GroupKind.FRONTS),
        ("các cơ quan Đảng", GroupKind.PARTIES),
        ("các cơ quan, đơn vị", GroupKind.ALL),
        ("các cơ quan, đơn vị, địa phương", GroupKind.ALL),
        ("các ngành, địa phương", GroupKind.ALL),
    ],
)
def test_the_ways_of_printing_a_group(world: World, printed: str, group: GroupKind) -> None:
    members = naming.members(group).exists()
    found = resolve(printed)
    assert (found.unit, found.group) == (None, group)
    assert found.reason is (Reason.GROUP if members else Reason.GROUP_EMPTY)


@pytest.mark.parametrize(
    "printed", ["các sở, ban, ngành liên quan", "UBND các xã ven biển", "các cơ quan, đơn vị có liên quan"]
)
def test_a_part_of_a_group_is_not_the_whole(world: World, printed: str) -> None:
    found = resolve(printed)
    assert (found.unit, found.group, found.reason) == (None, None, Reason.PART_OF_GROUP)


@pytest.mark.parametrize(
    "printed", ["UBND xã Hải Thanh", "Công ty Điện lực", "Cơ quan X", "", "   ", "...", "Phường Nam"]
)
def test_one_body_is_no_group(printed: str) -> None:
    assert group_of(printed) is None


def test_members_are_those_of_one_province_where_two_stand_side_by_side(world: World) -> None:
    eve, first = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
    gone, new = unit("Ủy ban nhân dân tỉnh Sông Cũ", UnitKind.PROVINCE), unit("Tỉnh mới", UnitKind.PROVINCE)
    gone.ends_on, gone.heir, new.starts_on = eve, new, first
    for top in (new, gone):
        top.save()
    old, now = unit("Sở Nội vụ", parent=gone), unit("Sở Nội vụ", parent=new)
    old.ends_on, now.starts_on = eve, first
    for one in (old, now):
        one.save()
    alone = unit("Sở không cấp trên")
    own = {world.science, world.finance, alone}
    departments = GroupKind.DEPARTMENTS
    assert set(naming.members(departments, eve)) == {*own, old}
    assert set(naming.members(departments, eve, within=world.division)) == own
    assert set(naming.members(departments, eve, within=old)) == {old, alone}
    assert set(naming.members(departments, first, within=old)) == {now, alone}, "the province went on in its heir"
    assert set(naming.members(departments, eve, within=new)) == {*own, old}, "it comes of several"
    assert naming.group_sizes(eve, within=world.province)[departments] == 3
    assert naming.group_sizes(eve)[departments] == 4


def test_members_are_those_of_the_day(world: World) -> None:
    old = unit("Sở Du lịch", parent=world.province)
    old.ends_on = dt.date(2025, 2, 28)
    old.save()
    assert set(naming.members(GroupKind.DEPARTMENTS, dt.date(2024, 5, 1))) == {world.science, world.finance, old}
    assert set(naming.members(GroupKind.ALL, dt.date(2026, 5, 1))) == {world.science, world.finance, world.commune}
    assert world.division not in naming.members(GroupKind.ALL)


def test_a_thousand_names_take_three_queries(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for index in range(120):
        unit(f"Ủy ban nhân dân xã Thứ {index}", UnitKind.COMMUNE, parent=world.province)
    names = [f"UBND xã Thứ {index % 120}{'' if index % 4 else f' khu {index}'}" for index in range(1000)]
    naming.resolve_all(names[:5])
    with django_assert_num_queries(3):
        found = naming.resolve_all(names)
    assert sum(1 for item in found.values() if item.unit) == 90
