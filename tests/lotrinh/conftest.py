"""What the platform's tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from tests.factories.world import World


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Hash passwords quickly: a test makes a person for each role, and no attacker reads their rows."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db: None) -> World:
    """A small province."""
    del db
    # Models can be imported only when Django is ready, which it is not when this file is read.
    from tests.factories.world import World

    return World()
