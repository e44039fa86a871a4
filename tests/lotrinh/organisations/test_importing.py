"""Units from a table: what a look says of each row, and that loading does exactly that or nothing."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Conflict, NotAllowed, Refused
from lotrinh.organisations.models import Place, Reorganisation, Succession, Unit, UnitName
from lotrinh.organisations.services import importing
from lotrinh.organisations.services.importing import Outcome, UnitRow
from lotrinh.organisations.vocab import Level, PlaceKind, ReorganisationKind, UnitKind

if TYPE_CHECKING:
    from lotrinh.core.actor import Actor
    from tests.factories.world import World

pytestmark = pytest.mark.django_db

TOP = "Ủy ban nhân dân tỉnh Sông Trà"
DEPARTMENT = "Sở, ban, ngành"


@pytest.fixture
def operator(world: World) -> Actor:
    return world.actor(Role.OPERATOR, world.province)


def rows(*lines: dict[str, str]) -> list[UnitRow]:
    """Rows numbered as in a file with a head; a department below the province unless said otherwise."""
    return [
        UnitRow(**{"number": number, "kind": DEPARTMENT, "parent": TOP, **line})  # type: ignore[arg-type]
        for number, line in enumerate(lines, 2)
    ]


def merged(*predecessors: str, on: str = "01/03/2025", **more: str) -> dict[str, str]:
    """The cells of a merger."""
    return {
        "predecessors": "; ".join(predecessors),
        "how": "hợp nhất",
        "act_number": "12/NQ-HĐND",
        "act_effective_on": on,
        **more,
    }


def faults(actor: Actor, table: Sequence[UnitRow]) -> list[tuple[int, str, str]]:
    report = importing.check_units(actor, rows=table)
    return [(v.row.number, fault.column, fault.sentence) for v in report.verdicts for fault in v.faults]


def snapshot() -> list[Any]:
    """All that a table can write."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Unit, UnitName, Reorganisation, Succession, AuditEntry)
    ]


def test_a_look_says_what_each_row_does_and_writes_nothing(world: World, operator: Actor) -> None:
    before = snapshot()
    table = rows(
        {"name": "Sở Nội vụ", "names": "Sở NV; Sở Nội Vụ tỉnh"},
        {"name": "Sở Tài chính"},
        {"name": "Sở Khoa học và Công nghệ", "short_name": "SKHCN", "starts_on": "01/01/2020"},
        {"name": "Công ty Cấp nước Sông Trà", "kind": "Doanh nghiệp, ngân hàng"},
    )
    report = importing.check_units(operator, rows=table)
    assert [verdict.outcome for verdict in report.verdicts] == ["add", "same", "change", "add"]
    assert [(c.column, c.before, c.after) for c in report.verdicts[2].changes] == [
        ("short_name", "Sở KH&CN", "SKHCN"),
        ("starts_on", "", "01/01/2020"),
    ]
    assert report.counts == {"add": 2, "change": 1, "same": 1, "wrong": 0}
    assert snapshot() == before


def test_loading_does_what_was_seen_and_a_second_time_changes_nothing(world: World, operator: Actor) -> None:
    table = rows(
        {"name": "Phòng Tài vụ", "kind": "Phòng, đơn vị trực thuộc", "parent": "SNV"},
        {"name": "Sở Nội vụ", "short_name": "SNV", "code": "H99.01", "names": "Sở Tổ chức"},
        {"name": "Sở Tài chính", "short_name": "STC"},
        {"name": "Xí nghiệp Nước sạch", "kind": "doanh nghiệp"},
    )
    report = importing.check_units(operator, rows=table)
    importing.load_units(operator, rows=table, mark=report.mark, source="co-quan.xlsx")
    division = Unit.objects.get(name="Phòng Tài vụ")
    agency = Unit.objects.get(code="H99.01")
    assert division.path == f"{world.province.path}{agency.pk}/{division.pk}/"
    assert (division.parent, division.agency_id, agency.agency_id) == (agency, agency.pk, agency.pk)
    assert (agency.search, agency.level) == ("so noi vu snv h99.01", Level.PROVINCE)
    assert list(agency.names.values_list("name", "search")) == [("Sở Tổ chức", "so to chuc")]
    assert Unit.objects.get(name="Xí nghiệp Nước sạch").kind == UnitKind.FIRM
    world.finance.refresh_from_db()
    assert world.finance.short_name == "STC"
    actions = AuditEntry.objects.order_by("pk").values_list("action", "thing_label")
    assert list(actions) == [
        ("unit.created", "Phòng Tài vụ"),
        ("unit.created", "Sở Nội vụ"),
        ("unit.changed", "Sở Tài chính"),
        ("unit.created", "Xí nghiệp Nước sạch"),
        ("unit.imported", "co-quan.xlsx"),
    ]
    after = snapshot()
    again = importing.load_units(operator, rows=table)
    assert again.counts == {"add": 0, "change": 0, "same": 4, "wrong": 0}
    assert snapshot() == after


