"""OpenDocument texts: lists, notes, tables, and what the styles say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from vanban.errors import VanbanError
from vanban.readers import Block, BlockKind, media, read_blocks

Archive = Callable[[Mapping[str, str | bytes]], bytes]
NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)
STYLES = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Goc">
  <style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="An" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="O" style:family="table-cell">
  <style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>
<text:list-style style:name="L1">
  <text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>
  <text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>
  <text:list-level-style-bullet text:level="3" text:bullet-char="-"/>
</text:list-style>
"""


@pytest.fixture
def odt(archive_file: Archive) -> Callable[..., bytes]:
    def build(body: str, **members: str) -> bytes:
        content = (
            f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        )
        extra = {name.replace("__", "/"): value for name, value in members.items()}
        return archive_file({"mimetype": media.ODT, "content.xml": content, "META-INF/manifest.xml": "<m/>", **extra})

    return build


def blocks(data: bytes) -> tuple[Block, ...]:
    return read_blocks(data).blocks


def test_paragraphs_headings_and_blanks(odt: Callable[..., bytes]) -> None:
    found = blocks(
        odt(
            '<text:p text:style-name="P1">KẾ HOẠCH</text:p><text:h text:outline-level="2">I. Mục tiêu</text:h>'
            '<text:p>một<text:s text:c="2"/>hai<text:tab/>ba<text:line-break/>\n  bốn '
            '<text:span text:style-name="An">ẩn</text:span><text:span>năm</text:span></text:p>'
            '<text:p><text:span text:style-name="T1">nghiêng</text:span></text:p>'
        )
    )
    assert [(b.kind, b.text, b.level, b.bold, b.italic, b.centred) for b in found] == [
        (BlockKind.PARAGRAPH, "KẾ HOẠCH", None, True, False, True),
        (BlockKind.HEADING, "I. Mục tiêu", 2, False, False, False),
        (BlockKind.PARAGRAPH, "một  hai\tba\nbốn năm", None, False, False, False),
        (BlockKind.PARAGRAPH, "nghiêng", None, False, True, False),
    ]


def test_lists_print_their_labels(odt: Callable[..., bytes]) -> None:
    def items(*inside: str) -> str:
        return "".join(f"<text:list-item>{text}</text:list-item>" for text in inside)

    deep = f"<text:list>{items('<text:p>c</text:p>')}</text:list>"
    inner = f"<text:list>{items('<text:p>a</text:p>', f'<text:p>b</text:p>{deep}')}</text:list>"
    outer = items(f"<text:p>x</text:p>{inner}", "<text:p>y</text:p><text:p>tiếp</text:p>")
    body = (
        f'<text:list text:style-name="L1">{outer}'
        f'</text:list><text:list text:style-name="L1" text:continue-numbering="true">{items("<text:p>z</text:p>")}'
        f'</text:list><text:list text:style-name="L1">{items("<text:p>w</text:p>")}</text:list>'
    )
    assert [b.text for b in blocks(odt(body))] == ["I. x", "I.1. a", "I.2. b", "- c", "II. y", "tiếp", "III. z", "I. w"]


def test_notes_stand_behind_the_paragraph_that_calls_them(odt: Callable[..., bytes]) -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Ghi chú</text:p></text:note-body></text:note>"
    )
    found = blocks(odt(f"<text:p>Luật{note} mới</text:p>"))
    assert [(b.kind, b.text, b.note, b.notes_called) for b in found] == [
        (BlockKind.PARAGRAPH, "Luật mới", None, (("1", 4),)),
        (BlockKind.NOTE, "Ghi chú", "1", ()),
    ]


def test_tables_keep_spans_headers_and_lines(odt: Callable[..., bytes]) -> None:
    def cell(text: str, attributes: str = "") -> str:
        return f'<table:table-cell table:style-name="O" {attributes}><text:p>{text}</text:p></table:table-cell>'

    covered = "<table:covered-table-cell/>"
    span = 'table:number-columns-spanned="2"'
    ruled = (
        "<table:table><table:table-header-rows><table:table-row>"
        + cell("TT")
        + cell("Việc", span)
        + f"{covered}</table:table-row></table:table-header-rows><table:table-row>"
        + cell("1")
        + cell("a")
        + cell("b")
        + "</table:table-row></table:table>"
    )
    bare = ruled.replace('table:style-name="O"', "").replace("Việc", "x")
    found = blocks(odt(ruled + bare))
    assert [(b.table, b.cells, b.header, b.layout) for b in found] == [
        (0, ("TT", "Việc", ""), True, False),
        (0, ("1", "a", "b"), False, False),
        (1, ("TT", "x", ""), True, True),
        (1, ("1", "a", "b"), False, True),
    ]


def test_frames_sections_and_contents(odt: Callable[..., bytes]) -> None:
    found = blocks(
        odt(
            "<text:tracked-changes><text:p>bỏ</text:p></text:tracked-changes>"
            "<text:table-of-content><text:index-body><text:p>I. Mục tiêu 3</text:p></text:index-body>"
            "</text:table-of-content>"
            "<text:section><text:p>một<draw:frame><draw:text-box><text:p>MẬT</text:p></draw:text-box></draw:frame></text:p>"
            "</text:section>"
        )
    )
    assert [(b.kind, b.text) for b in found] == [
        (BlockKind.RUNNING, "I. Mục tiêu 3"),
        (BlockKind.PARAGRAPH, "một"),
        (BlockKind.PARAGRAPH, "MẬT"),
    ]


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"META-INF__manifest.xml": "<m><manifest:encryption-data/></m>"}, "encrypted"),
        ({"Basic__Standard__Module1.xml": "<x/>"}, "macro"),
        ({"Pictures__1.png": "x"}, "scan"),
        ({"content.xml": "<cut"}, "damaged"),
        ({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "unsafe-xml"),
    ],
)
def test_what_is_not_read(odt: Callable[..., bytes], members: dict[str, str], code: str) -> None:
    with pytest.raises(VanbanError) as caught:
        read_blocks(odt("<text:p/>", **members))
    assert caught.value.code == code
