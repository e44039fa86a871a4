"""What `kill -9` leaves: whole plans or none, and readings that are taken up again by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import e2e_drills as drills
from tests.e2e.e2e_platform import started
from tests.e2e.e2e_visitor import signed_in
from tests.factories.place import Place

pytestmark = pytest.mark.slow

#: Long enough to be stopped in the middle on any machine.
LINES = 6_000
TASKS = 2_000


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """An installation whose database and audit trail are whole when the test has ended."""
    made = Place(tmp_path)
    yield made
    assert drills.damage(made) == ""


def test_readings_are_taken_up_again_after_the_worker_and_then_everything_was_killed(place: Place) -> None:
    account = drills.province(place).account
    with started(place.folder, demo=False) as platform:
        with signed_in(platform.url, account) as person:
            token = person.token("/van-ban/tai-len/")
            for number in (1, 2):
                person.upload("ke-hoach.txt", drills.long_plan(LINES, number=number), token=token)
        drills.wait_for_step(place.folder, "reading:1")
        drills.kill_worker(platform)
        # The supervisor starts another worker, which goes on with what waits.
        drills.wait_for_step(place.folder, "reading:2")
        drills.kill_everything(platform)
    assert drills.count(place.folder, "documents_reading") == 0
    with started(place.folder, demo=False):
        ended = drills.wait_for_end(place.folder, ["reading:1", "reading:2"])
    assert [(state, attempts) for state, _, attempts in ended.values()] == [("done", 2), ("done", 2)]
    assert drills.count(place.folder, "documents_reading") == 2
    assert drills.lost_files(place.folder) == []


def test_adopting_that_is_killed_leaves_no_plan_or_a_whole_one(place: Place) -> None:
    made = drills.province(place, tasks=TASKS, reviews=3)
    with started(place.folder, demo=False) as platform, signed_in(platform.url, made.account) as person:
        seconds = drills.adopt(person, made.reviews[0])
        one = drills.plan_rows(place.folder)
        assert one["plans_task"] == TASKS
        drills.killed_while_adopting(platform, person, made.reviews[1], after=seconds / 2)
    drills.assert_whole(place.folder, one)
    with started(place.folder, demo=False) as platform, signed_in(platform.url, made.account) as person:
        drills.adopt_if_needed(person, place.folder, made.reviews[1])
        drills.assert_whole(place.folder, one)
        assert drills.plan_rows(place.folder)["plans_plan"] == 2
        drills.killed_while_adopting(platform, person, made.reviews[2], after=seconds * 0.8)
    drills.assert_whole(place.folder, one)
