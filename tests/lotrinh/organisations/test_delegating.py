"""Standing in: who may be named by whom, for how long, and what ends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django.fixtures import DjangoAssertNumQueries

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.organisations import policies
from lotrinh.organisations.models import Delegation, Post
from lotrinh.organisations.selectors import delegations, people
from lotrinh.organisations.services import delegating
from lotrinh.organisations.services import people as accounts
from tests.factories.absence import DAY, again, post_of, stands_in
from tests.factories.sign_in import account
from tests.factories.world import World, post, user


def named(actor: Actor, holder: Actor, deputy: Actor | User, **given: object) -> Delegation:
    """The actor names the deputy for the holder's first post, for a week unless said otherwise."""
    person = deputy if isinstance(deputy, User) else account(deputy)
    today = clock.today()
    values: dict[str, Any] = {"starts_on": today, "ends_on": today + 6 * DAY, "reason": "Nghỉ phép", **given}
    return delegating.delegate(actor, post_id=post_of(holder).pk, deputy_id=person.pk, **values)


@contextmanager
def wrong(field: str) -> Iterator[None]:
    """The form is refused with a sentence beside this field, and no row is left behind."""
    before = Delegation.objects.count()
    with pytest.raises(Refused) as caught:
        yield
    assert set(caught.value.fields) == {field}
    assert str(caught.value.fields[field])
    assert Delegation.objects.count() == before


def test_the_deputy_has_the_role_and_the_name_of_its_holder_beside_their_own(world: World) -> None:
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK)
    named(head, head, clerk)
    grants = again(clerk).grants
    assert [(grant.role, grant.deputy_of, grant.principal_id) for grant in grants] == [
        (Role.CLERK, "", None),
        (Role.HEAD_OF_AGENCY, head.name, head.user_id),
    ]
    assert again(head).grants == head.grants
    after = AuditEntry.objects.get(action="post.delegated").after or {}
    assert (after["deputy"], after["reason"]) == (clerk.name, "Nghỉ phép")


def test_it_holds_on_both_days_and_on_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK)
    today = clock.today()
    named(head, head, clerk, starts_on=today + 2 * DAY, ends_on=today + 4 * DAY)
    held = []
    for days in range(7):
        monkeypatch.setattr(clock, "today", lambda day=today + days * DAY: day)
        if again(clerk).has(Role.HEAD_OF_AGENCY):
            held.append(days)
    assert held == [2, 3, 4]


def test_withdrawing_ends_it_at_once_and_is_written_down(world: World) -> None:
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK)
    row = named(head, head, clerk)
    assert delegating.withdraw(head, delegation_id=row.pk) == head.user_id
    assert not again(clerk).has(Role.HEAD_OF_AGENCY)
    delegating.withdraw(head, delegation_id=row.pk)
    assert AuditEntry.objects.filter(action="post.delegation_withdrawn").count() == 1
    named(head, head, world.actor(Role.SPECIALIST))


@pytest.mark.parametrize("what", ["holder_closed", "post_ended", "deputy_left"])
def test_a_closed_account_or_an_ended_post_ends_it(world: World, what: str) -> None:
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK)
    named(head, head, clerk)
    yesterday = clock.today() - DAY
    if what == "holder_closed":
        User.objects.filter(pk=head.user_id or 0).update(is_active=False)
    elif what == "post_ended":
        Post.objects.filter(user_id=head.user_id or 0).update(ends_on=yesterday)
    else:
        post(account(clerk), world.finance, Role.CLERK)
        Post.objects.filter(user_id=clerk.user_id or 0, unit=world.science).update(ends_on=yesterday)
    assert not again(clerk).has(Role.HEAD_OF_AGENCY)
    assert delegations.standing_in_today(again(clerk)) == ()


def test_who_has_only_what_they_stand_in_for_cannot_pass_it_on(world: World) -> None:
    head, clerk, other = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK), world.actor(Role.SPECIALIST)
    named(head, head, clerk)
    with pytest.raises(NotAllowed) as caught:
        named(again(clerk), head, other)
    assert caught.value.code == "not-allowed"
    with pytest.raises(Missing):
        delegating.withdraw(again(clerk), delegation_id=Delegation.objects.get().pk)
    stands_in(other, post_of(clerk))
    assert not again(other).has(Role.HEAD_OF_AGENCY)


def test_the_operator_names_deputies_in_scope_but_never_themselves(world: World) -> None:
    operator = world.actor(Role.OPERATOR, world.province)
    post(account(operator), world.science, Role.SPECIALIST)
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK)
    with wrong("deputy"):
        named(operator, head, operator)
    row = named(operator, head, clerk)
    assert row.made_by_id == operator.user_id
    elsewhere = world.actor(Role.OPERATOR, world.finance)
    with pytest.raises(Missing):
        delegating.withdraw(elsewhere, delegation_id=row.pk)
    delegating.withdraw(operator, delegation_id=row.pk)
    with pytest.raises(NotAllowed):
        named(elsewhere, head, clerk)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.INSPECTOR])
def test_posts_of_operators_and_inspectors_are_not_delegated(world: World, role: str) -> None:
    holder, clerk = world.actor(role), world.actor(Role.CLERK)
    for actor in (holder, world.actor(Role.OPERATOR, world.province)):
        with pytest.raises(NotAllowed) as caught:
            named(actor, holder, clerk)
        assert caught.value.code == "not-delegated"
    # A row that was written by other ways gives nothing either.
    stands_in(clerk, post_of(holder))
    assert not again(clerk).has(role)


