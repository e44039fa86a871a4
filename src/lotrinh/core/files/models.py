"""Files: a row for each content."""

from __future__ import annotations

from django.db import models

from lotrinh.core.immutable import Immutable


class StoredFile(Immutable):
    """A content that was kept once, however often it was uploaded. Bytes lie at `store.path_of(sha256)`."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    kept_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:12]
