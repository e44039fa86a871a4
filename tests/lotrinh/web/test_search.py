"""The page on which people search, the box in the bar, what is offered while they type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.search import writing
from lotrinh.documents.models import Document
from lotrinh.documents.vocab import Audience
from lotrinh.organisations.models import UnitName
from lotrinh.organisations.vocab import UnitKind
from tests.factories import papers
from tests.factories import plans as seed
from tests.factories.world import unit
from tests.lotrinh.core.test_search_words import HOSTILE

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from lotrinh.core.actor import Actor
    from tests.factories.world import World


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id or 0))
    return client


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.coordinator)


def text(client: Client, **query: str) -> str:
    answer = client.get("/tim-kiem/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_empty_page_teaches_and_each_page_has_the_box(world: World, client: Client) -> None:
    page = text(client)
    assert "hoa binh" in page
    assert "bar__search" not in page
    home = client.get("/").content.decode()
    assert 'action="/tim-kiem/"' in home
    assert "bar__search" not in Client().get("/tai-khoan/dang-nhap/", follow=True).content.decode()


def test_results_lead_to_documents_rows_and_units(world: World, client: Client) -> None:
    made = seed.plan(world)
    writing.rebuild()
    page = text(client, q="khoa hoc")
    assert f'href="/van-ban/{made.document.pk}/"' in page
    assert f'href="/ke-hoach/{made.plan.pk}/nhiem-vu/{made.tasks[1].lineage}/"' in page
    assert f'href="/co-quan/{world.science.pk}/"' in page
    assert client.get(f"/ke-hoach/{made.plan.pk}/nhiem-vu/{made.tasks[1].lineage}/").status_code == 200
    targets = text(client, q="ty le doanh nghiep", kind="target")
    assert f'href="/ke-hoach/{made.plan.pk}/chi-tieu/{made.targets[0].lineage}/"' in targets
    assert "<mark>Tỷ lệ doanh nghiệp</mark>" in targets or "<mark>tỷ lệ doanh nghiệp</mark>" in targets


def test_marks_are_the_only_markup_that_a_text_brings(world: World, client: Client) -> None:
    papers.document(world.science, world.coordinator, title="<script>alert(1)</script> & đường bộ")
    writing.rebuild()
    page = text(client, q='duong "><script>')
    assert "<script>alert" not in page
    page = text(client, q="duong bo")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <mark>đường bộ</mark>" in page


def test_filters_narrow_and_stay_in_the_form(world: World, client: Client) -> None:
    seed.plan(world)
    papers.document(world.science, world.coordinator, title="Khoa học cũ", kind="QĐ", number="5/QĐ-X", issued_on="2019")
    writing.rebuild()
    page = text(client, q="khoa hoc", year="2019")
    assert 'value="2019" selected' in page
    assert "Phát triển <mark>khoa học" not in page
    assert 'value="QĐ" selected' in text(client, q="khoa hoc", doc_kind="QĐ")
    assert 'value="expired" selected' in text(client, q="khoa hoc", standing="expired")
    page = text(client, q="tổ chức", unit="so tai chinh")
    assert "Sở Tài chính" in page
    assert 'name="kind" value="task"' in text(client, q="khoa hoc", kind="task")


@pytest.mark.parametrize(
    "query",
    [
        {"year": "x"},
        {"year": "99999"},
        {"kind": "x"},
        {"standing": "x"},
        {"unit": "Sở Không Có"},
        {"doc_kind": "a" * 50},
    ],
)
def test_a_filter_that_cannot_be_is_said_beside_its_field(world: World, client: Client, query: dict[str, str]) -> None:
    papers.document(world.science, world.coordinator, title="Khoa học")
    writing.rebuild()
    answer = client.get("/tim-kiem/", {"q": "khoa hoc", **query})
    assert answer.status_code == 422
    assert "Khoa học" in answer.content.decode()


def test_more_namesakes_than_are_offered_are_looked_for_together(world: World, client: Client) -> None:
    offices = [unit(f"Sở {number}", parent=world.province) for number in range(12)]
    rooms = [unit("Phòng Tổng hợp", parent=office, kind=UnitKind.DIVISION) for office in offices]
    for room in rooms:
        papers.document(room, world.coordinator, title=f"Đê điều {room.pk}", audience=Audience.PUBLIC)
    writing.rebuild()
    assert "12 kết quả" in text(client, q="de dieu", unit="phong tong hop", kind="document")


def test_a_name_that_another_unit_had_before_means_the_one_that_has_it_now(world: World, client: Client) -> None:
    former = unit("Sở Tài chính - Đầu tư", parent=world.province)
    UnitName.objects.create(unit=former, name="Sở Tài chính")
    papers.document(world.finance, world.coordinator, title="Đê điều", audience=Audience.PUBLIC)
    writing.rebuild()
    assert "1 kết quả" in text(client, q="de dieu", unit="so tai chinh")


def test_many_results_come_in_pages(world: World, client: Client) -> None:
    for number in range(45):
        papers.document(world.science, world.coordinator, title=f"Đê điều đợt {number}")
    writing.rebuild()
    assert "45 kết quả" in text(client, q="de dieu")
    last = text(client, q="de dieu", page="3")
    assert last.count('<li class="result">') == 5
    assert 'start="41"' in last
    for page in ("0", "-1", "99", "9" * 400, "²", "x"):
        text(client, q="de dieu", page=page)


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_gives_a_page(world: World, client: Client, typed: str) -> None:
    if "\ud800" in typed:
        typed = "%ED%A0%80"
    papers.document(world.science, world.coordinator, title="Kế hoạch")
    writing.rebuild()
    for path in ("/tim-kiem/", "/tim-kiem/goi-y/"):
        assert client.get(path, {"q": typed}).status_code == 200
        assert client.get(path, {"q": "a", "unit": typed[:200], "of": "unit"}).status_code in {200, 422}


def test_what_a_person_may_not_read_is_not_found_counted_or_offered(world: World) -> None:
    papers.document(world.science, world.coordinator, title="Đề án riêng", audience=Audience.DRAFTING)
    writing.rebuild()
    outsider = signed_in(world.actor(Role.SPECIALIST, world.finance))
    assert "Không tìm thấy gì" in text(outsider, q="de an rieng")
    assert "riêng" not in outsider.get("/tim-kiem/goi-y/", {"q": "de an"}).content.decode()
    assert "<mark>Đề án riêng</mark>" in text(signed_in(world.coordinator), q="de an rieng")


def test_titles_and_units_are_offered_while_typing(world: World, client: Client) -> None:
    papers.document(world.science, world.coordinator, title='Đề án "đê điều" & đập')
    writing.rebuild()
    offered = client.get("/tim-kiem/goi-y/", {"q": "de an de d"}).content.decode()
    assert '<option value="Đề án &quot;đê điều&quot; &amp; đập"></option>' in offered
    units = client.get("/tim-kiem/goi-y/", {"of": "unit", "unit": "so tai"}).content.decode()
    assert units.strip() == '<option value="Sở Tài chính"></option>'


def test_strangers_are_asked_to_sign_in(world: World) -> None:
    for path in ("/tim-kiem/", "/tim-kiem/goi-y/"):
        assert Client().get(path, {"q": "a"}).status_code == 302


def test_searching_by_somebody_who_only_inspects_leaves_a_trace(world: World) -> None:
    inspector = signed_in(world.actor(Role.INSPECTOR, world.province))
    inspector.get("/tim-kiem/", {"q": "đất"})
    assert "/tim-kiem/" in AuditEntry.objects.get(action="looked").thing_label


@pytest.mark.parametrize("number", [3, 300])
def test_a_page_asks_few_queries_whatever_there_is(
    world: World, client: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Document.objects.bulk_create(
        Document(owner=world.science, created_by_id=world.coordinator.user_id or 0, title=f"Đê điều {index}", kind="KH")
        for index in range(number)
    )
    seed.plan(world, tasks=number)
    writing.rebuild()
    with django_assert_max_num_queries(15):
        assert client.get("/tim-kiem/", {"q": "de dieu"}).status_code == 200
    with django_assert_max_num_queries(15):
        page = client.get("/tim-kiem/", {"q": "khoa hoc", "unit": "Sở Tài chính", "year": "2026", "kind": "task"})
    assert page.status_code == 200
    assert len(page.content) < 200_000
