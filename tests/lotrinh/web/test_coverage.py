"""Pages of plans beside the documents they answer to."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from lotrinh.accounts.vocab import Role
from lotrinh.documents.models import Document
from lotrinh.documents.vocab import Audience
from lotrinh.plans.coverage.duties import Duty
from lotrinh.plans.models import CoverageDecision
from lotrinh.plans.selectors.coverage import Coverage, coverage
from lotrinh.plans.vocab import RowKind, Taken
from lotrinh.web.coverage.shown import says
from tests.factories.sign_in import sign_in

if TYPE_CHECKING:
    from tests.factories.coverage import Pair
    from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(world: World) -> Pair:
    from tests.factories import coverage as factory

    return factory.pair(world)


def address(pair: Pair, name: str = "detail", *more: str) -> str:
    return reverse(f"coverage:{name}", args=(pair.plan.pk, pair.above.pk, *more))


def found(world: World, pair: Pair) -> Coverage:
    return coverage(world.coordinator, pair.plan.pk, pair.above.pk)


def text_of(answer: object) -> str:
    content: bytes = answer.content  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", content.decode()))


def test_the_documents_that_the_plan_cites_are_offered_and_others_are_found_by_hand(world: World, pair: Pair) -> None:
    client = sign_in(world.coordinator)
    page = reverse("coverage:choose", args=(pair.plan.pk,))
    answer = client.get(page)
    assert "văn bản được thực hiện" in text_of(answer)
    assert address(pair) in answer.content.decode()
    assert address(pair) in client.get(page, {"tim": "nghi quyet 18-nq/tu"}).content.decode()
    assert "Không có văn bản nào hợp" in text_of(client.get(page, {"tim": "không đâu có"}))


def test_each_duty_shows_what_the_plan_has_for_it_with_the_shared_words(world: World, pair: Pair) -> None:
    client = sign_in(world.coordinator)
    answer = client.get(address(pair))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "kho dữ liệu dùng chung</mark>" in page
    assert re.search(r"chép nguyên văn 100%", text_of(answer))
    assert "khác giá trị, thấp hơn" in text_of(answer)
    assert "0/8" in text_of(answer)


def test_filters_leave_what_they_name(world: World, pair: Pair) -> None:
    client = sign_in(world.coordinator)
    for query, lines in (
        ({"trang-thai": "missing"}, found(world, pair).count(Taken.MISSING)),
        ({"trang-thai": "repeated"}, 1),
        ({"loai": "target"}, 2),
        ({"tim": "duoc lieu"}, 1),
        ({"trang-thai": "gì đó", "loai": "?", "trang": "-1"}, 8),
        ({"trang": "99999"}, 8),
        ({"in": "1"}, 8),
    ):
        assert client.get(address(pair), query).content.decode().count("data-row id=") == lines, query


def test_a_decision_is_kept_shown_and_taken_back(world: World, pair: Pair) -> None:
    client = sign_in(world.coordinator)
    line = found(world, pair).lines[0]
    code = f"{line.duty.key} {line.answers[0].duty.kind} {line.answers[0].duty.lineage}"
    answer = client.post(address(pair, "decide"), {"do": f"takes_up {code}"})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#{found(world, pair).lines[1].duty.key}")
    assert found(world, pair).lines[0].state is Taken.CONFIRMED
    page = client.get(address(pair))
    assert "xác nhận ngày" in text_of(page)
    batch = CoverageDecision.objects.get().batch
    assert str(batch) in page.content.decode()
    client.post(address(pair, "undo"), {"batch": str(batch)})
    assert found(world, pair).lines[0].state is Taken.PROPOSED
    assert "đã được hoàn tác" in text_of(client.post(address(pair, "undo"), {"batch": str(batch)}, follow=True))


def test_chosen_duties_get_one_verdict_and_several_can_be_confirmed_above_a_stated_score(
    world: World, pair: Pair
) -> None:
    client = sign_in(world.coordinator)
    keys = [line.duty.key for line in found(world, pair).lines[3:5]]
    client.post(address(pair, "decide"), {"do": "out_of_scope", "chon": keys})
    assert found(world, pair).count(Taken.OUT_OF_SCOPE) == 2
    page = client.get(address(pair), {"tu": "90"}).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen is not None
    assert int(seen[1]) >= 1
    client.post(address(pair, "confirm_above"), {"tu": "90", "seen": str(int(seen[1]) + 1)})
    assert found(world, pair).count(Taken.CONFIRMED) == 0
    client.post(address(pair, "confirm_above"), {"tu": "90", "seen": seen[1]})
    assert found(world, pair).count(Taken.CONFIRMED) == int(seen[1])


def test_chosen_duties_without_a_proposal_are_told_and_left(world: World, pair: Pair) -> None:
    client = sign_in(world.coordinator)
    lines = found(world, pair).lines
    first = f"{lines[0].duty.key} {lines[0].answers[0].duty.kind} {lines[0].answers[0].duty.lineage}"
    assert not lines[5].answers
    sent = {"do": "takes_up", "chon": [lines[5].duty.key]}
    assert "không có đề xuất nào để xác nhận" in text_of(client.post(address(pair, "decide"), sent, follow=True))
    sent["chon"] = [first, lines[5].duty.key]
    said = text_of(client.post(address(pair, "decide"), sent, follow=True))
    assert "Đã ghi 1 kết luận" in said
    assert "1 mục đã chọn không có đề xuất, được để nguyên" in said


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": ""},
        {"do": "takes_up"},
        {"do": "takes_up x task y"},
        {"do": "gone x"},
        {"do": "left_out task-0000000000000000"},
        {"do": "takes_up task-0 task 00000000-0000-0000-0000-000000000000"},
        {"do": "takes_up", "chon": ["\x00", "a b c d"]},
    ],
)
def test_what_no_button_sends_changes_nothing(world: World, pair: Pair, sent: dict[str, str | list[str]]) -> None:
    client = sign_in(world.coordinator)
    assert client.post(address(pair, "decide"), sent).status_code == 302
    assert not CoverageDecision.objects.exists()


def test_one_duty_has_a_page_on_which_every_row_of_the_plan_can_be_found(world: World, pair: Pair) -> None:
    client = sign_in(world.coordinator)
    key = found(world, pair).lines[5].duty.key
    page = address(pair, "duty", key)
    assert "Sở Nội vụ mở các lớp" in text_of(client.get(page))
    assert "Sở Nội vụ mở các lớp" not in text_of(client.get(page, {"tim": "quy phat trien"}))
    assert client.get(address(pair, "duty", "task-gone")).status_code == 404


def test_the_page_of_a_duty_lists_all_rows_in_either_order_and_finds_them_by_their_heading(
    world: World, pair: Pair
) -> None:
    client = sign_in(world.coordinator)
    key = found(world, pair).lines[5].duty.key
    page = address(pair, "duty", key)
    rows = [duty.words for duty in found(world, pair).children]

    def order(answer: object) -> list[int]:
        listed = re.sub(r"</?mark>", "", answer.content.decode()).partition('id="muc-khac"')[2]  # type: ignore[attr-defined]
        return sorted((place for place, text in enumerate(rows) if text in listed), key=lambda n: listed.index(rows[n]))

    assert order(client.get(page, {"thu-tu": "muc"})) == list(range(len(rows)))
    assert sorted(order(client.get(page))) == list(range(len(rows)))
    assert order(client.get(page)) != list(range(len(rows)))
    headed = found(world, pair).children[-1]
    assert headed.heading == "MỤC TIÊU"
    assert order(client.get(page, {"tim": "muc tieu"})) == [len(rows) - 1]


def test_a_row_is_found_by_who_leads_it() -> None:
    duty = Duty(kind=RowKind.TASK, text="Mở lớp", words="Mở lớp", who="Sở Y tế")
    assert [says(duty, text) for text in ("so y te", "mở lớp", "Sở Tài chính")] == [True, True, False]


def test_the_page_of_a_duty_has_pages(world: World, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lotrinh.web.coverage.views._MOST_OTHERS", 2)
    client = sign_in(world.coordinator)
    page = address(pair, "duty", found(world, pair).lines[5].duty.key)
    seen = [
        client.get(page, {"trang": n}).content.decode().partition('id="muc-khac"')[2].count('class="coverage__answer')
        for n in ("1", "2", "3", "99", "x")
    ]
    assert seen == [2, 2, 1, 1, 2]


def test_what_was_said_on_the_page_of_a_duty_is_taken_back_there(world: World, pair: Pair) -> None:
    client = sign_in(world.coordinator)
    key = found(world, pair).lines[0].duty.key
    page = address(pair, "duty", key)
    assert "data-undo" not in client.get(page).content.decode()
    other = found(world, pair).lines[1].duty.key
    client.post(address(pair, "decide"), {"do": f"left_out {other}"})
    assert "data-undo" not in client.get(page).content.decode()
    asked = "tim=quy&thu-tu=muc"
    decided = client.post(address(pair, "decide"), {"do": f"left_out {key}", "next": "duty", "query": f"{asked}&x=1"})
    assert decided["Location"] == f"{page}?{asked}"
    fields = r'name="(batch|duty|row|query)" value="([^"]*)"'
    sent = dict(re.findall(fields, client.get(page, {"tim": "quy"}).content.decode().partition("data-undo")[0]))
    answer = client.post(address(pair, "undo"), sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{page}?tim=quy")
    assert found(world, pair).lines[0].state is Taken.PROPOSED
    elsewhere = client.post(address(pair, "undo"), {**sent, "duty": "//evil.example/"})
    assert elsewhere["Location"] == f"{address(pair)}#{key}"


def test_a_confirmed_row_that_a_new_version_dropped_is_told(world: World, pair: Pair) -> None:
    from lotrinh.plans.services import adopt
    from tests.factories import approved
    from tests.factories import coverage as factory

    client = sign_in(world.coordinator)
    line = found(world, pair).lines[2]
    code = f"{line.duty.key} {line.answers[0].duty.kind} {line.answers[0].duty.lineage}"
    client.post(address(pair, "decide"), {"do": f"takes_up {code}"})
    gone = "1 mục đã xác nhận không còn trong phiên bản đang theo dõi"
    assert gone not in text_of(client.get(address(pair)))
    shorter = re.sub(r"1\. Sở Khoa học[^\n]*\n", "", factory.BELOW)
    adopt(world.coordinator, review_id=approved.review(world, approved.read(shorter), of=pair.plan.document).pk)
    assert found(world, pair).lines[2].state is not Taken.CONFIRMED
    assert gone in text_of(client.get(address(pair)))
    assert gone in text_of(client.get(address(pair, "duty", line.duty.key)))


def test_files_say_what_the_page_says(world: World, pair: Pair) -> None:
    client = sign_in(world.coordinator)
    text = client.get(address(pair, "export", "csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 9
    assert rows[1][4] == "Chờ xác nhận"
    book = load_workbook(io.BytesIO(client.get(address(pair, "export", "xlsx")).content))
    assert book.active is not None
    assert book.active.cell(5, 5).value == "Chờ xác nhận"
    heights = [book.active.row_dimensions[row].height or 0 for row in range(4, 13)]
    assert heights[0] > 30, "the labels of narrow columns take several lines"
    assert heights[rows.index(max(rows[1:], key=lambda row: max(map(len, row))))] > 30
    assert client.get(address(pair, "export", "pdf")).status_code == 404


def test_a_file_names_a_document_without_a_number_by_its_title(world: World, pair: Pair) -> None:
    Document.objects.filter(pk=pair.above.pk).update(number="", title="Về kho dữ liệu")
    client = sign_in(world.coordinator)
    asked = {"van-ban": pair.above.pk, "ke-hoach": pair.plan.pk}
    for url in (address(pair, "export", "xlsx"), reverse("coverage:side_by_side_export", args=("xlsx",))):
        book = load_workbook(io.BytesIO(client.get(url, asked).content))
        assert book.active is not None
        assert "Nghị quyết ngày 12/01/2026: Về kho dữ liệu." in str(book.active.cell(2, 1).value)


def test_several_plans_stand_side_by_side_with_one_of_them_or_their_document_as_the_rows(
    world: World, pair: Pair
) -> None:
    from tests.factories import coverage as factory

    other = factory.plan(world, factory.BELOW.replace("31/KH-UBND", "40/KH-UBND"), title="Kế hoạch thứ hai")
    client = sign_in(world.coordinator)
    page = reverse("coverage:side_by_side")
    asked: dict[str, int | list[int | str]] = {
        "van-ban": pair.above.pk,
        "ke-hoach": [pair.plan.pk, other.pk, 99999, "x"],
    }
    answer = client.get(page, asked)
    assert "Kế hoạch thứ hai" in text_of(answer)
    assert answer.content.decode().count('<th scope="row">') == 3 + 8
    asked["van-ban"] = other.document_id
    assert "Kế hoạch thứ hai" not in text_of(client.get(page, asked)).partition("Bảng so sánh")[2]
    assert client.get(page).status_code == 200
    assert "18-NQ/TU" in text_of(client.get(page, {"tim": "18-nq/tu"}))
    assert client.get(page, {"van-ban": 99999}).status_code == 404
    form = reverse("coverage:side_by_side_export", args=("csv",))
    asked["van-ban"] = pair.above.pk
    rows = list(csv.reader(io.StringIO(client.get(form, asked).content.decode("utf-8-sig"))))
    assert [len(rows), len(rows[0])] == [9, 6]
    assert rows[0][3] == "Nội dung của văn bản làm gốc"
    assert rows[0][5] == "Kế hoạch thứ hai\nKế hoạch số 40/KH-UBND ngày 02/03/2026, Ủy ban nhân dân tỉnh Sông Trà"
    assert client.get(form).status_code == 404


def test_plans_under_a_document_that_is_not_here_are_put_beside_each_other(world: World) -> None:
    from tests.factories import coverage as factory

    plan = factory.plan(world)
    client = sign_in(world.coordinator)
    page = reverse("coverage:choose", args=(plan.pk,))
    first = client.get(page)
    assert "Nghị quyết số 18-NQ/TU, ngày 12/01/2026" in text_of(first)
    assert reverse("coverage:side_by_side") not in first.content.decode()
    assert reverse("documents:upload") in first.content.decode()
    second = factory.plan(world, factory.BELOW.replace("31/KH-UBND", "40/KH-UBND"), title="Kế hoạch thứ hai")
    answer = client.get(page)
    assert "1 kế hoạch khác cũng viện dẫn văn bản này" in text_of(answer)
    wanted = f"{reverse('coverage:side_by_side')}?van-ban={plan.document_id}&ke-hoach={second.pk}"
    assert wanted.replace("&", "&amp;") in answer.content.decode()
    beside = text_of(client.get(wanted))
    assert "Văn bản làm gốc: Kế hoạch số 31/KH-UBND" in beside
    assert "Cùng thực hiện" not in beside
    assert "Kế hoạch số 40/KH-UBND ngày 02/03/2026 · Ủy ban nhân dân tỉnh Sông Trà" in beside


def test_plans_that_one_may_not_see_are_not_counted_beside(world: World) -> None:
    from tests.factories import coverage as factory

    plan = factory.plan(world)
    factory.plan(world, factory.BELOW.replace("31/KH-UBND", "40/KH-UBND"), audience=Audience.DRAFTING)
    page = reverse("coverage:choose", args=(plan.pk,))
    said = "1 kế hoạch khác cũng viện dẫn"
    assert said in text_of(sign_in(world.coordinator).get(page))
    leader = sign_in(world.actor(Role.LEADER, world.province)).get(page)
    assert leader.status_code == 200
    assert said not in text_of(leader)


def test_comparisons_stay_inside(world: World) -> None:
    from tests.factories import coverage as factory

    pair = factory.pair(world, audience=Audience.PUBLIC)
    client = sign_in(world.actor(Role.SPECIALIST, world.finance))
    assert client.get(reverse("plans:detail", args=(pair.plan.pk,))).status_code == 200
    for page in (address(pair), reverse("coverage:choose", args=(pair.plan.pk,)), address(pair, "export", "csv")):
        assert client.get(page).status_code == 403
    asked = {"van-ban": pair.above.pk, "ke-hoach": pair.plan.pk}
    assert "Chưa chọn kế hoạch nào" in text_of(client.get(reverse("coverage:side_by_side"), asked))
    assert client.post(address(pair, "decide"), {"do": "left_out x"}).status_code == 403


def test_who_may_see_findings_and_not_review_decides_nothing(world: World, pair: Pair) -> None:
    client = sign_in(world.actor(Role.INSPECTOR))
    answer = client.get(address(pair))
    assert answer.status_code == 200
    assert "coverage-said" not in answer.content.decode()
    key = found(world, pair).lines[0].duty.key
    assert client.post(address(pair, "decide"), {"do": f"left_out {key}"}).status_code == 403


@pytest.mark.parametrize("times", [1, 40])
def test_pages_take_fifteen_queries_at_most_whatever_there_is(world: World, times: int) -> None:
    from tests.factories import coverage as factory

    above = factory.above(world)
    more = "".join(f"{5 + n}. Sở Y tế xây dựng kho dữ liệu bệnh viện số {n} của tỉnh.\n" for n in range(times))
    plan = factory.plan(world, factory.BELOW.replace("Nơi nhận:", f"{more}Nơi nhận:"))
    second = factory.plan(world, factory.BELOW.replace("31/KH-UBND", "40/KH-UBND"))
    made = factory.Pair(above=above, plan=plan)
    client = sign_in(world.coordinator)
    client.get(reverse("home"))
    key = coverage(world.coordinator, plan.pk, above.pk).lines[0].duty.key
    for page in (
        address(made),
        address(made, "duty", key),
        address(made, "export", "xlsx"),
        reverse("coverage:choose", args=(plan.pk,)) + "?tim=nghi",
        reverse("coverage:side_by_side") + f"?van-ban={above.pk}&ke-hoach={plan.pk}&ke-hoach={second.pk}",
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(page).status_code == 200
        assert len(queries) <= 15, [query["sql"][:120] for query in queries]
