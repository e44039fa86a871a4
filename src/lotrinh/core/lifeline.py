"""A child process ends with the process that supervises it, also when that one is killed and can tell nobody."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Final

#: The supervisor writes its process number here for its children and theirs.
VARIABLE: Final = "LOTRINH_SUPERVISOR"
_LOOK_EVERY: Final = 0.5
#: What is in hand may be finished in this time, in seconds.
_GRACE: Final = 5.0


def follow() -> None:
    """End this process when the one that started it is gone; nothing happens where nobody supervises."""
    supervisor = os.environ.get(VARIABLE, "")
    if supervisor.isdigit():
        threading.Thread(target=_watch, args=(int(supervisor), os.getppid()), name="lifeline", daemon=True).start()


def _watch(supervisor: int, parent: int) -> None:
    # A supervisor that is gone already cannot be seen to go.
    while os.getppid() == parent and (parent != 1 or _lives(supervisor)):
        time.sleep(_LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
