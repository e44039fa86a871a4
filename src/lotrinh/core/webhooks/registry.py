"""The events: each app enters its own, with the rule that says who may know of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor

#: What an address is told when its owner tries it.
PING: Final = "ping"

Visible = Callable[[Actor, str], bool]
ActorSource = Callable[[int], Actor | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens to a thing.

    path: where the API has the thing, with `{id}`. visible: whether the actor may know of the thing with this id now.
    """

    code: str
    label: str | Promise
    thing_kind: str
    path: str
    visible: Visible


_EVENTS: dict[str, Event] = {}
_SOURCES: list[ActorSource] = []


def register(*events: Event) -> None:
    """Enter events; their order is that of the pages."""
    for event in events:
        if event.code in _EVENTS:
            raise ValueError(f"two events {event.code}")
        _EVENTS[event.code] = event


def events() -> Mapping[str, Event]:
    """All events by their codes, `ping` aside."""
    return MappingProxyType({code: event for code, event in _EVENTS.items() if code != PING})


def event_of(code: str) -> Event | None:
    """The event with this code."""
    return _EVENTS.get(code)


def find_actors_by(source: ActorSource) -> ActorSource:
    """Enter the function that gives a person with the roles of today; None for one who is no longer there."""
    _SOURCES[:] = [source]
    return source


def actor_with(user_id: int) -> Actor | None:
    """The person with the roles of today, None for one who is no longer there."""
    return _SOURCES[0](user_id) if _SOURCES else None


def _everybody(actor: Actor, thing_id: str) -> bool:
    return True


register(Event(code=PING, label=_("Gửi thử"), thing_kind="webhook", path="", visible=_everybody))
