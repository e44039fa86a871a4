"""What really happened in 2025, recorded by the services: who owes what a plan of 2024 asks, before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

import pytest

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.organisations import naming
from lotrinh.organisations.models import Post, Unit
from lotrinh.organisations.naming import Reason
from lotrinh.organisations.provinces import province as province_of
from lotrinh.organisations.selectors import actor_of
from lotrinh.organisations.selectors.history import inherited, successors
from lotrinh.organisations.services.reorganising import Decision, Passing, rename, reorganise
from lotrinh.organisations.services.units import UnitData, create_unit
from lotrinh.organisations.vocab import GroupKind, Level, ReorganisationKind, UnitKind
from lotrinh.plans.models import TaskParty
from lotrinh.plans.selectors.holding import Held, given, held, holders
from lotrinh.plans.vocab import PartyRole
from tests.factories import plans, world
from tests.factories.world import World

#: Decree 45/2025/NĐ-CP: the departments; resolutions 202 and 203/2025/QH15: provinces, and no districts any more.
DEPARTMENTS: Final = Decision(
    effective_on=dt.date(2025, 3, 1), number="45/2025/NĐ-CP", issued_on=dt.date(2025, 2, 28), issuer="Chính phủ"
)
PROVINCES: Final = Decision(
    effective_on=dt.date(2025, 7, 1), number="202/2025/QH15", issued_on=dt.date(2025, 6, 12), issuer="Quốc hội"
)
DISTRICTS: Final = Decision(
    effective_on=dt.date(2025, 7, 1), number="203/2025/QH15", issued_on=dt.date(2025, 6, 16), issuer="Quốc hội"
)
LAST, FIRST = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
WRITTEN: Final = dt.date(2024, 4, 5)
DISTRICTS_WORDS, BOTH_WORDS = (str(group.label) for group in (GroupKind.DISTRICTS, GroupKind.DISTRICTS_COMMUNES))


@pytest.fixture
def operator(world: World) -> Actor:
    return world.actor(Role.OPERATOR, world.province)


def made(actor: Actor, world: World, name: str, kind: str = UnitKind.DEPARTMENT) -> Unit:
    """A unit of the province that has always been there."""
    return create_unit(actor, data=UnitData(kind=kind, name=name, parent_id=world.province.pk))


def new(world: World, name: str, kind: str = UnitKind.DEPARTMENT) -> UnitData:
    """What a unit of the province is to be."""
    return UnitData(kind=kind, name=name, parent_id=world.province.pk)


def passing(old: Unit, taker: Unit | UnitData | None, subject: str = "", cues: str = "") -> Passing:
    """A line."""
    successor = taker.pk if isinstance(taker, Unit) else taker
    return Passing(predecessor_id=old.pk, successor=successor, subject=subject, cues=cues)


def owners(unit: Unit, day: dt.date, subject: str = "") -> set[str]:
    """The names of those who hold on the day what the unit was given in the plan of 2024."""
    found = successors(unit, day, subject, since=WRITTEN).units
    return set(Unit.objects.filter(pk__in=found).values_list("name", flat=True))


def to_choose(unit: Unit, day: dt.date, subject: str = "") -> set[str]:
    """The names of those among whom somebody has to choose."""
    found = successors(unit, day, subject, since=WRITTEN)
    assert not found.units
    keys = [line.successor for line in found.choices if line.successor is not None]
    return set(Unit.objects.filter(pk__in=keys).values_list("name", flat=True))


def plan_of_2024(world: World, leads: Iterable[Unit | GroupKind]) -> dict[str, TaskParty]:
    """A plan whose tasks are led by these, by printed name."""
    leads = list(leads)
    seeded = plans.plan(world, tasks=len(leads))
    seeded.document.issued_on = WRITTEN.isoformat()
    seeded.document.save()
    TaskParty.objects.all().delete()
    for task, lead in zip(seeded.tasks, leads, strict=True):
        named = (
            {"unit": lead, "printed": lead.name} if isinstance(lead, Unit) else {"group": lead, "printed": lead.label}
        )
        TaskParty.objects.create(task=task, role=PartyRole.LEAD, position=0, **named)
    return {party.printed: party for party in TaskParty.objects.select_related("handed").order_by("pk")}


def read_on(parties: Mapping[str, TaskParty], day: dt.date) -> dict[str, Held]:
    """The plan as it is read on a day."""
    return {found.party.printed: found for found in held([(party, WRITTEN) for party in parties.values()], day)}


@pytest.mark.parametrize(("code", "gone"), [("24", "Bắc Giang"), ("37", "Nam Định"), ("31", "Hải Dương")])
def test_provinces_that_were_merged_into_one_that_keeps_a_name(operator: Actor, code: str, gone: str) -> None:
    """Bắc Giang → Bắc Ninh (24), Nam Định → Ninh Bình (37), Hải Dương → Hải Phòng (31): old and new are two units."""
    merged = province_of(code)
    assert merged is not None
    olds = {
        old.name: create_unit(
            operator, data=UnitData(kind=UnitKind.PROVINCE, name=old.committee, province=old.name, code=old.code)
        )
        for old in sorted(merged.formed_from, key=lambda old: old.name != gone)
    }
    data = UnitData(kind=UnitKind.PROVINCE, name=merged.committee, province=merged.name, code=merged.code)
    lines = [passing(old, data) for old in olds.values()]
    reorganise(operator, kind=ReorganisationKind.MERGE, decision=PROVINCES, lines=lines)
    taker = Unit.objects.get(name=merged.committee, starts_on=FIRST)
    namesake = olds[merged.name]
    assert (namesake.name, namesake.pk) != (taker.name, taker.pk)
    for old in olds.values():
        old.refresh_from_db()
        assert (old.ends_on, old.heir_id) == (LAST, taker.pk)
        assert successors(old, LAST).units == {old.pk}
        assert successors(old, FIRST).units == {taker.pk}
    assert set(inherited((taker.pk,))) == {old.pk for old in olds.values()}
    before, after = (naming.resolve(merged.committee, day) for day in (WRITTEN, FIRST))
    assert (before.unit, after.unit) == (namesake, taker)
    assert before.reason is after.reason is Reason.NAME
    former = naming.resolve(olds[gone].name, FIRST)
    assert (former.unit, former.reason) == (olds[gone], Reason.FORMER)
    assert [candidate.unit for candidate in former.candidates] == [taker]


def test_who_holds_a_post_in_the_new_province_has_it_for_what_the_old_ones_left(operator: Actor) -> None:
    old = create_unit(operator, data=UnitData(kind=UnitKind.PROVINCE, name="Ủy ban nhân dân tỉnh Bắc Giang"))
    data = UnitData(kind=UnitKind.PROVINCE, name="Ủy ban nhân dân tỉnh Bắc Ninh")
    reorganise(operator, kind=ReorganisationKind.MERGE, decision=PROVINCES, lines=[passing(old, data)])
    person = world.user()
    Post.objects.create(user=person, unit=Unit.objects.get(name=data.name), role=Role.COORDINATOR, starts_on=FIRST)
    assert old.pk in actor_of(person).agencies(Role.COORDINATOR)


def test_a_province_that_goes_on_and_merges_its_communes_only(world: World, operator: Actor) -> None:
    """Lai Châu: nobody's duty of the province moves; a commune divided among two leaves a choice."""
    lai_chau = province_of("12")
    assert lai_chau is not None
    assert (lai_chau.name, lai_chau.formed_from, lai_chau.starts_on) == ("Lai Châu", (), None)
    names = ("Nậm Tăm", "Noong Hẻo", "Ma Quai", "Lùng Thàng")
    first, second, divided, other = (
        made(operator, world, f"Ủy ban nhân dân xã {name}", UnitKind.COMMUNE) for name in names
    )
    merged = new(world, first.name, UnitKind.COMMUNE)
    lines = [passing(first, merged), passing(second, merged), passing(divided, merged), passing(divided, other)]
    decision = Decision(effective_on=FIRST, number="1670/NQ-UBTVQH15", issuer="Ủy ban Thường vụ Quốc hội")
    communes_before = naming.members(GroupKind.COMMUNES, LAST).count()
    reorganise(operator, kind=ReorganisationKind.MERGE, decision=decision, lines=lines)
    taker = Unit.objects.get(name=first.name, starts_on=FIRST)
    assert successors(world.province, FIRST).units == {world.province.pk}
    assert naming.members(GroupKind.COMMUNES, LAST).count() == communes_before
    assert naming.members(GroupKind.COMMUNES, FIRST).count() == communes_before - 2
    assert successors(first, FIRST).units == successors(second, FIRST).units == {taker.pk}
    assert to_choose(divided, FIRST) == {first.name, other.name}
    assert owners(other, FIRST) == {other.name}
    divided.refresh_from_db()
    assert (divided.ends_on, divided.heir_id) == (LAST, None)


