"""What the checker looks at, and what a rule yields."""

from __future__ import annotations

import datetime as dt

import msgspec

from vanban.language.quality import DAMAGED
from vanban.language.wording import Lang
from vanban.record import Assignment, BudgetLine, Citation, Document, Reporting, Span, Target, Task
from vanban.structure.text import Structure


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """One document as it was read.

    quality: of the text, 0 to 1. misread: numbers that may be words, each with the word that fits. on: today, as the
    caller has it; bodies exist between dates. lang: of the messages.
    """

    structure: Structure
    document: Document
    citations: tuple[Citation, ...] = ()
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    reporting: tuple[Reporting, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    quality: float = 1.0
    misread: tuple[tuple[Span, str], ...] = ()
    on: dt.date
    lang: Lang = "vi"

    @property
    def damaged(self) -> bool:
        """Whether the letters are so wrong that labels and words cannot be judged."""
        return self.quality < DAMAGED


class Hit(msgspec.Struct, frozen=True):
    """One place that a rule found: its span (None for the whole document) and the words that its message needs."""

    span: Span | None = None
    fields: dict[str, str] = {}
    variant: str = ""
