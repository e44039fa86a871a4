"""Bringing the data up to the installed version: backup first, back again where it fails."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lotrinh.core import clock
from lotrinh.core.backup.bringing_back import restore
from lotrinh.core.backup.manifest import BackupError
from lotrinh.core.backup.saving import save
from lotrinh.core.search import writing as index


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """What was done: the migrations that ran, and the backup that was made before; None where there was nothing."""

    applied: tuple[str, ...]
    backup: Path | None


def pending() -> tuple[str, ...]:
    """The migrations of the installed version that the database has not seen, `app.name`, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def _check() -> None:
    connection.check_constraints()
    call_command("check", databases=["default"], verbosity=0, stdout=io.StringIO())
    if left := pending():
        raise BackupError("upgrade.left", migration=left[0])


def upgrade(migrate: Callable[[], None] = _migrate) -> Upgrade:
    """Make a backup in the data folder, migrate, check; nobody else may use the database meanwhile.

    Raises:
        BackupError: it failed; the data are as they were, and the field `reason` says what happened.

    """
    applied = pending()
    if not applied:
        index.fill_if_empty()
        return Upgrade(applied=(), backup=None)
    fresh = not connection.introspection.table_names()
    backup = Path(settings.DATA_DIR) / "backups" / f"before-upgrade-{clock.now():%Y%m%dT%H%M%S}.zip"
    if not fresh:
        backup.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        save(backup)
    try:
        migrate()
        _check()
        index.fill_if_empty()
    except Exception as error:
        connection.close()
        if not fresh:
            restore(backup, replace=True, forward=False)
        raise BackupError("upgrade.failed", reason=error, backup=backup) from error
    return Upgrade(applied=applied, backup=None if fresh else backup)