def test_information_and_communications_was_divided_three_ways(world: World, operator: Actor) -> None:
    """Culture and the police go on; science is founded anew under its old name and takes the rest of the old one."""
    communications = made(operator, world, "Sở Thông tin và Truyền thông")
    culture = made(operator, world, "Sở Văn hóa, Thể thao và Du lịch")
    police = made(operator, world, "Công an tỉnh", UnitKind.OTHER)
    science = new(world, world.science.name)
    lines = [
        passing(world.science, science),
        passing(communications, science, "viễn thông, công nghệ số", "viễn thông, chuyển đổi số"),
        passing(communications, culture, "báo chí, xuất bản", "báo chí, tuyên truyền"),
        passing(communications, police, "an toàn thông tin mạng"),
    ]
    reorganise(operator, kind=ReorganisationKind.SPLIT, decision=DEPARTMENTS, lines=lines)
    today = Unit.objects.get(name=science.name, starts_on=DEPARTMENTS.effective_on)
    eve = DEPARTMENTS.effective_on - dt.timedelta(days=1)
    for subject in ("", "Báo chí, xuất bản"):
        assert owners(communications, eve, subject) == {communications.name}
    assert owners(communications, FIRST, "Báo chí,  xuất bản") == {culture.name}
    assert owners(communications, FIRST, "an toàn thông tin mạng") == {police.name}
    assert successors(communications, FIRST, "viễn thông, công nghệ số").units == {today.pk}
    assert to_choose(communications, FIRST) == {science.name, culture.name, police.name}
    assert to_choose(communications, FIRST, "bưu chính") == {science.name, culture.name, police.name}
    cues = {line.successor: line.cues for line in successors(communications, FIRST).choices}
    assert cues[culture.pk] == ("báo chí", "tuyên truyền")
    world.science.refresh_from_db()
    communications.refresh_from_db()
    assert (world.science.heir, communications.heir) == (today, None)
    assert owners(culture, FIRST) == {culture.name}


