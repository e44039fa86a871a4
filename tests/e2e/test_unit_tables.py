"""Units from the template: half its rows wrong, and nothing is loaded; corrected in the file of results, it is."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.e2e_axe import Rules
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOP, FIRM, OTHER = "Ủy ban nhân dân tỉnh Sông Trà", "Doanh nghiệp, ngân hàng", "Cơ quan, tổ chức khác"
GOOD = (
    {"Tên đầy đủ": "Công ty cổ phần Nước sạch Sông Trà", "Loại": FIRM, "Cấp trên": TOP},
    {"Tên đầy đủ": "Ngân hàng Hợp tác xã chi nhánh Sông Trà", "Loại": FIRM, "Tên viết tắt": "Co-opBank Sông Trà"},
)
#: What is wrong, in which column, and what is right.
WRONG = (
    ({"Tên đầy đủ": "Quỹ Phát triển đất", "Loại": "Quỹ", "Cấp trên": TOP}, {"Loại": OTHER}),
    ({"Tên đầy đủ": "Trung tâm Xúc tiến", "Loại": OTHER, "Hoạt động từ": "31/02/2025"}, {"Hoạt động từ": "01/03/2025"}),
)


def _filled(data: bytes, rows: Mapping[int, Mapping[str, str]]) -> FilePayload:
    """The workbook with these cells, by line and label of the column."""
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    labels = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1] if cell.value}
    for line, row in rows.items():
        for label, value in row.items():
            sheet.cell(line, labels[label], value)
    stream = BytesIO()
    book.save(stream)
    return FilePayload(name="co-quan.xlsx", mimeType=XLSX, buffer=stream.getvalue())


def _look(page: Page, file: FilePayload) -> None:
    page.set_input_files("input[type=file]", file)
    page.locator("main form .btn--primary").click()
    expect(page.locator(".figures")).to_be_visible()


def _missing(page: Page, platform: Platform) -> None:
    page.goto(f"{platform.url}/co-quan/?q=Nuoc sach Song Tra")
    expect(page.locator("main tr[data-row]")).to_have_count(0)


def test_a_table_with_wrong_rows_loads_nothing_until_it_is_corrected(
    demo: Platform, people: People, rules: Rules
) -> None:
    page = people("operator")
    page.goto(f"{demo.url}/co-quan/nap-bang/")
    with page.expect_download() as template:
        page.locator("a[href$='mau.xlsx']").click()
    rows = dict(enumerate((*GOOD, *(wrong for wrong, _ in WRONG)), 2))
    _look(page, _filled(Path(template.value.path()).read_bytes(), rows))
    expect(page.locator("#wrong tbody tr")).to_have_count(len(WRONG))
    for wrong, right in WRONG:
        expect(page.get_by_role("row", name=wrong["Tên đầy đủ"])).to_contain_text(*right)
    expect(page.locator("[formaction$='/xac-nhan/']")).to_have_count(0)
    rules.hold(page)
    with page.expect_download() as results:
        page.locator("main form[action$='ket-qua.xlsx'] button").click()
    _missing(page, demo)

    page.goto(f"{demo.url}/co-quan/nap-bang/")
    corrected = {line: right for line, (_, right) in enumerate(WRONG, 2 + len(GOOD))}
    _look(page, _filled(Path(results.value.path()).read_bytes(), corrected))
    expect(page.locator("#wrong")).to_have_count(0)
    page.locator("[formaction$='/xac-nhan/']").click()
    expect(page.locator("#messages")).to_contain_text("thêm 4 cơ quan")
    for name in ("Nuoc sach Song Tra", "quy phat trien dat"):
        page.goto(f"{demo.url}/co-quan/?q={name}")
        expect(page.locator("main tr[data-row]")).to_have_count(1)
