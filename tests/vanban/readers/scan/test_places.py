"""From the text of a record back to the page: every recognised word leads to its place as the page is shown."""

from __future__ import annotations

import io
import re

import msgspec
import pytest
from PIL import Image

import vanban
from tests.factories.scans import BODY, Sheet, as_file, as_pdf, scanned
from vanban.record import PlanRecord, TextPage

pytestmark = pytest.mark.tesseract


def sheet() -> Sheet:
    page = Sheet()
    page.letterhead()
    page.lines(BODY, top=80)
    return page


def ink(picture: Image.Image, page: TextPage, place: tuple[float, ...]) -> float:
    """How much of the place is dark."""
    scale = picture.width / page.width
    x0, top, x1, bottom = (round(value * scale) for value in place[2:])
    histogram = picture.convert("L").crop((x0, top, max(x1, x0 + 1), max(bottom, top + 1))).histogram()
    return sum(histogram[:128]) / sum(histogram)


def spans(record: PlanRecord) -> list[str]:
    return [record.text.content[place[0] : place[1]] for page in record.text.pages for place in page.places]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [0.0, 2.0])
def test_every_word_leads_to_its_ink_on_the_page_as_it_is_shown(turn: int, angle: float) -> None:
    picture = scanned(sheet().picture, angle=angle, noise=0).rotate(turn, expand=True, fillcolor="white")
    record = vanban.read(as_file(picture))
    (page,) = record.text.pages
    assert (page.number, page.recognised) == (1, True)
    assert page.width == pytest.approx(picture.width / 200 * 72, abs=0.1)
    assert page.turn == {0: 0, 90: 3, 180: 2, 270: 1}[turn]
    assert re.sub(r"\s", "", "".join(spans(record))) == re.sub(r"\s", "", record.text.content)
    assert min(ink(picture, page, place) for place in page.places) > 0.02
    rest = picture.convert("L")
    scale = picture.width / page.width
    for place in page.places:
        x0, top, x1, bottom = (round(value * scale) for value in place[2:])
        rest.paste(255, (x0, top, x1, bottom))
    whole = sum(picture.convert("L").histogram()[:128])
    assert sum(rest.histogram()[:128]) < 0.1 * whole, "nothing but the drawn rules is left"


def test_words_of_cells_and_of_joined_lines_keep_their_places() -> None:
    page = Sheet()
    page.lines(BODY[:3], top=30)
    page.table(
        [
            ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
            ["1", "Xây dựng cơ chế hỗ trợ\nđổi mới công nghệ", "Sở Khoa học và\nCông nghệ", "15/9/2026"],
            ["2", "Mua sắm thiết bị", "Sở Tài chính", "30/6/2027"],
        ],
        [25, 40, 95, 145, 180],
        top=60,
        height=18,
    )
    record = vanban.read(as_file(scanned(page.picture, angle=0.7)))
    (shown,) = record.text.pages
    places = {record.text.content[place[0] : place[1]]: place[2:] for place in shown.places}
    first, second = places["15/9/2026"], places["30/6/2027"]
    assert abs(first[0] - second[0]) < 4
    assert 40 < second[1] - first[1] < 60, "a row of the table is 18 mm high"
    assert places["Mua"][0] < places["thiết"][0] < second[0]


def test_words_of_several_pages_lead_to_their_own() -> None:
    second = Sheet()
    second.lines(["3. Sở Nội vụ tổ chức tập huấn cho cán bộ cấp xã, hoàn thành trong năm 2028."], top=40)
    record = vanban.read(as_pdf(sheet().picture, second.picture))
    pages = record.text.pages
    assert [page.number for page in pages] == [1, 2]
    there = [record.text.content[place[0] : place[1]] for place in pages[1].places]
    assert "2028." in there
    assert "2028" not in " ".join(record.text.content[place[0] : place[1]] for place in pages[0].places)


def test_words_take_little_room() -> None:
    """A hundred pages of 468 words stay below two megabytes."""
    record = vanban.read(as_file(sheet().picture))
    (page,) = record.text.pages
    assert len(msgspec.json.encode(page)) / len(page.places) * 100 * 468 < 2_000_000


def test_the_boxes_lie_on_the_drawn_page() -> None:
    data = as_pdf(scanned(sheet().picture, noise=0))
    record = vanban.read(data)
    (page,) = record.text.pages
    drawn = vanban.page_image(data, width=1000)
    # a page is drawn in whole pixels
    assert drawn.points == pytest.approx((page.width, page.height), abs=0.6)
    picture = Image.open(io.BytesIO(drawn.data))

    assert min(ink(picture, page, place) for place in page.places) > 0.02
