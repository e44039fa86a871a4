"""Secrets of webhooks, and the signature by which a receiver knows who speaks.

A secret is made from the row's salt and the key of the installation: whoever reads the database alone can sign nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Final

from django.utils.crypto import salted_hmac

from lotrinh.core.webhooks.models import Webhook

_PURPOSE: Final = "lotrinh.webhook"
_PREFIX: Final = "lth_"


def new_salt() -> str:
    """A salt that no other webhook has."""
    return secrets.token_urlsafe(32)


def secret_of(salt: str) -> str:
    """The secret that belongs to a salt under the present key of the installation."""
    made = salted_hmac(_PURPOSE, salt, algorithm="sha256").digest()
    return _PREFIX + base64.urlsafe_b64encode(made).decode().rstrip("=")


def fingerprint(secret: str) -> str:
    """By which a secret is recognised, and from which it cannot be made."""
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def is_intact(webhook: Webhook) -> bool:
    """Whether the key of the installation is still the one under which the secret was made."""
    return hmac.compare_digest(fingerprint(secret_of(webhook.salt)), webhook.fingerprint)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """The value of `Lotrinh-Signature`: the time, and HMAC-SHA256 of time, full stop and body in hexadecimal."""
    made = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={made}"
