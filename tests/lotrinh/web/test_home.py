"""The first page: what waits for the person who is signed in, and what their agencies owe."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.documents.models import Document
from lotrinh.documents.services import reviewing
from lotrinh.documents.vocab import Audience
from lotrinh.plans import services
from tests.factories import approved, readings
from tests.factories.sign_in import sign_in
from tests.factories.world import World

PLAN = approved.read(approved.PLAN)


def _home(client: Client) -> str:
    return client.get("/").content.decode()


def test_a_document_that_was_read_waits_until_somebody_opens_its_review(world: World) -> None:
    made = readings.reading(world)
    client = sign_in(world.coordinator)
    assert "đã đọc, chưa rà soát" in _home(client)
    assert f"/van-ban/{made.file.document_id}/" in _home(client)
    review = reviewing.open_review(world.coordinator, reading_id=made.pk)
    page = _home(client)
    assert "đã đọc, chưa rà soát" not in page
    assert f"/ra-soat/{review.pk}/" in page


def test_an_approved_review_waits_for_the_coordinator_to_adopt_it(world: World) -> None:
    review = approved.review(world, PLAN)
    page = _home(sign_in(world.coordinator))
    assert "đã duyệt, chờ đưa vào theo dõi" in page
    assert f"/ra-soat/{review.pk}/duyet/" in page
    assert "chờ đưa vào theo dõi" not in _home(sign_in(world.actor(Role.CLERK)))


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.HEAD_OF_AGENCY])
def test_a_receiving_agency_finds_tasks_assignments_and_reports_within_15_queries(
    world: World, role: Role, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan = services.adopt(world.coordinator, review_id=approved.review(world, PLAN).pk)
    client = sign_in(world.actor(role, world.finance))
    assert "Chế độ báo cáo có cơ quan tôi" not in _home(client)
    Document.objects.filter(pk=plan.document_id).update(audience=Audience.RECIPIENTS)
    with django_assert_max_num_queries(15):
        page = _home(client)
    assert "Nhiệm vụ gấp nhất của cơ quan tôi" in page
    assert "Phân công chung có cơ quan tôi: 1" in page
    assert "Chế độ báo cáo có cơ quan tôi: 2" in page
