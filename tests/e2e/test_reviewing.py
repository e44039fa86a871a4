"""The review screen: its keys, two reviewers at once, what is typed and not yet saved; and the way back by the head."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import e2e_steps as steps
from tests.e2e.e2e_papers import text_plan
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People

#: Windows ask every five seconds what is new.
NEWS = 15_000
Reviewed = tuple[Page, str]


@pytest.fixture
def reviewed(demo: Platform, people: People) -> Reviewed:
    """The coordinator's page with the review of a plan of three tasks, and its address."""
    page = people("coordinator")
    steps.upload(page, demo, text_plan().file)
    return page, steps.open_review(page)


def _state(page: Page, anchor: str, state: str) -> None:
    expect(page.locator(f"#i-{anchor}")).to_have_class(re.compile(rf"\bis-{state}\b"))


def _goes_to(page: Page, anchor: str) -> None:
    expect(page.locator(f"#i-{anchor}.is-current .it__body")).to_be_visible()


def _pressing(page: Page, path: str, press: Callable[[], None]) -> int:
    """The status of the answer to what pressing sends."""
    with page.expect_response(lambda answer: answer.url.endswith(path) and answer.request.method == "POST") as sent:
        press()
    return sent.value.status


def test_everything_can_be_done_by_keys(reviewed: Reviewed) -> None:
    page, _ = reviewed
    steps.open_item(page, "tasks-0")
    page.keyboard.press("j")
    _goes_to(page, "tasks-1")
    expect(page.locator("#source .m.is-current").first).to_contain_text("Sở Nội vụ")
    page.keyboard.press("k")
    _goes_to(page, "tasks-0")

    page.keyboard.press("a")
    _state(page, "tasks-0", "accepted")
    _goes_to(page, "tasks-1")
    page.keyboard.press("x")
    _state(page, "tasks-1", "rejected")
    page.keyboard.press("u")
    _state(page, "tasks-1", "pending")

    steps.open_item(page, "tasks-1")
    page.locator("#i-tasks-1 .it__head").focus()
    page.keyboard.press("e")
    field = page.locator("#i-tasks-1").get_by_label("Sản phẩm")
    expect(page.locator("#i-tasks-1 .it__fields :focus")).to_have_count(1)
    field.fill("Giấy chứng nhận")
    field.press("Control+Enter")
    _state(page, "tasks-1", "edited")
    expect(page.locator("#i-tasks-1 .it__proposed")).to_have_count(1)

    page.locator("#i-tasks-2 .it__head").click()
    _goes_to(page, "tasks-2")
    page.keyboard.press("s")
    first = page.locator("#i-tasks-2").get_by_label("Phần thứ nhất")
    expect(first).to_be_focused()
    first.evaluate("(field, at) => field.setSelectionRange(at, at)", first.input_value().index("hoàn thành"))
    page.get_by_role("button", name="Tách thành hai mục").click()
    expect(page.locator("#i-tasks-2")).to_have_count(0)
    expect(page.locator(".it--tasks.is-reshaped")).to_have_count(2)

    steps.open_item(page, page.locator(".it--tasks.is-reshaped").last.get_attribute("data-i") or "")
    page.keyboard.press("m")
    expect(page.locator(".it--tasks.is-reshaped")).to_have_count(1)

    page.keyboard.press("?")
    expect(page.locator("#review-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#review-help")).not_to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#filter-text")).to_be_focused()


def test_what_the_machine_missed_is_added_by_selecting_it(reviewed: Reviewed) -> None:
    page, _ = reviewed
    words = page.locator("#source").get_by_text("Đến năm 2030", exact=False).first
    words.scroll_into_view_if_needed()
    words.evaluate("(element) => getSelection().selectAllChildren(element)")
    words.dispatch_event("mouseup")
    expect(page.locator("#adding")).to_be_visible()
    page.locator("#adding").get_by_role("button", name="Nhiệm vụ").click()
    expect(page.locator(".it--tasks")).to_have_count(4)
    expect(page.locator(".it--tasks.is-reshaped")).to_contain_text("40% doanh nghiệp")
    expect(page.locator("#adding")).to_be_hidden()
    page.keyboard.press("u")
    expect(page.locator(".it--tasks")).to_have_count(3)


