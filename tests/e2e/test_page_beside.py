"""The page of the file beside the text of a review, and the words that were restored."""

from __future__ import annotations

import re

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.e2e import e2e_steps as steps
from tests.e2e.e2e_axe import Rules
from tests.e2e.e2e_papers import DAMAGED, NUMBERS, pdf_plan, text_plan
from tests.e2e.e2e_platform import Platform
from tests.e2e.e2e_steps import People
from tests.factories.scans import BODY, Sheet, as_file


def _number(page: Page) -> Locator:
    return page.locator("[data-page-number]")


def _drawn(page: Page) -> None:
    expect(page.locator("#page-wait")).to_be_hidden()
    page.wait_for_function("document.getElementById('page-image').naturalWidth > 0")


def _boxes(page: Page, kind: str) -> Locator:
    return page.locator(f"#page-sheet rect{kind}")


def test_the_page_follows_the_item_and_leads_to_it(demo: Platform, people: People, rules: Rules) -> None:
    page = people("coordinator")
    steps.upload(page, demo, pdf_plan().file)
    address = steps.open_review(page)

    # the header stands on the first page; the open item takes the page along
    expect(_number(page)).to_have_text("1")
    _drawn(page)
    steps.open_item(page, "tasks-0")
    expect(_number(page)).to_have_text("2")
    expect(_boxes(page, ".is-here")).not_to_have_count(0)
    expect(page.get_by_role("img", name="Ảnh trang 2 của tệp")).to_be_visible()
    _drawn(page)

    # a box leads to its item and to its words
    _boxes(page, '[data-on~="tasks-2"]').first.click()
    expect(page.locator("#i-tasks-2.is-current .it__body")).to_be_visible()
    expect(_boxes(page, '.is-here[data-on~="tasks-2"]')).not_to_have_count(0)
    expect(_boxes(page, ".is-word")).to_have_count(1)

    # a word leads to its place, on another page as well
    page.locator("#source").get_by_text("Đến năm 2030", exact=False).first.click(position={"x": 30, "y": 8})
    expect(_number(page)).to_have_text("1")
    expect(_boxes(page, ".is-word")).to_have_count(1)

    # by keys and by links; the ends are ends
    page.keyboard.press("]")
    expect(_number(page)).to_have_text("2")
    page.keyboard.press("]")
    expect(_number(page)).to_have_text("2")
    page.get_by_role("link", name="Trang trước").click()
    expect(_number(page)).to_have_text("1")
    assert page.url.startswith(address)

    # zoom
    sheet = page.locator("#page-sheet")
    narrow = sheet.bounding_box()
    page.get_by_role("button", name="100%").click()
    expect(page.get_by_role("button", name="100%")).to_have_attribute("aria-pressed", "true")
    wide = sheet.bounding_box()
    assert narrow
    assert wide
    assert wide["width"] == 793, "595 points"
    page.get_by_role("button", name="Phóng to").click()
    expect(sheet).to_have_js_property("clientWidth", round(793 * 1.25))
    page.get_by_role("button", name="Vừa rộng").click()
    expect(sheet).to_have_js_property("clientWidth", round(narrow["width"]))

    # hidden, and that is remembered
    page.keyboard.press("p")
    expect(page.locator("#page-pane")).to_be_hidden()
    page.reload()
    expect(page.locator("#page-pane")).to_be_hidden()
    page.get_by_role("button", name="Trang của tệp").click()
    expect(page.locator("#page-pane")).to_be_visible()
    _drawn(page)
    page.emulate_media(media="print")
    expect(page.locator("#page-pane")).to_be_hidden()
    page.emulate_media(media="screen")
    rules.hold(page)


@pytest.mark.tesseract
def test_each_word_of_a_scan_leads_to_its_place_on_the_upright_page(demo: Platform, people: People) -> None:
    sheet = Sheet()
    sheet.letterhead(number=f"Số: {next(NUMBERS)}/KH-UBND")
    sheet.lines(BODY, top=80)
    scan = FilePayload(
        name="ban-quet.png", mimeType="image/png", buffer=as_file(sheet.picture.transpose(Image.Transpose.ROTATE_90))
    )
    page = people("coordinator")
    steps.upload(page, demo, scan)
    steps.open_review(page)
    _drawn(page)
    expect(_boxes(page, "").nth(100)).to_be_attached()
    wide, high = page.locator("#page-image").evaluate("image => [image.naturalWidth, image.naturalHeight]")
    assert high > 1.4 * wide, "the page lay on its side"

    # the words of one line of the text stand at one height of the page, from left to right
    line = page.locator("#source p", has_text="Thực hiện Chương trình").first
    heights, lefts = [], []
    for x in (20, 90, 200):
        line.click(position={"x": x, "y": 10})
        expect(_boxes(page, ".is-word")).to_have_count(1)
        box = _boxes(page, ".is-word").evaluate("box => [Number(box.getAttribute('x')), Number(box.getAttribute('y'))]")
        lefts.append(box[0])
        heights.append(box[1])
    assert lefts == sorted(set(lefts))
    assert max(heights) - min(heights) < 4
    assert 210 < heights[0] < 250, "80 mm below the edge"


