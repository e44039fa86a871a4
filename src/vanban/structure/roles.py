"""What a part of a plan is for, from the words of its heading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.record import Section, SectionRole
from vanban.structure.text import LabelKind

#: A cue opens a heading when it stands among its first characters (`Các mục tiêu`, `Một số chỉ tiêu`).
_OPENING: Final = 8
_LEAST_AGENCIES: Final = 3
_AGENCY_SHARE: Final = 0.75


def role_of(title: str, kind: LabelKind, parent: SectionRole | None) -> SectionRole:
    """The role of a part with this heading (without its label) inside a part of role `parent` (None at the top).

    The widest headings are read by the earliest cue anywhere in them; a part inside another keeps the role of
    the other unless its own heading begins with a cue that may change it.
    """
    if kind is LabelKind.APPENDIX:
        return SectionRole.APPENDIX
    cue = _earliest_cue(key(title))
    if parent is None or parent is SectionRole.OTHER:
        if cue is None:
            return SectionRole.OTHER
        role, position = cue
        if kind is LabelKind.ARTICLE and (role is not SectionRole.ORGANISATION or position > _OPENING):
            return SectionRole.OTHER
        return role
    if cue is not None:
        role, position = cue
        if position <= _OPENING and role.value in load("sections")["override"][parent.value]:
            return role
    return parent


def hand_out(sections: Sequence[Section]) -> tuple[Section, ...]:
    """`sections` with every part of tasks whose sub-headings are agencies, one after the other, as organisation.

    Such a part (`IV. NHIỆM VỤ CỤ THỂ`: `1. Sở Tài chính`, `2. Sở Xây dựng` …) hands out duties.
    """
    children: dict[str | None, list[Section]] = {}
    for section in sections:
        children.setdefault(section.parent, []).append(section)
    handing: set[str] = set()
    for section in sections:
        below = children.get(section.id, [])
        agencies = sum(_names_agency(child.heading) for child in below)
        hands = len(below) >= _LEAST_AGENCIES and agencies >= _AGENCY_SHARE * len(below)
        if section.parent in handing or (section.role is SectionRole.TASKS and hands):
            handing.add(section.id)
    return tuple(
        msgspec.structs.replace(section, role=SectionRole.ORGANISATION)
        if section.id in handing and section.role is SectionRole.TASKS
        else section
        for section in sections
    )


def _names_agency(heading: str) -> bool:
    heads: tuple[str, ...] = load("sections")["agencies"]["heads"]
    return key(heading).startswith(heads)


def _earliest_cue(title: str) -> tuple[SectionRole, int] | None:
    best: tuple[SectionRole, int] | None = None
    for name, cues in load("sections")["roles"].items():
        if name == "source":
            continue
        for cue in cues:
            position = title.find(cue)
            if position >= 0 and (best is None or position < best[1]):
                best = (SectionRole(name), position)
    return best
