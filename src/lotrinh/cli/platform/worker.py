"""`lotrinh worker`: one process that works through the background jobs."""

from __future__ import annotations

import click

from lotrinh.cli.app import LocalCommand
from lotrinh.cli.platform import django_ready
from lotrinh.cli.texts import Lang


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand("worker", lang, callback=run, params=[])


def run(lang: Lang) -> int:
    """Work until a signal ends it: the job in hand is finished, a second signal breaks it off."""
    del lang
    django_ready.ready()
    from lotrinh.core import lifeline
    from lotrinh.core.jobs.worker import JobWorker

    lifeline.follow()
    worker = JobWorker()
    worker.configure_signals()
    worker.run()
    return 0
