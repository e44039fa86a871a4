"""Scans from file to blocks and records, by the real recogniser on pages that are drawn here."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Final

import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import vanban
from tests.factories.scans import BODY, Sheet, as_file, as_pdf, scanned
from vanban.errors import VanbanError
from vanban.readers import Block, BlockKind, Limits, read_blocks

pytestmark = pytest.mark.tesseract

TEXT: Final = " ".join(BODY)


def blocks(data: bytes) -> list[Block]:
    return [block for block in read_blocks(data).blocks if block.kind is not BlockKind.BLANK]


def words(data: bytes) -> str:
    return " ".join(block.text for block in blocks(data))


def sheet() -> Sheet:
    page = Sheet()
    page.letterhead()
    page.lines(BODY, top=80)
    return page


def test_a_letter_is_read_into_its_record() -> None:
    record = vanban.read(as_file(scanned(sheet().picture, angle=0.6)))
    header = record.document
    assert (header.kind, header.number, header.date) == ("KH", "187/KH-UBND", "2026-05-14")
    assert (header.issuer, header.place) == ("Ủy ban nhân dân tỉnh Sông Trà", "Sông Trà")
    assert header.title == "Phát triển khoa học và công nghệ tỉnh Sông Trà"
    assert record.source.media_type == "image/png"
    assert record.source.pages == 1
    assert record.text.warnings[0].startswith("Chữ của trang 1 được nhận dạng từ ảnh")


def test_the_letterhead_is_read_column_by_column() -> None:
    lines = [block.text for block in blocks(as_file(sheet().picture))]
    assert lines[:3] == ["ỦY BAN NHÂN DÂN", "TỈNH SÔNG TRÀ", "Số: 187/KH-UBND"]
    assert lines[5].startswith("Sông Trà, ngày 14")
    assert lines[6] == "KẾ HOẠCH"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_may_lie_on_its_side_or_stand_on_its_head(turn: int) -> None:
    upright = sheet().picture
    lying = upright.rotate(turn, expand=True)
    found = blocks(as_file(lying))
    assert " ".join(block.text for block in found).endswith(TEXT)
    title = next(block for block in found if block.text == "KẾ HOẠCH")
    assert title.box is not None
    left, top, right, bottom = (round(value / 72 * 200) for value in title.box)
    shown = lying.convert("L")
    ink = sum(shown.histogram()[:128])
    shown.paste(255, (left, top, right, bottom))
    hidden = ink - sum(shown.histogram()[:128])
    assert hidden > 2000, "the box covers the title on the page as it is shown"


@pytest.mark.parametrize("angle", [-5.0, 3.0])
def test_a_skew_page_is_set_level_and_its_boxes_lead_back(angle: float) -> None:
    page = scanned(sheet().picture, angle=angle)
    last = next(block for block in blocks(as_file(page)) if block.text.startswith("báo cáo kết quả"))
    assert last.text == BODY[-1]
    assert last.box is not None
    left, top, right, bottom = (round(value / 72 * 200) for value in last.box)
    shown = page.convert("L").point(lambda value: 255 if value < 128 else 0)
    ink = sum(shown.crop((left, top, right, bottom)).histogram()[128:])
    beside = sum(shown.crop((0, bottom, page.width, page.height)).histogram()[128:])
    assert ink > 5000, "the box covers the last line on the page as it is shown"
    assert beside < ink / 20, "and nothing of it stands below"


def test_cells_are_read_one_by_one_into_rows() -> None:
    page = Sheet()
    page.lines(BODY[:3], top=30)
    page.table(
        [
            ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
            ["1", "Xây dựng cơ chế hỗ trợ\nđổi mới công nghệ", "Sở Khoa học và\nCông nghệ", "15/9/2026"],
            ["2", "Tổ chức tập huấn cho\ncán bộ cấp xã", "Sở Nội vụ", "30/6/2027"],
            ["3", "Mua sắm thiết bị", "Sở Tài chính", ""],
        ],
        [25, 40, 95, 145, 180],
        top=60,
        height=18,
    )
    page.lines(BODY[3:6], top=150)
    found = blocks(as_file(scanned(page.picture, angle=0.7)))
    rows = [block.cells for block in found if block.kind is BlockKind.ROW]
    assert rows[1:] == [
        ("1", "Xây dựng cơ chế hỗ trợ\nđổi mới công nghệ", "Sở Khoa học và\nCông nghệ", "15/9/2026"),
        ("2", "Tổ chức tập huấn cho\ncán bộ cấp xã", "Sở Nội vụ", "30/6/2027"),
        ("3", "Mua sắm thiết bị", "Sở Tài chính", ""),
    ]
    assert found[0].text == BODY[0]
    assert found[-1].text == BODY[5]


def test_a_red_seal_takes_no_letter_with_it() -> None:
    page = sheet()
    page.seal(70, 112)
    page.seal(130, 128)
    plain, sealed = words(as_file(scanned(sheet().picture))), words(as_file(scanned(page.picture)))
    assert Levenshtein.distance(sealed, plain) <= 0.015 * len(plain)


def test_a_seal_that_was_scanned_without_colour_is_paler_than_the_letters_and_goes() -> None:
    page = Sheet()
    page.lines(BODY * 3, top=22)
    wanted = " ".join(BODY * 3)
    for x, y in ((70, 60), (125, 150)):
        page.seal(x, y, fill=(110, 110, 110))
    found = words(as_file(scanned(page.picture.convert("L").convert("RGB")).convert("L")))
    assert Levenshtein.distance(found, wanted) <= 0.04 * len(wanted)


def test_pale_lines_around_empty_cells_are_no_seal() -> None:
    page = Sheet()
    rows = [["1", "Xây dựng cơ chế hỗ trợ\nđổi mới công nghệ", ""], ["2", "Tổ chức tập huấn cho\ncán bộ cấp xã", ""]]
    page.table(rows, [25, 40, 95, 130], top=30, height=34)
    pale = scanned(page.picture.point([max(value, 90) if value < 200 else value for value in range(256)] * 3))
    found = blocks(as_file(pale.convert("L")))
    assert [block.cells for block in found if block.kind is BlockKind.ROW] == [tuple(row) for row in rows]


def test_a_dash_stays_at_the_beginning_of_its_line_across_a_tab() -> None:
    page = Sheet()
    for index, text in enumerate(BODY[:4]):
        page.text(25, 30 + index * 12, "-")
        page.text(36, 30 + index * 12, text)
    assert [block.text for block in blocks(as_file(scanned(page.picture)))] == [f"- {text}" for text in BODY[:4]]


@pytest.mark.parametrize("degree", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_red_stamp_of_secrecy_is_seen(degree: str, kind: str) -> None:
    page = sheet()
    page.frame(35, 45, 48, degree)
    page.seal(120, 120)
    mark = vanban.secrecy_mark(as_file(scanned(page.picture), kind))
    assert mark is not None
    assert mark.degree == degree.lower()


def test_a_red_stamp_is_seen_wherever_it_stands_and_a_black_one_in_the_upper_half() -> None:
    page = sheet()
    page.frame(35, 240, 48, "TỐI MẬT")
    mark = vanban.secrecy_mark(as_file(scanned(page.picture)))
    assert mark is not None
    assert mark.degree == "tối mật"
    page = sheet()
    page.frame(35, 45, 48, "TỐI MẬT", fill=(20, 20, 20))
    assert vanban.secrecy_mark(as_file(scanned(page.picture))) is not None


def test_a_record_names_its_stamps() -> None:
    page = sheet()
    page.frame(35, 45, 30, "MẬT")
    page.frame(150, 45, 35, "HỎA TỐC")
    document = vanban.read(as_file(page.picture)).document
    assert (document.secrecy, document.urgency) == ("mật", "hỏa tốc")


def test_a_letter_without_a_stamp_has_no_mark() -> None:
    page = sheet()
    page.seal(120, 120)
    assert vanban.secrecy_mark(as_file(page.picture)) is None


def test_a_secret_page_behind_others_is_seen_in_a_file_of_pages() -> None:
    page = sheet()
    page.frame(40, 45, 40, "TỐI MẬT", fill=(20, 20, 20))
    mark = vanban.secrecy_mark(as_pdf(sheet().picture, page.picture))
    assert mark is not None
    assert (mark.degree, mark.page) == ("tối mật", 2)


@pytest.mark.parametrize("angle", [90, 180])
def test_a_mark_is_seen_on_a_page_that_lies_with_its_empty_half_up(angle: int) -> None:
    page = sheet()
    page.frame(40, 45, 40, "TỐI MẬT", fill=(20, 20, 20))
    mark = vanban.secrecy_mark(as_pdf(sheet().picture, page.picture.rotate(angle, expand=True)))
    assert mark is not None
    assert (mark.degree, mark.page) == ("tối mật", 2)
    # nor is such a page taken for one without words
    assert vanban.secrecy_mark(as_file(sheet().picture.rotate(angle, expand=True))) is None


def test_a_number_written_by_hand_is_not_guessed() -> None:
    page = Sheet()
    page.letterhead(number="Số:           /KH-UBND", day="ngày          tháng 5 năm 2026")
    page.scribble(49, 38)
    page.scribble(139, 38, seed=7)
    page.lines(BODY, top=80)
    record = vanban.read(as_file(page.picture))
    assert record.document.number is None
    assert record.document.date in {None, "2026-05"}
    assert "number-missing" in {finding.code for finding in record.findings}


@pytest.mark.parametrize("dpi", [75, 100, 150, 300, 600])
def test_any_usual_density_is_read(dpi: int) -> None:
    page = Sheet(dpi, height=0.3)
    page.lines(BODY[3:6], top=20)
    found = words(as_file(page.picture, dpi=dpi))
    assert re.findall(r"\d+", found) == re.findall(r"\d+", " ".join(BODY[3:6]))
    assert "Sở Khoa học và Công nghệ" in found


def _sixteen_bits(picture: Image.Image) -> Image.Image:
    return picture.convert("L").convert("I").point(lambda value: value * 256).convert("I;16")


def _seen_through(picture: Image.Image) -> Image.Image:
    clear = picture.convert("RGBA")
    clear.putalpha(picture.convert("L").point(lambda value: 255 - value))
    return clear


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("TIFF", lambda picture: picture.convert("1", dither=Image.Dither.NONE)),
        ("JPEG", lambda picture: picture.convert("CMYK")),
        ("GIF", lambda picture: picture.convert("P")),
        ("PNG", _sixteen_bits),
        ("PNG", _seen_through),
        ("WEBP", lambda picture: picture),
    ],
    ids=["one-bit", "cmyk", "palette", "sixteen-bits", "transparent", "webp"],
)
def test_any_kind_of_colour_is_read(kind: str, made: Callable[[Image.Image], Image.Image]) -> None:
    page = Sheet(height=0.2)
    page.lines(BODY[3:5], top=20)
    assert words(as_file(made(page.picture), kind)) == " ".join(BODY[3:5])


def test_the_pages_of_a_file_keep_their_numbers_and_blank_ones_have_no_text() -> None:
    page = Sheet(height=0.2)
    page.lines(BODY[:2], top=20)
    empty = Image.new("RGB", page.picture.size, "white")
    data = as_file(page.picture, "TIFF", save_all=True, append_images=[empty, page.picture])
    reading = read_blocks(data)
    assert reading.pages == 3
    assert reading.recognised == (1, 3)
    assert {block.page for block in reading.blocks if block.text} == {1, 3}


def test_nothing_but_paper_is_no_text() -> None:
    with pytest.raises(VanbanError) as caught:
        read_blocks(as_pdf(Image.new("L", (1654, 2339), 250)))
    assert caught.value.code == "no-text"


def test_page_numbers_and_running_heads_are_told_from_the_text() -> None:
    pages = []
    for number in range(2, 5):
        page = Sheet()
        page.text(105, 12, str(number), centred=True)
        page.lines(BODY[number:] + BODY[:number], top=25)
        pages.append(page.picture)
    reading = read_blocks(as_pdf(*pages))
    assert {block.page for block in reading.blocks if block.text} == {1, 2, 3}
    assert all(block.kind is BlockKind.RUNNING for block in reading.blocks if block.text.isdigit())


def _searchable(picture: Image.Image, layer: str) -> bytes:
    """A picture of a page with an invisible text above it, as scanners' programs make."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    text = canvas.beginText(60, 700)
    text.setTextRenderMode(3)
    text.setFont("Helvetica", 9)
    for _ in range(12):
        text.textLine(layer)
    canvas.drawText(text)
    canvas.save()
    return buffer.getvalue()


