"""Who writes a program makes a token and tries the API out at its own page, without any other network."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People


def test_a_token_is_made_copied_and_tried_out(demo: Platform, people: People) -> None:
    page = people("daumoi")
    page.goto(f"{demo.url}/tai-khoan/ma-truy-cap/")
    page.get_by_role("link", name="Tạo mã truy cập").click()
    page.get_by_label("Tên").fill("Trục liên thông của tỉnh")
    page.get_by_role("button", name="Tạo mã truy cập").click()
    key = page.get_by_label("Mã truy cập").input_value()
    assert key.startswith("lotrinh_")
    page.get_by_role("button", name="Chép mã").click()
    page.get_by_role("link", name="Xong").click()
    expect(page.get_by_role("row", name="Trục liên thông của tỉnh")).to_contain_text(key[:14])
    _try_out(page, demo, key)
    page.goto(f"{demo.url}/tai-khoan/ma-truy-cap/")
    expect(page.get_by_role("row", name="Trục liên thông của tỉnh")).not_to_contain_text("chưa lần nào")
    page.get_by_role("button", name="Thu hồi").click()
    expect(page.get_by_text("Chưa có mã truy cập nào")).to_be_visible()


def _try_out(page: Page, demo: Platform, key: str) -> None:
    """At the page of documentation: nothing is asked of another machine, and the policy has nothing to say."""
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{demo.url}/api/v1/docs")
    expect(page.get_by_role("heading", name="Lộ Trình API")).to_be_visible()
    page.get_by_role("button", name="Authorize").first.click()
    page.get_by_role("textbox").last.fill(key)
    page.get_by_role("button", name="Apply credentials").click()
    page.get_by_role("button", name="Close").last.click()
    page.locator("#operations-me-get_me").get_by_role("button").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".responses-table.live-responses-table")).to_contain_text("daumoi")
    assert said == []
    assert [url for url in asked if not url.startswith((demo.url, "data:", "blob:"))] == []
