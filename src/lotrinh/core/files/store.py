"""The folder of files: each at the path of its SHA-256, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

from lotrinh.core.files.models import StoredFile


def folder() -> Path:
    """The folder of all files."""
    return Path(settings.DATA_DIR) / "files"


def path_of(sha256: str) -> Path:
    """Where the content with this hash lies."""
    return folder() / sha256[:2] / sha256[2:4] / sha256


def keep(data: bytes, media_type: str) -> StoredFile:
    """Keep the content and return its row; a content that is kept already is not written again.

    Raises:
        OSError: the disk is full or cannot be written; nothing is left behind.

    """
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{sha256}.{secrets.token_hex(4)}")
        try:
            with draft.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    row, _ = StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": len(data), "media_type": media_type})
    return row


def read(file: StoredFile) -> bytes:
    """The bytes of the file.

    Raises:
        OSError: the file is gone from the disk.

    """
    return path_of(file.sha256).read_bytes()