def test_a_text_layer_by_a_reader_of_english_is_not_believed() -> None:
    data = _searchable(sheet().picture, "So Khoa hoc vd C6ng ngh~ chu tri, ph6i hgp v6i So Tai chfnh xdy dyng c0 ch6")
    reading = read_blocks(data)
    assert reading.recognised == (1,)
    assert TEXT in " ".join(block.text for block in reading.blocks if block.text)


def test_a_good_text_layer_is_believed() -> None:
    data = _searchable(sheet().picture, "The annual report describes the state of research in the region and its cost")
    assert read_blocks(data).recognised == ()


def test_whoever_listens_hears_of_every_page_and_may_end_the_reading() -> None:
    page = Sheet(height=0.1)
    page.lines(BODY[:1], top=10)
    told: list[tuple[int, int]] = []
    data = as_pdf(*[page.picture] * 3)
    vanban.read(data, on_page=lambda done, count: told.append((done, count)))
    assert told == [(1, 3), (2, 3), (3, 3)]

    def enough(done: int, count: int) -> None:
        raise InterruptedError(done)

    with pytest.raises(InterruptedError):
        vanban.read(data, on_page=enough)


def test_the_time_for_recognition_has_its_own_bound() -> None:
    with pytest.raises(VanbanError) as caught:
        read_blocks(as_pdf(*[sheet().picture] * 8), limits=Limits(max_recognition_seconds=1))
    assert caught.value.code == "too-long"


