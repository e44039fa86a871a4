"""Writing people and their posts: the operator's work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts import services as accounts
from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing, Refused
from lotrinh.core.validation import clean
from lotrinh.core.writes import service
from lotrinh.organisations import policies
from lotrinh.organisations.models import Post, Unit
from lotrinh.organisations.services.units import unit_for
from lotrinh.organisations.vocab import UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonData:
    """What is entered about a person."""

    username: str
    full_name: str
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostData:
    """What is entered about a post: a role in a unit from a day to a day, both included."""

    unit_id: int
    role: str
    starts_on: dt.date
    ends_on: dt.date | None = None


@service
def create_person(actor: Actor, *, data: PersonData, posts: Sequence[PostData] = ()) -> User:
    """A new account without a password, with its posts.

    Raises:
        NotAllowed: the actor is no operator, or not of a unit in `posts`. Missing: a unit does not exist.
        Refused: a value is wrong; `fields` says which.

    """
    policies.require_operator(actor)
    if not posts:
        policies.require_all(actor)
    user = User(username=data.username.strip().lower())
    _fill(user, data)
    user.set_unusable_password()
    clean(user)
    user.save()
    audit.note(actor, "person.created", kind="person", id=user.pk, label=str(user), after=_state(user))
    for post in posts:
        _give(actor, user, post)
    return user


@service
def change_person(actor: Actor, *, person_id: int, full_name: str, email: str) -> User:
    """Correct name and e-mail; the user name stays, it stands in the traces.

    Raises:
        NotAllowed, Missing, Refused: see `create_person`.

    """
    user = person_for(actor, person_id)
    before = _state(user)
    _fill(user, PersonData(username=user.username, full_name=full_name, email=email))
    clean(user)
    user.save()
    if _state(user) != before:
        audit.note(
            actor, "person.changed", kind="person", id=user.pk, label=str(user), before=before, after=_state(user)
        )
    return user


@service
def deactivate_person(actor: Actor, *, person_id: int) -> User:
    """Close the account: every session and link ends at once; what the person did stays.

    Raises:
        NotAllowed, Missing: see `create_person`. Refused: it is the actor's own or the last operator's account.

    """
    user = person_for(actor, person_id)
    if user.pk == actor.user_id:
        raise Refused(_("Không thể tự ngừng tài khoản của chính mình."), code="own-account")
    if not user.is_active:
        return user
    ran = _running().filter(user=user).exists()
    user.is_active = False
    user.link_nonce = ""
    user.save(update_fields=("is_active", "link_nonce"))
    if ran:
        _keep_an_operator()
    ended = accounts.end_sessions_of(user.pk)
    revoked = accounts.revoke_tokens_of(user.pk)
    audit.note(
        actor, "person.deactivated", kind="person", id=user.pk, label=str(user),
        before={"is_active": True}, after={"is_active": False, "sessions_ended": ended, "tokens_revoked": revoked},
    )  # fmt: skip
    return user


@service
def activate_person(actor: Actor, *, person_id: int) -> User:
    """Open a closed account again; its password is as it was.

    Raises:
        NotAllowed, Missing: see `create_person`.

    """
    user = person_for(actor, person_id)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=("is_active",))
        audit.note(
            actor, "person.activated", kind="person", id=user.pk, label=str(user),
            before={"is_active": False}, after={"is_active": True},
        )  # fmt: skip
    return user


@service
def make_link(actor: Actor, *, person_id: int, drop_second_factor: bool = False) -> str:
    """A first-login link: gives its token, which is kept nowhere.

    The password until now, all sessions and the access tokens of programs end.

    `drop_second_factor`: the person has lost the telephone as well.

    Raises:
        NotAllowed, Missing: see `create_person`. Refused: the account is closed.

    """
    user = person_for(actor, person_id)
    if not user.is_active:
        raise Refused(_("Tài khoản đã ngừng hoạt động; hãy mở lại trước khi cấp liên kết."), code="account-closed")
    dropped = 0
    if drop_second_factor:
        dropped, _kinds = Authenticator.objects.filter(user=user).delete()
    token = accounts.open_link(user)
    audit.note(
        actor, "person.link_made", kind="person", id=user.pk, label=str(user),
        after={"second_factor_dropped": bool(dropped)},
    )  # fmt: skip
    return token


@service
def revoke_token(actor: Actor, *, person_id: int, token_id: int) -> None:
    """End an access token of somebody else at once.

    Raises:
        NotAllowed, Missing: see `create_person`; there is no such token that still holds.

    """
    user = person_for(actor, person_id)
    token = accounts.revoke_token_of(user.pk, token_id)
    audit.note(
        actor, "token.revoked", kind="person", id=user.pk, label=str(user),
        before={"name": token.name, "prefix": token.prefix},
    )  # fmt: skip


@service
def give_post(actor: Actor, *, person_id: int, data: PostData) -> Post:
    """Give a person a role in a unit.

    Raises:
        NotAllowed, Missing, Refused: see `create_person`; nobody gives themselves a role.

    """
    return _give(actor, person_for(actor, person_id), data)


@service
def change_post(actor: Actor, *, post_id: int, starts_on: dt.date, ends_on: dt.date | None) -> Post:
    """Change from when to when a post holds; `ends_on` is its last day.

    Raises:
        NotAllowed, Missing, Refused: see `give_post`.

    """
    post = _post_for(actor, post_id)
    before = _post_state(post)
    ran = _running().filter(pk=post.pk).exists()
    post.starts_on, post.ends_on = starts_on, ends_on
    clean(post)
    post.save()
    if ran:
        _keep_an_operator()
    if _post_state(post) != before:
        audit.note(
            actor, "post.changed", kind="person", id=post.user_id, label=str(post.user),
            before=before, after=_post_state(post),
        )  # fmt: skip
    return post


@service
def take_post(actor: Actor, *, post_id: int) -> None:
    """End a post now: its last day was yesterday; one that began today never was.

    Raises:
        NotAllowed, Missing, Refused: see `give_post`.

    """
    post = _post_for(actor, post_id)
    before = _post_state(post)
    ran = _running().filter(pk=post.pk).exists()
    yesterday = clock.today() - dt.timedelta(days=1)
    person, after = post.user, None
    if post.starts_on > yesterday:
        post.delete()
    elif post.ends_on is None or post.ends_on > yesterday:
        post.ends_on = yesterday
        post.save(update_fields=("ends_on",))
        after = _post_state(post)
    else:
        return
    if ran:
        _keep_an_operator()
    audit.note(actor, "post.taken", kind="person", id=person.pk, label=str(person), before=before, after=after)


def person_for(actor: Actor, person_id: int) -> User:
    """The person, if the actor may manage them.

    Raises:
        NotAllowed: the actor is no operator. Missing: there is no such person in the actor's scope.

    """
    policies.require_operator(actor)
    user = User.objects.filter(pk=person_id).first()
    if user is None:
        raise Missing(policies.NO_SUCH_PERSON, code="person-missing")
    policies.require_person(actor, user)
    return user


def role_refused(unit: Unit, role: str) -> Refused | None:
    """Why nobody is given the role in a unit of this kind, None where somebody may be."""
    if unit.kind == UnitKind.FIRM and role in policies.OF_AUTHORITIES:
        return Refused(
            _("Doanh nghiệp, ngân hàng không giữ vai trò này."),
            code="role-of-authorities",
            fields={"role": _("Vai trò này chỉ giao ở cơ quan nhà nước, cơ quan Đảng.")},
        )
    # A role in a division counts for the agency above: who gives roles in the division would rule over the agency.
    if unit.kind == UnitKind.DIVISION and role == Role.OPERATOR:
        return Refused(
            _("Vai trò quản trị hệ thống giao ở cơ quan, không giao ở phòng, đơn vị trực thuộc."),
            code="role-of-agencies",
            fields={"role": _("Vai trò này chỉ giao ở cơ quan; hãy chọn cơ quan cấp trên của phòng, đơn vị này.")},
        )
    return None


def _give(actor: Actor, user: User, data: PostData) -> Post:
    unit = unit_for(actor, data.unit_id)
    policies.require_giving(actor, unit, data.role)
    if user.pk == actor.user_id:
        raise Refused(
            _("Không tự giao vai trò cho chính mình; hãy nhờ một người quản trị khác."),
            code="own-role",
            fields={"role": _("Không tự giao vai trò cho chính mình.")},
        )
    refused = role_refused(unit, data.role)
    if refused is not None:
        raise refused
    if Post.objects.filter(policies.in_force(), user=user, unit=unit, role=data.role).exists():
        raise Refused(
            _("%(name)s đang giữ vai trò này ở %(unit)s.") % {"name": user, "unit": unit},
            code="post-twice",
            fields={"role": _("Người này đang giữ vai trò này ở cơ quan đã chọn.")},
        )
    post = Post(user=user, unit=unit, role=data.role, starts_on=data.starts_on, ends_on=data.ends_on)
    clean(post)
    post.save()
    audit.note(actor, "post.given", kind="person", id=user.pk, label=str(user), after=_post_state(post))
    return post


def _post_for(actor: Actor, post_id: int) -> Post:
    policies.require_operator(actor)
    post = Post.objects.select_related("user", "unit").filter(pk=post_id).first()
    if post is None:
        raise Missing(_("Vai trò này không còn nữa."), code="post-missing")
    policies.require_person(actor, post.user)
    policies.require_unit(actor, post.unit)
    return post


def _running() -> QuerySet[Post]:
    """The posts by which somebody can run the whole platform today."""
    return Post.objects.filter(
        policies.in_force(),
        role=Role.OPERATOR,
        unit__parent=None,
        user__is_active=True,
        starts_on__lte=clock.today(),
    )


def _keep_an_operator() -> None:
    """Somebody must be able to run the platform tomorrow as well."""
    if not _running().exists():
        raise Refused(
            _("Đây là người quản trị cuối cùng của hệ thống; hãy giao vai trò này cho người khác trước."),
            code="last-operator",
        )


def _fill(user: User, data: PersonData) -> None:
    user.full_name = " ".join(data.full_name.split())
    user.email = data.email.strip().lower()


def _state(user: User) -> dict[str, Any]:
    return {"username": user.username, "full_name": user.full_name, "email": user.email}


def _post_state(post: Post) -> dict[str, Any]:
    unit: Unit = post.unit
    return {
        "role": post.role,
        "unit": unit.pk,
        "unit_name": unit.name,
        "starts_on": post.starts_on,
        "ends_on": post.ends_on,
    }
