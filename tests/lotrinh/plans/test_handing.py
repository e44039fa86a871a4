"""Handing duties over by a decision: what it needs, what it leaves, taking it back, holding in later versions."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Conflict, Missing, NotAllowed, Refused
from lotrinh.documents.models import Document
from lotrinh.documents.vocab import Audience
from lotrinh.organisations.models import Unit
from lotrinh.plans import selectors, services
from lotrinh.plans.models import Handover, HandoverChoice, Plan, Task, TaskParty
from lotrinh.plans.selectors import TaskFilters
from lotrinh.plans.selectors.board import EACH, KEEP, Loss
from lotrinh.plans.selectors.lost import merger_day
from lotrinh.plans.services.choosing import choose
from lotrinh.plans.services.handing import Deciding, Passing, hand_over, withdraw_handover
from lotrinh.plans.vocab import RowKind
from tests.factories import approved
from tests.factories import plans as seed
from tests.factories.mergers import DISTRICTS_DAY, Merger, act
from tests.factories.world import World

DECISION = Deciding(
    number="15/QĐ-UBND", issued_on=dt.date(2025, 6, 28), issuer="Ủy ban nhân dân tỉnh", effective_on=DISTRICTS_DAY
)


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


def passing(task: Task, *units: Unit, group: str = "", subject: str = "") -> Passing:
    party = TaskParty.objects.get(task=task, handed=None)
    return Passing(
        kind=RowKind.TASK,
        party_id=party.pk,
        to_units=tuple(place.pk for place in units),
        to_group=group,
        subject=subject,
    )


def led_by(world: World, place: Unit) -> list[int]:
    found = selectors.tasks(world.coordinator, TaskFilters(unit_id=place.pk, role="lead"))
    return [task.position for task in found]


def test_merger_day_groups_what_lost_its_owner_and_proposes_by_subject(merger: Merger, old: seed.Seeded) -> None:
    board = merger_day(merger.world.coordinator, DISTRICTS_DAY)
    assert {body.name: (body.loss, body.total) for body in board.bodies} == {
        "Sở Thông tin và Truyền thông": (Loss.ENDED, 4),
        "Ủy ban nhân dân huyện Trà Bắc": (Loss.ENDED, 1),
        "UBND cấp huyện": (Loss.GROUP, 1),
        "các sở, ban, ngành; UBND cấp huyện": (Loss.GROUP, 1),
        "Sở Kế hoạch và Đầu tư": (Loss.PASSES, 1),
    }
    culture, science, police = merger.culture, merger.world.science, merger.police
    assert {item.duty.text: (item.proposed, item.verdict.words) for item in board.lost} == {
        "Đẩy mạnh tuyên truyền về chuyển đổi số trên báo chí": (f"u{culture.pk}", ("tuyên truyền", "báo chí")),
        "Phát triển hạ tầng viễn thông đến các thôn": (f"u{science.pk}", ("viễn thông",)),
        "Giám sát an toàn thông tin mạng của các cơ quan": (f"u{police.pk}", ("an toàn thông tin mạng",)),
        "Tổ chức hội nghị sơ kết": ("", ()),
        "Bố trí vốn đầu tư công cho các dự án": ("", ()),
        "Lắp đặt trạm phát sóng": ("", ()),
        "Thành lập tổ công nghệ số cộng đồng": ("", ()),
        "Cung cấp dịch vụ công": ("gdepartments_communes", ()),
    }
    district = next(body for body in board.bodies if body.name.endswith("Trà Bắc"))
    communes = {merger.world.commune.pk, merger.other_commune.pk}
    assert set(district.each) == communes
    assert [item.code for item in district.candidates][:1] == [EACH]
    assert {"gcommunes", f"u{merger.world.province.pk}"} < {item.code for item in district.candidates}
    assert (len(board.leaving), board.open) == (4, 3)
    assert not merger_day(merger.world.coordinator, dt.date(2025, 2, 28)).bodies


@pytest.mark.parametrize("times", [1, 34])
def test_merger_day_takes_the_same_queries_whatever_there_is(
    merger: Merger, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    merger.old_plan(times)
    with django_assert_num_queries(9):
        board = merger_day(merger.world.coordinator, DISTRICTS_DAY)
    assert len(board.lost) == 8 * times


def test_a_body_that_lost_a_field_shows_only_the_tasks_of_that_field(merger: Merger) -> None:
    plan = merger.plan(
        ("Quản lý giá đất", "Sở Tài chính", merger.world.finance, ""),
        ("Quyết toán", "Sở Tài chính", merger.world.finance, ""),
    )
    from_day = dt.date(2025, 9, 1)
    act("transfer", from_day, (merger.world.finance, merger.police, "giá đất", ""))
    board = merger_day(merger.world.coordinator)
    assert [(item.duty.text, item.body.loss, item.proposed) for item in board.lost] == [
        ("Quản lý giá đất", Loss.FIELD, "")
    ]
    assert merger_day(merger.world.coordinator, dt.date(2025, 8, 31)).lost == ()
    hand_over(
        merger.world.coordinator,
        decision=dataclasses.replace(DECISION, issued_on=from_day, effective_on=from_day),
        passings=[passing(plan.tasks[0], merger.police, subject="giá đất")],
    )
    assert merger_day(merger.world.coordinator).lost == ()


def test_a_decision_ends_the_old_parties_and_begins_new_ones(merger: Merger, old: seed.Seeded) -> None:
    world = merger.world
    chosen = [
        passing(old.tasks[0], merger.culture, subject="báo chí, xuất bản, thông tin cơ sở"),
        passing(old.tasks[5], world.commune, merger.other_commune),
        passing(old.tasks[6], group="communes"),
    ]
    made = hand_over(world.coordinator, decision=DECISION, passings=chosen)
    assert made.lines.count() == 4
    before = TaskParty.objects.get(task=old.tasks[0], handed=None)
    assert (before.printed, before.unit, before.ends_on) == ("Sở TT&TT", merger.media, dt.date(2025, 6, 30))
    after = TaskParty.objects.get(task=old.tasks[0], handed__isnull=False)
    assert (after.printed, after.unit, after.starts_on) == ("Sở TT&TT", merger.culture, DISTRICTS_DAY)
    assert led_by(world, merger.culture) == [0, 7]
    assert led_by(world, world.commune) == [5, 6]
    entry = AuditEntry.objects.get(action="plan.handed_over")
    assert entry.after is not None
    assert (entry.thing_id, entry.after["lines"], entry.after["number"]) == (str(old.plan.pk), 4, "15/QĐ-UBND")
    record = selectors.record_of(old.version)
    assert record.tasks[0].lead == ("Sở TT&TT",)
    assert record.tasks[5].lead == ("UBND huyện Trà Bắc",)


def test_who_takes_over_becomes_a_recipient_before_the_document_is_open(merger: Merger, old: seed.Seeded) -> None:
    document = old.document
    Document.objects.filter(pk=document.pk).update(audience=Audience.INTERNAL)
    hand_over(merger.world.coordinator, decision=DECISION, passings=[passing(old.tasks[2], merger.police)])
    assert document.recipients.filter(unit=merger.police).exists()
    Document.objects.filter(pk=document.pk).update(audience=Audience.RECIPIENTS)
    hand_over(merger.world.coordinator, decision=DECISION, passings=[passing(old.tasks[0], merger.culture)])
    assert not document.recipients.filter(unit=merger.culture).exists()


def test_a_handover_can_be_taken_back_while_nothing_rests_on_it(merger: Merger, old: seed.Seeded) -> None:
    world = merger.world
    first = hand_over(world.coordinator, decision=DECISION, passings=[passing(old.tasks[0], merger.culture)])
    begun = TaskParty.objects.get(task=old.tasks[0], handed__isnull=False)
    later = dataclasses.replace(DECISION, number="3/QĐ-UBND", effective_on=dt.date(2026, 1, 1))
    on = Passing(kind=RowKind.TASK, party_id=begun.pk, to_units=(world.science.pk,))
    second = hand_over(world.coordinator, decision=later, passings=[on])
    with pytest.raises(Refused) as refused:
        withdraw_handover(world.coordinator, handover_id=first.pk)
    assert refused.value.code == "handover-followed"
    withdraw_handover(world.coordinator, handover_id=second.pk)
    assert led_by(world, merger.culture) == [0, 7]
    withdraw_handover(world.coordinator, handover_id=first.pk)
    parties = TaskParty.objects.filter(task=old.tasks[0])
    assert [(party.unit, party.ends_on, party.handed) for party in parties] == [(merger.media, None, None)]
    assert not Handover.objects.exists()
    assert AuditEntry.objects.filter(action="plan.handover_withdrawn").count() == 2


def test_taking_back_leaves_what_another_decision_of_the_day_ended(merger: Merger, old: seed.Seeded) -> None:
    world, later = merger.world, dataclasses.replace(DECISION, effective_on=dt.date(2025, 9, 1))
    hand_over(world.coordinator, decision=DECISION, passings=[passing(old.tasks[3], merger.culture, merger.police)])

    def further(giver: Unit) -> Handover:
        party = TaskParty.objects.get(task=old.tasks[3], unit=giver)
        to = (world.finance.pk,)
        return hand_over(
            world.coordinator, decision=later,
            passings=[Passing(kind=RowKind.TASK, party_id=party.pk, to_units=to)],
        )  # fmt: skip

    mistaken, right = further(merger.culture), further(merger.police)
    withdraw_handover(world.coordinator, handover_id=mistaken.pk)
    assert TaskParty.objects.get(task=old.tasks[3], unit=merger.culture).ends_on is None
    assert TaskParty.objects.get(task=old.tasks[3], unit=merger.police).ends_on == dt.date(2025, 8, 31)
    withdraw_handover(world.coordinator, handover_id=right.pk)
    assert TaskParty.objects.get(task=old.tasks[3], unit=merger.police).ends_on is None


def test_the_second_of_two_coordinators_is_told(merger: Merger, old: seed.Seeded) -> None:
    chosen = [passing(old.tasks[0], merger.culture)]
    other = merger.world.actor(Role.COORDINATOR)
    hand_over(merger.world.coordinator, decision=DECISION, passings=chosen)
    with pytest.raises(Conflict) as told:
        hand_over(other, decision=DECISION, passings=[*chosen, passing(old.tasks[1], merger.world.science)])
    assert told.value.code == "handed-meanwhile"
    assert Handover.objects.count() == 1
    assert TaskParty.objects.filter(task=old.tasks[1], ends_on=None).count() == 1


def test_only_who_coordinates_the_plan_hands_over(merger: Merger, old: seed.Seeded) -> None:
    world = merger.world
    chosen = [passing(old.tasks[0], merger.culture)]
    with pytest.raises(NotAllowed):
        hand_over(world.actor(Role.SPECIALIST), decision=DECISION, passings=chosen)
    Document.objects.filter(pk=old.document.pk).update(audience=Audience.INTERNAL)
    stranger = world.actor(Role.COORDINATOR, world.finance)
    with pytest.raises(Missing):
        hand_over(stranger, decision=DECISION, passings=chosen)
    assert merger_day(stranger, DISTRICTS_DAY).lost == ()
    made = hand_over(world.coordinator, decision=DECISION, passings=chosen)
    with pytest.raises(Missing):
        withdraw_handover(stranger, handover_id=made.pk)
    with pytest.raises(Missing):
        withdraw_handover(world.coordinator, handover_id=made.pk + 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": ""}, "number"),
        ({"issuer": " "}, "issuer"),
        ({"issued_on": None}, "issued_on"),
        ({"effective_on": None}, "effective_on"),
        ({"issued_on": dt.date(2026, 6, 11)}, "issued_on"),
        ({"effective_on": dt.date(1900, 1, 1)}, "effective_on"),
    ],
)
def test_a_decision_needs_number_issuer_and_days(
    merger: Merger, old: seed.Seeded, change: dict[str, object], field: str
) -> None:
    wrong = dataclasses.replace(DECISION, **change)  # type: ignore[arg-type]  # what a form may send
    with pytest.raises(Refused) as refused:
        hand_over(merger.world.coordinator, decision=wrong, passings=[passing(old.tasks[0], merger.culture)])
    assert field in refused.value.fields
    assert not Handover.objects.exists()


def test_nothing_is_handed_to_nobody_or_to_itself(merger: Merger, old: seed.Seeded) -> None:
    wrong = {
        "nothing": [],
        "nobody": [passing(old.tasks[0])],
        "ended": [passing(old.tasks[0], merger.planning)],
        "both": [passing(old.tasks[0], merger.culture, group="communes")],
        "empty group": [passing(old.tasks[0], group="districts")],
        "no group": [passing(old.tasks[0], group="x")],
        "itself": [passing(old.tasks[8], merger.world.finance)],
        "twice": [passing(old.tasks[0], merger.culture), passing(old.tasks[0], merger.police)],
    }
    for name, chosen in wrong.items():
        with pytest.raises(Refused) as refused:
            hand_over(merger.world.coordinator, decision=DECISION, passings=chosen)
        assert set(refused.value.fields) & {"lines", "effective_on"}, name
    assert not Handover.objects.exists()


def test_what_was_chosen_is_kept_until_a_decision_uses_it(merger: Merger, old: seed.Seeded) -> None:
    world = merger.world
    one, two = (TaskParty.objects.get(task=old.tasks[n]).pk for n in (3, 0))
    kept = choose(world.coordinator, choices={("task", one): f"u{world.finance.pk}", ("task", two): KEEP})
    board = merger_day(world.coordinator, DISTRICTS_DAY)
    codes = {item.duty.party_id: item.code for item in board.lost}
    assert (kept, codes[one], codes[two]) == (2, f"u{world.finance.pk}", KEEP)
    assert two not in {item.duty.party_id for item in board.leaving}
    other = world.actor(Role.COORDINATOR)
    assert {item.saved for item in merger_day(other, DISTRICTS_DAY).lost} == {""}
    stranger = world.actor(Role.COORDINATOR, world.finance)
    assert choose(stranger, choices={("task", one): KEEP}) == 0
    with pytest.raises(Refused):
        choose(world.coordinator, choices={("task", one): "u999999"})
    hand_over(world.coordinator, decision=DECISION, passings=[passing(old.tasks[3], world.finance)])
    assert list(HandoverChoice.objects.values_list("party_id", flat=True)) == [two]
    choose(world.coordinator, choices={("task", two): ""})
    assert not HandoverChoice.objects.exists()


def _renewed(world: World, coordinator: Actor, plan: Plan) -> Plan:
    document = Document.objects.get(pk=plan.document_id)
    review = approved.review(world, approved.read(approved.PLAN), of=document)
    return services.adopt(coordinator, review_id=review.pk)


def test_handovers_hold_in_a_version_that_prints_the_same_name(merger: Merger) -> None:
    world = merger.world
    plan = services.adopt(world.coordinator, review_id=approved.review(world, approved.read(approved.PLAN)).pk)
    first, second = Task.objects.filter(plan=plan).order_by("position")[:2]
    day = dt.date(2026, 4, 1)
    decision = dataclasses.replace(DECISION, issued_on=day, effective_on=day)
    lead = TaskParty.objects.get(task=first, role="lead")
    hand_over(
        world.coordinator,
        decision=decision,
        passings=[Passing(kind=RowKind.TASK, party_id=lead.pk, to_units=(merger.culture.pk, merger.police.pk))],
    )
    begun = TaskParty.objects.get(task=first, unit=merger.police, handed__isnull=False)
    later = dataclasses.replace(decision, number="4/QĐ-UBND", effective_on=dt.date(2026, 5, 1))
    on = Passing(kind=RowKind.TASK, party_id=begun.pk, to_units=(world.finance.pk,))
    made = hand_over(world.coordinator, decision=later, passings=[on])
    renewed = _renewed(world, world.coordinator, plan)
    assert renewed.current == 2
    row = Task.objects.get(plan=plan, current=True, lineage=first.lineage)
    parties = TaskParty.objects.filter(task=row, role="lead").order_by(F("starts_on").asc(nulls_first=True), "pk")
    assert [(party.unit, party.starts_on, party.ends_on) for party in parties] == [
        (world.science, None, dt.date(2026, 3, 31)),
        (merger.culture, day, None),
        (merger.police, day, dt.date(2026, 4, 30)),
        (world.finance, dt.date(2026, 5, 1), None),
    ]
    untouched = Task.objects.get(plan=plan, current=True, lineage=second.lineage)
    assert TaskParty.objects.get(task=untouched, role="lead").ends_on is None
    withdraw_handover(world.coordinator, handover_id=made.pk)
    assert TaskParty.objects.filter(unit=merger.police, handed__isnull=False, ends_on=None).count() == 2