def test_on_a_phone_the_page_is_one_of_three_views(demo: Platform, people: People) -> None:
    page = people("coordinator")
    steps.upload(page, demo, pdf_plan().file)
    steps.open_review(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    expect(page.locator("#page-pane")).to_be_hidden()
    page.get_by_text("Trang của tệp", exact=True).last.click()
    expect(page.locator("#page-pane")).to_be_visible()
    expect(page.locator("#source")).to_be_hidden()
    _drawn(page)
    page.get_by_role("link", name="Trang sau").click()
    _boxes(page, '[data-on~="tasks-1"]').first.click()
    expect(page.locator("#source")).to_be_visible()
    expect(page.locator("#source .m.is-current").first).to_be_in_viewport()


def test_a_page_that_cannot_be_drawn_is_told_and_the_text_stays(demo: Platform, people: People) -> None:
    page = people("coordinator")
    steps.upload(page, demo, pdf_plan().file)

    def refuse(route: Route) -> None:
        route.fulfill(status=422, body="")

    page.route(re.compile(r"/trang/\d+\.jpg"), refuse)
    steps.open_review(page)
    expect(page.get_by_text("Không vẽ được trang này.")).to_be_visible()
    expect(page.locator("#page-wait")).to_be_hidden()
    steps.open_item(page, "tasks-0")


def test_without_scripts_the_page_and_the_marked_words_are_there(demo: Platform, people: People) -> None:
    page = people("coordinator")
    steps.upload(page, demo, pdf_plan().file)
    address = steps.open_review(page)
    browser = page.context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    try:
        page = plain.new_page()
        page.goto(f"{address}?muc=tasks-0")
        expect(page.get_by_role("img", name="Ảnh trang 2 của tệp")).to_be_visible()
        page.get_by_role("link", name="Trang trước").click()
        expect(page.get_by_role("img", name="Ảnh trang 1 của tệp")).to_be_visible()
        expect(page.locator("#page-toggle")).to_be_hidden()
    finally:
        plain.close()


def test_a_restored_word_is_given_back_and_the_repair_brought_back(
    demo: Platform, people: People, rules: Rules
) -> None:
    page = people("coordinator")
    steps.upload(page, demo, text_plan(DAMAGED).file)
    steps.open_review(page)
    expect(page.locator("#words")).to_contain_text("từ đã được khôi phục")
    expect(page.locator("#page-pane")).to_have_count(0)
    steps.open_item(page, "tasks-0")

    word = page.locator('#source .w[data-r="liéu"]').first
    expect(word).to_have_attribute("title", re.compile(r"^đã đọc: liéu \(độ chắc chắn \d+%\)$"))
    word.click()
    expect(page.locator("#word-now")).to_contain_text("đã đọc: liéu")
    page.get_by_role("button", name="Trả lại chữ đã đọc").press("Enter")
    expect(word).to_have_class(re.compile(r"\bis-returned\b"))
    expect(page.locator("#word-now")).to_have_text("đã trả lại: liéu")
    expect(page.get_by_role("button", name="Trả lại chữ đã đọc")).to_be_hidden()
    expect(page.get_by_role("button", name="Từ sau")).to_be_focused()
    text = page.locator("#i-tasks-0").get_by_label("Nội dung")
    expect(text).to_have_value(re.compile("liéu khoa học"))
    expect(page.locator("#i-tasks-0")).to_have_class(re.compile(r"\bis-pending\b"))
    rules.hold(page)
    page.set_viewport_size({"width": 1440, "height": 900})

    page.locator("#i-tasks-0 .it__head").focus()
    page.keyboard.press("u")
    expect(word).not_to_have_class(re.compile(r"\bis-returned\b"))
    expect(text).to_have_value(re.compile("liệu khoa học"))
    expect(page.get_by_role("button", name="Trả lại chữ đã đọc")).to_be_visible()

    # from word to word
    first = page.locator("#source .w").first
    page.locator("#i-tasks-0 .it__head").focus()
    chosen = page.locator("#source .w.is-chosen")
    before = chosen.get_attribute("data-w")
    page.keyboard.press("n")
    expect(chosen).not_to_have_attribute("data-w", before or "")
    page.keyboard.press("N")
    expect(chosen).to_have_attribute("data-w", before or "")
    expect(first).to_be_visible()
