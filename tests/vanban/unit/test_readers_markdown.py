"""Markdown as programs that convert PDF write it: the text without the marks."""

from __future__ import annotations

import pytest

from vanban.readers import Block, BlockKind, read_blocks
from vanban.readers.inline import parse_inline


def blocks(text: str) -> list[Block]:
    found = read_blocks(text.encode(), "a.md").blocks
    return [block for block in found if block.kind is not BlockKind.BLANK]


def test_headings_have_levels_and_no_marks() -> None:
    found = blocks("## **II- NỘI DUNG**\n\n#### ***1.1. Tăng cường*** ##\n\n#hashtag")
    assert [(b.kind, b.level, b.text, b.bold, b.italic, b.line) for b in found] == [
        (BlockKind.HEADING, 2, "II- NỘI DUNG", True, False, 1),
        (BlockKind.HEADING, 4, "1.1. Tăng cường", True, True, 3),
        (BlockKind.LINE, None, "#hashtag", False, False, 5),
    ]


@pytest.mark.parametrize(
    ("source", "text", "bold"),
    [
        (r"**1\.** Phát triển nhanh và bền vững", "1. Phát triển nhanh và bền vững", False),
        (r"\- Một việc **rất** cần", "- Một việc rất cần", False),
        (
            "**Tăng cường quản lý, nâng cao** hiệu **quả công việc**",
            "Tăng cường quản lý, nâng cao hiệu quả công việc",
            True,
        ),
        ("Năm 2 * 3 = 6 và (*) là ghi chú (*)", "Năm 2 * 3 = 6 và (*) là ghi chú (*)", False),
        ("tên_tệp_dài và __đậm__", "tên_tệp_dài và đậm", False),
        ("[Cổng thông tin](https://vidu.vn) ![ảnh](a.png)", "Cổng thông tin", False),
        ("KH&amp;CN &lt; 5&nbsp;%", "KH&CN < 5\xa0%", False),
        ("____________", "____________", False),
    ],
)
def test_marks_inside_a_line(source: str, text: str, bold: bool) -> None:  # noqa: FBT001 - a column of the table above
    (line,) = parse_inline(source)
    assert (line.text, line.bold) == (text, bold)


def test_emphasis_runs_over_a_hard_break() -> None:
    found = blocks("**T/M BAN CÁN SỰ ĐẢNG  \nBÍ THƯ**\n\nmột<br>hai")
    assert [(b.text, b.bold, b.line) for b in found] == [
        ("T/M BAN CÁN SỰ ĐẢNG", True, 1),
        ("BÍ THƯ", True, 2),
        ("một", False, 4),
        ("hai", False, 4),
    ]


def test_footnotes_leave_the_text_and_are_called_where_they_stood() -> None:
    found = blocks("Nghị quyết<sup>1</sup> của tỉnh rộng 5 km<sup>2</sup>\n\n<sup>1</sup> Ghi chú\ndòng hai\n\nlợi thế")
    assert (found[0].text, found[0].notes_called) == ("Nghị quyết của tỉnh rộng 5 km2", (("1", 10),))
    assert (found[1].kind, found[1].note, found[1].text) == (BlockKind.NOTE, "1", "Ghi chú dòng hai")
    assert found[2].kind is BlockKind.LINE


def test_bracket_footnotes() -> None:
    found = blocks("Theo luật[^a] mới\n\n[^a]: Luật số 1\n")
    assert found[0].notes_called == (("a", 9),)
    assert (found[1].note, found[1].text) == ("a", "Luật số 1")


def test_a_table_with_header_breaks_and_escaped_bars() -> None:
    found = blocks("| TT | **Nhiệm vụ** |\n|:--|---|\n| 1 | Rà soát<br>quy định |\n| 2 | A \\| B |")
    assert [(b.row, b.header, b.cells) for b in found] == [
        (0, True, ("TT", "Nhiệm vụ")),
        (1, False, ("1", "Rà soát\nquy định")),
        (2, False, ("2", "A | B")),
    ]


def test_a_table_goes_on_behind_a_page_break() -> None:
    text = "| TT | Việc |\n|---|---|\n| 1 | a |\n\n{}\n\n| TT | Việc |\n|---|---|\n| 2 | b |"
    same = [b for b in blocks(text.format("")) if b.kind is BlockKind.ROW]
    assert [(b.table, b.row, b.header) for b in same] == [(0, 0, True), (0, 1, False), (0, 2, True), (0, 3, False)]
    parted = [b for b in blocks(text.format("Bảng hai")) if b.kind is BlockKind.ROW]
    assert [b.table for b in parted] == [0, 0, 1, 1]


def test_a_table_written_as_html() -> None:
    found = blocks(
        "## Phụ lục\n\n<table>\n<tr><th>TT</th><th>Việc</th></tr>\n<tr><td>1</td><td>a</td></tr>\n</table>\n\nHết"
    )
    assert [(b.kind, b.cells, b.table, b.line) for b in found[1:3]] == [
        (BlockKind.ROW, ("TT", "Việc"), 0, 3),
        (BlockKind.ROW, ("1", "a"), 0, 3),
    ]
    assert (found[3].text, found[3].line) == ("Hết", 8)


def test_page_numbers_that_count_up_are_running() -> None:
    found = blocks("một đoạn\n\n2\n\nđoạn sau\n\n- 3 -\n\nđoạn cuối\n\n15\n\nhết")
    assert [b.text for b in found if b.kind is BlockKind.RUNNING] == ["2", "- 3 -"]
    assert "15" in [b.text for b in found if b.kind is BlockKind.LINE]


def test_rules_and_fences_are_no_text() -> None:
    assert [b.text for b in blocks("một\n\n-----\n\n* * *\n\n```\nhai\n```")] == ["một", "hai"]
