"""Numbers in place of words are pointed out, never changed, and give no target."""

from __future__ import annotations

import pytest

import vanban
from vanban.restore import doubtful_numbers


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("xây dựng 16 trình thực hiện", "lộ"),
        ("xử lý 6 nhiễm môi trường", "ô"),
        ("doanh nghiệp; 14 nhân tố quyết định", "là"),
    ],
)
def test_a_number_where_a_word_fits_better(text: str, word: str) -> None:
    (doubt,) = doubtful_numbers(text)
    assert text[slice(*doubt.span)].isdigit()
    assert doubt.suggestion == word


@pytest.mark.parametrize(
    "text",
    [
        "ngày 14 tháng 12 năm 2025 của Chính phủ",
        "theo khoản 1 Điều 4 và khoản 2 Điều 6 Nghị định này",
        "hỗ trợ 12 doanh nghiệp và 16 hợp tác xã trong 6 tháng đầu năm",
        "Tổng cộng | 14 | nhân tố",
        "2 nhóm giải pháp",
    ],
)
def test_other_numbers_are_left_in_peace(text: str) -> None:
    assert doubtful_numbers(text) == ()


READ = """KE HOACH
Phat trién dich vu so cua tinh

I. QUAN PIEM

1. Phat trién khoa hoc va cong nghé dong vai tro dot pha chién luoc; 14 nhan té quyét dinh nang cao nang luc canh tranh
cua doanh nghiép; 12 nén tang dé chuyén déi sé trén dia ban tinh; gop phan nang cao doi séng nhan dan cua cac xa.
"""


def test_a_doubtful_number_is_a_finding_and_no_target() -> None:
    record = vanban.read(READ.encode(), "a.txt")
    found = [finding for finding in record.findings if finding.code == "spelling" and "“là”" in finding.message]
    assert [record.text.content[slice(*finding.span)] for finding in found if finding.span] == ["14", "12"]
    assert record.targets == ()
    english = vanban.read(READ.encode(), "a.txt", lang="en")
    assert any("“là”" in finding.message and "never changed" in finding.message for finding in english.findings)
