"""The app `plans`."""

from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registers the models of `plans`."""

    name = "lotrinh.plans"
    label = "plans"
    verbose_name = "Kế hoạch"
