"""Word documents: what a reader of the printed page sees, and where it stood."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from vanban.errors import VanbanError
from vanban.readers import Block, BlockKind, read_blocks

DocxFile = Callable[..., bytes]
LIST = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
  <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/>
    <w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr></w:lvl>
  <w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>
"""


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def par(text: str, properties: str = "", run_properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text, run_properties)}</w:p>"


def item(level: int, text: str = "x", number: int = 1) -> str:
    return par(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{par(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, lines: bool = True) -> str:
    sides = "".join(f'<w:{side} w:val="{"single" if lines else "nil"}"/>' for side in ("top", "bottom", "insideV"))
    return f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>{''.join(rows)}</w:tbl>"


def blocks(data: bytes) -> tuple[Block, ...]:
    return read_blocks(data).blocks


def texts(data: bytes) -> list[str]:
    return [block.text for block in blocks(data)]


def test_styles_are_inherited(docx_file: DocxFile) -> None:
    styles = """
    <w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/>
      <w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="N"/>
      <w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="H2x"><w:name w:val="Mục"/><w:basedOn w:val="H2"/>
      <w:rPr><w:i/></w:rPr></w:style>
    <w:style w:type="character" w:styleId="M"><w:name w:val="Mạnh"/><w:rPr><w:b/></w:rPr></w:style>
    """
    body = (
        par("một", '<w:pStyle w:val="H2x"/>')
        + par("hai", '<w:pStyle w:val="H2x"/><w:jc w:val="left"/>', '<w:b w:val="0"/>')
        + par("ba", "", '<w:rStyle w:val="M"/>')
        + par("bốn", '<w:outlineLvl w:val="0"/>')
    )
    found = blocks(docx_file(body, styles=styles))
    assert [(b.kind, b.level, b.style, b.bold, b.italic, b.centred, b.font) for b in found] == [
        (BlockKind.HEADING, 2, "Mục", True, True, True, ".VnTime"),
        (BlockKind.HEADING, 2, "Mục", False, True, False, ".VnTime"),
        (BlockKind.PARAGRAPH, None, "Normal", True, False, False, ".VnTime"),
        (BlockKind.HEADING, 1, "Normal", False, False, False, ".VnTime"),
    ]


def test_styles_based_on_each_other_do_not_loop(docx_file: DocxFile) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("A", "B"), ("B", "A"))
    )
    assert texts(docx_file(par("một", '<w:pStyle w:val="A"/>'), styles=styles)) == ["một"]


def test_word_numbers_are_printed_as_word_prints_them(docx_file: DocxFile) -> None:
    body = "".join(map(item, [0, 1, 1, 2, 2, 2, 2, 2, 1, 0, 1, 3, 4])) + item(0, number=2) + item(0, number=2)
    labels = [text.removesuffix(" x") for text in texts(docx_file(body, numbering=LIST))]
    assert labels == [
        "I.", "1.1", "1.2", "a)", "b)", "c)", "d)", "e)", "1.3", "II.", "2.1", "•", "-", "IV.", "V.",
    ]  # fmt: skip


def test_list_zero_is_no_list_and_empty_items_count(docx_file: DocxFile) -> None:
    body = item(0, "") + item(0) + item(0, "không số", number=0)
    assert texts(docx_file(body, numbering=LIST)) == ["II. x", "không số"]


def test_numbering_may_come_from_the_style(docx_file: DocxFile) -> None:
    numbering = LIST.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="S"/>')
    styles = """<w:style w:type="paragraph" w:styleId="S"><w:name w:val="Khoản"/>
      <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"""
    assert texts(docx_file(par("a", '<w:pStyle w:val="S"/>') * 2, numbering=numbering, styles=styles)) == [
        "1.1 a",
        "1.2 a",
    ]


