"""Who may do what with units, people and posts.

Everybody who is signed in sees the units and who holds which post. Changing them is the operator's, within the units at
and below their own; an operator of a topmost unit runs the whole platform. A person with a post outside that scope, or
who stands in for one, is not theirs: whoever can reset a password can be that person.

The holder of a post, or the operator in whose scope the holder and the unit are, names who stands in. The posts of
operators and inspectors are not stood in for: whoever runs the platform or looks into everything is appointed to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit.services import PLATFORM
from lotrinh.core.problems import Missing, NotAllowed
from lotrinh.core.vocab import Via
from lotrinh.organisations.models import Delegation, Post, Unit

NO_SUCH_PERSON: Final = _("Không có tài khoản này trong phạm vi quản trị của bạn.")
NO_TRAIL: Final = _("Không có dòng nhật ký này, hoặc bạn không được xem.")


#: Held in a topmost unit these reach over the whole platform: only who runs all of it gives them, or runs such people.
#: An operator reaches a topmost unit that ended where it left everything to theirs.
OF_AUTHORITIES: Final = frozenset({Role.OPERATOR, Role.INSPECTOR})
#: The roles that somebody can stand in for, and that make somebody fit to stand in.
DELEGATED: Final = tuple(role for role in Role.values if role not in OF_AUTHORITIES)


class Action(StrEnum):
    """What can be done with units and people."""

    SEE_UNIT = "see_unit"
    MANAGE_UNIT = "manage_unit"
    #: see the account, change it, give posts, close it, make a first-login link
    MANAGE_PERSON = "manage_person"


def in_force() -> Q:
    """Posts that hold today or will: what a person may become counts like what they are."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today())


def lasting() -> Q:
    """Delegations that go on or are to come."""
    return Q(withdrawn_at=None, ends_on__gte=clock.today())


def manages_all(actor: Actor) -> bool:
    """Whether the actor runs the whole platform: the operator of a topmost unit, or a command on the machine itself.

    A topmost unit that ended and left everything to another does not make the other's operator one of the whole.
    """
    if actor.user_id is None and actor.via == Via.COMMAND:
        return True
    return _at_the_top(actor, Role.OPERATOR)


def is_operator(actor: Actor) -> bool:
    """Whether the actor runs the platform or a part of it."""
    return manages_all(actor) or actor.has(Role.OPERATOR)


def allowed(actor: Actor, action: Action, thing: Unit | User) -> bool:
    """Whether the actor may do this with the unit or person; at most one query."""
    if action is Action.SEE_UNIT:
        return actor.user_id is not None or manages_all(actor)
    if manages_all(actor):
        return True
    if isinstance(thing, Unit):
        return actor.reaches(thing.path, Role.OPERATOR)
    if not actor.has(Role.OPERATOR):
        return False
    stood_in_for = Delegation.objects.filter(lasting(), deputy=thing).order_by().values("post")
    posts = Post.objects.filter(in_force(), Q(user=thing) | Q(pk__in=stood_in_for)).values_list("unit__path", "role")
    return all(actor.reaches(path, Role.OPERATOR) and not _over_all(path, role) for path, role in posts)


def visible_units(actor: Actor, action: Action = Action.SEE_UNIT) -> QuerySet[Unit]:
    """All units with which the actor may do this."""
    if manages_all(actor) or (action is Action.SEE_UNIT and actor.user_id is not None):
        return Unit.objects.all()
    return Unit.objects.filter(_below(actor, "path"))


def visible_people(actor: Actor) -> QuerySet[User]:
    """All people whom the actor may manage."""
    if manages_all(actor):
        return User.objects.all()
    if not actor.has(Role.OPERATOR):
        return User.objects.none()
    over_all = Q(unit__parent=None, role__in=OF_AUTHORITIES)
    outside = Post.objects.filter(in_force()).filter(~_below(actor, "unit__path") | over_all)
    stood_in_for = Delegation.objects.filter(lasting(), post__in=outside).order_by()
    return User.objects.exclude(pk__in=outside.values("user_id")).exclude(pk__in=stood_in_for.values("deputy"))


