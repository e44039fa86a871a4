"""Settings by environment: all documented, checked at start, safe in production."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from lotrinh.cli.platform import place as places
from lotrinh.core import lifeline
from lotrinh.settings import email, environment
from lotrinh.web import gate
from tests.factories.place import Place

PRODUCTION = {"LOTRINH_PROFILE": "production", "LOTRINH_HOSTS": "ke-hoach.songtra.gov.vn"}
#: Set by `lotrinh serve` for its own children.
INTERNAL = {lifeline.VARIABLE}


def documented(root: Path) -> dict[str, str]:
    page = (root / "docs/reference/settings.md").read_text(encoding="utf-8")
    section = page.partition("## The platform\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[1].strip("`") for row in rows}


def test_every_setting_is_documented_with_its_default(root: Path) -> None:
    defaults = {name: value or "none" for name, value in environment.DEFAULTS.items()}
    assert documented(root) == defaults


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOTRINH_PROFILE", "test"),
        ("LOTRINH_UPLOAD_MAX_BYTES", "0"),
        ("LOTRINH_UPLOAD_MAX_BYTES", "²"),
        ("LOTRINH_SESSION_HOURS", "-1"),
        ("LOTRINH_SESSION_HOURS", "99999999999"),
        ("LOTRINH_LOG_LEVEL", "loud"),
    ],
)
def test_a_value_that_is_not_of_its_kind_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        environment.load({name: value})


@pytest.mark.parametrize("url", ["smtp://may-chu:99999", "smtp://may-chu:x", "http://may-chu", "smtp://", "smtp://[x"])
def test_an_address_of_mail_that_is_none_is_refused_by_name(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="LOTRINH_EMAIL_URL"):
        email.settings(url)


def test_the_command_line_and_the_settings_agree_on_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOTRINH_DATA_DIR")
    assert places.data_dir() == environment.load({}).data_dir
    monkeypatch.setenv("LOTRINH_DATA_DIR", "~/du-lieu")
    assert places.data_dir() == environment.load({"LOTRINH_DATA_DIR": "~/du-lieu"}).data_dir


@pytest.mark.slow
def test_the_profile_production_has_nothing_that_django_warns_of(elsewhere: Place) -> None:
    done = elsewhere.lotrinh("manage", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"LOTRINH_HOSTS": ""}, "LOTRINH_HOSTS"),
        ({"LOTRINH_HOSTS": "*"}, "LOTRINH_HOSTS"),
        ({"LOTRINH_DJANGO_DEBUG": "1"}, "LOTRINH_DJANGO_DEBUG"),
        ({"LOTRINH_SECRET_KEY": "a" * 60}, "LOTRINH_SECRET_KEY"),
        ({"LOTRINH_SECRET_KEY": "short"}, "LOTRINH_SECRET_KEY"),
        ({"DATABASE_URL": "mysql://localhost/x"}, "mysql"),
    ],
)
def test_the_profile_production_refuses_to_start(elsewhere: Place, given: dict[str, str], named: str) -> None:
    done = elsewhere.lotrinh("upgrade", **{**PRODUCTION, **given})
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_the_data_folder_is_closed_to_others(place: Place) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in (place.folder / "secret-key", place.folder / "lock")}
    assert modes == {"secret-key": 0o600, "lock": 0o600}


@pytest.mark.django_db
@pytest.mark.parametrize("path", [gate.ALIVE, gate.READY])
def test_a_proxy_is_answered_by_any_name_and_is_told_nothing_more(path: str, client: Client) -> None:
    for method in (client.get, client.head):
        answer = method(path, headers={"host": "10.1.2.3:8000"})
        assert answer.status_code == 200
        assert answer.headers["Content-Security-Policy"]
        assert not answer.cookies


def test_a_name_that_is_not_ours_is_refused_before_anything_is_looked_up(client: Client) -> None:
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert answer.headers["Content-Security-Policy"]


def test_a_request_that_says_it_is_too_large_is_refused_at_once(client: Client) -> None:
    answer = client.generic("POST", "/tai-khoan/login/", b"", CONTENT_LENGTH=str(10**9))
    assert answer.status_code == 413


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("forwarded", "address"),
    [("203.0.113.7", "203.0.113.7"), ("6.6.6.6, 203.0.113.7", "203.0.113.7"), ("", "127.0.0.1")],
)
def test_behind_a_proxy_the_client_is_the_one_that_the_proxy_saw(
    forwarded: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings
    from django.http import HttpRequest, HttpResponse
    from django.test import RequestFactory

    production = environment.load({**PRODUCTION, "LOTRINH_DATA_DIR": str(settings.DATA_DIR)})
    monkeypatch.setattr(settings, "ENVIRONMENT", production)
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    gate.GateMiddleware(view)(RequestFactory().get("/", headers=headers))
    assert seen == [address]
