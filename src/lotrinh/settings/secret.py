"""The key that signs sessions and links: given by the host, or made at the first start and kept in the data folder."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from django.core.exceptions import ImproperlyConfigured

from lotrinh.core.keeping import kept

_FILE: Final = "secret-key"
#: Django's own deployment check asks for 50 characters and 5 different ones.
_SHORTEST: Final = 50
_FEWEST_DIFFERENT: Final = 5


def secret_key(given: str, data_dir: Path) -> str:
    """The key `given` by the host or, where it is empty, the one in `data_dir`, which is made if there is none.

    Raises:
        ImproperlyConfigured: the key is too weak to sign anything.

    """
    key = given or kept(data_dir / _FILE, lambda: secrets.token_urlsafe(64))
    if len(key) < _SHORTEST or len(set(key)) < _FEWEST_DIFFERENT or key.startswith("django-insecure"):
        raise ImproperlyConfigured(
            f"LOTRINH_SECRET_KEY must have at least {_SHORTEST} characters, not always the same; leave it empty and a"
            " good one is made and kept in the data folder"
        )
    return key
