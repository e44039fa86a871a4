"""Pages of plans, as people with different roles see them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.documents.vocab import Audience, Standing
from tests.factories import plans as seed

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from lotrinh.core.actor import Actor
    from tests.factories.world import World

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def signed_in(actor: Actor) -> Client:
    assert actor.user_id is not None
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    # The first page of a session also notes when the person was seen.
    client.get("/")
    return client


@pytest.fixture
def seeded(world: World) -> seed.Seeded:
    return seed.plan(world)


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.coordinator)


def pages_of(made: seed.Seeded) -> list[str]:
    base = f"/ke-hoach/{made.plan.pk}/"
    parts = ("", "chi-tieu/", "nhiem-vu/", "phan-cong/", "bao-cao/", "kinh-phi/", "phien-ban/", "phien-ban/khac-nhau/")
    others = ("phat-hien/", "lich-su/", "nguon/", "dau-moi/", f"nhiem-vu/{made.tasks[0].lineage}/")
    filtered = f"/nhiem-vu/?mine=on&role=lead&unit={made.plan.owner_id}&schedule=overdue&q=hoi nghi"
    lists = ("/", "/ke-hoach/", "/nhiem-vu/", filtered)
    grouped = (f"{base}nhiem-vu/?sort=lead", f"{base}nhiem-vu/?sort=due&section=s3")
    return [*(base + part for part in (*parts, *others)), *lists, *grouped]


@pytest.mark.parametrize("tasks", [3, 300])
def test_no_page_takes_more_than_fifteen_queries_whatever_the_data(
    world: World, tasks: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = seed.plan(world, tasks=tasks, targets=tasks)
    for _ in range(3 if tasks == 3 else 30):
        seed.plan(world, tasks=2, targets=1)
    for actor in (world.coordinator, world.actor(Role.SPECIALIST, world.finance)):
        client = signed_in(actor)
        for page in pages_of(made):
            with django_assert_max_num_queries(MOST_QUERIES):
                status = client.get(page).status_code
            inside = actor is world.coordinator or not page.endswith(("phat-hien/", "dau-moi/"))
            assert status == (200 if inside else 403), page


@pytest.mark.parametrize("tasks", [3, 300])
def test_files_take_no_more_than_fifteen_queries(
    world: World, tasks: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = seed.plan(world, tasks=tasks)
    base = f"/ke-hoach/{made.plan.pk}/"
    client = signed_in(world.coordinator)
    files = [
        *(f"{base}tai-ve/ke-hoach.{form}" for form in ("xlsx", "csv", "xml", "json")),
        *(
            f"{page}xuat.{form}"
            for page in (base + "nhiem-vu/", "/nhiem-vu/", "/ke-hoach/")
            for form in ("xlsx", "csv")
        ),
    ]
    for file in files:
        with django_assert_max_num_queries(MOST_QUERIES):
            answer = client.get(file)
            body = answer.getvalue()
        assert answer.status_code == 200, file
        assert "attachment" in answer["Content-Disposition"], file
        assert len(body) > 100, file


def test_a_stranger_does_not_learn_that_a_plan_exists(world: World) -> None:
    made = seed.plan(world, audience=Audience.INTERNAL)
    outside = signed_in(world.actor(Role.SPECIALIST, world.commune))
    for page in (*pages_of(made)[:12], f"/ke-hoach/{made.plan.pk}/tai-ve/ke-hoach.json"):
        assert outside.get(page).status_code == 404, page
    assert made.plan.title not in outside.get("/ke-hoach/").content.decode()


def test_who_is_not_signed_in_is_asked_to_sign_in(seeded: seed.Seeded) -> None:
    answer = Client().get(f"/ke-hoach/{seeded.plan.pk}/")
    assert answer.status_code == 302
    assert "/tai-khoan/" in answer["Location"]


def test_the_overview_counts_and_every_figure_leads_to_its_rows(client: Client, seeded: seed.Seeded) -> None:
    page = client.get(f"/ke-hoach/{seeded.plan.pk}/").content.decode()
    base = f"/ke-hoach/{seeded.plan.pk}/"
    for address in (
        "nhiem-vu/?ownerless=on",
        "nhiem-vu/?schedule=undated",
        "nhiem-vu/?proposed=on",
        "nhiem-vu/?sort=lead",
        "chi-tieu/",
        "kinh-phi/",
    ):
        assert f'href="{base}{address}"' in page
    assert "12 tỷ đồng" in page
    assert client.get(f"{base}nhiem-vu/?ownerless=on").context["listing"].total == 1
    assert client.get(f"{base}nhiem-vu/?proposed=on").context["listing"].total == 2


def test_findings_are_for_those_inside_only(world: World, seeded: seed.Seeded, client: Client) -> None:
    address = f"/ke-hoach/{seeded.plan.pk}/phat-hien/"
    assert "11.000 triệu đồng" in client.get(address).content.decode()
    outside = signed_in(world.actor(Role.SPECIALIST, world.finance))
    assert outside.get(address).status_code == 403
    assert address not in outside.get(f"/ke-hoach/{seeded.plan.pk}/").content.decode()
    record = outside.get(f"/ke-hoach/{seeded.plan.pk}/tai-ve/ke-hoach.json").json()
    assert record["findings"] == []
    assert len(record["tasks"]) == 5


def test_sums_that_do_not_add_up_are_said(client: Client, seeded: seed.Seeded) -> None:
    page = client.get(f"/ke-hoach/{seeded.plan.pk}/kinh-phi/").content.decode()
    assert "không khớp" in page
    assert "các phần cộng lại 11 tỷ đồng, chênh 1 tỷ đồng" in page


def test_the_source_marks_the_words_of_every_row_and_leads_there_and_back(client: Client, seeded: seed.Seeded) -> None:
    page = client.get(f"/ke-hoach/{seeded.plan.pk}/nguon/").content.decode()
    task = seeded.tasks[0]
    assert f'id="task-{task.lineage}"' in page
    row_address = f"/ke-hoach/{seeded.plan.pk}/nhiem-vu/{task.lineage}/"
    assert f'href="{row_address}"' in page
    row = client.get(row_address).content.decode()
    assert f'href="/ke-hoach/{seeded.plan.pk}/nguon/#task-{task.lineage}"' in row
    assert f"<mark>{task.text}</mark>" in row


def test_a_row_of_another_plan_is_not_found_under_this_one(world: World, client: Client, seeded: seed.Seeded) -> None:
    other = seed.plan(world)
    assert client.get(f"/ke-hoach/{other.plan.pk}/nhiem-vu/{seeded.tasks[0].lineage}/").status_code == 404


def test_a_proposal_is_marked_and_confirmed_by_a_document_with_number_and_date(
    client: Client, seeded: seed.Seeded
) -> None:
    task = seeded.tasks[3]
    address = f"/ke-hoach/{seeded.plan.pk}/nhiem-vu/{task.lineage}/"
    assert "đề xuất" in client.get(address).content.decode()
    empty = client.post(f"{address}xac-nhan/", {"number": "45/UBND-KGVX"})
    assert empty.status_code == 422
    assert "45/UBND-KGVX" in empty.content.decode()
    task.refresh_from_db()
    assert task.proposed == ["deadline"]
    document = {"number": "45/UBND-KGVX", "issued_on": "05/03/2026", "issuer": "UBND tỉnh Sông Trà"}
    done = client.post(f"{address}xac-nhan/", {**document, "fields_confirmed": ["deadline"]})
    assert done.status_code == 302
    task.refresh_from_db()
    assert task.proposed == []
    assert "45/UBND-KGVX" in client.get(address).content.decode()


def test_only_a_coordinator_confirms(world: World, seeded: seed.Seeded) -> None:
    outside = signed_in(world.actor(Role.HEAD_OF_AGENCY, world.finance))
    address = f"/ke-hoach/{seeded.plan.pk}/nhiem-vu/{seeded.tasks[3].lineage}/xac-nhan/"
    assert outside.post(address, {"number": "1"}).status_code == 403


def test_one_document_confirms_the_proposals_of_the_chosen_tasks(world: World, client: Client) -> None:
    made = seed.plan(world, tasks=10)
    chosen = [str(task.pk) for task in made.tasks]
    asked = client.post("/nhiem-vu/xac-nhan/", {"ids": chosen})
    assert asked.status_code == 200
    assert len(asked.context["tasks"]) == 4
    document = {"number": "45/UBND-KGVX", "issued_on": "05/03/2026", "issuer": "UBND tỉnh Sông Trà"}
    wrong = client.post("/nhiem-vu/xac-nhan/", {"ids": chosen, **document, "issued_on": "31/02/2026"})
    assert wrong.status_code == 422
    done = client.post("/nhiem-vu/xac-nhan/", {"ids": chosen, **document, "fields_confirmed": ["deadline"]})
    assert done.status_code == 302
    for task in made.tasks:
        task.refresh_from_db()
    assert [task.proposed for task in made.tasks if task.proposed] == [["deliverable"], ["deliverable"]]


def test_the_coordinator_says_who_follows_up_and_wrong_names_are_kept_with_a_sentence(
    client: Client, seeded: seed.Seeded
) -> None:
    address = f"/ke-hoach/{seeded.plan.pk}/dau-moi/"
    long = "Ban Chỉ đạo " * 40
    refused = client.post(address, {"follow_up": long, "reports_to": "Sở Tài chính"})
    assert refused.status_code == 422
    assert "Ban Chỉ đạo Ban Chỉ đạo" in refused.content.decode()
    done = client.post(address, {"follow_up": "Ban Tuyên giáo và Dân vận Tỉnh ủy", "reports_to": "Sở Tài chính"})
    assert done.status_code == 302
    page = client.get(f"/ke-hoach/{seeded.plan.pk}/").content.decode()
    assert "Ban Tuyên giáo và Dân vận Tỉnh ủy" in page
    seeded.plan.refresh_from_db()
    assert seeded.plan.reports_to is not None
    assert "Sửa thông tin" in page or "Sửa đầu mối" in page
    assert "Ban Tuyên giáo" in client.get(f"/ke-hoach/{seeded.plan.pk}/lich-su/").content.decode()


def test_plans_are_found_with_and_without_diacritics_and_filtered(world: World, client: Client) -> None:
    first = seed.plan(world, title="Phát triển thị trường khoa học và công nghệ")
    second = seed.plan(world, title="Chuyển đổi số trong cơ quan nhà nước")
    second.document.standing, second.document.issued_on = Standing.EXPIRED, "2024-03-01"
    second.document.save()
    for words in ("thị trường", "thi truong", "THỊ TRƯỜNG công nghệ"):
        assert [plan.pk for plan in client.get("/ke-hoach/", {"q": words}).context["listing"].rows] == [first.plan.pk]
    assert client.get("/ke-hoach/?standing=expired").context["listing"].total == 1
    assert client.get("/ke-hoach/?year=2024").context["listing"].total == 1
    assert client.get(f"/ke-hoach/?owner={world.science.pk}").context["listing"].total == 2


def test_tasks_of_my_agency_are_those_that_name_it_or_its_group(world: World) -> None:
    seed.plan(world, tasks=5)
    finance = signed_in(world.actor(Role.SPECIALIST, world.finance))
    mine = finance.get("/nhiem-vu/?mine=on").context["listing"]
    assert mine.total == 3
    leading = finance.get("/nhiem-vu/?mine=on&role=lead").context["listing"]
    assert leading.total == 2


def test_tasks_stand_under_headings_when_grouped(client: Client, seeded: seed.Seeded) -> None:
    page = client.get(f"/ke-hoach/{seeded.plan.pk}/nhiem-vu/?sort=section").context["listing"]
    groups = [row.group for row in page.shown if row.group]
    assert groups == ["II.1 Nâng cao nhận thức về khoa học và công nghệ", "II.2 Phát triển hạ tầng và nguồn lực"]
    leads = client.get(f"/ke-hoach/{seeded.plan.pk}/nhiem-vu/?sort=lead").context["listing"]
    assert [row.group for row in leads.shown if row.group][-1] == "Chưa rõ chủ trì"


def test_the_first_promise_stays_in_the_history_of_a_row(world: World, client: Client, seeded: seed.Seeded) -> None:
    later = seed.next_version(world, seeded, {0: {"deadline": "2026-09-30", "deadline_text": "30/9/2026"}}, drop=[4])
    task = later.tasks[0]
    page = client.get(f"/ke-hoach/{seeded.plan.pk}/nhiem-vu/{task.lineage}/").content.decode()
    assert "Cam kết đầu tiên" in page
    assert "31/03/2026" in page
    assert re.search(r"<ins[^>]*>30/0?9/2026</ins>", page)
    gone = client.get(f"/ke-hoach/{seeded.plan.pk}/nhiem-vu/{seeded.tasks[4].lineage}/").content.decode()
    assert "không còn trong phiên bản" in gone
    difference = client.get(f"/ke-hoach/{seeded.plan.pk}/phien-ban/khac-nhau/")
    assert len(difference.context["difference"].removed) >= 1
    assert "1 mục sửa" in difference.content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=32/13/2026", "Ngày viết dạng ngày/tháng/năm"),
        ("unit=khong-co", "Không có lựa chọn này"),
        ("schedule=%00", "Không có lựa chọn này"),
        (f"q={'a' * 300}", "dài quá 200 ký tự"),
        ("plan=99999999999999999999", "Không có lựa chọn này"),
    ],
)
def test_a_wrong_filter_is_answered_by_a_sentence_and_kept(
    client: Client, seeded: seed.Seeded, query: str, sentence: str
) -> None:
    answer = client.get(f"/nhiem-vu/?{query}")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_hostile_text_is_shown_as_text(world: World, client: Client) -> None:
    made = seed.plan(world, title="<script>alert(1)</script> & kế hoạch")
    for page in (*pages_of(made), "/ke-hoach/?q=<script>"):
        assert b"<script>alert(1)" not in client.get(page).content


def test_empty_states_teach(client: Client) -> None:
    assert "tải tệp lên" in client.get("/ke-hoach/").content.decode()
    assert "đưa vào theo dõi" in client.get("/nhiem-vu/").content.decode()


def test_a_deadline_before_today_is_said_in_word_colour_and_shape(world: World, client: Client) -> None:
    seed.plan(world, tasks=1, first_due=dt.date(2025, 1, 31))
    page = client.get("/nhiem-vu/").content.decode()
    assert '<span class="badge badge--bad">Quá hạn</span>' in page
