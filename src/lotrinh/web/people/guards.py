"""Guards of the operator's pages, and of what is not done in a browser that was left open."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from lotrinh.organisations import policies
from lotrinh.web.asking import actor_of

_View = Callable[..., HttpResponseBase]


def operator_only(view: _View) -> _View:
    """Nobody but an operator gets past; who is not signed in signs in first."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policies.require_operator(actor_of(request))
        return view(request, *args, **kwargs)

    return login_required(guarded)


def confirmed(view: _View) -> _View:
    """Whoever is signed in has typed the password within the last quarter of an hour."""
    asked: _View = reauthentication_required(view)
    return login_required(asked)


def confirmed_operator_only(view: _View) -> _View:
    """The same, and it is an operator."""
    return operator_only(confirmed(view))
