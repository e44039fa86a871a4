"""Names confirmed once for the whole plan, approved by the deputy of a head who is away."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from lotrinh.core import clock
from tests.e2e import e2e_steps as steps
from tests.e2e.e2e_axe import Rules
from tests.e2e.e2e_papers import text_plan
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People

SCIENCE, DEPUTY = "Sở Khoa học và Công nghệ", "Võ Ngọc Mai"
#: No unit is called so.
UNKNOWN = "Sở KHCN và ĐMST"
TASKS = (
    f"{UNKNOWN} chủ trì, phối hợp với Sở Tài chính xây dựng kho dữ liệu mở, hoàn thành trước ngày 30/9/2027.",
    f"{UNKNOWN} chủ trì tổ chức ngày hội sáng tạo trẻ, hoàn thành trước ngày 31/10/2027.",
)


def test_names_are_confirmed_once_and_the_deputy_approves_in_place_of_the_head(
    demo: Platform, people: People, rules: Rules
) -> None:
    coordinator = people("coordinator")
    steps.upload(coordinator, demo, text_plan(TASKS).file)
    review = steps.open_review(coordinator)
    coordinator.locator("#tools a[href*='ten-co-quan']").click()
    unknown = coordinator.locator(".names tbody tr", has_text=UNKNOWN).first
    expect(unknown.locator("input:checked")).to_have_count(0)
    unknown.locator("summary").click()
    unknown.locator("[type=search]").fill("so khoa hoc va cong nghe")
    unknown.locator("button[name=find]").click()
    unknown.get_by_role("radio", name=SCIENCE).first.check()
    rules.hold(coordinator)
    coordinator.locator(".names__foot button").click()
    expect(coordinator.locator("#messages")).to_contain_text("Đã xác nhận")
    expect(unknown.locator("input:checked + label")).to_contain_text(SCIENCE)

    coordinator.goto(review)
    steps.accept_everything(coordinator)
    approval = steps.submit(coordinator)
    steps.approve(people("head_of_division"), approval)

    deputy = people("clerk")
    deputy.goto(approval)
    expect(deputy.locator("form[action$='/duyet/']")).to_have_count(0)
    head = people("head_of_agency")
    head.goto(f"{demo.url}/tai-khoan/uy-quyen/")
    head.locator("main a[href*='/uy-quyen/vai-tro/']").click()
    head.locator("[name=deputy]").select_option(label=DEPUTY)
    head.locator("[name=ends_on]").fill(f"{clock.today():%d/%m/%Y}")
    head.locator("[name=reason]").fill("Đi công tác")
    head.locator("main form.form .btn--primary").click()
    expect(head.get_by_role("row", name=DEPUTY)).to_contain_text("Đang thay")
    rules.hold(head)

    deputy.goto(demo.url)
    expect(deputy.locator("main")).to_contain_text("Phạm Hồng Sơn")
    steps.approve(deputy, approval)
    expect(deputy.locator(".steps")).to_contain_text(re.compile(rf"{DEPUTY} duyệt .* thay Phạm Hồng Sơn"))
    rules.hold(deputy)
    head.get_by_role("row", name=DEPUTY).get_by_role("button").click()
    expect(head.get_by_role("row", name=DEPUTY)).to_have_count(0)

    plan = steps.adopt(coordinator, approval)
    coordinator.goto(f"{plan}nhiem-vu/")
    coordinator.locator("main tr[data-row] [data-open]").first.click()
    expect(coordinator.locator("main")).to_contain_text(SCIENCE)
