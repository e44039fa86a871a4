"""Merger day as a coordinator works with it: seeing, choosing, confirming, the appendix, taking back."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
from pathlib import Path

import docx
import openpyxl
import pypdfium2  # type: ignore[import-untyped]
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.plans.models import Handover, HandoverChoice, TaskParty
from tests.factories import plans as seed
from tests.factories.mergers import Merger
from tests.factories.sign_in import sign_in
from tests.factories.world import World

MOST_QUERIES = 15
BOARD = "/chuyen-giao/?ngay=01/07/2025"
CONFIRM = "/chuyen-giao/xac-nhan/?ngay=01/07/2025"
DECISION = {
    "number": "15/QĐ-UBND",
    "issued_on": "28/06/2025",
    "issuer": "Ủy ban nhân dân tỉnh",
    "effective_on": "01/07/2025",
    "note": "",
}


@pytest.fixture(autouse=True)
def _on_a_day_in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lotrinh.core.clock.now", lambda: dt.datetime(2026, 6, 10, 3, tzinfo=dt.UTC))


@pytest.fixture
def merger(world: World) -> Merger:
    made = Merger(world)
    made.happen()
    return made


@pytest.fixture
def old(merger: Merger) -> seed.Seeded:
    return merger.old_plan()


@pytest.fixture
def client(old: seed.Seeded, world: World) -> Client:
    del old
    return sign_in(world.coordinator)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def confirm(client: Client, **changes: str) -> tuple[int, str]:
    seen = re.search(r'name="seen" value="(\w+)"', page(client, CONFIRM))
    assert seen is not None
    answer = client.post(CONFIRM, {**DECISION, "seen": seen[1], **changes})
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def party(old: seed.Seeded, position: int) -> int:
    return TaskParty.objects.get(task=old.tasks[position], handed=None).pk


def test_the_page_lists_bodies_with_their_counts_and_proposes_with_reasons(client: Client) -> None:
    shown = text(page(client, BOARD))
    assert "Sở Thông tin và Truyền thông kết thúc hoạt động ngày 28/02/2025 4 nhiệm vụ chủ trì 3/4" in shown
    assert "đề xuất vì có “tuyên truyền”, “báo chí”" in shown
    assert "Tự chuyển theo văn bản sắp xếp: 1 cơ quan" in shown
    assert "Sở Kế hoạch và Đầu tư → Sở Tài chính: 1 nhiệm vụ chủ trì" in shown
    assert "UBND các huyện, thành phố" in text(page(client, f"{BOARD}&nhom=gdistricts"))
    assert "Ngày viết dạng" in page(client, "/chuyen-giao/?ngay=1-7", 422)
    assert "Mọi nhiệm vụ đều có cơ quan thực hiện" in page(client, "/chuyen-giao/?ngay=01/01/2025")


def test_who_does_not_coordinate_has_no_such_page(old: seed.Seeded, world: World) -> None:
    for person in (world.actor(Role.SPECIALIST), world.actor(Role.OPERATOR, world.province)):
        other = sign_in(person)
        for address in ("/chuyen-giao/", "/chuyen-giao/xac-nhan/", "/chuyen-giao/da-ghi/", "/chuyen-giao/1/"):
            page(other, address, 404)
    assert "Chuyển giao" not in page(sign_in(world.actor(Role.SPECIALIST)), "/ke-hoach/")
    stranger = sign_in(world.actor(Role.COORDINATOR, world.finance))
    assert "Mọi nhiệm vụ đều có cơ quan thực hiện" in page(stranger, BOARD)


@pytest.mark.parametrize("times", [1, 40])
def test_the_pages_take_no_more_than_fifteen_queries(
    merger: Merger, times: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    merger.old_plan(times)
    client = sign_in(merger.world.coordinator)
    page(client, "/")
    for address in (BOARD, f"{BOARD}&nhom=u{merger.district.pk}", CONFIRM, "/chuyen-giao/du-thao.xlsx?ngay=01/07/2025"):
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(address)
    _status, made = confirm(client)
    for address in (made, "/chuyen-giao/da-ghi/", f"{made}phu-luc.xlsx", "/nhiem-vu/", "/nhiem-vu/?lost=on"):
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(address)


def test_choices_for_single_rows_and_for_many_are_kept(client: Client, old: seed.Seeded, merger: Merger) -> None:
    here = f"{BOARD}&nhom=u{merger.media.pk}"
    names = [f"task-{party(old, n)}" for n in range(4)]
    answer = client.post(here, {f"c-{names[3]}": f"u{merger.culture.pk}", f"c-{names[1]}": "keep", "do": "save"})
    assert answer.status_code == 302
    assert HandoverChoice.objects.count() == 2
    assert "do bạn chọn" in page(client, here)
    sent = {"chon": names[:2], "to-typed": "Sở Tài chính", "do": "save"}
    sent |= {f"c-{name}": "" for name in names}
    assert client.post(here, sent).status_code == 302
    codes = dict(HandoverChoice.objects.values_list("party_id", "choice"))
    finance = f"u{merger.world.finance.pk}"
    assert [codes.get(party(old, n)) for n in range(4)] == [finance, finance, "keep", None]
    client.post(here, {"to": f"u{merger.police.pk}", "tat-ca": "1", "do": "save"})
    assert set(HandoverChoice.objects.values_list("choice", flat=True)) == {f"u{merger.police.pk}"}


def test_what_was_typed_survives_a_name_that_nobody_bears(client: Client, old: seed.Seeded, merger: Merger) -> None:
    here = f"{BOARD}&nhom=u{merger.media.pk}"
    good, bad = f"task-{party(old, 3)}", f"task-{party(old, 0)}"
    answer = client.post(here, {f"t-{bad}": "Sở Không có thật", f"c-{good}": f"u{merger.culture.pk}", "do": "confirm"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Sở Không có thật"' in shown
    assert "Chưa rõ “Sở Không có thật” là cơ quan nào" in shown
    assert HandoverChoice.objects.get().choice == f"u{merger.culture.pk}"
    assert client.post(here, {"to": "keep", "do": "save"}).status_code == 422


@pytest.mark.parametrize(
    "code", ["u" + "9" * 5000, "u9223372036854775808", "u٣", "u999999999999999999", "gxxx", "\x00"]
)
def test_a_code_that_no_page_offers_is_refused(client: Client, old: seed.Seeded, code: str) -> None:
    assert client.post(BOARD, {f"c-task-{party(old, 3)}": code}).status_code == 422
    assert client.post(BOARD, {"to": code, "tat-ca": "1"}).status_code == 422
    assert not HandoverChoice.objects.exists()


def test_one_decision_confirms_what_was_chosen_and_the_lists_follow(
    client: Client, old: seed.Seeded, merger: Merger
) -> None:
    status, address = confirm(client)
    made = Handover.objects.get()
    assert (status, address, made.lines.count()) == (302, f"/chuyen-giao/{made.pk}/", 4)
    shown = text(page(client, address))
    assert "Sở TT&amp;TT Sở Văn hóa, Thể thao và Du lịch Chủ trì báo chí, xuất bản, thông tin cơ sở" in shown
    row = text(page(client, f"/ke-hoach/{old.plan.pk}/nhiem-vu/{old.tasks[0].lineage}/"))
    assert "nay: Sở Văn hóa, Thể thao và Du lịch" in row
    assert "chuyển giao theo 15/QĐ-UBND, từ ngày 01/07/2025" in row
    passed = text(page(client, f"/ke-hoach/{old.plan.pk}/nhiem-vu/{old.tasks[4].lineage}/"))
    assert "nay: Sở Tài chính sắp xếp theo 18/NQ-HĐND, từ ngày 01/03/2025" in passed
    listed = text(page(client, "/nhiem-vu/"))
    assert "Sở TT&amp;TT nay: Sở Văn hóa, Thể thao và Du lịch" in listed
    assert "UBND huyện Trà Bắc chưa có cơ quan nhận" in listed
    assert "3 nhiệm vụ" in text(page(client, "/nhiem-vu/?lost=on"))
    file = openpyxl.load_workbook(io.BytesIO(client.get("/nhiem-vu/xuat.xlsx").getvalue())).active
    assert file is not None
    assert "Chủ trì hiện nay" in [cell.value for cell in file[4]]
    assert client.post(f"{address}rut/").status_code == 302
    assert not Handover.objects.exists()
    assert "Sở TT&amp;TT chưa có cơ quan nhận" in text(page(client, "/nhiem-vu/"))


def test_a_list_that_changed_is_shown_again_before_it_is_confirmed(client: Client, old: seed.Seeded) -> None:
    status, shown = confirm(client, seen="0")
    assert status == 200 or "Danh sách vừa thay đổi" in shown
    assert not Handover.objects.exists()
    status, shown = confirm(client, number="", issued_on="32/13/2025")
    assert (status, "Ngày viết dạng ngày/tháng/năm" in shown, 'value="Ủy ban nhân dân tỉnh"' in shown) == (
        422,
        True,
        True,
    )
    assert client.get(CONFIRM.replace("2025", "2024")).status_code == 200


def test_the_appendix_is_an_official_table_in_both_forms(client: Client) -> None:
    draft = client.get("/chuyen-giao/du-thao.docx?ngay=01/07/2025")
    _status, address = confirm(client)
    for paper, attached in (
        (draft.content, "(Kèm theo Quyết định số ……… ngày …/…/…… của ………)"),
        (
            client.get(f"{address}phu-luc.docx").content,
            "(Kèm theo Quyết định số 15/QĐ-UBND ngày 28/06/2025 của Ủy ban nhân dân tỉnh)",
        ),
    ):
        made = docx.Document(io.BytesIO(paper))
        assert [line.text for line in made.paragraphs[:3]] == [
            "PHỤ LỤC",
            "DANH MỤC NHIỆM VỤ CHUYỂN GIAO CHO CƠ QUAN TIẾP NHẬN",
            attached,
        ]
        section = made.sections[0]
        assert section.page_width is not None
        assert section.page_height is not None
        assert section.page_width > section.page_height
        assert made.styles["Normal"].font.name == "Times New Roman"
        rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
        assert rows[0] == [
            *("TT", "Nhiệm vụ", "Kế hoạch (số, ngày)", "Cơ quan theo văn bản", "Cơ quan tiếp nhận", "Vai trò"),
            *("Lĩnh vực", "Căn cứ"),
        ]
        assert len(rows) == 5
        assert rows[1][3:] == [
            *("Sở TT&TT", "Sở Văn hóa, Thể thao và Du lịch", "Chủ trì"),
            *("báo chí, xuất bản, thông tin cơ sở", "18/NQ-HĐND"),
        ]
        assert "tblHeader" in made.tables[0].rows[0]._tr.xml
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}phu-luc.xlsx").content)).active
    assert sheet is not None
    assert [sheet["A1"].value, sheet["A3"].value[:22], sheet["E6"].value] == [
        "PHỤ LỤC",
        "(Kèm theo Quyết định s",
        "Sở Văn hóa, Thể thao và Du lịch",
    ]
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$5:$5")
    assert client.get(f"{address}phu-luc.pdf").status_code == 404


@pytest.mark.parametrize("name", ["number", "issuer"])
@pytest.mark.parametrize("letter", ["\x01", "\x7f", "\ufffe"])
def test_what_xml_cannot_hold_is_left_out_of_the_appendix(client: Client, name: str, letter: str) -> None:
    _status, address = confirm(client, **{name: f"A{letter}B"})
    for form, opens in (("docx", docx.Document), ("xlsx", openpyxl.load_workbook)):
        answer = client.get(f"{address}phu-luc.{form}")
        assert answer.status_code == 200
        assert opens(io.BytesIO(answer.content)) is not None
    made = docx.Document(io.BytesIO(client.get(f"{address}phu-luc.docx").content))
    assert "AB" in made.paragraphs[2].text


@pytest.mark.libreoffice
def test_the_appendix_opens_in_libreoffice(client: Client, tmp_path: Path) -> None:
    paper = tmp_path / "phu-luc.docx"
    paper.write_bytes(client.get("/chuyen-giao/du-thao.docx?ngay=01/07/2025").content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(paper)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = pypdfium2.PdfDocument(paper.with_suffix(".pdf"))
    width, height = pages[0].get_size()
    said = " ".join(pages[0].get_textpage().get_text_range().split())
    pages.close()
    assert (round(width), round(height)) == (842, 595)
    assert "DANH MỤC NHIỆM VỤ CHUYỂN GIAO" in said
