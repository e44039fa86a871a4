"""`lotrinh audit verify`: whether the audit trail is as it was written."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lotrinh.cli import terminal
from lotrinh.cli.app import LocalCommand
from lotrinh.cli.platform import django_ready
from lotrinh.cli.problems import EXIT_FINDINGS, CommandError
from lotrinh.cli.texts import Lang, say

if TYPE_CHECKING:
    from lotrinh.core.audit.verification import End


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand(
        "audit",
        lang,
        callback=run,
        params=[
            click.Argument(["action"], metavar="verify", type=click.Choice(("verify",))),
            click.Option(["--noted"], metavar="FILE", help=say("option.noted", lang)),
            click.Option(["--note"], metavar="FILE", help=say("option.note", lang)),
        ],
    )


def run(action: str, noted: str | None, note: str | None, lang: Lang) -> int:
    """Say whether the chains are whole; gives 1 where they are not."""
    del action
    django_ready.ready()
    return EXIT_FINDINGS if broken(lang, noted=noted, note=note) else 0


def broken(lang: Lang, *, noted: str | None = None, note: str | None = None) -> bool:
    """Say what was changed in the audit trail; whether anything was.

    `noted` names a file with the ends of the chains that `note` wrote earlier.
    """
    from django.utils import translation

    from lotrinh.core.audit.verification import verify
    from lotrinh.core.audit.vocab import DAMAGE_LABELS

    found = verify(_ends(noted) if noted is not None else None)
    with translation.override(lang):
        for damage in found.findings:
            rows = f"{damage.first}" if damage.first == damage.last else f"{damage.first}–{damage.last}"
            sys.stdout.write(f"{damage.chain}/{rows}: {DAMAGE_LABELS[damage.damage]}\n")
    if not found.is_whole:
        terminal.complain(say("audit.broken", lang, number=found.found), label=say("error", lang))
        return True
    sys.stdout.write(say("audit.whole", lang, rows=found.rows, chains=len(found.ends)) + "\n")
    if note is not None:
        ends = {str(chain): [end.seq, end.hash] for chain, end in sorted(found.ends.items())}
        try:
            Path(note).write_text(json.dumps(ends, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError("cannot-write", name=note, reason=error) from error
    return False


def _ends(name: str) -> Mapping[int, End]:
    from lotrinh.core.audit.verification import End

    try:
        given = json.loads(Path(name).read_text(encoding="utf-8"))
        return {int(chain): End(int(seq), str(digest)) for chain, (seq, digest) in given.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise CommandError("audit.bad-note", name=name) from error
