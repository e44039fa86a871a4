"""The public pages: what they show, how few questions they ask, how small they are."""

from __future__ import annotations

import datetime as dt
import re
from copy import copy
from typing import TYPE_CHECKING, Final

import pytest
from django.test import Client, override_settings
from lxml import html

from lotrinh.core import words
from lotrinh.core.search.writing import rebuild
from lotrinh.documents.models import Document, DocumentRelation
from lotrinh.documents.vocab import Audience, Relation
from lotrinh.organisations.vocab import ReorganisationKind
from lotrinh.plans.models import Plan, Task, TaskParty
from tests.factories import plans as seed
from tests.factories.mergers import act
from tests.factories.world import unit

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.factories.world import World

pytestmark = pytest.mark.django_db
MOST_QUERIES: Final = 15
MOST_BYTES: Final = 200_000


def public_plan(world: World, *, tasks: int = 5, targets: int = 3, title: str = "Kế hoạch số hóa") -> seed.Seeded:
    return seed.plan(world, tasks=tasks, targets=targets, title=title, audience=Audience.PUBLIC)


def pages_of(made: seed.Seeded, world: World) -> list[str]:
    plan = f"/cong-khai/ke-hoach/{made.plan.pk}/"
    lists = [
        "/cong-khai/",
        "/cong-khai/chi-tieu/",
        "/cong-khai/nhiem-vu/",
        "/cong-khai/co-quan/",
        "/cong-khai/du-lieu/",
    ]
    narrowed = [
        "/cong-khai/?q=so+hoa&nam=2026",
        f"/cong-khai/nhiem-vu/?ke-hoach={made.plan.pk}&muc=s1&nam=2026&q=hoi+nghi",
        f"/cong-khai/nhiem-vu/?co-quan={world.science.pk}",
        f"/cong-khai/chi-tieu/?ke-hoach={made.plan.pk}&nam=2030&q=doanh+nghiep",
        "/cong-khai/tim-kiem/?q=khoa+hoc",
        f"/cong-khai/co-quan/{world.science.pk}/?vai=chu-tri",
    ]
    things = [
        plan,
        f"/cong-khai/co-quan/{world.science.pk}/",
        f"/cong-khai/nhiem-vu/{made.tasks[0].lineage}/",
        f"/cong-khai/chi-tieu/{made.targets[0].lineage}/",
    ]
    return [*lists, *narrowed, *things]


