"""The looks of those who only inspect leave a trace for their superior."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse

from lotrinh.organisations.services import looks

#: Areas whose pages are noted, and what is looked at there.
_AREAS: Final[Mapping[str, str]] = {
    "documents": "document",
    "reviews": "review",
    "plans": "plan",
    "audit": "audit",
    "search": "document",
}


class LooksMiddleware:
    """Notes each page and file of documents, reviews, plans and the trail that such a person is given.

    The trace is written before the answer leaves: no look without it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note what was answered."""
        response = self.get_response(request)
        actor = getattr(request, "actor", None)
        match = request.resolver_match
        if actor is None or match is None or request.method == "HEAD" or response.status_code >= 300:
            return response
        # A review screen asks every few seconds what is new: the look was noted when it was opened.
        kind = _AREAS.get(match.namespace) if match.view_name != "reviews:sync" else None
        # Programs say of each request themselves what is looked at.
        kind = kind or getattr(request, "looks_at", "")
        if kind and looks.only_inspects(actor):
            thing_id = next((str(value) for value in match.kwargs.values() if isinstance(value, int)), "")
            looks.note_look(actor, kind=kind, thing_id=thing_id, label=request.get_full_path())
        return response
