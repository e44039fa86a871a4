"""The lists that people saved."""

from __future__ import annotations

from lotrinh.core.actor import Actor
from lotrinh.plans.models import SavedView


def saved_views(actor: Actor, page: str) -> tuple[SavedView, ...]:
    """The views that the actor saved for a page, in their order; one query."""
    if actor.user_id is None:
        return ()
    return tuple(SavedView.objects.filter(user_id=actor.user_id, page=page))