@pytest.mark.parametrize(
    "lines",
    [
        ["The annual report describes the state of research and development"],
        ["Xqwz trbl kfdj wert zuio plmk nbvc yxas", "qwfp gjlu yarz xcvb nmhk pltr swqz"],
    ],
    ids=["english", "nonsense"],
)
def test_what_is_not_vietnamese_is_left_as_it_is_and_said_so(lines: list[str]) -> None:
    page = Sheet(height=0.2)
    page.lines(lines, top=20)
    record = vanban.read(as_file(page.picture))
    assert record.text.content.split()[:2] == lines[0].split()[:2]
    assert record.text.restored is False
    assert "Chữ nhận dạng được ở trang 1 phần lớn không phải tiếng Việt; giữ nguyên như đã đọc." in record.text.warnings


@pytest.mark.parametrize("made", [as_file, as_pdf])
@pytest.mark.parametrize(("dpi", "coarse"), [(75, True), (100, False)])
def test_a_page_with_too_few_dots_is_read_and_named(made: Callable[..., bytes], dpi: int, *, coarse: bool) -> None:
    page = Sheet()
    page.lines(BODY, top=20)
    size = round(8.27 * dpi), round(11.69 * dpi)
    reading = read_blocks(made(page.picture.resize(size, Image.Resampling.LANCZOS), dpi=dpi))
    assert any("dưới 90 dpi" in sentence for sentence in reading.warnings) is coarse
    found = " ".join(block.text for block in reading.blocks if block.text)
    assert Levenshtein.distance(found, TEXT) <= 0.05 * len(TEXT)


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "WEBP", "PNG"])
def test_every_picture_of_a_file_is_a_page(kind: str) -> None:
    pages = []
    for line in BODY[:2]:
        page = Sheet(height=0.5)
        page.lines([line], top=8)
        pages.append(page.picture)
    reading = read_blocks(as_file(pages[0], kind, save_all=True, append_images=pages[1:]))
    assert reading.pages == 2
    assert [block.text for block in reading.blocks if block.text] == list(BODY[:2])