def test_two_reviewers_are_told_of_each_other_and_lose_nothing(reviewed: Reviewed, people: People) -> None:
    mine, address = reviewed
    theirs = people("specialist")
    theirs.goto(address)
    steps.open_item(mine, "tasks-0").get_by_label("Sản phẩm").fill("Kho dữ liệu")
    body = steps.open_item(theirs, "tasks-0")
    expect(theirs.locator("#people")).to_contain_text("Lê Thị Thanh Hà", timeout=NEWS)
    body.get_by_label("Sản phẩm").fill("Cơ sở dữ liệu")
    assert _pressing(theirs, "/quyet-dinh/", lambda: body.get_by_role("button", name="Lưu sửa").click()) == 200

    expect(mine.locator("#people")).to_contain_text("Nguyễn Thu An", timeout=NEWS)
    expect(mine.get_by_text("Người khác vừa thay đổi mục này.").first).to_be_visible(timeout=NEWS)
    line = mine.locator("#i-tasks-0")
    expect(line.get_by_label("Sản phẩm")).to_have_value("Kho dữ liệu")
    save = line.get_by_role("button", name="Lưu sửa")
    assert _pressing(mine, "/quyet-dinh/", save.click) == 409
    both = line.get_by_role("row", name="Sản phẩm")
    expect(both).to_contain_text("Cơ sở dữ liệu")
    expect(both).to_contain_text("Kho dữ liệu")
    assert _pressing(mine, "/quyet-dinh/", save.click) == 200
    steps.open_item(mine, "tasks-0")
    expect(line.get_by_label("Sản phẩm")).to_have_value("Kho dữ liệu")


def test_what_is_typed_survives_the_end_of_the_session(demo: Platform, reviewed: Reviewed) -> None:
    page, address = reviewed
    body = steps.open_item(page, "tasks-0")
    body.get_by_label("Sản phẩm").fill("Kho dữ liệu dùng chung")
    page.context.clear_cookies()
    body.get_by_role("button", name="Lưu sửa").click()
    expect(page.locator("#toasts")).to_contain_text(re.compile("đăng nhập", re.IGNORECASE))

    demo.sign_in(page, "coordinator")
    page.goto(f"{address}?muc=tasks-0")
    expect(page.get_by_text("Có phần sửa dở chưa lưu của lần trước.")).to_be_visible()
    page.get_by_role("button", name="Lấy lại").click()
    field = page.locator("#i-tasks-0").get_by_label("Sản phẩm")
    expect(field).to_have_value("Kho dữ liệu dùng chung")
    field.press("Control+Enter")
    _state(page, "tasks-0", "edited")


def test_the_head_returns_with_a_reason_and_the_reviewer_goes_on(
    demo: Platform, reviewed: Reviewed, people: People
) -> None:
    coordinator, address = reviewed
    steps.accept_everything(coordinator)
    approval = steps.submit(coordinator)
    steps.approve(people("head_of_division"), approval)

    head = people("head_of_agency")
    head.goto(f"{demo.url}/ra-soat/")
    expect(head.locator("section[aria-labelledby=rv-awaiting] a").first).to_be_visible()
    head.goto(approval)
    head.get_by_role("button", name="Trả lại để rà soát tiếp").click()
    expect(head.get_by_label("Lý do trả lại")).to_have_attribute("aria-invalid", "true")
    head.get_by_label("Lý do trả lại").fill("Nhiệm vụ 1 phải ghi rõ sản phẩm.")
    head.get_by_role("button", name="Trả lại để rà soát tiếp").click()
    expect(head.get_by_text("Đã trả lại.")).to_be_visible()

    coordinator.goto(f"{demo.url}/ra-soat/")
    expect(coordinator.locator("section[aria-labelledby=rv-to-do]")).to_contain_text("Trả lại")
    coordinator.goto(approval)
    expect(coordinator.locator(".timeline")).to_contain_text("Nhiệm vụ 1 phải ghi rõ sản phẩm.")
    coordinator.goto(address)
    body = steps.open_item(coordinator, "tasks-0")
    body.get_by_label("Sản phẩm").fill("Kho dữ liệu")
    body.get_by_role("button", name="Lưu sửa").click()
    _state(coordinator, "tasks-0", "edited")
    steps.submit(coordinator)
    # The chain begins anew.
    steps.approve_through(people, approval)
