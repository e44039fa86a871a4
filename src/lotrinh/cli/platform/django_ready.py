"""Loading Django for a command; what is wrong with its settings becomes one sentence."""

from __future__ import annotations

import os
from importlib.util import find_spec

from lotrinh.cli.problems import CommandError


def ready() -> None:
    """Load the settings and the apps.

    Raises:
        CommandError: the platform is not installed, a setting is wrong, or the data folder cannot be written.

    """
    if find_spec("django") is None or find_spec("granian") is None:
        raise CommandError("platform.not-installed")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotrinh.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CommandError("platform.bad-setting", reason=error) from error
