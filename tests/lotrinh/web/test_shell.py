"""The frame of every page: menu, colours, language, messages, errors, signing in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from lotrinh.accounts.vocab import Role
from lotrinh.web import errors
from lotrinh.web.system import THEME_COOKIE
from lotrinh.web.system.examples import COLOURS

if TYPE_CHECKING:
    from tests.factories.world import World

STATIC: Final = Path(__file__).resolve().parents[3] / "src/lotrinh/web/static/lotrinh"
ACCOUNT_PAGES: Final = (
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "usersessions_list",
    "account_logout",
)


def _sign_in(client: Client, world: World, role: str = Role.COORDINATOR) -> Client:
    from lotrinh.accounts.models import User

    client.force_login(User.objects.get(pk=str(world.actor(role).user_id)))
    return client


def _page(client: Client, address: str, *, referer: str = "") -> html.HtmlElement:
    headers = {"Referer": referer} if referer else {}
    return html.fromstring(client.get(address, follow=True, headers=headers).content.decode())


def test_the_first_page_needs_few_queries(
    world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _sign_in(client, world)
    # The first page notes that the session is in use; a test's transaction adds a savepoint and its release.
    with django_assert_max_num_queries(15 + 2):
        assert client.get("/").status_code == 200
    with django_assert_max_num_queries(13):
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/khong-co/", "/sitemap-mat", "/api/v1/nope"])
def test_no_header_breaks_the_page_of_an_error(client: Client, world: World, path: str) -> None:
    for referer in ("http://[", "http://[x]/", "//[", "\udcff", "http://testserver:x/"):
        assert client.get(path, headers={"Referer": referer}).status_code == 404, referer


def test_a_foreign_name_of_the_machine_is_refused_before_the_redirect_to_https(
    client: Client, world: World, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/", headers={"Host": "elsewhere.example"}).status_code == 400
    assert client.get("/").status_code == 301


def test_the_page_of_components_shows_each_of_them_within_15_queries(
    world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _sign_in(client, world)
    client.get(reverse("system:components"))
    with django_assert_max_num_queries(15):
        page = _page(client, reverse("system:components"))
    for name in ("btn", "badge", "notice", "empty", "field", "table", "pagination", "figures", "progress", "steps"):
        assert page.find_class(name), name


def test_every_page_has_one_h1_a_main_part_and_a_way_past_the_menu(world: World, client: Client) -> None:
    _sign_in(client, world)
    for address in ("/", reverse("system:components"), *(reverse(name) for name in ACCOUNT_PAGES), "/khong-co/"):
        page = _page(client, address)
        assert len(page.xpath("//h1")) == 1, address
        assert page.xpath("//h1")[0].text_content().strip(), address
        assert len(page.xpath("//main")) == 1, address
        assert page.xpath("//a[@class='skip-link']/@href") == ["#content"], address


def test_the_menu_shows_what_the_roles_work_with_and_marks_the_page(world: World, client: Client) -> None:
    _sign_in(client, world)
    page = _page(client, "/")
    assert page.xpath("//aside//a[@aria-current='page']")[0].text_content().strip() == "Việc của tôi"
    assert "Tài khoản" not in page.xpath("string(//aside)")
    _sign_in(client, world, Role.OPERATOR)
    assert "Tài khoản" in _page(client, "/").xpath("string(//aside)")


def test_the_menu_of_phones_holds_the_same_entries(world: World, client: Client) -> None:
    page = _page(_sign_in(client, world), "/")
    assert page.xpath("//details[@class='drawer']//a/@href") == page.xpath("//aside//a/@href")


@pytest.mark.parametrize(
    ("chosen", "media"),
    [("light", "not all"), ("dark", "screen"), ("system", "screen and (prefers-color-scheme: dark)")],
)
def test_the_chosen_colours_are_kept_and_set_by_the_server(
    world: World, client: Client, chosen: str, media: str
) -> None:
    _sign_in(client, world)
    answer = client.post(reverse("system:theme"), {"theme": chosen, "next": "/?a=1"})
    assert answer.headers["Location"] == "/?a=1"
    page = _page(client, "/")
    assert page.xpath("//link[@data-dark]/@media") == [media]
    assert page.get("data-theme") == (chosen if chosen != "system" else None)


def test_the_choice_of_colours_leads_nowhere_else(world: World, client: Client) -> None:
    answer = client.post(reverse("system:theme"), {"theme": "dark", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


def test_a_made_up_colour_in_the_cookie_is_ignored(world: World, client: Client) -> None:
    client.cookies[THEME_COOKIE] = "<b>"
    assert _page(client, reverse("account_login")).get("data-theme") is None


def test_the_language_is_switched_by_a_form(world: World, client: Client) -> None:
    _sign_in(client, world)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert _page(client, "/").get("lang") == "en"
    client.post(reverse("set_language"), {"language": "vi", "next": "/"})
    assert _page(client, "/").get("lang") == "vi"


def test_every_icon_that_templates_name_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    used = {
        name
        for path in (STATIC.parents[1] / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([a-z-]+)"|icon_name="([a-z-]+)"', path.read_text(encoding="utf-8"))
        for name in name
        if name
    }
    assert used - sprite == set()


def test_every_colour_of_the_page_of_components_has_its_sample() -> None:
    samples = set(re.findall(r"\.swatch--([\w-]+)", (STATIC / "css" / "showcase.css").read_text(encoding="utf-8")))
    assert samples == set(COLOURS)


def test_dark_colours_replace_light_ones_only() -> None:
    def names(file: str) -> set[str]:
        return set(re.findall(r"^\s*(--[\w-]+):", (STATIC / "css" / file).read_text(encoding="utf-8"), re.MULTILINE))

    light, dark = names("tokens.css"), names("tokens-dark.css")
    assert dark <= light
    colours = {
        name for name in light if re.search(r"soft|part-|chart-|^--(bg|surface|text|line|accent|ok|warn|bad)", name)
    }
    assert {name for name in colours - dark if not re.search(r"--text-(s|m|l|xl|2xl)$", name)} == set()


@pytest.mark.parametrize("file", ["tokens.css", "tokens-dark.css"])
def test_colours_of_text_and_status_have_enough_contrast(file: str) -> None:
    text = (STATIC / "css" / file).read_text(encoding="utf-8")
    colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))
    for name in ("text", "text-2", "text-3", "accent"):
        for ground in ("bg", "surface", "surface-2", "surface-hover"):
            assert _contrast(colour[name], colour[ground]) >= 4.5, (name, ground)
    for kind in ("ok", "warn", "bad", "info", "muted"):
        assert _contrast(colour[kind], colour[f"{kind}-soft"]) >= 4.5, kind
        assert _contrast(colour[kind], colour["surface"]) >= 4.5, kind
        assert _contrast(colour["text"], colour[f"{kind}-soft"]) >= 4.5, kind
        assert _contrast(colour["accent"], colour[f"{kind}-soft"]) >= 4.5, kind
    for front, ground in (
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
        ("on-danger", "danger"),
        ("bar-text", "bar-bg"),
        ("accent-strong", "accent-soft"),
        ("text", "add"),
        ("text", "del"),
        ("text", "mark"),
    ):
        assert _contrast(colour[front], colour[ground]) >= 4.5, (front, ground)
    for part in ("document", "targets", "tasks", "assignments", "reporting", "budget"):
        assert _contrast(colour["text"], colour[f"part-{part}"]) >= 4.5, part
        assert _contrast(colour[f"part-{part}-line"], colour["surface"]) >= 3, part
    assert _contrast(colour["line-strong"], colour["surface"]) >= 3
    assert _contrast(colour["focus"], colour["bg"]) >= 3
    for number in range(1, 9):
        assert _contrast(colour[f"chart-{number}"], colour["surface"]) >= 3, number


def _contrast(first: str, second: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def test_errors_say_a_sentence_and_a_way_on(world: World, client: Client) -> None:
    _sign_in(client, world)
    page = _page(client, "/khong-co/", referer="http://testserver/co-quan/?q=a")
    assert page.xpath("//main//a/@href") == ["/co-quan/?q=a", "/"]


def test_the_way_back_never_leaves_this_site(world: World, client: Client) -> None:
    page = _page(client, "/khong-co/", referer="https://example.org/x")
    assert page.xpath("//main//a/@href") == ["/"]


def test_htmx_gets_a_notice_for_the_toasts_and_the_page_stays(world: World, client: Client) -> None:
    _sign_in(client, world)
    answer = client.get("/khong-co/", headers={"HX-Request": "true"})
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#toasts", "beforeend")
    assert "<html" not in answer.content.decode()


def test_htmx_with_an_old_token_is_told_so(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("system:theme"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["X-Token"]) == (403, "old")


@pytest.mark.parametrize(("status", "title"), [(500, "Hệ thống gặp lỗi"), (503, "Hệ thống đang bận")])
def test_pages_of_internal_errors_need_no_database(rf: RequestFactory, status: int, title: str) -> None:
    # No database is allowed in this test: a query would fail it.
    answer = errors.server_error(rf.get("/")) if status == 500 else errors.page(rf.get("/"), status, "Đang bận.")
    assert answer.status_code == status
    assert title in answer.content.decode()
    assert "Về trang đầu" in answer.content.decode()


def test_what_is_too_large_is_answered_before_anything_is_known(rf: RequestFactory) -> None:
    page = errors.too_large(rf.post("/", headers={"Accept": "text/html,*/*"}))
    line = errors.too_large(rf.post("/", headers={"Accept": "*/*"}))
    assert (page.status_code, line.status_code) == (413, 413)
    assert "Tệp quá lớn" in page.content.decode()
    assert line.content.decode() == "Yêu cầu quá lớn. Hãy gửi từng tệp nhỏ hơn.\n"


def test_the_session_can_be_asked_for_its_token(world: World, client: Client) -> None:
    assert client.get(reverse("system:session")).json()["signed_in"] is False
    _sign_in(client, world)
    answer = client.get(reverse("system:session")).json()
    assert answer["signed_in"] is True
    assert answer["token"]


def test_the_demo_offers_its_accounts_on_the_sign_in_page(world: World, client: Client) -> None:
    file = settings.DATA_DIR / "demo-accounts.json"
    rows = [{"username": "dau-moi", "password": "Lộ-trình-thử", "name": "Nguyễn Thị Hạnh", "role": "coordinator"}]
    try:
        file.write_text(json.dumps(rows), encoding="utf-8")
        page = _page(client, reverse("account_login"))
    finally:
        file.unlink()
    assert page.xpath("//button[@class='demo-account']/span/text()") == [
        "Đầu mối kế hoạch", "Nguyễn Thị Hạnh", "dau-moi · Lộ-trình-thử",
    ]  # fmt: skip
    assert not _page(client, reverse("account_login")).find_class("demo-account")


def test_the_picture_for_the_second_factor_is_inline(world: World, client: Client) -> None:
    from tests.factories.world import PASSWORD, user

    person = user("Lê Thị Mai")
    client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    page = _page(client, reverse("mfa_activate_totp"))
    assert page.xpath("//div[@class='qr']//*[local-name()='path']")
    assert not page.xpath("//img")


@pytest.mark.parametrize("name", ["account_login", "account_inactive"])
def test_pages_of_signing_in_are_ours_and_in_vietnamese(world: World, client: Client, name: str) -> None:
    page = _page(client, reverse(name))
    assert page.get("lang") == "vi"
    assert page.find_class("entrance")
