"""Targets and budget lines of any text whatever."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.extract.budget import read_budget
from vanban.extract.targets import read_targets
from vanban.language.normal import nfc
from vanban.readers import read_blocks
from vanban.structure import Structure, build

LINES = [
    "II. MỤC TIÊU",
    "1. Mục tiêu chung",
    "2. Mục tiêu cụ thể đến năm 2030",
    "IV. KINH PHÍ THỰC HIỆN",
    "III. NHIỆM VỤ",
    "PHỤ LỤC",
    "Phấn đấu đến năm 2027:",
    "- Tỷ lệ doanh nghiệp đổi mới sáng tạo đạt 40%; trên 30 doanh nghiệp.",
    "- Nâng từ 20% năm 2024 lên 40% năm 2030 (hiện nay 15%).",
    "- Lần lượt đạt 30% và 50% vào năm 2026, năm 2027.",
    "- Thành lập trung tâm.",
    "Tổng kinh phí 10 tỷ đồng, trong đó:",
    "- Ngân sách tỉnh: 6 tỷ đồng",
    "Trong đó:",
    "1. Năm 2026: 2 tỷ đồng/năm x 5 = 10 tỷ đồng",
    "TT | Chỉ tiêu | Đơn vị | Năm 2026",
    "1 | Số xã | xã | 12",
    "| | |",
    "2 | Tổng | % | 5-7",
    "TT | Nội dung | Kinh phí (triệu đồng)",
    "1 | Đào tạo | 1.200",
    "",
]


def shape(text: str) -> Structure:
    return build(read_blocks(text.encode()))


def check(structure: Structure) -> None:
    size = len(structure.content)
    for target in read_targets(structure):
        assert 0 <= target.span[0] < target.span[1] <= size
        assert structure.content[target.span[0] : target.span[1]] == target.text
        assert target.name
    lines = read_budget(structure)
    for index, line in enumerate(lines):
        assert 0 <= line.span[0] < line.span[1] <= size
        assert line.parent is None or 0 <= line.parent < index


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=20).map("\n".join))
@settings(deadline=None)
def test_any_order_of_official_lines_is_read(text: str) -> None:
    check(shape("KẾ HOẠCH\n" + text))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=120))
@settings(deadline=None)
def test_any_text_below_a_heading_is_read(text: str) -> None:
    check(shape(f"KẾ HOẠCH\nII. MỤC TIÊU\n- {nfc(text)}\nIV. KINH PHÍ\n- {nfc(text)}\n"))


@pytest.mark.parametrize(
    "piece", ["đạt 5% ", "5% xã, ", "1 tỷ đồng ", "năm 2026 ", "(5% ", "trong đó: 1 tỷ đồng; ", "a; ", "1" * 50]
)
def test_one_endless_paragraph_takes_no_endless_time(piece: str) -> None:
    endless = piece * (300_000 // len(piece))
    structure = shape(f"KẾ HOẠCH\nII. MỤC TIÊU\n- {endless}\nIV. KINH PHÍ\n- {endless}\n")
    start = time.process_time()
    check(structure)
    assert time.process_time() - start < 10
