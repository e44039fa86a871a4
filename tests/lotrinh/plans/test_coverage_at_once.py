"""Two people who decide about one plan at the same moment."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from lotrinh.core.problems import Problem
from lotrinh.plans.models import CoverageDecision
from lotrinh.plans.selectors.coverage import coverage
from lotrinh.plans.services import coverage as services
from tests.factories import coverage as factory
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="threads share one database in memory on SQLite")
def test_what_two_people_confirm_at_once_is_confirmed_once(world: World) -> None:
    made = factory.pair(world)
    seen = len(services.waiting_above(coverage(world.coordinator, made.plan.pk, made.above.pk), 60))
    together, outcomes = Barrier(2), []

    def confirm() -> None:
        together.wait()
        try:
            done = services.confirm_above(
                world.coordinator, plan_id=made.plan.pk, document_id=made.above.pk, least=60, seen=seen
            )
            outcomes.append(str(len(done)))
        except Problem as problem:
            outcomes.append(problem.code)
        finally:
            connection.close()

    threads = [Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen
    assert sorted(outcomes) == sorted([str(seen), "coverage-nothing-chosen"])
    assert CoverageDecision.objects.count() == seen