def test_labour_was_divided_four_ways_and_what_no_field_names_follows_the_main_part(
    world: World, operator: Actor
) -> None:
    labour = made(operator, world, "Sở Lao động - Thương binh và Xã hội")
    home, health, education = (
        made(operator, world, f"Sở {name}") for name in ("Nội vụ", "Y tế", "Giáo dục và Đào tạo")
    )
    police = made(operator, world, "Công an tỉnh", UnitKind.OTHER)
    lines = [
        passing(labour, home),
        passing(labour, health, "trẻ em, bảo trợ xã hội"),
        passing(labour, education, "giáo dục nghề nghiệp"),
        passing(labour, police, "cai nghiện ma túy"),
    ]
    reorganise(operator, kind=ReorganisationKind.SPLIT, decision=DEPARTMENTS, lines=lines)
    found = {
        "trẻ em, bảo trợ xã hội": {health.name},
        "giáo dục nghề nghiệp": {education.name},
        "cai nghiện ma túy": {police.name},
        "người có công": {home.name},
    }
    assert {subject: owners(labour, FIRST, subject) for subject in found} == found
    # Nobody has said of which field the duty is: a person looks at it.
    assert to_choose(labour, FIRST) == {home.name, health.name, education.name, police.name}
    # A year later the children go on to another department: what came from labour goes with them, what is newer stays.
    later = Decision(effective_on=dt.date(2026, 3, 1), number="15/QĐ-UBND")
    lines = [passing(health, home, "Trẻ em, bảo trợ xã hội")]
    reorganise(operator, kind=ReorganisationKind.TRANSFER, decision=later, lines=lines)
    assert owners(labour, later.effective_on, "trẻ em, bảo trợ xã hội") == {home.name}
    given_then = successors(health, later.effective_on, "trẻ em, bảo trợ xã hội", since=later.effective_on)
    assert given_then.units == {health.pk}


