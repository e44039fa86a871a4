"""From an approved review to a plan, and to its next version, as a coordinator does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from lotrinh.accounts.vocab import Role
from lotrinh.documents.vocab import ReviewState
from lotrinh.plans.models import Plan, PlanVersion
from tests.factories import approved
from tests.factories.sign_in import sign_in

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(world: World) -> Client:
    browser = sign_in(world.coordinator)
    # The first page notes the session; the pages after it are those that people wait for.
    browser.get("/")
    return browser


def address(review_id: int) -> str:
    return f"/ke-hoach/dua-vao-theo-doi/{review_id}/"


def test_what_would_be_adopted_is_shown_before_it_is(
    world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    review = approved.review(world, approved.read(approved.PLAN))
    with django_assert_max_num_queries(16):
        page = client.get(address(review.pk))
    seen = page.context["seen"]
    assert seen.title == "Phát triển khoa học và công nghệ năm 2026"
    assert seen.coordination.difficulties_to == "Sở Tài chính"
    assert not Plan.objects.exists()
    text = page.content.decode()
    assert "Các sở, ban, ngành" in text
    assert "Sở Khoa học và Công nghệ" in text


def test_confirming_makes_the_plan_and_leads_to_it(world: World, client: Client) -> None:
    review = approved.review(world, approved.read(approved.PLAN))
    values = {"title": "Kế hoạch khoa học 2026", "follow_up": "Sở Khoa học và Công nghệ"}
    done = client.post(address(review.pk), values)
    plan = Plan.objects.get()
    assert done["Location"] == f"/ke-hoach/{plan.pk}/"
    assert plan.title == "Kế hoạch khoa học 2026"
    assert plan.follow_up == world.science
    page = client.get(f"/ke-hoach/{plan.pk}/")
    assert page.status_code == 200
    assert "226 tỷ đồng" in page.content.decode()
    assert client.get(address(review.pk))["Location"] == f"/ke-hoach/{plan.pk}/"


def test_the_button_of_another_page_shows_the_confirmation_first(world: World, client: Client) -> None:
    review = approved.review(world, approved.read(approved.PLAN))
    assert client.post(address(review.pk)).status_code == 200
    assert not Plan.objects.exists()


@pytest.mark.parametrize(("title", "sentence"), [("", "Hãy điền"), ("a" * 700, "dài quá"), ("\x00", "field__error")])
def test_a_wrong_title_is_answered_by_a_sentence_and_what_was_typed_stays(
    world: World, client: Client, title: str, sentence: str
) -> None:
    review = approved.review(world, approved.read(approved.PLAN))
    answer = client.post(address(review.pk), {"title": title, "follow_up": "Ban Chỉ đạo tỉnh"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Ban Chỉ đạo tỉnh" in answer.content.decode()
    assert not Plan.objects.exists()


def test_what_is_not_approved_is_not_adopted(world: World, client: Client) -> None:
    review = approved.review(world, approved.read(approved.PLAN), state=ReviewState.SUBMITTED)
    assert "chưa được duyệt xong" in client.get(address(review.pk)).content.decode()
    assert client.post(address(review.pk), {"title": "Kế hoạch"}).status_code == 422
    assert not Plan.objects.exists()


def test_only_a_coordinator_adopts_and_strangers_see_nothing(world: World) -> None:
    review = approved.review(world, approved.read(approved.PLAN))
    assert sign_in(world.actor(Role.SPECIALIST)).get(address(review.pk)).status_code == 403
    assert sign_in(world.actor(Role.SPECIALIST, world.commune)).get(address(review.pk)).status_code in {403, 404}


def test_a_new_version_shows_what_differs_before_and_after(world: World, client: Client) -> None:
    record = approved.read(approved.PLAN)
    document = approved.document(world, record)
    first = approved.review(world, record, of=document)
    client.post(address(first.pk), {"title": "Kế hoạch khoa học 2026"})
    changed = approved.read(approved.PLAN.replace("30 tháng 6 năm 2026", "30 tháng 9 năm 2026"))
    second = approved.review(world, changed, of=document)
    page = client.get(address(second.pk))
    difference = page.context["difference"]
    assert len(difference.changed) == 1
    assert not difference.added
    assert not difference.removed
    assert "30/9/2026" in page.content.decode()
    assert PlanVersion.objects.count() == 1
    values = {"title": "Kế hoạch khoa học 2026", "reason": "Đính chính thời hạn"}
    assert client.post(address(second.pk), values).status_code == 302
    plan = Plan.objects.get()
    assert plan.current == 2
    shown = client.get(f"/ke-hoach/{plan.pk}/phien-ban/khac-nhau/").context["difference"]
    assert len(shown.changed) == len(difference.changed)
    assert "Đính chính thời hạn" in client.get(f"/ke-hoach/{plan.pk}/phien-ban/").content.decode()
