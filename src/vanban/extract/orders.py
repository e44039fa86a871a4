"""Orders to agencies outside the organisation part: articles of a decision, numbered paragraphs of a directive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from vanban.extract.agencies import find_agencies, read_roles
from vanban.extract.lists import body_of
from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.patterns import alternatives, whole_words
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


def find_orders(structure: Structure) -> dict[int, tuple[str, ...]]:
    """The paragraphs outside parts with a role of their own that may give duties, with whom their announcement asks.

    These are the articles of a decision that hand something out, with the lists below them, and the paragraphs that a
    sentence such as `Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:` announces. The article that only says who carries out
    the whole decision is none.
    """
    sections = {section.id: section for section in structure.outline}
    found: dict[int, tuple[str, ...]] = {}
    ordering: tuple[str, ...] | None = None
    instrument = 0
    for paragraph in structure.paragraphs:
        if paragraph.instrument != instrument or _ends(paragraph):
            ordering, instrument = None, paragraph.instrument
        if paragraph.kind is ParagraphKind.ROW:
            continue
        if ordering is not None:
            if _is_free(paragraph, sections) and _belongs(structure.paragraphs, paragraph):
                found[paragraph.index] = ordering
        elif paragraph.section is None and _announces(structure.paragraphs, paragraph):
            ordering = _asked(paragraph.text)
        elif _is_free(paragraph, sections) and _article_orders(paragraph):
            found[paragraph.index] = ()
            ordering = () if paragraph.text.endswith(":") else None
    return found


def _is_free(paragraph: Paragraph, sections: dict[str, Section]) -> bool:
    """Whether no part that the paragraph stands in has a role."""
    section = sections.get(paragraph.section or "")
    while section is not None:
        if section.role is not SectionRole.OTHER:
            return False
        section = sections.get(section.parent or "")
    return True


def _ends(paragraph: Paragraph) -> bool:
    """Whether the orders of a directive end before the paragraph."""
    wide = paragraph.label is not None and paragraph.label.kind in _WIDE
    return wide or is_closing(paragraph.text)


def _belongs(paragraphs: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    """Whether the paragraph is one of the orders: a plain sentence is one only right below its heading.

    Below a heading that looks at what is (`Đánh giá chung`) nothing is ordered.
    """
    if paragraph.label is not None:
        return True
    above = paragraphs[paragraph.index - 1]
    return above.kind is ParagraphKind.HEADING and not any(
        words in key(above.text) for words in load("sections")["roles"]["other"]
    )


def _announces(paragraphs: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    """Whether the plain sentence announces orders: it speaks of agencies, asks, and a list begins below it."""
    if paragraph.label is not None or paragraph.kind is not ParagraphKind.PARAGRAPH:
        return False
    if not paragraph.text.endswith(":") or _asked(paragraph.text) is None:
        return False
    following = paragraphs[paragraph.index + 1 : paragraph.index + 2]
    label = following[0].label if following else None
    return label is not None and (label.kind is LabelKind.BULLET or label.value in {"1", "a"})


def _asked(text: str) -> tuple[str, ...] | None:
    """Whom a sentence itself asks for something (`… yêu cầu các sở …:`), () when it names nobody.

    None when it asks for nothing: `theo yêu cầu của Bộ …`.
    """
    mentions = find_agencies(text)
    if not mentions:
        return None
    lowered, starts = key(text), {mention.span[0] for mention in mentions}
    following = tuple(load("orders")["announcing"]["following"])
    for match in _asking().finditer(lowered):
        behind = lowered[match.end() :].lstrip(" ,")
        if len(text) - len(behind) in starts:
            return read_roles(text[len(text) - len(behind) :]).lead
        if behind.startswith(following):
            return ()
    return None


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    return whole_words(load("orders")["announcing"]["words"])


@lru_cache(maxsize=1)
def _things() -> re.Pattern[str]:
    """What is handed over is a quantity of things (`Giao Công ty … 1.200 m2 đất`), not a duty."""
    units = alternatives(load("orders")["articles"]["things"])
    return re.compile(rf"\d ?(?:{units})(?!\w)")


def enforces(text: str) -> bool:
    """Whether the sentence only says who carries out the whole instrument: `… chịu trách nhiệm thi hành …`."""
    lowered = key(text)
    return any(words in lowered for words in load("orders")["articles"]["enforcement"])


def _article_orders(paragraph: Paragraph) -> bool:
    if paragraph.label is None or paragraph.label.kind is not LabelKind.ARTICLE:
        return False
    lexicon = load("orders")["articles"]
    body = body_of(paragraph)
    lowered = key(body)
    if enforces(body) or _things().search(lowered):
        return False
    return lowered.startswith(tuple(lexicon["giving"])) or (
        bool(read_roles(body).lead) and any(words in lowered for words in lexicon["duties"])
    )
