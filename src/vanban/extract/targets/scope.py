"""Which parts of a document state targets, and the years that headings and introductions give them."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from vanban.extract.targets.years import NO_YEARS, Years, years_of_heading
from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.record import Section, SectionRole
from vanban.structure.text import Structure

_GENERAL: Final = load("targets")["general"]
_OUTSIDE: Final = frozenset({SectionRole.FUNDING, SectionRole.APPENDIX, SectionRole.OTHER})


class Scope(IntEnum):
    """What a part of a document says about numbers in it."""

    NONE = 0  # funding, appendices: numbers are no targets
    DUTIES = 1  # what agencies are given to do: only what calls itself a target
    ELSEWHERE = 2  # purpose and tasks: what calls itself a target or says what is reached
    GENERAL = 3  # general aims and visions: only numbers
    SPECIFIC = 4  # objectives: numbers, and results without a number


class Scopes:
    """The scope and the years of each section of a structure."""

    def __init__(self, structure: Structure) -> None:
        self._sections = {section.id: section for section in structure.outline}
        self._scopes: dict[str, Scope] = {}
        self._years: dict[str, Years] = {}

    def section(self, section_id: str | None) -> Section | None:
        """The section with this id."""
        return self._sections.get(section_id) if section_id is not None else None

    def scope(self, section_id: str | None) -> Scope:
        """The scope of a section; ELSEWHERE for text before the first heading."""
        if section_id is None or section_id not in self._sections:
            return Scope.ELSEWHERE
        if section_id not in self._scopes:
            self._scopes[section_id] = self._find_scope(self._sections[section_id])
        return self._scopes[section_id]

    def years(self, section_id: str | None) -> Years:
        """The years in the heading of a section, else in the nearest heading above it."""
        if section_id is None or section_id not in self._sections:
            return NO_YEARS
        if section_id not in self._years:
            section = self._sections[section_id]
            own = years_of_heading(section.heading)
            self._years[section_id] = own if own != NO_YEARS else self.years(section.parent)
        return self._years[section_id]

    def _find_scope(self, section: Section) -> Scope:
        if section.role is SectionRole.OBJECTIVES:
            return Scope.GENERAL if self._general(section) else Scope.SPECIFIC
        if section.role is SectionRole.VIEWPOINT:
            return Scope.GENERAL
        if section.role is SectionRole.ORGANISATION:
            return Scope.DUTIES
        return Scope.NONE if section.role in _OUTSIDE else Scope.ELSEWHERE

    def _general(self, section: Section) -> bool:
        heading = key(section.heading)
        cues = [heading.find(cue) for cue in _GENERAL["headings"] if cue in heading]
        specific = [heading.find(cue) for cue in _GENERAL["specific"] if cue in heading]
        if cues and (not specific or min(cues) <= min(specific)):
            return True
        if not specific and section.parent is not None:
            parent = self._sections.get(section.parent)
            return parent is not None and parent.role is SectionRole.OBJECTIVES and self._general(parent)
        return False
