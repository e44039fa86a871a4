"""PDF: lines in reading order, tables over page breaks, what belongs to the page and not to the text.

The test pages use words whose letters the built-in fonts have.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from vanban.errors import VanbanError
from vanban.readers import Block, BlockKind, Limits, read_blocks

HEIGHT = A4[1]


def pdf(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4, lock: str | None = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, encrypt=StandardEncryption(lock) if lock else None)
    for page in pages:
        canvas.setFont("Times-Roman", 13)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(canvas: Canvas, *texts: str, x: float = 85, top: float = 100, pitch: float = 18) -> None:
    for index, text in enumerate(texts):
        canvas.drawString(x, HEIGHT - top - index * pitch, text)


def grid(canvas: Canvas, rows: list[list[str]], top: float, columns: list[float], height: float = 40) -> None:
    """A ruled table; a newline in a cell begins a new line."""
    bottom = HEIGHT - top - height * len(rows)
    for x in columns:
        canvas.line(x, HEIGHT - top, x, bottom)
    for index in range(len(rows) + 1):
        canvas.line(columns[0], HEIGHT - top - index * height, columns[-1], HEIGHT - top - index * height)
    for index, cells in enumerate(rows):
        for x, text in zip(columns, cells, strict=False):
            lines(canvas, *text.split("\n"), x=x + 3, top=top + index * height + 13, pitch=14)


def blocks(data: bytes) -> list[Block]:
    return [block for block in read_blocks(data).blocks if block.kind is not BlockKind.BLANK]


def texts(data: bytes) -> list[str]:
    return [block.text for block in blocks(data)]


def test_lines_have_page_box_and_style() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 14)
        canvas.drawCentredString(300, HEIGHT - 100, "THANH TRA")
        canvas.setFont("Times-Roman", 14)
        lines(canvas, "Báo cáo công tác quý này, có các thông tin chính và các thông tin khác có liên", top=140)
        canvas.setFont("Times-Italic", 14)
        lines(canvas, "có thông báo riêng", top=158)

    found = blocks(pdf(page))
    assert [(b.text, b.page, b.bold, b.italic, b.centred) for b in found] == [
        ("THANH TRA", 1, True, False, True),
        ("Báo cáo công tác quý này, có các thông tin chính và các thông tin khác có liên", 1, False, False, False),
        ("có thông báo riêng", 1, False, True, False),
    ]
    assert found[0].font == "Times-Bold"
    assert found[1].box is not None
    x0, top, x1, bottom = found[1].box
    assert (round(x0), x1 > 400, 120 < top < 140 < bottom < 150) == (85, True, True)


def test_wide_distances_are_blank_lines() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, *["dòng chính"] * 5)
        lines(canvas, *["phòng ban"] * 3, top=200)

    kinds = [block.kind for block in read_blocks(pdf(page)).blocks]
    assert kinds == [BlockKind.LINE] * 5 + [BlockKind.BLANK] + [BlockKind.LINE] * 3


def test_header_and_signature_come_out_column_by_column() -> None:
    def page(canvas: Canvas) -> None:
        for y, left, right in ((60, "UBND XÃ", "CÔNG HÒA XÃ HÔI"), (76, "VĂN PHÒNG".replace("Ă", "A"), "Hanh phúc")):
            canvas.drawCentredString(150, HEIGHT - y, left)
            canvas.drawCentredString(420, HEIGHT - y, right)
        canvas.drawCentredString(150, HEIGHT - 100, "Số: 12/BC".replace("ố", "ô"))
        canvas.drawCentredString(420, HEIGHT - 101, "Lâm Hà, ngày 5 tháng 2")
        canvas.drawCentredString(297, HEIGHT - 140, "BÁO CÁO")
        lines(canvas, "Các phòng, ban và các xã có trách nhiêm báo cáo theo quý, theo tháng, theo tuân", top=170)
        canvas.setFont("Times-Roman", 11)
        lines(canvas, "Noi nhân:", "- Nhu trên;", "- Các xã;", "- Luu.", top=220, pitch=13)
        canvas.setFont("Times-Bold", 13)
        for index, text in enumerate(("TM. UBND", "CHÁNH VAN PHÒNG")):
            canvas.drawCentredString(420, HEIGHT - 223 - 16 * index, text)
        canvas.drawCentredString(420, HEIGHT - 330, "Lê Van An")

    assert texts(pdf(page)) == [
        "UBND XÃ",
        "VAN PHÒNG",
        "Sô: 12/BC",
        "CÔNG HÒA XÃ HÔI",
        "Hanh phúc",
        "Lâm Hà, ngày 5 tháng 2",
        "BÁO CÁO",
        "Các phòng, ban và các xã có trách nhiêm báo cáo theo quý, theo tháng, theo tuân",
        "Noi nhân:",
        "- Nhu trên;",
        "- Các xã;",
        "- Luu.",
        "TM. UBND",
        "CHÁNH VAN PHÒNG",
        "Lê Van An",
    ]


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    def page(canvas: Canvas) -> None:
        for x, name in ((60, "trái"), (320, "phai")):
            lines(canvas, *[f"{name} {i} thông tin và báo cáo công tác" for i in range(5)], x=x)

    assert [text.split()[0] for text in texts(pdf(page))] == ["trái"] * 5 + ["phai"] * 5


def test_page_numbers_and_repeated_heads_are_running() -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.drawCentredString(297, HEIGHT - 35, str(number))
            lines(canvas, f"Thông báo tháng - trang {number}", top=60)
            lines(canvas, f"Phòng {number * 7}", *["công tác"] * 3, top=120)

        return draw

    found = blocks(pdf(*map(page, range(1, 5))))
    running = [b.text for b in found if b.kind is BlockKind.RUNNING]
    assert running == [t for n in range(1, 5) for t in (str(n), f"Thông báo tháng - trang {n}")]


def test_the_same_header_on_two_pages_is_text() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "UBND XÃ LÂM HÀ", top=60)
        lines(canvas, *["công tác"] * 3, top=120)

    assert not [b for b in blocks(pdf(page, page)) if b.kind is BlockKind.RUNNING]


COLUMNS: list[float] = [60, 90, 330, 450, 540]


def test_a_ruled_table_with_merged_cells() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "Danh muc công tác", top=80)
        grid(canvas, [["TT", "Công tác", "Phòng", "Quý"]], 100, COLUMNS)
        canvas.rect(60, HEIGHT - 180, 480, 40)
        lines(canvas, "I. NHÓM CHUNG", x=63, top=155)
        grid(canvas, [["1", "Báo cáo\ncông tác", "Tài chính", ""]], 180, COLUMNS)
        lines(canvas, "Sau bang là dòng khác", top=260)

    found = blocks(pdf(page))
    assert [b.cells for b in found if b.kind is BlockKind.ROW] == [
        ("TT", "Công tác", "Phòng", "Quý"),
        ("I. NHÓM CHUNG", "", "", ""),
        ("1", "Báo cáo\ncông tác", "Tài chính", ""),
    ]
    assert [b.text for b in found if b.kind is BlockKind.LINE] == ["Danh muc công tác", "Sau bang là dòng khác"]


def test_a_table_goes_on_over_the_page_break() -> None:
    head = ["TT", "Công tác", "Phòng", "Quý"]

    def first(canvas: Canvas) -> None:
        canvas.drawCentredString(297, HEIGHT - 35, "1")
        grid(canvas, [head, ["1", "Thanh tra", "A", "I"], ["2", "Báo cáo công", "Tài chính và", "II"]], 600, COLUMNS)

    def second(canvas: Canvas) -> None:
        canvas.drawCentredString(297, HEIGHT - 35, "2")
        grid(canvas, [head, ["", "tác cuôi quý", "công thuong", ""], ["3", "Thông báo", "B", "III"]], 60, COLUMNS)

    rows = [b for b in blocks(pdf(first, second)) if b.kind is BlockKind.ROW]
    assert [(b.table, b.row, b.page, b.header, b.cells) for b in rows] == [
        (0, 0, 1, True, tuple(head)),
        (0, 1, 1, False, ("1", "Thanh tra", "A", "I")),
        (0, 2, 1, False, ("2", "Báo cáo công\ntác cuôi quý", "Tài chính và\ncông thuong", "II")),
        (0, 3, 2, False, ("3", "Thông báo", "B", "III")),
    ]


def test_a_row_over_three_pages_is_one_row() -> None:
    def part(number: str, text: str, top: float) -> Callable[[Canvas], None]:
        return lambda canvas: grid(canvas, [[number, text, "", ""]], top, COLUMNS)

    rows = blocks(pdf(part("1", "môt phân", 700), part("", "giua trang", 60), part("", "cuôi cùng", 60)))
    assert [(b.cells, b.page) for b in rows] == [(("1", "môt phân\ngiua trang\ncuôi cùng", "", ""), 1)]


def test_text_between_tables_parts_them() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "Danh muc khác", top=60)
        grid(canvas, [["1", "a", "b", "c"]], 90, COLUMNS)

    assert [b.table for b in blocks(pdf(page, page)) if b.kind is BlockKind.ROW] == [0, 1]


def test_columns_without_lines_are_a_table_when_three_or_more_agree() -> None:
    rows = [("TT", "Công tác", "Quý", "2030"), *((str(i), f"Báo cáo {i}", "II", str(40 + i)) for i in range(1, 5))]

    def page(canvas: Canvas) -> None:
        lines(canvas, "Thông tin chính cua các phòng, ban và các xã trong huyên theo báo cáo quý", top=80)
        for index, row in enumerate(rows):
            for x, text in zip((85, 120, 300, 400), row, strict=True):
                canvas.drawString(x, HEIGHT - 110 - index * 18, text)

    assert [b.cells for b in blocks(pdf(page)) if b.kind is BlockKind.ROW] == rows


def test_footnotes_are_notes_and_their_calls_leave_the_text() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "Thông báo", *["công tác chung"] * 6)
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(canvas.stringWidth("Thông báo", "Times-Roman", 13) + 85, HEIGHT - 95, "1")
        canvas.line(85, HEIGHT - 700, 229, HEIGHT - 700)
        canvas.setFont("Times-Roman", 6)
        canvas.drawString(85, HEIGHT - 710, "1")
        canvas.setFont("Times-Roman", 10)
        lines(canvas, "Theo thông báo", "tháng tám", x=90, top=714, pitch=12)

    found = blocks(pdf(page))
    assert (found[0].text, found[0].notes_called) == ("Thông báo", (("1", 9),))
    assert [(b.text, b.note) for b in found if b.kind is BlockKind.NOTE] == [("Theo thông báo tháng tám", "1")]


def test_a_raised_number_without_a_note_stays_in_the_text() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, "5 km", "Luu: VP")
        for text, index in (("5 km", 0), ("Luu: VP", 1)):
            canvas.setFont("Times-Roman", 8)
            canvas.drawString(canvas.stringWidth(text, "Times-Roman", 13) + 85, HEIGHT - 95 - 18 * index, "2")

    assert texts(pdf(page)) == ["5 km2", "Luu: VP2"]


def test_turned_pages_are_read_as_they_are_shown() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        canvas.drawString(60, 500, "dòng trên")
        canvas.drawString(60, 480, "dòng sau")

    found = blocks(pdf(page))
    assert [b.text for b in found] == ["dòng trên", "dòng sau"]
    assert found[0].box is not None
    assert found[0].box[0] == pytest.approx(60, abs=1)
    assert texts(pdf(lambda c: c.drawString(60, 500, "ngang"), size=landscape(A4))) == ["ngang"]


def _picture(canvas: Canvas) -> None:
    raw = b"P6 2 2 255\n" + bytes(12)
    canvas.drawImage(ImageReader(io.BytesIO(raw)), 0, 0, *A4)


def test_pictures_without_text_are_a_scan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VanbanError) as caught:
        read_blocks(pdf(_picture, _picture))
    assert caught.value.code == "needs-tesseract"
    reading = read_blocks(pdf(_picture, lambda c: lines(c, "Thông báo")))
    assert reading.warnings == ("Trang 1 chỉ có ảnh, không có lớp chữ.",)
    assert reading.pages == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf(lambda c: lines(c, "x"), lock="bí mât"), "encrypted"),
        (pdf(lambda c: lines(c, "x"))[:-30], "damaged"),
        (b"%PDF-1.4\n%%EOF", "damaged"),
        (pdf(lambda c: lines(c, " ")), "no-text"),
    ],
)
def test_what_is_not_read(data: bytes, code: str) -> None:
    with pytest.raises(VanbanError) as caught:
        read_blocks(data)
    assert caught.value.code == code


def test_pages_are_limited() -> None:
    data = pdf(*[lambda c: lines(c, "x")] * 4)
    with pytest.raises(VanbanError) as caught:
        read_blocks(data, limits=Limits(max_pages=3))
    assert caught.value.code == "too-many-pages"
