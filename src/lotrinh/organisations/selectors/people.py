"""Reading people and their posts, for the operator; and who holds which post in a unit, for everybody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.models import User
from lotrinh.accounts.selectors import ShownToken, tokens_of
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.organisations import policies
from lotrinh.organisations.models import Delegation, Post, Unit
from lotrinh.organisations.selectors.delegations import deputies, of_person, with_delegation
from lotrinh.organisations.vocab import UnitKind


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What the operator sees of a person."""

    person: User
    posts: tuple[Post, ...]
    has_password: bool
    has_second_factor: bool
    has_open_link: bool
    #: what goes on or is to come in which they are absent or stand in
    delegations: tuple[Delegation, ...] = ()
    #: the keys of the posts for which somebody can be named to stand in
    delegated: frozenset[int] = frozenset()
    tokens: tuple[ShownToken, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post; no personal data but the name."""

    name: str
    role: str
    role_label: str
    starts_on: dt.date
    #: who stands in today, until the end of which day
    deputy: str = ""
    deputy_until: dt.date | None = None


def people(actor: Actor) -> QuerySet[User]:
    """The people whom the actor may manage, by given name, each with `current_posts`; two queries.

    Raises:
        NotAllowed: the actor is no operator.

    """
    policies.require_operator(actor)
    posts = Post.objects.filter(policies.in_force()).select_related("unit").order_by("starts_on", "id")
    return policies.visible_people(actor).prefetch_related(Prefetch("posts", queryset=posts, to_attr="current_posts"))


def person_page(actor: Actor, person_id: int) -> PersonPage:
    """A person with all posts, those that ended included; at most six queries.

    Raises:
        NotAllowed: the actor is no operator. Missing: there is no such person in their scope.

    """
    policies.require_operator(actor)
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        raise Missing(policies.NO_SUCH_PERSON, code="person-missing")
    policies.require_person(actor, person)
    posts = Post.objects.filter(user=person).select_related("unit").order_by("-ends_on", "starts_on", "id")
    today = clock.today()
    return PersonPage(
        person=person,
        posts=tuple(sorted(posts, key=lambda post: (post.ends_on is not None and post.ends_on < today, post.pk))),
        has_password=person.has_usable_password(),
        has_second_factor=Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists(),
        has_open_link=bool(person.link_nonce),
        delegations=of_person(person_id),
        delegated=frozenset(
            post.pk
            for post in posts
            if person.is_active and post.role in policies.DELEGATED and not (post.ends_on and post.ends_on < today)
        ),
        tokens=tokens_of(person_id),
    )


def holders(unit_id: int) -> tuple[Holder, ...]:
    """Who holds a post in the unit today, by given name, and who stands in; one query, three where somebody does."""
    today = clock.today()
    posts = with_delegation(
        Post.objects.filter(policies.in_force(), unit_id=unit_id, starts_on__lte=today, user__is_active=True)
        .select_related("user")
        .order_by("user__sort_key", "user_id", "role")
    )
    standing_in = deputies(posts)
    return tuple(_holder(post, standing_in.get(post.pk)) for post in posts)


def _holder(post: Post, standing_in: Delegation | None) -> Holder:
    return Holder(
        name=str(post.user),
        role=post.role,
        role_label=post.get_role_display(),
        starts_on=post.starts_on,
        deputy=str(standing_in.deputy) if standing_in else "",
        deputy_until=standing_in.ends_on if standing_in else None,
    )


def holders_in(unit_id: int) -> QuerySet[Post, int]:
    """The keys of the people with a post in the unit or below it, now or later; a subquery."""
    path = Unit.objects.filter(pk=unit_id).values_list("path", flat=True).first() or "-"
    return Post.objects.filter(policies.in_force(), unit__path__startswith=path).values_list("user_id", flat=True)


def holders_of_role(role: str) -> QuerySet[Post, int]:
    """The keys of the people who hold the role anywhere, now or later; a subquery."""
    return Post.objects.filter(policies.in_force(), role=role).values_list("user_id", flat=True)


def operators_in_divisions() -> tuple[Post, ...]:
    """Posts that are given no more: what their holders appoint in the division counts for the agency; one query."""
    posts = Post.objects.filter(
        policies.in_force(), role=Role.OPERATOR, unit__kind=UnitKind.DIVISION, user__is_active=True
    )
    return tuple(posts.select_related("user", "unit").order_by("unit__sort_key", "user__sort_key", "id"))


def post_of(page: PersonPage, post_id: int) -> Post:
    """One post of the person.

    Raises:
        Missing: the person has no such post.

    """
    for post in page.posts:
        if post.pk == post_id:
            return post
    raise Missing(_("Vai trò này không còn nữa."), code="post-missing")
