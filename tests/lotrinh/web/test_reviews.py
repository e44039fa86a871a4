"""The pages of reviews: what they show, what gestures answer with and without htmx, and what they cost."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.documents.models import Decision, Review
from lotrinh.documents.services import reviewing
from lotrinh.documents.vocab import ReviewState
from lotrinh.web.reviews.source import Source
from tests.factories import approved, readings
from tests.factories.sign_in import sign_in
from tests.factories.world import World
from vanban.record import Text

HTMX = {"HX-Request": "true"}
MOST = 15


@pytest.fixture
def review(world: World) -> Review:
    return reviewing.open_review(world.coordinator, reading_id=readings.reading(world).pk)


@pytest.fixture
def browser(world: World) -> Client:
    return sign_in(world.coordinator)


def url(name: str, *args: object) -> str:
    return reverse(f"reviews:{name}", args=args)


def sent(client: Client, review: Review, *, htmx: bool = True, **data: str | int | bool) -> tuple[int, str]:
    typed = {name.replace("f_", "f-"): value for name, value in data.items()}
    answer = client.post(url("decide", review.pk), {"seen_seq": review.seq, **typed}, headers=HTMX if htmx else None)
    return answer.status_code, answer.content.decode()


def test_the_screen_shows_the_source_with_its_items_and_the_first_undecided_one_open(
    browser: Client, review: Review
) -> None:
    page = browser.get(url("screen", review.pk)).content.decode()
    assert page.count('class="it it--tasks') == 4
    assert 'data-body="document-0"' in page
    assert 'class="m m--tasks" data-i="tasks-0"' in page
    assert "style=" not in page.replace("data-style=", "")
    assert 'role="heading" aria-level="2"' in page


def test_headings_of_the_document_leave_out_no_level() -> None:
    record = approved.read(approved.PLAN)
    paths = ("1", "1.1.1.1", "2", "2.1.1", "2.1.1.1.1.1")
    lines = [f"{path} x" for path in paths]
    starts = [sum(len(line) + 1 for line in lines[:place]) for place in range(len(lines))]
    outline = [
        replace(record.outline[0], path=path, span=(start, start + len(line)))
        for path, line, start in zip(paths, lines, starts, strict=True)
    ]
    text = Text(content="\n".join(lines), blocks=(), quality=1.0, restored=False)
    record = replace(record, text=text, outline=tuple(outline), findings=())
    assert re.findall(r'aria-level="(\d)"', Source(record, ()).html()) == ["2", "3", "2", "3", "4"]


def test_words_of_the_document_never_become_html(world: World, browser: Client) -> None:
    evil = "<script>alert(1)</script>"
    record = approved.read(approved.PLAN.replace("Rà soát các quy định", f"Rà soát {evil} các quy định"))
    made = reviewing.open_review(world.coordinator, reading_id=readings.reading(world, record).pk)
    page = browser.get(url("screen", made.pk)).content.decode()
    assert evil not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_table_of_the_source_is_a_table(world: World, browser: Client) -> None:
    record = approved.sample("ke-hoach-chuyen-doi-so.docx")
    made = reviewing.open_review(world.coordinator, reading_id=readings.reading(world, record).pk)
    page = browser.get(url("screen", made.pk)).content.decode()
    assert '<th scope="col"><span data-s=' in page
    assert re.search(r'<tr id="l\d+"><td class="src__margin"><a class="mark mark--tasks"', page)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("phan=tasks", 4),
        ("phan=tasks&tim=ra+soat", 1),
        ("trang_thai=accepted&muc=tasks-0", 1),
        ("phan=x&tin_cay=y", None),
    ],
)
def test_filters_narrow_the_list_and_what_is_no_filter_is_ignored(
    browser: Client, review: Review, query: str, count: int | None
) -> None:
    page = browser.get(f"{url('screen', review.pk)}?{query}").content.decode()
    assert page.count('<li class="it ') == (review.items if count is None else count)


def test_a_gesture_answers_with_what_changed_and_opens_the_next_item(browser: Client, review: Review) -> None:
    status, patch = sent(browser, review, part="tasks", keys="0", action="accept", next="tasks-1")
    assert status == 200
    assert 'id="i-tasks-0"' in patch
    assert "is-accepted" in patch
    assert 'data-body="tasks-1"' in patch
    assert 'data-seq="1"' in patch
    assert "data-lines" not in patch


def test_without_scripts_a_gesture_comes_back_to_its_item(browser: Client, review: Review) -> None:
    data = {"part": "tasks", "keys": "0", "action": "accept", "seen_seq": 0}
    answer = browser.post(url("decide", review.pk), data)
    assert answer.status_code == 302
    assert answer["Location"].endswith("?muc=tasks-0#i-tasks-0")
    assert Decision.objects.count() == 1


def test_a_split_sends_pieces_the_lines_of_the_source_and_what_is_gone(browser: Client, review: Review) -> None:
    _, patch = sent(browser, review, part="tasks", keys="0", action="split", at_offset="30")
    assert 'id="i-tasks-0_1"' in patch
    assert 'id="i-tasks-0_2"' in patch
    assert "<li>tasks-0</li>" in patch
    assert 'data-i="tasks-0_1"' in patch


def test_an_addition_and_its_undo_change_the_line_of_the_source(browser: Client, review: Review) -> None:
    content = approved.read(approved.PLAN).text.content
    start = content.index("Trong quá trình thực hiện")
    _, patch = sent(browser, review, part="tasks", action="add", start=start, end=start + 25)
    assert 'data-i="tasks-a1"' in patch
    undone = browser.post(url("undo", review.pk), headers=HTMX).content.decode()
    assert "<li>tasks-a1</li>" in undone
    assert "Trong quá trình thực hiện" in undone
    assert 'data-i="tasks-a1"' not in undone


@pytest.mark.parametrize("htmx", [True, False])
def test_wrong_values_come_back_with_a_sentence_beside_the_field_and_what_was_typed(
    browser: Client,
    review: Review,
    htmx: bool,  # noqa: FBT001 - a case of the test
) -> None:
    data = {"part": "tasks", "keys": "1", "action": "edit", "f-deadline": "ngày mai", "f-lead": "Sở Y tế"}
    status, answer = sent(browser, review, htmx=htmx, **data)
    assert status == 422
    assert "Không phải ngày tháng" in answer
    assert 'value="ngày mai"' in answer
    assert ">\nSở Y tế</textarea>" in answer
    assert not Decision.objects.exists()


def test_a_stale_edit_answers_409_with_both_values(world: World, browser: Client, review: Review) -> None:
    other = sign_in(world.actor(Role.SPECIALIST))
    assert sent(other, review, part="tasks", keys="1", action="edit", f_deadline="11/2026")[0] == 200
    status, answer = sent(browser, review, part="tasks", keys="1", action="edit", f_deadline="12/2026")
    assert status == 409
    assert "<td>11/2026</td><td>12/2026</td>" in answer
    assert 'value="12/2026"' in answer


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"part": "tasks", "keys": "0"},
        {"part": "tasks", "keys": "x" * 5000, "action": "accept"},
        {"part": "tasks", "action": "add", "start": "-1", "end": "9" * 40},
        {"part": "tasks", "keys": "0", "action": "split", "first": "a", "second": "b"},
        {"part": "tasks", "keys": "0", "action": "split", "at_offset": "9" * 30},
        {"part": "tasks", "keys": "0", "action": "edit", "f-text": "x" * 200_000},
        {"part": "../..", "keys": "\x00", "action": "accept", "seen_seq": "‰"},
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_hostile_gestures_are_refused(
    browser: Client,
    review: Review,
    data: dict[str, str],
    htmx: bool,  # noqa: FBT001 - a case of the test
) -> None:
    status, answer = sent(browser, review, htmx=htmx, **data)
    assert status == 422
    assert answer
    assert not Decision.objects.exists()


@pytest.mark.parametrize("threshold", ["", "abc", "-5", "900", "1e3"])
def test_a_threshold_that_is_no_share_is_refused(browser: Client, review: Review, threshold: str) -> None:
    answer = browser.post(url("accept_above", review.pk), {"threshold": threshold}, headers=HTMX)
    assert answer.status_code == 422


def test_others_decisions_and_presence_arrive_by_asking(world: World, browser: Client, review: Review) -> None:
    other = sign_in(world.actor(Role.SPECIALIST))
    other.post(url("sync", review.pk), {"seen_seq": 0, "state": "open", "at": "tasks-2"}, headers=HTMX)
    quiet = browser.post(url("sync", review.pk), {"seen_seq": 0, "state": "open"}, headers=HTMX).content.decode()
    assert "Chuyên viên" in quiet
    assert "?muc=tasks-2" in quiet
    assert "data-rows" not in quiet
    sent(other, review, part="tasks", keys="2", action="accept")
    news = browser.post(url("sync", review.pk), {"seen_seq": 0, "state": "open"}, headers=HTMX).content.decode()
    assert 'id="i-tasks-2"' in news
    assert "data-open" not in news
    Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED)
    gone = browser.post(url("sync", review.pk), {"seen_seq": 1, "state": "open"}, headers=HTMX)
    assert gone["HX-Refresh"] == "true"


def test_the_review_is_not_there_for_strangers_and_read_only_for_heads(world: World, review: Review) -> None:
    stranger = sign_in(world.actor(Role.COORDINATOR, world.commune))
    assert stranger.get(url("screen", review.pk)).status_code in {403, 404}
    head = sign_in(world.actor(Role.HEAD_OF_AGENCY))
    page = head.get(url("screen", review.pk)).content.decode()
    assert 'name="action"' not in page
    assert sent(head, review, part="tasks", keys="0", action="accept")[0] == 403


def test_a_review_goes_from_submission_to_approval_by_its_page(world: World, browser: Client, review: Review) -> None:
    submit = url("act", review.pk, "trinh")
    division, agency = world.actor(Role.HEAD_OF_DIVISION), world.actor(Role.HEAD_OF_AGENCY)
    pending = browser.post(submit)
    assert pending.status_code == 422
    assert f"Còn {review.items} mục chưa xem" in pending.content.decode()
    browser.post(url("accept_above", review.pk), {"threshold": "0"})
    sent(browser, review, part="document", keys="0", action="accept")
    assert browser.post(submit).status_code == 302
    boss, head = sign_in(division), sign_in(agency)
    assert "Chờ tôi duyệt" in boss.get(url("list")).content.decode()
    no_reason = boss.post(url("act", review.pk, "tra-lai"), {"reason": " "})
    assert no_reason.status_code == 422
    assert "Hãy ghi lý do" in no_reason.content.decode()
    assert boss.post(url("act", review.pk, "duyet")).status_code == 302
    assert boss.post(url("act", review.pk, "duyet")).status_code == 403
    assert head.post(url("act", review.pk, "duyet")).status_code == 302
    page = browser.get(url("approval", review.pk)).content.decode()
    assert page.count("step--done") == 2
    assert browser.post(url("act", review.pk, "nhay")).status_code == 404


def test_the_list_shows_what_waits_and_can_be_exported(browser: Client, review: Review) -> None:
    page = browser.get(url("list")).content.decode()
    assert "Việc rà soát của tôi" in page
    assert url("screen", review.pk) in page
    assert browser.get(f"{url('list')}?q=khoa+hoc&trang-thai=open").status_code == 200
    export = browser.get(url("export", "csv"))
    assert export.status_code == 200


def test_no_endpoint_costs_more_than_fifteen_queries_whatever_the_data(
    world: World, browser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    # The first trace of an agency begins its chain: that is not what is counted here.
    reviewing.open_review(world.coordinator, reading_id=readings.reading(world).pk)
    # Neither is what a session does at its first request.
    browser.get(url("list"))
    reading = readings.reading(world, approved.large(400))
    with django_assert_max_num_queries(MOST):
        assert browser.post(url("open", reading.pk)).status_code == 302
    made = Review.objects.get(reading=reading)
    for key in range(5):
        sent(browser, made, part="tasks", keys=str(key), action="edit", f_deliverable=f"Báo cáo {key}")
    for path in (
        url("screen", made.pk),
        url("item", made.pk, "tasks-1"),
        url("approval", made.pk),
        url("list"),
    ):
        with django_assert_max_num_queries(MOST):
            assert browser.get(path, headers=HTMX if "/muc/" in path else None).status_code == 200
    for path, data in (
        (url("decide", made.pk), {"part": "tasks", "keys": "9", "action": "accept", "seen_seq": 5}),
        (url("accept_above", made.pk), {"threshold": "0"}),
        (url("undo", made.pk), {}),
        (url("sync", made.pk), {"seen_seq": 0, "state": "open"}),
    ):
        with django_assert_max_num_queries(MOST):
            assert browser.post(path, data, headers=HTMX).status_code == 200


def test_everybody_must_sign_in(client: Client, review: Review) -> None:
    for path in (url("list"), url("screen", review.pk), url("approval", review.pk), url("item", review.pk, "tasks-0")):
        assert client.get(path).status_code == 302
    assert client.post(url("decide", review.pk)).status_code == 302
