"""`lotrinh read`: files in, records out in the form that was asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

import click
import msgspec

from lotrinh.cli import files, terminal
from lotrinh.cli.app import LocalCommand
from lotrinh.cli.files import Input
from lotrinh.cli.problems import EXIT_FAILED, CommandError
from lotrinh.cli.texts import Lang, say
from vanban.record import PlanRecord
from vanban.writers import csv, markdown, table, xlsx

Format: TypeAlias = Literal["json", "markdown", "table", "xlsx", "csv", "akn"]

#: ending of an output file -> the form it asks for.
_ENDINGS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        ".json": "json",
        ".jsonl": "json",
        ".md": "markdown",
        ".markdown": "markdown",
        ".txt": "table",
        ".xlsx": "xlsx",
        ".csv": "csv",
        ".xml": "akn",
        ".akn": "akn",
    }
)
_ENDING_OF: Final[Mapping[Format, str]] = MappingProxyType(
    {
        "json": ".json",
        "markdown": ".md",
        "table": ".txt",
        "xlsx": ".xlsx",
        "csv": ".csv",
        "akn": ".xml",
    }
)


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand(
        "read",
        lang,
        callback=run,
        params=[
            click.Argument(["sources"], metavar="FILE...", nargs=-1, required=True),
            click.Option(["--format", "form"], type=click.Choice(get_args(Format)), help=say("option.format", lang)),
            click.Option(["-o", "--output"], metavar="OUT", help=say("option.output", lang)),
        ],
    )


class _Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Where the records go: `target` None is standard output, `names` holds the file of each source in a folder."""

    given: tuple[Input, ...]
    form: Format
    target: Path | None
    names: dict[str, Path]

    @property
    def alone(self) -> bool:
        """Whether each record has a file or the whole output for itself."""
        return bool(self.names) or len(self.given) == 1


def run(sources: tuple[str, ...], form: Format | None, output: str | None, lang: Lang) -> int:
    """Read every source; one that cannot be read is reported and the others go on. Gives the exit status."""
    plan = _plan(files.inputs(sources), form, output)
    bounds = files.limits()
    failed = False
    together: list[bytes] = []
    for source in plan.given:
        record = files.try_read(source, bounds, lang)
        if record is None:
            failed = True
            continue
        data = render(record, plan.form, lang, alone=plan.alone, to_terminal=plan.target is None)
        if plan.names:
            files.write(plan.names[source.name], data)
        elif plan.target is None:
            terminal.emit(data)
        else:
            together.append(data)
    if plan.target is not None and together:
        files.write(plan.target, b"".join(together))
    return EXIT_FAILED if failed else 0


def _plan(given: list[Input], form: Format | None, output: str | None) -> _Plan:
    """What goes where; raises CommandError for what cannot be done."""
    target = files.target(output)
    several = len(given) > 1
    folder = target is not None and (target.is_dir() or str(output).endswith(("/", os.sep)))
    chosen = form or _default_format(target, strict=not (several or folder))
    if target is None:
        if several and chosen in {"xlsx", "csv", "akn"}:
            raise CommandError("needs-folder", format=chosen)
        if chosen == "xlsx" and sys.stdout.isatty():
            raise CommandError("binary-terminal")
        return _Plan(given=tuple(given), form=chosen, target=None, names={})
    lines = chosen == "json" and target.suffix in {".jsonl", ".json"}
    if folder or (several and not lines):
        return _Plan(given=tuple(given), form=chosen, target=target, names=_names(given, chosen, target))
    files.refuse_same(target, given)
    return _Plan(given=tuple(given), form=chosen, target=target, names={})


def _default_format(target: Path | None, *, strict: bool) -> Format:
    """The form that the ending of the output asks for, else JSON; `strict` refuses an ending that is not known."""
    if target is not None:
        form = _ENDINGS.get(target.suffix.lower())
        if form is None and strict and target.suffix and (target.is_file() or not target.exists()):
            raise CommandError("unknown-ending", name=target, endings=", ".join(sorted(_ENDING_OF.values())))
        return form or "json"
    return "table" if sys.stdout.isatty() else "json"


def _names(given: Sequence[Input], form: Format, folder: Path) -> dict[str, Path]:
    """The output file of each source: its stem, or its whole name where two sources share a stem."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError("cannot-write", name=folder, reason=error) from error
    names: dict[str, Path] = {}
    taken: set[str] = set()
    for source in given:
        path = source.path or Path("stdin")
        candidates = [path.stem, path.name, *(f"{path.name}-{number}" for number in range(2, len(given) + 2))]
        stem = next(candidate for candidate in candidates if candidate.casefold() not in taken)
        taken.add(stem.casefold())
        output = folder / (stem + _ENDING_OF[form])
        files.refuse_same(output, given)
        names[source.name] = output
    return names


def render(record: PlanRecord, form: Format, lang: Lang, *, alone: bool, to_terminal: bool) -> bytes:
    """The record in one form; JSON is indented when it stands alone, one line when several share a stream."""
    if form == "xlsx":
        return xlsx.write(record, lang)
    if form == "csv":
        return csv.write(record, lang)
    if form == "akn":
        # it needs the tables of numbers and heads, which the other forms do not
        from vanban.writers import akn

        return akn.write(record)
    if form == "json":
        return (record.to_json(indent=2 if alone else None) + "\n").encode()
    if form == "markdown":
        text = markdown.write(record, lang)
    else:
        styled = to_terminal and terminal.coloured(sys.stdout)
        text = table.write(record, lang, width=terminal.width(), styled=styled)
    return (text if alone else text + "\n").encode()
