"""Where the rows live: one SQLite file in the data folder, or PostgreSQL by `DATABASE_URL`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

#: WAL lets readers go on while one writes; IMMEDIATE takes the writer's lock at the start of a transaction, so that
#: nobody is refused in the middle of one.
_SQLITE: Final = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        " PRAGMA cache_size=-32768; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY"
    ),
}

#: Pages ask short questions: to compile one takes longer than to answer it, and one that takes several processors keeps
#: other people waiting. A page of an index costs little more than the next page of a table (disks have no heads, most
#: is in memory); otherwise the texts of all entries are read where the index names a tenth of them.
_POSTGRESQL: Final = "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's description of the database at `url`, or of the file in `data_dir` where it is empty.

    Raises:
        ImproperlyConfigured: the address is neither of PostgreSQL nor of SQLite.

    """
    try:
        parsed: dict[str, Any] = dict(
            dj_database_url.parse(url or f"sqlite:///{data_dir / 'lotrinh.sqlite3'}", conn_max_age=60)
        )
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL is no address of a database: {error}") from None
    engine = parsed["ENGINE"].rsplit(".", 1)[-1]
    if engine == "sqlite3":
        parsed["OPTIONS"] = dict(_SQLITE)
        return parsed
    if engine != "postgresql":
        raise ImproperlyConfigured(f"DATABASE_URL names {engine}; the platform knows sqlite:/// and postgresql://")
    parsed["CONN_HEALTH_CHECKS"] = True
    parsed.setdefault("OPTIONS", {}).setdefault("options", _POSTGRESQL)
    return parsed
