"""HTML: block elements, lists, tables and notes; nothing that is not printed."""

from __future__ import annotations

import pytest

from vanban.errors import VanbanError
from vanban.readers import Block, BlockKind, Limits, read_blocks


def blocks(body: str) -> tuple[Block, ...]:
    return read_blocks(f"<!DOCTYPE html><html><body>{body}</body></html>".encode()).blocks


def test_paragraphs_headings_and_breaks() -> None:
    found = blocks(
        "<h2>I. MỤC TIÊU</h2><p align=center>Một  <b>đoạn</b>\n văn</p><div>hai<br>dòng<br><br>ba</div>"
        "<p><strong>đậm</strong></p><p style='text-align:center'><i>nghiêng</i></p>"
    )
    assert [(b.kind, b.text, b.level, b.bold, b.italic, b.centred) for b in found] == [
        (BlockKind.HEADING, "I. MỤC TIÊU", 2, True, False, False),
        (BlockKind.PARAGRAPH, "Một đoạn văn", None, False, False, True),
        (BlockKind.PARAGRAPH, "hai\ndòng", None, False, False, False),
        (BlockKind.PARAGRAPH, "ba", None, False, False, False),
        (BlockKind.PARAGRAPH, "đậm", None, True, False, False),
        (BlockKind.PARAGRAPH, "nghiêng", None, False, True, True),
    ]


def test_scripts_styles_and_hidden_elements_are_dropped() -> None:
    found = blocks("<script>x()</script><style>p{}</style><nav>menu</nav><p style='display:none'>ẩn</p><p>hiện</p>")
    assert [b.text for b in found] == ["hiện"]


def test_lists_print_their_labels() -> None:
    found = blocks("<ol start=3><li>ba<li>bốn<ul><li>chấm</ul></ol><ol type=a><li>một<li value=4>d</ol>")
    assert [b.text for b in found] == ["3. ba", "4. bốn", "• chấm", "a. một", "d. d"]


def test_spans_of_cells_leave_empty_places() -> None:
    found = blocks(
        "<table border=1><tr><th rowspan=2>TT<th colspan=2>Việc</tr><tr><th>a<th>b</tr>"
        "<tr><td>1<td rowspan=0>x<br>y<td>z</tr><tr><td>2<td>w</tr></table>"
    )
    assert [b.cells for b in found] == [("TT", "Việc", ""), ("", "a", "b"), ("1", "x\ny", "z"), ("2", "", "w")]
    assert [b.header for b in found] == [True, True, False, False]
    assert not any(b.layout for b in found)


def test_a_small_table_without_lines_lays_out_the_page() -> None:
    found = blocks("<table border=0><tr><td>UBND TỈNH<td>CỘNG HÒA</tr></table>")
    assert [(b.kind, b.layout) for b in found] == [(BlockKind.ROW, True)]


def test_a_table_around_the_whole_page_is_no_table() -> None:
    found = blocks(
        "<table><tr><td><p>một</p><table border=1><tr><td>a<td>b</table></td><td><p>hai</p></td></tr></table>"
    )
    assert [(b.kind, b.text) for b in found] == [
        (BlockKind.PARAGRAPH, "một"),
        (BlockKind.ROW, "a | b"),
        (BlockKind.PARAGRAPH, "hai"),
    ]


def test_notes_and_powers() -> None:
    found = blocks(
        "<p>5 km<sup>2</sup> theo luật<a href='#_ftn1' name='_ftnref1'>[1]</a> này</p>"
        "<p><a href='#_ftnref1' name='_ftn1'>[1]</a> Ghi chú</p>"
    )
    assert (found[0].text, found[0].notes_called) == ("5 km2 theo luật này", (("1", 15),))
    assert (found[1].kind, found[1].note, found[1].text) == (BlockKind.NOTE, "1", "Ghi chú")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1258"])
def test_the_declared_encoding_is_used(encoding: str) -> None:
    page = f"<html><head><meta charset={encoding}></head><body><p>Lâm Hà, 2026</p></body></html>"
    assert [b.text for b in read_blocks(page.encode(encoding)).blocks] == ["Lâm Hà, 2026"]


def test_tags_that_are_never_closed_lose_no_text() -> None:
    found = blocks("<p><font><b>đoạn" * 400)
    assert "".join(b.text for b in found).count("đoạn") == 400


@pytest.mark.parametrize("body", ["<table><tr><td>a<td>" * 10_000, "<div>" * 10_000 + "x"])
def test_deep_nesting_is_refused(body: str) -> None:
    with pytest.raises(VanbanError) as caught:
        blocks(body)
    assert caught.value.code == "too-deep"


def test_a_large_page_is_refused() -> None:
    with pytest.raises(VanbanError, match="too-large"):
        read_blocks(b"<p>x</p>" * 100, limits=Limits(max_text_bytes=100))


def test_a_saved_web_page_is_read_from_its_html_part() -> None:
    page = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        b"<p>K=E1=BA=BF ho=E1=BA=A1ch</p>\r\n--x--\r\n"
    )
    assert [b.text for b in read_blocks(page, "ke-hoach.doc").blocks] == ["Kế hoạch"]
