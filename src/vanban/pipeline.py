"""Reading a document from end to end: one visible list of steps, each a plain function with types.

Anything that can be read gives a record, with warnings where parts of it could not be understood; anything else
raises one `VanbanError`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from os import PathLike
from typing import IO, Final, Literal

from vanban.errors import VanbanError
from vanban.extract.assignments import read_assignments
from vanban.extract.budget import read_budget
from vanban.extract.citations import read_citations
from vanban.extract.header import read_header
from vanban.extract.reporting import read_reporting
from vanban.extract.targets import read_targets
from vanban.extract.tasks import read_tasks
from vanban.findings import Context, check
from vanban.language.quality import quality
from vanban.readers import Limits, read_blocks
from vanban.readers.limits import Deadline
from vanban.readers.sources import load
from vanban.record import SCHEMA, PlanRecord, Source, Text
from vanban.restore import doubtful_numbers, mend, placed
from vanban.structure import build

#: What `on_step` is told, in this order: the codes of the steps that take time.
STEPS: Final = ("open", "mend", "structure", "header", "targets", "tasks", "budget", "findings")


def _nowhere(step: str) -> None:
    """Nobody listens."""


def _nobody(done: int, count: int) -> None:
    """Nobody listens."""


def read(  # noqa: PLR0913 - two positions, the rest by name
    source: str | PathLike[str] | bytes | IO[bytes],
    filename: str | None = None,
    *,
    limits: Limits | None = None,
    lang: Literal["vi", "en"] = "vi",
    on: date | None = None,
    on_step: Callable[[str], None] = _nowhere,
    on_page: Callable[[int, int], None] = _nobody,
) -> PlanRecord:
    """Read a document: a path, its bytes, or a binary file.

    filename: name to remember when `source` is not a path. limits: bounds on size, pages and time.
    lang: language of the messages of findings. on: the day on which bodies must exist (default today).
    on_step: told the code of each step (`STEPS`) as it begins; what it raises ends the reading.
    on_page: told, while the pages of a scan are recognised (in the step `open`), how many are done and how many there
        are; what it raises ends the reading.
    Raises VanbanError when the document cannot be read.
    """
    bounds = limits or Limits()
    clock = Deadline(bounds)
    on_step("open")
    data, name = load(source, filename, bounds)
    reading = read_blocks(data, name, bounds, on_page)
    if reading.recognised:
        clock = Deadline(bounds)  # recognition has a clock of its own
    clock.check()
    on_step("mend")
    reading, mended = mend(reading, clock.check)
    on_step("structure")
    structure = build(reading)
    if not structure.content:
        raise VanbanError("no-text")
    clock.check()
    on_step("header")
    document = read_header(structure)
    citations = read_citations(structure, document)
    on_step("targets")
    doubts = doubtful_numbers(structure.content) if mended.misread else ()
    targets = read_targets(structure, [doubt.span for doubt in doubts])
    clock.check()
    on_step("tasks")
    tasks = read_tasks(structure)
    assignments = read_assignments(structure)
    on_step("budget")
    reporting = read_reporting(structure)
    budget = read_budget(structure)
    text_quality = quality(structure.content)
    clock.check()
    on_step("findings")
    findings = check(
        Context(
            structure=structure,
            document=document,
            citations=citations,
            targets=targets,
            tasks=tasks,
            assignments=assignments,
            reporting=reporting,
            budget=budget,
            quality=text_quality,
            misread=tuple((doubt.span, doubt.suggestion) for doubt in doubts),
            on=on or date.today(),  # noqa: DTZ011 - the caller passes the day where the time zone matters
            lang=lang,
        )
    )
    return PlanRecord(
        schema=SCHEMA,
        source=Source(
            filename=name, media_type=reading.media_type, sha256=hashlib.sha256(data).hexdigest(), pages=reading.pages
        ),
        text=Text(
            content=structure.content,
            blocks=structure.blocks,
            quality=round(text_quality, 4),
            restored=mended.restored,
            warnings=(*reading.warnings, *mended.warnings),
            changes=placed([block.text for block in reading.blocks], mended.changes, structure.content),
            pages=structure.pages,
        ),
        document=document,
        outline=structure.outline,
        citations=citations,
        targets=targets,
        tasks=tasks,
        assignments=assignments,
        reporting=reporting,
        budget=budget,
        findings=findings,
    )