def test_party_bodies_that_ended_early_in_2025(world: World, operator: Actor) -> None:
    caucus, block, propaganda, masses = (
        made(operator, world, name, UnitKind.PARTY)
        for name in ("Ban cán sự đảng UBND tỉnh", "Đảng ủy Khối các cơ quan", "Ban Tuyên giáo Tỉnh ủy", "Ban Dân vận")
    )
    government = new(world, "Đảng ủy Ủy ban nhân dân tỉnh", UnitKind.PARTY)
    party = new(world, "Đảng ủy các cơ quan Đảng tỉnh", UnitKind.PARTY)
    first = Decision(effective_on=dt.date(2025, 2, 12), number="1411-QĐ/TU", issuer="Tỉnh ủy")
    lines = [passing(caucus, government), passing(block, government), passing(block, party)]
    reorganise(operator, kind=ReorganisationKind.ABOLISH, decision=first, lines=lines)
    second = Decision(effective_on=dt.date(2025, 3, 1), number="1430-QĐ/TU", issuer="Tỉnh ủy")
    both = new(world, "Ban Tuyên giáo và Dân vận Tỉnh ủy", UnitKind.PARTY)
    lines = [passing(propaganda, both), passing(masses, both)]
    reorganise(operator, kind=ReorganisationKind.MERGE, decision=second, lines=lines)
    assert owners(caucus, FIRST) == {government.name}
    assert to_choose(block, FIRST) == {government.name, party.name}
    assert owners(propaganda, FIRST) == owners(masses, FIRST) == {both.name}
    assert naming.members(GroupKind.PARTIES, dt.date(2025, 2, 11)).count() == 4
    assert naming.members(GroupKind.PARTIES, FIRST).count() == 3


def test_a_plan_of_2024_read_on_the_last_day_of_the_districts_and_on_the_day_after(
    world: World, operator: Actor
) -> None:
    district, town = (
        made(operator, world, f"Ủy ban nhân dân {name}", UnitKind.DISTRICT) for name in ("huyện Ba Vì", "thị xã An Khê")
    )
    assert (district.level, town.level) == (Level.DISTRICT, Level.DISTRICT)
    finance = made(operator, world, "Sở Kế hoạch và Đầu tư")
    culture = made(operator, world, "Sở Văn hóa, Thể thao và Du lịch")
    leads = (district, town, finance, culture, world.commune, GroupKind.DISTRICTS, GroupKind.DISTRICTS_COMMUNES)
    parties = plan_of_2024(world, leads)
    reorganise(operator, kind=ReorganisationKind.MERGE, decision=DEPARTMENTS, lines=[passing(finance, world.finance)])
    lines = [passing(district, world.commune), passing(district, world.finance, "quy hoạch"), passing(town, None)]
    reorganise(operator, kind=ReorganisationKind.ABOLISH, decision=DISTRICTS, lines=lines)
    rename(operator, unit_id=culture.pk, decision=DISTRICTS, name="Sở Văn hóa và Thể thao")

    eve, morning = read_on(parties, LAST), read_on(parties, FIRST)

    assert [unit.name for unit in eve[district.name].owner.units] == [district.name]
    assert not eve[district.name].changed
    assert eve[DISTRICTS_WORDS].owner.members == 2
    assert eve[BOTH_WORDS].owner.members == 3
    assert [unit.name for unit in eve[finance.name].owner.units] == [world.finance.name]
    assert eve[finance.name].changed

    assert morning[district.name].owner.lost
    of_district = given(parties[district.name])
    choices = {choice.unit.name: choice.line.subject for choice in holders([of_district], FIRST)[of_district].choices}
    assert choices == {world.commune.name: "", world.finance.name: "quy hoạch"}
    assert morning[town.name].owner.lost
    assert not holders([given(parties[town.name])], FIRST)[given(parties[town.name])].choices
    assert morning[DISTRICTS_WORDS].owner.lost
    assert morning[BOTH_WORDS].owner.members == 1
    assert morning[BOTH_WORDS].owner.part_lost
    assert not morning[world.commune.name].changed
    assert (morning[culture.name].then, morning[culture.name].changed) == (culture.name, True)
    assert [unit.name for unit in morning[culture.name].owner.units] == ["Sở Văn hóa và Thể thao"]
    # What the document names stands as it was.
    assert list(TaskParty.objects.order_by("pk").values_list("printed", "ends_on")) == [
        (name, None) for name in parties
    ]
