"""What is different under `/api/`: no cookies, the client's language, problems instead of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from lotrinh.api import problems

#: The addresses of this door begin so.
ROOT: Final = "/api/"


class ApiMiddleware:
    """Stands before all that looks at sessions, and behind nothing that answers: every answer passes here.

    A cookie gives no rights: it is taken off, so a page in a browser cannot ask in the name of who is signed in there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        """Answer."""
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        language = _language(request)
        request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: language}
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        with translation.override(language):
            response = problems.of_status(request, self.get_response(request))
        response.headers.setdefault("Content-Language", language)
        for name, value in getattr(request, "more_headers", {}).items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers["Vary"] = "Authorization, Accept-Language, Accept-Encoding"
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if head and isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


def _language(request: HttpRequest) -> str:
    """The language of sentences: the first that the client names and the platform knows, else Vietnamese."""
    known = dict(settings.LANGUAGES)
    for name, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200].lower()):
        language = name.partition("-")[0]
        if language in known:
            return language
    return str(settings.LANGUAGE_CODE)
