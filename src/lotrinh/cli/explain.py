"""`lotrinh explain`: the source and what was read from it, side by side on one HTML page."""

from __future__ import annotations

import sys
import tempfile
import webbrowser
from pathlib import Path

import click

from lotrinh.cli import files, terminal
from lotrinh.cli.app import LocalCommand
from lotrinh.cli.texts import Lang, say
from vanban.writers import explain


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand(
        "explain",
        lang,
        callback=run,
        params=[
            click.Argument(["source"], metavar="FILE"),
            click.Option(["-o", "--output"], metavar="PAGE.html", help=say("option.page", lang)),
            click.Option(["--open", "show"], is_flag=True, help=say("option.open", lang)),
        ],
    )


def run(source: str, output: str | None, show: bool, lang: Lang) -> int:  # noqa: FBT001 - click passes by name
    """Write the page; without `-o` print it, or with `--open` put it in a temporary file. Gives the exit status."""
    given = files.inputs([source])
    target = files.target(output)
    if target is not None:
        files.refuse_same(target, given)
    elif show:
        target = Path(tempfile.mkdtemp(prefix="lotrinh-")) / f"{Path(source).stem if source != '-' else 'stdin'}.html"
    page = explain.write(files.read(given[0], files.limits(), lang), lang).encode()
    if target is None:
        terminal.emit(page)
        return 0
    files.write(target, page)
    if sys.stderr.isatty() or show:
        terminal.complain(say("written", lang, name=target))
    if show:
        webbrowser.open(target.resolve().as_uri())
    return 0
