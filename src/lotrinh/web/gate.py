"""What is answered before anything else: the questions of a proxy, and requests that are too large."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lotrinh.web import errors

_Next = Callable[[HttpRequest], HttpResponse]

#: The process lives.
ALIVE: Final = "/he-thong/song"
#: The process lives and its database answers.
READY: Final = "/he-thong/san-sang"
#: What a form adds to its files.
_FORM_BYTES: Final = 1024 * 1024


class GateMiddleware:
    """Answers a proxy by any name and scheme, takes the client from it, refuses foreign names and what is too large.

    A request that says how long it is is refused before a byte of its body is read.
    """

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer here or let the request through."""
        if request.path == ALIVE:
            return _plain("ok")
        if request.path == READY:
            return _plain("ok") if _database_answers() else _plain("database", HTTPStatus.SERVICE_UNAVAILABLE)
        if not settings.ENVIRONMENT.demo:
            request.META["REMOTE_ADDR"] = _client(request)
        try:
            request.get_host()
        except DisallowedHost:
            return _plain(_("Hệ thống không được gọi bằng tên máy này."), HTTPStatus.BAD_REQUEST)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) > settings.UPLOAD_MAX_BYTES + _FORM_BYTES:
            return errors.too_large(request)
        return self.get_response(request)


def _client(request: HttpRequest) -> str:
    """The address that the proxy saw: the last that it added; what the client itself wrote before it does not count."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
    return forwarded or str(request.META.get("REMOTE_ADDR", ""))


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _plain(text: str, status: int = HTTPStatus.OK) -> HttpResponse:
    response = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
