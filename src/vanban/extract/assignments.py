"""Duties that the organisation part gives to agencies: one for each paragraph."""

from __future__ import annotations

from typing import Final

from vanban.extract.agencies import agency_heading, find_agencies, read_roles
from vanban.extract.confidence import confidence
from vanban.extract.leads import HeadingLeads
from vanban.extract.lists import ListKind, body_of, list_below, starts_with_action
from vanban.extract.orders import enforces, find_orders
from vanban.language.normal import key
from vanban.record import Assignment, SectionRole
from vanban.structure.headings import is_bare_role, is_closing
from vanban.structure.text import LabelKind, Paragraph, ParagraphKind, Structure

_LEAST: Final = 15
_GIVING: Final = ("đề nghị ", "giao ", "yêu cầu ")


def read_assignments(structure: Structure) -> tuple[Assignment, ...]:
    """The duties in parts of role organisation, and in orders outside them.

    The lead is the agency of the heading above, else whoever the paragraph itself names as responsible, else the
    agency of the sentence that announces the list; a paragraph with none of them gives no duty.
    """
    reader = _Reader(structure)
    for paragraph in structure.paragraphs:
        reader.take(paragraph)
    return tuple(reader.found)


class _Reader:
    """Walks through the paragraphs and remembers who leads the list at hand."""

    def __init__(self, structure: Structure) -> None:
        self.paragraphs = structure.paragraphs
        self.sections = {section.id: section for section in structure.outline}
        self.leads = HeadingLeads(structure.outline)
        self.orders = find_orders(structure)
        self.list_lead: tuple[str, ...] = ()
        self.list_until = -1
        self.absorbed_until = -1
        self.found: list[Assignment] = []

    def take(self, paragraph: Paragraph) -> None:
        section = self.sections.get(paragraph.section or "")
        organised = section is not None and section.role is SectionRole.ORGANISATION
        if not organised and paragraph.index not in self.orders:
            return
        if paragraph.kind is ParagraphKind.HEADING:
            self.list_lead = ()
            return
        body = body_of(paragraph)
        if not self._may_assign(paragraph, body):
            return
        above = self.leads.of(section) if section is not None else ()
        bullet = paragraph.label is not None and paragraph.label.kind is LabelKind.BULLET
        if not bullet and paragraph.index > self.list_until:
            self.list_lead = ()
        if body.endswith(":") and self._announces(paragraph, body, above):
            return
        roles = read_roles(body)
        lead = above or roles.lead or self.list_lead or _subject(body) or self._asked(paragraph, body)
        if lead:
            partners = tuple(name for name in roles.partners if name not in lead)
            evidence = "heading" if above else "sentence" if roles.lead else "announced"
            self.found.append(
                Assignment(
                    lead=lead,
                    partners=partners,
                    text=paragraph.text,
                    section=section.path if section is not None else None,
                    span=paragraph.span,
                    confidence=confidence("assignments", evidence),
                )
            )

    def _may_assign(self, paragraph: Paragraph, body: str) -> bool:
        return (
            paragraph.kind is ParagraphKind.PARAGRAPH
            and paragraph.index > self.absorbed_until
            and len(body) >= _LEAST
            and not body.startswith("(")
            and not is_bare_role(body)
            and not is_closing(paragraph.text)
            and not enforces(body)
        )

    def _asked(self, paragraph: Paragraph, body: str) -> tuple[str, ...]:
        """Whom the announcement of an order asks, where the order itself names nobody: `1. Tăng cường kiểm tra …`."""
        return self.orders.get(paragraph.index, ()) if starts_with_action(body) else ()

    def _announces(self, paragraph: Paragraph, body: str, above: tuple[str, ...]) -> bool:
        """Whether the paragraph only announces the list below it; things below a duty belong to the duty."""
        below = list_below(self.paragraphs, paragraph.index)
        if below.kind is ListKind.OBJECTS:
            self.absorbed_until = below.last
            return False
        if below.kind is ListKind.NONE:
            return False
        self.list_lead, self.list_until = agency_heading(body.rstrip(":")) or read_roles(body).lead, below.last
        return bool(self.list_lead or above)


def _subject(body: str) -> tuple[str, ...]:
    """The agencies that open the sentence, after `Đề nghị`, `Giao`, `Yêu cầu`."""
    lowered = key(body)
    start = next((len(word) for word in _GIVING if lowered.startswith(word)), 0)
    return tuple(m.name for m in find_agencies(body) if m.span[0] <= start + 1)
