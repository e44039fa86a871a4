"""How a service writes: one transaction, its audit rows appended last, effects only after the commit."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import transaction

from lotrinh.core.audit import services as audit
from lotrinh.core.search import changes as search
from lotrinh.core.webhooks import emitting as events

_P = ParamSpec("_P")
_R = TypeVar("_R")


def service(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Make `function` a named write: all of it or nothing happens.

    What it tells `audit.note` is appended to the chain just before the commit of the outermost service, so that the
    head of the chain is held for one short statement only; before that, what other systems are to be told is entered
    and the search index is brought up to date.
    """

    @functools.wraps(function)
    def written(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with transaction.atomic(), audit.collecting(), search.collecting(), events.collecting():
            return function(*args, **kwargs)

    return written
