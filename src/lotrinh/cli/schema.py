"""`lotrinh schema`: the JSON Schema of the record."""

from __future__ import annotations

import json

import click

from lotrinh.cli import terminal
from lotrinh.cli.app import LocalCommand
from lotrinh.cli.texts import Lang
from vanban.record import json_schema


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand("schema", lang, callback=run, params=[])


def run(lang: Lang) -> int:
    """Print the schema; gives the exit status."""
    del lang
    terminal.emit((json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n").encode())
    return 0
