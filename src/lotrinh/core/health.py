"""What the platform needs of its machine, one check for each thing."""

from __future__ import annotations

import os
import shutil
import smtplib
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from lotrinh.core.jobs.selectors import live_workers
from vanban.errors import VanbanError
from vanban.readers.scan import missing
from vanban.restore.model import FILE, load

#: Free space below which the platform warns, and below which it cannot work.
_LITTLE: Final = 2 * 1024**3
_TOO_LITTLE: Final = 200 * 1024**2
_OLDEST_POSTGRESQL: Final = 140_000
_OLDEST_SQLITE: Final = (3, 35)
_SECONDS_OFF: Final = 60.0
#: Where the fonts of documents lie on common systems.
_FONTS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_TIMES: Final = ("LiberationSerif-Regular.ttf", "times.ttf", "Times_New_Roman.ttf", "Tinos-Regular.ttf")


class Level(StrEnum):
    """How bad it is."""

    GOOD = "good"
    #: It runs; something is missing that some will want.
    WARNING = "warning"
    #: It must be mended.
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing: a code, and the figures that its sentence holds."""

    code: str
    level: Level
    fields: Mapping[str, object] = field(default_factory=dict)


def examine() -> Iterator[Finding]:
    """Every finding, in the order in which things depend on each other."""
    yield _data_folder()
    yield _disk()
    yield _secret_key()
    database = _database()
    yield database
    if database.level is not Level.BAD:
        yield from _of_database()
    yield _office()
    yield _recogniser()
    yield _text_model()
    yield _fonts()
    yield _mail()


def _data_folder() -> Finding:
    folder = Path(settings.DATA_DIR)
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return Finding("folder-closed", Level.BAD, {"name": folder})
    if folder.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        return Finding("folder-open", Level.WARNING, {"name": folder})
    return Finding("folder", Level.GOOD, {"name": folder})


def _disk() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    level = Level.GOOD if free >= _LITTLE else Level.WARNING if free >= _TOO_LITTLE else Level.BAD
    return Finding("disk" if level is Level.GOOD else "disk-full", level, {"free": round(free / 1024**3, 1)})


def _secret_key() -> Finding:
    path = Path(settings.DATA_DIR) / "secret-key"
    if settings.ENVIRONMENT.secret_key:
        return Finding("key-given", Level.GOOD)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding("key-open", Level.BAD, {"name": path})
    return Finding("key", Level.GOOD, {"name": path})


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT sqlite_version()")
                version = str(cursor.fetchone()[0])
                cursor.execute("PRAGMA journal_mode")
                mode = str(cursor.fetchone()[0])
                fields = {"version": version, "mode": mode}
                if tuple(map(int, version.split(".")[:2])) < _OLDEST_SQLITE:
                    return Finding("sqlite-old", Level.BAD, fields)
                if mode != "wal":
                    return Finding("no-wal", Level.WARNING, fields)
                return Finding("sqlite", Level.GOOD, fields)
            cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
            number, version = cursor.fetchone()
            level = Level.GOOD if number >= _OLDEST_POSTGRESQL else Level.BAD
            code = "postgresql" if level is Level.GOOD else "postgresql-old"
            return Finding(code, level, {"version": version})
    except DatabaseError as error:
        return Finding("no-database", Level.BAD, {"reason": " ".join(str(error).split())})


def _of_database() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Finding("migrations-pending", Level.BAD, {"number": len(plan)})
        return
    yield Finding("migrations", Level.GOOD)
    workers = live_workers()
    yield Finding("workers", Level.GOOD, {"number": workers}) if workers else Finding("no-workers", Level.BAD)
    yield _clock()


def _clock() -> Finding:
    """The clock of this machine beside that of the database, where that is another machine."""
    if connection.vendor != "postgresql":
        sane = time.time() > Path(__file__).stat().st_mtime - _SECONDS_OFF
        return Finding("clock", Level.GOOD) if sane else Finding("clock-behind", Level.BAD)
    with connection.cursor() as cursor:
        before = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        off = abs(float(cursor.fetchone()[0]) - (before + time.time()) / 2)
    if off > _SECONDS_OFF:
        return Finding("clock-off", Level.BAD, {"seconds": round(off)})
    return Finding("clock", Level.GOOD)


def _office() -> Finding:
    program = shutil.which("soffice")
    return Finding("office", Level.GOOD, {"name": program}) if program else Finding("no-office", Level.WARNING)


def _recogniser() -> Finding:
    """What reads scans."""
    packages = missing()
    if packages:
        return Finding("no-recogniser", Level.WARNING, {"packages": " ".join(packages)})
    return Finding("recogniser", Level.GOOD, {"name": shutil.which("tesseract")})


def _text_model() -> Finding:
    """What restores damaged text."""
    try:
        load()
    except VanbanError:
        return Finding("no-text-model", Level.BAD, {"path": FILE})
    return Finding("text-model", Level.GOOD, {"path": FILE})


def _fonts() -> Finding:
    folders = [Path(folder).expanduser() for folder in _FONTS]
    for folder in folders:
        for name in _TIMES:
            if next(folder.rglob(name), None) is not None:
                return Finding("fonts", Level.GOOD, {"name": name})
    return Finding("no-fonts", Level.WARNING)


def _mail() -> Finding:
    if not settings.ENVIRONMENT.email_url:
        return Finding("no-mail", Level.WARNING)
    server = get_connection()
    opened: Callable[[], bool | None] = server.open
    try:
        opened()
        server.close()
    except (OSError, smtplib.SMTPException) as error:
        return Finding("mail-silent", Level.BAD, {"reason": error})
    return Finding("mail", Level.GOOD, {"name": settings.EMAIL_HOST})
