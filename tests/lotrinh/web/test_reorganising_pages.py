"""The pages that record what decisions do to units."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lotrinh.accounts.vocab import Role
from lotrinh.organisations.models import Reorganisation, Succession, Unit, UnitName

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from tests.factories.world import World

pytestmark = pytest.mark.django_db

RECORD = "organisations:record"
DECISION = {
    "kind": "merge",
    "effective_on": "01/03/2025",
    "number": "14/NQ-HĐND",
    "issued_on": "20/02/2025",
    "issuer": "HĐND tỉnh Sông Trà",
    "note": "",
    "parent": "",
}


@pytest.fixture
def operator(world: World) -> Client:
    from tests.factories.sign_in import sign_in

    return sign_in(world.actor(Role.OPERATOR, world.province))


def _typed(*lines: dict[str, str], do: str = "look", **changes: str) -> dict[str, str]:
    fields = {f"l{number}-{name}": value for number, line in enumerate(lines) for name, value in line.items()}
    return {**DECISION, "count": str(max(len(lines), 3)), "do": do, **fields, **changes}


def _line(old: str, new: str = "", make: str = "", **more: str) -> dict[str, str]:
    return {"old": old, "new": new, "make": make, **more}


def _send(client: Client, typed: dict[str, str]) -> HttpResponse:
    answer: HttpResponse = client.post(reverse(RECORD), typed)  # type: ignore[assignment]  # the test's own answer
    return answer


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value.replace("&#x27;", "'").replace("&amp;", "&") for name, value in found if "csrf" not in name}


def test_a_merger_is_looked_at_and_then_recorded(world: World, operator: Client) -> None:
    from tests.factories import plans

    plans.plan(world, tasks=5)
    typed = _typed(
        _line("so khoa hoc va cong nghe", "Sở Khoa học và Tài chính", "department", short_name="SKT"),
        _line("Sở Tài chính", "sở khoa học và tài chính"),
    )
    seen = _send(operator, typed)
    page = seen.content.decode()
    assert seen.status_code == 200
    for text in (
        "kết thúc hết ngày 28/02/2025", "nhiệm vụ đang chủ trì chuyển sang Sở Khoa học và Tài chính", "lập mới",
        "1 đơn vị trực thuộc vẫn đang hoạt động", "1 vai trò đang giao ở cơ quan này",
    ):  # fmt: skip
        assert text in page
    assert not Reorganisation.objects.exists()
    done = _send(operator, {**_hidden(page), "do": "save"})
    act = Reorganisation.objects.get()
    assert done["Location"] == reverse("organisations:act", args=(act.pk,))
    assert (act.number, act.issued_on, act.effective_on) == ("14/NQ-HĐND", dt.date(2025, 2, 20), dt.date(2025, 3, 1))
    made = Unit.objects.get(name="Sở Khoa học và Tài chính")
    assert (made.short_name, made.parent_id, made.starts_on) == ("SKT", world.province.pk, dt.date(2025, 3, 1))
    assert set(Succession.objects.values_list("predecessor", "successor")) == {
        (world.science.pk, made.pk), (world.finance.pk, made.pk),
    }  # fmt: skip


def test_one_goes_back_from_the_preview_with_all_that_was_typed(operator: Client) -> None:
    line = _line("Sở Tài chính", "Sở Khoa học và Công nghệ", subject='thuế "và" phí', cues="thuế, phí")
    page = _send(operator, _typed(line)).content.decode()
    back = _send(operator, {**_hidden(page), "do": "back"})
    assert back.status_code == 200
    for text in ("thuế, phí", "14/NQ-HĐND", 'value="Sở Tài chính"', "20/02/2025"):
        assert text in back.content.decode()


def test_more_lines_keep_what_was_typed_and_judge_nothing(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = _send(operator, _typed(_line("Sở Ma"), do="more", number="", effective_on="mai"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="l5-old"' in page
    assert 'name="l6-old"' not in page
    assert 'value="Sở Ma"' in page
    assert 'value="mai"' in page
    assert "field__error" not in page
    monkeypatch.setattr("lotrinh.web.organisations.act_forms.MOST_LINES", 20)
    many = _send(operator, _typed(do="more", count="999999")).content.decode()
    assert "nhiều nhất 20 dòng; nhiều hơn thì nạp từ bảng" in many
    assert 'name="l19-old"' in many
    assert 'name="l20-old"' not in many


@pytest.mark.parametrize(
    ("line", "changes", "sentence"),
    [
        (_line("Sở Ma", "Sở Tài chính"), {}, "Không có cơ quan tên này"),
        (_line("Sở Tài chính", "Sở Ma"), {}, "Nếu lập mới, hãy chọn loại"),
        (_line("", "Sở Tài chính"), {}, "Hãy ghi tên cơ quan"),
        (_line("Sở Tài chính", "", "department"), {}, "Hãy ghi tên của cơ quan lập mới"),
        (_line("Sở Tài chính"), {}, "Hãy ghi cơ quan nhận"),
        (_line("Sở Tài chính", "sở tài chính"), {}, "tiếp tục hoạt động"),
        (_line("Sở Tài chính", "Sở Khoa học và Công nghệ"), {"kind": "transfer"}, "cần lĩnh vực"),
        (_line("Sở Tài chính", "Sở Khoa học và Công nghệ"), {"kind": ""}, "Hãy chọn hình thức"),
        (_line("Sở Tài chính", "Sở Khoa học và Công nghệ"), {"kind": "rename"}, "Hãy chọn hình thức"),
        (_line("Sở Tài chính", "Sở Khoa học và Công nghệ"), {"number": ""}, "Hãy điền mục này"),
        (_line("Sở Tài chính", "Sở Khoa học và Công nghệ"), {"number": "9" * 99}, "Dài quá 60"),
        (_line("Sở Tài chính", "Sở Khoa học và Công nghệ"), {"effective_on": "01/13/2025"}, "ngày/tháng/năm"),
        (_line("Sở Tài chính", "Sở Khoa học và Công nghệ"), {"issued_on": "01/01/2999"}, "chưa đến"),
        (_line("Sở Tài chính", "Sở Khoa học và Công nghệ"), {"parent": "Sở Ma"}, "Không có cơ quan tên này"),
        (_line("Sở Tài chính", "Sở Mới", "kingdom"), {}, "trong danh sách"),
        (_line("Sở Tài chính", "Sở Khoa học và Công nghệ", subject="x" * 301), {}, "Dài quá 300"),
        (_line("'; DROP TABLE", "<script>"), {}, "Không có cơ quan tên này"),
        (_line(""), {}, "Hãy ghi ít nhất một cơ quan cũ"),
        (_line("Sở Tài chính", "Phòng Kế hoạch", "division"), {"effective_on": "01/03/1900"}, ""),
        (_line("Sở Tài chính", "Sở Khoa học và Công nghệ"), {"effective_on": "01/01/0001"}, "Hãy xem lại năm"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(
    world: World, operator: Client, line: dict[str, str], changes: dict[str, str], sentence: str
) -> None:
    Unit.objects.filter(pk=world.finance.pk).update(starts_on=dt.date(2000, 1, 1))
    answer = _send(operator, _typed(line, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="HĐND tỉnh Sông Trà"' in page
    assert 'value="<script>' not in page
    assert not Reorganisation.objects.exists()


def test_a_save_that_has_become_impossible_says_so_on_the_form(world: World, operator: Client) -> None:
    page = _send(operator, _typed(_line("Sở Tài chính", "Sở Khoa học và Công nghệ"))).content.decode()
    Unit.objects.filter(pk=world.finance.pk).update(ends_on=dt.date(2024, 12, 31))
    answer = _send(operator, {**_hidden(page), "do": "save"})
    assert answer.status_code == 422
    assert "đã được ghi là kết thúc hết ngày 31/12/2024" in answer.content.decode()


def test_of_namesakes_the_one_of_the_day_is_meant_else_they_are_listed(world: World, operator: Client) -> None:
    from tests.factories.world import unit

    old = unit("Ủy ban nhân dân xã Bình An", "commune", parent=world.finance)
    typed = _typed(_line("Ủy ban nhân dân xã Bình An", "Sở Tài chính"))
    several = _send(operator, typed)
    assert several.status_code == 422
    assert "Có nhiều cơ quan tên này" in several.content.decode()
    assert f"#{old.pk}" in several.content.decode()
    Unit.objects.filter(pk=old.pk).update(ends_on=dt.date(2024, 12, 31))
    assert _send(operator, typed).status_code == 200
    label = f"Ủy ban nhân dân xã Bình An (Ủy ban nhân dân tỉnh Sông Trà; #{world.commune.pk})"
    assert _send(operator, _typed(_line(label, "Sở Tài chính"))).status_code == 200


def test_new_units_stand_below_the_unit_that_was_said(world: World, operator: Client) -> None:
    typed = _typed(_line("Phòng Kế hoạch", "Phòng Ngân sách", "division"), parent="so tai chinh", do="save")
    assert _send(operator, typed).status_code == 302
    assert Unit.objects.get(name="Phòng Ngân sách").parent_id == world.finance.pk


def test_short_and_other_names_are_understood(world: World, operator: Client) -> None:
    UnitName.objects.create(unit=world.finance, name="Sở Tài chính – Vật giá")
    assert _send(operator, _typed(_line("Sở KH&CN", "so tai chinh – vat gia"))).status_code == 200


def test_an_abolition_may_have_nobody_who_takes_over(world: World, operator: Client) -> None:
    typed = _typed(_line("Sở Tài chính"), kind="abolish")
    assert "Không có cơ quan nhận" in _send(operator, typed).content.decode()
    _send(operator, {**typed, "do": "save"})
    page = operator.get(reverse("organisations:detail", args=(world.finance.pk,))).content.decode()
    assert "Chưa có cơ quan nào nhận nhiệm vụ" in page


def test_a_division_by_subject_shows_the_choice_on_the_page_of_the_unit(world: World, operator: Client) -> None:
    typed = _typed(
        _line("Sở KH&CN", "Sở Tài chính", subject="đo lường", cues="đo lường"),
        _line("Sở KH&CN", "Sở Đổi mới", "department"),
        kind="split",
        do="save",
    )
    assert _send(operator, typed).status_code == 302
    page = operator.get(reverse("organisations:detail", args=(world.science.pk,))).content.decode()
    assert "Nhiệm vụ được chia cho nhiều cơ quan theo lĩnh vực" in page
    assert "đo lường" in page
    act = Reorganisation.objects.get()
    shown = operator.get(reverse("organisations:act", args=(act.pk,))).content.decode()
    for text in ("Sở Đổi mới", "đo lường", "toàn bộ hoặc phần còn lại", "kết thúc hết 28/02/2025"):
        assert text in shown


def test_the_page_of_a_divided_unit_names_who_has_each_field_today(world: World, operator: Client) -> None:
    from tests.factories.world import unit

    old = unit("Sở Thông tin", "department", parent=world.province)
    split = _typed(
        _line(old.name, "Sở KH&CN", subject="viễn thông"), _line(old.name, "Sở Tài chính", subject="báo chí"),
        kind="split", do="save",
    )  # fmt: skip
    _send(operator, split)
    _send(operator, _typed(_line("Sở KH&CN", "Sở Khoa học mới", "department"), do="save", effective_on="01/07/2025"))
    page = operator.get(reverse("organisations:detail", args=(old.pk,))).context["page"]
    assert {(taker.unit.name, taker.subjects) for taker in page.takers} == {
        ("Sở Khoa học mới", ("viễn thông",)),
        ("Sở Tài chính", ("báo chí",)),
    }
    Unit.objects.filter(pk=world.finance.pk).update(ends_on=dt.date(2025, 12, 31))
    shown = operator.get(reverse("organisations:detail", args=(old.pk,))).content.decode()
    assert "(kết thúc hết 31/12/2025)" in shown
    heir = operator.get(reverse("organisations:detail", args=(world.science.pk,))).context["page"]
    assert [taker.unit.name for taker in heir.takers] == ["Sở Khoa học mới"]
    Unit.objects.filter(name="Sở Khoa học mới").update(ends_on=dt.date(2025, 12, 31))
    heir = operator.get(reverse("organisations:detail", args=(world.science.pk,))).context["page"]
    assert not heir.takers, "who ended holds nothing today"


def test_the_trail_says_an_act_in_words(world: World, operator: Client) -> None:
    from lotrinh.core.audit.models import AuditEntry

    _send(operator, _typed(_line("Sở Tài chính", "Sở KH&CN", subject="giá cả"), do="save", kind="transfer"))
    row = AuditEntry.objects.get(action="unit.reorganised")
    page = operator.get(reverse("audit:detail", args=(row.pk,))).content.decode()
    for text in (
        "Chuyển một lĩnh vực nhiệm vụ", "01/03/2025",
        "Từ: Sở Tài chính, Lĩnh vực: giá cả, Cơ quan nhận: Sở Khoa học và Công nghệ",
    ):  # fmt: skip
        assert text in page
    for code in ("transfer", "2025-03-01", "subject"):
        assert f">{code}" not in page
    operator.post(
        reverse("organisations:edit", args=(world.division.pk,)),
        {"name": world.division.name, "kind": "division", "parent": "Sở Tài chính"},
    )
    row = AuditEntry.objects.get(action="unit.changed")
    page = operator.get(reverse("audit:detail", args=(row.pk,))).content.decode()
    assert ">Sở Khoa học và Công nghệ<" in page
    assert ">Sở Tài chính<" in page


def test_namesakes_in_one_act_are_told_apart_by_what_stands_above_them(world: World, operator: Client) -> None:
    from tests.factories.world import unit

    other = unit("Ủy ban nhân dân tỉnh Sông Cũ", "province")
    away = unit("Sở Tài chính", "department", parent=other)
    label = "Sở Tài chính ({}; #{})"
    typed = _typed(
        _line(label.format(world.province.name, world.finance.pk), "Sở Ngân khố", "department"),
        _line(label.format(other.name, away.pk), "Sở Ngân khố"),
        do="save", parent=world.province.name,
    )  # fmt: skip
    assert _send(operator, typed).status_code == 302
    told = "Sở Tài chính (Ủy ban nhân dân tỉnh Sông Cũ)"
    assert told in operator.get(reverse("organisations:acts")).content.decode()
    heir = Unit.objects.get(name="Sở Ngân khố")
    page = operator.get(reverse("organisations:detail", args=(heir.pk,))).content.decode()
    assert page.count("(Ủy ban nhân dân tỉnh Sông Cũ)") == 1
    assert "(Ủy ban nhân dân tỉnh Sông Trà)" not in page, "what stands above the unit itself is not said again"


def test_the_list_of_acts_is_searched_filtered_and_exported(world: World, operator: Client) -> None:
    empty = operator.get(reverse("organisations:acts")).content.decode()
    assert "Chưa ghi lần sắp xếp nào" in empty
    _send(operator, _typed(_line("Sở Tài chính", "Sở KH&CN"), do="save"))
    other = _typed(_line("Sở KH&CN", "Ủy ban nhân dân xã Bình An", subject="đo lường"), do="save", kind="transfer")
    _send(operator, {**other, "number": "99/QĐ-UBND", "effective_on": "01/05/2025"})
    address = reverse("organisations:acts")

    def numbers(**query: str) -> list[str]:
        return [act.number for _key, act in operator.get(address, query).context["listing"]._things()]

    assert numbers() == ["99/QĐ-UBND", "14/NQ-HĐND"]
    assert numbers(q="tai chinh") == ["14/NQ-HĐND"]
    assert numbers(q="99/qd") == ["99/QĐ-UBND"]
    assert numbers(loai="transfer") == ["99/QĐ-UBND"]
    assert numbers(**{"den-ngay": "30/04/2025"}) == ["14/NQ-HĐND"]
    assert numbers(q="không có gì") == []
    answer = operator.get(reverse("organisations:acts_export", args=("csv",)))
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "14/NQ-HĐND" in content
    assert "Sở Tài chính" in content


def test_an_act_is_taken_back_after_it_is_confirmed(world: World, operator: Client) -> None:
    _send(operator, _typed(_line("Sở Tài chính", "Sở KH&CN"), do="save"))
    first = Reorganisation.objects.get()
    _send(
        operator,
        _typed(_line("Sở KH&CN", "Sở Mới", "department"), do="save", effective_on="01/04/2025", number="2/NQ"),
    )
    blocked = operator.get(reverse("organisations:withdraw", args=(first.pk,))).content.decode()
    assert "Chưa rút được" in blocked
    refused = operator.post(reverse("organisations:withdraw", args=(first.pk,)))
    assert refused.status_code == 422
    assert Reorganisation.objects.count() == 2
    second = Reorganisation.objects.get(number="2/NQ")
    for act in (second, first):
        address = reverse("organisations:withdraw", args=(act.pk,))
        assert "hoạt động trở lại" in operator.get(address).content.decode()
        assert operator.post(address)["Location"] == reverse("organisations:acts")
    assert not Unit.objects.exclude(ends_on=None).exists()
    assert operator.post(reverse("organisations:withdraw", args=(first.pk,))).status_code == 404


def test_another_name_is_recorded_and_found_in_the_history(world: World, operator: Client) -> None:
    address = reverse("organisations:rename", args=(world.finance.pk,))
    assert 'value="Sở Tài chính"' in operator.get(address).content.decode()
    decision = {name: DECISION[name] for name in ("effective_on", "number", "issued_on", "issuer", "note")}
    same = operator.post(address, {**decision, "name": "Sở Tài chính"})
    assert same.status_code == 422
    assert "Tên mới giống" in same.content.decode()
    late = operator.post(address, {**decision, "name": "Sở Ngân khố", "effective_on": "01/01/2999"})
    assert "hãy ghi lại vào ngày đó" in late.content.decode()
    assert 'value="Sở Ngân khố"' in late.content.decode()
    done = operator.post(address, {**decision, "name": "Sở Ngân khố"})
    page = operator.get(done["Location"]).content.decode()
    assert "Trước đó mang tên “Sở Tài chính” (đến hết 28/02/2025)" in page
    act = Reorganisation.objects.get()
    assert "“Sở Tài chính” đến hết 28/02/2025" in operator.get(
        reverse("organisations:act", args=(act.pk,))
    ).content.decode()  # fmt: skip
    listed = operator.get(reverse("organisations:acts")).content.decode()
    assert "Sở Tài chính" in listed
    assert "Sở Ngân khố" in listed


def test_a_renaming_may_put_the_unit_elsewhere_by_the_name_of_the_parent(world: World, operator: Client) -> None:
    address = reverse("organisations:rename", args=(world.division.pk,))
    decision = {name: DECISION[name] for name in ("effective_on", "number", "issued_on", "issuer", "note")}
    wrong = operator.post(address, {**decision, "name": "Phòng Đổi mới", "parent": "Sở Ma"})
    assert wrong.status_code == 422
    assert "Không có cơ quan tên này" in wrong.content.decode()
    operator.post(address, {**decision, "name": "Phòng Đổi mới", "parent": "so tai chinh"})
    world.division.refresh_from_db()
    assert (world.division.name, world.division.parent_id) == ("Phòng Đổi mới", world.finance.pk)


def test_a_form_opened_from_a_page_names_that_unit_and_none_of_its_namesakes(world: World, operator: Client) -> None:
    from tests.factories.world import unit

    other = unit("Sở Tài chính", "department", parent=world.science)
    page = operator.get(reverse("organisations:detail", args=(other.pk,))).content.decode()
    assert f"?tu={other.pk}" in page
    page = operator.get(reverse(RECORD), {"tu": str(other.pk), "loai": "merge"}).content.decode()
    assert f'value="Sở Tài chính (Sở Khoa học và Công nghệ; #{other.pk})"' in page
    assert 'name="l0-old" value="9999"' in operator.get(reverse(RECORD), {"tu": "9999"}).content.decode()


def test_who_is_no_operator_reads_and_changes_nothing(world: World, operator: Client) -> None:
    from tests.factories.sign_in import sign_in

    _send(operator, _typed(_line("Sở Tài chính", "Sở KH&CN"), do="save"))
    act = Reorganisation.objects.get()
    clerk = sign_in(world.actor(Role.CLERK, world.finance))
    page = clerk.get(reverse("organisations:act", args=(act.pk,))).content.decode()
    assert "14/NQ-HĐND" in page
    assert "/rut/" not in page
    for name, args in ((RECORD, ()), ("organisations:withdraw", (act.pk,)), ("organisations:rename", (1,))):
        assert clerk.get(reverse(name, args=args)).status_code == 403
        assert clerk.post(reverse(name, args=args)).status_code == 403
    assert Reorganisation.objects.count() == 1


def test_an_operator_of_a_part_knows_only_its_units(world: World) -> None:
    from tests.factories.sign_in import sign_in

    part = sign_in(world.actor(Role.OPERATOR, world.science))
    page = part.get(reverse(RECORD)).content.decode()
    assert "Phòng Kế hoạch" in page
    assert "Sở Tài chính" not in page
    answer = _send(part, _typed(_line("Phòng Kế hoạch", "Sở Tài chính")))
    assert answer.status_code == 422
    assert "trong phạm vi quản trị của bạn" in answer.content.decode()
    assert part.get(reverse("organisations:rename", args=(world.finance.pk,))).status_code == 403
    done = _send(part, _typed(_line("Phòng Kế hoạch", "Phòng Tổng hợp", "division"), do="save"))
    assert done.status_code == 302
    assert Unit.objects.get(name="Phòng Tổng hợp").agency_id == world.science.pk


@pytest.mark.parametrize("name", ["act", "acts", "record"])
def test_the_pages_ask_the_same_few_questions_however_many_units(world: World, operator: Client, name: str) -> None:
    from tests.factories.world import unit

    act = Reorganisation.objects.create(kind="merge", effective_on=dt.date(2025, 3, 1), number="1/NQ")
    address = reverse(f"organisations:{name}", args=(act.pk,) if name == "act" else ())

    def more(count: int) -> None:
        for number in range(count):
            old = unit(f"Ủy ban nhân dân xã {number} của {count}", "commune", parent=world.province)
            Succession.objects.create(reorganisation=act, predecessor=old, successor=world.commune)

    more(3)
    operator.get(address)
    few = _queries(operator, address)
    more(300)
    assert _queries(operator, address) <= few
    assert few <= 16


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