def test_a_page_that_cannot_be_unpacked_is_named_and_the_others_are_read() -> None:
    page = Sheet(height=0.08)
    page.lines(BODY[:1], top=8)
    sound = as_file(
        page.picture, "TIFF", save_all=True, append_images=[page.picture] * 2, compression="tiff_adobe_deflate"
    )
    data = bytearray(sound)
    middle = len(data) // 2
    data[middle - 300 : middle + 300] = bytes(600)
    reading = read_blocks(bytes(data))
    assert (reading.pages, reading.recognised) == (3, (1, 3))
    assert "Không đọc được trang 2." in reading.warnings
    cut = read_blocks(sound[: round(len(sound) * 0.6)])
    assert cut.recognised == (1,)
    assert "Không đọc được trang 2." in cut.warnings


@pytest.mark.parametrize(
    "picture",
    [
        Image.radial_gradient("L").resize((1240, 1754)),
        Image.effect_noise((60, 85), 90).resize((1240, 1754), Image.Resampling.BICUBIC),
        Image.effect_noise((1240, 1754), 120),
        Image.new("1", (9000, 9000), 0),
    ],
    ids=["gradient", "photograph", "noise", "black"],
)
def test_a_page_with_nothing_but_a_picture_has_no_text(picture: Image.Image) -> None:
    with pytest.raises(VanbanError) as caught:
        read_blocks(as_file(picture))
    assert caught.value.code == "no-text"
