"""`lotrinh backup`: all data in one file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lotrinh.cli import terminal
from lotrinh.cli.app import LocalCommand
from lotrinh.cli.platform import django_ready
from lotrinh.cli.problems import EXIT_FINDINGS, CommandError
from lotrinh.cli.texts import Lang, decimal, say


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand(
        "backup",
        lang,
        callback=run,
        params=[
            click.Argument(["file"], metavar="FILE"),
            click.Option(["--with-secret-key"], is_flag=True, help=say("option.with-secret-key", lang)),
        ],
    )


def run(file: str, with_secret_key: bool, lang: Lang) -> int:  # noqa: FBT001 - an option of the command
    """Make the backup and say what it holds; gives 1 where stored files were gone from the disk already."""
    django_ready.ready()
    from django.db.utils import DatabaseError

    from lotrinh.core import backup

    path = Path(file)
    try:
        made = backup.save(path, with_key=with_secret_key)
    except backup.BackupError as error:
        raise CommandError(error.code, **error.fields) from error
    except DatabaseError as error:
        raise CommandError("platform.no-database", reason=" ".join(str(error).split())) from error
    except OSError as error:
        raise CommandError("cannot-write", name=path, reason=error) from error
    size = decimal(path.stat().st_size / 1024**2, lang)
    sys.stdout.write(say("backup.made", lang, name=path, rows=made.rows, files=made.files, size=size) + "\n")
    if not made.missing:
        return 0
    names = ", ".join(name[:12] for name in made.missing[:5])
    terminal.complain(say("backup.missing", lang, number=len(made.missing), names=names), label=say("error", lang))
    return EXIT_FINDINGS
