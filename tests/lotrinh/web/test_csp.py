"""The content security policy: on every answer, and kept by every template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from pytest_django.fixtures import Settings

from lotrinh.core.problems import Conflict, NotAllowed, Refused

if TYPE_CHECKING:
    from lotrinh.accounts.models import User
    from tests.factories.world import World

POLICY: Final = "default-src 'self'"
DOORS: Final = Path(__file__).resolve().parents[3] / "src/lotrinh"
TEMPLATES: Final = sorted(path for door in ("web", "portal") for path in (DOORS / door / "templates").rglob("*.html"))
#: What the policy forbids in a page: styles, scripts without a source, handlers.
FORBIDDEN: Final = {
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "handler": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "address of script": re.compile(r"javascript:", re.IGNORECASE),
}


def _fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def _refuse(request: HttpRequest, kind: str) -> HttpResponse:
    raise {"conflict": Conflict, "refused": Refused, "not-allowed": NotAllowed}[kind]("Câu trả lời.", code=kind)


urlpatterns = [
    path("fail/", _fail),
    path("refuse/<slug:kind>/", _refuse),
    path("", include("lotrinh.urls")),
]
handler404 = "lotrinh.web.errors.not_found"
handler500 = "lotrinh.web.errors.server_error"


@pytest.fixture
def signed_in(world: World, client: Client) -> Client:
    client.force_login(_user(world))
    return client


def _user(world: World) -> User:
    from lotrinh.accounts.models import User

    return User.objects.get(pk=str(world.coordinator.user_id))


def _has_policy(response: object) -> bool:
    headers = getattr(response, "headers", {})
    return POLICY in headers.get("Content-Security-Policy", "") and "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/he-thong/giao-dien/", "/tai-khoan/mat-khau/", "/khong-co/"])
def test_pages_of_signed_in_people_carry_the_policy(signed_in: Client, address: str) -> None:
    assert _has_policy(signed_in.get(address))
    assert _has_policy(signed_in.head(address))


@pytest.mark.parametrize(
    ("address", "status"),
    [("/", 302), ("/tai-khoan/dang-nhap/", 200), ("/khong-co/", 404), ("/static/lotrinh/css/base.css", 200)],
)
def test_answers_to_strangers_carry_the_policy(
    world: World, client: Client, settings: Settings, address: str, status: int
) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    for answer in (client.get(address), client.head(address)):
        assert answer.status_code == status
        assert _has_policy(answer)
        if answer.streaming:
            b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@override_settings(ROOT_URLCONF=__name__)
def test_an_error_of_the_program_carries_the_policy_and_says_a_sentence(world: World, client: Client) -> None:
    client.raise_request_exception = False
    client.force_login(_user(world))
    answer = client.get("/fail/")
    assert answer.status_code == 500
    assert _has_policy(answer)
    assert "Hệ thống gặp lỗi" in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("kind", "status"), [("conflict", 409), ("refused", 422), ("not-allowed", 403)])
def test_problems_of_services_carry_the_policy(signed_in: Client, kind: str, status: int) -> None:
    for answer in (
        signed_in.get(f"/refuse/{kind}/"),
        signed_in.get(f"/refuse/{kind}/", headers={"HX-Request": "true"}),
    ):
        assert answer.status_code == status
        assert _has_policy(answer)
        assert "Câu trả lời." in answer.content.decode()


def test_a_form_without_its_token_carries_the_policy(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/tai-khoan/dang-nhap/", {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert _has_policy(answer)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(DOORS)))
def test_templates_hold_nothing_that_the_policy_forbids(path: Path) -> None:
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("address", ["/", "/he-thong/giao-dien/"])
def test_pages_as_sent_hold_nothing_that_the_policy_forbids(signed_in: Client, address: str) -> None:
    text = signed_in.get(address).content.decode()
    text = re.sub(r"<pre>.*?</pre>", "", text, flags=re.DOTALL)
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


def test_the_policy_is_on_the_way_to_https_as_well(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/van-ban/")
    assert (answer.status_code, POLICY in answer.headers["Content-Security-Policy"]) == (301, True)
