"""What the platform's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

from tests.factories.receiver import Receiver, receiving

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from tests.factories.world import World


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks no database is tested once, beside SQLite."""
    from django.db import connection
    from django.test import TransactionTestCase

    if connection.vendor != "postgresql":
        return
    asking = {"db", "transactional_db", "django_db_setup", "client", "admin_client"}

    def asks(item: pytest.Item) -> bool:
        cls = getattr(item, "cls", None)
        return (
            item.get_closest_marker("django_db") is not None
            or not asking.isdisjoint(getattr(item, "fixturenames", ()))
            or (isinstance(cls, type) and issubclass(cls, TransactionTestCase))
        )

    left = [item for item in items if not asks(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if asks(item)]


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Hash passwords quickly: a test makes a person for each role, and no attacker reads their rows."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def static_files_as_they_lie(settings: Settings) -> None:
    """Nobody has collected the static files of a test: they are taken from where they lie, by their own names."""
    storages = deepcopy(settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def world(db: None) -> World:
    """A small province."""
    del db
    # Models can be imported only when Django is ready, which it is not when this file is read.
    from tests.factories.world import World

    return World()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Another system on this machine, which a test that is marked `network` may tell something."""
    with receiving() as made:
        yield made
