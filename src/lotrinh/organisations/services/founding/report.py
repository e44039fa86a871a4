"""What founding does, or has done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lotrinh.organisations.provinces import Province
from lotrinh.organisations.vocab import FoundingPart, UnitKind


class Presence(StrEnum):
    """What founding does about a unit of the list."""

    ADD = "add"
    FILL = "fill"
    SAME = "same"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A unit of the list. unit_id: None before it is made; name, above: as it is here, or is to be."""

    presence: Presence
    part: FoundingPart
    kind: UnitKind
    name: str
    short_name: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    unit_id: int | None
    #: the list's own name where the unit has another
    listed_name: str = ""
    #: the unit above it
    above: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The units of a kind, those of today or those that ended."""

    kind: UnitKind
    ended: bool
    rows: tuple[Row, ...]
    counts: Mapping[Presence, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What founding does, or has done.

    top_id: the province's committee, None before it is made. with_places: the territories have been loaded. acts,
    lines: documents and successions that are new. left_out: units that have an end of their own here, or whose
    successor is not there on the day: their succession is the operator's to record.
    """

    province: Province
    sections: tuple[Section, ...]
    top_id: int | None
    with_places: bool
    acts: int
    lines: int
    left_out: tuple[str, ...]

    def count(self, presence: Presence) -> int:
        """How many units are so."""
        return sum(section.counts[presence] for section in self.sections)

    @property
    def adds(self) -> bool:
        """Whether anything is new."""
        return bool(self.count(Presence.ADD) or self.count(Presence.FILL) or self.lines)
