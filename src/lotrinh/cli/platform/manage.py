"""`lotrinh manage`: Django's own commands, for operators who know them."""

from __future__ import annotations

import click

from lotrinh.cli.app import LocalCommand
from lotrinh.cli.platform import django_ready
from lotrinh.cli.problems import EXIT_FAILED
from lotrinh.cli.texts import Lang


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    made = LocalCommand(
        "manage",
        lang,
        callback=run,
        params=[click.Argument(["words"], metavar="WORD...", nargs=-1, type=click.UNPROCESSED)],
    )
    made.ignore_unknown_options = True
    made.allow_interspersed_args = False
    return made


def run(words: tuple[str, ...], lang: Lang) -> int:
    """Hand the words to Django; gives its exit status."""
    del lang
    django_ready.ready()
    from django.core.management import ManagementUtility

    try:
        ManagementUtility(["lotrinh manage", *words]).execute()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else EXIT_FAILED if end.code else 0
    return 0
