"""Text of a recogniser that knows Vietnamese: a misread mark comes back by the words beside it, all else stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.restore import mend
from vanban.restore.recognised import repaired

SOUND = (
    "Sở Tài chính chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các huyện, thành phố rà soát, tổng hợp "
    "nhu cầu kinh phí để triển khai thực hiện Kế hoạch; kịp thời báo cáo cấp có thẩm quyền sửa đổi, bổ sung."
)
#: the same with marks lost and marks taken for others
MISREAD = (
    "Sở Tài chính chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các huyện, thành phô rà soát, tông hợp "
    "nhu cầu kinh phí đề triên khai thực hiện Kế hoạch; kịp thời báo cáo cấp có thầm quyền sửa đôi, bố sung."
)


def page(*lines: str, recognised: bool = True, number: int = 1) -> Reading:
    blocks = tuple(Block(kind=BlockKind.LINE, text=line, page=number) for line in lines)
    return Reading(media_type="image/png", pages=1, blocks=blocks, recognised=(number,) if recognised else ())


def test_misread_marks_come_back() -> None:
    done = repaired(MISREAD)
    assert done.text == SOUND
    assert done.undone() == MISREAD
    assert [change.read for change in done.changes] == ["phô", "tông", "đề", "triên", "thầm", "đôi", "bố"]
    assert all(0.7 < change.confidence < 1 for change in done.changes)


def test_capitals_keep_their_form() -> None:
    assert repaired("KT. CHỦ TICH\nPHÓ CHỦ TỊCH").text == "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    assert repaired("TÔ CHỨC THỰC HIỆN\nBAN QUÁN LÝ DỰ ÁN").text == "TỔ CHỨC THỰC HIỆN\nBAN QUẢN LÝ DỰ ÁN"
    assert repaired("GIao Sở Nội vụ tham mưu Ủy ban nhân dân tỉnh.").text.startswith("Giao Sở Nội vụ")


def test_a_long_abbreviation_gets_its_stroke() -> None:
    assert repaired("theo Nghị quyết của HDND tỉnh").text == "theo Nghị quyết của HĐND tỉnh"


def test_a_letter_is_changed_only_where_the_token_is_no_word() -> None:
    assert repaired("theo quy định của pháp lụât và hướng dẩn cúa Bộ").text.endswith("hướng dẫn của Bộ")
    assert repaired("EHÓ CHỦ TỊCH ỦY BAN NHÂN DÂN").text == "PHÓ CHỦ TỊCH ỦY BAN NHÂN DÂN"


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        "Quyết định số 569/QD-TTg, Công văn số 12/BC-UBND và 994/QDB-UBND ngày 3/l/2024",
        "Phụ lục II, khu vực III, Điều 1a, mạng 5G, 100 m2, 12.5%, s6 liệu",
        "Xem tại https://dichvucong.gov.vn/thu-tuc và hop.thu@vinhlong.gov.vn",
        "Nguyễn Thị Tô Nga, Đàm Quang Vĩ, Trần Đồ, Lò Văn Phô, Y Thông Niê, A Lăng Bhuốch",
        "1. Đỗ Thị Giang\n2. Quàng Bá Thế\n3. Phan Công Đoan",
        "LỰC LƯỢNG CAND VÀ QUÂN ĐỘI NHÂN DÂN",
        "The committee shall report to the ministry on the results of the programme for this year and the next.",
        "MobiFone, KH&CN, ĐTXD, BQL, TTHC, VNeID, startup",
        "Sở GD, BDT tỉnh, Phòng TD và các DD khác",
        "",
        "?",
    ],
)
def test_what_is_sound_or_no_word_stays_to_the_letter(text: str) -> None:
    assert repaired(text).text == text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("đạt kết quả.\nII Nhiệm vụ trọng tâm", "đạt kết quả.\nII. Nhiệm vụ trọng tâm"),
        ("như sau:\n\nIV, Tổ chức thực hiện", "như sau:\n\nIV. Tổ chức thực hiện"),
        ("KT, CHỦ TỊCH\nPHÓ CHỦ TỊCH", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
    ],
)
def test_a_lost_full_stop_behind_the_mark_of_a_line(read: str, meant: str) -> None:
    done = repaired(read)
    assert done.text == meant
    assert done.undone() == read


@pytest.mark.parametrize("text", ["thuộc khu vực\nII Nguyễn Huệ", "đã xong.\nVI PHẠM HÀNH CHÍNH", "KT, chủ tịch"])
def test_a_numeral_that_may_be_something_else_gets_no_full_stop(text: str) -> None:
    assert repaired(text).text == text


def test_only_blocks_of_recognised_pages_are_looked_at() -> None:
    reading, done = mend(page(MISREAD, recognised=False))
    assert reading.blocks[0].text == MISREAD
    assert not done.restored
    assert done.changes == {}


def test_a_recognised_page_tells_its_changes_and_their_number() -> None:
    half = MISREAD.index("nhu cầu")
    lines = (MISREAD[: half - 1], MISREAD[half:])
    reading, done = mend(page(*lines))
    assert " ".join(block.text for block in reading.blocks) == SOUND
    assert done.restored
    assert {place: len(changes) for place, changes in done.changes.items()} == {0: 2, 1: 5}
    assert any("7 chữ" in warning for warning in done.warnings)
    for place, changes in done.changes.items():
        for change in changes:
            assert reading.blocks[place].text[slice(*change.span)] == change.restored


def test_cells_of_a_recognised_table_are_repaired() -> None:
    cells = ("1", "Rà soát, sửa đôi, bổ sung quy chế", "Sở Tài chính")
    row = Block(kind=BlockKind.ROW, text=" | ".join(cells), cells=cells, page=1, table=0, row=0)
    reading, _ = mend(Reading(media_type="image/png", pages=1, blocks=(row,), recognised=(1,)))
    assert reading.blocks[0].cells == ("1", "Rà soát, sửa đổi, bổ sung quy chế", "Sở Tài chính")
    assert reading.blocks[0].text == " | ".join(reading.blocks[0].cells)


_WORDS = st.sampled_from(
    [
        "thâm",
        "quyền",
        "đề",
        "tông",
        "hợp",
        "triên",
        "khai",
        "12",
        "3/4",
        "I1",
        "II",
        "5G",
        "1a",
        "(a)",
        "đ)",
        ";",
        ".",
        ",",
        "–",
        "HDND",
        "UBND/",
        "569/QD-TTg",
        "Ðăk",
        "x²",
    ]
)


@given(st.lists(st.one_of(_WORDS, st.text(max_size=6)), max_size=40).map(" ".join))
def test_no_digit_changes_and_all_can_be_undone(text: str) -> None:
    done = repaired(text)
    assert done.undone() == text
    assert re.findall(r"\d", done.text) == re.findall(r"\d", text)
    assert [len(line.split()) for line in done.text.split("\n")] == [len(line.split()) for line in text.split("\n")]
