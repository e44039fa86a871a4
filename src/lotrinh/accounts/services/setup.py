"""The set-up code: proves that whoever makes the first account also has the machine."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare

#: Without letters and digits that look alike.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def setup_code() -> str:
    """The code, made when it is first asked for and kept in the data folder, readable by its owner alone."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write("-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3)))
        # Two processes may start together: the first link wins, both read the same code.
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def is_setup_code(given: str) -> bool:
    """Whether this is the code; spaces, capitals and missing dashes do not matter."""
    return constant_time_compare(_bare(given), _bare(setup_code()))


def drop_setup_code() -> None:
    """Remove the code: the first account is there."""
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.DATA_DIR) / "setup-code"


def _bare(code: str) -> str:
    return "".join(code.lower().split()).replace("-", "")
