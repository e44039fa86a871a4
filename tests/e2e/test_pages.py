"""Every page as a person meets it: it answers, says nothing to the console, fits a phone, and needs no mouse."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, StorageState, ViewportSize, expect

from tests.e2e.e2e_pages import NO_PAGES, Visit, page_names
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People
from tests.e2e.e2e_visits import Walk

WIDE = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
#: What stands out of the window at its right, unless it scrolls in a box of its own.
_TOO_WIDE = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const boxed = (one) => {
    for (let box = one.parentElement; box && box !== document.body; box = box.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !boxed(one))
    .map((one) => `${one.tagName}.${one.className}`).slice(0, 5);
}"""


def test_every_address_is_a_page_that_is_visited_or_is_no_page(pages: tuple[Visit, ...]) -> None:
    visited = {visit.name for visit in pages} - {""}
    assert page_names() == visited | set(NO_PAGES)
    assert not visited & set(NO_PAGES)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["1440", "390"])
def test_every_page_answers_fits_and_says_nothing_to_the_console(
    walking: Callable[..., Walk], pages: tuple[Visit, ...], viewport: ViewportSize
) -> None:
    problems: list[str] = []
    for visit, page, status, said in walking(pages, viewport=viewport):
        if status != visit.status:
            problems.append(f"{visit.path}: {status}")
        problems += [f"{visit.path}: {words}" for words in said]
        wide = page.evaluate(_TOO_WIDE)
        if wide or page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{visit.path}: wider than the window: {wide}")
        if page.locator("h1").count() != 1:
            problems.append(f"{visit.path}: {page.locator('h1').count()} h1")
    assert not problems, "\n".join(problems)


def test_the_keyboard_skips_the_menu_opens_it_and_shows_where_it_is(demo: Platform, people: People) -> None:
    page = people("coordinator")
    page.goto(f"{demo.url}/nhiem-vu/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()

    person = page.locator(".bar summary", has_text="Lê Thị Thanh Hà")
    person.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Đổi mật khẩu")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Đổi mật khẩu")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Đổi mật khẩu")).to_be_hidden()
    expect(person).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/nhiem-vu/", "/van-ban/tai-len/", "/ke-hoach/1/"])
def test_whatever_has_the_focus_shows_it(demo: Platform, people: People, path: str) -> None:
    page = people("coordinator")
    page.goto(demo.url + path)
    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        if not page.evaluate(_SHOWN):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert not unseen, "\n".join(unseen)


_SHOWN = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  if (one === document.body) return true;
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const chosen = one.type === "file" || one.matches(".visually-hidden");
  return (outlined || chosen) && box.right > 0 && box.bottom > 0;
}"""


def test_on_a_phone_the_menu_is_behind_a_button(
    demo: Platform, browser: Browser, signed_in: Callable[[str], StorageState]
) -> None:
    context = browser.new_context(viewport=PHONE, storage_state=signed_in("coordinator"))
    page = context.new_page()
    page.goto(demo.url)
    expect(page.locator(".side")).to_be_hidden()
    page.locator(".drawer summary").click()
    page.locator(".drawer").get_by_role("link", name="Kế hoạch", exact=True).click()
    expect(page).to_have_url(re.compile(r"/ke-hoach/$"))
    context.close()


def test_lists_are_walked_and_chosen_by_keys(demo: Platform, people: People) -> None:
    page: Page = people("coordinator")
    page.goto(f"{demo.url}/nhiem-vu/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(1).locator("a").first).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("[data-row]").nth(1)).to_have_class(re.compile("is-selected"))
    expect(page.locator("[data-chosen-count]")).to_contain_text("1")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("trung tam du lieu cap do an toan 3")
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=trung"))
    page.locator("[data-row] a").first.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Trung tâm dữ liệu"))).to_be_visible()
