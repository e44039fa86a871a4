"""Who may do what with units, people and posts.

Everybody who is signed in sees the units and who holds which post. Changing them is the operator's, within the units at
and below their own; an operator of a topmost unit runs the whole platform. A person with a post outside that scope is
not theirs: whoever can reset a password can be that person.
"""

from __future__ import annotations

from dataclasses import dataclass
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
from lotrinh.organisations.models import Post, Unit

NO_SUCH_PERSON: Final = _("Không có tài khoản này trong phạm vi quản trị của bạn.")
NO_TRAIL: Final = _("Không có dòng nhật ký này, hoặc bạn không được xem.")


class Action(StrEnum):
    """What can be done with units and people."""

    SEE_UNIT = "see_unit"
    MANAGE_UNIT = "manage_unit"
    #: see the account, change it, give posts, close it, make a first-login link
    MANAGE_PERSON = "manage_person"


def in_force() -> Q:
    """Posts that hold today or will: what a person may become counts like what they are."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today())


def manages_all(actor: Actor) -> bool:
    """Whether the actor runs the whole platform: the operator of a topmost unit, or a command on the machine itself."""
    if actor.user_id is None and actor.via == Via.COMMAND:
        return True
    return any(grant.role == Role.OPERATOR and grant.path.count("/") == 2 for grant in actor.grants)


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
    paths = Post.objects.filter(in_force(), user=thing).values_list("unit__path", flat=True)
    return all(actor.reaches(path, Role.OPERATOR) for path in paths)


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
    outside = Post.objects.filter(in_force()).exclude(_below(actor, "unit__path"))
    return User.objects.exclude(pk__in=outside.values("user_id"))


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
    inspects_all = any(grant.role == Role.INSPECTOR and grant.path.count("/") == 2 for grant in actor.grants)
    if inspects_all or manages_all(actor):
        chains.append(PLATFORM)
    looks = tuple(
        grant.unit_id
        for grant in actor.grants
        if grant.role in {Role.LEADER, Role.HEAD_OF_AGENCY} and grant.unit_id == grant.agency_id
    )
    return TrailScope(tuple(chains), looks) if chains or looks else None
