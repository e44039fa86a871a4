"""Bringing a backup back: all of it or nothing.

SQLite: a new database file is made beside the old one and takes its place at the end. PostgreSQL: everything happens in
one transaction. On both, the tables are first made as they were when the backup was made and brought up to date after.
"""

from __future__ import annotations

import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.sql import InsertQuery

from lotrinh.core.backup import manifest as manifests
from lotrinh.core.backup import rows, sequences, tables
from lotrinh.core.backup.manifest import BackupError, Manifest, Table
from lotrinh.core.backup.verifying import lines, verify
from lotrinh.core.files import store
from lotrinh.core.search import writing as index

_CHUNK: Final = 1024 * 1024
_ROWS_AT_ONCE: Final = 200
_BYTES_AT_ONCE: Final = 4 * 1024 * 1024
#: SQLite takes this many values in one statement.
_VALUES_AT_ONCE: Final = 30_000
#: Rows of these say nothing of people's work.
_OF_THE_MACHINE: Final = frozenset({"core.workerbeat"})


def restore(path: Path, *, replace: bool = False, forward: bool = True) -> Manifest:
    """Bring the backup at `path` back; nobody else may use the database meanwhile.

    `replace` allows that there are data already: all of them go. `forward` brings the tables up to the installed
    version and makes the search index again.

    Raises:
        BackupError: the backup is not whole, was made by a later version, or there are data and `replace` is not given.
        OSError, DatabaseError: nothing was changed.

    """
    made = verify(path)
    if not replace and not is_empty():
        raise BackupError("backup.not-empty")
    with zipfile.ZipFile(path) as archive:
        new = _keep_files(archive)
        try:
            with _new_database():
                _fill(archive, made)
                if forward:
                    call_command("migrate", verbosity=0, interactive=False)
                    call_command("createcachetable", verbosity=0)
                    index.fill_if_empty()
        except BaseException:
            for written in new:
                written.unlink(missing_ok=True)
            raise
        if made.has_key:
            _keep_key(archive.read(manifests.SECRET))
    _drop_files(path)
    return made


def is_empty() -> bool:
    """Whether nobody has worked here yet."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("lotrinh.")}
    return not any(
        model._base_manager.exists()
        for model in tables.saved(connection)
        if model._meta.app_label in ours and model._meta.label_lower not in _OF_THE_MACHINE
    )


@contextmanager
def _new_database() -> Iterator[None]:
    """Empty tables in place of the old ones, once everything inside went well."""
    if connection.vendor == "sqlite":
        with _new_file():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            # A server that still runs holds its tables: say so soon instead of waiting for ever.
            cursor.execute("SET LOCAL lock_timeout = '15s'")
            ours = {model._meta.db_table for model in tables.stored(connection)} | {"django_migrations", "cache"}
            for table in sorted(ours & set(connection.introspection.table_names(cursor))):
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        yield
        connection.check_constraints()


@contextmanager
def _new_file() -> Iterator[None]:
    final = Path(str(connection.settings_dict["NAME"]))
    draft = final.with_name(f"{final.name}.restore")
    _remove(draft)
    connection.close()
    connection.settings_dict["NAME"] = str(draft)
    try:
        yield
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        connection.settings_dict["NAME"] = str(final)
        if final.exists():
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            _remove(final, only_beside=True)
        os.replace(draft, final)  # noqa: PTH105 - beside its sisters
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(final)
        _remove(draft)


def _remove(path: Path, *, only_beside: bool = False) -> None:
    """Remove a database file and what SQLite keeps beside it."""
    for ending in ("-wal", "-shm", "-journal", *(() if only_beside else ("",))):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _fill(archive: zipfile.ZipFile, made: Manifest) -> None:
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, names in made.migrations.items() for name in names}
    executor.migrate(tables.leaves(executor.loader, wanted))
    if tables.applied(connection) != wanted:
        raise BackupError("backup.damaged", part="migrations")
    state = tables.apps_of(executor.loader, wanted)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # The migrations of this same transaction have made some immediate.
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in made.tables:
            try:
                model = state.get_model(table.model)
            except LookupError:
                raise BackupError("backup.damaged", part=table.model) from None
            _fill_table(archive, table, model)
        connection.check_constraints()


def _fill_table(archive: zipfile.ZipFile, table: Table, model: type[models.Model]) -> None:
    fields = {str(field.column): field for field in rows.fields_of(model)}
    if model._meta.db_table != table.table or set(table.columns) != set(fields):
        raise BackupError("backup.damaged", part=table.table)
    ordered = [fields[column] for column in table.columns]
    names = [field.attname for field in ordered]
    # Rows that the migrations themselves put in are in the backup, as they were.
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.table)}")  # noqa: S608 - a name from the model
    most = max(1, min(_ROWS_AT_ONCE, _VALUES_AT_ONCE // len(ordered)))
    batch: list[models.Model] = []
    size = 0
    for line in lines(archive, table):
        batch.append(model.from_db(connection.alias, names, rows.decode(line, ordered)))
        size += len(line)
        if len(batch) >= most or size >= _BYTES_AT_ONCE:
            _insert(model, ordered, batch)
            batch, size = [], 0
    _insert(model, ordered, batch)
    if model._base_manager.count() != table.rows:
        raise BackupError("backup.damaged", part=table.table)
    if table.last_id is not None:
        sequences.set_last(connection, model, table.last_id)


def _insert(model: type[models.Model], fields: list[rows.AnyField], batch: list[models.Model]) -> None:
    """Insert the rows as they are: no field fills itself in."""
    if batch:
        query = InsertQuery(model)
        query.insert_values(fields, batch, raw=True)
        query.get_compiler(using=connection.alias).execute_sql()


def _keep_files(archive: zipfile.ZipFile) -> list[Path]:
    """Unpack the stored files that are not there yet; gives those that were written."""
    written: list[Path] = []
    try:
        for name in archive.namelist():
            match = manifests.FILE.fullmatch(name)
            if match is None or store.path_of(match[1]).exists():
                continue
            path = store.path_of(match[1])
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            try:
                with archive.open(name) as source, draft.open("xb") as target:
                    while chunk := source.read(_CHUNK):
                        target.write(chunk)
                    target.flush()
                    os.fsync(target.fileno())
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)
            written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return written


def _drop_files(path: Path) -> None:
    """Remove stored files that the restored rows do not name."""
    with zipfile.ZipFile(path) as archive:
        named = {match[1] for name in archive.namelist() if (match := manifests.FILE.fullmatch(name))}
    for kept in store.folder().glob("??/??/*"):
        if kept.name not in named:
            kept.unlink(missing_ok=True)


def _keep_key(key: bytes) -> None:
    folder = Path(settings.DATA_DIR)
    draft = folder / f".{manifests.SECRET}.{secrets.token_hex(4)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
    draft.replace(folder / manifests.SECRET)
