"""A name stands for the unit that had it on the day, in the province whose document says it."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from lotrinh.organisations import naming
from lotrinh.organisations.models import Reorganisation, Succession, Unit, UnitName, UnitState
from lotrinh.organisations.naming import Likeness, Reason, resolve
from lotrinh.organisations.printed import group_of
from lotrinh.organisations.vocab import GroupKind, ReorganisationKind, UnitKind

pytestmark = pytest.mark.django_db

LAST_OLD = dt.date(2025, 6, 30)
FIRST_NEW = dt.date(2025, 7, 1)
IN_2024 = dt.date(2024, 5, 20)
IN_2026 = dt.date(2026, 2, 5)


def unit(name: str, kind: str = UnitKind.DEPARTMENT, **more: object) -> Unit:
    return Unit.objects.create(name=name, kind=kind, **more)


@pytest.fixture
def provinces() -> dict[str, Unit]:
    """Two provinces that became one of the second's name, each with its sở; a bank that is below none."""
    made = {
        "giang": unit("Ủy ban nhân dân tỉnh Bắc Giang", UnitKind.PROVINCE, ends_on=LAST_OLD),
        "ninh_old": unit("Ủy ban nhân dân tỉnh Bắc Ninh", UnitKind.PROVINCE, ends_on=LAST_OLD),
        "ninh": unit("Ủy ban nhân dân tỉnh Bắc Ninh", UnitKind.PROVINCE, starts_on=FIRST_NEW),
    }
    name = "Sở Khoa học và Công nghệ"
    made["giang_science"] = unit(name, parent=made["giang"], ends_on=LAST_OLD)
    made["ninh_old_science"] = unit(name, parent=made["ninh_old"], ends_on=LAST_OLD)
    made["ninh_science"] = unit(name, parent=made["ninh"], starts_on=FIRST_NEW)
    made["bank"] = unit("Ngân hàng Chính sách xã hội", UnitKind.FIRM)
    return made


def succession(before: Unit, after: Unit | None, on: dt.date = FIRST_NEW) -> None:
    act = Reorganisation.objects.create(kind=ReorganisationKind.MERGE, effective_on=on, number="202/2025/QH15")
    Succession.objects.create(reorganisation=act, predecessor=before, successor=after)


def test_of_two_provinces_of_one_name_in_turn_the_one_of_the_day_is_meant(provinces: dict[str, Unit]) -> None:
    assert resolve("UBND tỉnh Bắc Ninh", IN_2024).unit == provinces["ninh_old"]
    assert resolve("UBND tỉnh Bắc Ninh", LAST_OLD).unit == provinces["ninh_old"]
    assert resolve("UBND tỉnh Bắc Ninh", FIRST_NEW).unit == provinces["ninh"]
    assert resolve("Sở KH&CN", IN_2026).unit == provinces["ninh_science"]


def test_a_plan_means_the_bodies_of_its_own_province(provinces: dict[str, Unit]) -> None:
    assert resolve("Sở KH&CN", IN_2024).reason is Reason.AMBIGUOUS
    for name in ("giang", "ninh_old"):
        found = resolve("Sở KH&CN", IN_2024, within=provinces[name])
        assert (found.unit, found.reason) == (provinces[f"{name}_science"], Reason.NAME)
        assert resolve("UBND tỉnh", IN_2024, within=provinces[name]).unit == provinces[name]


def test_the_province_that_the_name_itself_says_goes_before_that_of_the_plan(provinces: dict[str, Unit]) -> None:
    for printed in ("Sở Khoa học và Công nghệ tỉnh Bắc Ninh", "Sở KH&CN Bắc Ninh"):
        assert resolve(printed, IN_2024, within=provinces["giang"]).unit == provinces["ninh_old_science"]
    assert resolve("UBND tỉnh Bắc Ninh", IN_2024, within=provinces["giang"]).unit == provinces["ninh_old"]


def test_a_body_that_only_another_province_has_is_a_candidate_and_no_more(provinces: dict[str, Unit]) -> None:
    tourism = unit("Sở Du lịch", parent=provinces["ninh_old"])
    found = resolve("Sở Du lịch", IN_2024, within=provinces["giang"])
    assert (found.unit, found.reason) == (None, Reason.ELSEWHERE)
    assert [(item.unit, item.reason) for item in found.candidates] == [(tourism, Likeness.ELSEWHERE)]


