"""`lotrinh read-many`: a folder in, one JSONL file out; what goes wrong with one file is a line, never the end."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import msgspec

from lotrinh.cli import files, terminal
from lotrinh.cli.app import LocalCommand, RequiredOption
from lotrinh.cli.batch.journal import Journal
from lotrinh.cli.batch.pool import Pool
from lotrinh.cli.batch.progress import Progress, decimal
from lotrinh.cli.batch.worker import Job, processors, sha256_of
from lotrinh.cli.problems import EXIT_INTERRUPTED, CommandError
from lotrinh.cli.texts import Lang, say
from vanban.readers.limits import Limits


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand(
        "read-many",
        lang,
        callback=run,
        params=[
            click.Argument(["folder"], metavar="FOLDER"),
            RequiredOption(["-o", "--output"], metavar="OUT.jsonl", required=True, help=say("option.jsonl", lang)),
            click.Option(["--jobs"], type=click.IntRange(min=1), metavar="N", help=say("option.jobs", lang)),
            click.Option(["--timeout"], type=click.IntRange(min=1), metavar="N", help=say("option.timeout", lang)),
            click.Option(["--retry-errors", "retry"], is_flag=True, help=say("option.retry", lang)),
        ],
    )


class _Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    folder: str
    output: str
    jobs: int | None
    timeout: int | None
    retry: bool
    lang: Lang


def run(**options: object) -> int:
    """Read what does not stand in the output yet; gives the exit status: 0 when the run came to its end."""
    asked = msgspec.convert(options, _Options)
    if not asked.folder or not asked.output:
        raise CommandError("empty-name")
    root, target = Path(asked.folder), Path(asked.output)
    if not root.is_dir():
        raise CommandError("folder-missing", name=asked.folder)
    limits = files.limits()
    if asked.timeout is not None:
        recognition = min(asked.timeout, limits.max_recognition_seconds)
        limits = msgspec.structs.replace(limits, max_seconds=asked.timeout, max_recognition_seconds=recognition)
    found = list(_jobs(root, target))
    if not found:
        raise CommandError("many.empty", name=asked.folder)
    try:
        journal = Journal(target)
        if journal.repaired:
            terminal.complain(say("many.repaired", asked.lang, name=target))
        todo = _todo(found, journal, limits, retry=asked.retry)
        size = max(1, min(asked.jobs or processors(), len(todo)))
        pool = Pool(size, _shared(limits, size), asked.lang)
        with journal:
            return _read(todo, len(found) - len(todo), journal, pool, asked.lang)
    except OSError as error:
        raise CommandError("cannot-write", name=target, reason=error) from error


def _shared(limits: Limits, size: int) -> Limits:
    """The limits of each of `size` processes: together they recognise no more pages at a time than one would."""
    workers = max(1, min(limits.max_page_workers, processors() // size))
    return msgspec.structs.replace(limits, max_page_workers=workers)


def _jobs(root: Path, output: Path) -> Iterator[Job]:
    """The regular files below `root` in a stable order, without hidden ones, lock files of Office and the output."""
    own = os.path.realpath(output)
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if name.startswith((".", "~$")) or os.path.realpath(path) == own:
                continue
            with suppress(OSError):
                if stat.S_ISREG(path.stat().st_mode):
                    yield Job(str(path), files.readable_name(path.relative_to(root).as_posix()))


def _todo(found: list[Job], journal: Journal, limits: Limits, *, retry: bool) -> list[Job]:
    """The jobs whose file does not stand in the journal as it is now; lines that they replace are dropped."""
    todo: list[Job] = []
    stale: set[str] = set()
    for job in found:
        entry = journal.entries.get(job.name)
        if entry is not None:
            if entry.sha256 == sha256_of(job.path, limits.max_bytes) and not (retry and entry.failed):
                continue
            stale.add(job.name)
        todo.append(job)
    journal.drop(stale)
    return todo


def _read(todo: list[Job], skipped: int, journal: Journal, pool: Pool, lang: Lang) -> int:
    progress = Progress(len(todo), lang)
    results = pool.run(todo, progress.show)
    try:
        for result in results:
            journal.append(result.line)
            progress.done += 1
            if result.failure is not None:
                progress.errors += 1
                progress.clear()
                sentence = result.failure.en if lang == "en" else result.failure.vi
                terminal.complain(f"{result.job.name}: {sentence} [{result.failure.code}]", label=say("error", lang))
            progress.show()
    except KeyboardInterrupt:
        progress.clear()
        terminal.complain(say("interrupted-many", lang))
        return EXIT_INTERRUPTED
    finally:
        # Ends the processes, also when an exception leaves the loop half-way.
        results.close()
    progress.clear()
    sys.stderr.write(
        say(
            "many.summary",
            lang,
            read=progress.done - progress.errors,
            errors=progress.errors,
            skipped=skipped,
            seconds=decimal(progress.seconds, lang),
            name=terminal.printable(str(journal.path)),
        )
        + "\n"
    )
    return 0
