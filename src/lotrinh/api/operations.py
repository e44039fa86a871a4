"""How an operation is declared: its scope, its type of body, and every answer that it can give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final, TypeVar

from ninja import Router

from lotrinh.accounts.vocab import Scope
from lotrinh.api.door import AccessToken
from lotrinh.api.problems import MEDIA_TYPE

_View = TypeVar("_View", bound=Callable[..., Any])
_ALWAYS: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
#: What each problem means, by status, with the codes that it commonly has.
PROBLEMS: Final[dict[int, str]] = {
    400: "Not a request that the API understands: `bad-request`, `bad-body`, `token-in-address`.",
    401: "No access token, or one that does not hold: `token-missing`, `token-invalid`.",
    403: "You see the thing and may not do this: `scope-missing`, `not-allowed`.",
    404: "No such thing, or not for you: `document-missing`, `plan-missing`, `no-such-address`, …",
    409: "Somebody was faster: `review-stale` with `theirs` and `mine`.",
    413: "Too large: `too-large`.",
    415: "A body of another type: `wrong-media-type`.",
    422: "A value is wrong (`invalid-request`, with `errors`), or the request cannot be carried out as it stands.",
    429: "Too many requests in this minute: `too-many-requests`; see `Retry-After`.",
    503: "The database is busy: `busy`; nothing was changed.",
    507: "There is no room for the file: `no-room`.",
}
_HEADERS: Final = {
    401: ("WWW-Authenticate",),
    403: ("WWW-Authenticate",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}
_MEANING: Final = {
    "ETag": "Send it as `If-None-Match` to be told 304 while nothing has changed.",
    "Link": "`first`, `prev`, `next` and `last` part of the list (RFC 8288).",
    "Location": "The new thing.",
    "RateLimit-Limit": "How many requests a minute the token has.",
    "RateLimit-Remaining": "How many are left in this minute.",
    "RateLimit-Reset": "Seconds until the next minute.",
    "Retry-After": "Seconds to wait.",
    "WWW-Authenticate": "What is wanted (RFC 6750).",
}
_LIMITS: Final = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def header(name: str) -> dict[str, Any]:
    """How the schema describes a header of an answer."""
    return {"description": _MEANING[name], "schema": {"type": "string"}}


def _answers(statuses: Iterable[int]) -> dict[int, Any]:
    return {
        int(status): {
            "description": PROBLEMS[int(status)],
            "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{_shape(int(status))}"}}},
            **({"headers": {name: header(name) for name in _HEADERS[status]}} if status in _HEADERS else {}),
        }
        for status in statuses
    }


def _shape(status: int) -> str:
    return "StaleProblem" if status == HTTPStatus.CONFLICT else "Problem"


def _good(*names: str) -> dict[str, Any]:
    return {"headers": {name: header(name) for name in (*names, *_LIMITS)}}


def reads(  # noqa: PLR0913 - what an operation is made of
    router: Router,
    path: str,
    response: Any,
    *,
    stamped: bool = True,
    looks: str = "",
    missing: bool = False,
    listed: bool = False,
) -> Callable[[_View], _View]:
    """A GET in the scope `read`. stamped, looks: see `AccessToken`. missing: 404. listed: it has pages.

    The name of the function is the lasting `operationId`, its docstring the description.
    """
    statuses = (*_ALWAYS, HTTPStatus.NOT_FOUND) if missing else _ALWAYS
    good = _good("ETag", "Link") if listed else _good("ETag")
    extra = {
        "responses": {200: good, 304: {"description": "You have the present answer."}, **_answers(statuses)},
        "parameters": [
            {
                "name": "If-None-Match",
                "in": "header",
                "required": False,
                "description": "The `ETag` of the answer that you have.",
                "schema": {"type": "string"},
            }
        ],
    }

    def declared(view: _View) -> _View:
        return _declared(router.get, path, view, AccessToken(Scope.READ, stamped=stamped, looks=looks), response, extra)

    return declared


def writes(  # noqa: PLR0913 - what an operation is made of
    router: Router,
    path: str,
    responses: dict[int, Any],
    *,
    scope: Scope,
    takes: str = "",
    also: tuple[int, ...] = (),
) -> Callable[[_View], _View]:
    """A POST. responses: shapes by status; takes: the type of its body; also: further problems."""
    body = (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE) if takes else ()
    statuses = sorted({*map(int, _ALWAYS), 404, *map(int, body), *also})
    good = {status: _good("Location") if status == HTTPStatus.CREATED else _good() for status in responses}

    def declared(view: _View) -> _View:
        extra = {"responses": {**good, **_answers(statuses)}}
        return _declared(router.post, path, view, AccessToken(scope, takes=takes), responses, extra)

    return declared


def _declared(  # noqa: PLR0913, PLR0917 - what an operation is made of
    method: Any, path: str, view: _View, door: AccessToken, response: Any, extra: dict[str, Any]
) -> _View:
    text = (view.__doc__ or "").strip()
    made: _View = method(
        path,
        auth=door,
        response=response,
        openapi_extra=extra,
        operation_id=view.__name__,
        url_name=view.__name__,
        summary=text.split("\n", 1)[0].rstrip("."),
        description="\n".join(line.strip() for line in text.splitlines()),
    )(view)
    models = view._ninja_operation.models  # type: ignore[attr-defined]  # noqa: SLF001 - the library leaves it on the view
    door.known = frozenset(
        name for model in models if model.__ninja_param_source__ == "query" for name in model.__ninja_flatten_map__
    )
    return made
