"""The app `accounts`."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the models of `accounts`."""

    name = "lotrinh.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        """Listen to the sign-in library."""
        from lotrinh.accounts import receivers  # noqa: F401, PLC0415 - models are ready only now
