"""Where mail goes: an SMTP server by its address, or a folder of files where none is given."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_LOOKS: Final = "LOTRINH_EMAIL_URL must look like smtp://user:password@host:587?starttls=1"


def settings(url: str) -> dict[str, Any]:
    """Django's mail settings for `smtp://user:password@host:port`, `smtps://…` or `smtp://…?starttls=1`.

    Without an address mail is dropped: links are shown to the operator on the page instead.

    Raises:
        ImproperlyConfigured: the address is of another kind.

    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(_LOOKS) from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(_LOOKS)
    options = parse_qs(parts.query)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": options.get("starttls") == ["1"],
        "EMAIL_TIMEOUT": 20,
    }
