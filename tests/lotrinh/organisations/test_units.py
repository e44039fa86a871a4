"""Units through time: what changing them keeps, moves and refuses, and how they are found."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.organisations.models import Place, Reorganisation, Succession, Unit, UnitName, UnitState
from lotrinh.organisations.selectors import tree as trees
from lotrinh.organisations.selectors import units as selectors
from lotrinh.organisations.selectors.typed import TypedUnits
from lotrinh.organisations.services.people import PersonData, PostData, create_person
from lotrinh.organisations.services.units import UnitData, change_unit, create_unit, data_of
from lotrinh.organisations.vocab import Level, UnitKind

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from lotrinh.core.actor import Actor
    from tests.factories.world import World

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 3, 1)


@pytest.fixture
def operator(world: World) -> Actor:
    return world.actor(Role.OPERATOR, world.province)


def _change(operator: Actor, unit: Unit, **changes: object) -> Unit:
    known = data_of(Unit.objects.get(pk=unit.pk))
    return change_unit(operator, unit_id=unit.pk, data=replace(known, **changes))  # type: ignore[arg-type]


def test_a_unit_that_moves_takes_all_below_it_along(world: World, operator: Actor) -> None:
    _change(operator, world.science, parent_id=world.finance.pk)
    science, division = Unit.objects.get(pk=world.science.pk), Unit.objects.get(pk=world.division.pk)
    assert science.path == f"{world.finance.path}{science.pk}/"
    assert division.path == f"{science.path}{division.pk}/"
    assert division.agency_id == science.pk


def test_no_unit_stands_below_itself(world: World, operator: Actor) -> None:
    for parent in (world.science, world.division):
        with pytest.raises(Refused) as refused:
            _change(operator, world.science, parent_id=parent.pk)
        assert "parent" in refused.value.fields
    assert Unit.objects.get(pk=world.science.pk).parent_id == world.province.pk


def test_what_is_not_changed_stays(world: World, operator: Actor) -> None:
    place = Place.objects.create(edition="2025", level="province", code="24", kind="province", name="Sông Trà")
    Unit.objects.filter(pk=world.science.pk).update(
        level=Level.CENTRAL, code="H12.05", place=place, heir=world.finance, ends_on=DAY
    )
    unit = _change(operator, world.science, short_name="Sở KHCN")
    unit.refresh_from_db()
    assert (unit.level, unit.code, unit.place_id, unit.heir_id, unit.ends_on) == (
        Level.CENTRAL, "H12.05", place.pk, world.finance.pk, DAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "kingdom"}, "kind"),
        ({"level": "moon"}, "level"),
        ({"code": "x" * 41}, "code"),
        ({"place_id": 987654}, "place"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Sở Tài  chính"}, "name"),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_kept(
    world: World, operator: Actor, changes: dict[str, object], field: str
) -> None:
    before = Unit.objects.filter(pk=world.science.pk).values().get()
    with pytest.raises(Refused) as refused:
        _change(operator, world.science, **changes)
    assert field in refused.value.fields
    assert Unit.objects.filter(pk=world.science.pk).values().get() == before


def test_of_two_of_one_name_one_ends_before_the_other_begins(world: World, operator: Actor) -> None:
    _change(operator, world.finance, ends_on=DAY)
    data = UnitData(kind=UnitKind.DEPARTMENT, name="Sở Tài chính", parent_id=world.province.pk)
    for starts_on in (None, DAY):
        with pytest.raises(Refused):
            create_unit(operator, data=replace(data, starts_on=starts_on))
    later = create_unit(operator, data=replace(data, starts_on=DAY + dt.timedelta(days=1)))
    with pytest.raises(Refused):
        _change(operator, world.finance, ends_on=None)
    assert later.pk != world.finance.pk


def test_the_top_is_the_platform_s_and_a_firm_there_gives_nobody_power_over_it(world: World, operator: Actor) -> None:
    data = UnitData(kind=UnitKind.FIRM, name="Ngân hàng Sông Trà")
    with pytest.raises(NotAllowed):
        create_unit(world.actor(Role.OPERATOR, world.science), data=data)
    bank = create_unit(operator, data=data)
    for role in (Role.OPERATOR, Role.INSPECTOR):
        post = PostData(unit_id=bank.pk, role=role, starts_on=DAY)
        with pytest.raises(Refused) as refused:
            create_person(operator, data=PersonData(username=f"nh.{role}", full_name="Lê Văn Bình"), posts=[post])
        assert "role" in refused.value.fields


def test_the_units_of_a_day_are_those_that_exist_on_it(world: World, operator: Actor) -> None:
    Unit.objects.filter(pk=world.finance.pk).update(ends_on=DAY)
    Unit.objects.filter(pk=world.commune.pk).update(starts_on=DAY)

    def there(day: dt.date, *, ended: bool = False) -> set[int]:
        return set(selectors.units_on(operator, day, ended=ended).values_list("pk", flat=True))

    both = {world.finance.pk, world.commune.pk}
    assert both <= there(DAY)
    assert there(DAY - dt.timedelta(days=1)) & both == {world.finance.pk}
    assert there(DAY + dt.timedelta(days=1)) & both == {world.commune.pk}
    assert there(DAY + dt.timedelta(days=1), ended=True) & both == both


def test_a_line_has_the_names_of_its_day_those_of_the_parent_too(
    world: World, operator: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    act = Reorganisation.objects.create(kind="rename", effective_on=DAY, number="1/NQ")
    for unit, parent in ((world.science, world.finance), (world.finance, world.province)):
        UnitState.objects.create(
            unit=unit, name=f"{unit.name} cũ", parent=parent, ends_on=DAY - dt.timedelta(days=1), reorganisation=act
        )
    keys = [world.science.pk, world.finance.pk, world.division.pk]
    with django_assert_max_num_queries(2 * 5):
        before = {line.pk: line for line in selectors.lines_on(keys, DAY - dt.timedelta(days=1))}
        after = {line.pk: line for line in selectors.lines_on(keys, DAY)}
    science = before[world.science.pk]
    assert (science.name, science.parent_name) == ("Sở Khoa học và Công nghệ cũ", "Sở Tài chính cũ")
    assert before[world.division.pk].parent_name == "Sở Khoa học và Công nghệ cũ"
    assert after[world.science.pk].parent_name == world.province.name


def test_the_tree_and_the_lists_agree_on_every_unit_of_a_day(world: World, operator: Actor) -> None:
    act = Reorganisation.objects.create(kind="rename", effective_on=DAY, number="1/NQ")
    for number, last in enumerate((DAY - dt.timedelta(days=400), DAY - dt.timedelta(days=1))):
        UnitState.objects.create(
            unit=world.science, name=f"Sở thứ {number}", parent=world.finance, ends_on=last, reorganisation=act
        )
    for day in (DAY - dt.timedelta(days=401), DAY - dt.timedelta(days=400), DAY - dt.timedelta(days=1), DAY):
        tree = trees.tree(operator, day)
        found = {leaf.pk: leaf for leaves in (tree.tops, *tree.below.values()) for leaf in leaves}
        lines = {line.pk: line for line in selectors.lines_on(found, day)}
        assert {pk: (leaf.name, leaf.parent_id) for pk, leaf in found.items()} == {
            pk: (line.name, line.parent_id) for pk, line in lines.items()
        }
        assert tree.count == len(found) == 5


def test_what_is_typed_is_the_unit_with_this_label_or_one_of_its_names(world: World, operator: Actor) -> None:
    UnitName.objects.create(unit=world.finance, name="Sở Tài chính – Vật giá")
    typed = TypedUnits(operator)
    for text in ("Sở Tài chính", "so tai chinh", "  SỞ  TÀI CHÍNH ", "so tai chinh – vat gia"):
        assert typed.find(text, DAY).unit == world.finance
    assert typed.find("sở kh&cn", DAY).unit == world.science
    for text in ("", "Sở", "Sở Ma", "' OR 1=1 --", "x" * 5000):
        assert typed.find(text, DAY).unit is None
    assert len(typed.labels) == len(set(typed.labels)) == 5


def test_somebody_who_runs_a_part_types_only_units_of_it(world: World) -> None:
    typed = TypedUnits(world.actor(Role.OPERATOR, world.science))
    assert set(typed.labels) == {"Sở Khoa học và Công nghệ", "Phòng Kế hoạch"}
    assert typed.find("Sở Tài chính", DAY).unit is None


def test_places_are_found_by_code_alone_or_by_words(world: World) -> None:
    for code, name, ends_on in (("24", "Sông Trà", None), ("240", "Trà Giang", None), ("24", "Trà Cũ", DAY)):
        Place.objects.create(
            edition="2004" if ends_on else "2025", level="province", code=code, kind="province", name=name,
            ends_on=ends_on,
        )  # fmt: skip
    assert [place.name for place in selectors.places_like("24")] == ["Sông Trà", "Trà Cũ"]
    assert [place.name for place in selectors.places_like("tra")] == ["Sông Trà", "Trà Giang", "Trà Cũ"]
    assert selectors.places_like("không đâu cả") == ()
    assert "đến hết 01/03/2025" in selectors.place_words(selectors.places_like("tra cu")[0])


def test_a_unit_whose_heir_has_ended_too_shows_who_has_its_duties_today(world: World, operator: Actor) -> None:
    for day, old, new in (("2025-03-01", world.science, world.finance), ("2025-07-01", world.finance, world.commune)):
        on = dt.date.fromisoformat(day)
        act = Reorganisation.objects.create(kind="merge", effective_on=on, number="1/NQ")
        Succession.objects.create(reorganisation=act, predecessor=old, successor=new)
        Unit.objects.filter(pk=old.pk).update(ends_on=on - dt.timedelta(days=1), heir=new)
    page = selectors.unit_page(operator, world.science.pk)
    assert [taker.unit for taker in page.takers] == [world.commune]
    assert page.ended
    assert not page.divided


def test_a_group_or_unit_that_is_not_there_is_missing(operator: Actor) -> None:
    with pytest.raises(Missing):
        selectors.group_members(operator, "everybody", DAY)
    with pytest.raises(Missing):
        selectors.unit_page(operator, 10**12)


@pytest.mark.parametrize("year", [1, 25, 1899, 2200, 9999])
@pytest.mark.parametrize("name", ["starts_on", "ends_on"])
def test_a_year_that_is_a_slip_of_the_pen_is_refused(world: World, operator: Actor, name: str, year: int) -> None:
    data = UnitData(kind=UnitKind.DEPARTMENT, name="Sở Một", parent_id=world.province.pk)
    data = replace(data, **{name: dt.date(year, 1, 1)})  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        create_unit(operator, data=data)
    assert set(refused.value.fields) == {name}
    assert not AuditEntry.objects.exists()
