"""Standing in, and agencies that ended, written straight into the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.organisations.models import Delegation, Post, Unit
from lotrinh.organisations.selectors import actor_of
from tests.factories.sign_in import account
from tests.factories.world import FIRST_DAY, post

DAY = dt.timedelta(days=1)


def post_of(actor: Actor) -> Post:
    """The first post of who acts."""
    return Post.objects.filter(user_id=actor.user_id or 0).order_by("pk")[0]


def again(actor: Actor) -> Actor:
    """The same person, with the roles that they have now."""
    return actor_of(account(actor))


def stands_in(deputy: Actor | User, post: Post, *, days: int = 7, begins: int = 0) -> Delegation:
    """The deputy stands in for the holder of the post, from `begins` days after today."""
    person = deputy if isinstance(deputy, User) else account(deputy)
    first = clock.today() + begins * DAY
    return Delegation.objects.create(
        post=post,
        deputy=person,
        starts_on=first,
        ends_on=first + (days - 1) * DAY,
        reason="Nghỉ phép",
        made_by=post.user,
    )


def ended(unit: Unit, heir: Unit | None, *, last: dt.date | None = None) -> Unit:
    """The unit has ended (yesterday) and left everything to the heir."""
    unit.ends_on, unit.heir = last or clock.today() - DAY, heir
    unit.save()
    return unit


#: Ways of an actor to roles: own posts, posts of others in whose place they act, and who took over from whom.
WAYS = st.fixed_dictionaries(
    {
        "own": st.lists(st.tuples(st.sampled_from(Role.values), st.integers(0, 7)), max_size=3),
        "others": st.lists(st.tuples(st.sampled_from(Role.values), st.integers(0, 7)), max_size=3),
        "ended": st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=3),
    }
)


def by_many_ways(person: User, units: Sequence[Unit], ways: Mapping[str, Sequence[tuple[Any, int]]]) -> Actor:
    """The person with own, delegated and inherited roles in these units, as the platform itself gives them.

    Pairs of `ended` are (which ended, who took over); a circle is left out, as no history has one.
    """
    for role, place in ways["own"]:
        Post.objects.get_or_create(user=person, unit=units[place % len(units)], role=role, starts_on=FIRST_DAY)
    for number, (role, place) in enumerate(ways["others"]):
        holder = User.objects.create_user(f"vang-mat-{number}", full_name=f"Người vắng {number}")
        stands_in(person, post(holder, units[place % len(units)], role))
    for which, heir in ways["ended"]:
        unit, after = units[which % len(units)], units[heir % len(units)]
        heirs = {item.pk: item.heir_id for item in units}
        chain, here = {unit.pk}, heirs[after.pk] if after.pk != unit.pk else unit.pk
        while here and here not in chain:
            chain.add(here)
            here = heirs[here]
        if not here:
            ended(unit, after)
    return actor_of(person)
