"""What the sign-in library tells only by signals, handed to named services."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.http import HttpRequest

from lotrinh.accounts import services
from lotrinh.accounts.addresses import client_address
from lotrinh.accounts.models import User


@receiver((password_changed, password_set))
def on_password(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The person chose a password."""
    services.password_chosen(user, address=client_address(request))


@receiver(authenticator_added)
def on_added(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """A second factor was set up."""
    services.second_factor_changed(user, change="added", kind=authenticator.type, address=client_address(request))


@receiver(authenticator_removed)
def on_removed(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """A second factor was taken away."""
    services.second_factor_changed(user, change="removed", kind=authenticator.type, address=client_address(request))


@receiver(authenticator_reset)
def on_reset(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Recovery codes were made anew."""
    services.second_factor_changed(user, change="renewed", kind=authenticator.type, address=client_address(request))
