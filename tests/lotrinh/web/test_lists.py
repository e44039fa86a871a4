"""The one implementation of lists, seen through the lists of plans and tasks."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.http import QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.accounts.models import User
from lotrinh.web.lists.address import Address
from tests.factories import plans as seed

if TYPE_CHECKING:
    from lotrinh.core.actor import Actor
    from tests.factories.world import World

FILTERS = ("plan", "unit", "from")


def signed_in(actor: Actor) -> Client:
    assert actor.user_id is not None
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.coordinator)


def body(answer: HttpResponseBase) -> bytes:
    assert isinstance(answer, StreamingHttpResponse)
    return answer.getvalue()


@given(
    values=st.dictionaries(
        st.sampled_from(["q", "plan", "unit", "sort", "cols", "page", "paper", "evil"]),
        st.lists(st.text(max_size=20), max_size=3),
    )
)
def test_the_lasting_address_is_the_same_when_it_is_read_again(values: dict[str, list[str]]) -> None:
    query = QueryDict(mutable=True)
    for name, texts in values.items():
        query.setlist(name, texts)
    lasting = Address(query, FILTERS).lasting
    again = Address(QueryDict(lasting), FILTERS)
    assert again.lasting == lasting
    assert "evil" not in lasting
    assert not again.get("page")


def test_a_page_that_cannot_be_gives_the_nearest(world: World, client: Client) -> None:
    seed.plan(world, tasks=120)
    for asked, shown in (("2", 2), ("0", 1), ("-3", 1), ("99999", 3), ("9" * 5000, 1), ("một", 1), ("²", 1)):
        listing = client.get("/nhiem-vu/", {"page": asked}).context["listing"]
        assert listing.number == shown, asked
    last = client.get("/nhiem-vu/?page=3").context["listing"]
    assert (last.first, last.last, len(last.shown)) == (101, 120, 20)


def test_every_row_is_on_one_page_only_whatever_the_order(world: World, client: Client) -> None:
    seed.plan(world, tasks=120)
    for order in ("due", "-due", "lead", "-lead", "plan", "budget", "unknown", ""):
        keys = [
            row.key
            for page in (1, 2, 3)
            for row in client.get("/nhiem-vu/", {"sort": order, "page": page}).context["listing"].shown
        ]
        assert len(set(keys)) == len(keys) == 120, order


def test_rows_without_a_value_stand_last_in_both_directions(world: World, client: Client) -> None:
    seed.plan(world, tasks=10)
    for order in ("due", "-due"):
        days = [line.due_on for line in client.get("/nhiem-vu/", {"sort": order}).context["listing"].rows]
        dated = [day for day in days if day is not None]
        assert days[: len(dated)] == sorted(dated, reverse=order == "-due")


def test_columns_are_chosen_by_the_address(world: World, client: Client) -> None:
    seed.plan(world)
    listing = client.get("/nhiem-vu/?cols=partners&cols=budget&cols=nothing").context["listing"]
    assert [column.key for column in listing.columns] == ["text", "partners", "budget"]
    assert len(client.get("/nhiem-vu/?cols=nothing").context["listing"].columns) == 6


def test_search_needs_every_word_in_any_order(world: World, client: Client) -> None:
    seed.plan(world, tasks=5)
    for words, found in (("hội nghị", 1), ("nghi HOI", 1), ("hội nghị doanh nghiệp", 0), ("100%_", 0), ("   ", 5)):
        assert client.get("/nhiem-vu/", {"q": words}).context["listing"].total == found, words


def test_an_export_holds_all_pages_of_what_the_filters_leave(world: World, client: Client) -> None:
    seed.plan(world, tasks=120)
    rows = list(csv.reader(io.StringIO(body(client.get("/nhiem-vu/xuat.csv?ownerless=on")).decode("utf-8-sig"))))
    assert rows[0][0] == "Nhiệm vụ"
    assert len(rows) == 1 + 24
    book = openpyxl.load_workbook(io.BytesIO(body(client.get("/nhiem-vu/xuat.xlsx?ownerless=on"))))
    sheet = book.worksheets[0]
    assert sheet.max_row == 4 + 24
    assert sheet["A1"].value == "DANH MỤC NHIỆM VỤ"
    assert "Chưa rõ chủ trì" in str(sheet["A2"].value)
    assert sheet.page_setup.orientation == "landscape"
    plans = openpyxl.load_workbook(io.BytesIO(body(client.get("/ke-hoach/xuat.xlsx")))).worksheets[0]
    assert [plans.cell(4, column).value for column in (7, 8)] == ["Nhiệm vụ", "Đưa vào theo dõi"]
    assert plans.cell(5, 7).value == 120
    assert isinstance(plans.cell(5, 8).value, dt.datetime)
    chosen = list(csv.reader(io.StringIO(body(client.get("/nhiem-vu/xuat.csv?cols=due")).decode("utf-8-sig"))))
    assert chosen[0] == ["Nhiệm vụ", "Thời hạn"]


def test_a_text_that_a_spreadsheet_would_run_is_guarded(world: World, client: Client) -> None:
    made = seed.plan(world, tasks=1)
    task = made.tasks[0]
    task.text = '=HYPERLINK("http://xa.example";"bấm")'
    task.save()
    rows = list(csv.reader(io.StringIO(body(client.get("/nhiem-vu/xuat.csv")).decode("utf-8-sig"))))
    assert rows[1][0].startswith("'=")
    sheet = openpyxl.load_workbook(io.BytesIO(body(client.get("/nhiem-vu/xuat.xlsx")))).worksheets[0]
    assert sheet["A5"].data_type == "s"


def test_chosen_rows_are_exported_and_all_means_all_of_the_filter(world: World, client: Client) -> None:
    made = seed.plan(world, tasks=120)
    chosen = client.post("/nhiem-vu/xuat.csv", {"ids": [made.tasks[0].pk, made.tasks[7].pk, "x", "9" * 30]})
    assert len(body(chosen).decode().splitlines()) == 3
    everything = client.post("/nhiem-vu/xuat.csv?ownerless=on", {"all": "1"})
    assert len(body(everything).decode().splitlines()) == 1 + 24


def test_rows_of_others_cannot_be_chosen(world: World, client: Client) -> None:
    from lotrinh.documents.vocab import Audience

    hidden = seed.plan(world, tasks=1, audience=Audience.INTERNAL, owner=world.finance)
    answer = client.post("/nhiem-vu/xuat.csv", {"ids": [hidden.tasks[0].pk]})
    assert len(body(answer).decode().splitlines()) == 1


def test_an_unknown_form_of_file_is_not_found(world: World, client: Client) -> None:
    seed.plan(world)
    assert client.get("/nhiem-vu/xuat.exe").status_code == 404


def test_a_list_is_saved_found_again_and_forgotten(world: World, client: Client) -> None:
    seed.plan(world)
    view = {"name": "Chưa rõ chủ trì", "query": "ownerless=on", "back": "/nhiem-vu/"}
    saved = client.post("/danh-sach/tasks/luu/", view)
    assert saved["Location"] == "/nhiem-vu/?ownerless=on"
    page = client.get("/nhiem-vu/")
    assert [item.name for item in page.context["views"]] == ["Chưa rõ chủ trì"]
    pk = page.context["views"][0].pk
    other = signed_in(world.actor("specialist"))
    assert other.post(f"/danh-sach/luu/{pk}/xoa/", {"back": "/nhiem-vu/"}).status_code == 404
    gone = client.post(f"/danh-sach/luu/{pk}/xoa/", {"back": "https://xa.example/"})
    assert gone["Location"] == "/"
    assert not client.get("/nhiem-vu/").context["views"]


@pytest.mark.parametrize("name", ["", "a" * 200, "\x00"])
def test_a_saved_list_needs_a_name_that_fits(client: Client, name: str) -> None:
    answer = client.post("/danh-sach/tasks/luu/", {"name": name, "query": "q=a", "back": "/nhiem-vu/"})
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()


@pytest.mark.parametrize(
    "back", ["không là địa chỉ", "1", "home", "//xa.example", "https://xa.example/", "javascript:0"]
)
def test_a_saved_list_leads_nowhere_but_to_a_page_of_ours(client: Client, back: str) -> None:
    answer = client.post("/danh-sach/tasks/luu/", {"name": "Việc gấp", "query": "q=a", "back": back})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/?q=a")


def test_a_list_for_paper_has_all_rows_on_one_page(world: World, client: Client) -> None:
    seed.plan(world, tasks=120)
    assert len(client.get("/nhiem-vu/?paper=1").context["listing"].shown) == 120


def test_a_filter_that_is_set_can_be_taken_away_alone(world: World, client: Client) -> None:
    seed.plan(world)
    listing = client.get("/nhiem-vu/?q=hoi&proposed=on&sort=lead&page=4").context["listing"]
    assert [chip.url for chip in listing.chips] == ["?proposed=on&sort=lead", "?q=hoi&sort=lead"]
