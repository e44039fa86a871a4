"""`lotrinh restore`: the data of a backup, back in place."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lotrinh.cli.app import LocalCommand
from lotrinh.cli.platform import django_ready, place
from lotrinh.cli.platform.audit import broken
from lotrinh.cli.problems import EXIT_FINDINGS, CommandError
from lotrinh.cli.texts import Lang, say
from vanban.errors import VanbanError


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand(
        "restore",
        lang,
        callback=run,
        params=[
            click.Argument(["file"], metavar="FILE"),
            click.Option(["--replace"], is_flag=True, help=say("option.replace", lang)),
        ],
    )


def run(file: str, replace: bool, lang: Lang) -> int:  # noqa: FBT001 - an option of the command
    """Bring the backup back and look through the audit trail; gives 1 where that was changed before the backup."""
    path = Path(file)
    if not path.is_file():
        raise VanbanError("not-found", name=file)
    with place.held(place.data_dir()):
        django_ready.ready()
        from django.db.utils import DatabaseError

        from lotrinh.core import backup

        try:
            made = backup.restore(path, replace=replace)
        except backup.BackupError as error:
            raise CommandError(error.code, **error.fields) from error
        except DatabaseError as error:
            raise CommandError("restore.database", reason=" ".join(str(error).split())) from error
        except OSError as error:
            raise CommandError("system", reason=error) from error
        sys.stdout.write(
            say(
                "restore.done",
                lang,
                name=path,
                made=made.made_at[:16].replace("T", " "),
                rows=made.rows,
                files=made.files,
            )
            + "\n"
        )
        if not made.has_key:
            sys.stdout.write(say("restore.no-key", lang) + "\n")
        return EXIT_FINDINGS if broken(lang) else 0
