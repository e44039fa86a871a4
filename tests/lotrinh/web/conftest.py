"""What the tests of pages share."""

from __future__ import annotations

from copy import deepcopy

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _static_files_as_they_lie(settings: Settings) -> None:
    """Nobody has collected the static files of a test: they are taken from where they lie, by their own names."""
    storages = deepcopy(settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages
    settings.WHITENOISE_AUTOREFRESH = True
