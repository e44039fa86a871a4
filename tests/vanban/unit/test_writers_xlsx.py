"""The workbook: the appendix that officials use, and nothing in it that runs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Final

import msgspec
import openpyxl
import pytest
from openpyxl.workbook import Workbook

from vanban.record import PlanRecord
from vanban.writers import xlsx

RECORD: Final = PlanRecord.from_json(Path(__file__).with_name("writers_record.json").read_bytes())
EMPTY: Final = msgspec.structs.replace(
    RECORD, outline=(), citations=(), targets=(), tasks=(), assignments=(), reporting=(), budget=(), findings=()
)


def opened(record: PlanRecord) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx.write(record)))


def test_there_is_a_sheet_for_each_list_tasks_first() -> None:
    assert opened(RECORD).sheetnames == [
        "Nhiệm vụ",
        "Chỉ tiêu",
        "Phân công",
        "Báo cáo",
        "Kinh phí",
        "Viện dẫn",
        "Phát hiện",
        "Văn bản",
    ]


def test_the_task_sheet_is_the_appendix_of_officials() -> None:
    sheet = opened(RECORD).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert lines[0][0] == "DANH MỤC NHIỆM VỤ"
    assert lines[2][0] == ("(Theo Kế hoạch số 12/KH-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân tỉnh An Bình)")
    assert lines[4] == ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm", "Mục"]
    assert lines[6][:6] == [
        2,
        "Khảo sát nhu cầu ươm tạo",
        "Sở Khoa học và Công nghệ",
        "Sở Tài chính",
        "30/6/2026",
        "Báo cáo khảo sát",
    ]


def test_every_sheet_prints_on_a4_across_with_the_margins_of_the_decree() -> None:
    for sheet in opened(RECORD).worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_margins.left == pytest.approx(30 / 25.4)
        assert sheet.page_margins.right == pytest.approx(15 / 25.4)
        assert sheet.page_margins.top == pytest.approx(20 / 25.4)
        header = sheet.oddHeader
        assert header is not None
        assert header.center.text == "&P"
    tasks = opened(RECORD).worksheets[0]
    assert tasks.print_title_rows == "$5:$5"
    assert tasks.freeze_panes == "A6"


def test_cells_are_times_new_roman_13_wrapped_and_ruled() -> None:
    cell = opened(RECORD).worksheets[0]["B6"]
    assert (cell.font.name, cell.font.size) == ("Times New Roman", 13)
    assert cell.alignment.wrap_text
    assert cell.border.left.style == "thin"


def test_a_row_is_as_high_as_its_longest_cell_needs() -> None:
    long = msgspec.structs.replace(RECORD.tasks[0], text="Xây dựng kế hoạch " * 40)
    sheet = opened(msgspec.structs.replace(RECORD, tasks=(long, RECORD.tasks[1]))).worksheets[0]
    heights = [sheet.row_dimensions[row].height for row in (6, 7)]
    assert heights[0] > 4 * heights[1]
    assert max(heights) <= 409


def test_amounts_are_numbers_that_can_be_added() -> None:
    sheet = opened(RECORD)["Kinh phí"]
    assert [row[2].value for row in sheet.iter_rows(min_row=6)] == [226_000_000_000, 33_500_000_000]
    assert sheet["C6"].number_format == "#,##0"


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "{=A1}", "http://x.vn"])
def test_no_text_of_a_document_becomes_a_formula_or_a_link(text: str) -> None:
    task = msgspec.structs.replace(RECORD.tasks[0], text=text, deliverable=text, lead=(text,))
    data = xlsx.write(msgspec.structs.replace(RECORD, tasks=(task,)))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet["B6"].data_type == "s"
    assert sheet["C6"].value == text
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        worksheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in worksheet
    assert "<hyperlink" not in worksheet


def test_control_characters_and_very_long_texts_still_make_a_workbook() -> None:
    task = msgspec.structs.replace(RECORD.tasks[0], text="a\x00\x0b\ufffe" + "dài " * 20_000)
    sheet = opened(msgspec.structs.replace(RECORD, tasks=(task,))).worksheets[0]
    assert len(str(sheet["B6"].value)) <= 32_767


def test_an_empty_list_says_so() -> None:
    assert opened(EMPTY)["Chỉ tiêu"]["A6"].value == "Không thấy chỉ tiêu nào."


def test_the_same_record_is_the_same_file() -> None:
    assert xlsx.write(RECORD) == xlsx.write(RECORD)


def test_the_workbook_speaks_english_too() -> None:
    names = openpyxl.load_workbook(io.BytesIO(xlsx.write(RECORD, "en"))).sheetnames
    assert names[0] == "Tasks"
