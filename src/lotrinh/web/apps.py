"""The app `web`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Registers templates and static files."""

    name = "lotrinh.web"
    label = "web"
    verbose_name = _("Giao diện")
