"""The steps from a file to a plan, each as people do it in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.e2e_platform import Platform

#: `people("coordinator")`: a page of the person in this role, signed in, in a profile of their own.
People: TypeAlias = Callable[[str], Page]
#: Reading a long document takes seconds on a busy machine.
READING: Final = 60_000
_ALL: Final = re.compile(r"(\d+)/\1 mục đã quyết định")


def upload(page: Page, platform: Platform, file: Path | FilePayload) -> str:
    """Bring a file in and wait until it has been read; the address of its document, at which the page stays."""
    page.goto(f"{platform.url}/van-ban/tai-len/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("link", name="Mở văn bản").click(timeout=READING)
    wait_until_read(page)
    return page.url


def wait_until_read(page: Page) -> None:
    """Until the page of a document offers the review of what was read."""
    expect(page.get_by_role("button", name="Rà soát")).to_be_visible(timeout=READING)
    expect(page.locator("#reading progress")).to_have_count(0, timeout=READING)


def open_review(page: Page) -> str:
    """From the page of a document to its review; the address of that."""
    page.get_by_role("button", name="Rà soát").click()
    page.wait_for_url(re.compile(r"/ra-soat/\d+/"))
    return re.sub(r"[?#].*", "", page.url)


def open_item(page: Page, anchor: str) -> Locator:
    """Unfold an item of the review by a click; its form."""
    line = page.locator(f"#i-{anchor}")
    line.locator(".it__head").click()
    body = line.locator(".it__body")
    expect(body).to_be_visible()
    return body


def accept_everything(page: Page) -> None:
    """Accept all that waits by the bulk gesture, look at the header and accept it, reject what is incomplete."""
    page.get_by_text("Chấp nhận nhiều mục").click()
    page.get_by_label("Mọi mục chưa xem có độ tin cậy từ (%)").fill("0")
    page.locator(".rv__bulk").get_by_role("button", name="Chấp nhận").click()
    expect(page.locator(".it.is-pending:not(.it--document):not(:has(.it__body))")).to_have_count(0, timeout=READING)
    for anchor in page.locator(".it.is-pending").evaluate_all("lines => lines.map((line) => line.dataset.i)"):
        body = open_item(page, anchor)
        body.locator(f'[data-gesture="{"a" if anchor.startswith("document-") else "x"}"]').click()
        expect(page.locator(f"#i-{anchor}")).not_to_have_class(re.compile(r"\bis-pending\b"))
    expect(page.locator("#progress")).to_contain_text(_ALL)


def submit(page: Page) -> str:
    """Send the review to be approved; the address of its approval."""
    page.get_by_role("link", name="Trình, duyệt").click()
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.get_by_text("Chờ duyệt").first).to_be_visible()
    return page.url


def approve(page: Page, address: str) -> None:
    """Approve a step of the chain."""
    page.goto(address)
    page.get_by_role("button", name="Duyệt", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Đã duyệt.")


def approve_through(people: People, address: str) -> None:
    """Approve every step of the agency's chain."""
    for role in ("head_of_division", "head_of_agency"):
        approve(people(role), address)


def adopt(page: Page, approval: str, *, reason: str = "") -> str:
    """Make the approved review a version of a plan; the address of the plan."""
    page.goto(approval)
    page.get_by_role("link", name="Đưa vào theo dõi thành kế hoạch").click()
    if reason:
        page.get_by_label(re.compile("Lý do")).fill(reason)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/$"), timeout=READING)
    return page.url


def publish(page: Page, document: str) -> None:
    """Open the document to its recipients, then to everybody."""
    for audience in ("recipients", "public"):
        page.goto(f"{document}pham-vi/")
        step = page.locator(f"section[aria-labelledby=to-{audience}]")
        for box in step.get_by_role("checkbox").all():
            box.check()
        step.get_by_role("button").click()
        expect(page.locator(f"section[aria-labelledby=to-{audience}]")).to_have_count(0)


def status(page: Page, address: str) -> int:
    """The status of the answer to a visit."""
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def listen(page: Page, platform: Platform, url: str = "http://127.0.0.1:9/nhan") -> str:
    """Enter an address of another system that is told of plans; the page of the address."""
    page.goto(f"{platform.url}/he-thong/thong-bao-may/dang-ky/")
    page.get_by_label("Tên", exact=True).fill("Trục liên thông của tỉnh")
    page.get_by_label("Địa chỉ nhận").fill(url)
    page.get_by_label("Kế hoạch được đưa vào theo dõi").check()
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.get_by_label("Khóa bí mật")).to_have_value(re.compile("^lth_"))
    page.get_by_role("link", name="Xong").click()
    return page.url


def load_places(operator: Page, platform: Platform) -> None:
    """Load the national lists of places, from the page that has none yet."""
    operator.goto(f"{platform.url}/dia-danh/")
    operator.get_by_role("button", name="Nạp danh mục").click(timeout=READING)
    expect(operator.locator("#messages")).to_contain_text("Đã nạp danh mục", timeout=READING)
