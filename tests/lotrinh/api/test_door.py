"""Who comes in: a token in its header and nothing else; what is refused is refused in one form."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from lotrinh.accounts.models import AccessToken
from lotrinh.accounts.vocab import Role, Scope
from lotrinh.core.audit.models import AuditEntry
from tests.factories.plans import plan
from tests.factories.sign_in import sign_in
from tests.factories.tokens import key, program

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as _Answer

    from tests.factories.world import World

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


def _problem(answer: _Answer, status: int, code: str) -> dict[str, object]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    body: dict[str, object] = json.loads(answer.content)
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["type"] == f"urn:lotrinh:problem:{code}"
    assert body["detail"]
    return body


def test_without_a_token_nobody_comes_in(world: World, client: Client) -> None:
    answer = client.get(ME)
    _problem(answer, 401, "token-missing")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="lotrinh"'


def test_who_is_signed_in_in_a_browser_is_nobody_here(world: World) -> None:
    browser = sign_in(world.coordinator)
    _problem(browser.get(ME), 401, "token-missing")
    _problem(browser.post("/api/v1/documents"), 401, "token-missing")
    assert not browser.get(ME).cookies


@pytest.mark.parametrize("given", ["Basic YTpi", "Bearer", "Bearer x", "Token lotrinh_x", "Bearer lotrinh_x y", "ă"])
def test_another_header_is_no_token(world: World, given: str) -> None:
    answer = Client(headers={"Authorization": given}).get(ME)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_that_ended_is_told_apart_from_none_by_nobody(world: World) -> None:
    first = key(world.coordinator)
    clients = [Client(headers={"Authorization": f"Bearer {text}"}) for text in (first, first[:-1] + "_", f"{first}x")]
    assert clients[0].get(ME).status_code == 200
    AccessToken.objects.update(revoked_at=AccessToken.objects.get().created_at)
    bodies = {client.get(ME).content for client in clients}
    AccessToken.objects.update(revoked_at=None, expires_at=AccessToken.objects.get().created_at - dt.timedelta(days=1))
    bodies.add(clients[0].get(ME).content)
    assert len(bodies) == 1
    answer = clients[0].get(ME)
    _problem(answer, 401, "token-invalid")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_the_token_of_a_closed_account_ends(world: World) -> None:
    caller = program(world.coordinator)
    assert caller.get(ME).status_code == 200
    from tests.factories.sign_in import account

    person = account(world.coordinator)
    person.is_active = False
    person.save()
    _problem(caller.get(ME), 401, "token-invalid")


@pytest.mark.parametrize("name", ["access_token", "token", "api_key", "q"])
def test_a_key_in_the_address_is_refused_even_beside_the_header(world: World, name: str) -> None:
    caller = program(world.coordinator)
    answer = caller.get(ME, {name: key(world.coordinator)})
    _problem(answer, 400, "token-in-address")


@pytest.mark.parametrize("query", ["q={key}&q=a", "q=a&q={key}", "{key}", "{key}=1", "a=1&b=x{key}"])
def test_a_key_anywhere_in_the_address_is_refused(world: World, query: str) -> None:
    caller = program(world.coordinator)
    answer = caller.get(f"{ME}?{query.format(key=key(world.coordinator))}")
    _problem(answer, 400, "token-in-address")


def test_a_scope_that_the_token_has_not_is_named(world: World) -> None:
    answer = program(world.coordinator, Scope.READ).post("/api/v1/readings/1/reviews")
    _problem(answer, 403, "scope-missing")
    assert 'scope="review"' in answer.headers["WWW-Authenticate"]
    _problem(program(world.coordinator, Scope.UPLOAD).get(ME), 403, "scope-missing")


def test_a_token_gives_no_more_than_its_person_has(world: World) -> None:
    file = SimpleUploadedFile("a.txt", b"abc")
    answer = program(world.actor(Role.LEADER, world.province)).post("/api/v1/documents", {"file": file})
    _problem(answer, 403, "not-allowed")


def test_sentences_follow_the_language_that_is_asked_for(world: World, client: Client) -> None:
    told = {
        asked: client.get(ME, headers={"Accept-Language": asked}).headers["Content-Language"]
        for asked in ("", "vi", "en-GB,vi;q=0.5", "fr", "fr,en;q=0.1", "*", "xx" * 5000)
    }
    assert list(told.values()) == ["vi", "vi", "en", "vi", "en", "vi", "vi"]


def test_what_no_operation_answers_follows_the_language_too(world: World, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    caller = program(world.coordinator)
    for language in ("vi", "en"):
        headers = {"Accept-Language": language}
        file = SimpleUploadedFile("a.txt", b"x" * 2_000_000)
        answers = (
            caller.get("/api/v1/nope", headers=headers),
            caller.delete(ME, headers=headers),
            caller.post("/api/v1/documents", {"file": file}, headers=headers),
            caller.get(ME, headers={**headers, "Host": "elsewhere.example"}),
        )
        assert [answer.status_code for answer in answers] == [404, 405, 413, 400]
        for answer in answers:
            assert answer.headers["Content-Language"] == language
            assert answer.json()["detail"].isascii() is (language == "en")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("nope", "no-such-address"),
        ("documents/", "no-such-address"),
        ("documents/abc", "no-such-address"),
        ("documents/-1", "no-such-address"),
        ("tasks/12", "no-such-address"),
        ("../../etc/passwd", "no-such-address"),
        ("documents/999999", "document-missing"),
        ("plans/999999", "plan-missing"),
        ("units/999999", "unit-missing"),
        ("reviews/999999", "review-missing"),
        ("readings/999999/record", "reading-missing"),
        ("tasks/00000000-0000-0000-0000-000000000000", "row-missing"),
    ],
)
def test_what_is_not_there_is_a_problem_and_no_page(world: World, path: str, code: str) -> None:
    _problem(program(world.coordinator).get(f"/api/v1/{path}"), 404, code)


@pytest.mark.parametrize(
    "path",
    [
        "documents/0",
        "documents/9223372036854775808",
        f"documents/{'9' * 400}",
        "documents?limit=0",
        "documents?limit=201",
        "documents?limit=1.0",
        "documents?limit= 1",
        "documents?offset=-1",
        "documents?owner_id=9223372036854775808",
        "documents?text=a%00b",
        "documents?year=1",
        "documents?standing=x",
        "tasks?due_from=2026-02-30",
        "tasks?due_from=0",
        "tasks?mine=1",
        f"tasks?text={'a' * 201}",
        "units?as_of=5/2/2026",
        "search",
        f"search?text={'a' * 401}",
    ],
)
def test_a_value_that_cannot_be_is_named(world: World, path: str) -> None:
    body = _problem(program(world.coordinator).get(f"/api/v1/{path}"), 422, "invalid-request")
    assert body["errors"]


def test_a_parameter_that_nobody_knows_is_refused(world: World) -> None:
    body = _problem(program(world.coordinator).get("/api/v1/tasks?plan=1"), 422, "unknown-parameter")
    assert body["errors"] == [{"field": "plan", "message": "Không có tham số này."}]


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_another_method_is_told_which_there_are(world: World, method: str) -> None:
    answer = getattr(program(world.coordinator), method)("/api/v1/documents")
    _problem(answer, 405, "method-not-allowed")
    assert {word.strip() for word in answer.headers["Allow"].split(",")} == {"GET", "POST"}


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
@pytest.mark.parametrize("name", ["openapi.json", "docs"])
def test_what_is_for_everybody_is_only_read(world: World, method: str, name: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{name}")
    _problem(answer, 405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET, HEAD"


def test_head_answers_as_get_without_a_body(world: World) -> None:
    caller = program(world.coordinator)
    got, head = caller.get(ME), caller.head(ME)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "bad-body"),
        (b"\xff\xfe", 400, "bad-body"),
        (b"[" * 100_000, 400, "bad-body"),
        (b'{"seen_seq": NaN}', 400, "bad-body"),
        (b'{"data": {"fields": {"value": 1e400}}}', 400, "bad-body"),
        (b'{"data": {"fields": {"text": "a\\u0000b"}}}', 400, "bad-body"),
        (b'{"data": {"fields": {"text": "a\\ud800b"}}}', 400, "bad-body"),
        (b'{"data": {"a\\u0000": 1}}', 400, "bad-body"),
        (b"[]", 422, "invalid-request"),
        (b"null", 422, "invalid-request"),
        (b'{"seen_seq": 1.5, "part": "tasks", "action": "accept", "keys": ["0"]}', 422, "invalid-request"),
        (b'{"seen_seq": 99999999999999999999, "part": "tasks", "action": "accept"}', 422, "invalid-request"),
        (b'{"seen_seq": 0, "part": "tasks", "action": "accept", "keys": ["0"], "more": 1}', 422, "invalid-request"),
        (b" " * (6 * 1024 * 1024), 413, "too-large"),
    ],
)
def test_a_body_that_cannot_be_is_refused(world: World, body: bytes, status: int, code: str) -> None:
    made = plan(world)
    answer = program(world.coordinator).post(
        f"/api/v1/reviews/{made.review.pk}/decisions", body, content_type="application/json"
    )
    _problem(answer, status, code)


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
def test_a_body_of_another_type_is_refused(world: World, content_type: str) -> None:
    made = plan(world)
    path = f"/api/v1/reviews/{made.review.pk}/decisions"
    answer = program(world.coordinator).post(path, b"{}", content_type=content_type)
    _problem(answer, 415, "wrong-media-type")


def test_a_request_that_says_it_is_too_long_is_not_read(world: World, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    caller = program(world.coordinator)
    answer = caller.post("/api/v1/documents", {"file": SimpleUploadedFile("a.txt", b"x" * 2_000_000)})
    _problem(answer, 413, "too-large")
    answer = caller.post("/api/v1/documents", {"file": SimpleUploadedFile("a.txt", b"x" * 20)})
    _problem(answer, 413, "too-large")


def test_too_many_requests_wait_for_the_next_minute(world: World, settings: Settings) -> None:
    settings.API_RATE = 3
    caller, other = program(world.coordinator), program(world.coordinator)
    left = [caller.get(ME).headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    answer = caller.get(ME)
    _problem(answer, 429, "too-many-requests")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit-Limit"] == "3"
    assert other.get(ME).status_code == 200


def test_before_anybody_is_there_the_api_answers_and_does_not_redirect(client: Client) -> None:
    _problem(client.get(ME), 401, "token-missing")
    assert client.get("/api/v1/openapi.json").status_code == 200


def test_a_foreign_name_of_the_machine_is_a_problem(world: World) -> None:
    _problem(program(world.coordinator).get(ME, headers={"Host": "elsewhere.example"}), 400, "bad-request")


def test_what_a_program_does_is_noted_as_done_by_the_api(world: World) -> None:
    file = SimpleUploadedFile("ke-hoach.txt", "KẾ HOẠCH\nPhát triển khoa học và công nghệ\n".encode())
    answer = program(world.coordinator).post("/api/v1/documents", {"file": file})
    assert answer.status_code == 201
    row = AuditEntry.objects.get(action="document.uploaded")
    assert (row.via, row.actor_id, row.address) == ("api", world.coordinator.user_id, "127.0.0.1")


def test_what_an_inspector_looks_at_is_noted(world: World) -> None:
    made = plan(world)
    caller = program(world.actor(Role.INSPECTOR))
    assert caller.get(f"/api/v1/documents/{made.document.pk}").status_code == 200
    assert caller.get(f"/api/v1/plans/{made.plan.pk}/record").status_code == 200
    looks = AuditEntry.objects.filter(action="looked").order_by("id")
    assert [(row.thing_kind, row.thing_id, row.via) for row in looks] == [
        ("document", str(made.document.pk), "api"),
        ("plan", str(made.plan.pk), "api"),
    ]
    assert all(row.restricted for row in looks)


def test_a_program_that_fails_gets_a_problem(world: World, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    from lotrinh.api.routes import me

    def fail(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(me, "TokenShape", fail)
    caller = program(world.coordinator)
    caller.raise_request_exception = False
    _problem(caller.get(ME), 500, "internal")


def test_a_database_that_is_busy_is_a_problem(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from lotrinh.api.routes import me

    def locked(*_given: object, **_named: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(me, "TokenShape", locked)
    answer = program(world.coordinator).get(ME)
    _problem(answer, 503, "busy")
    assert answer.headers["Retry-After"] == "5"


def test_the_docs_need_nothing_from_elsewhere(world: World, client: Client) -> None:
    answer = client.get("/api/v1/docs")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "http://" not in page
    assert "https://" not in page
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