def test_the_deputy_works_in_the_agency_or_above_it(world: World) -> None:
    head = world.actor(Role.HEAD_OF_AGENCY)
    for fit in (world.actor(Role.SPECIALIST, world.division), world.actor(Role.OFFICE, world.province)):
        delegating.withdraw(head, delegation_id=named(head, head, fit).pk)
    for unfit in (
        world.actor(Role.HEAD_OF_AGENCY, world.finance),
        world.actor(Role.INSPECTOR),
        world.actor(Role.OPERATOR),
        user("Người không có vai trò"),
        head,
    ):
        with wrong("deputy"):
            named(head, head, unfit)
    closed = world.actor(Role.CLERK)
    User.objects.filter(pk=closed.user_id or 0).update(is_active=False)
    with wrong("deputy"):
        named(head, head, closed)
    listed = {person.pk for person in delegations.candidates(post_of(head))}
    assert listed >= {world.coordinator.user_id}
    assert not listed & {head.user_id, closed.user_id}


def test_the_deputys_own_post_must_last_as_long(world: World) -> None:
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK)
    Post.objects.filter(user_id=clerk.user_id or 0).update(ends_on=clock.today() + 3 * DAY)
    with wrong("deputy"):
        named(head, head, clerk)
    named(head, head, clerk, ends_on=clock.today() + 3 * DAY)


def test_days_that_cannot_be_are_refused_beside_their_field(world: World) -> None:
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK)
    today = clock.today()
    with wrong("starts_on"):
        named(head, head, clerk, starts_on=today - DAY)
    with wrong("ends_on"):
        named(head, head, clerk, ends_on=today - DAY)
    with wrong("ends_on"):
        named(head, head, clerk, ends_on=today + delegating.LONGEST)
    with wrong("reason"):
        named(head, head, clerk, reason="  ")
    Post.objects.filter(user_id=head.user_id or 0).update(ends_on=today + 5 * DAY)
    with wrong("ends_on"):
        named(head, head, clerk)
    Post.objects.filter(user_id=head.user_id or 0).update(ends_on=None)
    assert named(head, head, clerk, ends_on=today + delegating.LONGEST - DAY).pk


def test_one_post_has_one_deputy_at_a_time(world: World) -> None:
    head, clerk, other = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK), world.actor(Role.SPECIALIST)
    today = clock.today()
    named(head, head, clerk)
    with wrong("starts_on"):
        named(head, head, other, starts_on=today + 6 * DAY, ends_on=today + 9 * DAY)
    named(head, head, other, starts_on=today + 7 * DAY, ends_on=today + 9 * DAY)


class NeverTwoAtOnce(TestCase):
    """Whatever is asked in whatever order, no day has two deputies of one post."""

    @settings(max_examples=30)
    @given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6), st.booleans()), max_size=8))
    def test_periods_of_one_post_never_overlap(self, asked: list[tuple[int, int, bool]]) -> None:
        world = World()
        head, deputies = world.actor(Role.HEAD_OF_AGENCY), [world.actor(Role.CLERK), world.actor(Role.SPECIALIST)]
        today = clock.today()
        for begins, lasts, first in asked:
            refused = None
            try:
                named(
                    head,
                    head,
                    deputies[first],
                    starts_on=today + begins * DAY,
                    ends_on=today + (begins + lasts) * DAY,
                )
            except Refused as problem:
                refused = problem
            assert refused is None or set(refused.fields) == {"starts_on"}
        days: list[dt.date] = []
        for row in Delegation.objects.all():
            days += [row.starts_on + n * DAY for n in range((row.ends_on - row.starts_on).days + 1)]
        assert len(days) == len(set(days))
        if asked:
            assert Delegation.objects.exists()


def test_the_unit_page_names_the_deputy_with_three_queries(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK)
    with django_assert_num_queries(1):
        assert {holder.deputy for holder in people.holders(world.science.pk)} == {""}
    row = named(head, head, clerk)
    with django_assert_num_queries(3):
        found = people.holders(world.science.pk)
    assert {holder.role: (holder.deputy, holder.deputy_until) for holder in found if holder.deputy} == {
        Role.HEAD_OF_AGENCY: (clerk.name, row.ends_on)
    }


def test_what_a_person_sees_of_standing_in_costs_three_queries(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK)
    named(head, head, clerk)
    with django_assert_num_queries(3):
        mine = delegations.absence(head)
        assert [line.delegations[0].deputy.full_name for line in mine.posts] == [clerk.name]
    assert [row.post.user.full_name for row in delegations.absence(again(clerk)).standing_in] == [head.name]
    assert policies.may_delegate(head, post_of(head))
    assert not policies.may_delegate(clerk, post_of(head))


def test_who_stands_in_for_a_post_out_of_reach_is_out_of_reach(world: World) -> None:
    head, clerk = world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.CLERK, world.division)
    operator = world.actor(Role.OPERATOR, world.division)
    assert account(clerk) in policies.visible_people(operator)
    for begins in (0, 30):
        row = stands_in(clerk, post_of(head), begins=begins)
        # Whoever makes the link chooses the password, and would act as the head of the agency.
        with pytest.raises(Missing):
            accounts.make_link(operator, person_id=clerk.user_id or 0)
        assert account(clerk) not in policies.visible_people(operator)
        delegating.withdraw(head, delegation_id=row.pk)
        assert account(clerk) in policies.visible_people(operator)
    assert accounts.make_link(operator, person_id=clerk.user_id or 0)
