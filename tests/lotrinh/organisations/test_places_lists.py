"""The national lists of places as they lie in the repository."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from types import ModuleType

from django.utils import translation

from lotrinh.organisations.models import Place
from lotrinh.organisations.reference.faults import change_faults, place_faults
from lotrinh.organisations.reference.given import GivenChange, GivenPlace
from lotrinh.organisations.reference.places import (
    BEFORE,
    FIRST_DAY,
    SINCE,
    Key,
    ListedPlace,
    kind_of,
    national,
    resolution,
    sources,
)
from lotrinh.organisations.vocab import Level, PlaceKind
from vanban.language.gazetteer import provinces

EVE = FIRST_DAY - dt.timedelta(days=1)


@cache
def _places() -> dict[Key, ListedPlace]:
    return {place.key: place for place in national().places}


def _there(place: ListedPlace, day: dt.date) -> bool:
    return not (place.starts_on and place.starts_on > day) and not (place.ends_on and place.ends_on < day)


def _province_of(place: ListedPlace, day: dt.date) -> str:
    while place.level is not Level.PROVINCE:
        key = place.parent_before if day <= EVE and place.parent_before else place.parent
        assert key is not None
        place = _places()[key]
    return place.name


def test_each_list_has_as_many_places_as_the_state_decided() -> None:
    levels = {
        day: Counter(place.level for place in national().places if _there(place, day)) for day in (EVE, FIRST_DAY)
    }
    assert levels[EVE] == {Level.PROVINCE: 63, Level.DISTRICT: 696, Level.COMMUNE: 10_035}
    assert levels[FIRST_DAY] == {Level.PROVINCE: 34, Level.COMMUNE: 3_321}
    kinds = Counter(place.kind for place in national().places if _there(place, FIRST_DAY))
    assert kinds == {
        PlaceKind.PROVINCE: 28, PlaceKind.CENTRAL_CITY: 6,
        PlaceKind.COMMUNE: 2_621, PlaceKind.WARD: 687, PlaceKind.SPECIAL_ZONE: 13,
    }  # fmt: skip
    assert len(_places()) == len(national().places) == 14_011


def test_provinces_are_those_of_the_gazetteer() -> None:
    """Name, kind, both codes and what merged into what: one source for the engine and the platform."""
    before = {p.code: p for p in national().places if p.level is Level.PROVINCE and _there(p, EVE)}
    since = {p.code: p for p in national().places if p.level is Level.PROVINCE and _there(p, FIRST_DAY)}
    into = {change.old: change.new for change in national().changes if len(change.old[1]) == 2}
    word = {PlaceKind.PROVINCE: "tỉnh", PlaceKind.CENTRAL_CITY: "thành phố"}
    for item in provinces():
        old = before[item.code_2004]
        new = _places()[into[old.key]] if old.key in into else old
        assert (old.name, word[old.kind]) == (item.name, item.kind)
        assert new.name == (item.merged_into or item.name)
        if item.code is not None:
            assert since[item.code] == new
    assert {item.code for item in provinces() if item.code} == set(since)
    assert len(before) == len(provinces())


def test_eleven_provinces_go_on_and_the_others_begin_or_end() -> None:
    of_level = [place for place in national().places if place.level is Level.PROVINCE]
    on = {place.name for place in of_level if place.starts_on is None and place.ends_on is None}
    assert on == {
        "Hà Nội", "Cao Bằng", "Điện Biên", "Lai Châu", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An",
        "Hà Tĩnh", "Huế",
    }  # fmt: skip
    assert sum(place.starts_on == FIRST_DAY for place in of_level) == 23
    assert sum(place.ends_on == EVE for place in of_level) == 52


def test_a_place_that_goes_on_has_one_code_in_both_lists_and_knows_its_old_district() -> None:
    on = [place for place in national().places if place.starts_on is None and place.ends_on is None]
    communes = [place for place in on if place.level is Level.COMMUNE]
    assert len(communes) == 127
    assert all(place.edition == SINCE and (BEFORE, place.code) not in _places() for place in on)
    assert all(_places()[place.parent_before].level is Level.DISTRICT for place in communes if place.parent_before)
    assert all(place.parent_before for place in communes)
    lai_chau = {place.name for place in communes if place.parent == (SINCE, "12")}
    assert lai_chau == {"Mù Cả", "Tà Tổng"}


def test_every_place_lies_in_a_place_that_is_there_and_every_commune_in_a_province() -> None:
    for place in national().places:
        if place.level is Level.PROVINCE:
            assert place.parent is None
            continue
        for day in (EVE, FIRST_DAY):
            if _there(place, day):
                assert _province_of(place, day)
                parent = place.parent_before if day == EVE and place.parent_before else place.parent
                assert parent is not None
                assert _there(_places()[parent], day)


def test_every_commune_of_before_has_a_successor_and_every_new_one_a_predecessor() -> None:
    """None is left over on either side; districts go on in their communes, five islands are their own."""
    changes = national().changes
    ended = {p.key for p in national().places if p.ends_on == EVE and p.level is not Level.DISTRICT}
    begun = {p.key for p in national().places if p.starts_on == FIRST_DAY}
    islands = {change.old for change in changes if len(change.old[1]) == 3}
    assert {change.old for change in changes} == ended | islands
    assert {change.new for change in changes} == begun
    assert {_places()[key].name for key in islands} == {"Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo"}
    assert len(changes) == 10_444 + 52


def test_only_what_went_to_several_places_went_there_in_part() -> None:
    successors: dict[Key, set[Key]] = defaultdict(set)
    for change in national().changes:
        successors[change.old].add(change.new)
    assert all(change.part == (len(successors[change.old]) > 1) for change in national().changes)
    assert Counter(len(found) for key, found in successors.items() if len(key[1]) == 5) == {
        1: 9_466, 2: 370, 3: 56, 4: 15, 5: 1
    }  # fmt: skip


def test_a_commune_stays_within_the_province_that_took_over_from_its_own() -> None:
    into = {item.name: item.merged_into or item.name for item in provinces()}
    for change in national().changes:
        old, new = _places()[change.old], _places()[change.new]
        assert into[_province_of(old, EVE)] == _province_of(new, FIRST_DAY)


def test_a_new_commune_has_the_code_of_one_that_went_into_it() -> None:
    """The State gave new communes the code of an old one: a mapping that was made without looking at codes obeys it."""
    codes: dict[Key, set[str]] = defaultdict(set)
    for change in national().changes:
        codes[change.new].add(change.old[1])
    strange = {_places()[new].name for new, old in codes.items() if len(new[1]) == 5 and new[1] not in old}
    assert strange == {"Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo"}


def test_of_namesakes_each_has_its_own_successors() -> None:
    """Resolution 1668/NQ-UBTVQH15, clauses 36, 43, 66, 71; the data set gave both pairs both successors."""
    into = defaultdict(set)
    for change in national().changes:
        into[_places()[change.old].code].add((_places()[change.new].name, change.part))
    assert into["31268"] == {("Trường Thành", False)}
    assert into["31666"] == {("Tân Thạnh", False)}
    assert into["31246"] == {("Thạnh Quới", False)}
    assert into["31714"] == {("Gia Hòa", False)}


def test_real_provinces() -> None:
    counts = {
        day: Counter(_province_of(p, day) for p in national().places if p.level is Level.COMMUNE and _there(p, day))
        for day in (EVE, FIRST_DAY)
    }
    assert (counts[EVE]["Lai Châu"], counts[FIRST_DAY]["Lai Châu"]) == (106, 38)
    assert counts[FIRST_DAY]["Hà Tĩnh"] == 69
    into = {_places()[c.old].name: c.new for c in national().changes if len(c.old[1]) == 2}
    assert (into["Bắc Giang"], into["Nam Định"], into["Hải Dương"]) == ((SINCE, "24"), (SINCE, "37"), (SINCE, "31"))
    assert resolution("12") == "Nghị quyết 1670/NQ-UBTVQH15"


def test_the_lists_have_none_of_the_faults_that_a_file_is_refused_for() -> None:
    given = [
        GivenPlace(line=number, place=place, columns=frozenset()) for number, place in enumerate(national().places)
    ]
    changes = [GivenChange(line=number, change=change) for number, change in enumerate(national().changes)]
    assert not list(change_faults(changes, _places(), ()))
    assert not list(place_faults(given, _places()))


def test_every_place_and_change_names_its_source() -> None:
    assert all(place.source for place in national().places)
    assert all(change.source for change in national().changes)
    assert all(source.law and source.data and source.licence for source in sources())


def test_a_kind_belongs_to_its_level() -> None:
    assert kind_of("Thành phố", "01") is PlaceKind.CENTRAL_CITY
    assert kind_of("thành phố", "769") is PlaceKind.CITY
    assert kind_of("xã", "00001") is PlaceKind.COMMUNE
    assert kind_of("commune", "00001") is PlaceKind.COMMUNE
    assert kind_of("xã", "001") is None
    assert kind_of("làng", "00001") is None


def test_names_of_places_are_vietnamese_in_every_language() -> None:
    with translation.override("en"):
        assert kind_of("phường", "00001") is PlaceKind.WARD
        assert Place(kind=PlaceKind.CITY, name="Bắc Giang").full_name == "thành phố Bắc Giang"


def _script() -> ModuleType:
    path = Path(__file__).parents[3] / "scripts" / "reference_places.py"
    spec = importlib.util.spec_from_file_location("reference_places", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["reference_places"] = module
    spec.loader.exec_module(module)
    return module


def test_the_script_sorts_namesakes_out_by_where_the_other_predecessors_lie() -> None:
    made = _script()
    place, change = made.Place, made.Change
    ours = place("00010", "xã", "Tân Thạnh", "xatanthanh", "92", "927")
    theirs = place("00020", "xã", "Tân Thạnh", "xatanthanh", "94", "946")
    sure = [place("00011", "xã", "Định Môn", "xadinhmon", "92", "927")]
    sure.append(place("00021", "xã", "Tân Hưng", "xatanhung", "94", "946"))
    new = [place("00010", "xã", "Trường Thành", "a", "92"), place("00020", "xã", "Tân Thạnh", "b", "92")]
    lent = [change(old, to, divided=True) for old in (ours, theirs) for to in new]
    certain = [change(old, to, divided=False) for old, to in zip(sure, new, strict=True)]
    kept, dropped = made._sorted_out((*lent, *certain))
    assert {(item.old.code, item.new.code) for item in dropped} == {("00010", "00020"), ("00020", "00010")}
    assert {(c.old.code, c.new.code) for c in kept if c.divided} == {("00010", "00010"), ("00020", "00020")}
