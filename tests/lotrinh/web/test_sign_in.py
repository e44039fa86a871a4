"""Signing in: names, lock-out, the second factor, sessions, and the pages that are not offered."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry

if TYPE_CHECKING:
    from lotrinh.accounts.models import User
    from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def person(world: World) -> User:
    from tests.factories.world import post, user

    someone = user("Nguyễn Thị Hạnh", username="hanhnt")
    post(someone, world.science, Role.SPECIALIST)
    return someone


def _try(login: str, password: str) -> tuple[int, str]:
    answer = Client().post(reverse("account_login"), {"login": login, "password": password})
    return answer.status_code, answer.content.decode()


def test_the_case_of_a_user_name_does_not_matter(person: User) -> None:
    from tests.factories.world import PASSWORD

    assert _try(" HanhNT ", PASSWORD)[0] == 302


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(person: User) -> None:
    answers = [_try(login, "sai-mat-khau") for login in ("hanhnt", "khong-co")]
    assert [status for status, _ in answers] == [422, 422]
    assert all("Tên đăng nhập hoặc mật khẩu không đúng." in page for _, page in answers)


def test_after_five_wrong_passwords_the_right_one_is_refused_too_in_every_process(person: User) -> None:
    from tests.factories.world import PASSWORD

    for number in range(5):
        assert "không đúng" in _try("HANHNT" if number % 2 else "hanhnt", "sai-mat-khau")[1]
    # What counts lies in the database, not in the memory of one process.
    from django.core.cache.backends.db import DatabaseCache

    assert isinstance(cache._connections["default"], DatabaseCache)  # type: ignore[attr-defined]
    status, page = _try("hanhnt", PASSWORD)
    assert status == 422
    assert "Sai quá nhiều lần" in page


def test_the_lock_counts_over_several_server_processes(person: User) -> None:
    """Another process is another cache object over the same table: nothing is remembered in memory."""
    from django.core.cache import caches

    from tests.factories.world import PASSWORD

    for _ in range(5):
        caches.close_all()
        if hasattr(caches._connections, "default"):  # type: ignore[attr-defined]
            delattr(caches._connections, "default")  # type: ignore[attr-defined]
        _try("hanhnt", "sai-mat-khau")
    assert "Sai quá nhiều lần" in _try("hanhnt", PASSWORD)[1]


def test_others_are_not_locked_out_by_that(world: World, person: User) -> None:
    from tests.factories.world import PASSWORD, user

    other = user("Trần Văn Bình")
    for _ in range(6):
        _try("hanhnt", "sai-mat-khau")
    assert _try(other.username, PASSWORD)[0] == 302


def _enrol(client: Client, committed: DjangoCaptureOnCommitCallbacks) -> str:
    page = client.get(reverse("mfa_activate_totp"))
    secret: str = page.context["form"].secret
    with committed(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    assert done.status_code == 302, done.content.decode()
    return secret


def _code(secret: str) -> str:
    from allauth.mfa.totp.internal import auth

    return str(auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()))))


def test_a_second_factor_is_set_up_asked_for_and_replaced_by_a_recovery_code(
    person: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    from tests.factories.sign_in import sign_in
    from tests.factories.world import PASSWORD

    client = sign_in(person)
    secret = _enrol(client, django_capture_on_commit_callbacks)
    codes = client.get(reverse("mfa_view_recovery_codes"))
    recovery = re.findall(r"\b\d{8}\b", codes.content.decode())
    assert len(recovery) == 10
    kinds = {"person.second_factor_added": {"totp", "recovery_codes"}}
    noted = AuditEntry.objects.filter(action__in=kinds)
    assert {entry.after["kind"] for entry in noted if entry.after} == kinds["person.second_factor_added"]
    browser = Client()
    first = browser.post(reverse("account_login"), {"login": "hanhnt", "password": PASSWORD})
    assert first["Location"].startswith(reverse("mfa_authenticate"))
    assert browser.get("/").status_code == 302
    assert browser.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert browser.post(reverse("mfa_authenticate"), {"code": _code(secret)}).status_code == 302
    assert "_auth_user_id" in browser.session
    without_phone = Client()
    without_phone.post(reverse("account_login"), {"login": "hanhnt", "password": PASSWORD})
    assert without_phone.post(reverse("mfa_authenticate"), {"code": recovery[0]}).status_code == 302
    assert "_auth_user_id" in without_phone.session
    twice = Client()
    twice.post(reverse("account_login"), {"login": "hanhnt", "password": PASSWORD})
    assert twice.post(reverse("mfa_authenticate"), {"code": recovery[0]}).status_code == 422


def test_the_trace_of_a_second_factor_does_not_hold_its_secret(
    person: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    from tests.factories.sign_in import sign_in

    secret = _enrol(sign_in(person), django_capture_on_commit_callbacks)
    for entry in AuditEntry.objects.all():
        assert secret not in f"{entry.before} {entry.after}"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("ngan", "cần ít nhất 10 ký tự"),
        ("1234567890123", "không được chỉ gồm chữ số"),
        ("qwertyuiop", "quá phổ biến"),
        ("nguyễn thị hạnh", "quá giống họ tên"),
        ("hanhnt2026", "quá giống họ tên"),
        ("x" * 300, "dài quá 200 ký tự"),
    ],
)
def test_a_weak_password_is_refused_in_vietnamese(person: User, password: str, sentence: str) -> None:
    from tests.factories.sign_in import sign_in
    from tests.factories.world import PASSWORD

    answer = sign_in(person).post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_new_password_ends_every_session(person: User) -> None:
    from tests.factories.sign_in import sign_in
    from tests.factories.world import PASSWORD

    here, there = sign_in(person), sign_in(person)
    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "Bờ-tre-xanh-26", "password2": "Bờ-tre-xanh-26"},
    )
    assert [client.get(reverse("organisations:list")).status_code for client in (here, there)] == [302, 302]
    assert AuditEntry.objects.filter(action="person.password_chosen").count() == 1
    sign_in(person, password="Bờ-tre-xanh-26")  # noqa: S106 - an invented one


def test_one_session_or_all_others_can_be_ended(person: User) -> None:
    from tests.factories.sign_in import sign_in

    here, second, third = sign_in(person), sign_in(person), sign_in(person)
    page = here.get(reverse("usersessions_list"))
    assert [session.current for session in page.context["sessions"]].count(True) == 1
    of_second = next(row.id for row in second.get(reverse("usersessions_list")).context["sessions"] if row.current)
    here.post(reverse("usersessions_list"), {"session": str(of_second)})
    assert second.get(reverse("organisations:list")).status_code == 302
    assert third.get(reverse("organisations:list")).status_code == 200
    here.post(reverse("usersessions_list"), {"session": "others"})
    assert third.get(reverse("organisations:list")).status_code == 302
    assert here.get(reverse("organisations:list")).status_code == 200


def test_nobody_ends_the_session_of_somebody_else(world: World, person: User) -> None:
    from tests.factories.sign_in import sign_in

    theirs, mine = sign_in(world.coordinator), sign_in(person)
    number = theirs.get(reverse("usersessions_list")).context["sessions"][0].id
    assert mine.post(reverse("usersessions_list"), {"session": str(number)}).status_code == 404
    assert theirs.get(reverse("organisations:list")).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "password/reset/", "confirm-email/", "login/code/", "social/signup/", "3rdparty/", "login/"],
)
def test_pages_of_the_library_that_are_not_offered_are_not_there(person: User, path: str) -> None:
    from tests.factories.sign_in import sign_in

    for client in (Client(), sign_in(person)):
        assert client.get(f"/tai-khoan/{path}").status_code == 404
        assert client.post(f"/tai-khoan/{path}").status_code == 404


def test_every_address_under_the_sign_in_is_one_that_we_chose() -> None:
    from lotrinh.web.people.sign_in_urls import urlpatterns

    names = {str(pattern.name) for pattern in urlpatterns}
    assert not {name for name in names if re.search(r"signup|email|reset|connections|webauthn|code_", name)}
