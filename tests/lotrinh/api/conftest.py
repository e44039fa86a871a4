"""What the tests of the API share."""

from __future__ import annotations

import logging

import pytest


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    """The keys of tokens come again from test to test; what they asked is forgotten."""
    from lotrinh.api.rates import COUNTER

    COUNTER.clear()


@pytest.fixture(autouse=True)
def _refusals_are_no_news(caplog: pytest.LogCaptureFixture) -> None:
    """Thousands of requests are refused on purpose: only errors are told."""
    caplog.set_level(logging.ERROR, logger="django.request")
