"""Ending sessions."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing
from lotrinh.core.writes import service


def end_sessions_of(user_id: int, *, but: str | None = None) -> int:
    """End the sessions of a person, all but the one with the key `but`; gives how many there were."""
    rows = UserSession.objects.filter(user_id=user_id).exclude(session_key=but or "")
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


@service
def end_session(actor: Actor, *, session_id: int) -> None:
    """End one session of the actor's own.

    Raises:
        Missing: the actor has no such session.

    """
    row = UserSession.objects.filter(pk=session_id, user_id=actor.user_id).first()
    if row is None:
        raise Missing(_("Phiên này đã kết thúc."), code="session-missing")
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    audit.note(actor, "session.ended", kind="person", id=actor.user_id, label=actor.name)


@service
def end_other_sessions(actor: Actor, *, current_key: str) -> int:
    """End every session of the actor but the present one; gives how many."""
    ended = end_sessions_of(actor.user_id, but=current_key) if actor.user_id else 0
    if ended:
        audit.note(
            actor, "session.others_ended", kind="person", id=actor.user_id, label=actor.name, after={"ended": ended}
        )
    return ended
