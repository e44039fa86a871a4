"""The keys of access tokens: how they look, and what is kept of them."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

#: What every key begins with, so that one that got into a text or a repository can be found there.
MARK: Final = "lotrinh_"
_BYTES: Final = 32
_SHOWN: Final = len(MARK) + 6


def new_key() -> str:
    """A key of 256 random bits."""
    return MARK + secrets.token_urlsafe(_BYTES)


def prefix(key: str) -> str:
    """The first characters, by which its owner recognises the key."""
    return key[:_SHOWN]


def digest(key: str) -> str:
    """SHA-256 in hexadecimal: what is kept of a key. Nobody guesses 256 bits, so nothing slower is needed."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
