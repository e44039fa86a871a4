"""Reading accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from lotrinh.accounts.keys import digest
from lotrinh.accounts.models import AccessToken, User
from lotrinh.accounts.vocab import Scope
from lotrinh.core import clock


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which a person is signed in."""

    id: int
    address: str
    browser: str
    began_at: dt.datetime
    seen_at: dt.datetime
    current: bool


@dataclass(frozen=True, slots=True)
class ShownToken:
    """A token as its owner and the operator see it; `ended`: expired, no program can use it any more."""

    id: int
    name: str
    prefix: str
    scopes: tuple[Scope, ...]
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None
    ended: bool


@dataclass(frozen=True, slots=True)
class HeldToken:
    """A token with which a program has just asked."""

    id: int
    user: User
    name: str
    prefix: str
    scopes: frozenset[str]
    expires_at: dt.datetime
    last_used_at: dt.datetime | None


def anyone() -> bool:
    """Whether there is an account at all: until then every page leads to the first run. One query."""
    return User.objects.exists()


def sessions_of(user_id: int, *, current_key: str | None) -> tuple[OpenSession, ...]:
    """The sessions of a person that can still be used, the latest first; two queries."""
    rows = list(UserSession.objects.filter(user_id=user_id).order_by("-last_seen_at", "-id"))
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=clock.now()
        ).values_list("session_key", flat=True)
    )
    return tuple(
        OpenSession(
            id=row.pk,
            address=row.ip,
            browser=row.user_agent,
            began_at=row.created_at,
            seen_at=row.last_seen_at,
            current=row.session_key == current_key,
        )
        for row in rows
        if row.session_key in alive
    )


def tokens_of(user_id: int) -> tuple[ShownToken, ...]:
    """The tokens of a person that nobody has revoked, the latest first; one query."""
    now = clock.now()
    return tuple(
        ShownToken(
            id=row.pk,
            name=row.name,
            prefix=row.prefix,
            scopes=tuple(scope for scope in Scope if scope in row.scopes),
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            ended=row.expires_at <= now,
        )
        for row in AccessToken.objects.filter(user_id=user_id, revoked_at=None)
    )


def held_token(key: str) -> HeldToken | None:
    """The token of this key, with its person, while it holds and the account is open; one query."""
    holding = AccessToken.objects.filter(revoked_at=None, expires_at__gt=clock.now(), user__is_active=True)
    row = holding.select_related("user").filter(digest=digest(key)).first()
    if row is None:
        return None
    return HeldToken(
        id=row.pk,
        user=row.user,
        name=row.name,
        prefix=row.prefix,
        scopes=frozenset(row.scopes),
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
