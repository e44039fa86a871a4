"""The pages of the list of places."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.organisations.models import Place, PlaceChange
from tests.factories import lands

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.world import World

pytestmark = pytest.mark.django_db

EVE = dt.date(2025, 6, 30)
FIRST_DAY = dt.date(2025, 7, 1)


def _place(code: str, kind: str, name: str, parent: Place | None = None, *, old: bool = False) -> Place:
    level = {2: "province", 3: "district", 5: "commune"}[len(code)]
    return Place.objects.create(
        edition="2004" if old else "2025", level=level, code=code, kind=kind, name=name, parent=parent,
        starts_on=None if old else FIRST_DAY, ends_on=EVE if old else None, source="Nghị quyết 202/2025/QH15",
    )  # fmt: skip


@pytest.fixture
def few() -> dict[str, Place]:
    """Bắc Giang with a district and two communes, Bắc Ninh with one."""
    giang = _place("24", "province", "Bắc Giang", old=True)
    ninh = _place("24", "province", "Bắc Ninh")
    district = _place("213", "city", "Bắc Giang", giang, old=True)
    one = _place("07201", "ward", "Thọ Xương", district, old=True)
    two = _place("07204", "ward", "Trần Nguyên Hãn", district, old=True)
    new = _place("07210", "ward", "Bắc Giang", ninh)
    PlaceChange.objects.create(predecessor=giang, successor=ninh, effective_on=FIRST_DAY)
    PlaceChange.objects.create(predecessor=one, successor=new, effective_on=FIRST_DAY)
    PlaceChange.objects.create(predecessor=two, successor=new, effective_on=FIRST_DAY, part=True)
    return {"giang": giang, "ninh": ninh, "district": district, "one": one, "two": two, "new": new}


@pytest.fixture
def operator(world: World) -> Client:
    from tests.factories.sign_in import sign_in

    return sign_in(world.actor(Role.OPERATOR, world.province))


@pytest.fixture
def clerk(world: World) -> Client:
    from tests.factories.sign_in import sign_in

    return sign_in(world.actor(Role.CLERK, world.finance))


def _found(client: Client, **query: str | int) -> set[str]:
    rows = client.get(reverse("places:list"), query).context["listing"].rows
    return {f"{place.full_name} {place.edition}" for place in rows}


def test_an_empty_list_teaches_and_loads_at_a_press(operator: Client, clerk: Client) -> None:
    page = operator.get(reverse("places:list")).content.decode()
    assert "Chưa nạp danh mục địa danh" in page
    assert reverse("places:load") in page
    assert reverse("places:load") not in clerk.get(reverse("places:list")).content.decode()
    assert clerk.post(reverse("places:load")).status_code == 403
    assert operator.get(reverse("places:load")).status_code == 405
    page = operator.post(reverse("places:load"), follow=True).content.decode()
    assert "thêm 14011" in page
    assert Place.objects.filter(level="commune", ends_on=None).count() == 3_321
    page = operator.post(reverse("places:load"), follow=True).content.decode()
    assert "không có gì thay đổi" in page


@pytest.mark.usefixtures("few")
def test_places_are_found_by_name_level_province_and_day(clerk: Client, few: dict[str, Place]) -> None:
    assert _found(clerk, q="tho xuong") == {"phường Thọ Xương 2004"}
    assert _found(clerk, cap="province") == {"tỉnh Bắc Giang 2004", "tỉnh Bắc Ninh 2025"}
    assert _found(clerk, tinh=few["ninh"].pk) == {"tỉnh Bắc Ninh 2025", "phường Bắc Giang 2025"}
    assert _found(clerk, q="bắc giang", ngay="30/06/2025") == {"tỉnh Bắc Giang 2004", "thành phố Bắc Giang 2004"}
    assert _found(clerk, q="bắc giang", ngay="01/07/2025") == {"phường Bắc Giang 2025"}
    assert clerk.get(reverse("places:list"), {"ngay": "31/02/2025"}).status_code == 422


@pytest.mark.usefixtures("few")
def test_the_list_is_exported_as_it_is_filtered(clerk: Client) -> None:
    answer = clerk.get(reverse("places:export", args=("csv",)), {"q": "tran nguyen han"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert lines[1].startswith("phường Trần Nguyên Hãn,07204,Cấp xã,thành phố Bắc Giang,tỉnh Bắc Giang,,2025-06-30")


def test_a_page_says_where_a_place_comes_from_and_what_became_of_it(clerk: Client, few: dict[str, Place]) -> None:
    page = clerk.get(reverse("places:detail", args=(few["new"].pk,))).content.decode()
    assert "Hình thành từ" in page
    assert "phường Thọ Xương" in page
    assert page.count("một phần") == 1
    page = clerk.get(reverse("places:detail", args=(few["giang"].pk,))).content.decode()
    assert "Nay là" in page
    assert "tỉnh Bắc Ninh" in page
    page = clerk.get(reverse("places:detail", args=(few["district"].pk,))).content.decode()
    assert "Cấp này đã kết thúc" in page
    assert reverse("places:detail", args=(few["new"].pk,)) in page
    assert clerk.get(reverse("places:detail", args=(10**9,))).status_code == 404


def test_pages_need_few_queries(
    clerk: Client, few: dict[str, Place], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clerk.get(reverse("places:list"))
    with django_assert_max_num_queries(13):
        clerk.get(reverse("places:list"))
    for place in few.values():
        with django_assert_max_num_queries(15):
            clerk.get(reverse("places:detail", args=(place.pk,)))


def test_the_operator_corrects_and_takes_it_back(operator: Client, clerk: Client) -> None:
    lands.load("01")
    place = Place.objects.get(edition="2025", code="00004")
    address = reverse("places:edit", args=(place.pk,))
    typed = {"kind": "ward", "name": "Ba Đình", "code": "00004", "starts_on": "01/07/2025", "ends_on": "", "source": ""}
    assert clerk.get(address).status_code == 403
    assert operator.get(address).context["form"].initial["code"] == "00004"
    answer = operator.post(address, {**typed, "code": "12"})
    assert answer.status_code == 422
    assert "Mã gồm 5 chữ số." in answer.content.decode()
    assert operator.post(address, {**typed, "ends_on": "01/01/2020"}).status_code == 422
    page = operator.post(address, {**typed, "name": "Ba Đình Hai"}, follow=True).content.decode()
    assert "Ba Đình Hai" in page
    assert reverse("places:undo", args=(place.pk,)) in page
    assert _found(operator, **{"da-sua": "on"}) == {"phường Ba Đình Hai 2025"}
    assert clerk.post(reverse("places:undo", args=(place.pk,))).status_code == 403
    page = operator.post(reverse("places:undo", args=(place.pk,)), follow=True).content.decode()
    assert "trở lại như trong danh mục" in page
    place.refresh_from_db()
    assert (place.name, place.corrected) == ("Ba Đình", False)
    assert _found(operator, **{"da-sua": "on"}) == set()


def test_a_place_of_ones_own_has_nothing_to_go_back_to(operator: Client) -> None:
    place = _place("99999", "commune", "Tự Thêm")
    page = operator.post(reverse("places:undo", args=(place.pk,)), follow=True).content.decode()
    assert "không có gì để trở lại" in page


def _sheet(*rows: tuple[str | int | dt.date, ...]) -> SimpleUploadedFile:
    from openpyxl import Workbook

    book, target = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(target)
    return SimpleUploadedFile("bang.xlsx", target.getvalue())


def test_a_table_is_tried_before_it_is_loaded(operator: Client, clerk: Client, few: dict[str, Place]) -> None:
    head = ("edition", "code", "kind", "name", "parent", "starts_on")
    rows = (
        head,
        ("2025", "07999", "xã", "Mới Lập", "24", dt.date(2026, 1, 1)),
        ("2025", "07210", "phường", "Giang", 24),
    )
    address = reverse("places:own")
    assert clerk.get(address).status_code == 403
    page = operator.post(address, {"table": _sheet(*rows), "try": "1"}).content.decode()
    assert "Bảng đúng" in page
    assert not Place.objects.filter(code="07999").exists()
    found = re.search(r'name="rows" value="([^"]+)"', page)
    assert found
    assert clerk.post(address, {"rows": found[1], "load": "1"}).status_code == 403
    late = operator.post(address, {"rows": f"{found[1]}x", "load": "1"})
    assert (late.status_code, Place.objects.filter(code="07999").exists()) == (422, False)
    assert "Hãy chọn lại tệp" in late.content.decode()
    page = operator.post(address, {"rows": found[1], "load": "1"}, follow=True).content.decode()
    assert "thêm 1, sửa 1" in page
    new = Place.objects.get(code="07999")
    assert (new.parent, new.starts_on, new.corrected) == (few["ninh"], dt.date(2026, 1, 1), True)
    few["new"].refresh_from_db()
    assert few["new"].name == "Giang"


def test_a_table_may_be_loaded_at_once(operator: Client, few: dict[str, Place]) -> None:
    rows = (("edition", "code", "kind", "name", "parent"), ("2025", "07210", "phường", "Giang", 24))
    page = operator.post(reverse("places:own"), {"table": _sheet(*rows), "load": "1"}, follow=True).content.decode()
    assert "thêm 0, sửa 1" in page
    few["new"].refresh_from_db()
    assert few["new"].name == "Giang"


def test_lists_that_cannot_be_loaded_are_answered_with_a_sentence(
    operator: Client, few: dict[str, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    from lotrinh.organisations.reference.places import ListedPlace, National
    from lotrinh.organisations.services import places as services
    from lotrinh.organisations.vocab import PlaceKind

    Place.objects.filter(pk=few["new"].pk).update(code="07211", listed_code="07210", corrected=True)
    new = ListedPlace(edition="2025", code="07211", kind=PlaceKind.WARD, name="Mới", parent=("2025", "24"))
    monkeypatch.setattr(services, "national", lambda: National(places=(new,), changes=()))
    page = operator.post(reverse("places:load"), follow=True).content.decode()
    assert "phường Mới" in page
    assert "cho “phường Bắc Giang”" in page
    assert Place.objects.filter(code="07211").count() == 1


@pytest.mark.usefixtures("few")
def test_the_wrong_lines_of_a_table_are_told_by_their_numbers(operator: Client) -> None:
    rows = (("old", "new", "effective_on"), ("07201", "07210", "01/07/2025"), (), ("07201", "77777", "32/01/2025"))
    answer = operator.post(reverse("places:own"), {"table": _sheet(*rows), "load": "1"})
    assert answer.status_code == 422
    assert [fault.line for fault in answer.context["report"].faults] == [4]
    page = operator.post(reverse("places:own"), {"table": SimpleUploadedFile("a.csv", b"\xff\xfe"), "load": "1"})
    assert page.status_code == 422
    assert operator.post(reverse("places:own"), {"load": "1"}).status_code == 422


def test_the_templates_have_the_columns_that_are_read(operator: Client) -> None:
    from openpyxl import load_workbook

    for name, first in (("places:template", "edition"), ("places:template_of_changes", "old")):
        answer = operator.get(reverse(name))
        assert load_workbook(io.BytesIO(answer.content)).worksheets[0]["A1"].value == first
