"""Accounts, posts and who may manage whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import system
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.core.vocab import Via
from lotrinh.organisations import policies
from lotrinh.organisations.models import Post, Unit
from lotrinh.organisations.selectors import actor_of
from lotrinh.organisations.services import people, units
from lotrinh.organisations.vocab import UnitKind

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.factories.world import World

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 5)


def _post(unit: Unit, role: str = Role.SPECIALIST) -> people.PostData:
    return people.PostData(unit_id=unit.pk, role=role, starts_on=DAY)


@given(choice=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_the_rule_for_one_person_is_the_rule_for_all(world: World, choice: st.DataObject) -> None:
    from tests.factories import world as made
    from tests.factories.absence import stands_in

    places = [world.province, world.science, world.division, world.finance, world.commune]
    someone = made.user()
    for place in choice.draw(st.lists(st.sampled_from(places), unique=True, max_size=3)):
        made.post(someone, place, choice.draw(st.sampled_from(Role.values)))
    other = made.user()
    made.post(other, choice.draw(st.sampled_from(places)), choice.draw(st.sampled_from(Role.values)))
    for place in choice.draw(st.lists(st.sampled_from(places), max_size=2)):
        stands_in(someone, made.post(made.user(), place, Role.HEAD_OF_AGENCY), begins=choice.draw(st.integers(-9, 9)))
    actor = actor_of(other)
    for person in User.objects.all():
        one = policies.allowed(actor, policies.Action.MANAGE_PERSON, person)
        assert one == policies.visible_people(actor).filter(pk=person.pk).exists()
    for unit in Unit.objects.all():
        for action in (policies.Action.SEE_UNIT, policies.Action.MANAGE_UNIT):
            one = policies.allowed(actor, action, unit)
            assert one == policies.visible_units(actor, action).filter(pk=unit.pk).exists()


def test_the_machine_itself_can_make_the_operator(world: World) -> None:
    person = people.create_person(
        system("lotrinh", Via.COMMAND),
        data=people.PersonData(username="Bach", full_name="Hoàng  Văn Bách"),
        posts=[_post(world.province, Role.OPERATOR)],
    )
    assert (person.username, person.full_name) == ("bach", "Hoàng Văn Bách")
    assert policies.manages_all(actor_of(person)) is (clock.today() >= DAY)


def test_nobody_gives_themselves_a_role(world: World) -> None:
    operator = world.actor(Role.OPERATOR, world.province)
    assert operator.user_id
    with pytest.raises(Refused):
        people.give_post(operator, person_id=operator.user_id, data=_post(world.science, Role.HEAD_OF_AGENCY))


def test_the_operator_of_an_agency_gives_no_role_elsewhere(world: World) -> None:
    operator = world.actor(Role.OPERATOR, world.science)
    assert world.coordinator.user_id
    with pytest.raises(NotAllowed):
        people.give_post(operator, person_id=world.coordinator.user_id, data=_post(world.finance))
    people.give_post(operator, person_id=world.coordinator.user_id, data=_post(world.division))


@pytest.mark.parametrize(
    ("kind", "role", "code"),
    [
        (UnitKind.DIVISION, Role.OPERATOR, "role-of-agencies"),
        (UnitKind.DIVISION, Role.INSPECTOR, ""),
        (UnitKind.DIVISION, Role.HEAD_OF_DIVISION, ""),
        (UnitKind.FIRM, Role.OPERATOR, "role-of-authorities"),
        (UnitKind.FIRM, Role.INSPECTOR, "role-of-authorities"),
        (UnitKind.FIRM, Role.SPECIALIST, ""),
        (UnitKind.DEPARTMENT, Role.OPERATOR, ""),
    ],
)
def test_a_role_that_a_unit_of_its_kind_does_not_hold_is_not_given(
    world: World, kind: UnitKind, role: Role, code: str
) -> None:
    from tests.factories import world as made

    operator = world.actor(Role.OPERATOR, world.province)
    place = made.unit("Trung tâm Ươm tạo", kind, parent=world.science)
    person = made.user()
    if not code:
        assert people.give_post(operator, person_id=person.pk, data=_post(place, role)).unit == place
        return
    with pytest.raises(Refused) as refused:
        people.give_post(operator, person_id=person.pk, data=_post(place, role))
    assert (refused.value.code, set(refused.value.fields)) == (code, {"role"})
    new = people.PersonData(username="lan", full_name="Phạm Thị Lan")
    with pytest.raises(Refused):
        people.create_person(operator, data=new, posts=[_post(place, role)])
    assert not Post.objects.filter(unit=place).exists()
    assert not User.objects.filter(username="lan").exists()


def test_an_operator_who_was_appointed_in_a_division_goes_on_and_is_named(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from lotrinh.organisations.selectors.people import operators_in_divisions
    from tests.factories import world as made
    from tests.factories.sign_in import account

    world.actor(Role.OPERATOR, world.science)
    old = world.actor(Role.OPERATOR, world.division)
    assert policies.allowed(old, policies.Action.MANAGE_UNIT, world.division)
    person = made.user()
    people.give_post(old, person_id=person.pk, data=_post(world.division))
    with django_assert_num_queries(1):
        named = [(post.pk, post.user, post.unit) for post in operators_in_divisions()]
    assert named == [(Post.objects.get(user=account(old)).pk, account(old), world.division)]
    people.take_post(world.actor(Role.OPERATOR, world.province), post_id=named[0][0])
    assert operators_in_divisions() == ()


def test_a_person_with_a_post_elsewhere_too_is_out_of_reach(world: World) -> None:
    from tests.factories import world as made
    from tests.factories.sign_in import account

    operator = world.actor(Role.OPERATOR, world.science)
    person = account(world.coordinator)
    made.post(person, world.finance, Role.CLERK)
    with pytest.raises(Missing):
        people.make_link(operator, person_id=person.pk)


def test_one_person_holds_several_roles_from_day_to_day(world: World) -> None:
    operator = world.actor(Role.OPERATOR, world.province)
    person = people.create_person(
        operator, data=people.PersonData(username="lan", full_name="Phạm Thị Lan"), posts=[_post(world.science)]
    )
    past = people.PostData(
        unit_id=world.finance.pk, role=Role.CLERK, starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 12, 31)
    )
    people.give_post(operator, person_id=person.pk, data=past)
    people.give_post(operator, person_id=person.pk, data=_post(world.science, Role.CLERK))
    assert {grant.role for grant in actor_of(person).grants} == {Role.SPECIALIST, Role.CLERK}
    assert actor_of(person).agencies() == (world.science.pk,)
    with pytest.raises(Refused):
        people.give_post(operator, person_id=person.pk, data=_post(world.science))


def test_a_post_that_is_taken_holds_no_more_today(world: World) -> None:
    from tests.factories.sign_in import account

    operator = world.actor(Role.OPERATOR, world.province)
    person = account(world.coordinator)
    people.take_post(operator, post_id=Post.objects.get(user=person).pk)
    assert actor_of(person).grants == ()
    assert Post.objects.filter(user=person).exists()
    today = people.PostData(unit_id=world.science.pk, role=Role.CLERK, starts_on=clock.today())
    post = people.give_post(operator, person_id=person.pk, data=today)
    people.take_post(operator, post_id=post.pk)
    assert not Post.objects.filter(pk=post.pk).exists()


def test_the_last_operator_stays(world: World) -> None:
    from tests.factories.sign_in import account

    operator = world.actor(Role.OPERATOR, world.province)
    post = Post.objects.get(user=account(operator))
    with pytest.raises(Refused) as refused:
        people.take_post(operator, post_id=post.pk)
    assert refused.value.code == "last-operator"
    with pytest.raises(Refused):
        people.change_post(operator, post_id=post.pk, starts_on=DAY, ends_on=dt.date(2026, 6, 6))
    with pytest.raises(Refused):
        people.deactivate_person(system("lotrinh", Via.COMMAND), person_id=post.user_id)
    with pytest.raises(Refused):
        people.deactivate_person(operator, person_id=post.user_id)
    world.actor(Role.OPERATOR, world.province)
    people.take_post(operator, post_id=post.pk)


def test_each_write_leaves_one_row_for_each_thing_and_no_secret(world: World) -> None:
    operator = world.actor(Role.OPERATOR, world.province)
    person = people.create_person(
        operator, data=people.PersonData(username="lan", full_name="Phạm Thị Lan"), posts=[_post(world.science)]
    )
    token = people.make_link(operator, person_id=person.pk)
    people.change_person(operator, person_id=person.pk, full_name="Phạm Thị Lan Anh", email="LAN@songtra.example")
    people.change_person(operator, person_id=person.pk, full_name="Phạm Thị Lan Anh", email="lan@songtra.example")
    people.deactivate_person(operator, person_id=person.pk)
    people.activate_person(operator, person_id=person.pk)
    rows = AuditEntry.objects.filter(thing_kind="person", thing_id=str(person.pk)).order_by("seq")
    assert [row.action for row in rows] == [
        "person.created",
        "post.given",
        "person.link_made",
        "person.changed",
        "person.deactivated",
        "person.activated",
    ]
    person.refresh_from_db()
    for row in rows:
        assert token not in f"{row.before}{row.after}"
        assert person.password not in f"{row.before}{row.after}"


def test_operators_see_no_documents(world: World) -> None:
    from lotrinh.documents import policies as documents
    from lotrinh.documents.models import Document
    from lotrinh.documents.vocab import AUDIENCES, Audience
    from tests.factories.sign_in import account

    for place in (world.province, world.science):
        operator = world.actor(Role.OPERATOR, place)
        for audience in AUDIENCES:
            paper = Document.objects.create(
                owner=world.science, created_by=account(world.coordinator), title="Kế hoạch", audience=audience
            )
            paper.recipients.create(unit=world.province)
            for action in documents.Action:
                seen = action is documents.Action.READ and audience == Audience.PUBLIC
                assert documents.allowed(operator, action, paper) is seen
                assert documents.visible(operator, action).filter(pk=paper.pk).exists() is seen


def test_a_unit_that_moves_takes_everything_below_along(world: World) -> None:
    operator = world.actor(Role.OPERATOR, world.province)
    inner = units.create_unit(
        operator, data=units.UnitData(kind="division", name="Tổ công tác", parent_id=world.division.pk)
    )
    assert inner.agency_id == world.science.pk
    data = units.UnitData(kind="division", name=world.division.name, parent_id=world.finance.pk)
    units.change_unit(operator, unit_id=world.division.pk, data=data)
    inner.refresh_from_db()
    assert inner.path == f"/{world.province.pk}/{world.finance.pk}/{world.division.pk}/{inner.pk}/"
    assert inner.agency_id == world.finance.pk
    with pytest.raises(Refused) as refused:
        units.change_unit(
            operator,
            unit_id=world.finance.pk,
            data=units.UnitData(kind="department", name="Sở Tài chính", parent_id=inner.pk),
        )
    assert refused.value.code == "unit-circle"


def test_units_are_changed_by_their_operator_only(world: World) -> None:
    data = units.UnitData(kind="division", name="Phòng mới", parent_id=world.finance.pk)
    for actor in (world.coordinator, world.actor(Role.OPERATOR, world.science), world.actor(Role.INSPECTOR)):
        with pytest.raises(NotAllowed):
            units.create_unit(actor, data=data)
        with pytest.raises(NotAllowed):
            units.set_chain(actor, unit_id=world.finance.pk, roles=[Role.HEAD_OF_AGENCY])
    with pytest.raises(NotAllowed):
        units.create_unit(world.actor(Role.OPERATOR, world.science), data=units.UnitData(kind="party", name="Tỉnh ủy"))


@pytest.mark.parametrize("roles", [[], ["specialist"], ["leader", "leader"], ["không có"]])
def test_a_chain_that_cannot_be_is_refused(world: World, roles: list[str]) -> None:
    with pytest.raises(Refused):
        units.set_chain(world.actor(Role.OPERATOR, world.province), unit_id=world.science.pk, roles=roles)


def test_chain_and_names_are_set_and_traced(world: World) -> None:
    from lotrinh.organisations.selectors.units import approval_chain, unit_page

    operator = world.actor(Role.OPERATOR, world.province)
    assert approval_chain(world.science.pk) == (Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY)
    units.set_chain(operator, unit_id=world.science.pk, roles=[Role.HEAD_OF_AGENCY])
    units.set_names(operator, unit_id=world.science.pk, names=["Sở KHCN", " Sở KHCN ", "", "Sở Khoa học và Công nghệ"])
    page = unit_page(operator, world.science.pk)
    assert (page.chain, page.names) == ((Role.HEAD_OF_AGENCY,), ("Sở KHCN",))
    units.set_names(operator, unit_id=world.science.pk, names=["Sở KHCN"])
    actions = list(AuditEntry.objects.filter(thing_kind="unit").order_by("seq").values_list("action", flat=True))
    assert actions == ["unit.chain_set", "unit.names_set"]
