"""The pages of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.organisations.models import Unit

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(world: World) -> Client:
    from tests.factories.sign_in import sign_in

    return sign_in(world.actor(Role.OPERATOR, world.province))


def _typed(world: World, **changes: object) -> dict[str, object]:
    return {
        "name": "Sở Y tế",
        "short_name": "SYT",
        "kind": "department",
        "parent": world.province.pk,
        "province": "",
        "starts_on": "01/07/2025",
        "ends_on": "",
        **changes,
    }


def test_units_are_found_with_and_without_diacritics_and_by_their_short_name(world: World, operator: Client) -> None:
    for query in ("tài chính", "tai chinh", "SO TAI"):
        rows = operator.get(reverse("organisations:list"), {"q": query}).context["listing"].rows
        assert [unit.name for unit in rows] == ["Sở Tài chính"]
    rows = operator.get(reverse("organisations:list"), {"q": "kh&cn"}).context["listing"].rows
    assert [unit.pk for unit in rows] == [world.science.pk]


def test_everybody_sees_units_and_who_holds_posts_but_no_address_of_theirs(world: World) -> None:
    from tests.factories.sign_in import account, sign_in

    person = account(world.coordinator)
    person.email = "rieng@songtra.example"
    person.save()
    client = sign_in(world.actor(Role.CLERK, world.finance))
    page = client.get(reverse("organisations:detail", args=(world.science.pk,))).content.decode()
    assert "Đầu mối kế hoạch" in page
    assert "rieng@songtra.example" not in page
    assert reverse("organisations:edit", args=(world.science.pk,)) not in page
    assert "Phòng Kế hoạch" in client.get(reverse("organisations:tree")).content.decode()


def test_the_operator_adds_and_changes_units_names_and_the_chain(world: World, operator: Client) -> None:
    operator.post(reverse("organisations:add"), _typed(world))
    unit = Unit.objects.get(name="Sở Y tế")
    page = reverse("organisations:detail", args=(unit.pk,))
    done = operator.post(reverse("organisations:edit", args=(unit.pk,)), _typed(world, short_name="Sở YT"))
    assert done["Location"] == page
    operator.post(reverse("organisations:names", args=(unit.pk,)), {"names": "Ngành y tế\n\nSYT tỉnh"})
    chain = {"step1": "head_of_agency", "step2": "", "step3": "leader", "step4": ""}
    assert operator.post(reverse("organisations:chain", args=(unit.pk,)), chain)["Location"] == page
    shown = operator.get(page).content.decode()
    for text in ("Sở YT", "Ngành y tế", "SYT tỉnh", "Lãnh đạo tỉnh"):
        assert text in shown


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Hãy điền mục này."),
        ({"name": "x" * 900}, "dài quá 200 ký tự"),
        ({"name": "Sở Tài chính"}, "tên như vậy"),
        ({"kind": "kingdom"}, "Hãy chọn một loại"),
        ({"kind": "division", "parent": ""}, "Hãy chọn cơ quan cấp trên."),
        ({"parent": "99999999"}, "Hãy chọn một cơ quan"),
        ({"parent": "' OR 1=1"}, "Hãy chọn một cơ quan"),
        ({"ends_on": "30/06/2025"}, "trước ngày bắt đầu"),
        ({"starts_on": "hôm nay"}, "ngày/tháng/năm"),
    ],
)
def test_a_wrong_value_is_said_and_what_was_typed_stays(
    world: World, operator: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = operator.post(reverse("organisations:add"), _typed(world, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="SYT"' in answer.content.decode()
    assert not Unit.objects.filter(short_name="SYT").exists()


@pytest.mark.parametrize("typed", [{"step1": ""}, {"step1": "leader", "step2": "leader"}, {"step1": "specialist"}])
def test_a_chain_that_cannot_be_is_answered_with_a_sentence(
    world: World, operator: Client, typed: dict[str, str]
) -> None:
    answer = operator.post(reverse("organisations:chain", args=(world.science.pk,)), typed)
    assert answer.status_code == 422


@pytest.mark.parametrize("names", ["x" * 201, "x" * 20_000, "\n".join(f"Tên {number}" for number in range(60))])
def test_names_that_cannot_be_are_answered_with_a_sentence(world: World, operator: Client, names: str) -> None:
    answer = operator.post(reverse("organisations:names", args=(world.science.pk,)), {"names": names})
    assert answer.status_code == 422


def test_a_unit_that_is_not_there_is_not_found(world: World, operator: Client) -> None:
    for name in ("detail", "edit", "names", "chain"):
        assert operator.get(reverse(f"organisations:{name}", args=(987654,))).status_code == 404


@pytest.mark.parametrize("count", [2, 80])
def test_the_pages_ask_the_same_few_questions_however_many_units(
    world: World, operator: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from tests.factories.world import unit

    for number in range(count):
        unit(f"Ủy ban nhân dân xã {number}", "commune", parent=world.province)
    operator.get(reverse("organisations:list"))
    for name, args in (("list", ()), ("tree", ()), ("detail", (world.province.pk,)), ("add", ())):
        with django_assert_max_num_queries(12):
            operator.get(reverse(f"organisations:{name}", args=args))
