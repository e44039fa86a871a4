"""The public pages are the same for everybody: no cookie is read or set, and only reading is possible."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse

#: Where the public pages lie.
PATHS: Final = ("/cong-khai/", "/sitemap", "/robots.txt")
_METHODS: Final = ("GET", "HEAD")


class PortalMiddleware:
    """Takes the cookies from requests for public pages before anything looks at them: a cache may then keep the answer.

    It stands outside the session. Whoever is signed in elsewhere is nobody here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a public page as to a stranger; let every other request through."""
        if not request.path_info.startswith(PATHS):
            return self.get_response(request)
        if request.method not in _METHODS:
            return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(_METHODS)})
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES = {}
        response = self.get_response(request)
        response.cookies.clear()
        varying = [name.strip() for name in response.headers.get("Vary", "").split(",")]
        kept = [name for name in varying if name and name.lower() != "cookie"]
        if kept:
            response.headers["Vary"] = ", ".join(kept)
        elif "Vary" in response.headers:
            del response.headers["Vary"]
        return response