def test_one_wrong_row_and_nothing_is_loaded(world: World, operator: Actor) -> None:
    before = snapshot()
    table = rows({"name": "Sở Nội vụ"}, {"name": "Sở Y tế", "kind": "Vương quốc"})
    with pytest.raises(Refused) as refused:
        importing.load_units(operator, rows=table)
    assert refused.value.code == "rows-wrong"
    assert snapshot() == before


def test_what_somebody_else_changed_since_the_look_is_looked_at_again(world: World, operator: Actor) -> None:
    table = rows({"name": "Sở Tài chính", "short_name": "STC"})
    mark = importing.check_units(operator, rows=table).mark
    Unit.objects.filter(pk=world.finance.pk).update(short_name="Sở TC")
    with pytest.raises(Conflict):
        importing.load_units(operator, rows=table, mark=mark)


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        ({"name": ""}, "name", "Thiếu tên đầy đủ"),
        ({"name": "x" * 10_240}, "name", "dài quá 200 ký tự"),
        ({"name": "Sở\u202e Nội vụ"}, "name", "U+202E"),
        ({"name": "Sở\x07 Nội vụ"}, "name", "U+0007"),
        ({"name": "#REF!"}, "name", "công thức bị lỗi"),
        ({"kind": ""}, "kind", "Thiếu loại"),
        ({"kind": "Vương quốc"}, "kind", "Không có lựa chọn “Vương quốc”"),
        ({"level": "mây"}, "level", "Không có lựa chọn"),
        ({"parent": "Sở Mây"}, "parent", "Không có cơ quan “Sở Mây”"),
        ({"parent": "Sở Nội vụ"}, "parent", "chính nó"),
        ({"parent": "", "name": "Sở Tài chính"}, "parent", "hãy ghi cấp trên"),
        ({"parent": "", "kind": "Phòng, đơn vị trực thuộc"}, "parent", "phải thuộc một cơ quan"),
        ({"code": "x" * 41}, "code", "dài quá 40"),
        ({"place": "99999"}, "place", "Không có địa danh mã “99999”"),
        ({"starts_on": "31/02/2025"}, "starts_on", "ngày/tháng/năm"),
        ({"starts_on": "01/01/0025"}, "starts_on", "ngày/tháng/năm"),
        ({"starts_on": "02/01/2025", "ends_on": "01/01/2025"}, "ends_on", "trước ngày bắt đầu"),
        ({"names": ";".join(f"t{n}" for n in range(60))}, "names", "Nhiều nhất 50"),
        ({"predecessors": "Sở Tài chính"}, "how", "phải ghi hình thức"),
        ({"predecessors": "Sở Tài chính"}, "act_number", "Thiếu số văn bản"),
        ({"predecessors": "Sở Tài chính"}, "act_effective_on", "Thiếu ngày hiệu lực"),
        (merged("Sở Mây"), "predecessors", "Không có cơ quan “Sở Mây”"),
        (merged("Sở Nội vụ"), "predecessors", "chính nó"),
        (merged("Sở Tài chính", how="đổi tên"), "how", "trang của cơ quan"),
        (merged("Sở Tài chính", how="chuyển lĩnh vực"), "subject", "lĩnh vực nào"),
        (merged("Sở Tài chính", how="phù phép"), "how", "Không có lựa chọn"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said_of_its_column(
    world: World, operator: Actor, line: dict[str, str], column: str, sentence: str
) -> None:
    found = faults(operator, rows({"name": "Sở Nội vụ", **line}))
    assert any(where == column and sentence in said for _row, where, said in found), found


def test_text_that_looks_like_a_formula_is_a_name_like_any_other(world: World, operator: Actor) -> None:
    importing.load_units(operator, rows=rows({"name": "=HYPERLINK(1)", "short_name": "+1"}))
    assert Unit.objects.get(name="=HYPERLINK(1)").short_name == "+1"


def test_duplicates_in_the_table_are_named_with_the_line_of_the_other(world: World, operator: Actor) -> None:
    found = faults(
        operator,
        rows(
            {"name": "Sở Nội vụ"},
            {"name": "Sở Nội vụ"},
            {"name": "Sở Tài chính"},
            {"name": "Sở  Tài chính", "short_name": "STC"},
            {"name": "Sở Y tế", "code": "H1"},
            {"name": "Sở Tư pháp", "code": "H1"},
        ),
    )
    assert {(number, sentence.split(":")[0]) for number, _column, sentence in found} == {
        (3, "Trùng với dòng 2"),
        (5, "Trùng với dòng 4"),
        (7, "Trùng với dòng 6"),
    }


def test_parents_that_run_in_a_circle_are_refused_in_the_table_and_with_what_exists(
    world: World, operator: Actor
) -> None:
    new = rows({"name": "A", "parent": "B"}, {"name": "B", "parent": "C"}, {"name": "C", "parent": "A"})
    assert {(number, column) for number, column, _ in faults(operator, new)} == {
        (2, "parent"), (3, "parent"), (4, "parent"),
    }  # fmt: skip
    Unit.objects.filter(pk=world.science.pk).update(code="KHCN")
    moved = rows({"code": "KHCN", "name": world.science.name, "parent": "Phòng Kế hoạch"})
    assert any("lặp vòng" in sentence for *_, sentence in faults(operator, moved))


def test_a_unit_stands_below_none_of_its_own_name_nor_below_one_that_ends_as_it_begins(
    world: World, operator: Actor
) -> None:
    """Such a table could not be understood when it is loaded again."""
    first = UnitRow(number=2, name="Ban A", kind=DEPARTMENT, parent=TOP)
    same = UnitRow(number=3, name="Ban A", kind=DEPARTMENT, parent="Ban A")
    after = UnitRow(
        number=3, name="Ban B", kind=DEPARTMENT, parent="Ban A", predecessors="Ban A", how="hợp nhất",
        act_number="1/QĐ", act_effective_on="01/03/2025",
    )  # fmt: skip
    for wrong in (same, after):
        report = importing.check_units(operator, rows=[first, wrong])
        assert [fault.column for fault in report.verdicts[1].faults] == ["parent"]
    assert importing.check_units(operator, rows=[first]).is_good


def test_a_tree_deeper_than_its_paths_can_hold_is_refused(world: World, operator: Actor) -> None:
    table = rows(*({"name": f"Đơn vị {n}", "parent": f"Đơn vị {n + 1}"} for n in range(60)), {"name": "Đơn vị 60"})
    found = faults(operator, table)
    assert any("nhiều nhất 20 cấp" in sentence for *_, sentence in found)
    assert all(number < 2 + 60 - 17 for number, *_ in found)


def test_two_of_one_name_follow_each_other_but_do_not_stand_side_by_side(world: World, operator: Actor) -> None:
    old = {"name": "UBND xã Hòa Bình", "kind": "UBND cấp xã", "starts_on": "01/01/2004"}
    new = {"name": "UBND xã Hòa Bình", "kind": "UBND cấp xã", "starts_on": "01/07/2025"}
    assert faults(operator, rows({**new}, {**old})) != []
    table = rows(new, {**old, "ends_on": "30/06/2025"})
    assert faults(operator, table) == []
    importing.load_units(operator, rows=table)
    assert importing.check_units(operator, rows=table).counts["same"] == 2
    clash = rows({**old, "code": "X1", "ends_on": "30/06/2025"}, {**new, "starts_on": "30/06/2025"})
    assert any(number == 3 for number, *_ in faults(operator, clash))


def test_a_unit_is_found_by_its_code_and_then_its_name_is_what_changes(world: World, operator: Actor) -> None:
    Unit.objects.filter(pk=world.finance.pk).update(code="STC")
    table = rows({"code": "STC", "name": "Sở Tài chính và Giá"})
    (verdict,) = importing.check_units(operator, rows=table).verdicts
    assert (verdict.outcome, verdict.unit_id) == (Outcome.CHANGE, world.finance.pk)
    importing.load_units(operator, rows=table)
    world.finance.refresh_from_db()
    assert (world.finance.name, world.finance.search) == ("Sở Tài chính và Giá", "so tai chinh va gia stc")


def test_units_can_take_each_other_s_names(world: World, operator: Actor) -> None:
    Unit.objects.filter(pk=world.finance.pk).update(code="A")
    Unit.objects.filter(pk=world.science.pk).update(code="B")
    table = rows({"code": "A", "name": world.science.name}, {"code": "B", "name": world.finance.name})
    importing.load_units(operator, rows=table)
    assert dict(Unit.objects.exclude(code="").values_list("code", "name")) == {
        "A": world.science.name, "B": world.finance.name,
    }  # fmt: skip


def test_an_empty_cell_leaves_what_is_known(world: World, operator: Actor) -> None:
    UnitName.objects.create(unit=world.science, name="Sở KHCN")
    table = rows({"name": world.science.name, "names": "Sở Khoa học"})
    importing.load_units(operator, rows=table)
    world.science.refresh_from_db()
    assert world.science.short_name == "Sở KH&CN"
    assert set(world.science.names.values_list("name", flat=True)) == {"Sở KHCN", "Sở Khoa học"}


def test_a_unit_moves_with_all_below_it_also_below_one_that_is_new(world: World, operator: Actor) -> None:
    Unit.objects.filter(pk=world.science.pk).update(code="KHCN")
    table = rows({"code": "KHCN", "name": world.science.name, "parent": "Khối Khoa giáo"}, {"name": "Khối Khoa giáo"})
    importing.load_units(operator, rows=table)
    block = Unit.objects.get(name="Khối Khoa giáo")
    world.division.refresh_from_db()
    assert world.division.path == f"{block.path}{world.science.pk}/{world.division.pk}/"
    assert world.division.agency_id == world.science.pk
    assert importing.check_units(operator, rows=table).counts["same"] == 2


def test_territories_are_those_of_the_unit_s_level_and_time(world: World, operator: Actor) -> None:
    def place(edition: str, code: str, **days: dt.date) -> Place:
        return Place.objects.create(
            edition=edition, level=Level.COMMUNE, code=code, kind=PlaceKind.COMMUNE, name=f"Hòa Bình {edition}", **days
        )

    old = place("2004", "00123", ends_on=dt.date(2025, 6, 30))
    new = place("2025", "00123", starts_on=dt.date(2025, 7, 1))
    place("2004", "00999", ends_on=dt.date(2025, 6, 30))
    commune = {"kind": "UBND cấp xã", "place": "123"}
    table = rows(
        {**commune, "name": "UBND xã Cũ", "starts_on": "01/01/2010", "ends_on": "30/06/2025"},
        {**commune, "name": "UBND xã Mới", "starts_on": "01/07/2025"},
    )
    importing.load_units(operator, rows=table)
    assert Unit.objects.get(name="UBND xã Cũ").place == old
    assert Unit.objects.get(name="UBND xã Mới").place == new
    late = rows({**commune, "name": "UBND xã Sau", "starts_on": "01/07/2025", "place": "00999"})
    assert any("không tồn tại vào ngày" in sentence for *_, sentence in faults(operator, late))


def test_a_merger_ends_the_old_and_begins_the_new_even_of_the_same_name(world: World, operator: Actor) -> None:
    """Sở Kế hoạch và Đầu tư and Sở Tài chính became one Sở Tài chính on 1 March 2025."""
    table = rows(
        {"name": "Sở Tài chính", **merged("Sở Tài chính", "Sở KH&ĐT")},
        {"name": "Sở Kế hoạch và Đầu tư", "short_name": "Sở KH&ĐT"},
        {"name": "Phòng Ngân sách", "kind": "phòng", "parent": "STC-MOI"},
    )
    table[0] = UnitRow(**{**{slot: getattr(table[0], slot) for slot in UnitRow.__slots__}, "code": "STC-MOI"})
    report = importing.check_units(operator, rows=table)
    assert [fault for verdict in report.verdicts for fault in verdict.faults] == []
    assert [verdict.outcome for verdict in report.verdicts] == ["add", "add", "add"]
    importing.load_units(operator, rows=table, mark=report.mark)
    new = Unit.objects.get(code="STC-MOI")
    planning = Unit.objects.get(short_name="Sở KH&ĐT")
    world.finance.refresh_from_db()
    assert (world.finance.ends_on, planning.ends_on) == (dt.date(2025, 2, 28), dt.date(2025, 2, 28))
    assert (new.starts_on, new.ends_on) == (dt.date(2025, 3, 1), None)
    assert world.finance.heir == planning.heir == new
    act = Reorganisation.objects.get()
    assert (act.kind, act.number, act.lines.count()) == (ReorganisationKind.MERGE, "12/NQ-HĐND", 2)
    assert Unit.objects.get(name="Phòng Ngân sách").agency_id == new.pk
    after = snapshot()
    again = importing.load_units(operator, rows=table)
    assert again.counts["same"] == 3, [v.changes for v in again.verdicts]
    assert snapshot() == after


def test_duties_of_one_department_pass_by_subject_to_several_and_further_rows_add_history(
    world: World, operator: Actor
) -> None:
    ict = {"name": "Sở Thông tin và Truyền thông", "short_name": "Sở TT&TT"}
    split = {"how": "chia tách", "act_number": "15/NQ-HĐND", "act_effective_on": "01/03/2025"}
    culture = {"name": "Sở Văn hóa, Thể thao và Du lịch"}
    table = rows(
        ict,
        {"name": world.science.name, "predecessors": "Sở TT&TT", "subject": "chuyển đổi số", **split},
        {**culture, "predecessors": "Sở TT&TT", "subject": "báo chí, xuất bản", **split},
        {**culture, "predecessors": "Sở KH&CN", "subject": "bản quyền", **split, "how": "chuyển lĩnh vực"},
    )
    report = importing.load_units(operator, rows=table)
    assert report.counts == {"add": 2, "change": 2, "same": 0, "wrong": 0}
    old = Unit.objects.get(short_name="Sở TT&TT")
    assert (old.ends_on, old.heir) == (dt.date(2025, 2, 28), None)
    assert set(Succession.objects.values_list("predecessor__name", "successor__name", "subject")) == {
        (old.name, world.science.name, "chuyển đổi số"),
        (old.name, culture["name"], "báo chí, xuất bản"),
        (world.science.name, culture["name"], "bản quyền"),
    }
    assert Reorganisation.objects.count() == 2
    world.science.refresh_from_db()
    assert world.science.ends_on is None
    assert importing.check_units(operator, rows=table).counts["same"] == 4


def test_a_unit_is_abolished_without_anybody_taking_over(world: World, operator: Actor) -> None:
    table = rows({
        "name": "Sở Tài chính", "how": "giải thể", "act_number": "1/QĐ", "act_effective_on": "01/01/2026",
        "act_issued_on": "20/12/2025",
    })  # fmt: skip
    importing.load_units(operator, rows=table)
    world.finance.refresh_from_db()
    assert world.finance.ends_on == dt.date(2025, 12, 31)
    assert Succession.objects.get().successor is None
    assert Reorganisation.objects.get().issued_on == dt.date(2025, 12, 20)
    assert importing.check_units(operator, rows=table).counts["same"] == 1


def test_histories_that_cannot_have_been_are_refused(world: World, operator: Actor) -> None:
    def said(*lines: dict[str, str]) -> str:
        return " ".join(sentence for *_, sentence in faults(operator, rows(*lines)))

    young = {"name": "Sở Trẻ", "starts_on": "01/06/2025"}
    assert "chưa hoạt động" in said({"name": "Sở Mới", **merged("Sở Trẻ")}, young)
    gone = {"name": "Sở Cũ", "ends_on": "31/12/2020"}
    assert "không khớp" in said({"name": "Sở Mới", **merged("Sở Cũ")}, gone)
    moved = {"how": "chuyển lĩnh vực", "subject": "thuế"}
    assert "đã kết thúc" in said({"name": "Sở Mới", **merged("Sở Cũ", **moved)}, gone)
    assert "không hoạt động vào ngày" in said({**young, **merged("Sở Tài chính", **moved)})
    assert "chuyển vòng" in said(
        {"name": "Sở Tài chính", **merged("Sở KH&CN", **moved)}, {"name": world.science.name, **merged("Sở Tài chính")}
    )


def test_a_circle_closes_also_through_what_is_recorded_of_that_day(world: World, operator: Actor) -> None:
    def passing(old: str, new: str) -> dict[str, str]:
        return {"name": new, **merged(old, how="chuyển lĩnh vực", subject="thuế")}

    recorded = rows({"name": "A"}, passing("A", "B"), passing("B", "C"), passing("C", "D"), passing("D", "E"))
    importing.load_units(operator, rows=recorded)
    assert any("chuyển vòng" in sentence for *_, sentence in faults(operator, rows(passing("E", "A"))))


def test_days_of_a_unit_cannot_contradict_what_is_recorded(world: World, operator: Actor) -> None:
    importing.load_units(operator, rows=rows({"name": "Sở Mới", **merged("Sở Tài chính")}))
    found = faults(operator, rows({"name": "Sở Tài chính", "ends_on": "31/12/2025"}))
    assert [(column, "không khớp" in sentence) for _number, column, sentence in found] == [("ends_on", True)]
    late = faults(operator, rows({"name": "Sở Mới", "starts_on": "01/06/2025"}))
    assert [column for _number, column, _sentence in late] == ["starts_on"]


def test_an_operator_loads_within_their_scope_only(world: World) -> None:
    theirs = world.actor(Role.OPERATOR, world.science)
    inside = rows({"name": "Phòng Công nghệ", "kind": "phòng", "parent": "Sở KH&CN"}, {"name": "Sở Tài chính"})
    assert importing.load_units(theirs, rows=inside).counts["add"] == 1
    outside = rows(
        {"name": "Phòng Thuế", "kind": "phòng", "parent": "Sở Tài chính"},
        {"name": "Sở Tài chính", "short_name": "STC"},
        {"name": "Khối mới", "parent": ""},
        {"name": "Phòng Mới", "kind": "phòng", "parent": "Sở KH&CN", **merged("Sở Tài chính")},
    )
    assert {(number, column) for number, column, _ in faults(theirs, outside)} == {
        (2, "parent"), (3, "name"), (4, "parent"), (5, "predecessors"),
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        importing.check_units(world.coordinator, rows=inside)


def test_too_many_rows_and_none_are_refused(world: World, operator: Actor) -> None:
    for table in ([], [UnitRow(number=n, name=str(n)) for n in range(importing.MOST_ROWS + 1)]):
        with pytest.raises(Refused):
            importing.check_units(operator, rows=table)


def communes(count: int) -> list[UnitRow]:
    return rows(*(
        {
            "name": f"Ủy ban nhân dân xã Số {n}", "kind": "Ủy ban nhân dân cấp xã", "code": f"H99.{n:05}",
            "names": f"UBND xã {n}; xã Số {n}", "starts_on": "01/07/2025",
        }
        for n in range(count)
    ))  # fmt: skip


@pytest.mark.parametrize("count", [3, 300])
def test_a_look_asks_two_questions_however_many_rows(
    world: World, operator: Actor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    table = communes(count)
    with django_assert_num_queries(2):
        importing.check_units(operator, rows=table)


def test_a_long_table_is_loaded_in_batches(
    world: World, operator: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    table = communes(1100)
    mark = importing.check_units(operator, rows=table).mark
    with django_assert_max_num_queries(200):
        importing.load_units(operator, rows=table, mark=mark)
    assert Unit.objects.filter(kind=UnitKind.COMMUNE).count() == 1101
    assert importing.check_units(operator, rows=table).counts["same"] == 1100


CELLS = st.sampled_from([
    "", "A", "B", "C", "Sở Tài chính", "Sở KH&CN", TOP, "Phòng Kế hoạch", "x", "=1", "\x00", "\u202e", "A; B; C",
])  # fmt: skip
DAYS = st.sampled_from(["", "01/01/2020", "01/03/2025", "31/12/2025", "30/02/2025", "hôm nay"])
ROWS = st.builds(
    UnitRow,
    number=st.just(0),
    name=CELLS,
    code=st.sampled_from(["", "", "K1", "K2"]),
    short_name=CELLS,
    kind=st.sampled_from(["", "phòng", DEPARTMENT, "department", "mây"]),
    level=st.sampled_from(["", "tỉnh", "mây"]),
    parent=CELLS,
    names=CELLS,
    place=st.sampled_from(["", "1", "x"]),
    starts_on=DAYS,
    ends_on=DAYS,
    predecessors=CELLS,
    how=st.sampled_from(["", "hợp nhất", "chia tách", "giải thể", "chuyển lĩnh vực", "đổi tên"]),
    subject=st.sampled_from(["", "thuế"]),
    act_number=st.sampled_from(["1/QĐ", ""]),
    act_effective_on=DAYS,
)
PLAIN_ROWS = st.builds(
    UnitRow,
    number=st.just(0),
    name=st.sampled_from("ABCDE"),
    kind=st.just(DEPARTMENT),
    parent=st.sampled_from([TOP, "A", "B", "C"]),
    starts_on=st.sampled_from(["", "01/01/2020"]),
    predecessors=st.sampled_from(["", "A", "B", "C; D", "Sở Tài chính"]),
    how=st.sampled_from(["hợp nhất", "chia tách", "chuyển lĩnh vực"]),
    subject=st.just("thuế"),
    act_number=st.just("1/QĐ"),
    act_effective_on=st.sampled_from(["01/03/2025", "01/07/2025"]),
).map(lambda row: row if row.predecessors else UnitRow(number=0, name=row.name, kind=row.kind, parent=row.parent))


class AnyTable(TestCase):
    """Whatever stands in the cells: verdicts, and a table that loads changes nothing the second time."""

    def setUp(self) -> None:
        from tests.factories.world import World

        self.world = World()
        self.operator = self.world.actor(Role.OPERATOR, self.world.province)

    @settings(max_examples=80, suppress_health_check=list(HealthCheck))
    @given(st.lists(ROWS, min_size=1, max_size=8) | st.lists(PLAIN_ROWS, min_size=1, max_size=6))
    def test_rows_load_once_or_not_at_all(self, table: list[UnitRow]) -> None:
        numbered = [
            UnitRow(**{**{slot: getattr(row, slot) for slot in UnitRow.__slots__}, "number": number})
            for number, row in enumerate(table, 2)
        ]
        before = snapshot()
        report = importing.check_units(self.operator, rows=numbered)
        assert snapshot() == before
        if not report.is_good:
            with pytest.raises(Refused):
                importing.load_units(self.operator, rows=numbered)
            assert snapshot() == before
            return
        importing.load_units(self.operator, rows=numbered, mark=report.mark)
        for unit in Unit.objects.select_related("parent"):
            assert unit.path == f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"
        after = snapshot()
        again = importing.load_units(self.operator, rows=numbered)
        assert {verdict.outcome for verdict in again.verdicts} == {Outcome.SAME}
        assert snapshot() == after


def test_a_table_in_which_every_row_is_called_like_every_parent_takes_no_more_room_than_its_rows(
    world: World, operator: Actor
) -> None:
    table = rows(*({"name": "A", "kind": "sở", "parent": "A"} for _n in range(importing.MOST_ROWS)))
    tracemalloc.start()
    try:
        report = importing.check_units(operator, rows=table)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert report.counts["wrong"] == importing.MOST_ROWS
    assert most < 100 * 1024 * 1024
