"""Reading accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from lotrinh.accounts.models import User
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
