"""The steps of reading a scan that need no recogniser: setting pages level, red ink, lines, handwriting, specks."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.factories.scans import BODY, RED, Sheet, scanned
from vanban.readers.pdf.placement import Placement
from vanban.readers.scan import preparation, rules, stamps
from vanban.readers.scan.cells import cells_of
from vanban.readers.scan.handwriting import blanked
from vanban.readers.scan.hocr import Seen, pages
from vanban.readers.scan.receipts import without_receipts
from vanban.readers.scan.specks import without_doubles, without_specks


def seen(text: str, x: float, foot: float = 400, sure: int = 96, size: float = 40) -> Seen:
    width = 18 * len(text)
    return Seen(text=text, x0=x, x1=x + width, top=foot - 30, bottom=foot + 8, foot=foot, size=size, sure=sure)


def texts(words: list[Seen]) -> str:
    return " ".join(word.text for word in words)


@pytest.mark.parametrize("angle", [-6.0, -1.3, 0.0, 0.4, 3.1])
def test_skew_is_measured_to_a_tenth_of_a_degree(angle: float) -> None:
    page = Sheet()
    page.lines(BODY * 3, top=30)
    grey = page.picture.convert("L").rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    quarters, found = preparation.stance(grey)
    assert quarters == 0
    assert found == pytest.approx(-angle, abs=0.1)


def test_a_page_on_its_side_is_seen() -> None:
    page = Sheet()
    page.lines(BODY * 3, top=30)
    assert preparation.stance(page.picture.convert("L").rotate(90, expand=True, fillcolor=255))[0] == 1


def test_boxes_lead_back_to_the_page_as_it_is_shown() -> None:
    level = Placement(quarters=0, angle=0.0, width=595, height=842)
    assert level.box((10, 20, 110, 40)) == (10, 20, 110, 40)
    # turned a quarter counter-clockwise before it was read: its top is the right side of the page
    aside = Placement(quarters=1, angle=0.0, width=595, height=842)
    assert aside.box((0, 0, 100, 20)) == (575, 0, 595, 100)
    head = Placement(quarters=2, angle=0.0, width=595, height=842)
    assert head.box((0, 0, 100, 20)) == (495, 822, 595, 842)


def test_red_ink_is_parted_from_black() -> None:
    page = Sheet(height=0.3)
    page.lines(BODY[:4], top=20)
    black = page.picture.convert("L")
    page.seal(80, 35)
    grey, red = preparation.parted(page.picture)
    assert red is not None
    assert sum(red.histogram()[:128]) > 10_000
    darker = sum(grey.histogram()[:128]) - sum(black.histogram()[:128])
    assert abs(darker) < 0.05 * sum(black.histogram()[:128])


def test_a_page_without_red_is_only_made_grey() -> None:
    page = Sheet(height=0.2)
    page.lines(BODY[:2], top=20)
    assert preparation.parted(page.picture)[1] is None


def test_specks_and_shadows_at_the_edge_make_no_page() -> None:
    paper = Image.new("L", (1654, 2339), 248)
    assert preparation.is_blank(paper)
    for x in range(100, 1600, 150):
        paper.paste(0, (x, x, x + 3, x + 3))
    paper.paste(40, (0, 0, 30, 2339))
    assert preparation.is_blank(paper)
    page = Sheet()
    page.lines(BODY[:1], top=30)
    assert not preparation.is_blank(page.picture.convert("L"))


def test_uneven_light_is_evened() -> None:
    light = Image.linear_gradient("L").resize((800, 1000)).point(lambda value: 120 + value // 2)
    low, high = preparation.evened(light).getextrema()
    assert (low, high) >= (225, 240)


def test_a_negative_is_turned_over() -> None:
    assert preparation.dark_on_light(Image.new("L", (100, 100), 10)).getpixel((0, 0)) == 245


def test_the_lines_of_a_table_are_found_to_the_pixel_and_letters_are_none() -> None:
    page = Sheet()
    page.lines(BODY * 2, top=100)
    page.text(105, 20, "KẾ HOẠCH HÀNH ĐỘNG", bold=True, centred=True, size=20)
    assert rules.find(page.picture.convert("L"), 200) == rules.Lines()
    page.table([["a", "b", "c"], ["1", "2", "3"]], [25, 40, 95, 180], top=40, height=18)
    lines = rules.find(scanned(page.picture).convert("L"), 200)
    assert (len(lines.horizontal), len(lines.vertical)) == (3, 4)
    tables = cells_of(lines, 200)
    assert [len(table.cells) for table in tables] == [6]
    x0, top, x1, bottom = tables[0].box
    assert (x0, top, x1, bottom) == pytest.approx((197, 315, 1417, 598), abs=4)


def test_a_frame_around_one_word_is_no_table() -> None:
    page = Sheet(height=0.3)
    page.frame(40, 45, 30, "MẬT", fill=RED)
    assert cells_of(rules.find(page.picture.convert("L"), 200), 200) == []


def test_an_unsure_number_and_day_are_left_blank_in_the_letterhead_only() -> None:
    head = [
        seen("Số:", 300),
        seen("0", 380, sure=30),
        seen("/CT-UBND", 440),
        seen("Sông", 860),
        seen("Trà,", 960),
        seen("ngày,&0", 1050, sure=0),
        seen("tháng", 1200),
        seen("3", 1310),
    ]
    body = [seen("Quyết", 300, 1500), seen("định", 420, 1500), seen("số", 520, 1500), seen("12/QĐ-UBND", 580, 1500, 70)]
    assert texts(blanked([*head, *body], 2300)) == "Số: /CT-UBND Sông Trà, ngày tháng 3 Quyết định số 12/QĐ-UBND"


def test_a_number_that_is_surely_printed_stays() -> None:
    words = [
        seen("Số:", 300),
        seen("187/KH-UBND", 380, sure=93),
        seen("ngày", 1050),
        seen("14", 1140),
        seen("tháng", 1200),
    ]
    assert texts(blanked(words, 2300)) == "Số: 187/KH-UBND ngày 14 tháng"
    glued = [seen("Số:", 300), seen("1&7/KH-UBND", 380, sure=61)]
    assert texts(blanked(glued, 2300)) == "Số: /KH-UBND"


def test_specks_go_and_signs_of_the_text_stay() -> None:
    words = [
        seen("-", 100),
        seen("Bộ", 130),
        seen("Tư", 180),
        seen("pháp;", 230),
        seen(".", 600, sure=80),
        seen("ˆ", 100, 500, 91),
        seen("Kinh", 100, 600),
        seen("tế", 180, 600),
        seen("-", 230, 600),
        seen("xã", 260, 600),
        seen("hội", 310, 600),
        seen("rạn", 400, 900, sure=12),
        seen("tài", 100, 1000),
        seen("chính,", 160, 1000),
        seen("/", 272, 1000),
    ]
    assert texts(without_specks(words)) == "- Bộ Tư pháp; Kinh tế - xã hội tài chính,"


def test_stamps_are_spelt_as_the_law_spells_them() -> None:
    assert texts(stamps.spelt([seen("TÓI", 100), seen("MẠT", 160)])) == "TỐI MẬT"
    assert texts(stamps.spelt([seen("HỎA", 100), seen("TÓC", 160)])) == "HỎA TỐC"
    sentence = [seen("NGỌT", 100), seen("NHƯ", 180), seen("MẠT", 240)]
    assert texts(stamps.spelt(sentence)) == "NGỌT NHƯ MẠT"
    assert texts(stamps.spelt([seen("mạt", 100)])) == "mạt"
    doubled = [seen("TUYẾỆT", 100), seen("MẬT", 220)]
    assert texts(stamps.spelt(doubled)) == "TUYẾỆT MẬT"
    assert texts(stamps.spelt(doubled, red=True)) == "TUYỆT MẬT"


def test_the_stamp_of_the_office_that_received_a_letter_is_no_part_of_it() -> None:
    lines = rules.Lines(horizontal=[(40, 460, 400, 404), (40, 460, 540, 544)])
    words = [seen("ĐẾN", 60, 470), seen("Chuyển:", 180, 520), seen("2352", 300, 470), seen("Về", 600, 470)]
    assert texts(without_receipts(words, lines, 1654, 2339)) == "Về"
    secret = [seen("MẬT", 60, 470), seen("Về", 600, 470)]
    assert texts(without_receipts(secret, lines, 1654, 2339)) == "MẬT Về"


def test_what_the_recogniser_says_is_understood() -> None:
    told = b"""<html xmlns="http://www.w3.org/1999/xhtml"><body><div class='ocr_page'><div class='ocr_carea'>
    <p class='ocr_par'><span class='ocr_line' title="bbox 100 200 400 240; baseline 0.01 -9; x_size 38; x_descenders 9">
    <span class='ocrx_word' title='bbox 100 201 180 240; x_wconf 96'>S\xe1\xbb\x9f</span>
    <span class='ocrx_word' title='bbox 200 201 300 240; x_wconf 12'> </span></span></p></div></div>
    <div class='ocr_page'></div></body></html>"""
    first, second = pages(told)
    assert second == []
    (word,) = first
    assert (word.text, word.x0, word.sure, word.size) == ("Sở", 100, 96, 38)
    assert word.foot == pytest.approx(231.4)
    assert pages(b"") == []


def test_a_word_that_stands_twice_in_its_place_is_one() -> None:
    sure, doubtful = seen("nghiệp", 100, sure=92), seen("nghiệp", 103, sure=30)
    beside, other = seen("nghiệp", 260, sure=80), seen("mới", 104, sure=20)
    assert without_doubles([doubtful, sure, other, beside]) == [sure, other, beside]
