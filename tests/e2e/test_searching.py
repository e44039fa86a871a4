"""Somebody looks for a duty: from any page by the key /, with suggestions, results that lead on."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.e2e_axe import Rules
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People


def test_a_duty_is_found_from_any_page_by_the_keyboard_alone(demo: Platform, people: People, rules: Rules) -> None:
    page = people("coordinator")
    page.goto(demo.url)
    page.keyboard.press("/")
    expect(page.locator("#bar-q")).to_be_focused()
    with page.expect_response(re.compile("/tim-kiem/goi-y/")):
        page.keyboard.type("chuyen doi")
    expect(page.locator("#bar-offers option").first).to_be_attached()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tim-kiem/\?q=chuyen"))
    expect(page.locator("mark").first).to_contain_text(re.compile("chuyển đổi", re.IGNORECASE))
    rules.hold(page)
    page.get_by_role("navigation", name="Nhóm kết quả").get_by_role("link", name=re.compile("Nhiệm vụ")).click()
    page.wait_for_url(re.compile("kind=task"))
    page.locator(".result a").first.click()
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/nhiem-vu/"))


def test_the_key_leads_to_the_box_of_the_page_and_what_is_not_there_is_said(
    demo: Platform, people: People, rules: Rules
) -> None:
    page = people("coordinator")
    page.goto(f"{demo.url}/tim-kiem/")
    expect(page.get_by_role("heading", name=re.compile("Gõ từ ngữ"))).to_be_visible()
    rules.hold(page)
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#search-q")).to_be_focused()
    page.keyboard.type("không thể nào có xyzzy")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Không tìm thấy gì bạn được xem")).to_be_visible()
    page.goto(f"{demo.url}/tim-kiem/?q=khoa+hoc&unit=Sở+Không+Có")
    expect(page.get_by_text("Không có cơ quan tên này.")).to_be_visible()
    rules.hold(page)
