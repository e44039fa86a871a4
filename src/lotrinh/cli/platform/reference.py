"""`lotrinh reference`: loads the national lists of places, or says what is loaded."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lotrinh.cli import terminal
from lotrinh.cli.app import LocalCommand
from lotrinh.cli.platform import django_ready
from lotrinh.cli.problems import EXIT_FINDINGS, CommandError
from lotrinh.cli.texts import Lang, say

if TYPE_CHECKING:
    from lotrinh.organisations.services.places import Report


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand(
        "reference",
        lang,
        callback=run,
        params=[
            click.Argument(["action"], metavar="load|show", type=click.Choice(("load", "show"))),
            click.Option(["--dry-run"], is_flag=True, help=say("option.reference-dry-run", lang)),
            click.Option(["--file"], metavar="FILE.csv", help=say("option.reference-file", lang)),
        ],
    )


def run(action: str, dry_run: bool, file: str | None, lang: Lang) -> int:  # noqa: FBT001 - click gives the flag
    """Load the lists or an own file, or show what is loaded; gives 1 where lines of the file are wrong."""
    from django.utils import translation

    django_ready.ready()
    with translation.override(lang):
        if action == "load":
            return _load(lang, dry_run=dry_run, file=file)
        if dry_run or file is not None:
            raise CommandError("reference.not-with-show")
        _show(lang)
    return 0


def _load(lang: Lang, *, dry_run: bool, file: str | None) -> int:
    from lotrinh.core.actor import system
    from lotrinh.core.problems import Problem
    from lotrinh.core.vocab import Via
    from lotrinh.organisations.services.places import load_places

    content = _read(file) if file is not None else None
    try:
        report = load_places(system("lotrinh reference", Via.COMMAND), file=content, dry_run=dry_run)
    except Problem as refused:
        raise CommandError("reference.refused", reason=refused) from refused
    if report.faults:
        for fault in report.faults:
            sys.stdout.write(say("reference.fault", lang, line=fault.line, sentence=fault.sentence) + "\n")
        problem = say("reference.wrong-file", lang, name=file or "", number=len(report.faults))
        terminal.complain(problem, label=say("error", lang))
        return EXIT_FINDINGS
    _tell(report, lang)
    return 0


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError("reference.cannot-read", name=name, reason=error) from error


def _tell(report: Report, lang: Lang) -> None:
    lines = [
        say("reference.places", lang, **asdict(report.places)),
        say("reference.changes", lang, **asdict(report.changes)),
    ]
    if report.dry_run:
        lines.append(say("reference.dry-run", lang))
    sys.stdout.write("\n".join(lines) + "\n")


def _show(lang: Lang) -> None:
    from lotrinh.organisations.selectors.places import loaded

    found = loaded()
    if found.empty:
        sys.stdout.write(say("reference.empty", lang) + "\n")
    else:
        for level, now, before in found.counts:
            sys.stdout.write(say("reference.level", lang, label=level.label, now=now, before=before) + "\n")
        sys.stdout.write(say("reference.corrected", lang, number=found.corrected) + "\n")
    for source in found.sources:
        values = {name: getattr(source, name) for name in ("title", "holds", "law", "data", "licence")}
        sys.stdout.write(say("reference.source", lang, day=f"{source.on:%d/%m/%Y}", **values) + "\n")
