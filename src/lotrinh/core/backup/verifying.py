"""Looking through a backup before anything is changed: every name, every length, every hash, every reference."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lotrinh.core.backup import manifest as manifests
from lotrinh.core.backup.manifest import BackupError, Manifest, Table

_CHUNK: Final = 1024 * 1024
_LONGEST_KEY: Final = 4096


def verify(path: Path) -> Manifest:
    """Look through the backup at `path` from end to end.

    Raises:
        BackupError: it is no backup, is cut off or was changed, or holds what does not belong there.
        OSError: it cannot be read.

    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _verify(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise BackupError("backup.damaged", part=path.name) from error


def _verify(archive: zipfile.ZipFile) -> Manifest:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if len(entries) != len(archive.infolist()):
        raise BackupError("backup.damaged", part="a name that stands twice")
    if manifests.NAME not in entries or entries[manifests.NAME].file_size > manifests.LARGEST:
        raise BackupError("backup.no-manifest")
    made = Manifest.from_bytes(archive.read(manifests.NAME))
    tables = {f"rows/{table.table}.jsonl": table for table in made.tables}
    allowed = {manifests.NAME, *tables, *((manifests.SECRET,) if made.has_key else ())}
    files = {name: match[1] for name in entries if (match := manifests.FILE.fullmatch(name))}
    strange = sorted(entries.keys() - allowed - files.keys())
    if strange or not all(manifests.ROWS.fullmatch(name) for name in tables):
        raise BackupError("backup.damaged", part=strange[0] if strange else "rows")
    absent = sorted(allowed - entries.keys())
    if absent:
        raise BackupError("backup.damaged", part=absent[0])
    named: set[str] = set()
    for name, table in tables.items():
        _check_rows(archive, name, table, named)
    size = 0
    for name, sha256 in files.items():
        size += _check_file(archive, name, sha256, entries[name].file_size)
    if (len(files), size) != (made.files, made.file_bytes) or named - set(files.values()) != set(made.missing):
        raise BackupError("backup.damaged", part="files")
    if made.has_key and entries[manifests.SECRET].file_size > _LONGEST_KEY:
        raise BackupError("backup.damaged", part=manifests.SECRET)
    return made


def lines(archive: zipfile.ZipFile, table: Table) -> Iterator[bytes]:
    """The lines of a table; never more than the manifest says, however far the archive would unpack."""
    left = table.size
    with archive.open(f"rows/{table.table}.jsonl") as stream:
        while left and (line := stream.readline(left)):
            left -= len(line)
            yield line
        if stream.read(1):
            raise BackupError("backup.damaged", part=table.table)


def _check_rows(archive: zipfile.ZipFile, name: str, table: Table, named: set[str]) -> None:
    digest = hashlib.sha256()
    count = 0
    place = table.columns.index("sha256") if table.model == manifests.STORED_FILES and "sha256" in table.columns else -1
    for line in lines(archive, table):
        digest.update(line)
        count += 1
        if place >= 0:
            named.add(str(json.loads(line)[place]))
    if digest.hexdigest() != table.sha256 or count != table.rows:
        raise BackupError("backup.damaged", part=name)


def _check_file(archive: zipfile.ZipFile, name: str, sha256: str, size: int) -> int:
    digest = hashlib.sha256()
    read = 0
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            read += len(chunk)
            if read > size:
                break
    if digest.hexdigest() != sha256:
        raise BackupError("backup.damaged", part=name)
    return read
