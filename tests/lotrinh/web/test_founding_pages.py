"""The page that makes a province's list of units: choose, look, confirm."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.organisations.models import Succession, Unit
from lotrinh.organisations.vocab import UnitKind
from tests.factories import lands
from tests.factories.sign_in import sign_in
from tests.factories.world import World, actor, unit

CHOSEN: dict[str, str | list[str]] = {
    "province": "12",
    "departments": ["SKHCN", "STC"],
    "communes": "on",
    "former": "on",
}


@pytest.fixture
def operator(db: None) -> Client:
    """Who runs the platform of a real province."""
    return sign_in(actor(Role.OPERATOR, unit("Ủy ban nhân dân tỉnh Lai Châu", UnitKind.PROVINCE)))


def test_the_platform_s_province_and_what_every_province_has_are_chosen_beforehand(operator: Client) -> None:
    page = operator.get(reverse("founding:choose")).content.decode()
    assert '<option value="12" selected>' in page
    assert page.count(" checked") == 33
    assert reverse("founding:choose") in operator.get(reverse("organisations:list")).content.decode()


def test_a_look_tells_counts_and_writes_nothing(operator: Client) -> None:
    lands.load("12")
    page = operator.get(reverse("founding:preview"), CHOSEN).content.decode()
    for words in ("Ghi danh mục này", "Bổ sung thông tin", "Ủy ban nhân dân huyện Tam Đường", "Chưa có gì được ghi"):
        assert words in page
    assert "Chưa nạp danh mục địa danh" not in page
    assert Unit.objects.count() == 1


def test_what_was_looked_at_is_made_and_the_answer_leads_to_it(operator: Client) -> None:
    lands.load("12")
    url = f"{reverse('founding:preview')}?province=12&departments=SKHCN&departments=STC&communes=on&former=on"
    answer = operator.post(url, follow=True)
    page = answer.content.decode()
    assert Unit.objects.filter(kind=UnitKind.COMMUNE, ends_on=None).count() == 38
    assert f"ghi {Succession.objects.count()} dòng kế thừa" in page
    assert "Danh mục đã đủ" in page
    science = Unit.objects.get(code="SKHCN")
    assert reverse("organisations:detail", args=(science.pk,)) in page
    units = Unit.objects.count()
    assert "không có gì thay đổi" in operator.post(url, follow=True).content.decode()
    assert Unit.objects.count() == units
    # Neither Party nor Front was asked for.
    assert not Unit.objects.filter(kind__in=(UnitKind.PARTY, UnitKind.FRONT)).exists()


def test_without_places_the_page_says_what_to_do(operator: Client) -> None:
    page = operator.get(reverse("founding:preview"), CHOSEN).content.decode()
    assert "Chưa nạp danh mục địa danh" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"province": ""}, "Hãy chọn một tỉnh, thành phố."),
        ({"province": "99"}, "Hãy chọn trong danh sách."),
        ({"departments": ["KHONGCO"]}, "Hãy chọn trong danh sách."),
    ],
)
def test_a_wrong_choice_is_told_beside_its_field(
    operator: Client, changes: dict[str, str | list[str]], sentence: str
) -> None:
    answer = operator.get(reverse("founding:preview"), {**CHOSEN, **changes})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_only_the_operator_of_the_whole_platform_gets_there(world: World) -> None:
    for who in _others(world):
        client = sign_in(who)
        assert client.get(reverse("founding:choose")).status_code == 403
        assert client.get(reverse("founding:preview"), CHOSEN).status_code == 403
        assert client.post(reverse("founding:preview"), CHOSEN).status_code == 403
        assert reverse("founding:choose") not in client.get(reverse("organisations:list")).content.decode()


def _others(world: World) -> tuple[Actor, ...]:
    return world.actor(Role.OPERATOR), world.actor(Role.LEADER, world.province), world.coordinator
