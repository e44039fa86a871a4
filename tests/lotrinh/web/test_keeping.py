"""The pages of what agencies that ended left: lists, the decision, taking it back, recipients in their place."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.documents.models import Document, Keeping, Recipient
from lotrinh.documents.vocab import Audience
from lotrinh.organisations.models import Unit
from lotrinh.organisations.services.reorganising import Decision, Passing, reorganise
from lotrinh.organisations.vocab import ReorganisationKind
from lotrinh.plans import selectors
from tests.factories import plans
from tests.factories.absence import ended
from tests.factories.papers import document
from tests.factories.sign_in import sign_in
from tests.factories.world import World, unit

LIST = "/luu-giu/"


@pytest.fixture
def planning(world: World) -> Unit:
    """Sở Kế hoạch và Đầu tư, divided today between finance and science, with three documents."""
    old = unit("Sở Kế hoạch và Đầu tư", parent=world.province)
    for number in range(3):
        document(old, world.coordinator, kind="KH", number=f"{number + 1}/KH-SKHĐT", title=f"Trích yếu kín {number}")
    lines = [
        Passing(predecessor_id=old.pk, successor=world.finance.pk, subject="đầu tư công"),
        Passing(predecessor_id=old.pk, successor=world.science.pk, subject="đổi mới sáng tạo"),
    ]
    reorganise(
        world.actor(Role.OPERATOR, world.province),
        kind=ReorganisationKind.SPLIT,
        decision=Decision(effective_on=clock.today(), number="18/NQ-HĐND"),
        lines=lines,
    )
    return old


@pytest.fixture
def operator(world: World) -> Client:
    """The browser of who runs the platform."""
    return sign_in(world.actor(Role.OPERATOR, world.province))


def filled(keeper: Unit, rows: list[Document], /, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - values of a form
    """The form of a decision, as people fill it."""
    return {
        "documents": [str(row.pk) for row in rows],
        "keeper": str(keeper.pk),
        "number": "45/QĐ-UBND",
        "issued_on": "02/03/2026",
        "issuer": "UBND tỉnh Sông Trà",
        **given,
    }


def test_the_operator_gives_some_documents_and_takes_the_decision_back(
    world: World, planning: Unit, operator: Client
) -> None:
    page = reverse("keeping:unit", args=(planning.pk,))
    listed = operator.get(LIST).content.decode()
    assert page in listed
    assert "đầu tư công" in listed
    shown = operator.get(page).content.decode()
    assert "1/KH-SKHĐT" in shown
    assert "Trích yếu kín" not in shown
    assert shown.count(" checked") == 3
    chosen = list(Document.objects.filter(owner=planning).order_by("pk")[:2])
    answer = operator.post(page, filled(world.finance, chosen), follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "45/QĐ-UBND" in answer.content.decode()
    assert Document.objects.filter(owner=world.finance).count() == 2
    row = Keeping.objects.get()
    operator.post(reverse("keeping:withdraw", args=(row.pk,)))
    assert Document.objects.filter(owner=planning).count() == 3
    assert "Đã rút" in operator.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"documents": []}, "documents"),
        ({"documents": ["0"]}, "documents"),
        ({"documents": ["x"]}, "documents"),
        ({"keeper": ""}, "keeper"),
        ({"keeper": "99999999999999999999"}, "keeper"),
        ({"number": ""}, "number"),
        ({"number": "x" * 61}, "number"),
        ({"issued_on": "31/02/2026"}, "issued_on"),
        ({"issued_on": "01/01/2099"}, "issued_on"),
        ({"issuer": ""}, "issuer"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_moves(
    world: World, planning: Unit, operator: Client, given: dict[str, Any], field: str
) -> None:
    rows = list(Document.objects.filter(owner=planning))
    answer = operator.post(reverse("keeping:unit", args=(planning.pk,)), filled(world.finance, rows, **given))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert Document.objects.filter(owner=planning).count() == 3
    if field != "documents":
        assert answer.content.decode().count(" checked") == 3


def test_others_than_operators_see_neither_agencies_nor_decisions(world: World, planning: Unit) -> None:
    client = sign_in(world.actor(Role.HEAD_OF_AGENCY, world.finance))
    page = client.get(LIST).content.decode()
    assert planning.name not in page
    assert "Cơ quan đã kết thúc còn lưu giữ" not in page
    assert client.get(reverse("keeping:unit", args=(planning.pk,))).status_code == 403
    assert client.post(reverse("keeping:withdraw", args=(1,))).status_code == 403
    elsewhere = sign_in(world.actor(Role.OPERATOR, world.commune))
    assert elsewhere.get(reverse("keeping:unit", args=(planning.pk,))).status_code == 404


def test_the_head_adds_who_receives_in_place_of_an_agency_that_ended(world: World, planning: Unit) -> None:
    sent = document(world.science, world.coordinator, audience=Audience.RECIPIENTS, title="Kế hoạch gửi đi")
    Recipient.objects.create(document=sent, unit=planning)
    client = sign_in(world.actor(Role.HEAD_OF_AGENCY))
    page = client.get(LIST).content.decode()
    assert "Kế hoạch gửi đi" in page
    # Whoever keeps the document reads it anyway.
    assert f"{world.science.name} <" not in page
    add = reverse("keeping:recipients", args=(sent.pk,))
    for units in ([], ["x"], [str(world.commune.pk)]):
        answer = client.post(add, {"units": units})
        assert answer.status_code == 422
        assert "Hãy chọn trong các cơ quan kế thừa" in answer.content.decode()
    assert client.post(add, {"units": [str(world.finance.pk)]}, follow=True).redirect_chain == [(LIST, 302)]
    assert sent.recipients.filter(unit=world.finance).exists()
    assert "Kế hoạch gửi đi" not in client.get(LIST).content.decode()
    assert client.post(add, {"units": [str(world.finance.pk)]}).status_code == 404


def test_the_pages_cost_at_most_fifteen_queries(
    world: World, planning: Unit, operator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        Recipient.objects.create(
            document=document(world.science, world.coordinator, audience=Audience.RECIPIENTS), unit=planning
        )
    page = reverse("keeping:unit", args=(planning.pk,))
    operator.post(page, filled(world.finance, list(Document.objects.filter(owner=planning)[:1])))
    for client, path in ((operator, LIST), (operator, page), (sign_in(world.actor(Role.HEAD_OF_AGENCY)), LIST)):
        client.get(path)
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200


def test_a_plan_says_who_stands_behind_a_body_that_ended(
    world: World, planning: Unit, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    seeded = plans.plan(world)
    page = reverse("plans:detail", args=(seeded.plan.pk,))
    client = sign_in(world.coordinator)
    assert "đã kết thúc hoạt động" not in client.get(page).content.decode()
    seeded.plan.follow_up = planning
    seeded.plan.difficulties_to = ended(unit("Sở Ngoại vụ", parent=world.province), None)
    seeded.plan.save()
    shown = client.get(page).content.decode()
    assert "Sở Tài chính (đầu tư công); Sở Khoa học và Công nghệ (đổi mới sáng tạo)" in shown or (
        "Sở Khoa học và Công nghệ (đổi mới sáng tạo); Sở Tài chính (đầu tư công)" in shown
    )
    assert "chưa ghi cơ quan kế thừa" in shown
    plan = selectors.plan_of(world.coordinator, seeded.plan.pk)
    with django_assert_max_num_queries(3):
        assert set(selectors.bodies_today(plan)) == {"follow_up", "difficulties_to"}
