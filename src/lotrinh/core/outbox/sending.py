"""The thread of a worker that sends what is due."""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

from django.db import close_old_connections, connection
from django.db.utils import Error

from lotrinh.core.outbox import services

_log: Final = logging.getLogger(__name__)
#: Seconds between two looks, and between two sweeps.
LOOK_EVERY: Final = 1.0
_SWEEP: Final = 15.0


def keep_sending(stop: threading.Event) -> None:
    """Send until `stop` is set; a database that is away for a while is waited for."""
    swept = float("-inf")
    while not stop.is_set():
        sent = 0
        try:
            if time.monotonic() - swept >= _SWEEP:
                services.sweep()
                swept = time.monotonic()
            sent = services.send_due(1)
        except Error:
            _log.warning("the outbox could not be looked through", exc_info=True)
        if not sent:
            close_old_connections()
            stop.wait(LOOK_EVERY)
    connection.close()
