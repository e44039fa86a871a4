"""The operator's pages of accounts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.organisations.models import Post

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(world: World) -> Client:
    from tests.factories.sign_in import sign_in

    return sign_in(world.actor(Role.OPERATOR, world.province))


def _table(*lines: tuple[str, ...]) -> io.BytesIO:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("Họ và tên", "Tên đăng nhập", "Thư điện tử", "Cơ quan, đơn vị", "Vai trò", "Từ ngày", "Đến hết ngày"))
    for line in lines:
        sheet.append(line)
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    target.name = "bang.xlsx"
    return target


def _new(world: World, **changes: object) -> dict[str, object]:
    return {
        "full_name": "Đặng Thị Hòa",
        "username": "hoadt",
        "email": "hoadt@songtra.example",
        "unit": world.science.pk,
        "role": Role.SPECIALIST,
        "starts_on": "05/06/2026",
        "ends_on": "",
        **changes,
    }


def test_people_are_listed_by_given_name_and_found_without_diacritics(world: World, operator: Client) -> None:
    from tests.factories.world import user

    for name in ("Trần Văn Ân", "Đặng Văn Đức", "Lê Thị Dung", "Ngô Văn An"):
        user(name)
    page = operator.get(reverse("people:list")).content.decode()
    places = [page.index(name) for name in ("Ngô Văn An", "Trần Văn Ân", "Lê Thị Dung", "Đặng Văn Đức")]
    assert places == sorted(places)
    found = operator.get(reverse("people:list"), {"q": "dang van duc"}).content.decode()
    assert "Đặng Văn Đức" in found
    assert "Lê Thị Dung" not in found


def test_an_account_is_made_with_its_first_post_and_its_day_is_read_as_written(world: World, operator: Client) -> None:
    answer = operator.post(reverse("people:add"), _new(world))
    person = User.objects.get(username="hoadt")
    assert answer["Location"] == reverse("people:detail", args=(person.pk,))
    post = Post.objects.get(user=person)
    assert (post.unit, post.role, f"{post.starts_on:%Y-%m-%d}") == (world.science, Role.SPECIALIST, "2026-06-05")
    assert not person.has_usable_password()
    actions = AuditEntry.objects.filter(thing_kind="person", thing_id=str(person.pk)).values_list("action", flat=True)
    assert sorted(actions) == ["person.created", "post.given"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"username": "Có Dấu"}, "id_username", "chỉ gồm chữ thường không dấu"),
        ({"username": ""}, "id_username", "Hãy điền mục này."),
        ({"username": "x" * 70}, "id_username", "dài quá 60 ký tự"),
        ({"full_name": "x" * 4000}, "id_full_name", "dài quá 120 ký tự"),
        ({"email": "khong-phai-thu"}, "id_email", "email"),
        ({"role": "king"}, "id_role", "Hãy chọn một vai trò"),
        ({"unit": "999999"}, "id_unit", "Hãy chọn một cơ quan"),
        ({"unit": "' OR 1=1"}, "id_unit", "Hãy chọn một cơ quan"),
        ({"starts_on": "31/02/2026"}, "id_starts_on", "ngày/tháng/năm"),
        ({"ends_on": "04/06/2026"}, "id_ends_on", "trước ngày bắt đầu"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_what_was_typed_stays(
    world: World, operator: Client, changes: dict[str, str], field: str, sentence: str
) -> None:
    answer = operator.post(reverse("people:add"), _new(world, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'href="#{field}"' in page
    assert "hoadt@songtra.example" in page or "email" in changes
    assert not User.objects.filter(email="hoadt@songtra.example").exists()


def test_a_user_name_is_taken_whatever_its_case(world: World, operator: Client) -> None:
    operator.post(reverse("people:add"), _new(world))
    answer = operator.post(reverse("people:add"), _new(world, username="HoaDT"))
    assert answer.status_code == 422
    assert User.objects.filter(username__iexact="hoadt").count() == 1


def test_the_link_is_shown_once_works_once_and_ends_the_old_password(world: World, operator: Client) -> None:
    from django.test import Client as Browser

    from tests.factories.sign_in import sign_in
    from tests.factories.world import user

    person = user("Phạm Thị Lan", username="lanpt")
    theirs = sign_in(person)
    answer = operator.post(reverse("people:link", args=(person.pk,)))
    link = answer.context["url"]
    assert link in answer.content.decode()
    assert link not in operator.get(reverse("people:detail", args=(person.pk,))).content.decode()
    assert theirs.get("/").status_code == 302
    stranger = Browser()
    assert stranger.get(link).status_code == 200
    weak = stranger.post(link, {"password": "1234567890", "again": "1234567890"})
    assert weak.status_code == 422
    assert "không được chỉ gồm chữ số" in weak.content.decode()
    assert stranger.post(link, {"password": "Con-đường-làng-26", "again": "khác"}).status_code == 422
    assert stranger.post(link, {"password": "Con-đường-làng-26", "again": "Con-đường-làng-26"}).status_code == 302
    assert stranger.get(link).status_code == 404
    sign_in(person, password="Con-đường-làng-26")  # noqa: S106 - an invented one


def test_a_link_is_mailed_where_there_is_a_server(world: World, operator: Client, settings: Settings) -> None:
    from dataclasses import replace

    from tests.factories.world import user

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, email_url="smtp://mail.songtra.example")
    person = user("Phạm Thị Lan")
    person.email = "lan@songtra.example"
    person.save()
    link = operator.post(reverse("people:link", args=(person.pk,))).context["url"]
    assert [message.to for message in mail.outbox] == [["lan@songtra.example"]]
    assert link in str(mail.outbox[0].body)


def test_a_closed_account_is_out_at_once(world: World, operator: Client) -> None:
    from tests.factories.sign_in import sign_in
    from tests.factories.world import user

    person = user("Phạm Thị Lan")
    theirs = sign_in(person)
    assert theirs.get(reverse("organisations:list")).status_code == 200
    operator.post(reverse("people:deactivate", args=(person.pk,)))
    assert theirs.get(reverse("organisations:list")).status_code == 302


def test_who_is_no_operator_does_not_get_in(world: World) -> None:
    from tests.factories.sign_in import sign_in

    client = sign_in(world.coordinator)
    person = world.coordinator.user_id
    for name in ("people:list", "people:add", "people:bulk"):
        assert client.get(reverse(name)).status_code == 403
    for name in ("people:detail", "people:edit"):
        assert client.get(reverse(name, args=(person,))).status_code == 403
    for name in ("people:link", "people:deactivate", "people:give_post"):
        assert client.post(reverse(name, args=(person,))).status_code == 403


def test_the_operator_of_an_agency_does_not_reach_people_of_others(world: World) -> None:
    from tests.factories.sign_in import sign_in

    client = sign_in(world.actor(Role.OPERATOR, world.science))
    mine, other = world.coordinator.user_id, world.actor(Role.SPECIALIST, world.finance).user_id
    assert client.get(reverse("people:detail", args=(mine,))).status_code == 200
    assert client.get(reverse("people:detail", args=(other,))).status_code == 404
    assert client.post(reverse("people:link", args=(other,))).status_code == 404


def test_sensitive_acts_ask_for_the_password_after_a_while_and_then_go_on(world: World, operator: Client) -> None:
    from tests.factories.world import PASSWORD, user

    person = user("Phạm Thị Lan")
    session = operator.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 1000} for record in session["account_authentication_methods"]
    ]
    session.save()
    answer = operator.post(reverse("people:deactivate", args=(person.pk,)))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    person.refresh_from_db()
    assert person.is_active
    done = operator.post(answer["Location"], {"password": PASSWORD})
    assert done["Location"] == reverse("people:detail", args=(person.pk,))
    person.refresh_from_db()
    assert not person.is_active


GOOD = ("Đỗ Văn Sơn", "sondv", "sondv@songtra.example", "Sở KH&CN", "Chuyên viên", "05/06/2026", "")


def test_a_table_is_looked_at_first_and_nothing_of_it_is_kept_while_one_row_is_wrong(
    world: World, operator: Client
) -> None:
    before = User.objects.count()
    bad = ("Vũ Thị Mai", "Mai Vũ", "", "Sở Không Có", "Vua", "32/13/2026", "")
    answer = operator.post(reverse("people:bulk"), {"table": _table(GOOD, bad)})
    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("Sẽ tạo", "Không có cơ quan tên", "Không có vai trò", "ngày/tháng/năm"):
        assert sentence in page
    assert not answer.context["signed"]
    assert User.objects.count() == before


def test_no_operator_is_appointed_in_a_division(world: World, operator: Client) -> None:
    place = {"unit": str(world.division.pk), "role": Role.OPERATOR}
    sentence = "Vai trò này chỉ giao ở cơ quan"
    answer = operator.post(reverse("people:add"), _new(world, **place))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'href="#id_role"' in page
    post = {**place, "starts_on": "05/06/2026", "ends_on": ""}
    answer = operator.post(reverse("people:give_post", args=(world.coordinator.user_id,)), post)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    row = ("Vũ Thị Mai", "maivt", "", "Phòng Kế hoạch", "Quản trị hệ thống", "", "")
    answer = operator.post(reverse("people:bulk"), {"table": _table(GOOD, row)})
    assert answer.status_code == 422
    assert "không giao ở phòng" in answer.content.decode()
    assert not answer.context["signed"]
    assert not world.division.posts.exists()


def test_a_good_table_makes_the_accounts_and_hands_out_the_links(world: World, operator: Client) -> None:
    look = operator.post(
        reverse("people:bulk"),
        {"table": _table(GOOD, ("Vũ Thị Mai", "maivt", "", "Sở Tài chính", "truong phong", "", "31/12/2027"))},
    )
    assert look.status_code == 200
    before = User.objects.count()
    done = operator.post(reverse("people:bulk_confirm"), {"rows": look.context["signed"]})
    assert User.objects.count() == before + 2
    assert set(User.objects.filter(username__in=("sondv", "maivt")).values_list("posts__role", flat=True)) == {
        Role.SPECIALIST,
        Role.HEAD_OF_DIVISION,
    }
    from openpyxl import load_workbook

    file = operator.post(reverse("people:bulk_links"), {"links": done.context["signed"]})
    lines = list(load_workbook(io.BytesIO(file.content)).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [line[1] for line in lines] == ["sondv", "maivt"]
    assert operator.get(str(lines[0][3])).status_code == 200
    again = operator.post(reverse("people:bulk_confirm"), {"rows": look.context["signed"]})
    assert again.status_code == 422
    assert User.objects.count() == before + 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04cut", b"no table", b"\x00" * 100])
def test_a_file_that_is_no_table_is_refused_with_a_sentence(world: World, operator: Client, content: bytes) -> None:
    file = io.BytesIO(content)
    file.name = "bang.xlsx"
    assert operator.post(reverse("people:bulk"), {"table": file}).status_code == 422


def test_rows_that_nobody_looked_at_are_not_taken(world: World, operator: Client) -> None:
    before = User.objects.count()
    assert operator.post(reverse("people:bulk_confirm"), {"rows": "made-up"}).status_code == 422
    assert User.objects.count() == before


def test_the_template_can_be_filled_in_and_read_back(world: World, operator: Client) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(operator.get(reverse("people:bulk_template")).content))
    book.worksheets[0].append(GOOD)
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    target.name = "bang.xlsx"
    assert operator.post(reverse("people:bulk"), {"table": target}).status_code == 200


@pytest.mark.parametrize("people", [3, 60])
def test_the_list_asks_the_same_few_questions_however_many_people(
    world: World, operator: Client, people: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from tests.factories.world import post, user

    for _ in range(people):
        post(user(), world.science, Role.SPECIALIST)
    operator.get(reverse("people:list"))
    with django_assert_max_num_queries(9):
        operator.get(reverse("people:list"))


def test_exports_hold_the_list(world: World, operator: Client) -> None:
    csv = b"".join(operator.get(reverse("people:export", args=("csv",))).streaming_content)  # type: ignore[attr-defined]
    assert "Đầu mối kế hoạch" in csv.decode()
    sheet = operator.get(reverse("people:export", args=("xlsx",)))
    assert sheet.getvalue().startswith(b"PK")
    assert operator.get(reverse("people:export", args=("exe",))).status_code == 404
