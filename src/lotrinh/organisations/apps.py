"""The app `organisations`."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Registers the models of `organisations`."""

    name = "lotrinh.organisations"
    label = "organisations"
    verbose_name = "Cơ quan, đơn vị"
