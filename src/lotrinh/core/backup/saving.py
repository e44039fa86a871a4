"""Making a backup while the platform runs: rows as they are at one moment, files by their hash."""

from __future__ import annotations

import copy
import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lotrinh.core import clock
from lotrinh.core.backup import manifest as manifests
from lotrinh.core.backup import rows, sequences, tables
from lotrinh.core.backup.manifest import BackupError, Manifest, Table
from lotrinh.core.files import store

_ALIAS: Final = "snapshot"
_CHUNK: Final = 1024 * 1024
_ROWS_AT_ONCE: Final = 200


def save(path: Path, *, with_key: bool = False) -> Manifest:
    """Write a backup to `path`, which must not exist; it is there whole or not at all, readable by its owner alone.

    Raises:
        BackupError: there is such a file already.
        OSError: the disk is full or cannot be written.

    """
    if path.exists():
        raise BackupError("backup.exists", name=path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive, _snapshot() as alias:
                made = _write(archive, alias, with_key=with_key)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            # Unlike a renaming, this never takes the place of a file that came meanwhile.
            os.link(draft, path)
        except FileExistsError:
            raise BackupError("backup.exists", name=path) from None
    finally:
        draft.unlink(missing_ok=True)
    return made


@contextmanager
def _snapshot() -> Iterator[str]:
    """A connection of its own that sees the rows of one moment and hinders no writer; gives its alias."""
    description = copy.deepcopy(connections["default"].settings_dict)
    if connections["default"].vendor == "sqlite":
        description["OPTIONS"]["transaction_mode"] = "DEFERRED"
    connections.settings[_ALIAS] = description
    try:
        with transaction.atomic(using=_ALIAS):
            if connections[_ALIAS].vendor == "postgresql":
                with connections[_ALIAS].cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield _ALIAS
    finally:
        connections[_ALIAS].close()
        del connections[_ALIAS]
        del connections.settings[_ALIAS]


def _write(archive: zipfile.ZipFile, alias: str, *, with_key: bool) -> Manifest:
    connection = connections[alias]
    applied: dict[str, list[str]] = {}
    for app, name in sorted(tables.applied(connection)):
        applied.setdefault(app, []).append(name)
    written = [(model, _table(archive, model, connection)) for model in tables.saved(connection)]
    stored = [model for model, _ in written if model._meta.label_lower == manifests.STORED_FILES]
    count, size, missing = _files(archive, alias, stored)
    if with_key:
        archive.writestr(manifests.SECRET, settings.SECRET_KEY)
    made = Manifest(
        version=metadata.version("lotrinh"),
        made_at=clock.now().isoformat(),
        vendor=connection.vendor,
        migrations={app: tuple(names) for app, names in applied.items()},
        tables=tuple(table for _, table in written),
        files=count,
        file_bytes=size,
        missing=missing,
        has_key=with_key,
    )
    archive.writestr(manifests.NAME, made.to_bytes())
    return made


def _table(archive: zipfile.ZipFile, model: type[models.Model], connection: BaseDatabaseWrapper) -> Table:
    fields = rows.fields_of(model)
    query = (
        model._base_manager.using(connection.alias)
        .order_by("pk")
        .values_list(*(str(field.attname) for field in fields))
    )
    digest = hashlib.sha256()
    count = size = 0
    with archive.open(f"rows/{model._meta.db_table}.jsonl", "w", force_zip64=True) as stream:
        for values in query.iterator(chunk_size=_ROWS_AT_ONCE):
            line = rows.encode(values)
            stream.write(line)
            digest.update(line)
            count += 1
            size += len(line)
    return Table(
        table=model._meta.db_table,
        model=model._meta.label_lower,
        columns=tuple(str(field.column) for field in fields),
        rows=count,
        size=size,
        sha256=digest.hexdigest(),
        last_id=sequences.last(connection, model),
    )


def _files(
    archive: zipfile.ZipFile, alias: str, stored: Sequence[type[models.Model]]
) -> tuple[int, int, tuple[str, ...]]:
    """Add every stored file of the snapshot: number, bytes, and those that are gone or no longer what they were."""
    count = size = 0
    missing = []
    names = (model._base_manager.using(alias).order_by("sha256").values_list("sha256", flat=True) for model in stored)
    for sha256 in chain.from_iterable(query.iterator() for query in names):
        path = store.path_of(sha256)
        if not _is_whole(path, sha256):
            missing.append(sha256)
            continue
        # Documents are compressed already.
        entry = zipfile.ZipInfo(f"files/{sha256}")
        with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
                size += len(chunk)
        count += 1
    return count, size, tuple(missing)


def _is_whole(path: Path, sha256: str) -> bool:
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest() == sha256
    except OSError:
        return False
