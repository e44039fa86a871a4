"""The settings that a host gives by environment variables: one table, read once, checked at start.

`docs/reference/settings.md` describes each; a test compares the two.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.core.exceptions import ImproperlyConfigured


class Profile(StrEnum):
    """How the platform is reached."""

    #: On this machine only, by http: to try it.
    DEMO = "demo"
    #: Behind a proxy that speaks https.
    PRODUCTION = "production"


#: Every variable with its default; what it means stands in the reference.
DEFAULTS: Final[Mapping[str, str]] = {
    "LOTRINH_PROFILE": "production",
    "LOTRINH_DATA_DIR": "./lotrinh-data",
    "DATABASE_URL": "",
    "LOTRINH_SECRET_KEY": "",
    "LOTRINH_HOSTS": "",
    "LOTRINH_DJANGO_DEBUG": "",
    "LOTRINH_EMAIL_URL": "",
    "LOTRINH_EMAIL_FROM": "lotrinh@localhost",
    "LOTRINH_UPLOAD_MAX_BYTES": str(100 * 1024 * 1024),
    "LOTRINH_API_RATE": "600",
    "LOTRINH_OIDC_NAME": "",
    "LOTRINH_OIDC_SERVER": "",
    "LOTRINH_OIDC_CLIENT_ID": "",
    "LOTRINH_OIDC_CLIENT_SECRET": "",
    "LOTRINH_SESSION_HOURS": "12",
    "LOTRINH_PORTAL": "",
    "LOTRINH_PORTAL_LICENSE": "",
    "LOTRINH_WEBHOOK_HOSTS": "",
    "LOTRINH_LOG_LEVEL": "INFO",
}

#: A year; what is much longer is no date any more.
_LONGEST_SESSION: Final = 365 * 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The settings of one process, parsed."""

    profile: Profile
    data_dir: Path
    database_url: str
    secret_key: str
    hosts: tuple[str, ...]
    debug: bool
    email_url: str
    email_from: str
    upload_max_bytes: int
    api_rate: int
    oidc_name: str
    oidc_server: str
    oidc_client_id: str
    oidc_client_secret: str
    session_hours: int
    portal: bool
    portal_license: str
    webhook_hosts: tuple[str, ...]
    log_level: str

    @property
    def demo(self) -> bool:
        """Whether this is the profile for trying the platform on this machine."""
        return self.profile is Profile.DEMO


def load(variables: Mapping[str, str] | None = None) -> Environment:
    """The settings from `variables` (default: the process environment).

    Raises:
        ImproperlyConfigured: a value is not of its kind; the message names the variable.

    """
    given = os.environ if variables is None else variables

    def value(name: str) -> str:
        return given.get(name, "").strip() or DEFAULTS[name]

    def positive(name: str) -> int:
        text = value(name)
        if not text.isascii() or not text.isdigit() or int(text) < 1:
            raise ImproperlyConfigured(f"{name} must be a whole number above 0, not {text!r}")
        return int(text)

    def names(name: str) -> tuple[str, ...]:
        return tuple(value(name).replace(",", " ").split())

    session_hours = positive("LOTRINH_SESSION_HOURS")
    if session_hours > _LONGEST_SESSION:
        raise ImproperlyConfigured(f"LOTRINH_SESSION_HOURS must be at most {_LONGEST_SESSION} (a year)")
    try:
        profile = Profile(value("LOTRINH_PROFILE"))
    except ValueError:
        raise ImproperlyConfigured(
            f"LOTRINH_PROFILE must be one of {', '.join(Profile)}, not {value('LOTRINH_PROFILE')!r}"
        ) from None
    portal = value("LOTRINH_PORTAL").lower()
    if portal not in {"", "on", "off"}:
        raise ImproperlyConfigured(f"LOTRINH_PORTAL must be on or off, not {portal!r}")
    license_url = value("LOTRINH_PORTAL_LICENSE")
    if license_url and not license_url.startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"LOTRINH_PORTAL_LICENSE must be the address of a licence, not {license_url!r}")
    level = value("LOTRINH_LOG_LEVEL").upper()
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ImproperlyConfigured(f"LOTRINH_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not {level!r}")
    return Environment(
        profile=profile,
        data_dir=Path(value("LOTRINH_DATA_DIR")).expanduser().absolute(),
        database_url=value("DATABASE_URL"),
        secret_key=value("LOTRINH_SECRET_KEY"),
        hosts=names("LOTRINH_HOSTS"),
        debug=value("LOTRINH_DJANGO_DEBUG").lower() in {"1", "true", "yes"},
        email_url=value("LOTRINH_EMAIL_URL"),
        email_from=value("LOTRINH_EMAIL_FROM"),
        upload_max_bytes=positive("LOTRINH_UPLOAD_MAX_BYTES"),
        api_rate=positive("LOTRINH_API_RATE"),
        oidc_name=value("LOTRINH_OIDC_NAME"),
        oidc_server=value("LOTRINH_OIDC_SERVER"),
        oidc_client_id=value("LOTRINH_OIDC_CLIENT_ID"),
        oidc_client_secret=value("LOTRINH_OIDC_CLIENT_SECRET"),
        session_hours=session_hours,
        # What leaves the house leaves it by a decision: in production the operator opens the door.
        portal=portal == "on" or (not portal and profile is Profile.DEMO),
        portal_license=license_url,
        webhook_hosts=names("LOTRINH_WEBHOOK_HOSTS"),
        log_level=level,
    )
