"""Labels on recognised pages: signs behind numbers by their neighbours, the first numeral of headings; digits stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.restore.recognised import repaired

BODY = "Sở Nội vụ tổ chức bồi dưỡng kỹ năng số cho cán bộ, công chức cấp xã trước ngày 30 tháng 6 năm 2027."


@pytest.mark.parametrize("read", ["2:", "2,", "2...", "2"])
def test_the_sign_behind_a_number_comes_back_between_its_neighbours(read: str) -> None:
    done = repaired(f"1. {BODY}\n\n{read} {BODY}\n\n3. {BODY}\n")
    assert done.text == f"1. {BODY}\n\n2. {BODY}\n\n3. {BODY}\n"
    assert done.undone() == f"1. {BODY}\n\n{read} {BODY}\n\n3. {BODY}\n"


@pytest.mark.parametrize("read", ["I", "L", "l", "I,"])
def test_the_first_numeral_comes_back_before_capitals(read: str) -> None:
    text = "{} MỤC TIÊU VÀ YÊU CẦU\n\n" + BODY + "\n\nII. NHIỆM VỤ\n\n" + BODY
    assert repaired(text.format(read)).text == text.format("I.")


@pytest.mark.parametrize(
    "text",
    [
        f"7 {BODY}\n\n{BODY}",
        f"12 Tháng vừa qua {BODY}\n\n4: {BODY}",
        "I | NHIỆM VỤ TRỌNG TÂM | SỞ NỘI VỤ\n\n" + BODY,
        "L là chữ đầu của địa bàn.\n\n" + BODY,
    ],
)
def test_what_no_neighbour_tells_stays(text: str) -> None:
    assert repaired(text).text == text


@given(
    st.lists(
        st.sampled_from(["1", "2", "3", "12", "II", "I", "L", ".", ":", "...", " ", "\n", "Sở Nội vụ", "MỤC TIÊU"])
    )
)
def test_no_digit_changes_and_all_is_undone(pieces: list[str]) -> None:
    text = "".join(pieces)
    done = repaired(text)
    assert re.findall(r"\d", done.text) == re.findall(r"\d", text)
    assert done.undone() == text
