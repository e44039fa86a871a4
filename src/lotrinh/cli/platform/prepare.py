"""What comes before the pages answer, in a process of its own so that the supervisor stays small.

Settings are checked, the database is brought up to date, the static files are collected, the demo is made.
"""

from __future__ import annotations

import io
import os
import sys

from lotrinh.cli import terminal
from lotrinh.cli.platform import django_ready
from lotrinh.cli.problems import EXIT_FAILED, CommandError
from lotrinh.cli.texts import Lang, choose, say


def main(arguments: list[str]) -> int:
    """Prepare; gives the exit status, after a sentence on standard error where it is not 0."""
    lang = choose((), os.environ)
    try:
        django_ready.ready()
        prepare(lang, demo="--demo" in arguments)
    except CommandError as error:
        terminal.complain(error.message(lang), label=say("error", lang))
        return EXIT_FAILED
    except KeyboardInterrupt:
        return EXIT_FAILED
    return 0


def prepare(lang: Lang, *, demo: bool) -> None:
    """Bring database, cache and static files up to date; make the demo where it is asked for.

    Raises:
        CommandError: the platform cannot start; the sentence says why.

    """
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import connection
    from django.db.utils import DatabaseError

    from lotrinh.core import backup
    from lotrinh.core.problems import Problem

    try:
        call_command("check", verbosity=0, stdout=io.StringIO())
        with connection.cursor() as cursor:
            fresh = not connection.introspection.table_names(cursor)
        terminal.complain(say("serve.new" if fresh else "serve.preparing", lang, name=settings.DATA_DIR))
        upgraded = backup.upgrade()
        if upgraded.backup is not None:
            terminal.complain(say("upgrade.done", lang, number=len(upgraded.applied), backup=upgraded.backup))
        call_command("collectstatic", verbosity=0, interactive=False, stdout=io.StringIO())
    except backup.BackupError as error:
        raise CommandError(error.code, **error.fields) from error
    except SystemCheckError as error:
        raise CommandError("platform.bad-setting", reason=error) from error
    except DatabaseError as error:
        raise CommandError("platform.no-database", reason=" ".join(str(error).split())) from error
    except OSError as error:
        raise CommandError("cannot-write", name=settings.DATA_DIR, reason=error) from error
    if not demo:
        from lotrinh.accounts import selectors as accounts
        from lotrinh.accounts.services import setup_code

        if not accounts.anyone():
            terminal.complain(say("serve.first-run", lang, code=setup_code()))
    else:
        from lotrinh import demo as province

        terminal.complain(say("serve.demo", lang))
        try:
            province.make()
        except Problem as problem:
            raise CommandError("serve.no-demo", reason=problem) from problem


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
