"""The app `documents`."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DocumentsConfig(AppConfig):
    """Registers the models and the jobs of `documents`."""

    name = "lotrinh.documents"
    label = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        """Enter the jobs, the events and what is searched; after an upgrade, have older readings linked."""
        from lotrinh.documents import events, jobs, searching  # noqa: F401, PLC0415 - models must be loaded first

        post_migrate.connect(jobs.queue_links, sender=self, dispatch_uid="documents.queue_links")
