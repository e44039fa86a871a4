"""The app `accounts`."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the models of `accounts`."""

    name = "lotrinh.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
