"""Loading units from a table: the forms, the look, the confirmation, the report, and whatever bytes somebody sends."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from pytest_django.fixtures import Settings

from lotrinh.accounts.vocab import Role
from lotrinh.core.problems import Refused
from lotrinh.organisations.models import Succession, Unit
from lotrinh.web.tables import Column, Limits, read
from lotrinh.web.tables.heads import UNREADABLE, text
from lotrinh.web.unit_import import tables

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.world import World

TOP: Final = "Ủy ban nhân dân tỉnh Sông Trà"
DEPARTMENT: Final = "Sở, ban, ngành"
HEAD: Final = ("Tên đầy đủ *", "Tên viết tắt", "Loại *", "Cấp trên")
COLUMNS: Final = (
    Column(key="name", label="Tên", heads=("ten",), required=True),
    Column(key="kind", label="Loại", heads=("loai",), required=True),
)
LIMITS: Final = Limits(lines=50)


@pytest.fixture
def operator(world: World) -> Client:
    from tests.factories.sign_in import sign_in

    return sign_in(world.actor(Role.OPERATOR, world.province))


def book(*lines: tuple[Any, ...]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def sent(data: bytes, name: str = "co-quan.xlsx") -> dict[str, SimpleUploadedFile]:
    return {"table": SimpleUploadedFile(name, data)}


def sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    opened = load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in opened.worksheets}


@pytest.mark.django_db
def test_the_template_has_lists_an_example_that_loads_and_the_units_that_there_are(
    world: World, operator: Client
) -> None:
    data = operator.get(reverse("unit_import:template")).content
    found = sheets(data)
    assert list(found) == ["Cơ quan", "Ví dụ", "Cách điền", "Danh mục"]
    assert found["Cơ quan"][0] == found["Ví dụ"][0]
    assert any(line[3] == "Doanh nghiệp, ngân hàng" for line in found["Ví dụ"])
    assert {line[3] for line in found["Danh mục"]} >= {TOP, "Sở Tài chính"}
    rules = load_workbook(io.BytesIO(data)).worksheets[0].data_validations.dataValidation
    assert len(rules) == 4
    # Whatever stands under the head of the form can be read back.
    assert [row.name for row in tables.rows(book(*found["Ví dụ"]))][:2] == [TOP, "Sở Khoa học và Công nghệ"]


@pytest.mark.django_db
def test_the_example_of_the_template_is_right_but_for_what_a_new_place_does_not_know(
    world: World, operator: Client
) -> None:
    head, *lines = sheets(operator.get(reverse("unit_import:template")).content)["Ví dụ"]
    before = [("Sở Kế hoạch và Đầu tư", DEPARTMENT), ("Sở Thông tin và Truyền thông", DEPARTMENT)]
    names, places = head.index("Tên đầy đủ *"), head.index("Mã địa danh")
    older = [tuple(name if i == names else kind if i == 3 else TOP if i == 5 else None for i in range(16))
             for name, kind in before]  # fmt: skip
    without_places = [tuple(None if i == places else value for i, value in enumerate(line)) for line in lines]
    look = operator.post(reverse("unit_import:load"), sent(book(head, *older, *without_places)))
    assert look.context["counts"]["wrong"] == 0, [
        (line[0].row.number, line[1]) for group in look.context["groups"] for line in group["lines"]
    ]


@pytest.mark.django_db
def test_a_table_is_looked_at_then_loaded_and_a_second_time_there_is_nothing_to_do(
    world: World, operator: Client
) -> None:
    data = book(HEAD, ("Sở Nội vụ", "SNV", DEPARTMENT, TOP), ("Sở Tài chính", "STC", DEPARTMENT, TOP))
    count = Unit.objects.count()
    look = operator.post(reverse("unit_import:load"), sent(data))
    page = look.content.decode()
    assert look.status_code == 200
    assert (look.context["counts"], Unit.objects.count()) == (
        {"add": 1, "change": 1, "same": 0, "wrong": 0}, count,
    )  # fmt: skip
    assert "Nạp bảng: thêm 1, sửa 1" in page
    assert "<ins>STC</ins>" in page
    done = operator.post(reverse("unit_import:confirm"), {"rows": look.context["signed"]})
    assert done["Location"] == reverse("organisations:list")
    assert Unit.objects.count() == count + 1
    assert "thêm 1 cơ quan, sửa 1, giữ nguyên 0" in operator.get(done["Location"]).content.decode()
    again = operator.post(reverse("unit_import:load"), sent(data))
    assert again.context["counts"]["same"] == 2
    assert "không có gì để sửa" in again.content.decode()
    assert "Nạp bảng:" not in again.content.decode()


@pytest.mark.django_db
def test_while_one_row_is_wrong_nothing_is_loaded_and_the_report_says_why(world: World, operator: Client) -> None:
    count = Unit.objects.count()
    lines = (("Sở Nội vụ", "=1+1", DEPARTMENT, TOP), ("Sở Y tế", "", "Vương quốc", "Sở Mây"))
    look = operator.post(reverse("unit_import:load"), sent(book(HEAD, *lines)))
    assert look.status_code == 422
    page = look.content.decode()
    assert "Không có lựa chọn “Vương quốc”" in page
    assert "Nạp bảng:" not in page
    forced = operator.post(reverse("unit_import:confirm"), {"rows": look.context["signed"]})
    assert forced.status_code == 422
    assert "Còn 1 dòng sai; chưa dòng nào được ghi." in forced.content.decode()
    assert Unit.objects.count() == count
    answer = operator.post(reverse("unit_import:report"), {"rows": look.context["signed"]})
    head, good, bad = sheets(answer.content)["Kết quả"]
    assert head[:3] == ("Lỗi", "Kết quả", "Mã định danh")
    assert (good[0] or "", good[1], good[4]) == ("", "sẽ thêm", "=1+1")
    assert "Cấp trên: Không có cơ quan “Sở Mây”" in bad[0]
    assert "Loại: " in bad[0]
    # The report is a table of the same form: corrected, it is sent again.
    mended = book(
        head, good, tuple("Sở, ban, ngành" if v == "Vương quốc" else TOP if v == "Sở Mây" else v for v in bad)
    )
    assert operator.post(reverse("unit_import:load"), sent(mended)).context["counts"]["add"] == 2


@pytest.mark.django_db
def test_what_was_typed_is_shown_as_text(world: World, operator: Client) -> None:
    look = operator.post(
        reverse("unit_import:load"), sent(book(HEAD, ("<script>alert(1)</script>", "", DEPARTMENT, TOP)))
    )
    assert b"<script>alert(1)" not in look.content
    assert "&lt;script&gt;alert(1)" in look.content.decode()


@pytest.mark.django_db
def test_what_changed_since_the_look_is_shown_before_anything_is_written(world: World, operator: Client) -> None:
    look = operator.post(reverse("unit_import:load"), sent(book(HEAD, ("Sở Tài chính", "STC", DEPARTMENT, TOP))))
    Unit.objects.filter(pk=world.finance.pk).update(short_name="Sở TC")
    answer = operator.post(reverse("unit_import:confirm"), {"rows": look.context["signed"]})
    assert answer.status_code == 409
    assert "<del>Sở TC</del>" in answer.content.decode()
    world.finance.refresh_from_db()
    assert world.finance.short_name == "Sở TC"
    assert operator.post(reverse("unit_import:confirm"), {"rows": answer.context["signed"]}).status_code == 302


@pytest.mark.django_db
def test_rows_that_nobody_looked_at_or_somebody_else_did_are_not_taken(world: World, operator: Client) -> None:
    from tests.factories.sign_in import sign_in

    look = operator.post(reverse("unit_import:load"), sent(book(HEAD, ("Sở Nội vụ", "", DEPARTMENT, TOP))))
    other = sign_in(world.actor(Role.OPERATOR, world.province))
    for client, rows in ((operator, "made-up"), (operator, ""), (other, look.context["signed"])):
        for name in ("confirm", "report"):
            answer = client.post(reverse(f"unit_import:{name}"), {"rows": rows})
            assert (answer.status_code, "Bảng đã xem quá lâu" in answer.content.decode()) == (422, True)
    assert not Unit.objects.filter(name="Sở Nội vụ").exists()


@pytest.mark.django_db
def test_history_is_loaded_with_the_units(world: World, operator: Client) -> None:
    head = (*HEAD, "Kế thừa của", "Hình thức", "Số văn bản", "Hiệu lực từ")
    line = ("Sở Mới", "", DEPARTMENT, TOP, "Sở Tài chính; Sở KH&CN", "Hợp nhất, sáp nhập", "1/NQ", "01/03/2025")
    look = operator.post(reverse("unit_import:load"), sent(book(head, line)))
    assert "Sở Tài chính (Hợp nhất, sáp nhập, từ 01/03/2025)" in look.content.decode()
    operator.post(reverse("unit_import:confirm"), {"rows": look.context["signed"]})
    assert set(Succession.objects.values_list("successor__name", flat=True)) == {"Sở Mới"}


@pytest.mark.django_db
def test_only_operators_get_in(world: World) -> None:
    from tests.factories.sign_in import sign_in

    client = sign_in(world.coordinator)
    assert [
        client.get(reverse(f"unit_import:{name}")).status_code for name in ("load", "template", "template_csv")
    ] == [403] * 3
    assert [client.post(reverse(f"unit_import:{name}")).status_code for name in ("load", "confirm", "report")] == [
        403
    ] * 3


@pytest.mark.django_db
@pytest.mark.slow
def test_the_most_rows_come_back_within_what_a_request_may_hold(
    world: World, operator: Client, settings: Settings
) -> None:
    lines = (
        (f"Ủy ban nhân dân xã Bình An {n}", f"UBND xã {n}", "Ủy ban nhân dân cấp xã", TOP, f"H{n * 7919}")
        for n in range(5000)
    )
    look = operator.post(reverse("unit_import:load"), sent(book((*HEAD, "Mã định danh"), *lines)))
    assert look.context["counts"]["add"] == 5000
    assert len(look.content) < 1024 * 1024
    assert len(look.context["signed"]) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 2
    done = operator.post(reverse("unit_import:confirm"), {"rows": look.context["signed"]})
    assert done.status_code == 302
    assert Unit.objects.count() > 5000


@pytest.mark.django_db
def test_a_table_that_no_request_could_bring_back_is_refused(
    world: World, operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lotrinh.web.tables.carried._LONGEST", 100)
    look = operator.post(reverse("unit_import:load"), sent(book(HEAD, ("Sở Nội vụ", "", DEPARTMENT, TOP))))
    assert look.status_code == 422
    assert "quá nhiều nội dung" in look.content.decode()


def test_rows_are_signed_for_one_purpose_only() -> None:
    with pytest.raises(signing.BadSignature):
        signing.loads(signing.dumps([[], "", ""], salt="lotrinh.people.rows"), salt="lotrinh.units.rows.1")


CSV: Final = "Tên{0}Loại\nSở Nội vụ{0}sở\n\n=cmd(){0}x\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_is_read_with_any_of_the_three_separators(separator: str, encoding: str) -> None:
    found = read(CSV.format(separator).encode(encoding), COLUMNS, LIMITS)
    assert [(line.number, line.values["name"]) for line in found] == [(2, "Sở Nội vụ"), (4, "=cmd()")]


def test_the_empty_csv_has_the_head_of_the_form() -> None:
    assert tables.rows(tables.template_csv() + "x,Sở Nội vụ\r\n".encode())[0].name == "Sở Nội vụ"


def _bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (60 * 1024 * 1024))
    return target.getvalue()


def _entities() -> bytes:
    source, target = io.BytesIO(book(("Tên", "Loại"), ("a", "b"))), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]>' + data
            new.writestr(part, data)
    return target.getvalue()


def _long() -> bytes:
    return ("Tên;Loại\n" + "a;b\n" * 100_000).encode()


def _wide() -> bytes:
    return book(tuple(range(200)), (*["x"] * 60, "Tên", "Loại"))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "table-columns"),
        (lambda: b"no table", "table-columns"),
        (lambda: b"PK\x03\x04cut", "table-unreadable"),
        (lambda: b"\x00" * 100, "table-unreadable"),
        (lambda: b"\xd0\xcf\x11\xe0 and so on", "table-old"),
        (lambda: b"x" * (5 * 1024 * 1024 + 1), "table-large"),
        (lambda: book(("Một", "Hai"), ("a", "b")), "table-columns"),
        (lambda: "Tên;Loại\nSở Nội vụ;sở".encode("utf-16"), "table-unreadable"),
        (lambda: "Tên;Loại\nSở;sở".encode("cp1258", errors="replace") + b"\xd2\xf2", "table-encoding"),
        (lambda: b'T\xc3\xaan;Lo\xe1\xba\xa1i\n"' + b"a" * 200_000, "table-unreadable"),
        (_bomb, "table-large"),
        (_entities, "table-unreadable"),
        (_long, "table-long"),
        (_wide, "table-columns"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(make(), COLUMNS, LIMITS)
    assert refused.value.code == code


def test_a_hundred_thousand_rows_of_a_workbook_are_refused_not_read_to_the_end() -> None:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Tên", "Loại"])
        for number in range(1, 100_001):
            sheet.write_row(number, 0, ["a", "b"])
    with pytest.raises(Refused) as refused:
        read(target.getvalue(), COLUMNS, LIMITS)
    assert refused.value.code == "table-long"


def test_a_workbook_formatted_far_down_is_read_to_the_last_filled_line() -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(("Tên", "Loại"))
    sheet.append(("a", "b"))
    sheet.cell(1_048_576, 1).number_format = "@"
    target = io.BytesIO()
    made.save(target)
    assert [line.values["name"] for line in read(target.getvalue(), COLUMNS, LIMITS)] == ["a"]


def test_cells_become_one_line_of_composed_letters() -> None:
    import datetime as dt

    assert text("Sở  Nội\nvụ ".replace("ở", "ở"), 300) == "Sở Nội vụ"
    assert text("a\u200bb\ufeff", 300) == "ab"
    assert text("a\u202eb\x07\ud800", 300) == f"a{UNREADABLE}b{UNREADABLE}{UNREADABLE}"
    assert text(dt.datetime(2026, 6, 5, tzinfo=dt.UTC), 300) == "05/06/2026"
    assert (text(12.0, 300), text(1.5, 300), text(None, 300), text("x" * 999, 300)) == ("12", "1.5", "", "x" * 300)


def _mixed(data: bytes, cuts: list[tuple[int, bytes]]) -> bytes:
    """The bytes with others written over them here and there."""
    mixed = bytearray(data)
    for place, put in cuts:
        at = place % max(len(mixed), 1)
        mixed[at : at + len(put)] = put
    return bytes(mixed)


def _rewritten(cuts: dict[str, list[tuple[int, bytes]]]) -> bytes:
    """A workbook that unpacks well, with other bytes here and there in its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, _mixed(old.read(part), cuts.get(part.filename, [])))
    return target.getvalue()


