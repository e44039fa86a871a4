"""The fields of a task, gathered from wherever the plan states them, and how clear the task is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.numbers import find_quantities
from vanban.language.patterns import alternatives
from vanban.language.times import TimeFrame
from vanban.record import Recurrence, Section, Span, Specificity, Task

_LONGEST_DELIVERABLE: Final = 160


class TaskFields(msgspec.Struct):
    """What has been said so far about one task."""

    lead: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    time: TimeFrame | None = None
    start: str | None = None
    deliverable: str | None = None
    budget: int | None = None


@lru_cache(maxsize=1)
def _thing_pattern() -> re.Pattern[str]:
    lexicon = load("tasks")["deliverables"]
    verbs = alternatives(lexicon["verbs"])
    things = alternatives(lexicon["things"])
    parting = alternatives(lexicon["parting"])
    return re.compile(
        rf"(?<!được )(?<!đã )\b(?:{verbs})(?:,? (?:và \w+|(?!(?:{parting})\b)\w+)){{0,3}}?"
        rf" (?P<thing>(?:các |bộ |một số |\d{{1,3}} )?(?:{things}))\b(?! số:? ?\d| nêu trên| nói trên| này)"
    )


def find_deliverable(text: str) -> str | None:
    """The thing that a sentence promises (`ban hành Quyết định …`), up to the next pause; None when there is none.

    What is only cited is no promise: `theo quy hoạch`, `được phê duyệt tại Quyết định số 12/QĐ-UBND`.
    """
    match = _thing_pattern().search(key(text))
    if match is None:
        return None
    start = match.start("thing")
    end = next(
        (i for i in range(match.end(), min(len(text), start + _LONGEST_DELIVERABLE)) if text[i] in ",;.:("), None
    )
    return text[start : end if end is not None else start + _LONGEST_DELIVERABLE].strip()


def has_measure(text: str) -> bool:
    """Whether a sentence gives a number to reach: a quantity with a unit (`10 mô hình`, `80 %`)."""
    return any(quantity.unit for quantity in find_quantities(text))


def make_task(  # noqa: PLR0913 - the parts of one task
    *,
    section: Section | None,
    text: str,
    span: Span,
    fields: TaskFields,
    confidence: float,
    measured_text: str | None = None,
) -> Task:
    """A task with its specificity worked out from its fields and its words."""
    time = fields.time
    every: Recurrence | None = time.every if time is not None else None
    deadline = time.deadline if time is not None else None
    start = fields.start or (time.start if time is not None else None)
    return Task(
        section=section.path if section is not None else None,
        section_id=section.id if section is not None else None,
        text=text,
        lead=fields.lead,
        partners=fields.partners,
        start=start,
        deadline=deadline,
        deadline_text=time.text if time is not None and time.text else None,
        every=every,
        deliverable=fields.deliverable,
        budget=fields.budget,
        specificity=Specificity(
            owner=bool(fields.lead),
            deadline=deadline is not None or every is not None,
            deliverable=fields.deliverable is not None,
            measure=has_measure(measured_text or text),
        ),
        span=span,
        confidence=confidence,
    )
