"""The app `web`."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers templates and static files."""

    name = "lotrinh.web"
    label = "web"
    verbose_name = "Giao diện"
