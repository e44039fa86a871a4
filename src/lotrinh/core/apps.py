"""The app `core`."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the models and checks of `core`."""

    name = "lotrinh.core"
    label = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        """Enter what sends to other systems."""
        from lotrinh.core.webhooks import sending  # noqa: F401, PLC0415 - models must be loaded first
