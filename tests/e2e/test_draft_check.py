"""Who writes a plan has it checked before anybody else sees it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import openpyxl
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.e2e_drills import count
from tests.e2e.e2e_papers import text_plan
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import READING, People

#: What keeping a file would add a row to.
KEPT = ("core_storedfile", "documents_document", "documents_reading", "core_job")


def _check(page: Page, platform: Platform, file: FilePayload) -> None:
    page.goto(f"{platform.url}/soat-du-thao/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Xem phát hiện").click()


def test_a_draft_is_checked_and_nothing_of_it_is_kept(demo: Platform, people: People) -> None:
    page = people("taichinh")
    before = {table: count(demo.data_dir, table) for table in KEPT}
    draft = text_plan(draft=True)
    _check(page, demo, draft.file)
    expect(page.get_by_role("heading", name=re.compile("Kết quả soát"))).to_be_visible(timeout=READING)
    expect(page.locator("#tasks tbody tr")).to_have_count(3)
    expect(page.locator("#tasks tbody tr").first).to_contain_text("Sở Khoa học và Công nghệ")
    with page.expect_download() as download:
        page.locator("#result").get_by_role("button", name="Tải bảng phụ lục (XLSX)").click()
    sheet = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes())).active
    assert sheet is not None
    assert any("kho dữ liệu khoa học" in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert {table: count(demo.data_dir, table) for table in KEPT} == before


def test_a_secret_draft_is_refused_with_a_sentence_and_nothing_of_it_is_kept(demo: Platform, people: People) -> None:
    page = people("taichinh")
    before = {table: count(demo.data_dir, table) for table in KEPT}
    secret = FilePayload(name="mat.txt", mimeType="text/plain", buffer="MẬT\n\n".encode() + text_plan().file["buffer"])
    _check(page, demo, secret)
    expect(page.get_by_role("alert")).to_contain_text(re.compile("mật", re.IGNORECASE))
    page.goto(f"{demo.url}/van-ban/tai-len/")
    expect(page.get_by_text("bị từ chối").first).to_be_visible()
    assert {table: count(demo.data_dir, table) for table in KEPT} == before
