"""Programs that act for people."""

from __future__ import annotations

from django.test import Client

from lotrinh.accounts.services import make_token
from lotrinh.accounts.vocab import Scope
from lotrinh.core.actor import Actor


def key(actor: Actor, *scopes: Scope, days: int = 30) -> str:
    """The key of a new token of the person, with every scope unless some are named."""
    return make_token(actor, name="Phần mềm thử", scopes=scopes or tuple(Scope), days=days).key


def program(actor: Actor, *scopes: Scope) -> Client:
    """A program with a token of the person."""
    return Client(headers={"Authorization": f"Bearer {key(actor, *scopes)}"})
