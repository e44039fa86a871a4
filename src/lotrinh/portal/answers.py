"""How the public pages answer: language by the address, nothing made anew where the reader has it already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from lotrinh.core.problems import Missing
from lotrinh.plans.selectors import published
from lotrinh.plans.selectors.published import Stamp
from lotrinh.portal import asked

#: How long a cache may answer for us. What is closed again is gone everywhere after that.
SECONDS: Final = 60

#: What a cache may keep.
_SAME_FOR_ALL: Final[tuple[int, ...]] = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)

_View = Callable[..., HttpResponseBase]


def _version() -> str:
    try:
        return version("lotrinh")
    except PackageNotFoundError:  # the sources run without being installed
        return ""


_VERSION: Final = _version()


def public(view: _View) -> _View:
    """A page for everybody: 404 while the portal is off, 304 where nothing has changed, else what the view makes.

    `request.stamp` is set for the view (`published.Stamp`).
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = "en" if request.GET.get(asked.LANGUAGE) == "en" else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = _answer(view, request, args, kwargs) if settings.PORTAL else nothing(request)
        response.headers["Content-Language"] = language
        return response

    return answer


def _answer(view: _View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
    stamp = published.stamp()
    request.stamp = stamp  # type: ignore[attr-defined]  # read by views and templates
    etag = _etag(request, stamp)
    try:
        response = _as_it_was(request, etag, stamp) or view(request, *args, **kwargs)
    except (Missing, Http404):
        return nothing(request)
    if response.status_code in _SAME_FOR_ALL:
        response.headers["ETag"] = etag
        response.headers["Last-Modified"] = http_date(stamp.changed_at.timestamp())
        response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def _etag(request: HttpRequest, stamp: Stamp) -> str:
    """A name for what this address shows at the moment; the key keeps anybody from guessing what it is made of.

    Weak: the bytes differ where the answer is compressed, and 304 has to name what was sent.
    """
    told = (
        *(_VERSION, request.build_absolute_uri(), stamp.token, stamp.publisher),
        *(settings.PORTAL_LICENSE, settings.SECRET_KEY),
    )
    digest = hashlib.sha256("\n".join(told).encode(errors="replace")).hexdigest()
    return f'W/"{digest[:32]}"'


def _as_it_was(request: HttpRequest, etag: str, stamp: Stamp) -> HttpResponse | None:
    """304 where the reader has this very answer; `*` says nothing of it.

    A day counts where it is the one that was sent: whoever names another need not have had the page, which may not even
    be there.
    """
    changed = int(stamp.changed_at.timestamp())
    if request.headers.get("If-None-Match", "").strip() == "*":
        return None
    if "If-None-Match" not in request.headers and request.headers.get("If-Modified-Since") != http_date(changed):
        return None
    found = get_conditional_response(request, etag=etag, last_modified=changed)
    return found if found is not None and found.status_code == HTTPStatus.NOT_MODIFIED else None


def nothing(request: HttpRequest) -> HttpResponse:
    """404: there is no such page, or it is not open; both look the same."""
    response = render(request, "portal/nothing.html", {"on": settings.PORTAL}, status=HTTPStatus.NOT_FOUND)
    response.headers["Cache-Control"] = "no-store"
    return response
