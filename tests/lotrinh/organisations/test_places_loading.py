"""Loading places into a platform that has none."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor, system
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import NotAllowed
from lotrinh.core.vocab import Via
from lotrinh.organisations.models import Place, PlaceChange
from lotrinh.organisations.selectors import places as selectors
from lotrinh.organisations.services import places as services
from lotrinh.organisations.services.places import Tally

pytestmark = pytest.mark.django_db

OPERATOR: Actor = system("lotrinh reference", Via.COMMAND)


def test_loading_fills_the_lists_once_and_leaves_one_row_in_the_trail() -> None:
    dry = services.load_places(OPERATOR, dry_run=True)
    assert (dry.places, dry.changes) == (Tally(added=14_011), Tally(added=10_496))
    assert not Place.objects.exists()
    first = services.load_places(OPERATOR)
    assert (first.places, first.changes) == (dry.places, dry.changes)
    assert (Place.objects.count(), PlaceChange.objects.count()) == (14_011, 10_496)
    before = list(Place.objects.order_by("pk").values())
    second = services.load_places(OPERATOR)
    assert (second.places, second.changes) == (Tally(unchanged=14_011), Tally(unchanged=10_496))
    assert list(Place.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.filter(action="places.loaded").count() == 1


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.OPERATOR])
def test_only_who_runs_the_whole_platform_loads(world: object, role: str) -> None:
    from tests.factories.world import World

    assert isinstance(world, World)
    for actor in (world.actor(role, world.province), world.actor(Role.OPERATOR)):
        with pytest.raises(NotAllowed):
            services.load_places(actor)
    assert not Place.objects.exists()


def test_a_file_that_is_no_text_is_told() -> None:
    assert services.load_places(OPERATOR, file=b"\xff\xfe\x00x").faults[0].line == 1
    assert services.load_places(OPERATOR, file=b"a,b\x00\n").faults[0].line == 1


def test_what_is_loaded_is_told_with_its_sources(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert selectors.loaded().empty
    services.load_places(OPERATOR)
    with django_assert_num_queries(2):
        found = selectors.loaded()
    assert found.counts == (("province", 34, 52), ("district", 0, 696), ("commune", 3_321, 9_908))
    assert len(found.sources) == 4
