"""Duties and targets as they are compared, whether they come from a plan or from a reading."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from lotrinh.plans.vocab import RowKind
from vanban.comparing import Wording, worded
from vanban.record import PlanRecord
from vanban.record import Target as ReadTarget
from vanban.record import Task as ReadTask
from vanban.writers.formats import sentence

#: `1.`, `II.2.`, `a)`, `(đ)` before the words.
_LABEL: Final = re.compile(r"^\(?(?:\d{1,3}|[ivx]{1,6}|[a-zđ])(?:\.\d{1,3}){0,4}[.)/]\s{1,8}(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a target asks for. `indicator`: its code; empty where it is none of the known ones."""

    indicator: str
    comparator: str
    value: float | None
    value_high: float | None
    unit: str
    year_from: int | None
    year: int | None
    every: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A task, target or assignment.

    key: names it among the duties of its document as long as its words stay; lineage: its lasting name, where it is a
    row of a plan. words: what it is compared by, with the heading above it; text: what people read, without the bullet.
    who: who leads it. For tasks `clear` has those of owner, deadline, deliverable, measure that the document says.
    """

    kind: RowKind
    text: str
    words: str
    heading: str = ""
    section: str = ""
    key: str = ""
    lineage: UUID | None = None
    plan_id: int | None = None
    who: str = ""
    when: str = ""
    clear: frozenset[str] = frozenset()
    aim: Aim | None = None


def keyed(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """The duties with their keys: from their kind and words; of equal ones the later have their number behind."""
    seen: Counter[str] = Counter()
    found = []
    for duty in duties:
        base = fingerprint(duty.kind, worded(duty.words))
        seen[base] += 1
        found.append(replace(duty, key=base if seen[base] == 1 else f"{base}-{seen[base]}"))
    return tuple(found)


def plain(text: str) -> str:
    """The words of a duty without the bullet, number or letter that opens its paragraph."""
    return _LABEL.sub("", sentence(text), count=1)


def fingerprint(kind: str, wording: Wording) -> str:
    """The same for two texts that differ in case, punctuation, blanks and tone placement only."""
    said = " ".join(word.form for word in wording.words)
    return f"{kind}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def of_record(record: PlanRecord) -> tuple[Duty, ...]:
    """The tasks and targets of a reading, in the order of the document."""
    headings = {section.path: section.heading for section in record.outline}
    found = [(task.span, _read_task(task)) for task in record.tasks]
    found += [(target.span, _read_target(target)) for target in record.targets]
    return under(headings, keyed(duty for _span, duty in sorted(found, key=lambda item: item[0])))


def under(headings: Mapping[str, str], duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """The duties with the words of their headings, which are given by path."""
    return tuple(replace(duty, heading=headings.get(duty.section, "")) for duty in duties)


def _read_task(task: ReadTask) -> Duty:
    clear = {name for name in ("owner", "deadline", "deliverable", "measure") if getattr(task.specificity, name)}
    text = plain(task.text)
    return Duty(
        kind=RowKind.TASK,
        text=text,
        words=text,
        section=task.section or "",
        who="; ".join(task.lead),
        when=task.deadline or "",
        clear=frozenset(clear),
    )


def _read_target(target: ReadTarget) -> Duty:
    return Duty(
        kind=RowKind.TARGET,
        text=plain(target.text),
        words=target.name or target.text,
        section=target.section or "",
        who="; ".join(target.lead),
        aim=Aim(
            indicator=target.indicator or "",
            comparator=str(target.comparator or ""),
            value=target.value,
            value_high=target.value_high,
            unit=target.unit or "",
            year_from=target.year_from,
            year=target.year,
            every=str(target.every or ""),
        ),
    )
