"""The operator records what decisions do to units: a department is split, the act is withdrawn; a unit is renamed."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import Page, expect

from lotrinh.core import clock
from tests.e2e.e2e_axe import Rules
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People

OLD = "Sở Văn hóa, Thể thao và Du lịch"
SPORT, TOURISM = "Sở Văn hóa và Thể thao", "Sở Du lịch"
SCHOOL, RENAMED = "Trường Chính trị tỉnh", "Trường Chính trị Trần Quang Minh"
YESTERDAY = clock.today() - dt.timedelta(days=1)


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def _decision(page: Page, number: str) -> None:
    page.locator("[name=effective_on]").fill(_day(clock.today()))
    page.locator("[name=number]").fill(number)
    page.locator("[name=issuer]").fill("Hội đồng nhân dân tỉnh Sông Trà")


def _press(page: Page, do: str) -> None:
    page.locator(f".btn[name=do][value={do}]").click()


def _open_unit(page: Page, platform: Platform, name: str) -> None:
    page.goto(f"{platform.url}/co-quan/so-do/?mo=het")
    page.locator(".tree").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_department_is_split_by_subject_and_the_split_is_withdrawn(
    demo: Platform, people: People, rules: Rules
) -> None:
    page = people("operator")
    _open_unit(page, demo, OLD)
    unit = page.url
    page.locator("main a[href*='/sap-xep/them/?']").click()
    expect(page.locator("[name=l0-old]")).to_have_value(OLD)

    page.locator("[name=kind][value=split]").check()
    _decision(page, "31/NQ-HĐND")
    page.locator("[name=l0-new]").fill(TOURISM)
    page.locator("[name=l0-cues]").fill("du khách, lữ hành")
    _press(page, "look")
    # Neither one that is there, nor said to be new: told beside its field, and nothing that was typed is lost.
    expect(page.locator("[name=l0-new]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=l0-cues]")).to_have_value("du khách, lữ hành")
    rules.hold(page)

    for line, (name, subject) in enumerate(((TOURISM, "du lịch"), (SPORT, "văn hóa, thể thao"))):
        page.locator(f"[name=l{line}-old]").fill(OLD)
        page.locator(f"[name=l{line}-new]").fill(name)
        page.locator(f"[name=l{line}-make]").select_option("department")
        page.locator(f"[name=l{line}-subject]").fill(subject)
    _press(page, "look")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước")
    expect(page.locator("main")).to_contain_text(f"{OLD} kết thúc hết ngày {_day(YESTERDAY)}")
    expect(page.get_by_role("row", name=TOURISM)).to_contain_text("lập mới")
    rules.hold(page)
    _press(page, "save")
    expect(page.locator("#messages")).to_contain_text("Đã ghi lần sắp xếp.")
    act = page.url
    rules.hold(page)

    page.goto(unit)
    history = page.locator("section[aria-labelledby=history]")
    expect(history).to_contain_text("31/NQ-HĐND")
    expect(history).to_contain_text(f"Chuyển cho {TOURISM}: du lịch")
    rules.hold(page)
    history.get_by_role("link", name=TOURISM).click()
    expect(page.locator("section[aria-labelledby=history]")).to_contain_text(f"Nhận từ {OLD}: du lịch")

    page.goto(act)
    page.get_by_role("link", name="Rút lần sắp xếp").click()
    expect(page.locator("main")).to_contain_text(f"{OLD} hoạt động trở lại")
    page.get_by_role("button", name="Rút lần sắp xếp").click()
    expect(page.locator("#messages")).to_contain_text("Đã rút lần sắp xếp.")
    page.goto(unit)
    expect(page.locator("section[aria-labelledby=history]")).not_to_contain_text("31/NQ-HĐND")
    expect(page.locator("main")).not_to_contain_text("Đến hết ngày")


def test_a_unit_is_renamed_and_the_tree_of_the_day_before_has_the_old_name(demo: Platform, people: People) -> None:
    page = people("operator")
    _open_unit(page, demo, SCHOOL)
    page.get_by_role("link", name="Đổi tên").click()
    page.locator("[name=name]").fill(RENAMED)
    _decision(page, "702/QĐ-UBND")
    page.locator("main form.form .btn--primary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(RENAMED)
    expect(page.locator("section[aria-labelledby=history]")).to_contain_text(SCHOOL)

    for day, name, other in ((clock.today(), RENAMED, SCHOOL), (YESTERDAY, SCHOOL, RENAMED)):
        page.goto(f"{demo.url}/co-quan/so-do/?mo=het")
        page.locator("[name=ngay]").fill(_day(day))
        page.locator("[name=ngay]").press("Enter")
        expect(page.locator("main")).to_contain_text(_day(day))
        tree = page.locator(".tree")
        expect(tree.get_by_role("link", name=name, exact=True)).to_be_visible()
        expect(tree.get_by_role("link", name=other, exact=True)).to_have_count(0)
