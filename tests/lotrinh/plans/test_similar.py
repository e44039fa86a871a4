"""Tasks of other plans that are like one: found in the index, put in order by their words, only what may be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lotrinh.accounts.vocab import Role
from lotrinh.core.search.writing import rebuild
from lotrinh.documents.vocab import Audience
from lotrinh.plans.models import Plan, Task
from lotrinh.plans.selectors.similar import similar_tasks
from tests.factories.sign_in import sign_in

if TYPE_CHECKING:
    from tests.factories.world import World

pytestmark = pytest.mark.django_db
STORE = "Sở Khoa học và Công nghệ chủ trì xây dựng kho dữ liệu dùng chung"


@pytest.fixture
def two(world: World) -> tuple[Plan, Plan]:
    """Two plans with a task about the same store of data."""
    from tests.factories import coverage as factory

    other = factory.BELOW.replace("31/KH-UBND", "40/KH-UBND").replace(STORE, "Sở Y tế mở rộng kho dữ liệu dùng chung")
    plans = factory.plan(world), factory.plan(world, other, title="Kế hoạch khác", audience=Audience.DRAFTING)
    rebuild()
    return plans


def store_of(plan: Plan) -> Task:
    task = Task.objects.filter(plan=plan, current=True, text__contains="kho dữ liệu").first()
    assert task is not None
    return task


def test_the_like_task_of_the_other_plan_comes_first_with_the_words_they_share(
    world: World, two: tuple[Plan, Plan]
) -> None:
    task = store_of(two[0])
    with CaptureQueriesContext(connection) as queries:
        found = similar_tasks(world.coordinator, task)
    assert len(queries) <= 3
    assert found[0].task == store_of(two[1])
    assert found[0].likeness.score > 0.35
    assert "kho dữ liệu dùng chung" in {item.words for item in found[0].likeness.shared}
    assert all(item.task.plan_id == two[1].pk for item in found)


def test_tasks_of_plans_that_the_reader_may_not_see_are_not_found(world: World, two: tuple[Plan, Plan]) -> None:
    outsider = world.actor(Role.SPECIALIST, world.finance)
    assert similar_tasks(outsider, store_of(two[0])) == ()


def test_the_page_of_a_task_shows_them_within_fifteen_queries(world: World, two: tuple[Plan, Plan]) -> None:
    client = sign_in(world.coordinator)
    client.get(reverse("home"))
    task = store_of(two[0])
    address = reverse("plans:row", kwargs={"plan_id": two[0].pk, "kind": "task", "lineage": task.lineage})
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content.decode()
    assert "Nhiệm vụ tương tự ở kế hoạch khác" in page
    assert "<mark>" in page.partition('id="tuong-tu"')[2]
    assert len(queries) <= 15, [query["sql"][:100] for query in queries]


@pytest.mark.parametrize("text", ["", ".", "!!! ---", "a", "Xây dựng " * 20_000, "Đào tạo CNTT", "CSDL"])
def test_a_task_of_any_words_is_asked_about_without_harm(world: World, two: tuple[Plan, Plan], text: str) -> None:
    task = store_of(two[0])
    task.text = text
    assert isinstance(similar_tasks(world.coordinator, task), tuple)
