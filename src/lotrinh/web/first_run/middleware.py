"""Until there is an account, every page leads to the first run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lotrinh.accounts import selectors

#: Strangers are not led to where the first operator is made.
_PUBLIC: Final = ("/cong-khai/", "/sitemap", "/robots.txt")


class FirstRunMiddleware:
    """Asks the database only for who is not signed in; once there is an account, the first run is no more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead there or let the request through."""
        if not request.user.is_authenticated and not request.path.startswith(_open_paths()) and not selectors.anyone():
            return redirect("first_run:begin")
        return self.get_response(request)


def _open_paths() -> tuple[str, ...]:
    """Addresses that answer before anybody is there: the first run, styles, languages, colours, the API, the portal."""
    static = settings.STATIC_URL if settings.STATIC_URL.startswith("/") else f"/{settings.STATIC_URL}"
    return (reverse("first_run:begin"), static, "/i18n/", "/he-thong/", "/api/", *_PUBLIC)