def test_what_is_below_no_province_is_everybody_s(provinces: dict[str, Unit]) -> None:
    found = resolve("Ngân hàng Chính sách xã hội", IN_2024, within=provinces["giang"])
    assert (found.unit, found.reason) == (provinces["bank"], Reason.NAME)


def test_a_body_that_has_ended_by_the_day_is_named_with_who_took_over(
    provinces: dict[str, Unit], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    between = unit("Sở Khoa học Bắc Giang tạm thời", starts_on=FIRST_NEW, ends_on=FIRST_NEW)
    succession(provinces["giang_science"], between)
    succession(between, provinces["ninh_science"], FIRST_NEW + dt.timedelta(days=1))
    with django_assert_num_queries(5):  # units, states, names, and a step for each of the two acts
        found = resolve("Sở KH&CN tỉnh Bắc Giang", IN_2026, within=provinces["ninh"])
    assert (found.unit, found.reason) == (provinces["giang_science"], Reason.FORMER)
    assert [(item.unit, item.reason) for item in found.candidates] == [(provinces["ninh_science"], Likeness.SUCCESSOR)]


def test_of_several_that_ended_before_the_day_the_last_is_meant() -> None:
    unit("Sở Du lịch", ends_on=dt.date(2008, 3, 31))
    later = unit("Sở Du lịch", starts_on=dt.date(2016, 1, 1), ends_on=dt.date(2025, 2, 28))
    found = resolve("Sở Du lịch", IN_2026)
    assert (found.unit, found.reason) == (later, Reason.FORMER)
    assert resolve("Sở Du lịch", dt.date(2012, 1, 1)).reason is Reason.FORMER


def test_one_that_begins_after_the_day_is_said_to() -> None:
    new = unit("Sở Dân tộc và Tôn giáo", starts_on=dt.date(2025, 3, 1))
    found = resolve("Sở Dân tộc và Tôn giáo", IN_2024)
    assert (found.unit, found.reason, found.sure) == (new, Reason.LATER, False)


def test_a_former_name_is_the_unit_s_own_on_the_days_on_which_it_was() -> None:
    renamed = unit("Sở Nông nghiệp và Môi trường", starts_on=dt.date(2000, 1, 1))
    act = Reorganisation.objects.create(kind=ReorganisationKind.RENAME, effective_on=dt.date(2025, 3, 1), number="1")
    UnitState.objects.create(
        unit=renamed, name="Sở Nông nghiệp và Phát triển nông thôn", ends_on=dt.date(2025, 2, 28), reorganisation=act
    )
    for printed, on, reason in (
        ("Sở NN&PTNT", IN_2024, Reason.NAME),
        ("Sở Nông nghiệp và Phát triển nông thôn", IN_2026, Reason.OTHER_TIME),
        ("Sở Nông nghiệp và Môi trường", IN_2026, Reason.NAME),
        ("Sở Nông nghiệp và Môi trường", IN_2024, Reason.OTHER_TIME),
    ):
        found = resolve(printed, on)
        assert (found.unit, found.reason) == (renamed, reason), printed


def test_who_has_the_name_on_the_day_goes_before_who_had_it_once() -> None:
    renamed = unit("Sở Văn hóa", starts_on=dt.date(2000, 1, 1))
    act = Reorganisation.objects.create(kind=ReorganisationKind.RENAME, effective_on=FIRST_NEW, number="1")
    UnitState.objects.create(unit=renamed, name="Sở Thể thao", ends_on=LAST_OLD, reorganisation=act)
    new = unit("Sở Thể thao", starts_on=FIRST_NEW)
    assert resolve("Sở Thể thao", IN_2024).unit == renamed
    assert resolve("Sở Thể thao", IN_2026).unit == new


def test_a_unit_that_moved_stands_where_it_stood_on_the_day(provinces: dict[str, Unit]) -> None:
    commune = unit("Ủy ban nhân dân xã Tân Yên", UnitKind.COMMUNE, parent=provinces["ninh"])
    act = Reorganisation.objects.create(kind=ReorganisationKind.RENAME, effective_on=FIRST_NEW, number="1")
    UnitState.objects.create(
        unit=commune, name=commune.name, parent=provinces["giang"], ends_on=LAST_OLD, reorganisation=act
    )
    assert resolve("xã Tân Yên", IN_2024, within=provinces["giang"]).unit == commune
    assert resolve("xã Tân Yên", IN_2026, within=provinces["ninh"]).unit == commune
    assert resolve("xã Tân Yên", IN_2024, within=provinces["ninh_old"]).reason is Reason.ELSEWHERE


def test_two_communes_of_one_name_on_one_day_are_left_to_a_person(provinces: dict[str, Unit]) -> None:
    two = {
        unit("Ủy ban nhân dân xã Tân Tiến", UnitKind.COMMUNE, parent=unit(f"UBND huyện {name}", UnitKind.DISTRICT))
        for name in ("Yên Dũng", "Lạng Giang")
    }
    found = resolve("UBND xã Tân Tiến", IN_2024)
    assert (found.unit, found.reason) == (None, Reason.AMBIGUOUS)
    assert {item.unit for item in found.candidates} == two


def test_an_abbreviation_that_is_not_known_names_whose_first_letters_fit(provinces: dict[str, Unit]) -> None:
    made = unit("Ban Quản lý các khu chế xuất", parent=provinces["ninh"])
    found = resolve("Ban QLCKCX", IN_2026, within=provinces["ninh"])
    assert (found.unit, found.reason) == (None, Reason.UNKNOWN)
    assert [(item.unit, item.reason) for item in found.candidates] == [(made, Likeness.ABBREVIATION)]


def test_a_misspelling_says_which_name_it_is_near(provinces: dict[str, Unit]) -> None:
    UnitName.objects.create(unit=provinces["ninh_science"], name="Sở Khoa học, Kỹ thuật")
    (candidate,) = resolve("Sở Khoa học, Kỹ thuậtt", IN_2026, within=provinces["ninh"]).candidates
    assert (candidate.unit, candidate.reason) == (provinces["ninh_science"], Likeness.SPELLING)
    assert candidate.name == "Sở Khoa học, Kỹ thuật"
    assert 90 < candidate.likeness < 100


@pytest.mark.parametrize(
    ("printed", "group"),
    [
        ("UBND các huyện, thành phố", GroupKind.DISTRICTS),
        ("UBND các quận, huyện, thị xã", GroupKind.DISTRICTS),
        ("các huyện, thị xã, thành phố", GroupKind.DISTRICTS),
        ("Chủ tịch UBND các huyện, thị xã, thành phố trên địa bàn tỉnh", GroupKind.DISTRICTS),
        ("UBND các thành phố, thị xã, huyện", GroupKind.DISTRICTS),
        ("UBND cấp huyện", GroupKind.DISTRICTS),
        ("UBND các huyện, thành phố thuộc tỉnh", GroupKind.DISTRICTS),
        ("các sở, ban, ngành; UBND các huyện, thành phố", GroupKind.DEPARTMENTS_DISTRICTS),
        ("các sở, ngành và UBND các huyện, thị xã, thành phố", GroupKind.DEPARTMENTS_DISTRICTS),
        ("các sở, ban, ngành tỉnh và UBND các huyện, thành phố", GroupKind.DEPARTMENTS_DISTRICTS),
        ("các ngành, huyện/thành phố", GroupKind.DEPARTMENTS_DISTRICTS),
        ("Thủ trưởng các sở, ban, ngành; Chủ tịch UBND cấp huyện", GroupKind.DEPARTMENTS_DISTRICTS),
        ("UBND các huyện, thành phố, các xã, phường", GroupKind.DISTRICTS_COMMUNES),
        ("UBND cấp huyện, cấp xã", GroupKind.DISTRICTS_COMMUNES),
        ("UBND các huyện, thị xã, thành phố; UBND các xã, phường, thị trấn", GroupKind.DISTRICTS_COMMUNES),
        ("UBND các xã, phường, thị trấn", GroupKind.COMMUNES),
        ("UBND các huyện: Yên Dũng, Lạng Giang", None),
        ("UBND các huyện miền núi", None),
        ("các sở, ban, ngành thành phố", GroupKind.DEPARTMENTS),
        ("các địa phương", GroupKind.DISTRICTS),
        ("cơ quan, đơn vị", GroupKind.ALL),
        ("các đơn vị", GroupKind.ALL),
        ("các cơ quan, tổ chức có liên quan", None),
        ("các sở, ban, ngành, địa phương", GroupKind.DEPARTMENTS_DISTRICTS),
    ],
)
def test_the_ways_of_printing_groups_with_districts(printed: str, group: GroupKind | None) -> None:
    found = group_of(printed, on=IN_2024)
    assert found is not None
    assert (found[0] if found[1] else None) == group


@pytest.mark.parametrize(
    "printed", ["UBND huyện Yên Dũng", "UBND thị xã Chũ", "UBND thành phố Bắc Giang", "Huyện đoàn"]
)
def test_one_district_is_no_group(printed: str) -> None:
    assert group_of(printed, on=IN_2024) is None


def test_the_districts_are_a_group_without_members_after_their_end(provinces: dict[str, Unit]) -> None:
    unit("Ủy ban nhân dân huyện Yên Dũng", UnitKind.DISTRICT, parent=provinces["giang"], ends_on=LAST_OLD)
    then = resolve("UBND các huyện, thành phố", IN_2024)
    assert (then.group, then.reason, then.sure) == (GroupKind.DISTRICTS, Reason.GROUP, True)
    now = resolve("UBND các huyện, thành phố", IN_2026)
    assert (now.group, now.reason, now.sure) == (GroupKind.DISTRICTS, Reason.GROUP_ENDED, False)
    assert now.near == GroupKind.COMMUNES
    both = resolve("các sở, ban, ngành; UBND các huyện, thành phố", IN_2026)
    assert (both.group, both.reason) == (GroupKind.DEPARTMENTS_DISTRICTS, Reason.GROUP_ENDED)
    assert both.near == GroupKind.DEPARTMENTS_COMMUNES
    assert resolve("các địa phương", IN_2026).group == GroupKind.COMMUNES


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Mặt trận Tổ quốc Việt Nam tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("UBMTTQ tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("MTTQ Việt Nam tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("Ban Thường vụ Tỉnh ủy", "Tỉnh ủy"),
        ("huyện Yên Dũng", "Ủy ban nhân dân huyện Yên Dũng"),
    ],
)
def test_other_ways_of_saying_a_body(provinces: dict[str, Unit], printed: str, name: str) -> None:
    unit("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", UnitKind.FRONT, parent=provinces["giang"])
    unit("Tỉnh ủy", UnitKind.PARTY, parent=provinces["giang"])
    unit("Ủy ban nhân dân huyện Yên Dũng", UnitKind.DISTRICT, parent=provinces["giang"])
    found = resolve(printed, IN_2024, within=provinces["giang"])
    assert found.unit is not None
    assert (found.unit.name, found.reason) == (name, Reason.NAME)


