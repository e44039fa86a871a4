"""Tables: which column is which, and rows that a page or a merged cell cuts."""

from __future__ import annotations

import pytest

from vanban.extract.tasks import read_tasks
from vanban.readers import read_blocks
from vanban.record import Task
from vanban.structure import build
from vanban.structure.fields import FieldKind, column_kind
from vanban.structure.tables import tables

HEAD = "<tr><td>TT</td><td>Nhiệm vụ</td><td>Cơ quan chủ trì</td><td>Thời hạn</td></tr>"


def kinds(table: str) -> list[FieldKind]:
    found = next(tables(build(read_blocks(table.encode()))))
    return [column.kind for column in found.columns]


def html_tasks(rows: str) -> tuple[Task, ...]:
    page = f"<html><body><p>PHỤ LỤC</p><table>{rows}</table></body></html>"
    return read_tasks(build(read_blocks(page.encode(), "bang.html")))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Cơ quan tham mưu, chủ trì thực hiện", FieldKind.LEAD),
        ("Đơn vị chịu trách nhiệm chính", FieldKind.LEAD),
        ("Cơ quan chuẩn bị", FieldKind.LEAD),
        ("Lãnh đạo Sở phụ trách", FieldKind.SUPERVISOR),
        ("Đơn vị phụ trách", FieldKind.LEAD),
        ("Cơ quan tham gia phối hợp", FieldKind.PARTNERS),
        ("Tháng trình", FieldKind.TIME),
        ("Thời gian bắt đầu", FieldKind.START),
        ("Hình thức văn bản", FieldKind.DELIVERABLE),
        ("Cấp trình", FieldKind.OTHER),
        ("Chỉ tiêu", FieldKind.OTHER),
    ],
)
def test_heads_of_columns(name: str, kind: FieldKind) -> None:
    assert column_kind(name) is kind


def test_a_divided_column_takes_the_parts_that_its_head_names() -> None:
    table = """TT | Nhiệm vụ | Chủ trì | Kết quả, thời gian | Ghi chú
Kết quả | Thời gian
1 | Kiểm kê thiết bị của các xã | Sở Nội vụ | Báo cáo | T4/2026 | Mới
"""
    assert kinds(table) == [
        FieldKind.ORDINAL,
        FieldKind.TASK,
        FieldKind.LEAD,
        FieldKind.DELIVERABLE,
        FieldKind.TIME,
        FieldKind.OTHER,
    ]


def test_a_group_in_capitals_below_the_head_is_no_second_head() -> None:
    rows = (
        f"{HEAD}<tr><td colspan=4>NHÓM NHIỆM VỤ VỀ DỮ LIỆU</td></tr>"
        "<tr><td>1</td><td>Công bố danh mục dữ liệu mở</td><td>Sở Nội vụ</td><td>2026</td></tr>"
    )
    assert [(task.lead, task.deadline) for task in html_tasks(rows)] == [(("Sở Nội vụ",), "2026")]


def test_a_row_cut_by_the_end_of_a_page_is_one_task() -> None:
    rows = (
        f"{HEAD}<tr><td>1</td><td>Xây dựng kho dữ liệu</td><td>Sở Khoa học</td><td>Quý I/2026</td></tr>"
        f"{HEAD}<tr><td></td><td>dùng chung của tỉnh</td><td>và Công nghệ</td><td></td></tr>"
        "<tr><td>2</td><td>Nâng cấp cổng dữ liệu mở</td><td>Sở Nội vụ</td><td>2027</td></tr>"
    )
    first, second = html_tasks(rows)
    assert (first.text, first.lead) == ("Xây dựng kho dữ liệu dùng chung của tỉnh", ("Sở Khoa học và Công nghệ",))
    assert first.span[1] - first.span[0] >= len(first.text)
    assert second.lead == ("Sở Nội vụ",)


def test_a_task_merged_over_several_rows_has_all_who_lead_it() -> None:
    rows = (
        f"{HEAD}<tr><td rowspan=2>1</td><td rowspan=2>Kiểm tra an toàn hồ đập</td><td>Sở Công Thương</td>"
        "<td>2026</td></tr><tr><td>Sở Xây dựng</td><td>2027</td></tr>"
    )
    (task,) = html_tasks(rows)
    assert (task.lead, task.deadline) == (("Sở Công Thương", "Sở Xây dựng"), "2026")


@pytest.mark.parametrize("text", ["Tổng cộng", "TỔNG SỐ (I+II)", "Cộng", "Tổng kinh phí thực hiện"])
def test_sums_are_no_tasks(text: str) -> None:
    rows = f"{HEAD}<tr><td></td><td>{text}</td><td>Sở Tài chính</td><td>2026</td></tr>"
    assert html_tasks(rows) == ()


@pytest.mark.parametrize("text", ["Tổng kết mô hình điểm", "Tổng hợp báo cáo quý", "Cộng đồng số: lập tổ tại các thôn"])
def test_tasks_may_begin_like_sums(text: str) -> None:
    rows = f"{HEAD}<tr><td>1</td><td>{text}</td><td>Sở Tài chính</td><td>2026</td></tr>"
    assert [task.text for task in html_tasks(rows)] == [text]


def test_a_head_repeated_with_cells_cut_short_is_no_task() -> None:
    again = "<tr><td>TT</td><td>Nhiệm vụ được giao</td><td>Cơ quan</td><td>Thời hạn</td></tr>"
    row = "<tr><td>1</td><td>Công bố danh mục dữ liệu mở</td><td>Sở Nội vụ</td><td>2026</td></tr>"
    assert [task.text for task in html_tasks(f"{HEAD}{again}{row}")] == ["Công bố danh mục dữ liệu mở"]


def test_a_head_without_rows_gives_no_tasks() -> None:
    assert html_tasks(f"{HEAD}{HEAD}") == ()
