"""The actor that a signed-in person is."""

from __future__ import annotations

from django.db.models import Q

from lotrinh.accounts.models import User
from lotrinh.core import clock
from lotrinh.core.actor import Actor, Grant
from lotrinh.core.vocab import Via
from lotrinh.organisations.models import Post


def actor_of(user: User, *, via: Via = Via.WEB, address: str = "") -> Actor:
    """The person with the roles in force today; one query."""
    today = clock.today()
    posts = (
        Post.objects.filter(user=user, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("unit")
        .order_by("id")
    )
    return Actor(
        user_id=user.pk,
        name=str(user),
        grants=tuple(
            Grant(role=post.role, unit_id=post.unit_id, agency_id=post.unit.agency_id, path=post.unit.path)
            for post in posts
        ),
        via=via,
        address=address,
    )
