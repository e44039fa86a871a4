"""What a backup says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

FORMAT: Final = "lotrinh.backup/1"
NAME: Final = "manifest.json"
SECRET: Final = "secret-key"  # noqa: S105 - the name of a file
ROWS: Final = re.compile(r"rows/([a-z0-9_]{1,63})\.jsonl")
FILE: Final = re.compile(r"files/([0-9a-f]{64})")
#: The model whose rows name the stored files.
STORED_FILES: Final = "core.storedfile"
#: A manifest that is larger is none of ours.
LARGEST: Final = 16 * 1024 * 1024


class BackupError(Exception):
    """A backup cannot be made or brought back: a code with its fields; the command line has the sentences."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields = fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its model, its columns in the order of the rows, how many rows, their bytes and hash.

    `last_id` is the highest number ever given, also to rows that are gone; None where the key is no number.
    """

    table: str
    model: str
    columns: tuple[str, ...]
    rows: int
    size: int
    sha256: str
    last_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The whole backup. `missing` names stored files that were gone from the disk already."""

    version: str
    made_at: str
    vendor: str
    migrations: Mapping[str, tuple[str, ...]]
    tables: tuple[Table, ...]
    files: int
    file_bytes: int
    missing: tuple[str, ...]
    has_key: bool

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)

    def to_bytes(self) -> bytes:
        """The manifest as JSON."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """The manifest from JSON.

        Raises:
            BackupError: it is none, or of a later format.

        """
        try:
            given: dict[str, Any] = json.loads(data)
            if given.pop("format") != FORMAT:
                raise BackupError("backup.unknown-format")
            tables = tuple(Table(**{**table, "columns": tuple(table["columns"])}) for table in given.pop("tables"))
            migrations = {str(app): tuple(names) for app, names in given.pop("migrations").items()}
            made = cls(tables=tables, migrations=migrations, missing=tuple(given.pop("missing")), **given)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError("backup.damaged", part=NAME) from error
        numbers: tuple[object, ...] = (
            made.files,
            made.file_bytes,
            *(number for table in tables for number in (table.rows, table.size)),
        )
        if not all(isinstance(number, int) and number >= 0 for number in numbers):
            raise BackupError("backup.damaged", part=NAME)
        return made
