"""What is known of one request while it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from lotrinh.accounts.selectors import HeldToken
from lotrinh.core.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Who asks, by which token. etag: known before the answer is made, empty where it follows from the answer."""

    token: HeldToken
    actor: Actor
    etag: str = ""


class ApiRequest(HttpRequest):
    """A request that a token let in; `more_headers` are put on its answer."""

    call: Call
    more_headers: dict[str, str]


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    call: Call = request.call  # type: ignore[attr-defined]  # set by the door
    return call.actor
