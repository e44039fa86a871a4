"""The schema, and the page that explains it: both for everybody, nothing in them is of this installation."""

from __future__ import annotations

import functools

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from lotrinh.api.application import API
from lotrinh.api.conditional import finished


@functools.cache
def _schema() -> bytes:
    return API.renderer.render(HttpRequest(), API.get_openapi_schema(), response_status=200).encode()  # type: ignore[no-any-return]


# Nothing is sent here: another method is told which there are rather than that a form lacks its token.
@csrf_exempt
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return finished(request, HttpResponse(_schema(), content_type="application/json; charset=utf-8"))


@csrf_exempt
@require_safe
@csp_update({"img-src": [SELF, "data:"]})
def docs(request: HttpRequest) -> HttpResponse:
    """The schema for people, to try out with one's own token; everything it needs comes from here.

    The library draws its arrows from addresses that hold the picture itself: this page alone allows them.
    """
    return render(request, "api/docs.html")
