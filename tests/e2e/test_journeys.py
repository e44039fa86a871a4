"""What people do, from the first start to the published plan, in a real browser against the real server and worker."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.e2e_platform import Platform

People = Callable[[str], Page]
#: Reading a long document takes seconds on a busy machine.
READING: Final = 60_000


def _upload(page: Page, platform: Platform, path: Path) -> None:
    """Bring a file in and wait until it has been read; ends on the page of its document."""
    page.goto(f"{platform.url}/van-ban/tai-len/")
    page.set_input_files("input[type=file]", str(path))
    page.get_by_role("link", name="Mở văn bản").click(timeout=READING)
    expect(page.get_by_role("button", name="Rà soát")).to_be_visible(timeout=READING)


def _accept_everything(page: Page) -> None:
    """Accept all that waits, by the bulk gesture, and see the progress line full."""
    page.get_by_text("Chấp nhận nhiều mục").click()
    page.fill("#bulk-threshold", "0")
    page.get_by_role("button", name="Chấp nhận", exact=True).last.click()
    expect(page.locator("#progress")).to_contain_text(re.compile(r"(\d+)/\1 mục đã quyết định"), timeout=READING)


def _submit(page: Page) -> str:
    """Send the review to be approved; the address of its approval page."""
    page.get_by_role("link", name="Trình, duyệt").click()
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.get_by_text("Chờ duyệt").first).to_be_visible()
    return page.url


def _approve(people: People, address: str, *roles: str) -> None:
    for role in roles:
        page = people(role)
        page.goto(address)
        page.get_by_role("button", name="Duyệt", exact=True).click()
        expect(page.get_by_role("button", name="Duyệt", exact=True)).to_have_count(0)


def _adopt(page: Page, address: str) -> str:
    """Make the plan; the address of its page."""
    page.goto(address)
    page.get_by_role("button", name="Đưa vào theo dõi thành kế hoạch").click()
    page.locator("form button[type=submit]", has_text="vào theo dõi").last.click()
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/$"), timeout=READING)
    return page.url


def test_the_first_run_asks_for_the_place_and_the_administrator(empty: Platform, page: Page) -> None:
    page.goto(empty.url)
    expect(page).to_have_url(re.compile("/bat-dau/"))
    page.get_by_label("Tỉnh, thành phố").select_option(label="Lai Châu")
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
    expect(page).not_to_have_url(re.compile("/bat-dau/"))
    page.goto(f"{empty.url}/co-quan/")
    expect(page.get_by_text("Ủy ban nhân dân tỉnh Lai Châu").first).to_be_visible()
    page.goto(f"{empty.url}/bat-dau/")
    expect(page.get_by_text("Không có trang này")).to_be_visible()


def test_a_draft_is_checked_and_nothing_is_kept(demo: Platform, people: People, samples: Path) -> None:
    page = people("specialist")
    page.goto(f"{demo.url}/van-ban/")
    before = page.locator("main table tbody tr").count()
    page.goto(f"{demo.url}/soat-du-thao/")
    page.set_input_files("input[type=file]", str(samples / "ke-hoach-quy-khoa-hoc.txt"))
    page.get_by_role("button", name="Xem phát hiện").click()
    expect(page.get_by_role("heading", name=re.compile("Phát hiện")).first).to_be_visible(timeout=READING)
    page.goto(f"{demo.url}/van-ban/")
    assert page.locator("main table tbody tr").count() == before


@pytest.mark.parametrize("name", ["ke-hoach-quy-khoa-hoc.txt", "ke-hoach-do-luong.pdf", "nam-dinh-2024.txt", "word"])
def test_from_the_file_to_the_published_plan(
    demo: Platform, people: People, request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    if name == "nam-dinh-2024.txt":
        path = request.getfixturevalue("reference") / "plans" / name
    elif name == "word":
        path = _word_plan(tmp_path)
    else:
        path = request.getfixturevalue("samples") / name
    coordinator = people("coordinator")
    _upload(coordinator, demo, path)
    document = coordinator.url
    coordinator.get_by_role("button", name="Rà soát").click()
    _accept_everything(coordinator)
    approval = _submit(coordinator)
    _approve(people, approval, "head_of_division", "head_of_agency")
    plan = _adopt(coordinator, approval)
    expect(coordinator.get_by_role("heading", level=1)).to_be_visible()

    finance = people("taichinh")
    assert _status(finance, plan) == 404, "what one may not see does not exist"
    head = people("head_of_agency")
    for audience in ("recipients", "public"):
        head.goto(f"{document}pham-vi/")
        step = head.locator(f"section[aria-labelledby=to-{audience}]")
        for box in step.get_by_role("checkbox").all():
            box.check()
        step.get_by_role("button").click()
        expect(head.locator(f"section[aria-labelledby=to-{audience}]")).to_have_count(0)
    assert _status(finance, plan) == 200


def _status(page: Page, address: str) -> int:
    """The status of the answer to a visit."""
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def _word_plan(folder: Path) -> Path:
    """A plan in Word, with an appendix table of tasks."""
    document = docx.Document()
    for line in (
        "ỦY BAN NHÂN DÂN\nTỈNH SÔNG TRÀ",
        "Số: 77/KH-UBND",
        "Sông Trà, ngày 12 tháng 8 năm 2026",
        "KẾ HOẠCH",
        "Phát triển dữ liệu mở của tỉnh năm 2027",
        "I. MỤC TIÊU",
        "1. Mục tiêu cụ thể đến năm 2027",
        "- Công bố 120 bộ dữ liệu mở của tỉnh.",
        "II. NHIỆM VỤ, GIẢI PHÁP",
        "- Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Tài chính xây dựng Cổng dữ liệu mở, trước 30/6/2027.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Tài chính bố trí kinh phí thực hiện Kế hoạch này.",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
        "PHỤ LỤC\nDANH MỤC NHIỆM VỤ",
    ):
        document.add_paragraph(line)
    rows = (
        ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm"),
        ("1", "Xây dựng danh mục dữ liệu mở", "Sở Khoa học và Công nghệ", "Sở Nội vụ", "Quý I/2027", "Quyết định"),
        ("2", "Tập huấn khai thác dữ liệu cho cấp xã", "Sở Nội vụ", "UBND cấp xã", "30/9/2027", "Báo cáo kết quả"),
    )
    table = document.add_table(rows=0, cols=6)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = folder / "ke-hoach-du-lieu-mo.docx"
    document.save(str(path))
    return path
