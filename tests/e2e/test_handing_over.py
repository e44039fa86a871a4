"""Merger day: duties of bodies that ended are proposed by subject, corrected, exported, handed over and taken back."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
from playwright.sync_api import Locator, Page, expect

from lotrinh.core import clock
from tests.e2e.e2e_axe import Rules
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People

OLD, SCIENCE, TRADE = "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ", "Sở Công Thương"
CULTURE, POLICE = "Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh"
PLATFORM, SAFETY, MAP = "nền tảng số dùng chung", "đánh giá an toàn thông tin", "bản đồ các cơ sở ươm tạo"


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def _row(page: Page, words: str) -> Locator:
    return page.locator("main tr[data-row]", has_text=words)


def _download(page: Page, form: str) -> bytes:
    with page.expect_download() as sent:
        page.locator(f"main a[download][href*='.{form}']").first.click()
    return Path(sent.value.path()).read_bytes()


def _workbook_text(data: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    return "\n".join(" | ".join(str(cell or "") for cell in row) for row in book.worksheets[0].values)


def _document_text(data: bytes) -> str:
    document = docx.Document(BytesIO(data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join(lines)


def _line(text: str, words: str) -> str:
    return next((line for line in text.splitlines() if words in line), "")


def test_the_duties_of_an_ended_department_pass_by_subject_under_a_decision(
    demo: Platform, people: People, rules: Rules
) -> None:
    page = people("coordinator")
    tasks = f"{demo.url}/nhiem-vu/?mine=on&q=nen tang so dung chung cho khoi nghiep"
    page.goto(tasks)
    expect(_row(page, PLATFORM)).to_have_count(0)

    page.goto(f"{demo.url}/chuyen-giao/")
    page.locator("main tbody").first.get_by_role("link", name=OLD).click()
    expect(page.locator("#dong h2")).to_have_text(OLD)
    for words, taker, reason in ((PLATFORM, SCIENCE, "nền tảng số"), (SAFETY, POLICE, "an toàn thông tin")):
        expect(_row(page, words).locator("select option:checked")).to_contain_text(taker)
        expect(_row(page, words)).to_contain_text(f"“{reason}”")
    expect(_row(page, "chuyên mục tuyên truyền").locator("select option:checked")).to_contain_text(CULTURE)

    # A slip of the pen is told beside its row; corrected, the choice is kept.
    other = _row(page, MAP).locator("input[list]")
    other.fill("Sở Không Có")
    page.locator("[name=do][value=save]").click()
    expect(other).to_have_attribute("aria-invalid", "true")
    rules.hold(page)
    other.fill(TRADE)
    page.locator("[name=do][value=save]").click()
    expect(_row(page, MAP).locator("select option:checked")).to_contain_text(TRADE)

    for text in (_workbook_text(_download(page, "xlsx")), _document_text(_download(page, "docx"))):
        assert TRADE in _line(text, MAP)
        assert OLD in _line(text, MAP)
        assert SCIENCE in _line(text, PLATFORM)
        assert "145/KH-UBND" in text

    page.locator("[name=do][value=confirm]").click()
    expect(page.get_by_role("row", name=TRADE)).to_contain_text("1")
    page.locator("[name=number]").fill("77/QĐ-UBND")
    page.locator("[name=issued_on]").fill(_day(clock.today()))
    page.locator("[name=issuer]").fill("Ủy ban nhân dân tỉnh Sông Trà")
    page.locator("main form.form .btn--primary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("77/QĐ-UBND")
    handover = page.url
    rules.hold(page)
    assert TRADE in _line(_workbook_text(_download(page, "xlsx")), MAP)
    assert "77/QĐ-UBND" in _document_text(_download(page, "docx"))

    page.goto(tasks)
    expect(_row(page, PLATFORM)).to_contain_text(SCIENCE)
    _row(page, PLATFORM).locator("[data-open]").first.click()
    expect(page.locator("main")).to_contain_text(f"nay: {SCIENCE}")
    expect(page.locator("main")).to_contain_text(OLD)
    expect(page.locator("main")).to_contain_text("77/QĐ-UBND")
    rules.hold(page)

    page.goto(handover)
    page.locator("main details summary").last.click()
    page.locator("main details .btn--danger").click()
    expect(page.locator("#messages")).to_contain_text("Đã rút")
    page.goto(tasks)
    expect(_row(page, PLATFORM)).to_have_count(0)