@pytest.mark.parametrize("rows", [3, 300])
@pytest.mark.parametrize("language", ["", "en"])
def test_no_page_takes_more_than_fifteen_queries_or_200_kb(
    world: World, rows: int, language: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = public_plan(world, tasks=rows, targets=rows)
    for number in range(min(rows, 60)):
        public_plan(world, tasks=1, targets=1, title=f"Kế hoạch thêm {number}")
    rebuild()
    client = Client()
    for path in pages_of(made, world):
        address = f"{path}{'&' if '?' in path else '?'}ngon-ngu={language}" if language else path
        with django_assert_max_num_queries(MOST_QUERIES):
            answer = client.get(address)
        assert answer.status_code == 200, address
        assert len(answer.content) < MOST_BYTES, (address, len(answer.content))
        text = answer.content.decode()
        assert "<script" not in text
        assert html.fromstring(text).get("lang") == (language or "vi")


def test_with_many_long_plans_a_page_stays_small_and_names_the_chosen_one(world: World) -> None:
    title = "Kế hoạch thực hiện chương trình hành động về đột phá phát triển khoa học, công nghệ và đổi mới sáng tạo"
    made = public_plan(world, tasks=60, targets=60, title=f"{title} đầu tiên")
    names = "Sở Khoa học và Công nghệ; " * 300
    Task.objects.filter(plan=made.plan).update(text="Nâng cao nhận thức của cán bộ. " * 90, lead_names=names)
    plans = [copy(made.plan) for _ in range(1200)]
    copies = [copy(made.document) for _ in plans]
    for number, document in enumerate(copies):
        document.pk, document.title, document.issued_on = None, f"{title} {number}", "2026-12-01"
    for plan, document in zip(plans, Document.objects.bulk_create(copies), strict=True):
        plan.pk, plan.document, plan.title = None, document, document.title
    Plan.objects.bulk_create(plans)
    client = Client()
    for path in pages_of(made, world):
        assert len(client.get(path).content) < MOST_BYTES, path
    chosen = f'<option value="{made.plan.pk}" selected'
    for path in ("/cong-khai/nhiem-vu/", "/cong-khai/chi-tieu/"):
        assert chosen not in client.get(path).content.decode()
        assert chosen in client.get(f"{path}?ke-hoach={made.plan.pk}").content.decode()


def test_a_task_says_what_the_document_says_and_who_does_it_today(world: World) -> None:
    made = public_plan(world)
    task = made.tasks[0]
    page = Client().get(f"/cong-khai/nhiem-vu/{task.lineage}/").content.decode()
    assert task.text in page
    assert "31/03/2026" in page
    assert "Sở Khoa học và Công nghệ" in page
    assert f'href="/cong-khai/co-quan/{world.science.pk}/"' in page
    assert made.plan.title in page


def test_a_department_that_was_merged_away_is_followed_by_the_one_that_does_its_work_today(world: World) -> None:
    made = public_plan(world)
    heir = unit("Sở Khoa học mới", parent=world.province)
    act(ReorganisationKind.MERGE, dt.date(2026, 3, 1), (world.science, heir, "", ""))
    page = html.fromstring(Client().get(f"/cong-khai/nhiem-vu/{made.tasks[0].lineage}/").content.decode())
    facts = page.find(".//dl")
    assert facts is not None
    said = " ".join(str(facts.xpath("string()")).split())
    assert "Sở Khoa học và Công nghệ → hiện nay: Sở Khoa học mới" in said
    assert made.tasks[0].text in Client().get(f"/cong-khai/co-quan/{heir.pk}/").content.decode()
    index = Client().get("/cong-khai/co-quan/").content.decode()
    assert heir.name in index
    assert "Sở Khoa học và Công nghệ" not in index
    tasks = Client().get(f"/cong-khai/nhiem-vu/?co-quan={heir.pk}").content.decode()
    assert made.tasks[0].text in tasks
    assert f'<option value="{heir.pk}" selected' in tasks
    rebuild()
    for name in ("so khoa hoc moi", "so khoa hoc va cong nghe"):
        found = Client().get(f"/cong-khai/tim-kiem/?q={name}&loai=co-quan").content.decode()
        (path,) = re.findall(r'href="(/cong-khai/co-quan/\d+/)"', found)
        assert Client().get(path).status_code == 200
        assert (str(heir.pk) in path) is name.endswith("moi")
    last = unit("Sở Đổi mới sáng tạo", parent=world.province)
    act(ReorganisationKind.MERGE, dt.date(2026, 4, 1), (heir, last, "", ""))
    rebuild()
    for name, count in (("so khoa hoc moi", 0), ("so doi moi sang tao", 1)):
        found = Client().get(f"/cong-khai/tim-kiem/?q={name}&loai=co-quan").content.decode()
        paths = re.findall(r'href="(/cong-khai/co-quan/\d+/)"', found)
        assert [Client().get(path).status_code for path in paths] == [200] * count, name


def test_every_version_that_is_open_is_in_the_history_of_a_task(world: World) -> None:
    made = public_plan(world)
    second = seed.next_version(world, made, {0: {"deadline": "2027-06-30", "deadline_text": "30/6/2027"}})
    page = Client().get(f"/cong-khai/nhiem-vu/{second.tasks[0].lineage}/").content.decode()
    assert "Phiên bản 2" in page
    assert "Phiên bản 1" in page
    assert "<del>" in page
    assert "Cam kết đầu tiên" in page
    hidden = seed.document(world, "Văn bản nội bộ", audience=Audience.INTERNAL)
    made.review.document = hidden
    made.review.save()
    page = Client().get(f"/cong-khai/nhiem-vu/{second.tasks[0].lineage}/").content.decode()
    assert "Phiên bản 1" not in page
    assert "31/03/2026" not in page
    assert "Cam kết đầu tiên" not in page
    assert "Bản sớm nhất đã công khai" in page


def test_what_a_reviewer_proposes_is_not_told(world: World) -> None:
    made = public_plan(world, tasks=5)
    proposed = made.tasks[3]
    Task.objects.filter(pk=proposed.pk).update(
        proposed=["deadline", "lead", "deliverable"],
        deliverable="Báo cáo chưa ai duyệt",
        lead_names="Sở Ngoại vụ",
        search=words.fold(f"{proposed.text} báo cáo chưa ai duyệt Sở Ngoại vụ"),
    )
    foreign = unit("Sở Ngoại vụ", parent=world.province)
    TaskParty.objects.filter(task=proposed, role="lead").update(unit=foreign, printed="Sở Ngoại vụ")
    rebuild()
    client = Client()
    due = proposed.due_on.strftime("%d/%m/%Y") if proposed.due_on else ""
    for path in (
        *pages_of(made, world),
        f"/cong-khai/nhiem-vu/{proposed.lineage}/",
        "/cong-khai/tim-kiem/?q=chua+ai+duyet",
        "/cong-khai/tim-kiem/?q=ngoai+vu",
        *(f"/cong-khai/du-lieu/{name}.{form}" for name in ("nhiem-vu", "ai-lam-gi") for form in ("csv", "json")),
    ):
        answer = client.get(path)
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()  # type: ignore[attr-defined]
        assert "Sở Ngoại vụ" not in text, path
        assert "chưa ai duyệt" not in text, path
        if str(proposed.lineage) in path:
            assert due not in text
    assert client.get(f"/cong-khai/co-quan/{foreign.pk}/").status_code == 404
    found = client.get("/cong-khai/tim-kiem/?q=chua+ai+duyet").content.decode()
    assert str(proposed.lineage) not in found
    # the task itself is there, under its heading and by its own words
    assert str(proposed.lineage) in client.get("/cong-khai/nhiem-vu/").content.decode()
    assert str(proposed.lineage) in client.get(f"/cong-khai/tim-kiem/?q={proposed.text[:19]}").content.decode()


def test_a_plan_says_by_what_it_ended_only_where_that_is_open_too(world: World) -> None:
    made = public_plan(world)
    for audience, named in ((Audience.INTERNAL, False), (Audience.PUBLIC, True)):
        newer = seed.document(world, "Kế hoạch mới thay thế", audience=audience)
        row = DocumentRelation.objects.create(
            source=newer,
            target=made.document,
            relation=Relation.REPLACES,
            effective_on=dt.date(2026, 3, 1),
            made_by_id=world.coordinator.user_id or 0,
        )
        page = Client().get(f"/cong-khai/ke-hoach/{made.plan.pk}/").content.decode()
        assert "đã hết hiệu lực từ ngày 01/03/2026" in page
        assert ("Kế hoạch mới thay thế" in page) is named
        row.delete()


def test_a_portal_without_plans_says_what_will_be_there(world: World) -> None:
    page = Client().get("/cong-khai/").content.decode()
    assert "Chưa có kế hoạch nào được công khai" in page
    assert world.province.name in page


def test_the_other_language_is_an_address_of_its_own_and_every_link_keeps_it(world: World) -> None:
    made = public_plan(world)
    client = Client()
    for path in pages_of(made, world):
        address = f"{path}{'&' if '?' in path else '?'}ngon-ngu=en"
        answer = client.get(address)
        assert answer.headers["Content-Language"] == "en"
        links = re.findall(r'<a[^>]* href="(/cong-khai/[^"#]*)"([^>]*)>', answer.content.decode())
        missing = [link for link, rest in links if "ngon-ngu=en" not in link and 'lang="vi" hreflang' not in rest]
        assert missing == []


def test_pages_of_a_list_keep_what_was_asked_for(world: World) -> None:
    made = public_plan(world, tasks=120)
    path = f"/cong-khai/nhiem-vu/?ke-hoach={made.plan.pk}"
    page = Client().get(path).content.decode()
    assert f'href="/cong-khai/nhiem-vu/?ke-hoach={made.plan.pk}&amp;trang=2" rel="next"' in page
    second = Client().get(f"{path}&trang=2").content.decode()
    assert made.tasks[60].text in second
    assert made.tasks[0].text not in second


@override_settings(PORTAL=False)
def test_where_the_portal_is_off_there_is_no_page(world: World) -> None:
    made = public_plan(world)
    client = Client()
    for path in [*pages_of(made, world), "/sitemap.xml", "/cong-khai/du-lieu/nhiem-vu.csv"]:
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert made.plan.title not in answer.content.decode()
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_nothing_is_shown_of_a_plan_whose_present_version_is_gone(world: World) -> None:
    made = public_plan(world)
    Plan.objects.filter(pk=made.plan.pk).update(current=9)
    assert Client().get(f"/cong-khai/ke-hoach/{made.plan.pk}/").status_code == 404
