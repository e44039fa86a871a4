"""How the public pages answer: to caches, to strangers, to those who are signed in, to those who wish us ill."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Final

import pytest
from django.test import Client
from django.utils.http import http_date, parse_http_date
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import system
from lotrinh.core.audit import selectors as audit
from lotrinh.documents.services.audience import decide
from lotrinh.documents.services.reading import keep_reading
from lotrinh.documents.vocab import Audience
from lotrinh.plans.selectors import published
from lotrinh.web.system import THEME_COOKIE
from tests.factories import plans as seed
from tests.factories import readings
from tests.factories.sign_in import sign_in
from vanban import PlanRecord

if TYPE_CHECKING:
    from tests.factories.world import World

pytestmark = pytest.mark.django_db
PATHS: Final = (
    "/cong-khai/",
    "/cong-khai/chi-tieu/",
    "/cong-khai/nhiem-vu/",
    "/cong-khai/co-quan/",
    "/cong-khai/tim-kiem/?q=ke",
    "/cong-khai/du-lieu/",
    "/cong-khai/du-lieu/catalog.jsonld",
    "/cong-khai/du-lieu/nhiem-vu.csv",
    "/cong-khai/du-lieu/nhiem-vu.json",
    "/cong-khai/ke-hoach-moi.atom",
    "/sitemap.xml",
)


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_already_is_told_so_by_two_queries_and_without_a_page(
    world: World, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = seed.plan(world, audience=Audience.PUBLIC)
    client = Client()
    first = client.get(path)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    with django_assert_num_queries(2):
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    with django_assert_num_queries(2):
        later = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert later.status_code == 304
    head = world.actor(Role.HEAD_OF_AGENCY)
    decide(head, document_id=made.document.pk, seen=Audience.PUBLIC, audience=Audience.INTERNAL)
    changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_the_stamp_differs_by_address_and_language_and_day_and_not_by_what_is_done_inside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    tags = {client.get(path).headers["ETag"] for path in ("/cong-khai/", "/cong-khai/?ngon-ngu=en", "/cong-khai/?q=a")}
    assert len(tags) == 3
    client.post("/tai-khoan/dang-nhap/", {"login": "ai-do", "password": "sai"})
    assert client.get("/cong-khai/").headers["ETag"] in tags
    tomorrow = clock.now() + dt.timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert client.get("/cong-khai/").headers["ETag"] not in tags


def test_a_day_that_has_not_come_and_a_star_ask_for_the_page_itself(world: World) -> None:
    client = Client()
    future = http_date((clock.now() + dt.timedelta(days=3)).timestamp())
    for headers in ({"If-None-Match": "*"}, {"If-Modified-Since": future}, {"If-Modified-Since": "hôm qua"}):
        assert client.get("/cong-khai/", headers=headers).status_code == 200
    gone = f"/cong-khai/nhiem-vu/{uuid.uuid4()}/"
    assert client.get(gone, headers={"If-None-Match": '"x"'}).status_code == 404
    assert parse_http_date(client.get("/cong-khai/").headers["Last-Modified"]) <= clock.now().timestamp()


@pytest.mark.parametrize("path", ["/cong-khai/khong-co/", "/cong-khai/ke-hoach/999/", "/sitemap-mat-1.xml"])
def test_what_was_never_there_is_not_said_to_be_as_it_was(world: World, path: str) -> None:
    now = http_date(clock.now().timestamp())
    answer = Client().get(path, headers={"If-Modified-Since": now})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_an_answer_that_is_compressed_has_the_name_that_304_says(world: World) -> None:
    seed.plan(world, audience=Audience.PUBLIC)
    for path in ("/cong-khai/", "/cong-khai/du-lieu/nhiem-vu.csv"):
        packed = Client().get(path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        tag = packed.headers["ETag"]
        assert Client().get(path).headers["ETag"] == tag
        again = Client().get(path, headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
        assert (again.status_code, again.headers["ETag"]) == (304, tag)


def test_the_stamp_differs_once_the_licence_does_or_a_document_was_read(world: World, settings: Settings) -> None:
    client = Client()
    tags = [client.get("/cong-khai/du-lieu/").headers["ETag"]]
    settings.PORTAL_LICENSE = "https://giay-phep.example/cc-by"
    tags.append(client.get("/cong-khai/du-lieu/").headers["ETag"])
    read = readings.reading(world)
    record = PlanRecord.from_json(read.record)
    keep_reading(system("read"), file_id=read.file_id, record=record, engine="2", read_at=clock.now(), seconds=1)
    tags.append(client.get("/cong-khai/du-lieu/").headers["ETag"])
    assert len(set(tags)) == len(tags)


def test_acts_of_the_same_numbers_after_a_restore_are_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = []
    for seconds in (0, 5):
        acts = ((7, clock.now() - dt.timedelta(days=1, seconds=seconds)),)
        monkeypatch.setattr(audit, "latest_besides", lambda *_given, acts=acts, **_named: acts)
        tokens.append(published.stamp().token)
    assert tokens[0] != tokens[1]


@pytest.mark.parametrize("path", [*PATHS, "/robots.txt", "/cong-khai/khong-co/", "/cong-khai/ke-hoach/999/"])
def test_no_cookie_is_set_or_looked_at(world: World, path: str) -> None:
    seed.plan(world, audience=Audience.PUBLIC)
    stranger = Client().get(path)
    known = sign_in(world.coordinator)
    known.cookies.load({THEME_COOKIE: "dark", "django_language": "en", "lotrinh_session_old": "1"})
    stale = Client()
    stale.cookies.load({"lotrinh_session": "het-han", "messages": "x"})
    for client in (known, stale):
        answer = client.get(path)
        assert not answer.cookies
        assert answer.status_code == stranger.status_code
        assert "cookie" not in answer.headers.get("Vary", "").lower()
        assert answer.headers.get("ETag") == stranger.headers.get("ETag")
        if not answer.streaming:
            assert answer.content == stranger.content
    assert not stranger.cookies


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
@pytest.mark.parametrize("path", [*PATHS, "/robots.txt", "/cong-khai/khong-co/"])
def test_only_reading_is_possible(world: World, method: str, path: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert not answer.cookies


HOSTILE: Final = (
    "/cong-khai/?q=" + "a" * 10_000,
    "/cong-khai/tim-kiem/?q=" + "%E1%BB%87+" * 3_000,
    "/cong-khai/tim-kiem/?q=%00&loai=%00",
    "/cong-khai/tim-kiem/?q=%25_%27%22%3B--(*)",
    "/cong-khai/tim-kiem/?q=%FF%FE",
    "/cong-khai/nhiem-vu/?q=%00a&muc=%00&ke-hoach=1&trang=-1",
    f"/cong-khai/nhiem-vu/?trang={2**63}&ke-hoach={2**63}&co-quan={2**63}&nam={2**63}",
    "/cong-khai/nhiem-vu/?trang=999999999&nam=0&co-quan=²&ke-hoach=٣",
    f"/cong-khai/chi-tieu/?trang={2**63}&nam=99999&q=%00",
    "/cong-khai/?nam=-1&co-quan=x&trang=1e9&ngon-ngu=%00",
    "/cong-khai/?ngon-ngu=fr",
    "/cong-khai/co-quan/?trang=999999999",
    "/cong-khai/?" + "&".join(f"x{n}=1" for n in range(900)),
)
GONE: Final = (
    f"/cong-khai/ke-hoach/{2**63}/",
    f"/cong-khai/ke-hoach/{2**63}/thay-doi.atom",
    f"/cong-khai/ke-hoach/{2**63}/du-lieu/nhiem-vu.csv",
    f"/cong-khai/co-quan/{2**63}/",
    "/cong-khai/ke-hoach/0/",
    f"/cong-khai/nhiem-vu/{uuid.uuid4()}/",
    f"/cong-khai/chi-tieu/{uuid.uuid4()}/",
    "/cong-khai/nhiem-vu/khong-phai-ma/",
    "/cong-khai/phan-cong/",
    "/cong-khai/du-lieu/nhiem-vu.exe",
    "/cong-khai/du-lieu/mat.csv",
    "/sitemap-nhiem-vu-0.xml",
    f"/sitemap-nhiem-vu-{2**63}.xml",
    "/sitemap-mat-1.xml",
    "/sitemap-ke-hoach-2.xml",
)


@pytest.mark.parametrize("path", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_asked_is_answered_and_not_said_again_at_length(world: World, path: str) -> None:
    seed.plan(world, audience=Audience.PUBLIC)
    answer = Client().get(path)
    assert answer.status_code == 200
    assert len(answer.content) < 40_000


@pytest.mark.parametrize("path", GONE, ids=range(len(GONE)))
def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    seed.plan(world, audience=Audience.PUBLIC)
    answer = Client().get(path)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_path_without_its_slash_leads_to_the_page(world: World) -> None:
    answer = Client().get("/cong-khai/nhiem-vu")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/cong-khai/nhiem-vu/")


def test_robots_read_the_public_pages_and_nothing_else(world: World) -> None:
    lines = Client().get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /" in lines
    assert "Allow: /cong-khai/" in lines
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def test_before_there_is_an_account_the_public_is_not_led_to_the_first_run(db: None) -> None:
    assert Client().get("/cong-khai/").status_code == 200
    assert Client().get("/").status_code == 302
