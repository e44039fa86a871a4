"""Traces of what people do with their means of signing in, which the sign-in library carries out."""

from __future__ import annotations

from lotrinh.accounts.models import User
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.writes import service


@service
def password_chosen(user: User, *, address: str) -> None:
    """The person has changed the password; an open first-login link ends."""
    if user.link_nonce:
        user.link_nonce = ""
        user.save(update_fields=("link_nonce",))
    audit.note(_self(user, address), "person.password_chosen", kind="person", id=user.pk, label=str(user))


@service
def second_factor_changed(user: User, *, change: str, kind: str, address: str) -> None:
    """A second factor was added, removed or renewed; its secret is not part of the trace."""
    audit.note(
        _self(user, address),
        f"person.second_factor_{change}",
        kind="person",
        id=user.pk,
        label=str(user),
        after={"kind": kind},
    )


@service
def linked_identity(user: User, *, provider: str, address: str) -> None:
    """An outside identity was joined to the account for the first time."""
    audit.note(
        _self(user, address),
        "person.identity_linked",
        kind="person",
        id=user.pk,
        label=str(user),
        after={"provider": provider},
    )


def _self(user: User, address: str) -> Actor:
    return Actor(user_id=user.pk, name=str(user), address=address)
