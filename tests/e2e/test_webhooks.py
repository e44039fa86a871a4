"""Another system is told: entered by hand, tried, switched off by its own answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import e2e_steps as steps
from tests.e2e.e2e_axe import Rules
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People
from tests.factories.receiver import receiving

pytestmark = pytest.mark.network


def _until(page: Page, address: str, words: str) -> None:
    """Look at the page again and again until a worker has sent and the words stand there."""
    for _ in range(40):
        page.goto(address)
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
    expect(page.get_by_text(words).first).to_be_visible()


def test_a_coordinator_enters_an_address_tries_it_and_sees_what_it_answered(
    demo: Platform, people: People, rules: Rules
) -> None:
    page = people("coordinator")
    with receiving() as receiver:
        address = steps.listen(page, demo, receiver.url)
        page.get_by_role("button", name="Gửi thử", exact=True).click()
        expect(page.locator("#messages")).to_contain_text("Đang gửi thử")
        _until(page, address, "Đã nhận")
        rules.hold(page)
        receiver.status = 410
        page.get_by_role("button", name="Gửi thử", exact=True).click()
        _until(page, address, "Địa chỉ này không được báo nữa")
        expect(page.locator(".notice--bad")).to_contain_text("không còn nhận nữa")
    assert len(receiver.got) == 2
    page.get_by_role("button", name="Xóa").click()
    expect(page.locator("#messages")).to_contain_text("Đã xóa")
