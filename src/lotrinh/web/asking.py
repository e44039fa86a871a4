"""Who asks."""

from __future__ import annotations

from django.http import HttpRequest

from lotrinh.core.actor import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The person with the roles in force today; only who is signed in has one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    return actor