def test_tracked_changes_hidden_text_and_field_codes(docx_file: DocxFile) -> None:
    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    body = (
        "<w:p>"
        + run("một ")
        + f"<w:ins>{run('hai ')}</w:ins><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
        + f"<w:moveFrom>{run('dời')}</w:moveFrom>"
        + run("ẩn", "<w:vanish/>")
        + field("begin")
        + "<w:r><w:instrText>REF x</w:instrText></w:r>"
        + field("separate")
        + run("ba ")
        + field("end")
        + f"<w:hyperlink>{run('bốn')}</w:hyperlink>"
        + "<w:r><w:tab/><w:t>năm</w:t><w:br/><w:t>sáu</w:t><w:br w:type='page'/><w:noBreakHyphen/></w:r></w:p>"
    )
    assert texts(docx_file(body)) == ["một hai ba bốn\tnăm\nsáu-"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs(docx_file: DocxFile) -> None:
    assert texts(docx_file(par("một ", "<w:rPr><w:del/></w:rPr>") + par("hai") + par("ba"))) == ["một hai", "ba"]


def test_symbols_and_capitals_are_what_is_printed(docx_file: DocxFile) -> None:
    symbol = '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 80%</w:t></w:r></w:p>'
    assert texts(docx_file(symbol + par("mục tiêu", "", "<w:caps/>"))) == ["≥ 80%", "MỤC TIÊU"]


def test_text_boxes_are_read_once(docx_file: DocxFile) -> None:
    box = f"<wps:txbx><w:txbxContent>{par('MẬT')}</w:txbxContent></wps:txbx>"
    body = (
        "<w:p><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>" + run("Số: 1/KH-UBND") + "</w:p>"
    )
    assert texts(docx_file(body)) == ["Số: 1/KH-UBND", "MẬT"]


def test_footnotes_stand_behind_the_paragraph_that_calls_them(docx_file: DocxFile) -> None:
    def call(identifier: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{identifier}"/></w:r>'

    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="5">{par("Ghi chú A")}</w:footnote><w:footnote w:id="3">{par("Ghi chú B")}</w:footnote>'
    )
    body = f"<w:p>{run('  Luật')}{call(5)}{run(' mới')}</w:p>" + table(
        row(cell("a"), f"<w:tc><w:p>{run('bc')}{call(3)}</w:p></w:tc>")
    )
    found = blocks(docx_file(body, footnotes=notes))
    assert [(b.kind, b.text, b.note, b.notes_called) for b in found] == [
        (BlockKind.PARAGRAPH, "Luật mới", None, (("1", 4),)),
        (BlockKind.NOTE, "Ghi chú A", "1", ()),
        (BlockKind.ROW, "a | bc", None, (("2", 6),)),
        (BlockKind.NOTE, "Ghi chú B", "2", ()),
    ]


def test_merged_cells_stand_once(docx_file: DocxFile) -> None:
    span, start, rest = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(cell("TT"), cell("Việc", span), properties="<w:tblHeader/>"),
        row(cell("1", start), cell("a"), cell("b")),
        row(cell("1", rest), cell("c"), cell("d")),
        row(cell("sau"), properties='<w:gridBefore w:val="2"/>'),
    )
    found = blocks(docx_file(body))
    assert [b.cells for b in found] == [("TT", "Việc", ""), ("1", "a", "b"), ("", "c", "d"), ("", "", "sau")]
    assert [b.header for b in found] == [True, False, False, False]
    assert {b.table for b in found} == {0}
    assert not any(b.layout for b in found)


def test_tables_without_lines_lay_out_the_page(docx_file: DocxFile) -> None:
    head = table(row(cell("UBND TỈNH"), cell("CỘNG HÒA")), lines=False)
    data = table(*[row(*[cell(str(i)) for i in range(5)]) for _ in range(5)], lines=False)
    found = blocks(docx_file(head + data))
    assert [b.layout for b in found] == [True, False, False, False, False, False]
    assert [b.table for b in found] == [0, 1, 1, 1, 1, 1]


def test_a_frame_of_one_column_holds_ordinary_paragraphs(docx_file: DocxFile) -> None:
    found = blocks(docx_file(table(row(f"<w:tc>{par('một')}{table(row(cell('a'), cell('b')))}</w:tc>"))))
    assert [(b.kind, b.text) for b in found] == [(BlockKind.PARAGRAPH, "một"), (BlockKind.ROW, "a | b")]


def test_a_table_inside_a_cell_is_flattened(docx_file: DocxFile) -> None:
    inner = table(row(cell("x"), cell("y")), row(cell("z"), cell("")))
    found = blocks(docx_file(table(row(cell("1"), f"<w:tc>{par('việc')}{inner}<w:p/></w:tc>"))))
    assert [b.cells for b in found] == [("1", "việc\nx\ty\nz")]


def test_tables_nested_too_deeply_are_refused(docx_file: DocxFile) -> None:
    body = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>" * 30 + par("x") + "</w:tc></w:tr></w:tbl>" * 30
    with pytest.raises(VanbanError) as caught:
        read_blocks(docx_file(body))
    assert caught.value.code == "too-deep"


def test_running_heads_are_marked_and_page_numbers_left_out(docx_file: DocxFile) -> None:
    section = '<w:sectPr><w:headerReference r:id="header1" w:type="default"/></w:sectPr>'
    found = blocks(docx_file(par("Nội dung") + section, header1=par("LƯU HÀNH NỘI BỘ") + par("2")))
    assert [(b.kind, b.text) for b in found] == [
        (BlockKind.RUNNING, "LƯU HÀNH NỘI BỘ"),
        (BlockKind.PARAGRAPH, "Nội dung"),
    ]


def test_content_controls_and_strict_documents(docx_file: DocxFile) -> None:
    body = f"<w:sdt><w:sdtContent>{par('một')}</w:sdtContent></w:sdt>"
    assert texts(docx_file(body)) == ["một"]
    buffer = io.BytesIO()
    docx.Document(io.BytesIO(_python_docx())).save(buffer)
    assert texts(buffer.getvalue()) == ["I. MỤC TIÊU", "Nội dung", "1. Một", "2. Hai", "• Ba", "a | b"]


def _python_docx() -> bytes:
    document = docx.Document()
    document.add_heading("I. MỤC TIÊU", 1)
    document.add_paragraph("Nội dung")
    for text in ("Một", "Hai"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Ba", style="List Bullet")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "a", "b"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
