"""Parts of lists: `limit` and `offset`, the total in the body, the way to the other parts in the header `Link`."""

from __future__ import annotations

from typing import Any, Protocol

from django.http import HttpRequest


class Part(Protocol):
    """Which part of a list is asked for."""

    limit: int
    offset: int


def page(request: HttpRequest, query: Part, total: int) -> dict[str, Any]:
    """What every list says of its part; the header is put on the answer."""
    parts = {"first": 0, "last": max(0, (total - 1) // query.limit * query.limit)}
    if query.offset > 0:
        parts["prev"] = max(0, query.offset - query.limit)
    if query.offset + query.limit < total:
        parts["next"] = query.offset + query.limit
    links = ", ".join(f'<{_address(request, query.limit, offset)}>; rel="{rel}"' for rel, offset in parts.items())
    request.more_headers["Link"] = links  # type: ignore[attr-defined]  # set by the door
    return {"total": total, "limit": query.limit, "offset": query.offset}


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    asked = request.GET.copy()
    asked["limit"], asked["offset"] = str(limit), str(offset)
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")
