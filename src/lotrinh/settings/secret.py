"""The key that signs sessions and links: given by the host, or made at the first start and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from django.core.exceptions import ImproperlyConfigured

_FILE: Final = "secret-key"
#: Django's own deployment check asks for 50 characters and 5 different ones.
_SHORTEST: Final = 50
_FEWEST_DIFFERENT: Final = 5


def secret_key(given: str, data_dir: Path) -> str:
    """The key `given` by the host or, where it is empty, the one in `data_dir`, which is made if there is none.

    Raises:
        ImproperlyConfigured: the key is too weak to sign anything.

    """
    key = given or _kept(data_dir / _FILE)
    if len(key) < _SHORTEST or len(set(key)) < _FEWEST_DIFFERENT or key.startswith("django-insecure"):
        raise ImproperlyConfigured(
            f"LOTRINH_SECRET_KEY must have at least {_SHORTEST} characters, not always the same; leave it empty and a"
            " good one is made and kept in the data folder"
        )
    return key


def _kept(path: Path) -> str:
    """The key in the file at `path`; readable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        # Two processes may start together: the first link wins, both read the same key.
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
