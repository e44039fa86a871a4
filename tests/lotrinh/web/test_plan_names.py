"""The page on which a reviewer says, once for the whole plan, what the names of a document stand for."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.documents.vocab import ReviewState
from lotrinh.organisations.models import UnitName
from lotrinh.plans.models import NameChoice, Plan
from lotrinh.plans.services.naming import Pick, choose_names
from tests.factories import approved
from tests.factories.sign_in import sign_in
from tests.factories.world import World, actor, post, unit

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as _Answer
    from pytest_django import DjangoAssertNumQueries

    from lotrinh.documents.models import Review
    from lotrinh.web.plans.names import Line

pytestmark = pytest.mark.django_db
BAD = "Sở Tài chánh"
FIRM = "Công ty Muối Trắng"


@pytest.fixture
def client(world: World) -> Client:
    return sign_in(world.coordinator)


@pytest.fixture
def review(world: World) -> Review:
    edits = {("tasks", "1"): {"lead": [BAD]}, ("tasks", "3"): {"lead": [FIRM]}}
    return approved.review(world, approved.read(approved.PLAN), edits=edits)


def address(review: Review) -> str:
    return f"/ke-hoach/dua-vao-theo-doi/{review.pk}/ten-co-quan/"


def sent(page: _Answer, **answers: dict[str, str]) -> dict[str, str]:
    """What the form of the page sends when nobody touches it, but for what is answered beside these names."""
    data: dict[str, str] = {}
    for line in page.context["lines"]:
        data[f"other-{line.key}"] = data[f"group-{line.key}"] = ""
        if line.picked:
            data[f"pick-{line.key}"] = line.picked
        if line.seen:
            data[f"seen-{line.key}"] = line.seen
        for field, value in answers.get(line.printed, {}).items():
            data[f"{field}-{line.key}"] = value
    return data


def line(page: _Answer, printed: str) -> Line:
    lines: list[Line] = page.context["lines"]
    return next(item for item in lines if item.printed == printed)


def test_the_clear_names_are_answered_already_and_the_unclear_stand_first(
    world: World, client: Client, review: Review, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        page = client.get(address(review))
    text = html.unescape(page.content.decode())
    lines = page.context["lines"]
    unclear = [item.printed for item in lines if item.owes and not item.picked]
    assert unclear == [item.printed for item in lines[: len(unclear)]]
    assert {BAD, FIRM} <= set(unclear)
    assert line(page, "Sở Khoa học và Công nghệ").picked == f"u{world.science.pk}"
    assert "gần giống “Sở Tài chính”" in text
    assert "ưu tiên cơ quan thuộc Ủy ban nhân dân tỉnh Sông Trà" in text
    assert f"/ra-soat/{review.pk}/?muc=tasks-1#i-tasks-1" in text


def test_one_button_confirms_all_that_is_answered(world: World, client: Client, review: Review) -> None:
    page = client.get(address(review))
    answered = sum(1 for item in page.context["lines"] if item.picked)
    done = client.post(address(review), sent(page, **{BAD: {"pick": f"u{world.finance.pk}"}}))
    assert (done.status_code, done["Location"]) == (302, address(review))
    assert NameChoice.objects.count() == answered + 1
    again = client.get(address(review))
    assert line(again, BAD).picked == line(again, BAD).seen == f"u{world.finance.pk}"
    assert f"Đã xác nhận {answered + 1} tên." in again.content.decode()
    assert "chọn ngày" in again.content.decode()
    client.post(address(review), sent(again, **{BAD: {"pick": "none"}}))
    assert NameChoice.objects.get(printed=BAD).unit is None


def test_a_typed_name_is_looked_up_on_the_server(world: World, client: Client, review: Review) -> None:
    page = client.get(address(review))
    client.post(address(review), sent(page, **{BAD: {"other": "  sở tài chính ", "pick": "none"}}))
    assert NameChoice.objects.get(printed=BAD).unit == world.finance
    client.post(address(review), sent(client.get(address(review)), **{FIRM: {"other": "các sở, ban, ngành"}}))
    assert NameChoice.objects.get(printed=FIRM).group == "departments"


def test_what_a_typed_name_may_mean_is_offered_and_nothing_is_saved(
    world: World, client: Client, review: Review
) -> None:
    two = {unit(f"Ủy ban nhân dân xã Tân {name}", "commune", parent=world.province).pk for name in ("Hà", "Phú")}
    found = page = client.get(address(review))
    for extra, status in (({}, 422), ({"find": "1"}, 200)):
        found = client.post(address(review), sent(page, **{FIRM: {"other": "xã Tân"}}) | extra)
        assert found.status_code == status
        offered = line(found, FIRM)
        assert {f"u{pk}" for pk in two} <= {option.code for option in offered.options}
        assert (offered.searched, offered.picked) == (True, "")
    assert not NameChoice.objects.exists()
    chosen = f"u{two.pop()}"
    client.post(address(review), sent(found, **{FIRM: {"pick": chosen}}))
    assert f"u{NameChoice.objects.get(printed=FIRM).unit_id}" == chosen


def test_a_name_of_nobody_is_said_beside_its_field_and_what_was_answered_elsewhere_stays(
    world: World, client: Client, review: Review
) -> None:
    page = client.get(address(review))
    answers = {FIRM: {"other": "Hội Không Có Thật"}, BAD: {"pick": f"u{world.finance.pk}"}}
    back = client.post(address(review), sent(page, **answers))
    assert back.status_code == 422
    assert line(back, FIRM).error == "Không tìm thấy cơ quan nào có tên như vậy."
    assert line(back, FIRM).typed == "Hội Không Có Thật"
    assert line(back, BAD).picked == f"u{world.finance.pk}"


def test_a_name_and_a_group_at_once_are_too_much(client: Client, review: Review) -> None:
    page = client.get(address(review))
    back = client.post(address(review), sent(page, **{BAD: {"other": "Sở Tài chính", "group": "communes"}}))
    assert "không cả hai" in line(back, BAD).error


@pytest.mark.parametrize("code", ["u0", "u", "uabc", "u²", "gnobody", "x", "u99999999999999999999"])
def test_an_answer_that_is_none_is_refused(client: Client, review: Review, code: str) -> None:
    page = client.get(address(review))
    assert client.post(address(review), sent(page, **{BAD: {"pick": code}})).status_code == 422
    assert not NameChoice.objects.exists()


def test_who_comes_second_sees_what_the_first_has_chosen(world: World, client: Client, review: Review) -> None:
    page = client.get(address(review))
    colleague = actor(Role.SPECIALIST, world.science, "Trần Thị Hoa")
    choose_names(colleague, review_id=review.pk, picks=[Pick(printed=BAD, unit_id=world.finance.pk)])
    mine = sent(page, **{BAD: {"pick": f"u{world.science.pk}"}})
    back = client.post(address(review), mine)
    assert back.status_code == 409
    assert line(back, BAD).error == "Trần Thị Hoa vừa chọn: Sở Tài chính."
    assert line(back, BAD).picked == f"u{world.science.pk}"
    assert NameChoice.objects.get(printed=BAD).unit == world.finance
    assert client.post(address(review), sent(back)).status_code == 302
    assert NameChoice.objects.get(printed=BAD).unit == world.science


def test_only_who_runs_units_is_asked_whether_to_remember(world: World, client: Client, review: Review) -> None:
    assert b'name="remember-' not in client.get(address(review)).content
    assert world.coordinator.user_id is not None
    person = User.objects.get(pk=world.coordinator.user_id)
    post(person, world.finance, Role.OPERATOR)
    page = client.get(address(review))
    assert b'name="remember-' in page.content
    client.post(
        address(review),
        sent(
            page,
            **{
                BAD: {"pick": f"u{world.finance.pk}", "remember": "on"},
                FIRM: {"pick": f"u{world.science.pk}", "remember": "on"},
            },
        ),
    )
    assert list(UnitName.objects.values_list("unit", "name")) == [(world.finance.pk, BAD)]
    text = client.get(address(review)).content.decode()
    assert "Đã ghi 1 tên vào tên gọi khác" in text
    assert "1 tên chỉ được ghi cho kế hoạch này" in text


def test_who_only_reads_sees_and_cannot_send(world: World, review: Review) -> None:
    head = sign_in(world.actor(Role.HEAD_OF_AGENCY))
    page = head.get(address(review))
    assert page.status_code == 200
    assert "Xác nhận tất cả" not in page.content.decode()
    assert head.post(address(review), sent(page)).status_code == 403
    assert sign_in(world.actor(Role.SPECIALIST, world.finance)).get(address(review)).status_code == 404


def test_the_page_of_adopting_says_how_many_names_are_unclear_and_leads_to_them(
    world: World, client: Client, review: Review
) -> None:
    adopting = f"/ke-hoach/dua-vao-theo-doi/{review.pk}/"
    text = client.get(adopting).content.decode()
    assert "tên cơ quan chưa rõ là cơ quan nào" in text
    assert f'href="{address(review)}"' in text
    page = client.get(address(review))
    answers = {item.printed: {"pick": "none"} for item in page.context["lines"] if not item.picked}
    client.post(address(review), sent(page, **answers))
    after = client.get(adopting).content.decode()
    assert "tên cơ quan chưa rõ là cơ quan nào" not in after
    assert f'href="{address(review)}"' in after


def test_unclear_names_do_not_hinder_adopting_and_afterwards_the_names_rest(
    world: World, client: Client, review: Review
) -> None:
    client.post(f"/ke-hoach/dua-vao-theo-doi/{review.pk}/", {"title": "Kế hoạch khoa học 2026"})
    assert Plan.objects.count() == 1
    page = client.get(address(review))
    assert "Xác nhận tất cả" not in page.content.decode()
    assert client.post(address(review), sent(page)).status_code == 422


def test_a_document_without_names_says_what_would_stand_here(world: World, client: Client) -> None:
    record = approved.read("KẾ HOẠCH\nPhát triển du lịch năm 2026\nI. MỤC TIÊU\n1. Đón 1.000 lượt khách.\n")
    review = approved.review(world, record, state=ReviewState.OPEN)
    assert "Văn bản không nêu tên cơ quan nào" in client.get(address(review)).content.decode()
