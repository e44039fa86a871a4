"""What a part of a plan is for, from the words of its heading."""

from __future__ import annotations

from typing import Final

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.record import SectionRole
from vanban.structure.text import LabelKind

#: A cue opens a heading when it stands among its first characters (`Các mục tiêu`, `Một số chỉ tiêu`).
_OPENING: Final = 8


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
