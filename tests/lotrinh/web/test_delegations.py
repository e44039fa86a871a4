"""The pages of standing in: one's own, the operator's, the notice of the first page, the step that names both."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.documents.vocab import ReviewState
from lotrinh.organisations.models import ApprovalChain, Delegation
from tests.factories import approved
from tests.factories.absence import post_of, stands_in
from tests.factories.sign_in import sign_in
from tests.factories.world import World

PAGE = "/tai-khoan/uy-quyen/"


@pytest.fixture
def head(world: World) -> Actor:
    """The head of the science department."""
    return world.actor(Role.HEAD_OF_AGENCY)


@pytest.fixture
def clerk(world: World) -> Actor:
    """A clerk of the same."""
    return world.actor(Role.CLERK)


def text(client: Client, path: str) -> str:
    """What a page says."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def filled(deputy: Actor, /, **given: str) -> dict[str, str]:
    """The form, as people fill it: for a week from today."""
    today = clock.today()
    return {
        "deputy": str(deputy.user_id),
        "starts_on": f"{today:%d/%m/%Y}",
        "ends_on": f"{today + dt.timedelta(days=6):%d/%m/%Y}",
        "reason": "Đi công tác",
        **given,
    }


def test_a_holder_names_a_deputy_and_withdraws(head: Actor, clerk: Actor) -> None:
    client, post = sign_in(head), post_of(head)
    give = reverse("absence_give", args=(post.pk,))
    assert give in text(client, PAGE)
    assert clerk.name in text(client, give)
    assert client.post(give, filled(clerk), follow=True).redirect_chain == [(PAGE, 302)]
    page = text(client, PAGE)
    assert clerk.name in page
    assert "Đi công tác" in page
    row = Delegation.objects.get()
    client.post(reverse("absence_withdraw", args=(row.pk,)))
    assert clerk.name not in text(client, PAGE)


def test_the_deputy_is_told_on_the_first_page_until_when(head: Actor, clerk: Actor) -> None:
    client = sign_in(clerk)
    assert "Bạn đang thay" not in text(client, "/")
    row = stands_in(clerk, post_of(head))
    page = text(client, "/")
    assert f"Bạn đang thay <strong>{head.name}</strong>" in page
    assert f"đến hết ngày {row.ends_on:%d/%m/%Y}" in page
    assert head.name in text(client, PAGE)


def test_one_who_is_to_stand_in_later_is_not_told_yet(head: Actor, clerk: Actor) -> None:
    stands_in(clerk, post_of(head), begins=3)
    client = sign_in(clerk)
    assert "Bạn đang thay" not in text(client, "/")
    assert "Sắp tới" in text(client, PAGE)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"deputy": ""}, "deputy"),
        ({"deputy": "999999999999999999999999"}, "deputy"),
        ({"deputy": "x"}, "deputy"),
        ({"starts_on": "32/01/2026"}, "starts_on"),
        ({"starts_on": "01/01/2020"}, "starts_on"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "01/01/2020"}, "ends_on"),
        ({"ends_on": "01/01/2099"}, "ends_on"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    head: Actor, clerk: Actor, given: dict[str, str], field: str
) -> None:
    answer = sign_in(head).post(reverse("absence_give", args=(post_of(head).pk,)), filled(clerk, **given))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    if "reason" not in given:
        assert "Đi công tác" in answer.content.decode()
    assert not Delegation.objects.exists()


def test_the_operator_names_a_deputy_on_the_page_of_the_person(world: World, head: Actor, clerk: Actor) -> None:
    client = sign_in(world.actor(Role.OPERATOR, world.province))
    person = reverse("people:detail", args=(head.user_id,))
    give = reverse("absence_give", args=(post_of(head).pk,))
    assert give in text(client, person)
    assert client.post(give, filled(clerk), follow=True).redirect_chain == [(person, 302)]
    assert clerk.name in text(client, person)
    assert head.name in text(client, reverse("people:detail", args=(clerk.user_id,)))
    client.post(reverse("absence_withdraw", args=(Delegation.objects.get().pk,)))
    assert clerk.name not in text(client, person)


def test_posts_of_others_do_not_exist_for_those_who_may_not(world: World, head: Actor, clerk: Actor) -> None:
    row = stands_in(clerk, post_of(head))
    for actor in (clerk, world.coordinator, world.actor(Role.OPERATOR, world.commune)):
        client = sign_in(actor)
        assert client.get(reverse("absence_give", args=(post_of(head).pk,))).status_code == 404
        assert client.post(reverse("absence_withdraw", args=(row.pk,))).status_code == 404
    assert Delegation.objects.get().withdrawn_at is None


def test_an_inspectors_own_page_says_why_there_is_nothing_to_delegate(world: World) -> None:
    inspector = world.actor(Role.INSPECTOR)
    client = sign_in(inspector)
    assert "không ủy quyền được" in text(client, PAGE)
    assert client.get(reverse("absence_give", args=(post_of(inspector).pk,))).status_code == 404


def test_the_page_of_approval_names_both(world: World, head: Actor, clerk: Actor) -> None:
    ApprovalChain.objects.create(unit=world.science, roles=[Role.HEAD_OF_AGENCY])
    review = approved.review(world, approved.read(approved.PLAN), state=ReviewState.OPEN)
    stands_in(clerk, post_of(head))
    sign_in(world.coordinator).post(reverse("reviews:act", args=(review.pk, "trinh")))
    client = sign_in(clerk)
    client.post(reverse("reviews:act", args=(review.pk, "duyet")))
    page = text(client, reverse("reviews:approval", args=(review.pk,)))
    assert page.count(f"thay {head.name} (ủy quyền)") == 2


def test_the_pages_cost_at_most_fifteen_queries(
    world: World, head: Actor, clerk: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        stands_in(clerk, post_of(world.actor(Role.SPECIALIST)), begins=number)
    stands_in(clerk, post_of(head))
    for actor, path in ((head, PAGE), (clerk, PAGE), (head, reverse("absence_give", args=(post_of(head).pk,)))):
        client = sign_in(actor)
        client.get(path)
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200
