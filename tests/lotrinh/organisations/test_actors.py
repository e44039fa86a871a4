"""Which rights a person has: by own posts, by standing in, and by what agencies that ended left to theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.audit.services import PLATFORM
from lotrinh.core.problems import Missing, NotAllowed
from lotrinh.documents import policies as documents
from lotrinh.documents.models import Document, Recipient
from lotrinh.documents.selectors import reviews
from lotrinh.documents.services import approving, reviewing
from lotrinh.documents.vocab import Audience, ReviewState
from lotrinh.organisations import policies
from lotrinh.organisations.models import Unit
from lotrinh.organisations.services import people
from lotrinh.organisations.services.importing import UnitRow, check_units
from lotrinh.organisations.services.reorganising import Decision, Passing, reorganise
from lotrinh.organisations.services.units import change_unit, data_of
from lotrinh.organisations.vocab import ReorganisationKind, UnitKind
from lotrinh.plans import policies as plans
from lotrinh.plans import services
from lotrinh.plans.services.coordination import Named
from tests.factories import approved, readings
from tests.factories import plans as seeded
from tests.factories.absence import DAY, again, ended, post_of, stands_in
from tests.factories.papers import document
from tests.factories.sign_in import account
from tests.factories.world import World, unit


@pytest.fixture
def planning(world: World) -> Unit:
    """Sở Kế hoạch và Đầu tư."""
    return unit("Sở Kế hoạch và Đầu tư", parent=world.province)


def merged(world: World, old: Unit, heirs: dict[Unit, str]) -> None:
    """Today `old` passes to the heirs, to each what its subject says."""
    operator = world.actor(Role.OPERATOR, world.province)
    kind = ReorganisationKind.MERGE if len(heirs) == 1 else ReorganisationKind.SPLIT
    lines = [Passing(predecessor_id=old.pk, successor=heir.pk, subject=said) for heir, said in heirs.items()]
    reorganise(operator, kind=kind, decision=Decision(effective_on=clock.today(), number="18/NQ-HĐND"), lines=lines)


def test_the_heirs_coordinator_reads_reviews_and_coordinates_what_was_kept(world: World, planning: Unit) -> None:
    row = document(planning, world.coordinator, audience=Audience.DRAFTING)
    heir = world.actor(Role.COORDINATOR, world.finance)
    assert not documents.allowed(heir, documents.Action.READ, row)
    merged(world, planning, {world.finance: ""})
    heir = again(heir)
    may = {action for action in documents.Action if documents.allowed(heir, action, row)}
    own = document(world.finance, world.coordinator, audience=Audience.DRAFTING)
    assert may == {action for action in documents.Action if documents.allowed(heir, action, own)}
    assert documents.Action.REVIEW in may
    plan = seeded.plan(world, owner=planning).plan
    services.set_coordination(
        heir, plan_id=plan.pk, follow_up=Named(unit_id=world.finance.pk), reports_to=Named(), difficulties_to=Named()
    )
    plan.refresh_from_db()
    assert plan.follow_up == world.finance


def test_it_begins_on_the_first_day_after_the_end(
    world: World, planning: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = clock.today() + 3 * DAY
    ended(planning, world.finance, last=last)
    heir = world.actor(Role.COORDINATOR, world.finance)
    monkeypatch.setattr(clock, "today", lambda: last)
    assert planning.pk not in again(heir).agencies()
    monkeypatch.setattr(clock, "today", lambda: last + DAY)
    assert planning.pk in again(heir).agencies()


def test_who_took_over_one_field_of_several_inherits_nothing(world: World, planning: Unit) -> None:
    row = document(planning, world.coordinator)
    merged(world, planning, {world.finance: "tài chính", world.science: "khoa học"})
    for place in (world.finance, world.science):
        heir = world.actor(Role.COORDINATOR, place)
        assert planning.pk not in heir.agencies()
        assert not documents.allowed(heir, documents.Action.READ, row)


def test_a_chain_of_mergers_hands_everything_on(
    world: World, planning: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    older = unit("Sở Đầu tư", parent=world.province)
    heir = world.actor(Role.COORDINATOR, world.finance)
    with django_assert_num_queries(2):
        again(heir)  # the account, the posts
    ended(planning, world.finance)
    with django_assert_num_queries(4):
        again(heir)
    ended(older, planning, last=clock.today() - 30 * DAY)
    with django_assert_num_queries(5):
        found = again(heir)
    assert found.agencies() == (world.finance.pk, planning.pk, older.pk)
    assert [grant.inherited for grant in found.grants] == [False, True, True]


def test_standing_in_costs_no_query_of_its_own(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    clerk = world.actor(Role.CLERK)
    stands_in(clerk, post_of(world.coordinator))
    with django_assert_num_queries(2):
        assert again(clerk).has(Role.COORDINATOR)


def test_a_deputy_inherits_as_the_holder_does_and_in_their_name(world: World, planning: Unit) -> None:
    ended(planning, world.science)
    clerk = world.actor(Role.CLERK)
    stands_in(clerk, post_of(world.coordinator))
    found = [grant for grant in again(clerk).grants if grant.agency_id == planning.pk]
    assert [(grant.role, grant.deputy_of) for grant in found] == [
        (Role.CLERK, ""),
        (Role.COORDINATOR, world.coordinator.name),
    ]


def test_the_leader_of_the_heir_province_reads_below_the_one_that_ended(world: World) -> None:
    old = unit("Ủy ban nhân dân tỉnh Núi Ngự", UnitKind.PROVINCE)
    below = unit("Sở Nội vụ tỉnh Núi Ngự", parent=old)
    row = document(below, world.coordinator)
    leader, inspector = world.actor(Role.LEADER, world.province), world.actor(Role.INSPECTOR, world.province)
    assert not documents.allowed(leader, documents.Action.READ, row)
    ended(old, world.province)
    assert documents.allowed(again(leader), documents.Action.READ_FINDINGS, row)
    scope = policies.trail_scope(again(inspector))
    assert scope is not None
    assert {old.pk, below.pk, PLATFORM} <= set(scope.chains)
    looks = policies.trail_scope(again(leader))
    assert looks is not None
    assert looks.looks == (world.province.pk, old.pk)


def test_the_operator_of_the_heir_runs_what_ended_and_not_the_platform(world: World) -> None:
    top = unit("Công ty Thủy lợi", UnitKind.FIRM)
    operator = world.actor(Role.OPERATOR, world.finance)
    inspector = world.actor(Role.INSPECTOR, world.finance)
    ended(top, world.finance)
    assert policies.allowed(again(operator), policies.Action.MANAGE_UNIT, top)
    assert not policies.manages_all(again(operator))
    assert not policies.allowed(again(operator), policies.Action.MANAGE_UNIT, world.science)
    scope = policies.trail_scope(again(inspector))
    assert scope is not None
    assert PLATFORM not in scope.chains


def test_what_a_topmost_unit_left_makes_nobody_operator_of_all(world: World) -> None:
    top = unit("Ủy ban nhân dân tỉnh Núi Ngự", UnitKind.PROVINCE)
    holder, clerk = world.actor(Role.OPERATOR, top), world.actor(Role.CLERK, top)
    operator = world.actor(Role.OPERATOR, world.finance)
    ended(top, world.finance)
    operator = again(operator)
    friend = account(world.actor(Role.CLERK, world.finance))
    # Neither by being the one who runs all, whose link they would make, nor by making a friend such a one.
    with pytest.raises(Missing):
        people.make_link(operator, person_id=holder.user_id or 0)
    assert account(holder) not in policies.visible_people(operator)
    assert account(clerk) in policies.visible_people(operator)
    for role in (Role.OPERATOR, Role.INSPECTOR):
        data = people.PostData(unit_id=top.pk, role=role, starts_on=clock.today())
        with pytest.raises(NotAllowed):
            people.give_post(operator, person_id=friend.pk, data=data)
    people.give_post(
        operator, person_id=friend.pk, data=people.PostData(unit_id=top.pk, role=Role.CLERK, starts_on=clock.today())
    )


def test_nobody_makes_their_agency_a_division_of_one_that_they_do_not_run(world: World) -> None:
    """The people of a division have the rights of their roles in the agency above it."""
    own, above = world.actor(Role.OPERATOR, world.science), world.actor(Role.OPERATOR, world.province)
    row = document(world.province, world.coordinator)
    wanted = replace(data_of(world.science), kind=UnitKind.DIVISION)
    with pytest.raises(NotAllowed):
        change_unit(own, unit_id=world.science.pk, data=wanted)
    line = UnitRow(number=2, name=world.science.name, kind="Phòng, đơn vị trực thuộc", parent=world.province.name)
    verdict = check_units(own, rows=[line]).verdicts[0]
    assert [fault.column for fault in verdict.faults] == ["parent"], verdict
    assert check_units(above, rows=[line]).is_good
    assert not documents.allowed(again(world.coordinator), documents.Action.REVIEW, row)
    change_unit(above, unit_id=world.science.pk, data=wanted)
    assert documents.allowed(again(world.coordinator), documents.Action.REVIEW, row)


def test_a_division_that_ended_opens_nothing_of_its_agency(world: World) -> None:
    row = document(world.science, world.coordinator)
    ended(world.division, world.finance)
    heir = world.actor(Role.COORDINATOR, world.finance)
    assert heir.agencies() == (world.finance.pk,)
    assert not documents.allowed(heir, documents.Action.READ, row)


def test_an_agency_that_became_a_division_left_everything_to_the_agency_above(world: World, planning: Unit) -> None:
    ended(planning, world.division)
    assert planning.pk in again(world.coordinator).agencies()
    assert planning.pk not in world.actor(Role.COORDINATOR, world.finance).agencies()


def test_a_role_in_a_division_reaches_no_further_down_than_before(world: World, planning: Unit) -> None:
    below = unit("Trung tâm xúc tiến đầu tư", parent=planning)
    ended(planning, world.science)
    operator = world.actor(Role.OPERATOR, world.division)
    assert not policies.allowed(operator, policies.Action.MANAGE_UNIT, planning)
    assert not policies.allowed(operator, policies.Action.MANAGE_UNIT, below)
    head = world.actor(Role.HEAD_OF_DIVISION, world.division)
    assert documents.allowed(head, documents.Action.OPEN_INTERNAL, document(planning, world.coordinator))


def test_nothing_new_is_brought_in_for_an_agency_that_ended(world: World, planning: Unit) -> None:
    ended(planning, world.science)
    assert documents.may_upload(again(world.coordinator)) == (world.science.pk,)


def test_what_an_agency_received_its_heir_reads(world: World, planning: Unit) -> None:
    row = document(world.science, world.coordinator, audience=Audience.RECIPIENTS)
    Recipient.objects.create(document=row, unit=planning)
    reader = world.actor(Role.SPECIALIST, world.finance)
    assert not documents.allowed(reader, documents.Action.READ, row)
    ended(planning, world.finance)
    assert documents.allowed(again(reader), documents.Action.READ, row)
    assert row in documents.visible(again(reader))


def test_a_review_of_an_agency_that_ended_goes_up_the_chain_of_its_heir(world: World) -> None:
    review = reviewing.open_review(world.coordinator, reading_id=readings.reading(world).pk)
    reviewing.accept_above(world.coordinator, review_id=review.pk, threshold=0)
    reviewing.decide(world.coordinator, review_id=review.pk, seen_seq=1, part="document", keys=["0"], action="accept")
    specialist, division = (
        world.actor(Role.SPECIALIST, world.finance),
        world.actor(Role.HEAD_OF_DIVISION, world.finance),
    )
    agency = world.actor(Role.HEAD_OF_AGENCY, world.finance)
    ended(world.science, world.finance)
    approving.submit(again(specialist), review_id=review.pk)
    assert reviews.awaiting(again(division)) == (review,)
    approving.approve(again(division), review_id=review.pk)
    assert approving.approve(again(agency), review_id=review.pk).state == ReviewState.APPROVED


def test_the_heirs_coordinator_adopts_what_was_approved_before(world: World) -> None:
    review = approved.review(world, approved.read(approved.PLAN))
    ended(world.science, world.finance)
    plan = services.adopt(world.actor(Role.COORDINATOR, world.finance), review_id=review.pk)
    assert plan.owner == world.science
    assert plans.allowed(world.actor(Role.COORDINATOR, world.finance), plans.Action.COORDINATE, plan)


def test_who_has_a_post_in_the_old_agency_still_keeps_it(world: World, planning: Unit) -> None:
    row = Document.objects.create(owner=planning, created_by_id=world.coordinator.user_id or 0)
    clerk = world.actor(Role.CLERK, planning)
    ended(planning, world.finance)
    assert documents.allowed(again(clerk), documents.Action.READ, row)
    assert again(clerk).agencies() == (planning.pk,)
