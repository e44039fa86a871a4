"""The app `organisations`."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Registers the models of `organisations`."""

    name = "lotrinh.organisations"
    label = "organisations"
    verbose_name = "Cơ quan, đơn vị"

    def ready(self) -> None:
        """Enter what is searched, and how the owner of a webhook is found."""
        from lotrinh.organisations import events, searching  # noqa: F401, PLC0415 - models must be loaded first
