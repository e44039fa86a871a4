"""`lotrinh doctor`: what the platform needs, what is missing, and how to get it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from lotrinh.cli import terminal
from lotrinh.cli.app import LocalCommand
from lotrinh.cli.platform import django_ready
from lotrinh.cli.problems import EXIT_FINDINGS
from lotrinh.cli.texts import Lang, decimal, say

if TYPE_CHECKING:
    from lotrinh.core.health import Finding

_SHAPES: Final = {"good": ("✓", "green"), "warning": ("!", "yellow"), "bad": ("✗", "red")}


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand("doctor", lang, callback=run, params=[])


def run(lang: Lang) -> int:
    """Print a line for each thing; gives 1 where something must be mended."""
    django_ready.ready()
    from lotrinh.core import health

    bad = 0
    for finding in _findings():
        bad += finding.level is health.Level.BAD
        shape, colour = _SHAPES[finding.level]
        if terminal.coloured(sys.stdout):
            shape = click.style(shape, fg=colour, bold=True)
        fields = {name: terminal.printable(_printed(value, lang)) for name, value in finding.fields.items()}
        sys.stdout.write(f"{shape} {say(f'doctor.{finding.code}', lang, **fields)}\n")
    return EXIT_FINDINGS if bad else 0


def _findings() -> Iterator[Finding]:
    from lotrinh.core import health
    from lotrinh.organisations.selectors.people import operators_in_divisions

    for finding in health.examine():
        yield finding
        # The tables are there to be asked.
        if finding.code == "migrations" and (posts := operators_in_divisions()):
            names = "; ".join(f"{post.user} ({post.unit})" for post in posts)
            yield health.Finding("operators-in-divisions", health.Level.WARNING, {"names": names})


def _printed(value: object, lang: Lang) -> str:
    return decimal(value, lang) if isinstance(value, float) else str(value)
