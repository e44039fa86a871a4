"""Places as they are loaded: correcting them, own files, what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from lotrinh.core.actor import Actor, system
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Refused
from lotrinh.core.vocab import Via
from lotrinh.organisations.models import Place, PlaceChange
from lotrinh.organisations.selectors import places as selectors
from lotrinh.organisations.services import places as services
from lotrinh.organisations.services.places import PlaceData, Tally

pytestmark = pytest.mark.django_db

EVE = dt.date(2025, 6, 30)
FIRST_DAY = dt.date(2025, 7, 1)
OPERATOR: Actor = system("lotrinh reference", Via.COMMAND)


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The lists once for all tests of this module: each undoes what it does itself, the end undoes the lists."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        services.load_places(OPERATOR)
        yield
        transaction.set_rollback(True)


def _at(code: str, day: dt.date) -> Place:
    place = selectors.place_as_of(code, day)
    assert place is not None
    return place


def _names(place: Place, day: dt.date = FIRST_DAY) -> set[tuple[str, bool]]:
    return {(item.place.full_name, item.part) for item in selectors.what_became_of(place, day)}


def _data(place: Place, **changes: object) -> PlaceData:
    columns = ("kind", "name", "code", "starts_on", "ends_on", "source")
    values = {name: getattr(place, name) for name in columns}
    return PlaceData(**{**values, **changes})


def test_a_row_that_differs_is_mended_one_that_is_missing_comes_back_and_what_is_not_listed_is_told() -> None:
    Place.objects.filter(code="00004", edition="2025").update(name="Ba Dinh")
    PlaceChange.objects.filter(predecessor__code="24", predecessor__edition="2004").delete()
    stray = PlaceChange.objects.create(
        predecessor=_at("24", EVE), successor=_at("31", FIRST_DAY), effective_on=FIRST_DAY
    )
    Place.objects.create(edition="2025", level="commune", code="99999", kind="commune", name="Không Có")
    report = services.load_places(OPERATOR)
    assert report.places == Tally(changed=1, unchanged=14_010, gone=1)
    assert report.changes == Tally(added=1, unchanged=10_495, gone=1)
    assert _at("00004", FIRST_DAY).name == "Ba Đình"
    assert not PlaceChange.objects.filter(pk=stray.pk).exists()
    assert Place.objects.filter(code="99999").exists()


def test_a_correction_outlives_loading_and_can_be_taken_back() -> None:
    place = _at("00004", FIRST_DAY)
    services.correct_place(OPERATOR, place_id=place.pk, data=_data(place, name="Ba Đình  Mới", code="00003"))
    report = services.load_places(OPERATOR)
    assert report.places == Tally(unchanged=14_010, kept=1)
    place.refresh_from_db()
    assert (place.name, place.code, place.corrected) == ("Ba Đình Mới", "00003", True)
    assert "ba dinh moi" in place.search
    services.undo_correction(OPERATOR, place_id=place.pk)
    place.refresh_from_db()
    assert (place.name, place.code, place.corrected) == ("Ba Đình", "00004", False)
    assert services.load_places(OPERATOR).places == Tally(unchanged=14_011)
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions)[-2:] == ["place.corrected", "place.correction_undone"]


def test_lists_that_give_a_corrected_code_to_a_new_place_are_refused_and_say_which(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from lotrinh.cli.platform import reference
    from lotrinh.cli.problems import CommandError

    new, other = _at("00008", FIRST_DAY), _at("00004", FIRST_DAY)
    PlaceChange.objects.filter(successor=new).delete()
    new.delete()
    services.correct_place(OPERATOR, place_id=other.pk, data=_data(other, code="00008"))
    before = Place.objects.count()
    with pytest.raises(Refused) as refused:
        services.load_places(OPERATOR)
    for part in ("00008", other.full_name, new.full_name):
        assert part in str(refused.value)
    with pytest.raises(CommandError) as told:
        reference.run("load", dry_run=False, file=None, lang="vi")
    assert "00008" in told.value.message("vi")
    assert Place.objects.count() == before
    services.correct_place(OPERATOR, place_id=other.pk, data=_data(other, code="00009"))
    assert services.load_places(OPERATOR).places.added == 1
    assert not capsys.readouterr().out


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("kind", {"kind": "town"}),
        ("code", {"code": "123"}),
        ("code", {"code": "00008"}),
        ("ends_on", {"ends_on": dt.date(2025, 1, 1)}),
        ("name", {"name": " "}),
    ],
)
def test_a_correction_that_cannot_be_is_told_beside_its_field(field: str, values: dict[str, object]) -> None:
    place = _at("00004", FIRST_DAY)
    with pytest.raises(Refused) as refused:
        services.correct_place(OPERATOR, place_id=place.pk, data=_data(place, **values))
    assert field in refused.value.fields
    place.refresh_from_db()
    assert not place.corrected


def test_a_code_means_another_province_before_and_after() -> None:
    assert (_at("24", EVE).name, _at("24", FIRST_DAY).name) == ("Bắc Giang", "Bắc Ninh")
    assert selectors.place_as_of("27", FIRST_DAY) is None
    assert _at("12", EVE) == _at("12", FIRST_DAY)
    assert selectors.place_as_of("x") is None


def test_what_became_of_provinces() -> None:
    assert _names(_at("24", EVE)) == {("tỉnh Bắc Ninh", False)}
    assert _names(_at("36", EVE)) == {("tỉnh Ninh Bình", False)}
    assert _names(_at("30", EVE)) == {("thành phố Hải Phòng", False)}
    assert _names(_at("12", EVE)) == {("tỉnh Lai Châu", False)}
    assert _names(_at("24", EVE), EVE) == {("tỉnh Bắc Giang", False)}
    assert _names(_at("24", FIRST_DAY), EVE) == set()


def test_what_became_of_communes_and_districts(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    phong_tho = Place.objects.get(level="district", name="Phong Thổ")
    with django_assert_num_queries(4):
        became = _names(phong_tho)
    assert {name for name, _ in became} == {
        "xã Phong Thổ", "xã Dào San", "xã Sì Lở Lầu", "xã Khổng Lào", "xã Sin Suối Hồ", "phường Đoàn Kết"
    }  # fmt: skip
    assert all(part for _, part in became)
    assert _names(_at("318", EVE)) == {("đặc khu Bạch Long Vĩ", False)}
    assert _names(_at("318", EVE), EVE) == {("huyện Bạch Long Vĩ", False)}
    with django_assert_num_queries(3):
        divided = _names(Place.objects.get(edition="2004", name="Bùi Hữu Nghĩa", parent__name="Bình Thủy"))
    assert divided == {("phường Cái Khế", True), ("phường Bình Thủy", True)}
    # Mường Tè: a commune of this district goes on as it was.
    muong_te = Place.objects.get(level="district", name="Mường Tè")
    assert ("xã Mù Cả", True) in _names(muong_te)


def test_the_communes_of_a_province_on_a_day(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    lai_chau = _at("12", EVE)
    with django_assert_num_queries(1):
        assert len(selectors.communes_of(lai_chau, EVE)) == 106
    assert selectors.communes_of(lai_chau, FIRST_DAY).count() == 38
    assert selectors.communes_of(_at("42", EVE), FIRST_DAY).count() == 69
    yen_bai = _at("15", EVE)
    assert yen_bai.name == "Yên Bái"
    assert selectors.communes_of(yen_bai, EVE).filter(name="Lao Chải").exists()
    assert not selectors.communes_of(yen_bai, FIRST_DAY).exists()
    assert not selectors.communes_of(_at("15", FIRST_DAY), EVE).exists()
    total = {EVE: 0, FIRST_DAY: 0}
    for day in total:
        for province in Place.objects.filter(selectors.in_force(day), level="province"):
            total[day] += selectors.communes_of(province, day).count()
    assert total == {EVE: 10_035, FIRST_DAY: 3_321}


GOOD = """\
edition;code;kind;name;parent;starts_on;ends_on;source
2025;99901;xã;Mới Lập;12;01/01/2026;;Nghị quyết ví dụ
2004;00001;phường;Phúc  Xá sửa;001;;30/06/2025;
"""


def test_an_own_file_corrects_and_adds_and_loading_the_lists_leaves_that_alone() -> None:
    dry = services.load_places(OPERATOR, file=GOOD.encode("utf-8-sig"), dry_run=True)
    assert (dry.faults, dry.places) == ((), Tally(added=1, changed=1))
    assert not Place.objects.filter(corrected=True).exists()
    report = services.load_places(OPERATOR, file=GOOD.encode())
    assert report.places == dry.places
    new = _at("99901", dt.date(2026, 1, 1))
    assert (new.full_name, new.corrected, new.parent) == ("xã Mới Lập", True, _at("12", FIRST_DAY))
    assert _at("00001", EVE).name == "Phúc Xá sửa"
    assert services.load_places(OPERATOR, file=GOOD.encode()).places == Tally(unchanged=2)
    assert services.load_places(OPERATOR).places == Tally(unchanged=14_010, kept=1)
    changes = "old,new,effective_on,part\n2025:12,2025:99901,01/01/2026,x\n"
    # A province does not go into a commune by half, but a file may say so: it names both, on days on which they are.
    assert services.load_places(OPERATOR, file=changes.encode()).changes == Tally(added=1)


PLACES = "edition,code,kind,name,parent,starts_on,ends_on\n"
CHANGES = "old,new,effective_on\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (PLACES + "2025,99901,xã,Một,12,,\n2025,9990,xã,Hai,12,,\n2025,99903,làng,Ba,12,,\n", (3, 4)),
        (PLACES + "2025,99901,xã,Một,98,,\n", (2,)),
        (PLACES + "2025,99901,xã,Một,,,\n", (2,)),
        (PLACES + "2025,99901,xã,Một,00004,,\n", (2,)),
        (PLACES + "2025,99901,xã,Một,12,31/02/2026,\n", (2,)),
        (PLACES + "2025,99901,xã,Một,12,02/01/2026,01/01/2026\n", (2,)),
        (PLACES + "2025,99901,xã,Mù Cả,12,01/01/2026,\n", (2,)),
        (PLACES + "2025,99901,xã,Một,12,,\n2025,99901,xã,Hai,12,,\n", (3,)),
        (PLACES + "1999,99901,xã,Một,12,,\n2025,99902,xã,,12,,\n", (2, 3)),
        (CHANGES + "77777,00004,01/07/2025\n", (2,)),
        (CHANGES + "2025:00004,2025:00008,01/07/2026\n2025:00008,2025:00004,01/07/2026\n", (2, 3)),
        (CHANGES + "2025:00004,2025:00004,01/07/2026\n", (2,)),
        (CHANGES + "00001,00004,01/07/2026\n", (2,)),
        (CHANGES + "2004:00006,2025:00004,01/07/2020\n", (2,)),
        ("code,name\n00004,Ba Đình\n", (1,)),
        ("", (1,)),
    ],
)
def test_of_a_wrong_file_every_wrong_line_is_told_and_nothing_is_loaded(text: str, lines: tuple[int, ...]) -> None:
    before = list(Place.objects.order_by("pk").values()), PlaceChange.objects.count()
    report = services.load_places(OPERATOR, file=text.encode())
    assert tuple(dict.fromkeys(fault.line for fault in report.faults)) == lines
    assert (list(Place.objects.order_by("pk").values()), PlaceChange.objects.count()) == before


def test_a_file_with_half_its_rows_wrong_names_exactly_those() -> None:
    rows = [f"2025,9{number:04},{'xã' if number % 2 else 'làng'},Xã {number},12,," for number in range(100)]
    report = services.load_places(OPERATOR, file=(PLACES + "\n".join(rows)).encode())
    assert [fault.line for fault in report.faults] == list(range(2, 102, 2))
    assert not Place.objects.filter(corrected=True).exists()
