"""What merger day shows: the bodies that lost duties, the duties, who may take them over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple
from uuid import UUID

from lotrinh.plans.cues import Verdict
from lotrinh.plans.selectors.holding import Given

#: The row is left out of the decision.
KEEP: Final = "keep"
#: Each of those among whom somebody would have to choose.
EACH: Final = "each"


class Loss(StrEnum):
    """Why a duty is listed."""

    #: the body ended and nobody alone took everything over
    ENDED = "ended"
    #: the group has no members, or lacks the districts that it names
    GROUP = "group"
    #: the body goes on, a field was taken from it
    FIELD = "field"
    #: the body ended and one other took everything over
    PASSES = "passes"


class Duty(NamedTuple):
    """A party that holds its duty, with what is shown of its row."""

    kind: str
    party_id: int
    role: str
    position: int
    printed: str
    unit_id: int | None
    group: str
    since: dt.date | None
    subject: str | None
    plan_id: int
    version_id: int
    lineage: UUID
    row_position: int
    text: str
    section: str
    section_key: str
    plan_title: str
    plan_number: str
    plan_issued_on: str

    @property
    def given(self) -> Given:
        """What the party names."""
        return Given(unit_id=self.unit_id, group=self.group, subject=self.subject or "", since=self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Who may take over.

    code: `u12`, `gcommunes` or `each`. subject: what it took over in words, if that is said. fields: each field that
    the successions give it, with its cues.
    """

    code: str
    label: str
    subject: str = ""
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def cues(self) -> tuple[str, ...]:
        """The words by which its fields are recognised."""
        return tuple(cue for _subject, cues in self.fields for cue in cues)


@dataclass(slots=True, kw_only=True)
class Body:
    """A body that ended, a group, or a body that lost a field, with those who may take over from it.

    preset: the code that is proposed without a look at the words. after: who
    holds its duties now, of one that passes by itself. each: the units that `each` stands for. counts: duties by kind
    of row and role.
    """

    key: str
    loss: Loss
    name: str
    ended_on: dt.date | None = None
    candidates: tuple[Candidate, ...] = ()
    each: tuple[int, ...] = ()
    preset: str = ""
    after: str = ""
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many duties are listed."""
        return sum(self.counts.values())

    def candidate(self, code: str) -> Candidate | None:
        """The candidate with this code."""
        return next((item for item in self.candidates if item.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A duty without a sure owner. verdict: which field its words tell, and by which of them.

    proposed: the code of the successor that the words tell, or that is the only one; empty where none is. saved: the
    code that the reader chose before.
    """

    duty: Duty
    body: Body
    heading: str
    verdict: Verdict
    proposed: str
    saved: str

    @property
    def code(self) -> str:
        """What was chosen, else what is proposed."""
        return self.saved or self.proposed

    @property
    def leaves(self) -> bool:
        """Whether it goes into the decision as it stands."""
        return self.code not in {"", KEEP}

    @property
    def subject(self) -> str:
        """The field by which the chosen body took over: the only one, or the one that the words tell."""
        chosen = self.body.candidate(self.code)
        fields = chosen.fields if chosen is not None else ()
        told = [subject for subject, cues in fields if set(cues) & set(self.verdict.words)]
        return (told or [subject for subject, _cues in fields] * (len(fields) == 1) or [""])[0]


@dataclass(frozen=True, kw_only=True)
class Board:
    """All of it for one day; `lost` in the order of plans and rows."""

    day: dt.date
    bodies: tuple[Body, ...]
    lost: tuple[Lost, ...]

    def of(self, key: str) -> tuple[Lost, ...]:
        """The duties of one body."""
        return tuple(item for item in self.lost if item.body.key == key)

    def body(self, key: str) -> Body | None:
        """The body with this key."""
        return next((body for body in self.bodies if body.key == key), None)

    @cached_property
    def leaving(self) -> tuple[Lost, ...]:
        """What goes into the decision as it stands."""
        return tuple(item for item in self.lost if item.leaves)

    @cached_property
    def open(self) -> int:
        """How many duties nobody holds and nobody has decided about."""
        return sum(not item.code for item in self.lost if item.body.loss in {Loss.ENDED, Loss.GROUP})
