"""Conditional requests: who has an answer already is told 304, where possible before the answer is made.

Every write leaves a row in the audit trail, those that give and take rights too: the trail's stamp and the day tell
whether what a person gets at an address can have changed. Answers about things that change without such a row carry a
hash of their body.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import get_language

from lotrinh.core import clock
from lotrinh.core.audit.selectors import stamp
from lotrinh.documents.services import engine

_LENGTH: Final = 24


class NotModified(Exception):  # noqa: N818 - an answer, no error of the program
    """The client has the present answer."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


def stamped(request: HttpRequest, user_id: int) -> str:
    """The tag of what this person gets at this address now; two queries.

    Raises:
        NotModified: the client has it.

    """
    known = (stamp(), clock.today(), user_id, get_language(), request.get_full_path(), engine.version())
    etag = _tag(repr(known).encode())
    if _has(request, etag, star=False):
        raise NotModified(etag)
    return etag


def finished(request: HttpRequest, response: HttpResponse, etag: str = "") -> HttpResponse:
    """The answer with its tag, or 304 where the client has it."""
    if request.method != "GET" or response.status_code != 200:
        return response
    tag = etag or _tag(response.content)
    if _has(request, tag, star=True):
        return not_modified(tag)
    response.headers["ETag"] = tag
    return response


def not_modified(etag: str) -> HttpResponse:
    """304."""
    response = HttpResponse(status=304, headers={"ETag": etag})
    del response.headers["Content-Type"]
    return response


def _tag(content: bytes) -> str:
    """Weak: the bytes differ where the answer is compressed."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:_LENGTH]}"'


def _has(request: HttpRequest, etag: str, *, star: bool) -> bool:
    """Whether the client names the tag; `*` means any answer there is, so it counts once there is one."""
    given = parse_etags(request.headers.get("If-None-Match", ""))
    return etag in given or f"{etag[2:]}" in given or (star and "*" in given)
