"""Duties that the organisation part gives to agencies: one for each paragraph."""

from __future__ import annotations

from typing import Final

from vanban.extract.agencies import agency_heading, find_agencies, read_roles
from vanban.language.normal import key
from vanban.record import Assignment, Section, SectionRole
from vanban.structure.headings import is_closing
from vanban.structure.text import LabelKind, Paragraph, ParagraphKind, Structure

_LEAST: Final = 15


def read_assignments(structure: Structure) -> tuple[Assignment, ...]:
    """The duties in parts of role organisation.

    The lead is whoever the paragraph itself names as responsible, else the agency of the heading above; a paragraph
    that names nobody and stands under no agency gives no duty.
    """
    sections = {section.id: section for section in structure.outline}
    leads: dict[str, tuple[str, ...]] = {}
    found: list[Assignment] = []
    intro_lead: tuple[str, ...] = ()
    for index, paragraph in enumerate(structure.paragraphs):
        section = sections.get(paragraph.section or "")
        if section is None or section.role is not SectionRole.ORGANISATION:
            continue
        if paragraph.kind is ParagraphKind.HEADING:
            intro_lead = ()
            continue
        if paragraph.kind is not ParagraphKind.PARAGRAPH or is_closing(paragraph.text):
            continue
        body = paragraph.text[paragraph.label.end :] if paragraph.label is not None else paragraph.text
        if len(body) < _LEAST or body.startswith("("):
            continue
        above = _leads_above(section, sections, leads)
        if paragraph.label is None or paragraph.label.kind is not LabelKind.BULLET:
            intro_lead = ()
        if _announces(structure.paragraphs, index):
            intro_lead = intro_lead or agency_heading(body.rstrip(":")) or read_roles(body).lead
            if intro_lead or above:
                continue
        roles = read_roles(body)
        lead = above or roles.lead or intro_lead or _subject(body)
        if not lead:
            continue
        found.append(
            Assignment(
                lead=lead,
                partners=tuple(name for name in roles.partners if name not in lead),
                text=paragraph.text,
                section=section.path,
                span=paragraph.span,
                confidence=_confidence(
                    named_above=bool(above), named_here=bool(roles.lead), partners=bool(roles.partners)
                ),
            )
        )
    return tuple(found)


def _leads_above(section: Section, sections: dict[str, Section], known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if section.id not in known:
        here = agency_heading(section.heading)
        parent = sections.get(section.parent or "")
        known[section.id] = here or (_leads_above(parent, sections, known) if parent is not None else ())
    return known[section.id]


def _announces(paragraphs: tuple[Paragraph, ...], index: int) -> bool:
    """Whether a paragraph that ends with a colon is followed by narrower items of its own part."""
    here = paragraphs[index]
    if not here.text.endswith(":") or index + 1 >= len(paragraphs):
        return False
    following = paragraphs[index + 1]
    return following.section == here.section and following.label is not None


def _subject(body: str) -> tuple[str, ...]:
    """The agencies that open the sentence, after `Đề nghị`, `Giao`, `Yêu cầu`."""
    lowered = key(body)
    start = next((len(word) for word in ("đề nghị ", "giao ", "yêu cầu ") if lowered.startswith(word)), 0)
    mentions = find_agencies(body)
    return tuple(m.name for m in mentions if m.span[0] <= start + 1)


def _confidence(*, named_above: bool, named_here: bool, partners: bool) -> float:
    score = 0.7 + 0.2 * (named_above or named_here) + 0.05 * (named_above and named_here) + 0.03 * partners
    return round(score, 2)
