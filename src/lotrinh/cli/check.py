"""`lotrinh check`: findings like a compiler's, `file:line: code message`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Final

import click

from lotrinh.cli import files, terminal
from lotrinh.cli.app import LocalCommand
from lotrinh.cli.problems import EXIT_FAILED, EXIT_FINDINGS
from lotrinh.cli.texts import Lang, count, say
from vanban.record import Finding, PlanRecord, Severity
from vanban.writers.labels import SEVERITIES, pick
from vanban.writers.tables import Places

_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand(
        "check",
        lang,
        callback=run,
        params=[click.Argument(["sources"], metavar="FILE...", nargs=-1, required=True)],
    )


def run(sources: tuple[str, ...], lang: Lang) -> int:
    """Print the findings of every source in its order and a summary; gives the exit status."""
    given = files.inputs(sources)
    bounds = files.limits()
    totals: Counter[Severity] = Counter()
    read = 0
    for source in given:
        record = files.try_read(source, bounds, lang)
        if record is None:
            continue
        read += 1
        for finding, line in _lines(record, source.name, lang):
            totals[finding.severity] += 1
            sys.stdout.write(line + "\n")
    if read:
        sys.stdout.flush()
        sys.stderr.write(_summary(totals, read, lang) + "\n")
    if read < len(given):
        return EXIT_FAILED
    return EXIT_FINDINGS if totals[Severity.ERROR] else 0


def _lines(record: PlanRecord, name: str, lang: Lang) -> Iterator[tuple[Finding, str]]:
    places = Places(record)
    colour = terminal.coloured(sys.stdout)
    ordered = sorted(record.findings, key=lambda finding: finding.span or (-1, -1))
    for finding in ordered:
        place = f"{terminal.printable(name)}:{places.source_line(finding.span)}:"
        code = finding.code
        severity = f"[{pick(SEVERITIES[finding.severity], lang)}]"
        if colour:
            place = click.style(place, bold=True)
            code = click.style(code, fg=_COLOURS[finding.severity], bold=True)
            severity = click.style(severity, dim=True)
        yield finding, f"{place} {code} {terminal.printable(finding.message)} {severity}"


def _summary(totals: Counter[Severity], read: int, lang: Lang) -> str:
    documents = count(read, "văn bản", "document", lang)
    if not totals:
        return say("check.none", lang, files=documents)
    return say(
        "check.summary",
        lang,
        errors=count(totals[Severity.ERROR], "lỗi", "error", lang),
        warnings=count(totals[Severity.WARNING], "cảnh báo", "warning", lang),
        notes=count(totals[Severity.NOTE], "ghi chú", "note", lang),
        files=documents,
    )
