"""What the platform's tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from factories.world import World


@pytest.fixture
def world(db: None) -> World:
    """A small province."""
    del db
    # Models can be imported only when Django is ready, which it is not when this file is read.
    from factories.world import World

    return World()
