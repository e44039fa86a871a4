"""Whose eyes a webhook has: the person who entered it, with the roles of today."""

from __future__ import annotations

from lotrinh.accounts.models import User
from lotrinh.core.actor import Actor
from lotrinh.core.vocab import Via
from lotrinh.core.webhooks.registry import find_actors_by
from lotrinh.organisations.selectors.actors import actor_of


@find_actors_by
def owner_of(user_id: int) -> Actor | None:
    """The person with an open account; one query, more for their roles."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return actor_of(user, via=Via.JOB) if user is not None else None
