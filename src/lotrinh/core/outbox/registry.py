"""The kinds of effects: each part enters the function that sends its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lotrinh.core.vocab import OutboxState


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt. WAITING: it surely had no effect and may be tried again; `code` says why."""

    state: OutboxState
    code: str = ""


Sender = Callable[[Mapping[str, Any]], Outcome]

_SENDERS: dict[str, Sender] = {}


def register(kind: str) -> Callable[[Sender], Sender]:
    """Enter the function that sends effects of this kind; it is called outside any transaction."""

    def entered(sender: Sender) -> Sender:
        if kind in _SENDERS and _SENDERS[kind] is not sender:
            raise ValueError(f"two senders for {kind}")
        _SENDERS[kind] = sender
        return sender

    return entered


def sender_of(kind: str) -> Sender:
    """The function for effects of this kind; KeyError where nobody entered one."""
    return _SENDERS[kind]
