"""Who stands in for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.models import User
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.organisations import policies
from lotrinh.organisations.models import Delegation, Post


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPost:
    """A post of the actor with its delegations that go on or are to come, the next first.

    `delegated`: somebody can stand in for it at all.
    """

    post: Post
    delegated: bool
    delegations: tuple[Delegation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """One's own posts, and what one stands in for, now or later."""

    posts: tuple[OwnPost, ...]
    standing_in: tuple[Delegation, ...]


def absence(actor: Actor) -> Absence:
    """What a person sees of standing in; three queries."""
    posts = (
        Post.objects.filter(policies.in_force(), user_id=actor.user_id or 0)
        .select_related("unit", "user")
        .order_by("starts_on", "id")
    )
    given: dict[int, list[Delegation]] = {}
    for row in (
        Delegation.objects.filter(policies.lasting(), post__in=posts).select_related("deputy").order_by("starts_on")
    ):
        given.setdefault(row.post_id, []).append(row)
    return Absence(
        posts=tuple(
            OwnPost(
                post=post,
                delegated=post.role in policies.DELEGATED,
                delegations=tuple(given.get(post.pk, ())),
            )
            for post in posts
        ),
        standing_in=tuple(_of_deputy(actor.user_id)),
    )


def standing_in_today(actor: Actor) -> tuple[Delegation, ...]:
    """Those by which the actor has rights today, each with post, unit and holder; one query, none where there are none.

    `actor_of` has decided which of them hold.
    """
    held = {(grant.principal_id, grant.unit_id, grant.role) for grant in actor.grants if grant.principal_id}
    if not held:
        return ()
    rows = _of_deputy(actor.user_id).filter(starts_on__lte=clock.today())
    return tuple(row for row in rows if (row.post.user_id, row.post.unit_id, row.post.role) in held)


def of_person(person_id: int) -> tuple[Delegation, ...]:
    """All in which the person is absent or stands in and that go on or are to come; one query."""
    rows = Delegation.objects.filter(policies.lasting()).filter(Q(post__user_id=person_id) | Q(deputy_id=person_id))
    return tuple(rows.select_related("post__unit", "post__user", "deputy").order_by("starts_on", "id"))


def post_for(actor: Actor, post_id: int) -> Post:
    """The post, if the actor may name who stands in for its holder; at most three queries.

    Raises:
        Missing: there is none for this person.

    """
    post = Post.objects.select_related("unit", "user").filter(policies.in_force(), pk=post_id).first()
    if post is None or not policies.may_delegate(actor, post):
        raise Missing(_("Không có vai trò này, hoặc vai trò này không ủy quyền được."), code="post-missing")
    return post


def candidates(post: Post) -> tuple[User, ...]:
    """Who may stand in today or later: people with a post in the agency or above it, by given name; two queries."""
    above = [int(part) for part in post.unit.path.strip("/").split("/")]
    rows = Post.objects.filter(policies.in_force(), role__in=policies.DELEGATED, user__is_active=True)
    beside = rows.filter(Q(unit__agency_id=post.unit.agency_id) | Q(unit_id__in=above)).exclude(user_id=post.user_id)
    return tuple(User.objects.filter(pk__in=beside.values("user_id")).order_by("sort_key", "pk"))


def with_delegation(posts: QuerySet[Post]) -> QuerySet[Post]:
    """The posts, each with `delegation_id` of who was named to stand in today; see `deputies`."""
    today = clock.today()
    rows = Delegation.objects.filter(policies.lasting(), post=OuterRef("pk"), starts_on__lte=today)
    return posts.annotate(delegation_id=Subquery(rows.values("pk")[:1]))


def deputies(posts: Iterable[Post]) -> Mapping[int, Delegation]:
    """Who stands in today for the holders of these posts (`with_delegation`), by post.

    Two queries, none where nobody was named.
    """
    named = [pk for post in posts if (pk := getattr(post, "delegation_id", None))]
    if not named:
        return {}
    rows = Delegation.objects.filter(pk__in=named, deputy__is_active=True, post__user__is_active=True)
    found = list(rows.select_related("deputy", "post__unit"))
    own: dict[int, list[Post]] = {}
    held = Post.objects.filter(
        policies.in_force(), starts_on__lte=clock.today(), user__in={row.deputy_id for row in found}
    )
    for post in held.select_related("unit"):
        own.setdefault(post.user_id, []).append(post)
    return {
        row.post_id: row
        for row in found
        if row.post.role in policies.DELEGATED
        and any(policies.may_stand_in(post, row.post.unit) for post in own.get(row.deputy_id, ()))
    }


def _of_deputy(person_id: int | None) -> QuerySet[Delegation]:
    return (
        Delegation.objects.filter(policies.lasting(), deputy_id=person_id)
        .select_related("post__unit", "post__user")
        .order_by("starts_on", "id")
    )