def test_the_standing_committee_that_is_a_unit_of_its_own_is_meant_itself(provinces: dict[str, Unit]) -> None:
    unit("Tỉnh ủy", UnitKind.PARTY, parent=provinces["giang"])
    standing = unit("Ban Thường vụ Tỉnh ủy", UnitKind.PARTY, parent=provinces["giang"])
    assert resolve("Ban Thường vụ Tỉnh ủy", IN_2024, within=provinces["giang"]).unit == standing


def test_of_a_part_of_a_group_the_whole_may_be_meant(provinces: dict[str, Unit]) -> None:
    found = resolve("các sở, ban, ngành liên quan", IN_2024)
    assert (found.group, found.reason, found.near) == (None, Reason.PART_OF_GROUP, GroupKind.DEPARTMENTS)


def test_the_province_of_a_document_is_found_by_its_issuer_or_by_its_owner(provinces: dict[str, Unit]) -> None:
    directory = naming.Directory.load(IN_2024)
    assert directory.province_named("", "Ban Thường vụ Tỉnh ủy Bắc Giang") == provinces["giang"]
    assert directory.province_named("UBND tỉnh Lai Châu", "Bắc Ninh") == provinces["ninh_old"]
    assert directory.province_named("UBND tỉnh Lai Châu") is None
    assert directory.province_above(provinces["giang_science"]) == provinces["giang"]
    assert directory.province_above(provinces["bank"]) is None