def uninherited(actor: Actor) -> Actor:
    """The actor without the rights that a succession gave: whom it enriched does not take it back."""
    return replace(actor, grants=tuple(grant for grant in actor.grants if not grant.inherited))


def require_unit(actor: Actor, unit: Unit) -> None:
    """Let the operator of the unit pass or raise NotAllowed (units are no secret)."""
    if not allowed(actor, Action.MANAGE_UNIT, unit):
        raise NotAllowed(_("Chỉ người quản trị của cơ quan này được làm việc này."), code="not-allowed")


def require_person(actor: Actor, person: User) -> None:
    """Let the operator of the person pass or raise.

    Raises:
        NotAllowed: the actor is no operator.
        Missing: the person belongs to somebody else's scope.

    """
    require_operator(actor)
    if not allowed(actor, Action.MANAGE_PERSON, person):
        raise Missing(NO_SUCH_PERSON, code="person-missing")


def require_operator(actor: Actor) -> None:
    """Let an operator pass or raise NotAllowed."""
    if not is_operator(actor):
        raise NotAllowed(_("Chỉ người quản trị hệ thống được làm việc này."), code="not-allowed")


def require_all(actor: Actor) -> None:
    """Let the operator of the whole platform pass or raise NotAllowed."""
    if not manages_all(actor):
        raise NotAllowed(_("Chỉ người quản trị của cơ quan cao nhất được làm việc này."), code="not-allowed")


def require_giving(actor: Actor, unit: Unit, role: str) -> None:
    """Let an operator who may give the role in the unit pass or raise NotAllowed."""
    require_unit(actor, unit)
    if _over_all(unit.path, role):
        require_all(actor)


def may_stand_in(own: Post, unit: Unit) -> bool:
    """Whether the holder of this post may stand in for one in the unit: in the same agency, or in a unit above it."""
    beside = own.unit.agency_id == unit.agency_id
    return own.role in DELEGATED and (beside or unit.path.startswith(own.unit.path))


def may_delegate(actor: Actor, post: Post) -> bool:
    """Whether the actor may name who stands in for the holder of the post; at most one query.

    `post.unit` and `post.user` are fetched. A right that one has by standing in cannot be passed on.
    """
    if post.role not in DELEGATED:
        return False
    if actor.user_id == post.user_id:
        return True
    return allowed(actor, Action.MANAGE_UNIT, post.unit) and allowed(actor, Action.MANAGE_PERSON, post.user)


def _over_all(path: str, role: str) -> bool:
    return role in OF_AUTHORITIES and path.count("/") == 2


def _at_the_top(actor: Actor, role: str) -> bool:
    return any(grant.role == role and grant.path.count("/") == 2 and not grant.inherited for grant in actor.grants)


def _below(actor: Actor, column: str) -> Q:
    rule = Q(pk__in=())
    for scope in actor.scopes(Role.OPERATOR):
        rule |= Q(**{f"{column}__startswith": scope})
    return rule


@dataclass(frozen=True, slots=True)
class TrailScope:
    """The chains of the audit trail that a person reads, and those of whose looks they are told."""

    chains: tuple[int, ...]
    looks: tuple[int, ...]


def trail_scope(actor: Actor) -> TrailScope | None:
    """What of the trail the actor sees, None where nothing; at most one query.

    An inspector: the units at and below theirs and, inspecting a topmost unit, the platform's own chain (accounts,
    units). The operator of the whole platform: that chain alone. The looks of inspectors: the leader or head of the
    agency in which the inspector's post is, nobody else.
    """
    chains: list[int] = []
    rule = Q(pk__in=())
    for scope in actor.scopes(Role.INSPECTOR):
        rule |= Q(path__startswith=scope)
    if actor.has(Role.INSPECTOR):
        chains += Unit.objects.filter(rule).values_list("pk", flat=True)
    if _at_the_top(actor, Role.INSPECTOR) or manages_all(actor):
        chains.append(PLATFORM)
    looks = tuple(
        grant.unit_id
        for grant in actor.grants
        if grant.role in {Role.LEADER, Role.HEAD_OF_AGENCY} and grant.unit_id == grant.agency_id
    )
    return TrailScope(tuple(chains), looks) if chains or looks else None
