"""Plain text: lines with their numbers, table rows, old encodings."""

from __future__ import annotations

import pytest

from vanban.readers import Block, BlockKind, read_blocks


def blocks(text: str | bytes, name: str = "a.txt") -> tuple[Block, ...]:
    return read_blocks(text if isinstance(text, bytes) else text.encode(), name).blocks


def test_every_line_is_a_block_with_its_number() -> None:
    found = blocks("KẾ HOẠCH\r\n\r\n  1. Mục đích \n\t\n2. Yêu cầu")
    assert [(b.kind, b.text, b.line) for b in found] == [
        (BlockKind.LINE, "KẾ HOẠCH", 1),
        (BlockKind.BLANK, "", 2),
        (BlockKind.LINE, "  1. Mục đích", 3),
        (BlockKind.BLANK, "", 4),
        (BlockKind.LINE, "2. Yêu cầu", 5),
    ]


def test_form_feeds_part_pages() -> None:
    assert [(b.text, b.page) for b in blocks("một\n\fhai\nba")] == [("một", 1), ("hai", 2), ("ba", 2)]


def test_rows_of_a_table_keep_their_cells_and_their_order() -> None:
    found = blocks("TT | Nhiệm vụ | Chủ trì\nI | NHÓM MỘT |  | \n1 | Rà soát | Sở Y tế\nHết bảng.")
    rows = [b for b in found if b.kind is BlockKind.ROW]
    assert [(b.table, b.row, b.cells) for b in rows] == [
        (0, 0, ("TT", "Nhiệm vụ", "Chủ trì")),
        (0, 1, ("I", "NHÓM MỘT", "", "")),
        (0, 2, ("1", "Rà soát", "Sở Y tế")),
    ]
    assert rows[2].text == "1 | Rà soát | Sở Y tế"
    assert found[-1].kind is BlockKind.LINE


def test_a_line_between_two_rows_is_a_group_row_of_one_cell() -> None:
    found = blocks("1 | a | b\nA. NHÓM HAI\n2 | c | d")
    assert [(b.table, b.cells) for b in found] == [(0, ("1", "a", "b")), (0, ("A. NHÓM HAI",)), (0, ("2", "c", "d"))]


def test_a_new_heading_of_columns_or_an_empty_line_begins_a_new_table() -> None:
    assert [b.table for b in blocks("1 | a | b\nSTT | Tên | Số\n1 | c | d")] == [0, 1, 1]
    assert [b.table for b in blocks("1 | a | b\n\n2 | c | d") if b.kind is BlockKind.ROW] == [0, 1]


def test_a_lone_bar_in_a_sentence_is_no_table() -> None:
    found = blocks("Tin tức | Cổng thông tin\nMột câu.\nHai câu.\ntỷ lệ A|B là")
    assert {b.kind for b in found} == {BlockKind.LINE}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_every_form(encoding: str) -> None:
    text = "Kế hoạch phát triển khoa học và công nghệ\nđến năm 2030"
    reading = read_blocks(text.encode(encoding))
    assert [b.text for b in reading.blocks] == text.split("\n")
    assert reading.warnings == ()


def test_old_encodings_keep_one_character_for_each_byte() -> None:
    line = bytes(range(0xA1, 0xFF))
    reading = read_blocks(b"VAN BAN\n" + line)
    assert reading.blocks[1].text == line.decode("cp1252").strip()
    assert reading.warnings == (
        "1 dòng không phải Unicode, được đọc theo bảng mã 8 bit cũ (TCVN3, VNI hoặc tương tự).",
    )


def test_bytes_that_windows_1252_does_not_know_are_kept() -> None:
    raw = b"a\x81\x8d\x8f\x90\x9d\xe4\xe9"
    assert blocks(b"VAN BAN\n" + raw)[1].text.encode("latin-1") == raw


def test_mixed_encodings_are_decoded_line_by_line_with_a_warning() -> None:
    reading = read_blocks("Kế hoạch năm 2026\n".encode() + b"K\xd5 ho\xb9ch\n" + "đổi mới sáng tạo ".encode() + b"\xff")
    assert [b.text for b in reading.blocks] == ["Kế hoạch năm 2026", "KÕ ho¹ch", "đổi mới sáng tạo ÿ"]
    assert len(reading.warnings) == 2


def test_control_characters_are_no_text() -> None:
    assert blocks("Kế\x02 hoạch " + "công tác " * 20)[0].text.startswith("Kế hoạch")
