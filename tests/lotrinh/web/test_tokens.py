"""The pages of access tokens: one's own, and those of others for the operator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from lotrinh.accounts import services
from lotrinh.accounts.models import AccessToken
from lotrinh.accounts.vocab import Role
from tests.factories.sign_in import sign_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.world import World

pytestmark = pytest.mark.django_db
NEW = {"name": "Trục liên thông của tỉnh", "scopes": ["read", "upload"], "days": "90"}


@pytest.fixture
def person(world: World) -> Client:
    return sign_in(world.coordinator)


def test_without_tokens_the_page_says_what_they_are_for(person: Client) -> None:
    page = person.get(reverse("tokens")).content.decode()
    assert "Chưa có mã truy cập nào" in page
    assert reverse("tokens_make") in page
    assert reverse("api:docs") in page


def test_the_key_is_shown_once(person: Client) -> None:
    answer = person.post(reverse("tokens_make"), NEW)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    found = re.search(r'value="(lotrinh_[\w-]{43})"', answer.content.decode())
    assert found
    page = person.get(reverse("tokens")).content.decode()
    assert found[1] not in page
    assert AccessToken.objects.get().prefix in page
    assert "Đọc dữ liệu; Tải văn bản lên" in page


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"name": "a" * 81}, {"scopes": []}, {"scopes": ["all"]}, {"days": "366"}, {"days": "x"}]
)
def test_what_is_wrong_stands_beside_its_field(person: Client, changes: dict[str, object]) -> None:
    answer = person.post(reverse("tokens_make"), {**NEW, **changes})
    assert answer.status_code == 422
    assert not AccessToken.objects.exists()


def test_making_one_asks_again_who_it_is(person: Client, settings: Settings) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    answer = person.post(reverse("tokens_make"), NEW)
    assert answer.status_code == 302
    assert reverse("account_reauthenticate") in answer.headers["Location"]
    assert not AccessToken.objects.exists()


def test_a_token_is_revoked_by_its_owner_alone(world: World, person: Client) -> None:
    person.post(reverse("tokens_make"), NEW)
    path = reverse("tokens_revoke", args=[AccessToken.objects.get().pk])
    assert sign_in(world.actor(Role.SPECIALIST)).post(path).status_code == 404
    assert person.get(path).status_code == 405
    assert person.post(path).status_code == 302
    assert AccessToken.objects.get().revoked_at is not None
    assert person.post(path).status_code == 404


def test_the_operator_sees_and_ends_the_tokens_of_others(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        services.make_token(world.coordinator, name="Trục liên thông", scopes=["read"], days=30)
    operator = sign_in(world.actor(Role.OPERATOR, world.province))
    number = world.coordinator.user_id or 0
    page = reverse("people:detail", args=[number])
    operator.get(page)
    with django_assert_max_num_queries(15):
        shown = operator.get(page).content.decode()
    token = AccessToken.objects.all()[0]
    path = reverse("people:revoke_token", args=[number, token.pk])
    assert path in shown
    assert operator.post(path).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert operator.post(path).status_code == 404
