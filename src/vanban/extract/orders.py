"""Orders to agencies outside the organisation part: articles of a decision, numbered paragraphs of a directive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vanban.extract.agencies import find_agencies, read_roles
from vanban.extract.lists import ListKind, body_of, list_below
from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.record import Section, SectionRole
from vanban.structure.headings import is_closing
from vanban.structure.text import LabelKind, Paragraph, ParagraphKind, Structure

_WIDE: Final = {
    LabelKind.APPENDIX,
    LabelKind.PART,
    LabelKind.CHAPTER,
    LabelKind.SECTION,
    LabelKind.LETTER,
    LabelKind.ROMAN,
    LabelKind.ARTICLE,
}


def find_orders(structure: Structure) -> frozenset[int]:
    """The indexes of paragraphs outside parts with a role of their own that may give agencies duties.

    These are the articles of a decision that hand something out, with the lists below them, and the paragraphs that a
    sentence such as `Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:` announces. The article that only says who carries out
    the whole decision is none.
    """
    sections = {section.id: section for section in structure.outline}
    found: set[int] = set()
    ordering = False
    instrument = 0
    for paragraph in structure.paragraphs:
        if paragraph.instrument != instrument or _ends(paragraph, sections):
            ordering, instrument = False, paragraph.instrument
        if paragraph.kind is ParagraphKind.ROW:
            continue
        if ordering:
            if _belongs(structure.paragraphs, paragraph):
                found.add(paragraph.index)
        elif paragraph.section is None and _announces(structure.paragraphs, paragraph):
            ordering = True
        elif _is_free(paragraph, sections) and _article_orders(paragraph):
            found |= _with_list(structure.paragraphs, paragraph)
    return frozenset(found)


def _is_free(paragraph: Paragraph, sections: dict[str, Section]) -> bool:
    """Whether no part that the paragraph stands in has a role."""
    section = sections.get(paragraph.section or "")
    while section is not None:
        if section.role is not SectionRole.OTHER:
            return False
        section = sections.get(section.parent or "")
    return True


def _ends(paragraph: Paragraph, sections: dict[str, Section]) -> bool:
    """Whether the orders of a directive end before the paragraph."""
    wide = paragraph.label is not None and paragraph.label.kind in _WIDE
    return wide or is_closing(paragraph.text) or not _is_free(paragraph, sections)


def _belongs(paragraphs: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    """Whether the paragraph is one of the orders: a plain sentence is one only right below its heading."""
    return paragraph.label is not None or paragraphs[paragraph.index - 1].kind is ParagraphKind.HEADING


def _announces(paragraphs: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    """Whether the plain sentence announces orders: it speaks of agencies, asks, and a list begins below it."""
    if paragraph.label is not None or paragraph.kind is not ParagraphKind.PARAGRAPH:
        return False
    if not paragraph.text.endswith(":") or not find_agencies(paragraph.text):
        return False
    if not any(word in key(paragraph.text) for word in load("orders")["announcing"]["words"]):
        return False
    following = paragraphs[paragraph.index + 1 : paragraph.index + 2]
    label = following[0].label if following else None
    return label is not None and (label.kind is LabelKind.BULLET or label.value in {"1", "a"})


def _article_orders(paragraph: Paragraph) -> bool:
    if paragraph.label is None or paragraph.label.kind is not LabelKind.ARTICLE:
        return False
    lexicon = load("orders")["articles"]
    body = body_of(paragraph)
    lowered = key(body)
    if any(words in lowered for words in lexicon["enforcement"]):
        return False
    return lowered.startswith(tuple(lexicon["giving"])) or (
        bool(read_roles(body).lead) and any(words in lowered for words in lexicon["duties"])
    )


def _with_list(paragraphs: Sequence[Paragraph], head: Paragraph) -> set[int]:
    below = list_below(paragraphs, head.index) if head.text.endswith(":") else None
    last = below.last if below is not None and below.kind is not ListKind.NONE else head.index
    return set(range(head.index, last + 1))
