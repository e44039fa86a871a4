"""All data in one file, and back again, on either database.

A backup is a ZIP archive: `manifest.json`, the rows of each table as lines of JSON (`rows/TABLE.jsonl`), the stored
files by their hash (`files/SHA256`), and, where asked for, the key (`secret-key`).
"""

from __future__ import annotations

from lotrinh.core.backup.bringing_back import restore
from lotrinh.core.backup.manifest import BackupError, Manifest
from lotrinh.core.backup.saving import save
from lotrinh.core.backup.upgrading import Upgrade, upgrade
from lotrinh.core.backup.verifying import verify

__all__ = ["BackupError", "Manifest", "Upgrade", "restore", "save", "upgrade", "verify"]
