"""Tasks in the body: one for each paragraph or bullet of the parts that set tasks.

Lines such as `Cơ quan chủ trì: …` or `c) Thời gian thực hiện: …` describe the tasks before them; a heading that
names an agency makes it the lead of what stands below. In a short plan without headings the items of its list that
name who leads are the tasks.
"""

from __future__ import annotations

from typing import Final

import msgspec

from vanban.extract.agencies import agency_heading, read_roles, split_agencies
from vanban.extract.confidence import confidence
from vanban.extract.leads import HeadingLeads
from vanban.extract.lists import ListKind, body_of, list_below, starts_with_action
from vanban.extract.orders import find_orders
from vanban.extract.tasks.fields import TaskFields, find_deliverable, make_task
from vanban.language.lexicon import load
from vanban.language.money import find_money
from vanban.language.normal import key
from vanban.language.times import find_times, read_time
from vanban.record import Section, SectionRole, Task
from vanban.structure.fields import Field, FieldKind, read_field
from vanban.structure.headings import is_closing
from vanban.structure.text import Paragraph, ParagraphKind, Structure

_LEAST: Final = 20
_COLON_WITHIN: Final = 60


class _Draft(msgspec.Struct):
    paragraph: Paragraph
    section: Section | None
    start: int
    fields: TaskFields
    described: bool = False


def read_body_tasks(structure: Structure) -> tuple[Task, ...]:
    """The tasks that paragraphs of parts with the role tasks set."""
    reader = _Reader(structure)
    for index in range(len(structure.paragraphs)):
        reader.take(index)
    return tuple(_finish(draft) for draft in reader.drafts)


class _Reader:
    """Walks through the paragraphs and keeps the tasks that the next descriptive line is about."""

    def __init__(self, structure: Structure) -> None:
        self.paragraphs = structure.paragraphs
        self.sections = {section.id: section for section in structure.outline}
        self.leads = HeadingLeads(structure.outline)
        self.is_flat = not structure.outline and not find_orders(structure)
        self.drafts: list[_Draft] = []
        self.block: list[_Draft] = []
        self.block_closed = False
        self.absorbed_until = -1
        self.list_lead: tuple[str, ...] = ()
        self.list_until = -1

    def take(self, index: int) -> None:
        paragraph = self.paragraphs[index]
        section = self.sections.get(paragraph.section or "")
        if paragraph.kind is ParagraphKind.HEADING:
            self._start_block()
            return
        if paragraph.kind is not ParagraphKind.PARAGRAPH or index <= self.absorbed_until:
            return
        if section is None:
            self.is_flat = self.is_flat and not is_closing(paragraph.text)
            if self.is_flat and paragraph.label is not None and read_roles(body_of(paragraph)).lead:
                self._take_item(index, paragraph, paragraph.label.end)
            return
        field = read_field(paragraph.text)
        if field is not None:
            self._take_field(paragraph, section, field)
        elif section.role is SectionRole.TASKS and self._is_task(index, paragraph):
            self._add(paragraph, section, paragraph.label.end if paragraph.label is not None else 0)

    def _take_item(self, index: int, paragraph: Paragraph, start: int) -> None:
        if self._is_task(index, paragraph):
            self._start_block()
            self._add(paragraph, None, start)

    def _take_field(self, paragraph: Paragraph, section: Section, field: Field) -> None:
        value = paragraph.text[field.value :]
        if field.kind is FieldKind.TASK:
            self._start_block()
            if len(value) >= _LEAST and self._sets_tasks(section):
                self._add(paragraph, section, field.value)
            return
        for draft in self.block:
            _describe(draft, field.kind, value)
        self.block_closed = bool(self.block)

    def _sets_tasks(self, section: Section) -> bool:
        """A line `Nhiệm vụ: …` sets a task also in a part about money or people inside a part that sets tasks."""
        here: Section | None = section
        while here is not None:
            if here.role is SectionRole.TASKS:
                return True
            here = self.sections.get(here.parent or "")
        return False

    def _start_block(self) -> None:
        self.block, self.block_closed = [], False

    def _add(self, paragraph: Paragraph, section: Section | None, start: int) -> None:
        if self.block_closed:
            self._start_block()
        lead = self.list_lead if paragraph.index <= self.list_until else ()
        fields = TaskFields(lead=lead or (() if section is None else self.leads.of(section)))
        draft = _Draft(paragraph=paragraph, section=section, start=start, fields=fields)
        self.drafts.append(draft)
        self.block.append(draft)

    def _is_task(self, index: int, paragraph: Paragraph) -> bool:
        text = paragraph.text
        start = paragraph.label.end if paragraph.label is not None else 0
        body = text[start:]
        if (
            len(body) < _LEAST
            or is_closing(text)
            or (body[0] == "(" and body[-1] in ").")
            or key(body).lstrip("(").startswith(_words("not_tasks", "openings"))
        ):
            return False
        if body.endswith(":"):
            return not self._announces(index)
        return commits(body)

    def _announces(self, index: int) -> bool:
        """Whether the paragraph only announces what stands below it.

        A list of things (`… các nền tảng như:` – `Hệ thống …`) belongs to the sentence, which is the task; a list of
        actions is a list of tasks.
        """
        below = list_below(self.paragraphs, index)
        if below.kind is ListKind.OBJECTS:
            self.absorbed_until = below.last
            return False
        if below.kind is ListKind.ACTIONS:
            body = body_of(self.paragraphs[index]).rstrip(":")
            self.list_lead, self.list_until = agency_heading(body) or read_roles(body).lead, below.last
            return True
        return index + 1 < len(self.paragraphs) and self.paragraphs[index + 1].kind is not ParagraphKind.PARAGRAPH


