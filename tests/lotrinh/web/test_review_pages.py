"""The page of the file beside the text of a review, and the words that were restored."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from collections.abc import Iterator

import msgspec
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from reportlab.pdfgen.canvas import Canvas

import vanban
from lotrinh.accounts.vocab import Role
from lotrinh.core.files import store
from lotrinh.documents.models import Decision, DocumentFile, Reading, Review
from lotrinh.documents.services import reviewing
from lotrinh.web.reviews import pages
from lotrinh.web.reviews.source import Source
from tests.factories import approved, readings
from tests.factories.restored import with_restored
from tests.factories.sign_in import sign_in
from tests.factories.world import World
from vanban.record import PlanRecord, TextPage

HTMX = {"HX-Request": "true"}
LINES = (
    "KE HOACH",
    "1. So Khoa hoc va Cong nghe chu tri xay dung kho du lieu truoc ngay 30/6/2027.",
)


def pdf(lines: tuple[str, ...] = LINES, count: int = 2) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for page in range(count):
        for number, line in enumerate(lines):
            canvas.drawString(60, 780 - 20 * number, f"{line} {page}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def keep(world: World, data: bytes, record: PlanRecord, name: str = "ke-hoach.pdf") -> Review:
    """A review of a reading whose file lies in the store."""
    assert world.coordinator.user_id is not None
    stored = store.keep(data, record.source.media_type)
    file = DocumentFile.objects.create(
        document=approved.document(world, record),
        stored=stored,
        filename=name,
        added_by_id=world.coordinator.user_id,
    )
    before = readings.reading(world)
    reading = Reading.objects.create(
        file=file, engine="0.1.0", record=record.to_json(), read_at=before.read_at, seconds=0.1
    )
    return reviewing.open_review(world.coordinator, reading_id=reading.pk)


@pytest.fixture
def review(world: World) -> Iterator[Review]:
    data = pdf()
    # the words are those of the small plan: what is tested is where they stand
    record = approved.read(approved.PLAN)
    task = record.tasks[0].span
    second = record.tasks[1].span
    shown = (
        TextPage(
            number=1,
            width=595.0,
            height=842.0,
            recognised=True,
            places=((0, 2, 50.0, 60.0, 70.0, 72.0), (task[0], task[0] + 2, 80.0, 100.0, 95.0, 112.0)),
        ),
        TextPage(
            number=2,
            width=595.0,
            height=842.0,
            recognised=True,
            turn=1,
            places=((second[0], second[0] + 2, 100.0, 200.0, 130.0, 212.0),),
        ),
    )
    record = msgspec.structs.replace(
        record,
        source=msgspec.structs.replace(
            record.source, media_type="application/pdf", pages=2, sha256=hashlib.sha256(data).hexdigest()
        ),
        text=msgspec.structs.replace(record.text, pages=shown),
    )
    found = keep(world, data, record)
    yield found
    store.path_of(found.reading.file.stored.sha256).unlink(missing_ok=True)


@pytest.fixture
def browser(world: World) -> Client:
    return sign_in(world.coordinator)


def image(review: Review, number: int = 1, query: str = "") -> str:
    return reverse("reviews:page", args=[review.pk, number]) + query


def words(client: Client, review: Review, number: int) -> dict[str, object]:
    answer = client.get(reverse("reviews:page_words", args=[review.pk, number]))
    assert answer.status_code == 200
    return dict(json.loads(answer.content))


def test_a_page_is_an_image_that_the_browser_keeps_for_this_person(browser: Client, review: Review) -> None:
    answer = browser.get(image(review))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-cache"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer.content.startswith(b"\xff\xd8")


def test_who_has_the_image_is_told_so_without_the_file_being_opened(
    browser: Client,
    review: Review,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    tag = browser.get(image(review))["ETag"]

    def gone(_: object) -> bytes:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(store, "read", gone)
    with django_assert_max_num_queries(6):
        again = browser.get(image(review), headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    for other in ("?w=1600", "?q=1"):
        with pytest.raises(AssertionError):
            browser.get(image(review, query=other), headers={"If-None-Match": tag})


def test_the_record_is_not_fetched_for_an_image(
    browser: Client, review: Review, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10) as queries:
        browser.get(image(review))
    assert not any('"documents_reading"."record"' in query["sql"] for query in queries.captured_queries)


@pytest.mark.parametrize("number", [0, 3, 10**6, 10**30])
def test_there_are_no_other_pages(browser: Client, review: Review, number: int) -> None:
    assert browser.get(image(review, number)).status_code == 404
    assert browser.get(reverse("reviews:page_words", args=[review.pk, number])).status_code == 404


@pytest.mark.parametrize("asked", ["", "1", "900", "2400", "99999", "-5", "x", "٣", "9" * 30])
def test_images_come_in_few_widths(browser: Client, review: Review, asked: str) -> None:
    tag = browser.get(image(review, query=f"?w={asked}"))["ETag"]
    assert int(tag.split("-")[2]) in pages.WIDTHS


def test_what_a_person_may_not_see_does_not_exist(world: World, review: Review) -> None:
    for address in (image(review), reverse("reviews:page_words", args=[review.pk, 1])):
        for role, unit, status in (
            (Role.INSPECTOR, world.science, 200),
            (Role.OPERATOR, world.science, 404),
            (Role.COORDINATOR, world.finance, 404),
        ):
            assert sign_in(world.actor(role, unit)).get(address).status_code == status, (address, role)
        assert Client().get(address).status_code == 302


def test_a_file_that_is_gone_or_damaged_is_told(browser: Client, world: World, review: Review) -> None:
    store.path_of(review.reading.file.stored.sha256).unlink()
    assert browser.get(image(review)).status_code == 404
    record = PlanRecord.from_json(review.reading.record)
    damaged = keep(world, b"%PDF-1.4\n nothing %%EOF", record)
    assert browser.get(image(damaged)).status_code == 422


def test_words_of_a_page_lead_to_their_items(browser: Client, review: Review) -> None:
    first = words(browser, review, 1)
    assert (first["width"], first["height"], first["turn"]) == (595.0, 842.0, 0)
    assert first["items"] == ["tasks-0"]
    assert [word[6] for word in first["words"]] == [[], [0]]  # type: ignore[attr-defined]


def test_a_page_that_lies_is_shown_upright_with_its_boxes(browser: Client, review: Review) -> None:
    lying = words(browser, review, 2)
    assert (lying["width"], lying["height"], lying["turn"]) == (842.0, 595.0, 1)
    # what stood at the right edge stands at the top
    assert lying["words"][0][2:6] == [200.0, 465.0, 212.0, 495.0]  # type: ignore[index]


def test_the_screen_begins_with_the_page_of_the_open_item(browser: Client, review: Review) -> None:
    address = reverse("reviews:screen", args=[review.pk])
    page = browser.get(f"{address}?muc=tasks-1").content.decode()
    assert f'src="{image(review, 2)}?w=800&amp;q=1"' in page
    assert 'alt="Ảnh trang 2 của tệp"' in page
    assert 'data-number="2"' in page
    wanted = browser.get(f"{address}?muc=tasks-1&trang=1").content.decode()
    assert 'data-number="1"' in wanted
    for odd in ("0", "3", "x", "9" * 20):
        assert 'data-number="2"' in browser.get(f"{address}?muc=tasks-1&trang={odd}").content.decode()


def test_formats_without_pages_have_no_pane(world: World, browser: Client) -> None:
    made = reviewing.open_review(world.coordinator, reading_id=readings.reading(world).pk)
    page = browser.get(reverse("reviews:screen", args=[made.pk])).content.decode()
    for part in ("page-pane", "pane-page", "review-page", "rv__bar"):
        assert part not in page
    assert browser.get(image(made)).status_code == 404


def test_readings_from_before_places_were_kept_show_their_pages(world: World, browser: Client) -> None:
    record = vanban.read(pdf(), "ke-hoach.pdf")
    old = msgspec.structs.replace(record, text=msgspec.structs.replace(record.text, pages=()))
    review = keep(world, pdf(), old)
    assert 'id="page-pane"' in browser.get(reverse("reviews:screen", args=[review.pk])).content.decode()
    known = words(browser, review, 1)
    assert (known["width"], known["words"]) == (0.0, [])
    assert browser.get(image(review)).status_code == 200


# --- restored words --------------------------------------------------------------------------------------------------


EVIL = '"><script>x</script>'


def damaged() -> PlanRecord:
    words = (("2. Sở Tài chính ", "bố", "bó", 0.6), ("1. Sở Khoa ", "học", EVIL, 0.95), ("Nơi ", "nhận", "nhan", 0.9))
    return with_restored(approved.read(approved.PLAN), words)


@pytest.fixture
def mended(world: World) -> Review:
    return reviewing.open_review(world.coordinator, reading_id=readings.reading(world, damaged()).pk)


def test_restored_words_are_marked_with_what_was_read(browser: Client, mended: Review) -> None:
    page = browser.get(reverse("reviews:screen", args=[mended.pk])).content.decode()
    assert page.count('<span class="w"') == 2 + 1, "one more in the help"
    assert page.count('<span class="w w--doubt"') == 1 + 1
    assert 'title="đã đọc: bó (độ chắc chắn 60%)">bố</span>' in page
    assert EVIL not in page
    assert html.escape(EVIL) in page
    assert "<b>3</b> từ đã được khôi phục" in page
    assert "chỉ 1 từ chưa chắc (dưới 70%)" in page


def test_the_text_of_the_source_is_the_same_with_its_restored_words() -> None:
    record = damaged()
    marked, plain = (Source(one, ()).html() for one in (record, approved.read(approved.PLAN)))
    assert re.sub(r"<span class=\"w[^>]*>([^<]*)</span>", r"\1", marked) == plain


def give_back(client: Client, review: Review, *, htmx: bool = True, **data: object) -> tuple[int, str]:
    start, end = damaged().text.changes[1].span
    sent = {"action": "as_read", "part": "document", "seen_seq": 0, "start": start, "end": end, **data}
    answer = client.post(reverse("reviews:decide", args=[review.pk]), sent, headers=HTMX if htmx else None)
    return answer.status_code, answer.content.decode()


def test_a_word_is_given_back_and_the_page_told(browser: Client, mended: Review) -> None:
    start = damaged().text.changes[1].span[0]
    status, patch = give_back(browser, mended, next="tasks-1")
    assert status == 200
    assert f'data-returned="{start}"' in patch
    assert "Sở Tài chính bó trí" in patch
    assert 'data-body="tasks-1"' in patch
    assert "data-lines" not in patch
    page = browser.get(reverse("reviews:screen", args=[mended.pk])).content.decode()
    assert f'<span class="w w--doubt is-returned" data-w="{start}"' in page
    undone = browser.post(reverse("reviews:undo", args=[mended.pk]), headers=HTMX).content.decode()
    assert 'data-returned=""' in undone


def test_an_item_that_does_not_hold_the_word_stays_as_it_was_typed(browser: Client, mended: Review) -> None:
    _, patch = give_back(browser, mended, next="tasks-3")
    assert "data-body" not in patch
    assert 'id="i-tasks-1"' in patch


def test_without_scripts_it_comes_back_to_the_item(browser: Client, mended: Review) -> None:
    assert give_back(browser, mended, htmx=False)[0] == 302
    assert Decision.objects.get().action == "as_read"


def test_a_word_that_was_not_restored_is_refused(browser: Client, mended: Review) -> None:
    assert give_back(browser, mended, start=0, end=3)[0] == 422
    assert not Decision.objects.exists()


def test_who_only_looks_is_offered_nothing(world: World, mended: Review) -> None:
    page = sign_in(world.actor(Role.INSPECTOR)).get(reverse("reviews:screen", args=[mended.pk])).content.decode()
    assert "w--doubt" in page
    assert "word-return" not in page
