"""The tables as the database has them: those of its applied migrations, which may be older than the installed code."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps

from lotrinh.core.backup.manifest import BackupError

Key = tuple[str, str]
#: What can be made again from other rows is in no backup; nor is what waits to be sent: it may have been sent since.
DERIVED: Final = frozenset({"core.searchentry", "core.outboxentry"})


def applied(connection: BaseDatabaseWrapper) -> set[Key]:
    """The migrations that the database has seen: app and name of each."""
    return set(MigrationRecorder(connection).applied_migrations())


def leaves(loader: MigrationLoader, keys: Collection[Key]) -> list[Key]:
    """Those of the migrations on which no other of them stands.

    Raises:
        BackupError: the installed code does not have one of them.

    """
    unknown = sorted(set(keys) - set(loader.disk_migrations or {}))
    if unknown:
        raise BackupError("backup.later-version", migration=".".join(unknown[0]))
    parents = {parent.key for key in keys for parent in loader.graph.node_map[key].parents}
    return sorted(set(keys) - parents)


def apps_of(loader: MigrationLoader, keys: Collection[Key]) -> StateApps:
    """The apps with their models as these migrations leave them."""
    return loader.project_state(leaves(loader, keys)).apps


def stored(connection: BaseDatabaseWrapper) -> list[type[models.Model]]:
    """Every model that has a table, the tables between two models included, by label."""
    loader = MigrationLoader(connection)
    every = apps_of(loader, applied(connection)).get_models(include_auto_created=True)
    return sorted(
        (m for m in every if m._meta.managed and not m._meta.proxy), key=lambda model: model._meta.label_lower
    )


def saved(connection: BaseDatabaseWrapper) -> list[type[models.Model]]:
    """Those of them whose rows a backup holds."""
    return [model for model in stored(connection) if model._meta.label_lower not in DERIVED]