def commits(text: str) -> bool:
    """Whether a paragraph of a part that sets tasks commits somebody: not a bare name with a value (`Địa điểm: …`)."""
    if starts_with_action(text):
        return True
    lowered = key(text)
    colon = lowered.find(":", 0, _COLON_WITHIN)
    return colon < 0 and not (lowered.startswith(_words("nouns", "words")) and len(text) < 2 * _COLON_WITHIN)


def _words(table: str, name: str) -> tuple[str, ...]:
    words: tuple[str, ...] = load("tasks")[table][name]
    return words


def _describe(draft: _Draft, kind: FieldKind, value: str) -> None:
    fields, text = draft.fields, value.strip(" .;")
    draft.described = True
    if not text:
        return
    if kind is FieldKind.LEAD:
        fields.lead = split_agencies(text)
    elif kind is FieldKind.PARTNERS:
        fields.partners = split_agencies(text)
    elif kind is FieldKind.AGENCY:
        roles = read_roles(text)
        fields.lead, fields.partners = roles.lead or split_agencies(text), roles.partners or fields.partners
    elif kind is FieldKind.TIME:
        fields.time = read_time(text)
    elif kind is FieldKind.DELIVERABLE:
        fields.deliverable = text
    elif kind is FieldKind.BUDGET:
        money = find_money(text)
        fields.budget = money[0].amount if money else None


def _finish(draft: _Draft) -> Task:
    paragraph, fields = draft.paragraph, draft.fields
    body = paragraph.text[draft.start :]
    if not draft.described:
        roles = read_roles(body)
        fields.lead = roles.lead or fields.lead
        fields.partners = roles.partners
    if fields.time is None:
        times = find_times(body)
        fields.time = next((t for t in times if t.deadline is not None), times[0] if times else None)
    if fields.deliverable is None:
        fields.deliverable = find_deliverable(body)
    if fields.budget is None:
        fields.budget = next((m.amount for m in find_money(body)), None)
    begin = paragraph.start + (draft.start if draft.described else 0)
    text = paragraph.text[draft.start if draft.described else 0 :]
    return make_task(
        section=draft.section,
        text=text,
        span=(begin, paragraph.start + len(paragraph.text)),
        fields=fields,
        confidence=_confidence(draft, body),
        measured_text=body,
    )


def _confidence(draft: _Draft, body: str) -> float:
    if draft.described:
        return confidence("tasks", "described")
    return confidence("tasks", "action" if starts_with_action(body) else "plain")
