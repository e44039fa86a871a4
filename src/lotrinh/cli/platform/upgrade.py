"""`lotrinh upgrade`: the data, brought up to the installed version."""

from __future__ import annotations

import sys

import click

from lotrinh.cli.app import LocalCommand
from lotrinh.cli.platform import django_ready, place
from lotrinh.cli.problems import CommandError
from lotrinh.cli.texts import Lang, say


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand("upgrade", lang, callback=run, params=[])


def run(lang: Lang) -> int:
    """Back up, migrate, check, and say what was done."""
    with place.held(place.data_dir()):
        django_ready.ready()
        from django.db.utils import DatabaseError

        from lotrinh.core import backup

        try:
            done = backup.upgrade()
        except backup.BackupError as error:
            raise CommandError(error.code, **error.fields) from error
        except DatabaseError as error:
            raise CommandError("platform.no-database", reason=" ".join(str(error).split())) from error
    if not done.applied:
        sys.stdout.write(say("upgrade.nothing", lang) + "\n")
        return 0
    for migration in done.applied:
        sys.stdout.write(f"  {migration}\n")
    key = "upgrade.done" if done.backup else "upgrade.new"
    sys.stdout.write(say(key, lang, number=len(done.applied), backup=done.backup) + "\n")
    return 0
