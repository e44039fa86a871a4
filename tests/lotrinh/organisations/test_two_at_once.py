"""Two who change units at the same moment: one after the other, whatever each of them has seen before."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Refused
from lotrinh.organisations.models import Place, Unit, UnitName
from lotrinh.organisations.services import founding, importing, places
from lotrinh.organisations.services import units as services
from lotrinh.organisations.services.founding import Presence
from lotrinh.organisations.services.units import UnitData, data_of
from lotrinh.organisations.vocab import UnitKind
from tests.factories.mergers import MACHINE
from tests.factories.world import World, unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests on SQLite share one database in memory between threads; PostgreSQL runs it")


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What the jobs gave that began together, the smaller first; `refused` of one that was."""
    together, outcomes = Barrier(len(jobs)), []

    def run(job: Callable[[], Any]) -> None:
        together.wait()
        try:
            outcomes.append(str(job()))
        except Refused as problem:
            outcomes.append(f"refused: {problem.code}")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_a_list_of_units_that_is_confirmed_twice_is_made_once(world: World) -> None:
    def found() -> int:
        return founding.found(MACHINE, province_code="24").count(Presence.ADD)

    none, _all = at_once(found, found)
    assert none == "0"
    assert founding.look(MACHINE, province_code="24").adds == 0
    made = Unit.objects.order_by().values_list("parent", "name", "starts_on")
    assert len(set(made)) == len(made)
    assert AuditEntry.objects.filter(action="unit.founded").count() == 1


@pytest.mark.parametrize("parent", [True, False])
def test_a_unit_that_is_added_twice_is_there_once(world: World, *, parent: bool) -> None:
    data = UnitData(kind=UnitKind.FIRM, name="Ngân hàng", parent_id=world.province.pk if parent else None)

    def add() -> str:
        services.create_unit(MACHINE, data=data)
        return "added"

    assert at_once(add, add) == ["added", "refused: unit-twice"]
    assert Unit.objects.filter(name="Ngân hàng").count() == 1


def test_a_table_that_is_loaded_twice_is_loaded_once(world: World) -> None:
    row = importing.UnitRow(number=2, name="Ngân hàng", kind="ngân hàng")

    def load() -> int:
        return importing.load_units(MACHINE, rows=[row]).counts["add"]

    assert at_once(load, load) == ["0", "1"]


def test_two_units_that_are_put_below_each_other_make_no_circle(world: World) -> None:
    one, other = unit("Sở Một", parent=world.province), unit("Sở Hai", parent=world.province)

    def below(moved: Unit, above: Unit) -> str:
        wanted = UnitData(kind=UnitKind.DEPARTMENT, name=moved.name, parent_id=above.pk)
        services.change_unit(MACHINE, unit_id=moved.pk, data=wanted)
        return "moved"

    assert at_once(lambda: below(one, other), lambda: below(other, one)) == ["moved", "refused: unit-circle"]
    for row in Unit.objects.select_related("parent"):
        assert row.path == f"{row.parent.path if row.parent else '/'}{row.pk}/"


def test_a_unit_that_is_made_below_one_that_moves_stands_below_it(world: World) -> None:
    moved = UnitData(kind=UnitKind.DEPARTMENT, name=world.science.name, parent_id=world.finance.pk)
    new = UnitData(kind=UnitKind.DIVISION, name="Phòng Mới", parent_id=world.division.pk)
    at_once(
        lambda: services.change_unit(MACHINE, unit_id=world.science.pk, data=moved),
        lambda: services.create_unit(MACHINE, data=new),
    )
    for row in Unit.objects.select_related("parent"):
        assert row.path == f"{row.parent.path if row.parent else '/'}{row.pk}/"
    assert data_of(Unit.objects.get(name="Phòng Mới")).parent_id == world.division.pk


def test_names_that_are_saved_twice_and_places_that_are_loaded_twice_are_there_once(world: World) -> None:
    def name() -> None:
        services.set_names(MACHINE, unit_id=world.science.pk, names=["Sở KHCN"])

    at_once(name, name)
    assert UnitName.objects.filter(unit=world.science).count() == 1

    def load() -> bool:
        return places.load_places(MACHINE).writes

    assert at_once(load, load) == ["False", "True"]
    assert Place.objects.exists()