WORKBOOK: Final = book(("Tên", "Loại"), ("Sở Nội vụ", "sở"), (1.5, None))
CUTS = st.lists(st.tuples(st.integers(0, 100_000), st.binary(min_size=1, max_size=6)), max_size=6)
PARTS: Final = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml")


@settings(max_examples=300)
@given(
    st.binary(max_size=2000)
    | st.text(max_size=500).map(lambda said: f"Tên;Loại\n{said}".encode("utf-8", "surrogatepass"))
    | CUTS.map(lambda cuts: _mixed(WORKBOOK, cuts))
    | st.dictionaries(st.sampled_from(PARTS), CUTS, max_size=2).map(_rewritten)
    | st.binary(max_size=200).map(lambda more: b"PK\x03\x04" + more)
)
def test_any_bytes_are_lines_or_refused(data: bytes) -> None:
    try:
        found = read(data, COLUMNS, LIMITS)
    except Refused:
        return
    for line in found:
        assert any(line.values.values())
        assert all(len(value) <= LIMITS.cell for value in line.values.values())
        "".join(line.values.values()).encode()


def test_a_head_is_looked_for_in_the_first_lines_only() -> None:
    for data in (b"x;y\n" * 60 + b"Ten;Loai\nA;B\n", book(*[("x", "y")] * 60, ("Tên", "Loại"), ("A", "B"))):
        with pytest.raises(Refused, match="tiêu đề"):
            read(data, COLUMNS, LIMITS)
    assert [line.values["name"] for line in read(b"x;y\n" * 49 + b"Ten;Loai\nA;B\n", COLUMNS, LIMITS)] == ["A"]
