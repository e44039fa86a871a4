"""The API as one thing: its operations, how it reads bodies, how it answers."""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from lotrinh.api import conditional, problems
from lotrinh.api.calls import Call
from lotrinh.api.openapi import DESCRIPTION, TAGS, complete
from lotrinh.api.routes import chain, documents, me, plans, readings, reviews, search, targets, tasks, units

#: The root of the addresses, as the schema writes it.
ROOT: Final = "/api/v1/"
VERSION: Final = "1.0.0"


class _Renderer(JSONRenderer):
    """Vietnamese letters as they are."""

    json_dumps_params = {"ensure_ascii": False, "allow_nan": False}


class _Parser(Parser):
    """JSON without what no database keeps: U+0000, halves of characters, numbers that are none."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body.

        Raises:
            ValueError: it is no such JSON.

        """
        text = request.body.decode("utf-8")
        found: dict[str, Any] = json.loads(text, parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode("utf-8")
        if "\\u0000" in text or "\x00" in text:
            _require_no_nulls(found)
        return found


class Api(NinjaAPI):
    """Answers carry tags; the schema is completed by what the library does not know."""

    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:
        """The answer, or 304."""
        call: Call | None = getattr(request, "call", None)
        return conditional.finished(request, super().create_response(request, data, **more), call.etag if call else "")

    def get_openapi_schema(self, **more: Any) -> Any:
        """The whole schema."""
        more["path_prefix"] = ROOT
        return complete(super().get_openapi_schema(**more))


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _require_no_nulls(value: Any) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, str) and "\x00" in item:
            raise ValueError("U+0000")


def make() -> Api:
    """The API with all its operations."""
    made = Api(
        title="Lộ Trình API",
        version=VERSION,
        description=DESCRIPTION,
        urls_namespace="api",
        openapi_url=None,
        docs_url=None,
        renderer=_Renderer(),
        parser=_Parser(),
        openapi_extra={"tags": TAGS},
    )
    for kind, handler in problems.handlers():
        made.add_exception_handler(kind, handler)
    for module in (me, documents, chain, readings, reviews, plans, tasks, targets, units, search):
        made.add_router("", module.router, tags=[module.TAG])
    return made


API: Final = make()
