"""When a session was last used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

from lotrinh.core import clock

_KEY: Final = "seen"
#: A page does not wait for a write that only says that somebody is still there.
_EVERY_SECONDS: Final = 600


class SeenMiddleware:
    """Notes every ten minutes that the session is in use, for the person's list of sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the time where ten minutes have passed."""
        if request.user.is_authenticated and request.session.session_key:
            now = clock.now()
            if now.timestamp() - request.session.get(_KEY, 0) >= _EVERY_SECONDS:
                request.session[_KEY] = int(now.timestamp())
                UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)
        return self.get_response(request)
