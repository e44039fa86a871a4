"""The set-up code: proves that whoever makes the first account also has the machine."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare

from lotrinh.core.keeping import kept

#: Without letters and digits that look alike.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def setup_code() -> str:
    """The code, made when it is first asked for and kept in the data folder, readable by its owner alone."""
    return kept(_path(), _new_code)


def is_setup_code(given: str) -> bool:
    """Whether this is the code; spaces, capitals and missing dashes do not matter."""
    return constant_time_compare(_bare(given), _bare(setup_code()))


def drop_setup_code() -> None:
    """Remove the code: the first account is there."""
    _path().unlink(missing_ok=True)


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def _path() -> Path:
    return Path(settings.DATA_DIR) / "setup-code"


def _bare(code: str) -> str:
    return "".join(code.lower().split()).replace("-", "")
