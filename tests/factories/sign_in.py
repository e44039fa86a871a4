"""Signing in as a browser does: by the form, so that the session has what real sessions have."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from lotrinh.accounts.models import User
from lotrinh.core.actor import Actor
from tests.factories.world import PASSWORD


def account(actor: Actor) -> User:
    """The account of who acts."""
    assert actor.user_id is not None
    return User.objects.get(pk=actor.user_id)


def sign_in(person: User | Actor, *, password: str = PASSWORD) -> Client:
    """A browser in which the person is signed in."""
    user = person if isinstance(person, User) else account(person)
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.username, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client
