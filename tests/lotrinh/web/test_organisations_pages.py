"""The pages of units."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.organisations.models import Place, Reorganisation, Succession, Unit, UnitName, UnitState

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(world: World) -> Client:
    from tests.factories.sign_in import sign_in

    return sign_in(world.actor(Role.OPERATOR, world.province))


def _typed(world: World, **changes: object) -> dict[str, object]:
    return {
        "name": "Sở Y tế",
        "short_name": "SYT",
        "kind": "department",
        "parent": world.province.name,
        "province": "",
        "starts_on": "01/07/2025",
        "ends_on": "",
        **changes,
    }


def test_units_are_found_with_and_without_diacritics_and_by_their_short_name(world: World, operator: Client) -> None:
    for query in ("tài chính", "tai chinh", "SO TAI"):
        rows = operator.get(reverse("organisations:list"), {"q": query}).context["listing"].rows
        assert [unit.name for unit in rows] == ["Sở Tài chính"]
    rows = operator.get(reverse("organisations:list"), {"q": "kh&cn"}).context["listing"].rows
    assert [unit.pk for unit in rows] == [world.science.pk]


def test_everybody_sees_units_and_who_holds_posts_but_no_address_of_theirs(world: World) -> None:
    from tests.factories.sign_in import account, sign_in

    person = account(world.coordinator)
    person.email = "rieng@songtra.example"
    person.save()
    client = sign_in(world.actor(Role.CLERK, world.finance))
    page = client.get(reverse("organisations:detail", args=(world.science.pk,))).content.decode()
    assert "Đầu mối kế hoạch" in page
    assert "rieng@songtra.example" not in page
    assert reverse("organisations:edit", args=(world.science.pk,)) not in page
    assert "Phòng Kế hoạch" in client.get(reverse("organisations:tree")).content.decode()


def test_the_operator_adds_and_changes_units_names_and_the_chain(world: World, operator: Client) -> None:
    operator.post(reverse("organisations:add"), _typed(world))
    unit = Unit.objects.get(name="Sở Y tế")
    page = reverse("organisations:detail", args=(unit.pk,))
    done = operator.post(reverse("organisations:edit", args=(unit.pk,)), _typed(world, short_name="Sở YT"))
    assert done["Location"] == page
    operator.post(reverse("organisations:names", args=(unit.pk,)), {"names": "Ngành y tế\n\nSYT tỉnh"})
    chain = {"step1": "head_of_agency", "step2": "", "step3": "leader", "step4": ""}
    assert operator.post(reverse("organisations:chain", args=(unit.pk,)), chain)["Location"] == page
    shown = operator.get(page).content.decode()
    for text in ("Sở YT", "Ngành y tế", "SYT tỉnh", "Lãnh đạo tỉnh"):
        assert text in shown


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Hãy điền mục này."),
        ({"name": "x" * 900}, "dài quá 200 ký tự"),
        ({"name": "Sở Tài chính"}, "tên như vậy"),
        ({"kind": "kingdom"}, "Hãy chọn một loại"),
        ({"kind": "division", "parent": ""}, "Hãy chọn cơ quan cấp trên."),
        ({"parent": "Sở Ma"}, "Không có cơ quan tên này"),
        ({"parent": "' OR 1=1"}, "Không có cơ quan tên này"),
        ({"parent": "x" * 301}, "Dài quá 300 ký tự"),
        ({"ends_on": "30/06/2025"}, "trước ngày bắt đầu"),
        ({"starts_on": "hôm nay"}, "ngày/tháng/năm"),
    ],
)
def test_a_wrong_value_is_said_and_what_was_typed_stays(
    world: World, operator: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = operator.post(reverse("organisations:add"), _typed(world, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="SYT"' in answer.content.decode()
    assert not Unit.objects.filter(short_name="SYT").exists()


@pytest.mark.parametrize("typed", [{"step1": ""}, {"step1": "leader", "step2": "leader"}, {"step1": "specialist"}])
def test_a_chain_that_cannot_be_is_answered_with_a_sentence(
    world: World, operator: Client, typed: dict[str, str]
) -> None:
    answer = operator.post(reverse("organisations:chain", args=(world.science.pk,)), typed)
    assert answer.status_code == 422


@pytest.mark.parametrize("names", ["x" * 201, "x" * 20_000, "\n".join(f"Tên {number}" for number in range(60))])
def test_names_that_cannot_be_are_answered_with_a_sentence(world: World, operator: Client, names: str) -> None:
    answer = operator.post(reverse("organisations:names", args=(world.science.pk,)), {"names": names})
    assert answer.status_code == 422


def test_a_unit_that_is_not_there_is_not_found(world: World, operator: Client) -> None:
    for name in ("detail", "edit", "names", "chain"):
        assert operator.get(reverse(f"organisations:{name}", args=(987654,))).status_code == 404


def _days(unit: Unit, starts_on: str | None = None, ends_on: str | None = None) -> None:
    Unit.objects.filter(pk=unit.pk).update(
        starts_on=dt.date.fromisoformat(starts_on) if starts_on else None,
        ends_on=dt.date.fromisoformat(ends_on) if ends_on else None,
    )


def _renamed(world: World, old: str = "Sở Khoa học, Công nghệ và Môi trường") -> None:
    """The science department was called so until the end of 2022, and stood below the finance department."""
    act = Reorganisation.objects.create(kind="rename", effective_on=dt.date(2023, 1, 1), number="7/NQ-HĐND")
    Succession.objects.create(reorganisation=act, predecessor=world.science, successor=world.science)
    UnitState.objects.create(
        unit=world.science, name=old, short_name="KCM", parent=world.finance, ends_on=dt.date(2022, 12, 31),
        reorganisation=act,
    )  # fmt: skip


def _listed(client: Client, **query: str) -> list[str]:
    return [line.name for _key, line in client.get(reverse("organisations:list"), query).context["listing"]._things()]


def test_the_list_has_the_units_of_a_day_under_the_names_of_that_day(world: World, operator: Client) -> None:
    _days(world.finance, ends_on="2025-02-28")
    _days(world.commune, starts_on="2025-07-01")
    _renamed(world)
    assert "Sở Tài chính" not in _listed(operator)
    assert "Sở Tài chính" in _listed(operator, het="on")
    assert "Sở Tài chính" in _listed(operator, ngay="28/02/2025")
    assert world.commune.name not in _listed(operator, ngay="28/02/2025")
    assert "Sở Khoa học, Công nghệ và Môi trường" in _listed(operator, ngay="31/12/2022")
    assert "Sở Khoa học và Công nghệ" in _listed(operator, ngay="01/01/2023")
    page = operator.get(reverse("organisations:list"), {"ngay": "31/12/2022"}).content.decode()
    assert "nay là Sở Khoa học và Công nghệ" in page


def test_units_are_found_by_former_and_other_names(world: World, operator: Client) -> None:
    _renamed(world)
    UnitName.objects.create(unit=world.finance, name="Sở Tài chính – Vật giá")
    assert _listed(operator, q="cong nghe moi truong") == ["Sở Khoa học và Công nghệ"]
    assert _listed(operator, q="KCM") == ["Sở Khoa học và Công nghệ"]
    assert _listed(operator, q="vật giá") == ["Sở Tài chính"]
    assert _listed(operator, q="vật giá môi trường") == []
    assert _listed(operator, loai="commune", cap="commune") == [world.commune.name]


def test_a_day_that_is_none_is_said_and_today_is_shown(operator: Client) -> None:
    for name in ("list", "tree"):
        answer = operator.get(reverse(f"organisations:{name}"), {"ngay": "31/02/2025"})
        assert answer.status_code == 422
        assert "ngày/tháng/năm" in answer.content.decode()
        assert "Sở Tài chính" in answer.content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_and_a_group_are_exported_as_of_the_day(world: World, operator: Client, form: str) -> None:
    _renamed(world)
    for name, args in (("export", (form,)), ("group_export", ("departments", form))):
        answer = operator.get(reverse(f"organisations:{name}", args=args), {"ngay": "31/12/2022"})
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert len(content) > 100
        if form == "csv":
            assert "Sở Khoa học, Công nghệ và Môi trường" in content.decode()


def test_the_tree_of_a_day_has_its_units_names_and_places(world: World, operator: Client) -> None:
    _renamed(world)
    _days(world.commune, starts_on="2025-07-01")
    page = operator.get(reverse("organisations:tree"), {"ngay": "31/12/2022"}).content.decode()
    assert "Sở Khoa học, Công nghệ và Môi trường" in page
    assert world.commune.name not in page
    finance, science = page.index("Sở Tài chính</a>"), page.index("Môi trường</a>")
    assert "</details>" not in page[finance:science]
    assert world.commune.name in operator.get(reverse("organisations:tree")).content.decode()


def test_the_tree_writes_names_as_words_and_shows_who_lost_what_stood_above(world: World, operator: Client) -> None:
    Unit.objects.filter(pk=world.science.pk).update(name="<b>Sở</b>", ends_on=dt.date(2025, 2, 28))
    page = operator.get(reverse("organisations:tree"), {"mo": "het"}).content.decode()
    assert "(cấp trên đã kết thúc)" in page
    before = operator.get(reverse("organisations:tree"), {"ngay": "28/02/2025"}).content.decode()
    assert "&lt;b&gt;Sở&lt;/b&gt;" in before
    assert "<b>Sở" not in before


def test_many_kinds_below_one_unit_stand_apart_with_their_number(world: World, operator: Client) -> None:
    from tests.factories.world import unit

    for number in range(15):
        unit(f"Ủy ban nhân dân xã {number}", "commune", parent=world.province)
    page = operator.get(reverse("organisations:tree")).content.decode()
    assert 'Ủy ban nhân dân cấp xã <span class="tree__count">16</span>' in page


def test_a_day_before_every_unit_has_an_empty_tree_that_says_so(world: World, operator: Client) -> None:
    Unit.objects.update(starts_on=dt.date(2020, 1, 1))
    page = operator.get(reverse("organisations:tree"), {"ngay": "31/12/2019"}).content.decode()
    assert "Ngày này chưa có đơn vị nào" in page


def test_a_group_has_its_members_of_the_day(world: World, operator: Client) -> None:
    _days(world.finance, ends_on="2025-02-28")
    address = reverse("organisations:group", args=("departments",))
    assert "Sở Tài chính" in operator.get(address, {"ngay": "28/02/2025"}).content.decode()
    assert "Sở Tài chính" not in operator.get(address, {"ngay": "01/03/2025"}).content.decode()
    empty = operator.get(reverse("organisations:group", args=("districts",))).content.decode()
    assert "Ngày này nhóm không có cơ quan nào" in empty
    assert operator.get(reverse("organisations:group", args=("everybody",))).status_code == 404


def test_the_page_of_a_unit_says_what_it_was_what_it_owes_and_who_has_it_now(world: World) -> None:
    from tests.factories import plans
    from tests.factories.sign_in import sign_in

    seeded = plans.plan(world, tasks=5)
    _renamed(world)
    act = Reorganisation.objects.create(kind="merge", effective_on=dt.date(2025, 3, 1), number="14/NQ-HĐND")
    Succession.objects.create(reorganisation=act, predecessor=world.science, successor=world.finance)
    Unit.objects.filter(pk=world.science.pk).update(ends_on=dt.date(2025, 2, 28), heir=world.finance)
    client = sign_in(world.actor(Role.OPERATOR, world.province))
    address = reverse("organisations:detail", args=(world.science.pk,))
    answer = client.get(address, {"ngay": "31/12/2022"})
    page = answer.content.decode()
    for text in (
        "Hôm nay giữ nhiệm vụ của cơ quan này", "Cơ quan mang tên “Sở Khoa học, Công nghệ và Môi trường”",
        "trực thuộc Sở Tài chính", "14/NQ-HĐND", "Trước đó mang tên", "đã kết thúc hoạt động hết ngày 28/02/2025",
    ):  # fmt: skip
        assert text in page
    reader = sign_in(world.coordinator).get(address).context["duties"]
    assert reader.led >= 1
    assert [plan.pk for plan in reader.kept] == [seeded.plan.pk]
    assert [plan.pk for plan in reader.followed] == [seeded.plan.pk]


def test_duties_of_plans_that_somebody_may_not_read_are_not_counted(world: World) -> None:
    from lotrinh.documents.vocab import Audience
    from lotrinh.plans.selectors.of_unit import duties_of_unit
    from tests.factories import plans

    plans.plan(world, tasks=5, audience=Audience.INTERNAL)
    stranger = world.actor(Role.CLERK, world.commune)
    seen, hidden = duties_of_unit(world.coordinator, world.science), duties_of_unit(stranger, world.science)
    assert seen.led
    assert seen.kept_count == 1
    assert (hidden.led, hidden.joined, hidden.assignments, hidden.reporting) == (0, 0, 0, 0)
    assert (hidden.kept, hidden.followed) == ((), ())


def test_the_counts_of_a_unit_are_those_of_the_lists_they_lead_to(world: World) -> None:
    from lotrinh.plans.selectors import TaskFilters, tasks
    from lotrinh.plans.selectors.of_unit import duties_of_unit
    from tests.factories import plans

    plans.plan(world, tasks=12)
    duties = duties_of_unit(world.coordinator, world.finance)
    assert duties.shares
    for share in duties.shares:
        for role, count in (("lead", share.led), ("partner", share.joined)):
            asked = TaskFilters(unit_id=world.finance.pk, role=role, schedule=share.schedule)
            assert tasks(world.coordinator, asked).count() == count


def test_the_place_of_a_unit_is_found_by_code_or_name_and_chosen_where_several_fit(
    world: World, operator: Client
) -> None:
    province = _place("24", "Sông Trà", "province", "province")
    one, two = _place("00001", "Hòa Bình", "commune", "commune"), _place("00002", "Hòa Bình", "commune", "ward")
    address = reverse("organisations:edit", args=(world.finance.pk,))

    def sent(**more: object) -> dict[str, object]:
        return _typed(world, name="Sở Tài chính", starts_on="", **more)

    assert operator.post(address, sent(place="24")).status_code == 302
    assert Unit.objects.get(pk=world.finance.pk).place_id == province.pk
    shown = operator.get(address).content.decode()
    assert "tỉnh Sông Trà (mã 24)" in shown
    assert operator.post(address, sent(place="tỉnh Sông Trà (mã 24)")).status_code == 302
    assert Unit.objects.get(pk=world.finance.pk).place_id == province.pk
    several = operator.post(address, sent(place="hoa binh"))
    assert several.status_code == 422
    assert "hãy chọn một" in several.content.decode()
    assert operator.post(address, sent(place="hoa binh", place_chosen=str(two.pk))).status_code == 302
    assert Unit.objects.get(pk=world.finance.pk).place_id == two.pk
    assert operator.post(address, sent(place="hoa binh", place_chosen="987654")).status_code == 422
    nowhere = operator.post(address, sent(place="Không đâu"))
    assert "Không tìm thấy địa bàn" in nowhere.content.decode()
    assert operator.post(address, sent(place="")).status_code == 302
    assert Unit.objects.get(pk=world.finance.pk).place_id is None
    assert one.pk != two.pk


def _place(code: str, name: str, level: str, kind: str) -> Place:
    return Place.objects.create(edition="2025", code=code, name=name, level=level, kind=kind)


def test_the_parent_is_typed_among_names_that_stand_on_the_page_once(world: World, operator: Client) -> None:
    from tests.factories.world import unit

    other = unit("Ủy ban nhân dân tỉnh Sông Trà", "province")
    Unit.objects.filter(pk=other.pk).update(ends_on=dt.date(2025, 6, 30))
    typed = _typed(world, kind="division", parent="so tai chinh")
    operator.post(reverse("organisations:add"), typed)
    made = Unit.objects.get(name="Sở Y tế")
    assert made.parent == world.finance
    page = operator.get(f"{reverse('organisations:add')}?cap-tren={world.province.pk}").content.decode()
    assert page.count('<datalist id="cac-co-quan"') == 1
    assert page.count('value="Sở Tài chính"') == 1
    assert f"#{world.province.pk})" in page, "what tells it from its namesake"
    page = operator.get(reverse("organisations:edit", args=(made.pk,))).content.decode()
    assert 'name="parent" value="Sở Tài chính"' in page


def test_the_operator_of_an_agency_changes_it_and_leaves_it_where_it_stands(world: World) -> None:
    from tests.factories.sign_in import sign_in

    own = sign_in(world.actor(Role.OPERATOR, world.science))
    address = reverse("organisations:edit", args=(world.science.pk,))
    typed = _typed(world, name=world.science.name, short_name="Sở KHCN", starts_on="")
    assert own.post(address, typed).status_code == 302
    world.science.refresh_from_db()
    assert (world.science.short_name, world.science.parent_id) == ("Sở KHCN", world.province.pk)
    answer = own.post(address, {**typed, "parent": world.finance.name})
    assert answer.status_code == 422, "below another's unit it is not put"


def test_a_bank_stands_below_nobody_and_has_a_level_and_a_code(world: World, operator: Client) -> None:
    typed = _typed(world, name="Ngân hàng Sông Trà", kind="firm", parent="", level="central", code="NHST")
    assert operator.post(reverse("organisations:add"), typed).status_code == 302
    bank = Unit.objects.get(name="Ngân hàng Sông Trà")
    assert (bank.parent_id, bank.level, bank.code) == (None, "central", "NHST")


def test_two_of_one_name_stand_side_by_side_only_one_after_the_other(world: World, operator: Client) -> None:
    _days(world.finance, ends_on="2025-02-28")
    beside = operator.post(reverse("organisations:add"), _typed(world, name="Sở Tài chính", starts_on="28/02/2025"))
    assert "trong cùng thời gian" in beside.content.decode()
    after = operator.post(reverse("organisations:add"), _typed(world, name="Sở Tài chính", starts_on="01/03/2025"))
    assert after.status_code == 302


def test_changing_a_unit_keeps_who_took_over(world: World, operator: Client) -> None:
    Unit.objects.filter(pk=world.science.pk).update(heir=world.finance, code="H12.05")
    address = reverse("organisations:edit", args=(world.science.pk,))
    typed = _typed(world, name="Sở Khoa học", code="H12.06", starts_on="")
    assert operator.post(address, typed).status_code == 302
    unit = Unit.objects.get(pk=world.science.pk)
    assert (unit.heir_id, unit.code, unit.level) == (world.finance.pk, "H12.06", "province")


@pytest.mark.parametrize("name", ["list", "tree", "detail", "add", "group"])
def test_the_pages_ask_the_same_few_questions_however_many_units(world: World, operator: Client, name: str) -> None:
    from tests.factories.world import unit

    args = {"detail": (world.province.pk,), "group": ("communes",)}.get(name, ())
    address = reverse(f"organisations:{name}", args=args)
    unit("Ủy ban nhân dân xã Một", "commune", parent=world.province)
    unit("Ủy ban nhân dân xã Hai", "commune", parent=world.province)
    operator.get(address)
    few = _queries(operator, address)
    for number in range(300):
        unit(f"Ủy ban nhân dân xã {number}", "commune", parent=world.province)
    assert _queries(operator, address) <= few
    assert few <= 22


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_unit_with_its_duties_is_read_in_fifteen_queries_and_the_tree_in_two(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from lotrinh.organisations.selectors.tree import tree
    from lotrinh.organisations.selectors.units import unit_page
    from lotrinh.plans.selectors.of_unit import duties_of_unit
    from tests.factories import plans

    plans.plan(world)
    _renamed(world)
    for _round in range(2):
        with django_assert_max_num_queries(15):
            page = unit_page(world.coordinator, world.science.pk)
            duties_of_unit(world.coordinator, page.unit)
        act = Reorganisation.objects.create(kind="split", effective_on=dt.date(2025, 3, 1), number="14/NQ-HĐND")
        for subject, unit in (("a", world.finance), ("b", world.commune)):
            Succession.objects.create(reorganisation=act, predecessor=world.science, successor=unit, subject=subject)
        Unit.objects.filter(pk=world.science.pk).update(ends_on=dt.date(2025, 2, 28))
    with django_assert_max_num_queries(2):
        tree(world.coordinator, dt.date(2022, 1, 1))


def test_a_place_that_no_database_could_look_for_is_said_beside_its_field(world: World, operator: Client) -> None:
    answer = operator.post(reverse("organisations:add"), _typed(world, place="Bình\x00An"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"place"}


def test_the_page_of_a_unit_takes_at_most_fifteen_queries_whatever_became_of_it(
    world: World, operator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from tests.factories.mergers import Merger

    merger = Merger(world)
    merger.happen()
    merger.old_plan(10)
    for unit in (world.science, merger.media, merger.planning, merger.district, world.finance, world.province):
        for day in ("", "?ngay=01/01/2024"):
            address = reverse("organisations:detail", args=(unit.pk,)) + day
            operator.get(address)
            with django_assert_max_num_queries(15):
                assert operator.get(address).status_code == 200
