"""A province's list of units, founded from the reference data: real provinces, real dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import system
from lotrinh.core.problems import NotAllowed, Refused
from lotrinh.core.vocab import Via
from lotrinh.organisations import naming
from lotrinh.organisations.history import Period, faults
from lotrinh.organisations.models import Place, Reorganisation, Succession, Unit, UnitState
from lotrinh.organisations.provinces import PROVINCES
from lotrinh.organisations.reference import bodies
from lotrinh.organisations.reference.outline import Choice, outline
from lotrinh.organisations.selectors.history import line_of, successors
from lotrinh.organisations.selectors.provinces import own_province
from lotrinh.organisations.services import founding
from lotrinh.organisations.services.founding import Presence
from lotrinh.organisations.services.reorganising import withdraw
from lotrinh.organisations.vocab import FoundingPart, UnitKind
from tests.factories import lands
from tests.factories.world import World, actor, unit
from vanban.language import gazetteer

BEFORE = dt.date(2024, 6, 1)
SPRING = dt.date(2025, 4, 1)
TODAY = dt.date(2026, 3, 1)
OPERATOR = system("dòng lệnh", Via.COMMAND)


def _found(code: str) -> founding.Report:
    lands.load(code)
    return founding.found(OPERATOR, province_code=code)


def _unit(name: str, *, above: str = "", ended: bool | None = None) -> Unit:
    rows = Unit.objects.filter(name=name)
    rows = rows.filter(parent__name=above) if above else rows
    rows = rows if ended is None else rows.filter(ends_on__isnull=not ended)
    return rows.get()


def _holders(of: Unit, on: dt.date = TODAY, subject: str = "") -> set[str]:
    holding = successors(of, on, subject, since=BEFORE)
    return set(Unit.objects.filter(pk__in=holding.units).values_list("name", flat=True))


@pytest.mark.django_db
def test_a_plan_of_bac_giang_finds_the_department_of_bac_ninh() -> None:
    _found("24")
    old = _unit("Sở Khoa học và Công nghệ", above="Ủy ban nhân dân tỉnh Bắc Giang")
    new = _unit("Sở Khoa học và Công nghệ", above="Ủy ban nhân dân tỉnh Bắc Ninh", ended=False)
    assert old.ends_on == dt.date(2025, 6, 30)
    assert new.starts_on == dt.date(2025, 7, 1)
    assert old.heir == new
    assert successors(old, SPRING, since=BEFORE).units == {old.pk}
    assert successors(old, TODAY, since=BEFORE).units == {new.pk}
    assert old.parent is not None
    assert old.parent.parent is None
    assert _holders(old.parent) == {"Ủy ban nhân dân tỉnh Bắc Ninh"}
    twins = Unit.objects.filter(name="Ủy ban nhân dân tỉnh Bắc Ninh", parent=None)
    assert sorted(str(twin.ends_on) for twin in twins) == ["2025-06-30", "None"]


@pytest.mark.django_db
def test_information_and_communications_of_nam_dinh_is_divided_by_subject_and_then_merged() -> None:
    _found("37")
    old = _unit("Sở Thông tin và Truyền thông", above="Ủy ban nhân dân tỉnh Nam Định")
    to = {item.subject: item.cues for item in bodies.passes_of("STTTT")}
    assert old.ends_on == dt.date(2025, 2, 28)
    assert len(to) == 3
    assert successors(old, TODAY, since=BEFORE).units == frozenset()
    assert len(successors(old, TODAY, since=BEFORE).choices) == 3
    for subject, name in zip(
        to, ("Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh"), strict=True
    ):
        there = successors(old, SPRING, subject, since=BEFORE)
        here = successors(old, TODAY, subject, since=BEFORE)
        assert _holders(old, SPRING, subject) == _holders(old, TODAY, subject) == {name}
        assert Unit.objects.get(pk__in=there.units).parent == _unit("Ủy ban nhân dân tỉnh Nam Định")
        assert Unit.objects.get(pk__in=here.units).parent == _unit("Ủy ban nhân dân tỉnh Ninh Bình", ended=False)
    assert "tuyên truyền" in to["báo chí, xuất bản, thông tin cơ sở, thông tin đối ngoại"]
    act = Reorganisation.objects.get(lines__predecessor=old, lines__successor__code="CAT")
    assert (act.number, act.issued_on, act.made_by) == ("Nghị định 45/2025/NĐ-CP", dt.date(2025, 2, 28), None)


@pytest.mark.django_db
def test_hai_duong_went_into_a_city_with_a_city_s_words() -> None:
    _found("31")
    for name in ("Thanh tra thành phố", "Thành ủy", "Thành đoàn", "Công an thành phố"):
        assert _unit(name, ended=False).parent == _unit("Ủy ban nhân dân thành phố Hải Phòng", ended=False)
    assert _holders(_unit("Thanh tra tỉnh", above="Ủy ban nhân dân tỉnh Hải Dương")) == {"Thanh tra thành phố"}
    planning = _unit("Sở Kế hoạch và Đầu tư", above="Ủy ban nhân dân tỉnh Hải Dương")
    assert _holders(planning, SPRING) == _holders(planning) == {"Sở Tài chính"}


@pytest.mark.django_db
def test_in_lai_chau_only_districts_and_communes_change() -> None:
    _found("12")
    top = Unit.objects.get(parent=None)
    assert (top.starts_on, top.ends_on) == (None, None)
    science = _unit("Sở Khoa học và Công nghệ")
    assert (science.starts_on, science.ends_on, _holders(science)) == (None, None, {science.name})
    communes = Unit.objects.filter(kind=UnitKind.COMMUNE)
    assert communes.filter(ends_on=None).count() == 38
    assert communes.filter(ends_on=dt.date(2025, 6, 30)).count() == 104
    assert Unit.objects.filter(kind=UnitKind.DISTRICT, ends_on=dt.date(2025, 6, 30)).count() == 8
    staying = communes.filter(ends_on=None, starts_on=None)
    assert staying.count() == 2
    for unit_ in staying:
        before, now = unit_.as_of(BEFORE), unit_.as_of(TODAY)
        assert before.parent_id is not None
        assert Unit.objects.get(pk=before.parent_id).kind == UnitKind.DISTRICT
        assert (now.parent_id, before.name) == (top.pk, now.name)
    numbers = set(Reorganisation.objects.values_list("number", flat=True))
    assert {"Nghị quyết 1670/NQ-UBTVQH15", "Nghị quyết 203/2025/QH15"} <= numbers
    assert "Nghị quyết 202/2025/QH15" not in numbers


@pytest.mark.django_db
def test_hue_was_a_province_before_it_was_a_city() -> None:
    founding.found(OPERATOR, province_code="46")
    top = Unit.objects.get(kind=UnitKind.PROVINCE)
    assert top.as_of(dt.date(2024, 12, 31)).name == "Ủy ban nhân dân tỉnh Thừa Thiên Huế"
    assert top.as_of(dt.date(2025, 1, 1)).name == "Ủy ban nhân dân thành phố Huế"
    assert _holders(top) == {top.name}
    assert not founding.look(OPERATOR, province_code="46").adds


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("issuer", "name"),
    [
        ("Ủy ban nhân dân tỉnh Bắc Giang", "Sở KH&CN"),
        ("Ủy ban nhân dân tỉnh Bắc Giang", "Sở TT&TT"),
        ("Ủy ban nhân dân tỉnh Bắc Giang", "Ban Tuyên giáo Tỉnh ủy"),
        ("Ủy ban nhân dân tỉnh Bắc Giang", "UBND huyện Lục Ngạn"),
        ("Ủy ban nhân dân tỉnh Bắc Ninh", "Sở Khoa học và Công nghệ"),
    ],
)
def test_a_name_of_2024_is_the_body_of_the_province_that_issued_the_plan(issuer: str, name: str) -> None:
    _found("24")
    top = Unit.objects.get(name=issuer, ends_on=dt.date(2025, 6, 30))
    found = naming.resolve(name, dt.date(2024, 6, 1), within=top)
    assert found.unit is not None, found
    assert found.unit.path.startswith(top.path)


@pytest.mark.django_db
def test_what_a_district_had_is_the_communes_of_its_territory_or_the_province_s() -> None:
    _found("12")
    district = _unit("Ủy ban nhân dân huyện Tam Đường")
    line = Succession.objects.get(predecessor=district, successor__kind=UnitKind.PROVINCE)
    heirs = Unit.objects.filter(origins__predecessor=district, kind=UnitKind.COMMUNE)
    assert _holders(district, subject=line.subject) == {"Ủy ban nhân dân tỉnh Lai Châu"}
    assert _holders(district, subject="phần lớn nhiệm vụ") == set(heirs.values_list("name", flat=True))
    assert "Ủy ban nhân dân xã Bình Lư" in _holders(district, subject="phần lớn nhiệm vụ")
    # Not a commune of another district.
    assert "Ủy ban nhân dân xã Mường Than" not in _holders(district, subject="phần lớn nhiệm vụ")


@pytest.mark.django_db
def test_founding_twice_adds_nothing() -> None:
    first = _found("12")
    counts = [model.objects.count() for model in (Unit, Reorganisation, Succession, UnitState)]
    assert first.count(Presence.ADD) == Unit.objects.count()
    assert all(row.unit_id for section in first.sections for row in section.rows)
    again = founding.found(OPERATOR, province_code="12")
    assert not again.adds
    assert again.count(Presence.SAME) == Unit.objects.count()
    assert counts == [model.objects.count() for model in (Unit, Reorganisation, Succession, UnitState)]


@pytest.mark.django_db
def test_a_look_writes_nothing_and_tells_what_would_be() -> None:
    lands.load("12")
    report = founding.look(OPERATOR, province_code="12")
    assert report.adds
    assert not Unit.objects.exists()
    assert founding.found(OPERATOR, province_code="12").lines == report.lines == Succession.objects.count()


@pytest.mark.django_db
def test_what_the_operator_changed_stays() -> None:
    _found("12")
    changes: dict[str, dict[str, object]] = {
        "SKHCN": {"name": "Sở Khoa học, Công nghệ và Sáng tạo"},
        "STTTT": {"ends_on": dt.date(2025, 3, 31)},
        "STC": {"short_name": "STC"},
        "CAT": {"starts_on": dt.date(2025, 1, 1), "kind": UnitKind.DEPARTMENT},
    }
    for code, values in changes.items():
        Unit.objects.filter(code=code).update(**values)
    act = Reorganisation.objects.get(lines__predecessor__code="STTTT", lines__successor__code="CAT")
    withdraw(OPERATOR, reorganisation_id=act.pk)
    Unit.objects.filter(code="STTTT").update(ends_on=dt.date(2025, 3, 31))
    units = Unit.objects.count()
    report = founding.found(OPERATOR, province_code="12")
    for code, values in changes.items():
        assert Unit.objects.filter(code=code).values(*values).get() == values
    assert Unit.objects.count() == units
    # Kind is told apart from code: the police that became a department is known by its name.
    assert report.count(Presence.DIFFERS) == 3
    assert report.left_out == ("Sở Thông tin và Truyền thông",)
    assert not Succession.objects.filter(predecessor__code="STTTT").exists()


@pytest.mark.django_db
def test_units_that_were_typed_in_before_are_known_again_and_completed() -> None:
    top = unit("Ủy ban nhân dân tỉnh Bắc Ninh", UnitKind.PROVINCE)
    science = unit("Sở KHOA HỌC và Công nghệ", parent=top)
    office = unit("Văn phòng Ủy ban nhân dân", parent=top, short_name="VP")
    commune = unit("Ủy ban nhân dân phường Kinh Bắc", UnitKind.COMMUNE, parent=top)
    own = unit("Trung tâm của chúng tôi", UnitKind.OTHER, parent=top)
    lands.load("24")
    report = founding.found(OPERATOR, province_code="24")
    for row in (top, science, office, commune):
        row.refresh_from_db()
    assert (top.code, top.starts_on, top.province) == ("24", dt.date(2025, 7, 1), "Bắc Ninh")
    assert top.place == Place.objects.get(edition="2025", code="24")
    assert (science.name, science.code, science.short_name) == ("Sở KHOA HỌC và Công nghệ", "SKHCN", "Sở KH&CN")
    assert (office.code, office.short_name) == ("VPUBND", "VP")
    assert commune.place is not None
    assert commune.starts_on == dt.date(2025, 7, 1)
    assert Unit.objects.filter(parent=top, code="SKHCN").get() == science
    assert report.count(Presence.FILL) == 4
    assert own in Unit.objects.filter(parent=top)
    assert not founding.look(OPERATOR, province_code="24").adds


@pytest.mark.django_db
def test_without_places_there_are_no_communes_and_the_report_says_so() -> None:
    report = founding.found(OPERATOR, province_code="79")
    assert not report.with_places
    assert not Unit.objects.filter(kind__in=(UnitKind.COMMUNE, UnitKind.DISTRICT)).exists()
    lands.load("79")
    later = founding.found(OPERATOR, province_code="79")
    assert later.with_places
    assert Unit.objects.filter(kind=UnitKind.COMMUNE, ends_on=None).count() == 168
    assert Unit.objects.filter(kind=UnitKind.PROVINCE).count() == 4
    assert Unit.objects.filter(name="Bộ Tư lệnh Thành phố Hồ Chí Minh", ends_on=None).exists()


@pytest.mark.django_db
def test_parts_can_be_left_out() -> None:
    lands.load("12")
    choice = Choice(
        parts=frozenset({FoundingPart.DEPARTMENTS, FoundingPart.COMMUNES}), bodies=frozenset({"SKHCN", "BTGDV"})
    )
    founding.found(OPERATOR, province_code="12", choice=choice)
    assert not Succession.objects.exists()
    assert not Unit.objects.exclude(ends_on=None).exists()
    assert set(Unit.objects.exclude(kind=UnitKind.COMMUNE).values_list("code", flat=True)) == {"12", "SKHCN"}


@pytest.mark.django_db
def test_where_culture_stands_alone_it_takes_over_what_culture_and_tourism_would() -> None:
    codes = frozenset(bodies.usual()) - {"SVHTTDL"} | {"SVHTT", "SDL"}
    founding.found(OPERATOR, province_code="01", choice=Choice(bodies=codes))
    old = _unit("Sở Thông tin và Truyền thông")
    assert _holders(old, subject=bodies.passes_of("STTTT")[1].subject) == {"Sở Văn hóa và Thể thao"}
    assert not Unit.objects.filter(code="SVHTTDL").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["24", "37", "12", "79"])
def test_the_history_has_no_flaw_and_every_body_that_ended_an_heir(code: str) -> None:
    _found(code)
    lines = [line_of(row) for row in Succession.objects.select_related("reorganisation")]
    periods = {row.pk: Period(starts_on=row.starts_on, ends_on=row.ends_on) for row in Unit.objects.all()}
    assert not list(faults(lines, periods))
    assert not Unit.objects.filter(ends_on__isnull=False, successions=None).exists()
    assert not Unit.objects.filter(short_name="").exists()
    assert not Unit.objects.filter(code="").exists()


@pytest.mark.django_db
def test_the_capital_is_founded_with_few_queries() -> None:
    lands.load("01")
    with CaptureQueriesContext(connection) as queries:
        founding.found(OPERATOR, province_code="01")
    assert len(queries) < 80
    with CaptureQueriesContext(connection) as queries:
        founding.look(OPERATOR, province_code="01")
    assert len(queries) == 7


@pytest.mark.django_db
def test_only_who_runs_the_whole_platform_founds_a_province(world: World) -> None:
    for who in (world.actor(Role.OPERATOR), world.actor(Role.LEADER, world.province)):
        for act in (founding.look, founding.found):
            with pytest.raises(NotAllowed):
                act(who, province_code="12")
    assert founding.look(actor(Role.OPERATOR, world.province), province_code="12").adds


@pytest.mark.django_db
@pytest.mark.parametrize("act", [founding.look, founding.found])
def test_an_unknown_province_is_refused(act: Callable[..., object]) -> None:
    with pytest.raises(Refused) as problem:
        act(OPERATOR, province_code="99")
    assert problem.value.code == "no-province"


@pytest.mark.django_db
def test_the_platform_s_own_province_is_known_by_its_committee(world: World) -> None:
    assert own_province() is None
    Unit.objects.filter(pk=world.province.pk).update(name="Ủy ban nhân dân tỉnh Nam Định")
    assert own_province() is None
    Unit.objects.filter(pk=world.province.pk).update(name="UBND tỉnh", province="Lai Châu")
    own = own_province()
    assert own is not None
    assert own.code == "12"


def test_every_unit_of_the_list_comes_from_the_gazetteer_and_the_other_way_round() -> None:
    own = {body.code for body in gazetteer.bodies() if body.own is not None}
    everything = Choice(bodies=frozenset(body.code for body in bodies.today()))
    for province in PROVINCES:
        wanted = {item.code for item in outline(province, everything).units if item.kind != UnitKind.PROVINCE}
        assert wanted == own
    assert {body.code for body in bodies.province_bodies()} == own
    assert {unit.name for unit in (gazetteer.body("SKHCN"), bodies.by_code()["SKHCN"]) if unit} == {
        "Sở Khoa học và Công nghệ"
    }


def test_days_known_to_the_month_begin_and_end_with_it() -> None:
    assert bodies.first_day("2025-02") == bodies.first_day("2025-02-01") == dt.date(2025, 2, 1)
    assert bodies.first_day("2025") == dt.date(2025, 1, 1)
    assert bodies.first_day(None) is None
    assert bodies.by_code()["BTG"].ends_on == dt.date(2025, 1, 31)
    assert bodies.by_code()["BTGDV"].starts_on == dt.date(2025, 2, 1)
    assert bodies.by_code()["STTTT"].ends_on == dt.date(2025, 2, 28)
