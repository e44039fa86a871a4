"""The first start of an empty installation."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.e2e_platform import Platform


def test_the_first_run_asks_for_the_place_and_the_administrator(empty: Platform, page: Page) -> None:
    page.goto(empty.url)
    expect(page).to_have_url(re.compile("/bat-dau/"))
    page.get_by_label("Tỉnh, thành phố", exact=True).select_option(label="Lai Châu")
    page.get_by_label("Họ và tên").fill("Vàng A Pao")
    page.get_by_label("Tên đăng nhập").fill("quantri")
    page.get_by_label("Mật khẩu", exact=True).fill("Nương lúa trên núi 7")
    page.get_by_label("Nhập lại mật khẩu").fill("Nương lúa trên núi 8")
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_text("Hai mật khẩu không giống nhau.").first).to_be_visible()
    expect(page.get_by_label("Họ và tên")).to_have_value("Vàng A Pao")
    page.get_by_label("Mật khẩu", exact=True).fill("Nương lúa trên núi 7")
    page.get_by_label("Nhập lại mật khẩu").fill("Nương lúa trên núi 7")
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_text("Đã thiết lập xong. Hãy đăng nhập bằng tên “quantri”.")).to_be_visible()

    page.fill("input[name=login]", "quantri")
    page.fill("input[name=password]", "Nương lúa trên núi 7")
    page.press("input[name=password]", "Enter")
    expect(page.locator(".side")).to_contain_text("Tài khoản")
    page.goto(f"{empty.url}/co-quan/?q=lai chau")
    expect(page.get_by_role("link", name="Ủy ban nhân dân tỉnh Lai Châu").first).to_be_visible()
    answer = page.goto(f"{empty.url}/bat-dau/")
    assert answer is not None
    assert answer.status == 404, "it is asked once"
