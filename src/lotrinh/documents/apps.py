"""The app `documents`."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Registers the models and the jobs of `documents`."""

    name = "lotrinh.documents"
    label = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        """Enter the jobs."""
        from lotrinh.documents import jobs  # noqa: F401, PLC0415 - models must be loaded first
