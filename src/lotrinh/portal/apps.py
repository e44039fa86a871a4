"""The app `portal`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Registers templates and static files."""

    name = "lotrinh.portal"
    label = "portal"
    verbose_name = _("Cổng công khai")
