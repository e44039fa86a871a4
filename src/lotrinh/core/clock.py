"""The one source of the present: Vietnam's time, replaceable in tests."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """The date in Vietnam."""
    return now().astimezone(ZONE).date()
