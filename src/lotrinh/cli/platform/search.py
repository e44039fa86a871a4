"""`lotrinh search rebuild`: the search index, made again from the rows."""

from __future__ import annotations

import sys
import time

import click

from lotrinh.cli import terminal
from lotrinh.cli.app import LocalCommand
from lotrinh.cli.platform import django_ready
from lotrinh.cli.problems import CommandError
from lotrinh.cli.texts import Lang, say


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand(
        "search",
        lang,
        callback=run,
        params=[click.Argument(["action"], metavar="rebuild", type=click.Choice(("rebuild",)))],
    )


def run(action: str, lang: Lang) -> int:
    """Write every entry anew; people may work meanwhile."""
    del action
    django_ready.ready()
    from django.db.utils import DatabaseError

    from lotrinh.core.search import writing

    said = time.monotonic()

    def tell(source: str, done: int) -> None:
        nonlocal said
        if time.monotonic() > said + 5:
            said = time.monotonic()
            terminal.complain(say("search.working", lang, what=say(f"search.{source}", lang), number=done))

    try:
        count = writing.rebuild(tell)
    except DatabaseError as error:
        raise CommandError("platform.no-database", reason=" ".join(str(error).split())) from error
    sys.stdout.write(say("search.done", lang, number=count) + "\n")
    return 0
