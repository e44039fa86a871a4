"""What happens to every request: its language, and who acts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from lotrinh.accounts.addresses import client_address
from lotrinh.core.problems import Problem
from lotrinh.organisations.selectors import actor_of
from lotrinh.web import errors

_log: Final = logging.getLogger(__name__)
_Next = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Vietnamese unless the person chose otherwise; what the browser prefers does not count."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class ActorMiddleware:
    """Puts `request.actor` on the request and turns problems of services into answers."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; pages of signed-in people are never kept by a cache."""
        if request.user.is_authenticated:
            request.actor = actor_of(request.user, address=client_address(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A problem of a service, or a database that is locked, becomes a page with a sentence."""
        if isinstance(exception, Problem):
            return errors.problem(request, exception)
        if isinstance(exception, OperationalError):
            _log.warning("the database did not answer in time", exc_info=exception)
            return errors.busy(request)
        return None
