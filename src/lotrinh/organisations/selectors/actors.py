"""The actor that a signed-in person is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lotrinh.accounts.models import User
from lotrinh.core import clock
from lotrinh.core.actor import Actor, Grant
from lotrinh.core.vocab import Via
from lotrinh.organisations import policies
from lotrinh.organisations.models import Delegation, Post, Unit


def actor_of(user: User, *, via: Via = Via.WEB, address: str = "") -> Actor:
    """The person with the roles in force today.

    Their own posts first, then those whose holders they stand in for: as long as the holder has the post and an open
    account, and the deputy a post of their own beside it or above. A role in an agency also holds in those that ended
    and left everything to it: who takes over the duties takes over what belongs to them. One query; two where
    something was left, and one more for each further step of succession.
    """
    today = clock.today()
    standing_in = Delegation.objects.filter(
        deputy=user, starts_on__lte=today, ends_on__gte=today, withdrawn_at=None, post__user__is_active=True
    )
    posts = (
        Post.objects.filter(Q(user=user) | Q(pk__in=standing_in.values("post")), starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("unit", "user")
        .annotate(inherits=Exists(_ended(today).filter(heir__agency_id=OuterRef("unit__agency_id"))))
        .order_by("id")
    )
    own = [post for post in posts if post.user_id == user.pk]
    others = [
        post
        for post in posts
        if post.user_id != user.pk
        and post.role in policies.DELEGATED
        and any(policies.may_stand_in(mine, post.unit) for mine in own)
    ]
    grants = (*map(_grant, own), *(_for_another(post) for post in others))
    inherited = _inherited(grants, today) if any(post.inherits for post in posts) else ()
    return Actor(user_id=user.pk, name=str(user), grants=(*grants, *inherited), via=via, address=address)


def _grant(post: Post) -> Grant:
    return Grant(role=post.role, unit_id=post.unit_id, agency_id=post.unit.agency_id, path=post.unit.path)


def _for_another(post: Post) -> Grant:
    return replace(_grant(post), deputy_of=str(post.user), principal_id=post.user_id)


def _ended(today: dt.date) -> QuerySet[Unit]:
    """The agencies that have ended. A division leaves nothing of its own: what it worked on is its agency's."""
    return Unit.objects.filter(ends_on__lt=today, heir__isnull=False, agency_id=F("pk")).order_by("id")


def _inherited(grants: Sequence[Grant], today: dt.date) -> Iterator[Grant]:
    """The same roles in the agencies that ended and left everything to the agency of the role, or a division of it."""
    known = {grant.agency_id for grant in grants}
    while grants:
        wanted = {grant.agency_id for grant in grants}
        left: dict[int, list[Unit]] = {}
        for unit in _ended(today).filter(heir__agency_id__in=wanted).select_related("heir"):
            if unit.heir is not None and unit.pk not in known:
                left.setdefault(unit.heir.agency_id, []).append(unit)
        known |= {unit.pk for units in left.values() for unit in units}
        grants = tuple(_in_ended(grant, unit) for grant in grants for unit in left.get(grant.agency_id, ()))
        yield from grants


def _in_ended(grant: Grant, unit: Unit) -> Grant:
    """The role in the agency that ended; from a division it reaches no further down than it did."""
    if grant.unit_id != grant.agency_id:
        return replace(grant, agency_id=unit.pk, inherited=True)
    return replace(grant, unit_id=unit.pk, agency_id=unit.pk, path=unit.path, inherited=True)
