"""The kinds of effects: each part enters the function that sends its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lotrinh.core.vocab import OutboxState


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt. WAITING: it surely had no effect and may be tried again; `code` says why.

    until: nothing was tried and nothing is to be before; such an attempt is not counted.
    """

    state: OutboxState
    code: str = ""
    until: dt.datetime | None = None


Sender = Callable[[Mapping[str, Any]], Outcome]
#: Told of an effect whose sender never said what became of it.
Lost = Callable[[Mapping[str, Any]], None]

_SENDERS: dict[str, Sender] = {}
_LOST: dict[str, Lost] = {}


def register(kind: str, *, lost: Lost | None = None) -> Callable[[Sender], Sender]:
    """Enter the function that sends effects of this kind; it is called outside any transaction."""

    def entered(sender: Sender) -> Sender:
        if kind in _SENDERS and _SENDERS[kind] is not sender:
            raise ValueError(f"two senders for {kind}")
        _SENDERS[kind] = sender
        if lost is not None:
            _LOST[kind] = lost
        return sender

    return entered


def sender_of(kind: str) -> Sender:
    """The function for effects of this kind; KeyError where nobody entered one."""
    return _SENDERS[kind]


def say_lost(kind: str, payload: Mapping[str, Any]) -> None:
    """Tell the part that an effect of its kind was lost on the way, where it wants to know."""
    if kind in _LOST:
        _LOST[kind](payload)
