"""Checking a draft for whoever writes it: read, answered, forgotten. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lotrinh.core.actor import Actor
from lotrinh.documents.services import engine
from lotrinh.documents.services.uploading import clean_name, look_through
from vanban.language import wording
from vanban.record import Finding, PlanRecord, Severity, Target, Task
from vanban.writers import formats, xlsx
from vanban.writers.tables import Places, identity

_EXCERPT: Final = 240
_ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundHere:
    """A finding with the words it speaks of (empty where it speaks of the whole document) and their place."""

    finding: Finding
    where: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTask:
    """A task as a table shows it."""

    task: Task
    text: str
    lead: str
    partners: str
    when: str
    deliverable: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTarget:
    """A target as a table shows it."""

    target: Target
    name: str
    value: str
    when: str
    lead: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCheck:
    """What the check of one file found, ready to be shown. `findings`: by severity, the gravest first."""

    filename: str
    record: PlanRecord
    identity: tuple[tuple[str, str], ...]
    findings: tuple[tuple[Severity, tuple[FoundHere, ...]], ...]
    tasks: tuple[ReadTask, ...]
    targets: tuple[ReadTarget, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings of each severity; tasks, those without an owner or a deadline; targets."""
        found = {str(severity): len(rows) for severity, rows in self.findings}
        return {
            **{str(severity): found.get(str(severity), 0) for severity in _ORDER},
            "tasks": len(self.tasks),
            "without_owner": sum(1 for row in self.tasks if not row.task.specificity.owner),
            "without_deadline": sum(1 for row in self.tasks if not row.task.specificity.deadline),
            "targets": len(self.targets),
        }


def check(actor: Actor, *, filename: str, data: bytes) -> DraftCheck:
    """Read the file and say what was found; nothing of it is kept.

    A refusal for its secrecy is noted (who and when).

    Raises:
        TooLarge, Refused: as `uploading.upload`.

    """
    name, record = _read(actor, filename, data)
    lang = engine.language()
    places = Places(record)
    content = record.text.content
    groups = []
    for severity in _ORDER:
        rows = tuple(
            FoundHere(
                finding=finding,
                where=places.where(finding.span, lang),
                excerpt=_excerpt(content[slice(*finding.span)]) if finding.span else "",
            )
            for finding in record.findings
            if finding.severity is severity
        )
        if rows:
            groups.append((severity, rows))
    return DraftCheck(
        filename=name,
        record=record,
        identity=identity(record, lang),
        findings=tuple(groups),
        tasks=tuple(
            ReadTask(
                task=task,
                text=formats.sentence(task.text),
                lead=formats.agencies(task.lead),
                partners=formats.agencies(task.partners),
                when=formats.task_when(task, lang),
                deliverable=formats.plain(task.deliverable or ""),
                section=places.section(task.section, task.section_id),
            )
            for task in record.tasks
        ),
        targets=tuple(
            ReadTarget(
                target=target,
                name=formats.plain(target.name),
                value=formats.target_value(target, lang),
                when=formats.target_when(target, lang),
                lead=formats.agencies(target.lead),
                section=places.section(target.section),
            )
            for target in record.targets
        ),
    )


def appendix(actor: Actor, *, filename: str, data: bytes) -> tuple[str, bytes]:
    """The appendix in the officers' form: the name of the workbook and its bytes. As `check` otherwise."""
    name, record = _read(actor, filename, data)
    return f"{name.rpartition('.')[0] or name} - phu luc.xlsx", xlsx.write(record, engine.language())


def _read(actor: Actor, filename: str, data: bytes) -> tuple[str, PlanRecord]:
    name = clean_name(filename)
    look_through(actor, filename=name, data=data, unit_id=next(iter(actor.agencies()), None))
    return name, engine.read(data, name)


def _excerpt(text: str) -> str:
    return wording.shorten(formats.plain(text), _EXCERPT)
