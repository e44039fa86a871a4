"""A corrected document gives a second version: what differs is readable, what was decided and promised stays."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e import e2e_steps as steps
from tests.e2e.e2e_papers import TASKS, text_plan
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import READING, People

LATER = TASKS[1].replace("31/10/2027", "30/11/2027")
NEW = "Sở Nội vụ chủ trì rà soát vị trí việc làm về chuyển đổi số, hoàn thành trước ngày 20/12/2027."


def test_a_corrected_document_gives_a_second_version(demo: Platform, people: People) -> None:
    first = text_plan()
    corrected = text_plan((TASKS[0], LATER, TASKS[2], NEW), number=int(first.number.partition("/")[0]))
    page = people("coordinator")
    document = steps.upload(page, demo, first.file)
    review = steps.open_review(page)
    body = steps.open_item(page, "tasks-0")
    body.get_by_label("Sản phẩm").fill("Kho dữ liệu dùng chung")
    body.get_by_role("button", name="Lưu sửa").click()
    expect(page.locator("#i-tasks-0")).to_have_class(re.compile(r"\bis-edited\b"))
    steps.accept_everything(page)
    approval = steps.submit(page)
    steps.approve_through(people, approval)
    plan = steps.adopt(page, approval)

    page.goto(f"{document}them-tep/")
    page.set_input_files("input[type=file]", corrected.file)
    page.get_by_role("link", name="Mở văn bản").click(timeout=READING)
    expect(page.locator(".document__filename")).to_have_count(2)
    steps.wait_until_read(page)
    renewed = steps.open_review(page)
    assert renewed != review

    # What was decided about the same words stands; what changed waits.
    expect(page.locator("#i-tasks-0")).to_contain_text("chuyển sang")
    expect(page.locator("#i-tasks-0")).to_have_class(re.compile(r"\bis-edited\b"))
    expect(page.locator("#i-tasks-1")).to_have_class(re.compile(r"\bis-pending\b"))
    expect(page.locator("#i-tasks-3")).to_have_class(re.compile(r"\bis-pending\b"))
    steps.accept_everything(page)
    approval = steps.submit(page)
    steps.approve_through(people, approval)
    assert steps.adopt(page, approval, reason="Đính chính thời hạn.") == plan

    page.goto(f"{plan}phien-ban/khac-nhau/")
    figures = page.locator("main").get_by_role("status")
    expect(figures).to_contain_text(re.compile("1 mục thêm.*1 mục sửa.*0 mục bỏ", re.DOTALL))
    expect(page.locator("ins.diff-add", has_text="vị trí việc làm")).to_be_visible()
    expect(page.locator("del.diff-del", has_text="31/10").first).to_be_visible()
    expect(page.locator("ins.diff-add", has_text="30/11").first).to_be_visible()

    page.goto(f"{plan}nhiem-vu/")
    page.get_by_role("link", name="bồi dưỡng kỹ năng số").click()
    history = page.locator(".timeline")
    expect(history).to_contain_text("Cam kết đầu tiên")
    expect(history).to_contain_text("31/10/2027")
    expect(history).to_contain_text("30/11/2027")
    page.goto(f"{plan}phien-ban/")
    expect(page.get_by_role("row", name="Phiên bản 2")).to_contain_text("Đính chính thời hạn.")
    expect(page.get_by_role("row", name="Phiên bản 2")).to_contain_text("đang theo dõi")
