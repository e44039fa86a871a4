"""`lotrinh evaluate`: how well reading agrees with answers written by hand."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click

from lotrinh.cli import files, terminal
from lotrinh.cli.app import LocalCommand
from lotrinh.cli.problems import EXIT_FAILED, CommandError
from lotrinh.cli.texts import Lang, say
from vanban.errors import VanbanError
from vanban.evaluate import Count, Score, evaluate, pool
from vanban.writers.table import pad, width_of

#: Where the project keeps its own answers, below the folder that holds the sources.
_OWN: Final = Path("samples") / "gold"


def command(lang: Lang) -> click.Command:
    """The command, with its help in `lang`."""
    return LocalCommand(
        "evaluate",
        lang,
        callback=run,
        params=[
            click.Argument(["gold"], metavar="[GOLD_FOLDER]", required=False),
            click.Option(["--sources"], metavar="FOLDER", help=say("option.sources", lang)),
            click.Option(["--records"], metavar="PATH", help=say("option.records", lang)),
            click.Option(["--diff"], is_flag=True, help=say("option.diff", lang)),
        ],
    )


def run(gold: str | None, sources: str | None, records: str | None, diff: bool, lang: Lang) -> int:  # noqa: FBT001
    """Score every answer of the folder and print the parts, pooled; gives the exit status."""
    folder = Path(gold) if gold is not None else _own()
    answers = dict(_answers(folder))
    if not answers:
        raise CommandError("evaluate.no-gold", name=folder)
    stored = _records(Path(records)) if records is not None else None
    scores: dict[str, Score] = {}
    failed = False
    for name, answer in answers.items():
        try:
            record = _stored(stored, name, answer) if stored is not None else _read(answer, name, folder, sources, lang)
        except VanbanError as error:
            terminal.complain(f"{name}: {error.message(lang)} [{error.code}]", label=say("error", lang))
            record, failed = {}, True
        except CommandError as error:
            terminal.complain(error.message(lang), label=say("error", lang))
            record, failed = {}, True
        try:
            scores[name] = evaluate(answer, record)
        except (KeyError, TypeError, AttributeError) as error:
            raise CommandError("evaluate.bad-gold", name=name) from error
    if diff:
        for name, score in scores.items():
            for miss in score.misses:
                sys.stdout.write(terminal.printable(f"{name}: {miss.part}: {miss.kind}: {miss.item}") + "\n")
        sys.stdout.write("\n")
    sys.stdout.write("\n".join(_report(scores, lang)) + "\n")
    return EXIT_FAILED if failed else 0


def _own() -> Path:
    for root in (Path.cwd(), *Path(__file__).resolve().parents):
        if (root / _OWN).is_dir():
            return root / _OWN
    raise CommandError("evaluate.no-own")


def _answers(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.json")):
        try:
            answer = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError("evaluate.bad-gold", name=path) from error
        if not isinstance(answer, dict) or "document" not in answer:
            raise CommandError("evaluate.bad-gold", name=path)
        yield path.stem, answer


def _read(answer: Mapping[str, Any], name: str, folder: Path, sources: str | None, lang: Lang) -> Mapping[str, Any]:
    file = Path(str(answer.get("file") or name)).name
    places = [Path(sources)] if sources is not None else [folder, folder.parent, folder.parent / "plans"]
    for place in places:
        if (place / file).is_file():
            return files.read(files.Input(place / file, file), files.limits(), lang).to_dict()
    raise CommandError("evaluate.no-source", name=file)


def _records(path: Path) -> dict[str, Mapping[str, Any]]:
    """Records by the name of their file, from a JSONL file or from the .json files of a folder."""
    found: dict[str, Mapping[str, Any]] = {}
    try:
        texts = (
            [file.read_text(encoding="utf-8") for file in sorted(path.glob("*.json"))]
            if path.is_dir()
            else path.read_text(encoding="utf-8").splitlines()
        )
        for text in texts:
            record = json.loads(text)
            name = (record.get("source") or {}).get("filename")
            if name:
                found[Path(name).name] = record
    except (OSError, ValueError, AttributeError) as error:
        raise CommandError("evaluate.bad-gold", name=path) from error
    return found


def _stored(records: Mapping[str, Mapping[str, Any]], name: str, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    file = Path(str(answer.get("file") or name)).name
    if file not in records:
        raise CommandError("evaluate.no-source", name=file)
    return records[file]


def _report(scores: Mapping[str, Score], lang: Lang) -> Iterator[str]:
    """The parts over all documents, then the mean of each document."""
    total = pool(scores.values())
    rows = [say("evaluate.columns", lang).split("|")]
    rows += [_row(part, count, lang) for part, count in total.counted.items()]
    widths = [max(width_of(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        yield "  ".join(
            pad(cell, width, right=index > 0) for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        if number == 0:
            yield "  ".join("─" * width for width in widths)
    yield ""
    names = [*scores, say("evaluate.pooled", lang)]
    longest = max(width_of(name) for name in names)
    yield say("evaluate.mean", lang)
    for name, score in zip(names, [*scores.values(), total], strict=True):
        yield f"  {pad(terminal.printable(name), longest)}  {_decimals(score.mean, lang)}"


def _row(part: str, count: Count, lang: Lang) -> list[str]:
    figures = (count.precision, count.recall, count.f1)
    return [
        part,
        *(str(value) for value in (count.hits, count.answered, count.wanted)),
        *(_decimals(value, lang) for value in figures),
    ]


def _decimals(value: float, lang: Lang) -> str:
    printed = f"{value:.3f}"
    return printed if lang == "en" else printed.replace(".", ",")
