"""What the schema says beside what follows from the operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

DESCRIPTION: Final = """\
Reads and feeds Lộ Trình: documents, what was read in them, reviews, plans with their tasks and targets, agencies.

**Access.** Make a token on the page *Mã truy cập* of your account and send it as `Authorization: Bearer lotrinh_…`.
A token does what you may do, and of that only what its scopes say: `read`, `upload`, `review`. What you may not see
does not exist: 404.

**Values.** Days are ISO, times carry their zone, money is whole đồng, text is Vietnamese as the document has it.

**Lists** have `limit` (at most 200) and `offset`; the header `Link` leads to the other parts.

**Answers that you have** cost nothing: send their `ETag` as `If-None-Match` and get 304.

**Problems** are `application/problem+json` (RFC 9457) with a `code` that stays. Sentences follow `Accept-Language`
(`vi`, `en`).
"""
TAGS: Final = [
    {"name": "me", "description": "The person of the token."},
    {"name": "documents", "description": "Official documents, their files, uploads."},
    {"name": "chain", "description": "What a document answers to, and what answers to it."},
    {"name": "readings", "description": "What the reader found in a file."},
    {"name": "reviews", "description": "What people decided about a reading."},
    {"name": "plans", "description": "Adopted plans."},
    {"name": "tasks", "description": "What somebody commits to do."},
    {"name": "targets", "description": "Results to reach."},
    {"name": "units", "description": "Agencies through time."},
    {"name": "search", "description": "Anything by words."},
]
_PROBLEM: Final[dict[str, Any]] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "description": "`urn:lotrinh:problem:` and the code."},
        "title": {"type": "string", "description": "The phrase of the status."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "What programs compare; it does not change."},
        "detail": {"type": "string", "description": "A sentence for people."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_STALE: Final[dict[str, Any]] = {
    **_PROBLEM,
    "title": "StaleProblem",
    "properties": {
        **_PROBLEM["properties"],
        "theirs": {
            "type": "array",
            "description": "The items as they stand now.",
            "items": {
                "type": "object",
                "required": ["part", "key", "state", "fields"],
                "properties": {
                    "part": {"type": "string"},
                    "key": {"type": "string"},
                    "state": {"type": "string"},
                    "fields": {"type": "object"},
                },
            },
        },
        "mine": {"type": "object", "description": "What you wanted to save."},
    },
}


def complete(schema: Any) -> Any:
    """The schema with the shapes of problems, the address of its own, and parameters without the word null.

    In an address or a form nothing is null: a value is there or is left out. A form has the fields that are named.
    """
    schema["components"]["schemas"].update(Problem=_PROBLEM, StaleProblem=_STALE)
    schema["servers"] = [{"url": "/", "description": "This installation."}]
    for operation in _operations(schema):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if "properties" in content["schema"]:
                content["schema"]["additionalProperties"] = False
            for details in content["schema"].get("properties", {}).values():
                _without_null(details)
        for parameter in operation.get("parameters", ()):
            _without_null(parameter["schema"])
    return schema


def _operations(schema: Any) -> Iterator[Any]:
    for path in schema["paths"].values():
        yield from path.values()


def _without_null(details: dict[str, Any]) -> None:
    choices = [item for item in details.get("anyOf", ()) if item != {"type": "null"}]
    if len(choices) == 1:
        del details["anyOf"]
        details.update(choices[0])
    if details.get("default", "") is None:
        del details["default"]
