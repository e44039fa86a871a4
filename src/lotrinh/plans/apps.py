"""The app `plans`."""

from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registers the models of `plans`."""

    name = "lotrinh.plans"
    label = "plans"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        """Enter the events and what is searched."""
        from lotrinh.plans import events, searching  # noqa: F401, PLC0415 - models must be loaded first
